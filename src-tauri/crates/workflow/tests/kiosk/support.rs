//! A kiosk in a folder of its own, with a clock that the test moves.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use domain::{
    Clock,
    clock::SystemClock,
    document::Type,
    kiosk::{KioskEvent, Piece},
};
use jiff::{SignedDuration, Timestamp};
use store::{DatabaseKey, Store};
use tempfile::TempDir;
use tokio::sync::Notify;
use workflow::{
    Kiosk, KioskParts,
    kiosk::{
        KioskSetup, KioskUi, NewRequest, View,
        guide::StillStage,
        view::{FaceStage, Screen},
    },
};

use crate::{
    central::Wire,
    devices::{GreyCameras, PlainRecorder, QuickGuides, SameVerifier},
};

/// Nothing here takes so long.
const PATIENCE: Duration = Duration::from_secs(60);
pub const PIN: &str = "246810";
/// A surname that stands nowhere else.
pub const SURNAME: &str = "Wxyzspecimenq";

/// The machine's clock, moved ahead by the test.
#[derive(Clone, Default)]
pub struct AheadClock(Arc<Mutex<SignedDuration>>);

impl AheadClock {
    pub fn advance(&self, by: SignedDuration) {
        let mut ahead = self.0.lock().expect("nobody panics with the clock in hand");
        *ahead = ahead.saturating_add(by);
    }
}

impl Clock for AheadClock {
    fn now(&self) -> Timestamp {
        let ahead = *self.0.lock().expect("nobody panics with the clock in hand");
        SystemClock.now() + ahead
    }
}

#[derive(Default)]
struct Window(Notify);

impl KioskUi for Window {
    fn changed(&self) {
        self.0.notify_one();
    }
}

/// A kiosk, and everything it stands on.
pub struct Counter {
    pub kiosk: Kiosk,
    pub store: Store,
    pub clock: AheadClock,
    pub cameras: Arc<GreyCameras>,
    pub guides: Arc<QuickGuides>,
    pub verifier: Arc<SameVerifier>,
    pub wire: Arc<Wire>,
    window: Arc<Window>,
    folder: TempDir,
    key: DatabaseKey,
}

impl Counter {
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    pub async fn open_with(change: impl FnOnce(&mut KioskSetup)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let wire = Wire::open(&folder.path().join("central")).await;
        let key = DatabaseKey::fresh();
        let clock = AheadClock::default();
        let store = open_store(&home(&folder), &key, &clock).await;
        store.set_exit_pin(PIN.into()).await.expect("six digits");
        let mut setup = setup();
        change(&mut setup);
        Self::on(folder, key, clock, store, wire, setup).await
    }

    async fn on(
        folder: TempDir,
        key: DatabaseKey,
        clock: AheadClock,
        store: Store,
        wire: Arc<Wire>,
        setup: KioskSetup,
    ) -> Self {
        let cameras = Arc::new(GreyCameras::default());
        let guides = Arc::new(QuickGuides::default());
        let verifier = Arc::new(SameVerifier::default());
        let window = Arc::new(Window::default());
        let kiosk = Kiosk::open(KioskParts {
            store: store.clone(),
            cameras: cameras.clone(),
            recorders: Arc::new(PlainRecorder),
            guides: guides.clone(),
            counter: wire.clone(),
            verifier: verifier.clone(),
            clock: Arc::new(clock.clone()),
            ui: window.clone(),
            setup,
        })
        .await
        .expect("the kiosk opens");
        Self {
            kiosk,
            store,
            clock,
            cameras,
            guides,
            verifier,
            wire,
            window,
            folder,
            key,
        }
    }

    /// Ends, leaves a recording behind as a kill does, and opens again after
    /// `pause`.
    pub async fn cut_off_for(self, pause: SignedDuration) -> Self {
        self.reopened(pause, |_| {}).await
    }

    /// The same with another set-up.
    pub async fn reopened(
        self,
        pause: SignedDuration,
        change: impl FnOnce(&mut KioskSetup),
    ) -> Self {
        let Self {
            kiosk,
            store,
            clock,
            wire,
            folder,
            key,
            ..
        } = self;
        kiosk.close().await;
        drop(kiosk);
        let part = store.kiosk(domain::audit::Actor::Application);
        if let Some(session) = part.open_session().await.expect("an answer") {
            let begun = part.begin_draft(session.id, Piece::DocumentRear).await;
            let (_, mut draft) = begun.expect("a draft");
            draft.write_all(&[7; 100_000]).expect("it is taken");
            std::mem::forget(draft);
        }
        drop(part);
        store.close().await;
        clock.advance(pause);
        let store = open_store(&home(&folder), &key, &clock).await;
        let mut setup = setup();
        change(&mut setup);
        Self::on(folder, key, clock, store, wire, setup).await
    }

    pub fn home(&self) -> PathBuf {
        home(&self.folder)
    }

    /// Waits until what is shown is as `wanted`.
    #[track_caller]
    pub fn until<'a>(
        &'a self,
        what: &'a str,
        wanted: impl Fn(&View) -> bool + 'a,
    ) -> impl Future<Output = View> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            let waiting = async {
                loop {
                    let view = self.kiosk.view().await;
                    if wanted(&view) {
                        return view;
                    }
                    // The tick tells at least twice a second.
                    let told = self.window.0.notified();
                    drop(tokio::time::timeout(Duration::from_millis(500), told).await);
                }
            };
            match tokio::time::timeout(PATIENCE, waiting).await {
                Ok(view) => view,
                Err(_) => {
                    let screen = self.kiosk.view().await.screen;
                    panic!("{caller}: never {what}, but {screen:?}");
                }
            }
        }
    }

    /// From the welcome to the devices, for the request `key`.
    pub async fn find(&self, code: &str) {
        self.kiosk.begin().await.expect("it begins");
        self.kiosk.find_request(code).await.expect("an answer");
    }

    /// From the welcome to the devices, with a new request.
    pub async fn make(&self) {
        self.kiosk.begin().await.expect("it begins");
        self.kiosk.start_new().await.expect("a form");
        self.kiosk
            .new_request(&new_request())
            .await
            .expect("an answer");
    }

    /// From the devices to what comes next.
    pub async fn are_ready(&self) {
        self.until("ready devices", |view| {
            matches!(view.screen, Screen::Devices { ready: true, .. })
        })
        .await;
        self.kiosk.devices_ready().await.expect("they are");
    }

    /// From the devices to the first piece.
    pub async fn consent(&self) {
        self.are_ready().await;
        self.kiosk.consent(true, true).await.expect("it is given");
    }

    /// Waits until `piece` was taken, and keeps it.
    pub async fn take(&self, piece: Piece) {
        self.taken(piece).await;
        self.kiosk.keep().await.expect("it is kept");
    }

    pub async fn taken(&self, piece: Piece) -> View {
        self.until(piece.name(), |view| {
            if let Screen::Face { stage, .. } = &view.screen {
                return piece == Piece::Face && *stage == FaceStage::Done;
            }
            if let Screen::Capture {
                piece: at,
                stage,
                still,
                ..
            } = &view.screen
            {
                return *at == piece && *stage == StillStage::Done && still.is_some();
            }
            false
        })
        .await
    }

    pub async fn take_face(&self) {
        self.kiosk.begin_face().await.expect("it begins");
        self.take(Piece::Face).await;
    }

    /// From the first piece to the review, without a code.
    pub async fn take_all(&self) {
        for piece in [Piece::DocumentFront, Piece::DocumentRear, Piece::Selfie] {
            self.take(piece).await;
        }
        self.take_face().await;
    }

    /// From the review to the end: everything has arrived.
    pub async fn deliver(&self) {
        self.kiosk.submit().await.expect("it is handed over");
        self.until("delivered", |view| {
            matches!(
                view.screen,
                Screen::Outcome {
                    delivered: true,
                    ..
                }
            )
        })
        .await;
    }

    /// What happened at the kiosk, oldest first.
    pub async fn log(&self) -> Vec<KioskEvent> {
        let entries = self.store.audit_all(1, 10_000).await.expect("a log");
        let kiosk = |entry: domain::audit::Entry| {
            if let domain::audit::Event::Kiosk(event) = entry.record.event {
                Some(event)
            } else {
                None
            }
        };
        entries.into_iter().filter_map(kiosk).collect()
    }

    /// How often `event` happened.
    pub async fn count(&self, event: KioskEvent) -> usize {
        self.log()
            .await
            .into_iter()
            .filter(|at| *at == event)
            .count()
    }
}

pub fn new_request() -> NewRequest {
    NewRequest {
        given_name: "Anna".into(),
        surname: SURNAME.into(),
        email: "anna@example.org".into(),
        phone: "333 1234567".into(),
        tax_code: "".into(),
        document: Some(Type::IdentityCard),
    }
}

/// The files of what was captured.
pub fn captured_files(home: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(home.join("kiosk"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect()
}

/// Whether `bytes` stand in any file under `folder`.
pub fn holds(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).expect("a folder").any(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            return holds(&path, bytes);
        }
        let file = std::fs::read(&path).unwrap_or_default();
        file.windows(bytes.len()).any(|window| window == bytes)
    })
}

fn setup() -> KioskSetup {
    KioskSetup {
        id: "MI-3".to_owned(),
        ..KioskSetup::default()
    }
}

fn home(folder: &TempDir) -> PathBuf {
    folder.path().join("store")
}

async fn open_store(home: &Path, key: &DatabaseKey, clock: &AheadClock) -> Store {
    Store::open(home, key.clone(), Arc::new(clock.clone()))
        .await
        .expect("the store opens")
}
