//! The check of the whole store.

use std::{
    fs,
    io::{Seek as _, SeekFrom, Write as _},
};

use domain::{assessment::Status, id::EvidenceId};
use store::{DATABASE_FILE, Fault};

use crate::support::{Desk, assessment, execute};

#[tokio::test]
async fn a_sound_store_has_no_faults() {
    let desk = Desk::open().await;
    for key in 1..=3 {
        desk.session(key).await;
    }
    let report = desk.store.check().await.expect("a report");
    assert!(report.is_sound(), "{report:?}");
    assert_eq!(
        (report.sessions, report.evidence, report.audit_entries),
        (3, 6, 4)
    );
}

#[tokio::test]
async fn every_file_out_of_place_is_named() {
    let desk = Desk::open().await;
    let session = desk.session(1).await;
    let record = desk.store.session(session).await.expect("it");
    let folder = desk.folder().join("evidence");
    fs::remove_file(folder.join(format!("{}.sealed", record.evidence[0].id))).expect("removed");
    let orphan = EvidenceId::fresh();
    fs::write(folder.join(format!("{orphan}.sealed")), b"x").expect("written");
    fs::write(folder.join("notes.txt"), b"x").expect("written");
    let mut faults = desk.store.check().await.expect("a report").faults;
    faults.sort_by_key(|fault| format!("{fault:?}"));
    let expected = [
        Fault::EvidenceMissing(record.evidence[0].id),
        Fault::EvidenceWithoutRow(orphan),
        Fault::ForeignFile("notes.txt".into()),
    ];
    assert_eq!(faults, expected);
    assert!(
        faults[0]
            .to_string()
            .contains(&record.evidence[0].id.to_string())
    );
}

#[tokio::test]
async fn an_unreadable_row_is_named_without_its_content() {
    let desk = Desk::open().await;
    let session = desk.session(1).await;
    desk.store
        .keep_assessment(session, &assessment(Status::Accepted))
        .await
        .expect("kept");
    let mut raw = desk.raw().await;
    execute(
        &mut raw,
        "UPDATE assessments SET body = '{\"Specimen\": 1}'",
    )
    .await;
    let report = desk.store.check().await.expect("a report");
    let [Fault::UnreadableRow(what)] = report.faults.as_slice() else {
        panic!("one fault: {report:?}")
    };
    assert!(
        what.contains(&session.to_string()) && !what.contains("Specimen"),
        "{what}"
    );
}

#[tokio::test]
async fn a_row_without_its_session_is_noticed() {
    let desk = Desk::open().await;
    desk.session(1).await;
    let mut raw = desk.raw().await;
    execute(
        &mut raw,
        "PRAGMA foreign_keys = OFF; INSERT INTO notes (session, operator, at_ns, text) \
         VALUES ('none', 'nobody', 0, '')",
    )
    .await;
    let report = desk.store.check().await.expect("a report");
    let missing = Fault::MissingReference {
        table: "notes".into(),
    };
    assert_eq!(report.faults, [missing.clone(), missing]);
}

#[tokio::test]
async fn a_page_altered_outside_the_application_is_noticed() {
    let desk = Desk::open().await;
    for key in 1..=3 {
        desk.session(key).await;
    }
    let desk = desk
        .reopen_after(async |folder| {
            let path = folder.join(DATABASE_FILE);
            let mut file = fs::File::options().write(true).open(path).expect("it");
            let end = file.seek(SeekFrom::End(-2000)).expect("it is longer");
            assert!(end > 4096, "not the first page");
            file.write_all(&[0xA5; 16]).expect("it can be written");
        })
        .await;
    let report = desk.store.check().await.expect("a report");
    assert!(
        report
            .faults
            .iter()
            .any(|fault| matches!(fault, Fault::DatabasePage(_))),
        "{report:?}"
    );
}
