//! The core that both faces stand on: database, evidence folder, rules.

pub(crate) mod again;
pub(crate) mod audit;
pub(crate) mod callback;
pub(crate) mod contract;
pub(crate) mod decision;
pub(crate) mod declaration;
pub(crate) mod declared;
pub(crate) mod delivery;
pub(crate) mod dossier;
pub(crate) mod evidence;
pub(crate) mod failure;
pub(crate) mod files;
pub(crate) mod intake;
pub(crate) mod kiosk_code;
pub(crate) mod officer;
pub(crate) mod once;
pub(crate) mod otp;
pub(crate) mod partial;
pub(crate) mod partner;
pub(crate) mod readings;
pub(crate) mod request;
pub(crate) mod scratchcard;
pub(crate) mod session;
pub(crate) mod slow_hash;

use std::{path::Path, sync::Arc};

use domain::Clock;
use jiff::Timestamp;
use sqlx::{
    Sqlite, SqlitePool, Transaction,
    pool::PoolConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{CentralError, Config, MessageFolder, TextMessages, faults::Faults};
use files::Files;

/// A central API: its database, its evidence folder and its configuration.
///
/// Cheap to clone; every clone is the same one.
#[derive(Clone)]
pub struct Central {
    inner: Arc<Inner>,
}

struct Inner {
    pool: SqlitePool,
    files: Files,
    config: Config,
    clock: Arc<dyn Clock>,
    messages: Arc<dyn TextMessages>,
    faults: Faults,
    callbacks: Notify,
    delivering: tokio::sync::Mutex<()>,
    closing: CancellationToken,
    /// Made when the first callback leaves: a server without callbacks needs
    /// no certificate store.
    http: tokio::sync::OnceCell<reqwest::Client>,
}

impl Central {
    /// Opens the central API in the folder `data`, makes or migrates its
    /// database, takes over the officers of `config`, and removes what an
    /// interrupted upload left behind. Text messages go to its folder `messages`.
    ///
    /// # Errors
    ///
    /// [`CentralError::Io`], [`CentralError::Database`] and
    /// [`CentralError::Migration`].
    pub async fn open(
        data: &Path,
        config: Config,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, CentralError> {
        let messages = MessageFolder::open(&data.join("messages"))?;
        Self::open_with(data, config, clock, Arc::new(messages)).await
    }

    /// The same, with another way for text messages.
    ///
    /// # Errors
    ///
    /// As for [`Self::open`].
    pub async fn open_with(
        data: &Path,
        config: Config,
        clock: Arc<dyn Clock>,
        messages: Arc<dyn TextMessages>,
    ) -> Result<Self, CentralError> {
        let files = Files::open(data)?;
        let options = SqliteConnectOptions::new()
            .filename(data.join("central.sqlite"))
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(std::time::Duration::from_secs(30));
        let pool = SqlitePoolOptions::new()
            .max_connections(8)
            .connect_with(options)
            .await?;
        sqlx::migrate!("../../../migrations/central")
            .run(&pool)
            .await?;
        let central = Self {
            inner: Arc::new(Inner {
                pool,
                files,
                config,
                clock,
                messages,
                faults: Faults::default(),
                callbacks: Notify::new(),
                delivering: tokio::sync::Mutex::default(),
                closing: CancellationToken::new(),
                http: tokio::sync::OnceCell::new(),
            }),
        };
        officer::take_over(&central).await?;
        evidence::sweep(&central).await?;
        partial::sweep(&central).await?;
        Ok(central)
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// The faults that a test plans.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.inner.faults
    }

    /// Sends the callbacks that are due now, once each, and returns how many
    /// were received. The worker of [`crate::serve`] does this by itself.
    ///
    /// # Errors
    ///
    /// [`CentralError::Database`]; a receiver that does not answer is no error.
    pub async fn deliver_callbacks(&self) -> Result<usize, CentralError> {
        delivery::run(self).await
    }

    /// Closes the database; calls under way fail.
    pub async fn close(&self) {
        self.inner.closing.cancel();
        self.inner.pool.close().await;
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    pub(crate) fn today(&self) -> jiff::civil::Date {
        self.inner.clock.today()
    }

    pub(crate) fn files(&self) -> &Files {
        &self.inner.files
    }

    pub(crate) fn messages(&self) -> &dyn TextMessages {
        self.inner.messages.as_ref()
    }

    pub(crate) fn callbacks(&self) -> &Notify {
        &self.inner.callbacks
    }

    /// Held while callbacks are being sent.
    pub(crate) fn delivering(&self) -> &tokio::sync::Mutex<()> {
        &self.inner.delivering
    }

    /// Cancelled when the server closes.
    pub(crate) fn closing(&self) -> &CancellationToken {
        &self.inner.closing
    }

    /// A connection to read with.
    pub(crate) async fn read(&self) -> Result<PoolConnection<Sqlite>, CentralError> {
        Ok(self.inner.pool.acquire().await?)
    }

    /// A transaction that reads one moment of the database.
    pub(crate) async fn snapshot(&self) -> Result<Transaction<'static, Sqlite>, CentralError> {
        Ok(self.inner.pool.begin().await?)
    }

    /// A transaction that holds the write lock from its beginning, so that
    /// what it reads stays true until it commits.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Sqlite>, CentralError> {
        Ok(self.inner.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// The client that callbacks are sent with.
    pub(crate) async fn http(&self) -> Result<&reqwest::Client, CentralError> {
        self.inner
            .http
            .get_or_try_init(|| async {
                // A second installation is refused and changes nothing.
                let _ = rustls::crypto::ring::default_provider().install_default();
                reqwest::Client::builder()
                    .timeout(std::time::Duration::from_secs(10))
                    .redirect(reqwest::redirect::Policy::none())
                    .user_agent("Sportello-Central/1.0")
                    .build()
                    .map_err(|_| CentralError::Internal("no HTTP client for callbacks"))
            })
            .await
    }
}
