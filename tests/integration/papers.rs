//! Declaration and contract, from the desk to the central API and back: what is
//! shown is what is kept and sealed, and a broken template stops nothing else.

use std::{fs, path::PathBuf, sync::Arc};

use archive::pdf::Language;
use central::faults::{Fault, Operation};
use domain::{
    assessment::Assessment,
    audit::Event,
    clock::SystemClock,
    evidence::{Digest, Kind},
    house::HouseRules,
    id::{RaoId, SessionId},
    lease::Stamp,
    operator::Role,
};
use engine::{EngineError, Watch};
use outbox::{Connector, ConnectorConfig};
use store::{DatabaseKey, NewOperator, Store};
use tempfile::TempDir;
use test_support::{
    central::RunningCentral,
    session::{DemoSession, Story},
};
use tokio::sync::Notify;
use workflow::{
    Desk, Parts, Ui, WorkflowError,
    desk::{Images, Template},
    house::Papers,
    records::ArchiveError,
    ui,
    verification::{Input, Verifier},
};

#[tokio::test]
async fn what_is_shown_is_what_is_kept_and_sealed() {
    let office = Office::open().await;
    let session = office.validated().await;
    let shown = office.desk.documents(session).await.expect("documents");
    let declaration = office.kept(session, Kind::Declaration).await;
    let contract = office.kept(session, Kind::Contract).await;
    assert_eq!(shown.declaration.digest, Digest::of(&declaration));
    assert_eq!(shown.contract.digest, Digest::of(&contract));
    let log = office.shown(session).await;
    assert_eq!(log["declaration_sha256"], shown.declaration.digest.to_hex());
    assert_eq!(log["contract_sha256"], shown.contract.digest.to_hex());
    assert_eq!(log["contract_by"], "central");

    let path = office.folder.path().join("case.zip");
    office
        .desk
        .export(session, &path, Images::Files)
        .await
        .expect("exported");
    let report = office.desk.verify_archive(&path).await.expect("an archive");
    assert!(report.is_intact(), "{report:?}");
    let sealed = |name| {
        let mut entries = report.entries.iter();
        entries.find(|it| it.name == name).map(|it| it.sha256)
    };
    assert_eq!(sealed("declaration.pdf"), Some(shown.declaration.digest));
    assert_eq!(sealed("contract.pdf"), Some(shown.contract.digest));
    office.close().await;
}

#[tokio::test]
async fn a_contract_that_the_central_api_has_not_is_drawn_up_at_the_desk() {
    let office = Office::open().await;
    let session = office.validated().await;
    let faults = office.central.central().faults();
    faults.plan(Operation::GetDocument, Fault::Absent, 1);
    office.desk.documents(session).await.expect("documents");
    assert_eq!(office.shown(session).await["contract_by"], "desk");
    let contract = office.kept(session, Kind::Contract).await;
    assert!(contract.starts_with(b"%PDF-"), "a PDF");
    office.close().await;
}

#[tokio::test]
async fn a_broken_template_gives_one_error_and_the_desk_goes_on() {
    let office = Office::open().await;
    let session = office.validated().await;
    let template = office.templates.join("declaration.typ");
    fs::write(&template, "= Dichiarazione\n#sys.inputs.nobody\n").expect("a template");

    match office.desk.documents(session).await {
        Err(WorkflowError::Archive(ArchiveError::Template { file, line, .. })) => {
            assert_eq!((file.as_str(), line), ("declaration.typ", 2));
        }
        other => panic!("{:?}", other.map(|_| "documents")),
    }
    let file = office.desk.file(session).await.expect("the case opens");
    assert!(file.actions.documents.is_none(), "it can be tried again");
    let previews = office
        .desk
        .template_previews(Language::English)
        .await
        .expect("previews");
    let wrong: Vec<_> = previews
        .iter()
        .filter_map(|it| Some((it.template, it.outcome.as_ref().err()?.line)))
        .collect();
    assert_eq!(
        wrong,
        [(Template::Declaration, Some(2))],
        "and the contract is fine"
    );

    fs::remove_file(&template).expect("mended");
    office.desk.documents(session).await.expect("documents");
    office.close().await;
}

/// A desk beside a central API, in folders of its own.
struct Office {
    desk: Desk,
    store: Store,
    central: RunningCentral,
    told: Arc<Told>,
    templates: PathBuf,
    folder: TempDir,
}

impl Office {
    async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let templates = folder.path().join("templates");
        fs::create_dir(&templates).expect("a folder");
        let central = RunningCentral::start(&folder.path().join("central"))
            .await
            .expect("a server");
        let clock = Arc::new(SystemClock);
        let home = folder.path().join("desk");
        let store = Store::open(&home, DatabaseKey::fresh(), clock.clone())
            .await
            .expect("a store");
        let told = Arc::new(Told::default());
        let desk = Desk::open(Parts {
            store: store.clone(),
            connector: connector(&central),
            verifier: Arc::new(NoEngine),
            clock,
            ui: told.clone(),
            provider: "Banca Esempio S.p.A.".to_owned(),
            house: HouseRules::default(),
            papers: Papers {
                templates: Some(templates.clone()),
                language: Language::Italian,
            },
        })
        .await
        .expect("a desk");
        let operator = NewOperator {
            user_name: "operatore.uno".to_owned(),
            display_name: "Operatore Uno".to_owned(),
            role: Role::Administrator,
            rao_id: RaoId(central.officer.id.clone()),
            rao_user_name: central.officer.user_name.clone(),
        };
        desk.create_first_operator(operator, "specimen-password-1".into())
            .await
            .expect("an operator");
        let officer = &central.officer;
        desk.provide_credentials(officer.password.clone().into(), officer.pin.clone().into())
            .expect("signed in");
        Self {
            desk,
            store,
            central,
            told,
            templates,
            folder,
        }
    }

    /// A case that was validated.
    async fn validated(&self) -> SessionId {
        self.central
            .receive(&session())
            .await
            .expect("the central API takes it");
        self.desk.retry_now();
        let session = loop {
            let told = self.told.0.notified();
            if let Some(session) = self.desk.claim_next().await.expect("an answer") {
                break session;
            }
            told.await;
        };
        let file = self.desk.file(session).await.expect("the case");
        let stamp = Stamp {
            lease: file.session.lease.expect("claimed").id,
            version: file.session.version,
        };
        self.desk.validate(session, stamp).await.expect("validated");
        session
    }

    async fn kept(&self, session: SessionId, kind: Kind) -> Vec<u8> {
        let kept = self.store.document(session, kind).await.expect("an answer");
        let id = kept.expect("a document").evidence.id;
        let bytes = self.store.read_evidence(id).await.expect("its bytes");
        bytes.to_vec()
    }

    /// What the audit log says of the documents that were shown last.
    async fn shown(&self, session: SessionId) -> serde_json::Value {
        let entries = self.store.audit_of(session).await.expect("the log");
        let mut shown = entries.iter().rev();
        let entry = shown.find(|entry| entry.record.event == Event::DocumentsShown);
        serde_json::from_str(&entry.expect("an entry").record.detail).expect("JSON")
    }

    async fn close(self) {
        self.desk.close().await;
        self.central.stop().await.expect("the server stops");
    }
}

/// The window in these tests: it wakes who waits for news.
#[derive(Default)]
struct Told(Notify);

impl Ui for Told {
    fn notify(&self, _: ui::Event) {
        self.0.notify_one();
    }
}

/// Documents do not need the engine.
struct NoEngine;

impl Verifier for NoEngine {
    fn verify(&self, _: &Input, _: &mut dyn Watch) -> Result<Assessment, EngineError> {
        Err(EngineError::from(engine::Stopped))
    }
}

fn connector(central: &RunningCentral) -> Connector {
    Connector::new(ConnectorConfig {
        base_url: central.url.clone(),
        token: central.token.clone().into(),
        ..ConnectorConfig::default()
    })
    .expect("a connector")
}

/// Pictures and recording are not looked at here.
fn session() -> DemoSession {
    let picture = |filling: u8| [&b"\xFF\xD8\xFF\xE0"[..], &[filling; 200]].concat();
    let mut video = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    video.extend([7; 4096]);
    DemoSession {
        story: Story::Genuine,
        person: Story::Genuine.person(),
        declared: Story::Genuine.declared(),
        front: picture(1),
        rear: Some(picture(2)),
        selfie: picture(3),
        video: Some(video),
        callback: None,
    }
}
