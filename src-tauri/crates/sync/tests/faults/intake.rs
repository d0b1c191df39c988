//! Taking in: one bad session does not stop the others, nothing is lost.

use domain::{evidence::Kind, id::CentralKey, session::State};
use outbox::{IntakeReport, RemoteSession, SyncError, take_in};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::{
    host::MemoryIntake,
    server::{Fault, Server},
};

async fn run(server: &Server, intake: &MemoryIntake) -> Result<IntakeReport, SyncError> {
    take_in(&server.connector(), intake, &CancellationToken::new()).await
}

fn keys(report: &[CentralKey]) -> Vec<i64> {
    report.iter().map(|key| key.0).collect()
}

fn problems(session: &RemoteSession) -> Vec<(Kind, &str)> {
    session
        .problems
        .iter()
        .map(|it| (it.evidence, it.code.as_str()))
        .collect()
}

#[tokio::test]
async fn a_session_is_taken_in_once_with_its_evidence() {
    let server = Server::with_requests(&[1, 2]).await;
    let intake = MemoryIntake::default();
    let report = run(&server, &intake).await.unwrap();
    assert_eq!(keys(&report.kept), [1, 2]);
    assert!(report.flawed.is_empty() && report.failed.is_empty() && report.changed());
    {
        let kept = intake.kept.lock().unwrap();
        let kinds: Vec<Kind> = kept[0].evidence.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, [Kind::DocumentFront, Kind::Selfie, Kind::Video]);
        assert_eq!(kept[0].evidence[2].bytes, b"moving");
        assert!(
            !format!("{:?}", kept[0]).contains("Specimen"),
            "no personal data in debug output"
        );
    }
    let again = run(&server, &intake).await.unwrap();
    assert!(!again.changed(), "nothing new the second time");
    assert_eq!(intake.kept.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn one_bad_session_does_not_stop_the_others() {
    let server = Server::with_requests(&[1, 2, 3, 4, 5]).await;
    {
        let mut ra = server.ra();
        // 1: another shape; 2: a picture that is none and an altered one; 4: no video.
        ra.requests.insert(
            1,
            json!({"pk": 1, "status": "VIDEOREVIEW", "given_name": [1, 2]}),
        );
        ra.documents.insert(2, json!([{"type": "document_front", "document": "%%"}, {"type": "document_owner", "document": "AQID"}]));
        ra.videos.remove("video-4");
        ra.documents
            .insert(5, json!({"answer": "of another shape"}));
    }
    let intake = MemoryIntake::default();
    let report = run(&server, &intake).await.unwrap();
    assert_eq!(
        keys(&report.kept),
        [1, 2, 3, 4, 5],
        "all are there to be seen"
    );
    assert_eq!(keys(&report.flawed), [1, 2, 4, 5]);
    let kept = intake.kept.lock().unwrap();
    assert_eq!(kept[0].unreadable, Some("unexpected_answer"));
    assert_eq!(kept[0].evidence.len(), 2, "what can be had is kept");
    assert_eq!(problems(&kept[0]), [(Kind::Video, "missing")]);
    assert_eq!(
        problems(&kept[1]),
        [
            (Kind::DocumentFront, "undecodable"),
            (Kind::Selfie, "altered")
        ]
    );
    assert_eq!(problems(&kept[2]), []);
    assert_eq!(problems(&kept[3]), [(Kind::Video, "missing")]);
    assert_eq!(kept[4].unreadable, Some("unexpected_answer"));
    assert_eq!(
        problems(&kept[4]),
        [(Kind::DocumentFront, "missing"), (Kind::Selfie, "missing")]
    );
}

#[tokio::test]
async fn a_request_that_could_not_be_read_is_asked_for_until_it_can() {
    let server = Server::with_requests(&[1]).await;
    let readable = server.ra().requests[&1].clone();
    server.ra().requests.insert(
        1,
        json!({"pk": 1, "status": "VIDEOREVIEW", "given_name": [1, 2]}),
    );
    let intake = MemoryIntake::default();
    assert_eq!(keys(&run(&server, &intake).await.unwrap().flawed), [1]);

    let still = run(&server, &intake).await.unwrap();
    assert!(!still.changed(), "nothing new while it stays unreadable");
    assert!(still.failed.is_empty());

    server.ra().requests.insert(1, readable);
    let mended = run(&server, &intake).await.unwrap();
    assert_eq!(keys(&mended.mended), [1]);
    assert!(mended.changed() && mended.kept.is_empty());
    let kept = intake.kept.lock().unwrap();
    assert_eq!((kept.len(), kept[0].unreadable), (1, None));
    assert!(!kept[0].declared.is_empty(), "now it says who it is");
}

#[tokio::test]
async fn a_fault_that_may_pass_leaves_the_session_for_the_next_time() {
    let server = Server::with_requests(&[1, 2]).await;
    let intake = MemoryIntake::default();
    // The list is answered; the request of 1 is not.
    let report = {
        let connector = server.connector();
        connector.waiting().await.unwrap();
        server
            .ra()
            .pages
            .push_back(json!({"next": null, "results": [
            {"pk": 9, "status": "VIDEOREVIEW"}, {"pk": 2, "status": "VIDEOREVIEW"}]}));
        take_in(&connector, &intake, &CancellationToken::new())
            .await
            .unwrap()
    };
    assert_eq!(keys(&report.kept), [2]);
    assert_eq!(report.failed[0].0, CentralKey(9));
    assert_eq!(report.failed[0].1.code(), "not_found");
    let report = run(&server, &intake).await.unwrap();
    assert_eq!(keys(&report.kept), [1]);
}

#[tokio::test]
async fn a_lost_link_ends_the_intake_and_the_next_one_completes_it() {
    let server = Server::with_requests(&[1]).await;
    let intake = MemoryIntake::default();
    for faults in [vec![Fault::CutBefore], vec![Fault::Busy]] {
        server.plan(&faults);
        assert!(run(&server, &intake).await.is_err());
        assert!(intake.kept.lock().unwrap().is_empty());
    }
    assert_eq!(keys(&run(&server, &intake).await.unwrap().kept), [1]);
}

#[tokio::test]
async fn sessions_that_left_the_list_are_asked_after() {
    let server = Server::with_requests(&[1, 2, 3, 4]).await;
    let intake = MemoryIntake::default();
    run(&server, &intake).await.unwrap();
    {
        let mut ra = server.ra();
        ra.requests.get_mut(&1).unwrap()["status"] = json!("ENROLLREADY");
        ra.requests.get_mut(&2).unwrap()["videoid"]["videoid_status"] = json!("REFUSED");
        ra.requests.get_mut(&2).unwrap()["status"] = json!("CREATED");
        ra.requests.remove(&4);
    }
    let report = run(&server, &intake).await.unwrap();
    assert_eq!(keys(&report.moved_on), [1, 2]);
    assert_eq!(report.failed[0].0, CentralKey(4));
    let states: Vec<State> = intake
        .kept
        .lock()
        .unwrap()
        .iter()
        .map(|it| it.state.clone())
        .collect();
    assert_eq!(
        states,
        [
            State::Approved,
            State::Refused,
            State::WaitingForReview,
            State::WaitingForReview
        ]
    );
    // The server goes back to an older state: news that come too late.
    server.ra().requests.get_mut(&1).unwrap()["status"] = json!("VIDEOREVIEW");
    assert!(run(&server, &intake).await.unwrap().moved_on.is_empty());
    assert_eq!(intake.kept.lock().unwrap()[0].state, State::Approved);
}

#[tokio::test]
async fn what_a_customer_completed_comes_with_its_new_pieces_or_not_at_all() {
    let server = Server::with_requests(&[1]).await;
    let intake = MemoryIntake::default();
    run(&server, &intake).await.unwrap();
    server.ra().requests.get_mut(&1).unwrap()["status"] = json!("VIDEOINCOMPLETE");
    let report = run(&server, &intake).await.unwrap();
    assert_eq!(keys(&report.moved_on), [1]);
    // A list that is older than what the request says by now.
    let old = json!({"next": null, "results": [{"pk": 1, "status": "VIDEOREVIEW"}]});
    server.ra().pages.push_back(old);
    let report = run(&server, &intake).await.unwrap();
    assert!(!report.changed(), "{report:?}");

    {
        let mut ra = server.ra();
        let request = ra.requests.get_mut(&1).unwrap();
        request["status"] = json!("VIDEOREVIEW");
        request["videoid"]["evidence"][2]["sha256"] = domain::evidence::Digest::of(b"moving again")
            .to_hex()
            .into();
        ra.videos.insert("video-1".into(), b"moving again".to_vec());
    }
    let report = run(&server, &intake).await.unwrap();
    assert_eq!(keys(&report.renewed), [1]);
    assert!(report.changed());
    let kept = intake.kept.lock().unwrap();
    assert_eq!(kept[0].state, State::WaitingForReview);
    assert_eq!(kept[0].evidence[2].bytes, b"moving again");
}

#[tokio::test]
async fn an_intake_can_be_stopped_between_two_sessions() {
    let server = Server::with_requests(&[1, 2]).await;
    let intake = MemoryIntake::default();
    let stop = CancellationToken::new();
    stop.cancel();
    let report = take_in(&server.connector(), &intake, &stop).await.unwrap();
    assert!(report.kept.is_empty());
}
