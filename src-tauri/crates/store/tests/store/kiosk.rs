//! What a kiosk captures: sealed while it grows, wiped without a trace, handed
//! over whole or not at all.

use std::{env, io::Write as _, path::PathBuf, process::Command, sync::Arc};

use domain::{
    Personal,
    audit::Actor,
    check::Check,
    clock::SystemClock,
    evidence::Kind,
    field::{Declared, Name, Reading, Source},
    id::{CentralKey, SessionId},
    kiosk::{Consent, Facts, KioskEvent, Needs, Piece},
};
use jiff::SignedDuration;
use store::{
    DatabaseKey, KioskRequest, KioskSession, KioskStore, KnownRequest, Look, Package, Part,
    ShipmentStep, Store, StoreError,
};
use zeroize::Zeroizing;

use crate::support::{Desk, LONGEST_PAUSE, bytes, start};

const FOLDER: &str = "STORE_TEST_KIOSK_FOLDER";
const CHUNK: usize = 64 * 1024;

#[tokio::test]
async fn a_session_comes_back_as_it_was_settled() {
    let desk = Desk::open().await;
    let kiosk = kiosk(&desk.store);
    let mut session = session(true);
    kiosk.begin(&session).await.expect("nobody else is here");
    session.facts = Facts {
        consent: Consent::given(true, true, start(), "2026-01", "MI-3"),
        taken: [Piece::DocumentFront].into(),
        phone: true,
        attempts: [(Piece::DocumentFront, 2), (Piece::DocumentRear, 1)].into(),
    };
    let detail = serde_json::json!({});
    kiosk
        .settle(&session, KioskEvent::Taken, &detail)
        .await
        .expect("it is open");
    assert_eq!(
        kiosk.open_session().await.expect("an answer"),
        Some(session.clone())
    );
    let second = kiosk.begin(&self::session(true)).await;
    assert!(matches!(second, Err(StoreError::KioskBusy)), "{second:?}");
}

#[tokio::test]
async fn a_part_takes_the_place_of_the_one_before() {
    let desk = Desk::open().await;
    let kiosk = kiosk(&desk.store);
    let session = session(true);
    kiosk.begin(&session).await.expect("nobody else is here");
    keep(&kiosk, session.id, Piece::Selfie, Part::Still, 10).await;
    keep(&kiosk, session.id, Piece::Selfie, Part::Still, 3 * CHUNK).await;
    keep(&kiosk, session.id, Piece::Selfie, Part::Film, 20).await;
    let parts = kiosk.pieces(session.id).await.expect("a list");
    let sizes: Vec<u64> = parts.iter().map(|part| part.size_bytes).collect();
    assert_eq!(sizes, [3 * CHUNK as u64, 20]);
    assert_eq!(files(&desk).len(), 2);
    let whole = kiosk.read(parts[0].id).await.expect("it opens");
    assert_eq!(*whole, bytes(3 * CHUNK));
    let range = kiosk.read_range(parts[0].id, 5..9).await.expect("it opens");
    assert_eq!(*range, bytes(9)[5..]);
    kiosk
        .throw_away(session.id, Piece::Selfie)
        .await
        .expect("it goes");
    assert!(files(&desk).is_empty());
}

#[tokio::test]
async fn a_wiped_session_leaves_neither_file_nor_row() {
    let desk = Desk::open().await;
    let kiosk = kiosk(&desk.store);
    let session = session(true);
    kiosk.begin(&session).await.expect("nobody else is here");
    keep(&kiosk, session.id, Piece::DocumentFront, Part::Still, 10).await;
    let (_, mut draft) = kiosk
        .begin_draft(session.id, Piece::DocumentRear)
        .await
        .expect("a draft");
    draft.write_all(&bytes(CHUNK)).expect("it is taken");
    kiosk
        .wipe(session.id, "InactiveUser.Aborted")
        .await
        .expect("it is wiped");
    drop(draft);
    assert!(files(&desk).is_empty());
    assert_eq!(kiosk.open_session().await.expect("an answer"), None);
    kiosk
        .begin(&self::session(true))
        .await
        .expect("the next one");
}

#[tokio::test]
async fn the_end_of_a_wiped_session_waits_until_it_is_told() {
    let desk = Desk::open().await;
    let kiosk = kiosk(&desk.store);
    // The central API has no request of this one.
    let unknown = session(false);
    kiosk.begin(&unknown).await.expect("nobody else is here");
    kiosk.wipe(unknown.id, "User.Aborted").await.expect("wiped");
    let known = session(true);
    kiosk.begin(&known).await.expect("nobody else is here");
    kiosk.wipe(known.id, "User.Aborted").await.expect("wiped");
    let due = async |now| {
        let due = kiosk.failures_due(now, LONGEST_PAUSE).await;
        due.expect("an answer")
    };
    let found = due(start()).await;
    let [failure] = &found[..] else {
        panic!("one session has a request: {found:?}");
    };
    assert_eq!((failure.session, failure.attempts), (known.id, 0));
    assert_eq!(failure.code, "User.Aborted");

    let later = start() + SignedDuration::from_secs(10);
    let postponed = kiosk.failure_postponed(known.id, later).await;
    postponed.expect("it waits");
    assert!(due(start()).await.is_empty(), "it waits");
    assert_eq!(kiosk.next_due().await.expect("an answer"), Some(later));
    let found = due(later).await;
    assert_eq!(found[0].attempts, 1);
    kiosk.failure_settled(&found[0]).await.expect("it is told");
    assert!(due(later).await.is_empty(), "it is told");
    assert_eq!(kiosk.next_due().await.expect("an answer"), None);
}

#[tokio::test]
async fn a_file_that_no_row_vouches_for_is_swept_away() {
    let desk = Desk::open().await;
    let kiosk = kiosk(&desk.store);
    let session = session(true);
    kiosk.begin(&session).await.expect("nobody else is here");
    keep(&kiosk, session.id, Piece::DocumentFront, Part::Still, 10).await;
    let kept = files(&desk);
    drop(kiosk);
    let desk = desk
        .reopen_after(async |folder| {
            for ending in ["sealed", "draft", "part"] {
                let name = format!("{}.{ending}", SessionId::fresh());
                std::fs::write(folder.join("kiosk").join(name), b"x").expect("a file");
            }
        })
        .await;
    assert_eq!(files(&desk), kept);
}

#[tokio::test]
async fn steps_follow_one_another_and_the_last_one_wipes() {
    let desk = Desk::open().await;
    let kiosk = kiosk(&desk.store);
    let session = submitted(&kiosk, false).await;
    for step in [
        ShipmentStep::Create,
        ShipmentStep::Evidence,
        ShipmentStep::Video,
    ] {
        let due = kiosk.due(desk.now(), LONGEST_PAUSE).await.expect("a list");
        let steps: Vec<ShipmentStep> = due.iter().map(|shipment| shipment.step).collect();
        assert_eq!(steps, [step]);
        assert_eq!(due[0].package, package());
        kiosk.sending(session, step).await.expect("it waits");
        assert!(
            kiosk
                .due(desk.now(), LONGEST_PAUSE)
                .await
                .expect("a list")
                .is_empty(),
            "none overtakes"
        );
        if step == ShipmentStep::Create {
            kiosk
                .created(session, &known())
                .await
                .expect("it was begun");
        } else {
            let last = kiosk.arrived(session, step).await.expect("it was begun");
            assert_eq!(last, step == ShipmentStep::Video);
        }
    }
    assert_eq!(kiosk.counts().await.expect("numbers").waiting, 0);
    assert!(files(&desk).is_empty());
    assert!(desk.store.check().await.expect("a report").is_sound());
}

#[tokio::test]
async fn a_request_that_is_known_is_not_made() {
    let desk = Desk::open().await;
    let kiosk = kiosk(&desk.store);
    submitted(&kiosk, true).await;
    let due = kiosk.due(desk.now(), LONGEST_PAUSE).await.expect("a list");
    assert_eq!(due[0].step, ShipmentStep::Evidence);
}

#[tokio::test]
async fn a_step_that_failed_waits_and_one_that_was_turned_down_does_not() {
    let desk = Desk::open().await;
    let kiosk = kiosk(&desk.store);
    let session = submitted(&kiosk, true).await;
    let step = ShipmentStep::Evidence;
    kiosk.sending(session, step).await.expect("it waits");
    let later = desk.now() + SignedDuration::from_secs(5);
    kiosk
        .postpone(session, step, "unreachable", later)
        .await
        .expect("it was begun");
    assert!(
        kiosk
            .due(desk.now(), LONGEST_PAUSE)
            .await
            .expect("a list")
            .is_empty()
    );
    assert_eq!(kiosk.next_due().await.expect("an instant"), Some(later));
    let due = kiosk.due(later, LONGEST_PAUSE).await.expect("a list");
    assert_eq!(due[0].attempts, 1);
    kiosk.sending(session, step).await.expect("it waits");
    kiosk
        .refused(session, step, "bad_request")
        .await
        .expect("it was begun");
    let counts = kiosk.counts().await.expect("numbers");
    assert_eq!((counts.waiting, counts.refused), (0, 1));
}

#[tokio::test]
async fn a_recording_cut_off_by_a_crash_opens_up_to_its_last_whole_chunk() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new(env::current_exe().expect("this test"))
        .args(["--exact", "kiosk::child", "--nocapture"])
        .env(FOLDER, folder.path())
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("ending here"), "it did not get there: {text}");
    assert!(!output.status.success(), "it was to end without a word");
    let store = Store::open(folder.path(), key(), Arc::new(SystemClock))
        .await
        .expect("the store opens after a crash");
    let kiosk = kiosk(&store);
    let session = kiosk
        .open_session()
        .await
        .expect("an answer")
        .expect("it is still there");
    let drafts = kiosk.drafts(session.id).await.expect("a list");
    assert_eq!(drafts.len(), 1);
    assert_eq!(drafts[0].1, Piece::Face);
    let draft = kiosk
        .read_draft(session.id, drafts[0].0)
        .await
        .expect("it opens");
    assert_eq!((&*draft.bytes, draft.whole), (&bytes(3 * CHUNK), false));
    assert_eq!(kiosk.recover_sending().await.expect("a number"), 1);
    let due = kiosk.due(start(), LONGEST_PAUSE).await.expect("a list");
    assert_eq!(due[0].step, ShipmentStep::Evidence, "it is sent again");
    kiosk
        .wipe(session.id, "Service.Interrupted")
        .await
        .expect("or it is wiped");
    assert!(store.check().await.expect("a report").is_sound());
}

/// Not a test of its own: the process that crashes.
#[tokio::test]
async fn child() {
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    let store = Store::open(&folder, key(), Arc::new(SystemClock))
        .await
        .expect("a store");
    let kiosk = kiosk(&store);
    let sent = submitted(&kiosk, true).await;
    kiosk
        .sending(sent, ShipmentStep::Evidence)
        .await
        .expect("it waits");
    let session = session(true);
    kiosk.begin(&session).await.expect("nobody else is here");
    let (_, mut draft) = kiosk
        .begin_draft(session.id, Piece::Face)
        .await
        .expect("a draft");
    draft
        .write_all(&bytes(3 * CHUNK + 1_000))
        .expect("it is taken");
    eprintln!("ending here");
    std::process::abort();
}

#[tokio::test]
async fn an_exit_pin_has_six_digits_and_only_itself_opens() {
    let desk = Desk::open().await;
    for bad in ["", "12345", "12345a", "123 456"] {
        let set = desk.store.set_exit_pin(bad.into()).await;
        assert!(matches!(set, Err(StoreError::BadPin { .. })), "{bad:?}");
    }
    assert!(!desk.store.has_exit_pin().await.expect("an answer"));
    let early = desk.store.demand_exit_pin("135790".into()).await;
    assert!(
        matches!(early, Err(StoreError::WrongCredentials)),
        "{early:?}"
    );
    desk.store
        .set_exit_pin("135790".into())
        .await
        .expect("six digits");
    desk.store
        .demand_exit_pin("135790".into())
        .await
        .expect("the right one");
    for _ in 0..3 {
        let wrong = desk.store.demand_exit_pin("000000".into()).await;
        assert!(
            matches!(wrong, Err(StoreError::WrongCredentials)),
            "{wrong:?}"
        );
    }
    let right = desk.store.demand_exit_pin("135790".into()).await;
    assert!(
        matches!(right, Err(StoreError::TryAgainAfter(_))),
        "{right:?}"
    );
}

async fn submitted(kiosk: &KioskStore, known: bool) -> SessionId {
    let session = session(known);
    kiosk.begin(&session).await.expect("nobody else is here");
    keep(kiosk, session.id, Piece::Face, Part::Film, 100).await;
    kiosk
        .submit(&session, &package())
        .await
        .expect("it is open");
    session.id
}

async fn keep(kiosk: &KioskStore, session: SessionId, piece: Piece, part: Part, size: usize) {
    kiosk
        .keep(session, piece, part, Zeroizing::new(bytes(size)))
        .await
        .expect("it is kept");
}

pub fn kiosk(store: &Store) -> KioskStore {
    store.kiosk(Actor::Application)
}

fn known() -> KnownRequest {
    KnownRequest {
        key: CentralKey(17),
        video_pk: 18,
        video_identifier: "video-17".to_owned(),
    }
}

pub fn session(is_known: bool) -> KioskSession {
    let id = SessionId::fresh();
    KioskSession {
        id,
        begun_at: start(),
        touched_at: start(),
        request: KioskRequest {
            known: is_known.then(known),
            creation: id.to_string(),
            declared: vec![Declared {
                field: Name::Surname,
                value: Personal::from("Specimen"),
            }],
            needs: Needs::whole(&[Kind::DocumentRear], None, true),
            asked: Vec::new(),
            phone: Some(Personal::from("+393331234567")),
            phone_editable: true,
            look: Look {
                title: Some("Banca Specimen".to_owned()),
                ..Look::default()
            },
            next_url: Some("https://example.org/".to_owned()),
            policy_url: None,
        },
        facts: Facts::default(),
    }
}

pub fn package() -> Package {
    Package {
        captured: vec![Reading {
            field: Name::Surname,
            source: Source::Mrz,
            value: Personal::from("SPECIMEN"),
            seen: None,
        }],
        checks: vec![(Check::OtpValidation, true)],
        similarity: Some(91),
    }
}

fn files(desk: &Desk) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(desk.folder().join("kiosk"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
}

fn key() -> DatabaseKey {
    DatabaseKey::from_bytes([7; 32])
}
