//! The archive that a partner gets.

use std::io::Cursor;

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{Server, Session, answer, evidence, mp4, ok, partner_body};

#[tokio::test]
async fn an_approved_session_is_given_as_an_archive_that_verifies() {
    let server = Server::start().await;
    let before = server.in_review().await;
    let session = server.approved().await;
    let bytes = archive(&server, &session).await;
    let report = archive::verify(Cursor::new(&bytes)).unwrap();
    assert!(report.is_intact(), "{:?}", report.problems);
    assert_eq!(report.request_id, Some(session.pk.to_string()));
    // Review, validation, two documents, approval, and two changes of state.
    assert_eq!(report.audit_links, 7);
    let names: Vec<&str> = report.entries.iter().map(|it| it.name.as_str()).collect();
    for name in ["data.json", "audit.json"] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert!(names.iter().any(|name| name.ends_with(".mp4")), "{names:?}");
    assert_eq!(
        names
            .iter()
            .filter(|name| name.starts_with("images/"))
            .count(),
        4
    );
    let mut changed = bytes;
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    assert!(!archive::verify(Cursor::new(&changed)).unwrap().is_intact());

    let path = format!("/IT-identity-verifications/{}/archive", before.id);
    let (status, body) = answer(server.partner(Method::GET, &path)).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{body}");
    assert_eq!(body["success"], false);
}

#[tokio::test]
async fn images_come_as_one_pdf_where_the_partner_asked_for_it() {
    let server = Server::start().await;
    let mut body = partner_body();
    body["output"] = json!({"imagesAsPdf": true});
    let session = server.selfie(&body).await;
    ok(server.put_evidence(session.video_pk, &evidence())).await;
    ok(server.post_video(&session.video, mp4(400))).await;
    ok(server.decide(session.pk, "validate_videoid", json!({}))).await;
    server.draw_documents(session.pk).await;
    ok(server.decide(session.pk, "pl_approve", json!({}))).await;
    let report = archive::verify(Cursor::new(archive(&server, &session).await)).unwrap();
    assert!(report.is_intact(), "{:?}", report.problems);
    assert!(
        report
            .entries
            .iter()
            .any(|entry| entry.name == "images.pdf")
    );
}

async fn archive(server: &Server, session: &Session) -> Vec<u8> {
    let path = format!("/IT-identity-verifications/{}/archive", session.id);
    let response = server.partner(Method::GET, &path).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "application/zip");
    response.bytes().await.unwrap().to_vec()
}
