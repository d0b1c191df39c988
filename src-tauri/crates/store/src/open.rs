//! Opening the store: the lock, the encrypted database, its schema.

use std::{
    fmt, fs,
    fs::{File, TryLockError},
    io,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use domain::{
    Clock,
    audit::{Actor, Event},
};
use jiff::{SignedDuration, Timestamp};
use sqlx::{
    ConnectOptions as _, Sqlite, SqliteConnection, SqlitePool, Transaction,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::{Mutex, OwnedMutexGuard, RwLock};

use crate::{DatabaseKey, StoreError, Swept, evidence::folder::EvidenceFolder, sqlcipher};

/// The name of the database file in the folder of the store.
pub const DATABASE_FILE: &str = "desk.db";
const LOCK_FILE: &str = "store.lock";
const CONNECTIONS: u32 = 4;
/// How long a claim lasts without a sign of life, unless the house says otherwise.
const USUAL_LEASE: SignedDuration = SignedDuration::from_mins(5);

static MIGRATIONS: Migrator = sqlx::migrate!("../../../migrations/desk");

/// The store. Clones share one database and one lock on the folder.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    pool: SqlitePool,
    clock: Arc<dyn Clock>,
    evidence: EvidenceFolder,
    kiosk: EvidenceFolder,
    writing: Arc<Mutex<()>>,
    signing_in: Mutex<()>,
    sealing: RwLock<()>,
    swept: Swept,
    lease_for_seconds: AtomicI64,
    /// Held for its lock.
    _lock: File,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("evidence", &self.inner.evidence.path())
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the store in `folder`, or makes one; brings its schema up to date
    /// and removes evidence files that no row vouches for.
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`], [`StoreError::WrongKey`],
    /// [`StoreError::NewerSchema`], [`StoreError::DatabaseMissing`]; else what
    /// the disk says.
    pub async fn open(
        folder: &Path,
        key: DatabaseKey,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        create_private_folder(folder).map_err(StoreError::file("create", folder))?;
        let lock = lock(folder)?;
        let evidence = EvidenceFolder::in_store(folder);
        refuse_lost_database(folder, &evidence)?;
        evidence
            .create()
            .map_err(StoreError::file("create", evidence.path()))?;
        let kiosk = EvidenceFolder::of_kiosk(folder);
        kiosk
            .create()
            .map_err(StoreError::file("create", kiosk.path()))?;
        let pool = connect(folder, &key).await?;
        migrate(&pool).await?;
        let swept = crate::sweep::sweep(&pool, &evidence).await?;
        crate::kiosk::sweep(&pool, &kiosk).await?;
        let store = Self {
            inner: Arc::new(Inner {
                pool,
                clock,
                evidence,
                kiosk,
                writing: Arc::new(Mutex::new(())),
                signing_in: Mutex::new(()),
                sealing: RwLock::new(()),
                swept,
                lease_for_seconds: AtomicI64::new(USUAL_LEASE.as_secs()),
                _lock: lock,
            }),
        };
        store.write_first_entry().await?;
        Ok(store)
    }

    /// What was swept away when the store was opened.
    #[must_use]
    pub fn swept(&self) -> Swept {
        self.inner.swept
    }

    /// Closes the database, after everything begun has ended. The folder can be
    /// opened again once every clone is dropped.
    pub async fn close(self) {
        self.inner.pool.close().await;
    }

    pub(crate) fn pool(&self) -> &SqlitePool {
        &self.inner.pool
    }

    pub(crate) fn evidence_folder(&self) -> &EvidenceFolder {
        &self.inner.evidence
    }

    pub(crate) fn kiosk_folder(&self) -> &EvidenceFolder {
        &self.inner.kiosk
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// Lets claims last `time` without a sign of life, from now on.
    pub fn set_lease_for(&self, time: SignedDuration) {
        self.inner
            .lease_for_seconds
            .store(time.as_secs(), Ordering::Relaxed);
    }

    pub(crate) fn lease_for(&self) -> SignedDuration {
        SignedDuration::from_secs(self.inner.lease_for_seconds.load(Ordering::Relaxed))
    }

    /// Held while credentials are looked at: many guesses at once would get
    /// past the delay after a failure.
    pub(crate) fn signing_in(&self) -> &Mutex<()> {
        &self.inner.signing_in
    }

    /// Shared from the first file of an intake to its rows; exclusive for who
    /// compares files with rows.
    pub(crate) fn sealing(&self) -> &RwLock<()> {
        &self.inner.sealing
    }

    /// Begins a change. One at a time, in the order of asking.
    pub(crate) async fn write(&self) -> Result<Write, StoreError> {
        let turn = Arc::clone(&self.inner.writing).lock_owned().await;
        let transaction = self.inner.pool.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Write {
            transaction,
            _turn: turn,
        })
    }

    async fn write_first_entry(&self) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let entries: i64 = sqlx::query_scalar("SELECT sequence FROM audit_head")
            .fetch_one(write.connection())
            .await?;
        if entries == 0 {
            let entry = self.note(Actor::Application, Event::StoreCreated, None, "{}");
            write.append(&entry).await?;
        }
        write.commit().await
    }
}

/// A change in the making; nothing of it stays unless it is committed.
pub(crate) struct Write {
    transaction: Transaction<'static, Sqlite>,
    _turn: OwnedMutexGuard<()>,
}

impl Write {
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }
}

/// Runs blocking work on a thread for it.
pub(crate) async fn off_thread<T: Send + 'static>(
    job: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(job)
        .await
        .unwrap_or(Err(StoreError::Stopped))
}

/// Makes `folder`, for its owner alone.
pub(crate) fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes the names of new files in `folder` certain on the disk, where the
/// system lets a folder be synced.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Two processes on one folder would sweep away each other's new files.
fn lock(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join(LOCK_FILE);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(StoreError::file("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse {
            folder: folder.to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(StoreError::file("lock", path)(error)),
    }
}

/// A new database beside old evidence would let the sweep remove all of it.
fn refuse_lost_database(folder: &Path, evidence: &EvidenceFolder) -> Result<(), StoreError> {
    let database = folder.join(DATABASE_FILE);
    let exists = database
        .try_exists()
        .map_err(StoreError::file("look for", database))?;
    let holds_evidence = evidence
        .holds_sealed_files()
        .map_err(StoreError::file("read", evidence.path()))?;
    if holds_evidence && !exists {
        return Err(StoreError::DatabaseMissing {
            folder: folder.to_owned(),
        });
    }
    Ok(())
}

async fn connect(folder: &Path, key: &DatabaseKey) -> Result<SqlitePool, StoreError> {
    sqlcipher::begin().await?;
    let path = folder.join(DATABASE_FILE);
    let raw_key = format!("\"x'{}'\"", key.to_hex().as_str());
    let options = sqlcipher::counted(SqliteConnectOptions::new())
        .filename(&path)
        .create_if_missing(true)
        .pragma("key", raw_key)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("secure_delete", "ON")
        // Sorting must not spill plain rows into a file.
        .pragma("temp_store", "MEMORY")
        // Decrypted pages of long queues stay at hand: 32 MiB a connection.
        .pragma("cache_size", "-32768")
        .busy_timeout(Duration::from_secs(10))
        // The statements that set the key must not reach a log.
        .disable_statement_logging();
    let pool = SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .connect_with(options)
        .await
        .map_err(|error| wrong_key_or(error, &path))?;
    sqlx::query("SELECT count(*) FROM sqlite_master")
        .execute(&pool)
        .await
        .map_err(|error| wrong_key_or(error, &path))?;
    Ok(pool)
}

/// SQLCipher cannot tell a wrong key from a damaged first page: both are
/// `SQLITE_NOTADB` (26).
fn wrong_key_or(error: sqlx::Error, path: &Path) -> StoreError {
    let code = error.as_database_error().and_then(|error| error.code());
    if code.as_deref() == Some("26") {
        StoreError::WrongKey {
            path: path.to_owned(),
        }
    } else {
        StoreError::Database(error)
    }
}

async fn migrate(pool: &SqlitePool) -> Result<(), StoreError> {
    let migrated: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations')",
    )
    .fetch_one(pool)
    .await?;
    let known = MIGRATIONS
        .iter()
        .map(|step| step.version)
        .max()
        .unwrap_or(0);
    if migrated {
        let found: i64 =
            sqlx::query_scalar("SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations")
                .fetch_one(pool)
                .await?;
        if found > known {
            return Err(StoreError::NewerSchema { found, known });
        }
    }
    MIGRATIONS
        .run(pool)
        .await
        .map_err(|error| StoreError::Migration(Box::new(error)))
}
