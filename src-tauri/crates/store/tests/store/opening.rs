//! Opening: encryption, keys, versions, locks, sweeping.

use std::{fs, sync::Arc};

use domain::{audit::Event, id::EvidenceId};
use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};
use store::{DATABASE_FILE, DatabaseKey, Store, StoreError, Swept};

use crate::support::{Desk, execute, raw, sealed_files};

#[tokio::test]
async fn no_file_holds_a_name_in_plain_text() {
    let desk = Desk::open().await;
    desk.session(1).await;
    desk.operator("specimen").await;
    let folder = desk.folder().to_owned();
    let mut files = 0;
    for file in [DATABASE_FILE, "desk.db-wal"] {
        let Ok(bytes) = fs::read(folder.join(file)) else {
            continue;
        };
        files += usize::from(!bytes.is_empty());
        for text in [
            "Spécimen",
            "SPECIMEN",
            "SPCDNN80A41H501X",
            "CREATE TABLE",
            "SQLite",
        ] {
            assert!(!holds(&bytes, text), "{file} holds {text}");
        }
    }
    assert!(files > 0, "there is something to look at");
    for file in sealed_files(&folder) {
        let bytes = fs::read(&file).expect("a sealed file");
        assert!(
            !bytes
                .windows(8)
                .any(|window| window == [0, 1, 2, 3, 4, 5, 6, 7])
        );
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn without_the_key_the_database_does_not_open() {
    let desk = Desk::open().await;
    let mut connection = SqliteConnectOptions::new()
        .filename(desk.folder().join(DATABASE_FILE))
        .connect()
        .await
        .expect("SQLite opens lazily");
    let error = sqlx::query("SELECT count(*) FROM sqlite_master")
        .execute(&mut connection)
        .await
        .expect_err("it is not a plain database");
    let code = error.as_database_error().and_then(|error| error.code());
    assert_eq!(code.as_deref(), Some("26"));
}

#[tokio::test]
async fn a_wrong_key_is_told_as_such() {
    let desk = Desk::open().await;
    let error = desk.refuses_after(async |_| {}, DatabaseKey::fresh()).await;
    assert!(matches!(error, StoreError::WrongKey { .. }), "{error:?}");
}

#[tokio::test]
async fn a_damaged_first_page_is_told_as_such() {
    let desk = Desk::open().await;
    let key = desk.key.clone();
    let error = desk
        .refuses_after(
            async |folder| {
                let path = folder.join(DATABASE_FILE);
                let mut bytes = fs::read(&path).expect("a database");
                bytes[100] ^= 1;
                fs::write(&path, bytes).expect("it can be written");
            },
            key,
        )
        .await;
    assert!(matches!(error, StoreError::WrongKey { .. }), "{error:?}");
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_left_alone() {
    let desk = Desk::open().await;
    let key = desk.key.clone();
    let raw_key = key.clone();
    let error = desk
        .refuses_after(
            async |folder| {
                let mut connection = raw(folder, &raw_key).await;
                execute(
                    &mut connection,
                    "INSERT INTO _sqlx_migrations \
                     (version, description, success, checksum, execution_time) \
                     VALUES (9999, 'from the future', 1, x'00', 0)",
                )
                .await;
            },
            key,
        )
        .await;
    assert!(
        matches!(error, StoreError::NewerSchema { found: 9999, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_store_is_open_in_one_place_at_a_time() {
    let desk = Desk::open().await;
    let second = Store::open(
        desk.folder(),
        desk.key.clone(),
        Arc::new(desk.clock.clone()),
    )
    .await;
    assert!(
        matches!(second, Err(StoreError::InUse { .. })),
        "{second:?}"
    );
}

#[tokio::test]
async fn a_lost_database_does_not_cost_the_evidence() {
    let desk = Desk::open().await;
    desk.session(1).await;
    let folder = desk.folder().to_owned();
    let before = sealed_files(&folder).len();
    let Desk {
        store, clock, key, ..
    } = &desk;
    store.clone().close().await;
    for file in [DATABASE_FILE, "desk.db-wal", "desk.db-shm"] {
        drop(fs::remove_file(folder.join(file)));
    }
    let clock = clock.clone();
    let key = key.clone();
    let kept = desk.into_folder();
    let error = Store::open(kept.path(), key, Arc::new(clock))
        .await
        .expect_err("a new database would orphan the evidence");
    assert!(
        matches!(error, StoreError::DatabaseMissing { .. }),
        "{error:?}"
    );
    assert_eq!(sealed_files(kept.path()).len(), before);
    assert!(
        !kept.path().join(DATABASE_FILE).exists(),
        "and none is made"
    );
}

#[tokio::test]
async fn files_without_a_row_are_swept_and_others_stay() {
    let desk = Desk::open().await;
    let session = desk.session(1).await;
    let desk = desk
        .reopen_after(async |folder| {
            for name in [
                format!("{}.sealed", EvidenceId::fresh()),
                format!("{}.part", EvidenceId::fresh()),
                "notes.txt".to_owned(),
            ] {
                fs::write(folder.join("evidence").join(name), b"left").expect("a file");
            }
        })
        .await;
    assert_eq!(
        desk.store.swept(),
        Swept {
            orphans: 1,
            parts: 1
        }
    );
    let left = sealed_files(desk.folder());
    assert_eq!(left.len(), 3, "two pieces of evidence and the foreign file");
    for piece in desk.store.session(session).await.expect("it").evidence {
        desk.store
            .read_evidence(piece.id)
            .await
            .expect("evidence with a row stays");
    }
}

#[tokio::test]
async fn what_was_written_is_there_after_opening_again() {
    let desk = Desk::open().await;
    let session = desk.session(1).await;
    desk.store
        .set_setting("kiosk.name", "one")
        .await
        .expect("set");
    desk.store
        .set_setting("kiosk.name", "two")
        .await
        .expect("set");
    let before = desk.store.session(session).await.expect("a session");
    let desk = desk.reopen_after(async |_| {}).await;
    assert_eq!(desk.store.session(session).await.expect("it"), before);
    let setting = desk.store.setting("kiosk.name").await.expect("a setting");
    assert_eq!(setting.as_deref(), Some("two"));
    assert_eq!(desk.store.setting("other").await.expect("none"), None);
    let created = desk.store.audit_all(1, 100).await.expect("entries");
    let made = created
        .iter()
        .filter(|entry| entry.record.event == Event::StoreCreated)
        .count();
    assert_eq!(made, 1, "the store is made once");
}

#[tokio::test]
async fn the_connection_settings_are_what_durability_needs() {
    let desk = Desk::open().await;
    let mut connection = desk.raw().await;
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(&mut connection)
        .await
        .expect("a mode");
    assert_eq!(mode, "wal");
    let cipher: String = sqlx::query_scalar("PRAGMA cipher_version")
        .fetch_one(&mut connection)
        .await
        .expect("SQLCipher is linked");
    assert!(cipher.starts_with("4."), "{cipher}");
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_on_the_machine_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;

    let desk = Desk::open().await;
    desk.session(1).await;
    let mode = |path: &std::path::Path| {
        fs::metadata(path)
            .expect("it is there")
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(mode(&desk.folder().join("evidence")), 0o700);
    for file in sealed_files(desk.folder()) {
        assert_eq!(mode(&file), 0o600);
    }
}
