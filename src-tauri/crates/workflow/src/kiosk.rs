//! The kiosk without a window: everything a customer can do at it, and what
//! goes on beside (capture, idle time, delivery).
//!
//! Cameras, recorders, guides and the central API stand behind traits at
//! exactly these borders: [`camera`], [`guide`], [`counter`].

mod acts;
mod attached;
pub mod camera;
mod captured;
mod central;
pub mod counter;
mod delivery;
mod devices;
pub mod guide;
mod live_guides;
mod logo;
mod phone;
mod preview;
mod privacy;
mod request;
mod self_test;
mod showing;
mod stage;
mod submitting;
mod taking;
mod tending;
mod tick;
pub mod view;

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use domain::{
    Clock,
    audit::Actor,
    id::{OperatorId, SessionId},
    kiosk::{Challenge, Flow, KioskEvent, KioskPolicy, Plan, Stop},
};
use jiff::Timestamp;
use rand::RngCore as _;
use store::{KioskStore, Store};
use tokio::sync::{Notify, mpsc};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{WorkflowError, verification::Verifier};

pub use attached::{AttachedCameras, FfmpegRecorders};
pub use camera::{CameraProblem, Cameras, Recorders};
pub use central::CentralCounter;
pub use counter::Counter;
pub use guide::Guides;
pub use live_guides::EngineGuides;
pub use preview::Source;
pub use privacy::{Block, PrivacyText, PrivacyTexts};
pub use request::NewRequest;
pub use self_test::{TestResult, TestState};
pub use view::View;

use devices::Eyes;
use stage::{Session, Stage};
use taking::Report;
use view::{Language, OutOfService};

/// The window of the kiosk, or whatever stands in its place.
pub trait KioskUi: Send + Sync + 'static {
    /// Something that is shown has changed; must return at once.
    fn changed(&self);
}

/// What a kiosk is made of; everything from outside is handed in.
pub struct KioskParts {
    /// The open store.
    pub store: Store,
    /// The cameras.
    pub cameras: Arc<dyn Cameras>,
    /// What makes recordings.
    pub recorders: Arc<dyn Recorders>,
    /// What looks at live frames.
    pub guides: Arc<dyn Guides>,
    /// The central API.
    pub counter: Arc<dyn Counter>,
    /// Who assesses sessions.
    pub verifier: Arc<dyn Verifier>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Whom to tell.
    pub ui: Arc<dyn KioskUi>,
    /// How this kiosk is set up.
    pub setup: KioskSetup,
}

/// How a kiosk is set up.
#[derive(Debug, Clone, Default)]
pub struct KioskSetup {
    /// Its id, which stands in every consent.
    pub id: String,
    /// The camera that looks at the customer; the first one where unset.
    pub face_camera: Option<String>,
    /// The camera that looks at documents; the second one where unset, or the
    /// only one.
    pub document_camera: Option<String>,
    /// What the bank decides.
    pub policy: KioskPolicy,
    /// The privacy policy that customers read.
    pub privacy: PrivacyTexts,
    /// The operator beside the customer; nobody where the customer is alone.
    pub assisted_by: Option<OperatorId>,
    /// Whether the kiosk tests itself before it takes anybody.
    pub test_at_start: bool,
    /// The language that it speaks to whoever comes.
    pub language: Language,
    /// What everybody is asked to do before the camera instead of what is drawn
    /// at random; a test cannot do everything.
    pub challenge: Option<Challenge>,
}

/// The kiosk. Clones are the same kiosk.
#[derive(Clone)]
pub struct Kiosk {
    inner: Arc<Inner>,
}

struct Inner {
    store: KioskStore,
    cameras: Arc<dyn Cameras>,
    recorders: Arc<dyn Recorders>,
    guides: Arc<dyn Guides>,
    counter: Arc<dyn Counter>,
    verifier: Arc<dyn Verifier>,
    clock: Arc<dyn Clock>,
    ui: Arc<dyn KioskUi>,
    setup: KioskSetup,
    exit: Store,
    /// Where the kiosk is. Held for a whole act: acts follow one another.
    stage: tokio::sync::Mutex<Stage>,
    status: Mutex<Status>,
    eyes: Mutex<Eyes>,
    /// Cameras are being opened, which takes a while.
    opening: AtomicBool,
    /// Numbers attempts, so that late news of one is not taken for another's.
    runs: AtomicU64,
    /// Numbers previews: a new one ends the one before.
    previews: AtomicU64,
    reports: mpsc::UnboundedSender<Report>,
    /// Rings when there may be something to send.
    wake: Notify,
    stop: CancellationToken,
    tasks: TaskTracker,
}

/// What is shown beside the stage.
#[derive(Debug, Clone)]
struct Status {
    language: Language,
    staff_called: bool,
    /// When the customer last did something.
    touched: Timestamp,
    idle_seconds_left: Option<u32>,
    waiting: u32,
    refused: u32,
    online: bool,
    /// The session that arrived last.
    arrived: Option<SessionId>,
}

impl Kiosk {
    /// Opens the kiosk and begins its background work. A session that was cut
    /// off is taken up again where its customer may still be there, else wiped.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn open(parts: KioskParts) -> Result<Self, WorkflowError> {
        let KioskParts {
            store,
            cameras,
            recorders,
            guides,
            counter,
            verifier,
            clock,
            ui,
            setup,
        } = parts;
        let actor = setup
            .assisted_by
            .map_or(Actor::Application, Actor::Operator);
        let (reports, news) = mpsc::unbounded_channel();
        let status = Status {
            language: setup.language,
            staff_called: false,
            touched: clock.now(),
            idle_seconds_left: None,
            waiting: 0,
            refused: 0,
            online: false,
            arrived: None,
        };
        let kiosk = Self {
            inner: Arc::new(Inner {
                store: store.kiosk(actor),
                cameras,
                recorders,
                guides,
                counter,
                verifier,
                clock,
                ui,
                setup,
                exit: store,
                stage: tokio::sync::Mutex::new(Stage::Welcome),
                status: Mutex::new(status),
                eyes: Mutex::default(),
                opening: AtomicBool::new(false),
                runs: AtomicU64::new(0),
                previews: AtomicU64::new(0),
                reports,
                wake: Notify::new(),
                stop: CancellationToken::new(),
                tasks: TaskTracker::new(),
            }),
        };
        let inner = &kiosk.inner;
        inner.store.recover_sending().await?;
        inner
            .store
            .tell(None, KioskEvent::Opened, &serde_json::json!({}))
            .await?;
        kiosk.count().await?;
        kiosk.enter_first_stage().await?;
        inner.tasks.spawn(kiosk.clone().keep_listening(news));
        inner.tasks.spawn(kiosk.clone().keep_ticking());
        inner.tasks.spawn(kiosk.clone().keep_sending());
        Ok(kiosk)
    }

    /// Ends the background work and waits for it. A session under way stays,
    /// to be taken up again or wiped at the next start.
    pub async fn close(&self) {
        self.inner.stop.cancel();
        self.inner.previews.fetch_add(1, Ordering::AcqRel);
        if let Stage::Session(session) = &mut *self.inner.stage.lock().await
            && let Some(taking) = session.taking.take()
        {
            self.abandon(taking).await;
        }
        self.close_eyes();
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
    }

    /// Sends what waits now instead of at the next turn.
    pub fn send_now(&self) {
        self.inner.wake.notify_one();
    }

    /// Leaves the kiosk: with the exit PIN, or from beside the customer.
    ///
    /// # Errors
    ///
    /// A wrong PIN, too many of them; what the store says.
    pub async fn leave(&self, pin: secrecy::SecretString) -> Result<(), WorkflowError> {
        let inner = &self.inner;
        if inner.setup.assisted_by.is_none() {
            inner.exit.demand_exit_pin(pin).await?;
        }
        let mut stage = inner.stage.lock().await;
        if let Stage::Session(session) = &mut *stage
            && session.flow.stop(Stop::Staff).is_ok()
        {
            self.tend(&mut stage).await?;
        }
        let event = KioskEvent::Closed;
        inner
            .store
            .tell(None, event, &serde_json::json!({}))
            .await?;
        Ok(())
    }

    /// The bytes `range` of a part that is shown.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub async fn part(
        &self,
        id: domain::id::EvidenceId,
        range: std::ops::Range<u64>,
    ) -> Result<zeroize::Zeroizing<Vec<u8>>, WorkflowError> {
        Ok(self.inner.store.read_range(id, range).await?)
    }

    async fn enter_first_stage(&self) -> Result<(), WorkflowError> {
        let inner = &self.inner;
        let alone = inner.setup.assisted_by.is_none();
        let missing = if inner.setup.id.is_empty() {
            Some("id")
        } else if alone && !inner.exit.has_exit_pin().await? {
            Some("exitPin")
        } else {
            None
        };
        let resumed = match missing {
            Some(_) => None,
            None => self.take_up().await?,
        };
        let mut stage = inner.stage.lock().await;
        *stage = match (missing, resumed) {
            (Some(what), _) => Stage::OutOfService(OutOfService::NotSetUp, Some(what.to_owned())),
            (None, Some(session)) => Stage::Session(Box::new(session)),
            (None, None) if inner.setup.test_at_start => {
                inner.tasks.spawn(self.clone().test_itself());
                Stage::SelfTest(Vec::new())
            }
            (None, None) => Stage::Welcome,
        };
        Ok(())
    }

    /// The session that was cut off, if its customer may still be there.
    async fn take_up(&self) -> Result<Option<Session>, WorkflowError> {
        let inner = &self.inner;
        let Some(record) = inner.store.open_session().await? else {
            return Ok(None);
        };
        let quiet = inner.clock.now().duration_since(record.touched_at);
        if quiet >= inner.setup.policy.idle.end_after {
            inner.store.wipe(record.id, CUT_OFF).await?;
            return Ok(None);
        }
        // The attempt that was cut off is begun anew.
        for (draft, _) in inner.store.drafts(record.id).await? {
            inner.store.drop_draft(draft).await?;
        }
        let plan = Plan::new(record.request.needs.clone());
        let limit = inner.setup.policy.attempts;
        let flow = Flow::resumed(plan, limit, record.facts.clone());
        let mut session = Session::new(record, flow);
        for part in inner.store.pieces(session.record.id).await? {
            session.note(part);
        }
        let event = KioskEvent::Resumed;
        inner
            .store
            .tell(Some(session.record.id), event, &serde_json::json!({}))
            .await?;
        self.open_eyes();
        let look = &session.record.request.look;
        self.fetch_logo(session.record.id, look.logo_url.clone());
        Ok(Some(session))
    }

    async fn count(&self) -> Result<(), WorkflowError> {
        let counts = self.inner.store.counts().await?;
        let mut status = self.inner.status();
        status.waiting = counts.waiting;
        status.refused = counts.refused;
        Ok(())
    }
}

impl Inner {
    // Neither is left half changed by a panic: both are only read and assigned to.
    fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn eyes(&self) -> MutexGuard<'_, Eyes> {
        self.eyes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The customer did something.
    fn touch(&self) {
        let mut status = self.status();
        status.touched = self.clock.now();
        status.idle_seconds_left = None;
    }
}

/// Why a session was wiped that nobody could take up again, for the log.
const CUT_OFF: &str = "Service.Interrupted";

fn random() -> u32 {
    rand::rng().next_u32()
}
