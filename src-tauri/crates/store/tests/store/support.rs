//! A store in a folder of its own, with a clock that the test moves, and the
//! nouns that the tests put into it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use domain::{
    Clock, Personal,
    assessment::{Assessment, Problem, ProcessType, Status},
    audit::Actor,
    check::{Answer, Check, FaceFinding, Finding, Reason},
    decision::{Decision, Finality, Outcome, Refusal, RefusalReason},
    evidence::Kind,
    field::{Declared, Name, Reading, Source},
    house::HouseRules,
    id::{CentralKey, DecisionId, LeaseId, OperatorId, RaoId, SessionId},
    lease::Stamp,
    operator::{Operator, Role},
    session::State,
};
use jiff::{SignedDuration, Timestamp};
use sqlx::{
    ConnectOptions as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};
use store::{DatabaseKey, NewEvidence, NewOperator, NewSession, Store, StoreError};
use tempfile::TempDir;

pub const PASSWORD: &str = "correct horse";

/// The longest time for which a delivery is postponed.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);

/// A clock that stands until it is moved.
#[derive(Clone)]
pub struct MovedClock(Arc<Mutex<Timestamp>>);

impl MovedClock {
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().expect("nobody panics with the clock in hand");
        *now = now.checked_add(by).expect("a time within reach");
    }
}

impl Clock for MovedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("nobody panics with the clock in hand")
    }
}

/// A store in a folder of its own.
pub struct Desk {
    pub store: Store,
    pub clock: MovedClock,
    pub key: DatabaseKey,
    folder: TempDir,
}

impl Desk {
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let key = DatabaseKey::fresh();
        let clock = MovedClock(Arc::new(Mutex::new(start())));
        let store = Store::open(folder.path(), key.clone(), Arc::new(clock.clone()))
            .await
            .expect("an empty folder becomes a store");
        Self {
            store,
            clock,
            key,
            folder,
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Closes the store, does `harm` to its folder, and opens it again.
    pub async fn reopen_after(self, harm: impl AsyncFnOnce(&Path)) -> Self {
        let Self {
            store,
            clock,
            key,
            folder,
        } = self;
        store.close().await;
        harm(folder.path()).await;
        let store = Store::open(folder.path(), key.clone(), Arc::new(clock.clone()))
            .await
            .expect("the store opens again");
        Self {
            store,
            clock,
            key,
            folder,
        }
    }

    /// Closes the store, does `harm` to its folder, and tells why it does not
    /// open again.
    pub async fn refuses_after(
        self,
        harm: impl AsyncFnOnce(&Path),
        key: DatabaseKey,
    ) -> StoreError {
        let Self {
            store,
            clock,
            folder,
            ..
        } = self;
        store.close().await;
        harm(folder.path()).await;
        Store::open(folder.path(), key, Arc::new(clock))
            .await
            .expect_err("the store must not open")
    }

    /// Drops the store and keeps its folder.
    pub fn into_folder(self) -> TempDir {
        self.folder
    }

    /// A connection past the store, with the right key.
    pub async fn raw(&self) -> SqliteConnection {
        raw(self.folder(), &self.key).await
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub async fn operator(&self, user_name: &str) -> Operator {
        self.store
            .create_operator(Actor::Application, new_operator(user_name), PASSWORD.into())
            .await
            .expect("an account")
    }

    pub async fn session(&self, central_key: i64) -> SessionId {
        self.store
            .receive(&new_session(central_key))
            .await
            .expect("a session")
            .id()
    }

    pub async fn state(&self, session: SessionId) -> State {
        self.store.session(session).await.expect("a session").state
    }

    /// A session that `operator` has claimed.
    pub async fn claimed(&self, central_key: i64, operator: OperatorId) -> SessionId {
        let session = self.session(central_key).await;
        self.store
            .claim(session, operator)
            .await
            .expect("nobody else has it");
        session
    }

    /// What a change made now has to carry; a lease of nobody's where nobody has
    /// claimed the session.
    pub async fn stamp(&self, session: SessionId) -> Stamp {
        let record = self.store.session(session).await.expect("a session");
        record.stamp().unwrap_or(Stamp {
            lease: LeaseId::fresh(),
            version: record.version,
        })
    }

    pub fn decision(&self, session: SessionId, operator: OperatorId, outcome: Outcome) -> Decision {
        Decision {
            id: DecisionId::fresh(),
            session,
            operator,
            at: self.clock.now(),
            outcome,
        }
    }

    /// Decides, and returns the id.
    pub async fn decide(
        &self,
        session: SessionId,
        operator: OperatorId,
        outcome: Outcome,
    ) -> DecisionId {
        let decision = self.decision(session, operator, outcome);
        self.store
            .decide(&decision, self.stamp(session).await, &HouseRules::default())
            .await
            .expect("the decision follows");
        decision.id
    }

    pub async fn due(&self) -> Vec<DecisionId> {
        self.store
            .due(self.clock.now(), LONGEST_PAUSE)
            .await
            .expect("a list")
            .into_iter()
            .map(|envelope| envelope.decision.id)
            .collect()
    }
}

pub async fn raw(folder: &Path, key: &DatabaseKey) -> SqliteConnection {
    let key: String = key
        .reveal()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    SqliteConnectOptions::new()
        .filename(folder.join(store::DATABASE_FILE))
        .pragma("key", format!("\"x'{key}'\""))
        .journal_mode(SqliteJournalMode::Wal)
        .connect()
        .await
        .expect("the right key opens it")
}

pub async fn execute(connection: &mut SqliteConnection, sql: &'static str) {
    sqlx::raw_sql(sql)
        .execute(connection)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// The sealed files in the folder of a store.
pub fn sealed_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder.join("evidence"))
        .expect("an evidence folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
}

pub fn start() -> Timestamp {
    "2026-03-02T09:00:00.123456789Z"
        .parse()
        .expect("a timestamp")
}

pub fn new_operator(user_name: &str) -> NewOperator {
    NewOperator {
        user_name: user_name.into(),
        display_name: "Specimen Operator".into(),
        role: Role::Rao,
        rao_id: RaoId("1400".into()),
        rao_user_name: "specimen".into(),
    }
}

pub fn declared(field: Name, value: &str) -> Declared {
    Declared {
        field,
        value: Personal::from(value),
    }
}

/// A session that waits for a review; a greater key is a later request.
pub fn new_session(central_key: i64) -> NewSession {
    NewSession {
        central_key: CentralKey(central_key),
        video_identifier: Some(format!("video-{central_key}")),
        external_reference: None,
        created_at: start() + SignedDuration::from_secs(central_key - 100_000),
        state: State::WaitingForReview,
        process: ProcessType::High,
        declared: vec![
            declared(Name::Surname, "Spécimen"),
            declared(Name::GivenName, "D'Ànna"),
            declared(Name::TaxCode, "SPCDNN80A41H501X"),
            declared(Name::Email, "specimen@example.org"),
        ],
        captured: vec![Reading {
            field: Name::DocumentNumber,
            source: Source::Capture,
            value: Personal::from("CA00000AA"),
            seen: None,
        }],
        reported_checks: vec![(Check::OtpValidation, true), (Check::NotBwCopy, false)],
        reported_similarity: Some("0.81".into()),
        evidence: vec![
            piece(Kind::Video, 200_000),
            piece(Kind::DocumentFront, 5_000),
        ],
        problems: vec![Problem {
            evidence: Kind::Selfie,
            code: "empty".into(),
        }],
        unreadable: None,
    }
}

pub fn piece(kind: Kind, size: usize) -> NewEvidence {
    NewEvidence {
        kind,
        bytes: bytes(size),
    }
}

pub fn bytes(size: usize) -> Vec<u8> {
    (0..size).map(|at| (at % 251) as u8).collect()
}

pub fn refusal(reason: RefusalReason) -> Outcome {
    Outcome::Refuse(Refusal {
        reason,
        text: "The specimen is not the holder.".into(),
        finality: Finality::Definitive,
    })
}

pub fn assessment(status: Status) -> Assessment {
    Assessment {
        process: ProcessType::High,
        status,
        findings: vec![Finding::new(
            Check::NonExpired,
            Answer::No,
            Reason::NoMethod,
        )],
        face: FaceFinding::NotAssessable(domain::check::FaceProblem::Missing(Kind::Selfie)),
        features: Vec::new(),
        quality: Vec::new(),
        readings: Vec::new(),
        differences: Vec::new(),
        mrz: None,
        problems: Vec::new(),
        fail_reason: None,
        loip: None,
        engine: "engine 1".into(),
        took_ms: 5,
    }
}
