//! A desk and the central API, over real HTTP: the bad piece is asked for again,
//! comes, and the case is back in review with everything else as it was.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use domain::{
    Clock,
    assessment::{Assessment, Status},
    check::{FaceFinding, FaceProblem},
    clock::SystemClock,
    decision::{AskAgain, Finality, PieceAsked, PieceReason, Refusal, RefusalReason},
    evidence::{Digest, Kind, Spot},
    field::{Declared, Name, Reading, Review, Source},
    house::HouseRules,
    id::{RaoId, RequestKey, SessionId},
    kiosk::{Consent, Piece},
    lease::Stamp,
    operator::Role,
    session::State,
};
use engine::{EngineError, Watch};
use jiff::{SignedDuration, Timestamp};
use outbox::{Connector, ConnectorConfig, NewRequest, OpenRequest, Submission};
use store::{DatabaseKey, Store};
use test_support::central::RunningCentral;
use tokio::sync::Notify;
use workflow::{
    Desk, Parts, Ui, WorkflowError,
    desk::CaseFile,
    house::Papers,
    records::{Delivery, NewOperator},
    ui::Event,
    verification::{Input, Verifier},
};

#[tokio::test]
async fn the_rear_is_asked_for_again_three_times_and_not_a_fourth() {
    let data = tempfile::tempdir().expect("a folder");
    let central = RunningCentral::start(&data.path().join("central"))
        .await
        .expect("a server");
    let connector = connector(&central);
    let request = captured(&connector).await;
    let counter = Counter::open(&central, data.path()).await;
    let session = counter.only_case().await;
    let first = counter.until(session, is_checked).await;
    let stamp = stamp(&first);
    for field in [Name::DocumentNumber, Name::Surname] {
        let review = Review::Approved("X".into());
        let done = counter.desk.review_field(session, stamp, field, review);
        done.await.expect("reviewed");
    }
    let noted = counter
        .desk
        .add_note(session, stamp, "The rear is blurred.");
    noted.await.expect("a note");

    for attempt in 1..=3 {
        counter.ask(session).await.expect("a retry is left");
        counter.clock.advance(SignedDuration::from_secs(11));
        let with_customer = counter.until(session, has_left).await;
        assert_eq!(with_customer.session.state, State::Incomplete);
        assert_eq!(with_customer.session.lease, None);
        let asked = connector.request(request.key).await.expect("a session");
        assert_eq!(asked.state, State::Incomplete, "at the central API too");

        let taken = connector
            .put_evidence(request.video_pk, &rear_alone(attempt))
            .await;
        assert_eq!(taken.expect("taken"), State::WaitingForReview);
        let back = counter.until(session, is_checked).await;
        assert_eq!(back.session.state, State::WaitingForReview);
        assert_eq!(back.superseded.len(), usize::from(attempt));
        assert_eq!(digest(&back), Some(Digest::of(&picture(100 + attempt))));
        assert_eq!(back.retries.asked, u32::from(attempt));
        for kind in [Kind::DocumentFront, Kind::Selfie, Kind::Video] {
            assert_eq!(
                back.session.evidence_of(kind),
                first.session.evidence_of(kind),
                "{kind:?} stays"
            );
        }
        assert_eq!(back.notes.len(), 1, "notes stay");
        let confirmed: Vec<Name> = back
            .reviews
            .iter()
            .filter(|it| it.review != Review::NotReviewed)
            .map(|it| it.field)
            .collect();
        assert_eq!(
            confirmed,
            [Name::Surname],
            "the number was read on the rear, the surname on the front"
        );
    }
    let rear = first.session.evidence_of(Kind::DocumentRear);
    let file = counter.desk.file(session).await.expect("it");
    assert_eq!(Some(&file.superseded[0].record), rear);

    let fourth = counter.ask(session).await;
    assert!(
        matches!(fourth, Err(WorkflowError::RetriesUsedUp)),
        "{fourth:?}"
    );
    let refusal = |finality| Refusal {
        reason: RefusalReason::DocumentUnreadable,
        text: String::new(),
        finality,
    };
    let stamp = counter.stamp(session).await;
    let again = counter
        .desk
        .refuse(session, stamp, refusal(Finality::Repeatable));
    assert!(matches!(again.await, Err(WorkflowError::RetriesUsedUp)));
    let for_good = counter
        .desk
        .refuse(session, stamp, refusal(Finality::Definitive));
    for_good.await.expect("what is left");
    counter.desk.close().await;
    central.stop().await.expect("the server stops");
}

/// A desk with an operator at it.
struct Counter {
    desk: Desk,
    clock: Arc<ShiftedClock>,
    changed: Arc<Notify>,
}

impl Counter {
    async fn open(central: &RunningCentral, data: &Path) -> Self {
        let clock = Arc::new(ShiftedClock::default());
        let changed = Arc::new(Notify::new());
        let store = Store::open(&data.join("desk"), DatabaseKey::fresh(), clock.clone())
            .await
            .expect("a store");
        let desk = Desk::open(Parts {
            store,
            connector: connector(central),
            verifier: Arc::new(Reader),
            clock: clock.clone(),
            ui: Arc::new(Bell(Arc::clone(&changed))),
            provider: "Specimen".into(),
            house: HouseRules::default(),
            papers: Papers::default(),
            register: None,
        })
        .await
        .expect("a desk");
        let officer = &central.officer;
        let operator = NewOperator {
            user_name: "operatore.uno".into(),
            display_name: "Operatore Uno".into(),
            role: Role::Administrator,
            rao_id: RaoId(officer.id.clone()),
            rao_user_name: officer.user_name.clone(),
        };
        desk.create_first_operator(operator, "specimen-password-1".into())
            .await
            .expect("an account");
        desk.sign_in("operatore.uno", "specimen-password-1".into())
            .await
            .expect("signed in");
        desk.provide_credentials(officer.password.clone().into(), officer.pin.clone().into())
            .expect("credentials");
        Self {
            desk,
            clock,
            changed,
        }
    }

    async fn only_case(&self) -> SessionId {
        loop {
            let heard = self.changed.notified();
            let next = self.desk.claim_next().await.expect("a question");
            if let Some(session) = next {
                return session;
            }
            heard.await;
        }
    }

    /// The case once it is as `wanted`.
    async fn until(&self, session: SessionId, wanted: fn(&CaseFile) -> bool) -> CaseFile {
        let waiting = async {
            loop {
                let heard = self.changed.notified();
                let file = self.desk.file(session).await.expect("the case");
                if wanted(&file) {
                    return file;
                }
                self.desk.retry_now();
                heard.await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), waiting)
            .await
            .expect("it comes within a minute")
    }

    async fn ask(&self, session: SessionId) -> Result<(), WorkflowError> {
        let asked = PieceAsked {
            piece: Piece::DocumentRear,
            reason: PieceReason::Blurred,
        };
        let asking = AskAgain::new(vec![asked], "").expect("a piece");
        let stamp = self.stamp(session).await;
        self.desk.ask_again(session, stamp, asking).await
    }

    /// The stamp of the operator, for whom the case has waited.
    async fn stamp(&self, session: SessionId) -> Stamp {
        stamp(&self.desk.file(session).await.expect("the case"))
    }
}

fn stamp(file: &CaseFile) -> Stamp {
    file.session.stamp().expect("it is claimed")
}

fn is_checked(file: &CaseFile) -> bool {
    let rear = digest(file).map(Digest::to_hex);
    file.assessment.as_ref().is_some_and(|assessment| {
        assessment
            .readings
            .iter()
            .any(|reading| Some(reading.value.reveal()) == rear.as_ref())
    }) && file.session.state == State::WaitingForReview
}

fn has_left(file: &CaseFile) -> bool {
    file.decisions
        .last()
        .is_some_and(|record| matches!(record.delivery, Delivery::Delivered { .. }))
}

fn digest(file: &CaseFile) -> Option<Digest> {
    let rear = file.session.evidence_of(Kind::DocumentRear)?;
    Some(rear.digest)
}

/// A request with all its evidence, in review.
async fn captured(connector: &Connector) -> OpenRequest {
    let declared = [
        (Name::GivenName, "Anna"),
        (Name::Surname, "Specimen"),
        (Name::Email, "anna@example.com"),
    ];
    let request = NewRequest {
        registration_authority: 121,
        profile: "PFnubeAFCiudadano".into(),
        declared: declared
            .map(|(field, value)| Declared {
                field,
                value: value.into(),
            })
            .into(),
    };
    let made = connector
        .create_request(&request, RequestKey::fresh())
        .await
        .expect("made");
    let whole = submission(vec![
        (Kind::DocumentFront, picture(1)),
        (Kind::DocumentRear, picture(2)),
        (Kind::Selfie, picture(3)),
    ]);
    let put = connector.put_evidence(made.video_pk, &whole).await;
    put.expect("taken");
    connector
        .upload_video(
            &made.video_identifier,
            b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec(),
        )
        .await
        .expect("taken");
    made
}

fn rear_alone(attempt: u8) -> Submission {
    submission(vec![(Kind::DocumentRear, picture(100 + attempt))])
}

fn submission(images: Vec<(Kind, Vec<u8>)>) -> Submission {
    Submission {
        acceptance: Consent {
            at: "2026-03-02T09:30:00Z".parse().expect("an instant"),
            text_version: "2026-01".into(),
            kiosk: "MI-3".into(),
        },
        images,
        read: Vec::new(),
        checks: Vec::new(),
        similarity: None,
    }
}

fn picture(filling: u8) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0];
    bytes.extend([filling; 200]);
    bytes
}

fn connector(central: &RunningCentral) -> Connector {
    Connector::new(ConnectorConfig {
        base_url: central.url.clone(),
        token: central.token.clone().into(),
        ..ConnectorConfig::default()
    })
    .expect("a connector")
}

/// The machine's clock, ahead by as much as the test says.
#[derive(Default)]
struct ShiftedClock(Mutex<SignedDuration>);

impl ShiftedClock {
    fn advance(&self, by: SignedDuration) {
        *self.0.lock().expect("nobody panics with it in hand") += by;
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        let ahead = *self.0.lock().expect("nobody panics with it in hand");
        SystemClock.now() + ahead
    }
}

/// Tells the test that something changed.
struct Bell(Arc<Notify>);

impl Ui for Bell {
    fn notify(&self, _: Event) {
        self.0.notify_one();
    }
}

/// Reads on the rear its digest as the number of the document, and on the front
/// a surname; what the engine makes of real pictures is tested elsewhere.
struct Reader;

impl Verifier for Reader {
    fn verify(&self, input: &Input, _: &mut dyn Watch) -> Result<Assessment, EngineError> {
        let rear = input
            .pictures
            .iter()
            .find(|(kind, _)| *kind == Kind::DocumentRear);
        let number = rear.map(|(_, bytes)| Digest::of(bytes).to_hex());
        let reading = |field, value: &str, on| Reading {
            field,
            source: Source::VisualZone,
            value: value.into(),
            seen: Some(Spot::whole(on)),
        };
        Ok(Assessment {
            process: input.process,
            status: Status::Inconclusive,
            findings: Vec::new(),
            face: FaceFinding::NotAssessable(FaceProblem::Missing(Kind::Selfie)),
            features: Vec::new(),
            quality: Vec::new(),
            readings: vec![
                reading(
                    Name::DocumentNumber,
                    number.as_deref().unwrap_or_default(),
                    Kind::DocumentRear,
                ),
                reading(Name::Surname, "SPECIMEN", Kind::DocumentFront),
            ],
            differences: Vec::new(),
            mrz: None,
            problems: Vec::new(),
            fail_reason: None,
            loip: None,
            engine: "reader".into(),
            took_ms: 0,
        })
    }
}
