//! SQLCipher at the beginning and at the end of the process. Both are a race in
//! it: a connection can come before its set-up is done, and one that is still
//! closing can use what it has freed.

use std::{
    sync::{Arc, Mutex, PoisonError, Weak},
    thread,
    time::{Duration, Instant},
};

use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::sync::OnceCell;

/// How long the process waits at its end: a connection closes within
/// milliseconds; one that nobody closes must not hold the process.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it looks.
const BREATH: Duration = Duration::from_millis(2);
/// How often a first connection is tried, which takes a moment each.
const ATTEMPTS: u32 = 200;

/// Sets SQLCipher up, once in a process.
///
/// SQLite says that it is ready before SQLCipher is (`SQLITE_EXTRA_INIT`): who
/// opens a second database in that moment is told that its key is wrong.
pub(crate) async fn begin() -> Result<(), sqlx::Error> {
    static BEGUN: OnceCell<()> = OnceCell::const_new();
    let set_up = async || {
        let mut attempts = 0;
        let first = loop {
            attempts += 1;
            match first_connection().await {
                Err(error) if attempts == ATTEMPTS => return Err(error),
                Err(_) => tokio::time::sleep(BREATH).await,
                Ok(first) => break first,
            }
        };
        wait_at_the_end();
        first.close().await
    };
    BEGUN.get_or_try_init(set_up).await.copied()
}

/// A connection that needs everything of SQLCipher and no file.
async fn first_connection() -> Result<SqliteConnection, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .in_memory(true)
        .pragma("key", "'none'");
    SqliteConnection::connect_with(&options).await
}

/// What is alive until the last connection of a store is closed, of each store.
static OPEN: Mutex<Vec<Weak<()>>> = Mutex::new(Vec::new());

/// Lets the end of the process wait for the connections that `options` make.
///
/// SQLite frees its collations after the files, as the last of a connection:
/// one that nobody sorts by tells when that is.
pub(crate) fn counted(options: SqliteConnectOptions) -> SqliteConnectOptions {
    let token = Arc::new(());
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    open.retain(|token| token.strong_count() > 0);
    open.push(Arc::downgrade(&token));
    options.collation("sportello_open", move |left, right| {
        let _ = &token;
        left.cmp(right)
    })
}

/// Lets the process wait, when it ends, for connections that still close:
/// SQLCipher then frees what they need (`sqlcipher_atexit`), and sqlx closes
/// those that were dropped on threads of their own.
///
/// Hooks run last in, first out. SQLCipher's is set with the first connection,
/// so this one is to be set after it.
fn wait_at_the_end() {
    #[expect(
        unsafe_code,
        reason = "the standard library has no hook for the end of a process"
    )]
    // SAFETY: the hook is a function of this program, unwinds nowhere and
    // touches no thread's own storage. Where it cannot be set, nothing waits.
    unsafe {
        libc::atexit(wait);
    }
}

extern "C" fn wait() {
    let begun = Instant::now();
    while is_any_open() && begun.elapsed() < PATIENCE {
        thread::sleep(BREATH);
    }
}

fn is_any_open() -> bool {
    let open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    open.iter().any(|token| token.strong_count() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_connection_counts_until_it_is_closed() {
        let options = counted(SqliteConnectOptions::new().in_memory(true));
        let mine = OPEN.lock().expect("unharmed").last().cloned().expect("it");
        let connection = SqliteConnection::connect_with(&options).await;
        drop(options);
        assert!(mine.strong_count() > 0);
        connection.expect("memory").close().await.expect("closed");
        let begun = Instant::now();
        while mine.strong_count() > 0 && begun.elapsed() < Duration::from_secs(60) {
            thread::sleep(BREATH);
        }
        assert_eq!(mine.strong_count(), 0);
    }
}
