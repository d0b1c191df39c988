//! The review desk without a window.

mod account;
mod accounts;
mod case;
mod checklist;
mod checks;
mod connection;
mod decide;
mod documents;
mod duplicates;
mod export;
mod hold;
mod intake;
mod queue;
mod report;
mod review;
mod settings;
mod snapshot;
mod statistics;
mod templates;
mod values;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{Clock, house::HouseRules, id::SessionId};
use outbox::Connector;
use store::Store;
use tokio::sync::Notify;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{Ui, house::Papers, register::LostAndStolen, verification::Verifier};

pub use account::CredentialsState;
pub use case::CaseFile;
pub use checklist::Checklist;
pub use checks::{ChecksState, Progress};
pub use connection::{ConnectionState, Link, LinkProblem};
pub use documents::Documents;
pub use duplicates::{CONTACT_LIMIT, Duplicates, FACE_BELOW, SameFace, Shared};
pub use engine::Step;
pub use export::{ExportedArchive, Images};
pub use queue::{Listing, Row};
pub use report::Language;
pub use templates::{Template, TemplatePreview, TemplateProblem};

use account::Seat;

/// What a desk is made of; everything from outside is handed in.
pub struct Parts {
    /// The open store.
    pub store: Store,
    /// The way to the central API.
    pub connector: Connector,
    /// Who assesses sessions.
    pub verifier: Arc<dyn Verifier>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Whom to tell.
    pub ui: Arc<dyn Ui>,
    /// The name of the registration authority, as it is printed on documents.
    pub provider: String,
    /// How the work at the desk is done.
    pub house: HouseRules,
    /// How declaration and contract are drawn up.
    pub papers: Papers,
    /// Who knows of lost and stolen documents, where the house has somebody.
    pub register: Option<Arc<dyn LostAndStolen>>,
}

/// The review desk. Clones are the same desk.
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    connector: Connector,
    verifier: Arc<dyn Verifier>,
    clock: Arc<dyn Clock>,
    ui: Arc<dyn Ui>,
    provider: String,
    house: HouseRules,
    papers: Papers,
    register: Option<Arc<dyn LostAndStolen>>,
    seat: Mutex<Option<Seat>>,
    connection: Mutex<connection::Connection>,
    checks: Mutex<HashMap<SessionId, ChecksState>>,
    /// Held while decisions are being sent, so that none is sent beside itself.
    delivering: tokio::sync::Mutex<()>,
    /// Rings when there may be something to take in or to deliver.
    wake: Notify,
    /// Rings when there may be something to check.
    unchecked: Notify,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Desk {
    /// Opens the desk and begins its background work.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn open(parts: Parts) -> Result<Self, crate::WorkflowError> {
        let Parts {
            store,
            connector,
            verifier,
            clock,
            ui,
            provider,
            house,
            papers,
            register,
        } = parts;
        store.recover_sending().await?;
        queue::reckon_due(&store, &house).await?;
        store.set_lease_for(house.lease_for);
        let desk = Self {
            inner: Arc::new(Inner {
                store,
                connector,
                verifier,
                clock,
                ui,
                provider,
                house,
                papers,
                register,
                seat: Mutex::default(),
                connection: Mutex::default(),
                checks: Mutex::default(),
                delivering: tokio::sync::Mutex::default(),
                wake: Notify::new(),
                unchecked: Notify::new(),
                stop: CancellationToken::new(),
                tasks: TaskTracker::new(),
            }),
        };
        desk.inner.tasks.spawn(desk.clone().keep_in_touch());
        desk.inner.tasks.spawn(desk.clone().keep_checking());
        Ok(desk)
    }

    /// Ends the background work and waits for it.
    pub async fn close(&self) {
        self.inner.stop.cancel();
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
    }
}

impl Inner {
    // These maps stay whole when a holder panics: they are only read, inserted into and replaced.
    fn seat(&self) -> MutexGuard<'_, Option<Seat>> {
        self.seat.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connection(&self) -> MutexGuard<'_, connection::Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn checks(&self) -> MutexGuard<'_, HashMap<SessionId, ChecksState>> {
        self.checks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
