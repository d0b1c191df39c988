//! The whole way of a session.

use base64::{Engine, prelude::BASE64_STANDARD};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{Server, answer, evidence, mp4, ok, partner_body};

#[tokio::test]
async fn a_session_goes_from_its_invitation_to_ok() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    assert_eq!(server.status(session.pk).await, "VIDEOPENDING");
    assert_eq!(server.verification(&session.id).await["status"], "running");

    let taken = ok(server.put_evidence(session.video_pk, &evidence())).await;
    assert_eq!(
        taken,
        json!({"pk": session.video_pk, "status": "VIDEOPENDING", "missing": ["video"]})
    );
    let taken = ok(server.post_video(&session.video, mp4(5_000))).await;
    assert_eq!(taken, json!({"status": "200 OK"}));
    assert_eq!(server.status(session.pk).await, "VIDEOREVIEW");
    assert_eq!(
        server.verification(&session.id).await["status"],
        "validation"
    );

    let validated = ok(server.decide(session.pk, "validate_videoid", json!({}))).await;
    assert_eq!(validated["request"]["status"], "CREATED");
    assert_eq!(
        validated["request"]["videoid"]["videoid_status"],
        "VALIDATED"
    );
    assert_eq!(
        server.verification(&session.id).await["status"],
        "validation"
    );

    let receipt = json!({"rao": "1400", "type": "APPROVE"});
    let receipt = ok(server.post(session.pk, "generates_tbs_receipt", receipt)).await;
    let text = receipt["receipt"].as_str().unwrap();
    assert!(text.contains("\r\n") && text.contains("Franco") && text.contains("CA00000AA"));
    assert_eq!(receipt["serial_number"].as_str().unwrap().len(), 16);

    let contract = json!({"doctype": "contract", "rao_id": 1400});
    let contract = ok(server.post(session.pk, "generate_document", contract)).await;
    let pdf = BASE64_STANDARD
        .decode(contract["document"].as_str().unwrap())
        .unwrap();
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 5_000);
    let again = json!({"type": "contract", "rao_id": "1400"});
    let again = ok(server.post(session.pk, "pl_get_document", again)).await;
    assert_eq!(again[0]["document"], contract["document"]);

    let approved = ok(server.decide(session.pk, "pl_approve", json!({}))).await;
    assert_eq!(approved["request"]["status"], "ENROLLREADY");
    assert_eq!(approved["request"]["approving_rao"]["pk"], 1400);
    assert_eq!(approved["secrets"]["pin"].as_str().unwrap().len(), 8);

    let result = server.verification(&session.id).await;
    assert_eq!(result["status"], "ok");
    assert_eq!(result["completed"], true);
    assert_eq!(result["reason"], json!(null));
    let path = format!("/IT-identity-verifications/{}/data", session.id);
    let data = ok(server.partner(Method::GET, &path)).await;
    assert_eq!(data["data"]["documentNumber"], "CA00000AA");
    assert_eq!(data["data"]["documentType"], "identity_card");
    assert_eq!(data["data"]["birthDate"], "1977-11-06");
    assert_eq!(data["data"]["documentExpiration"], "2033-11-06");
    assert_eq!(data["data"]["taxCode"], "RSSMRA02D16A662G");
}

#[tokio::test]
async fn a_refusal_reaches_the_partner_with_its_reason() {
    let server = Server::start().await;
    let session = server.in_review().await;
    let reason = "face_mismatch/definitive: Not the holder.";
    let refused = ok(server.decide(session.pk, "refuse_videoid", json!({"reason": reason}))).await;
    assert_eq!(
        refused,
        json!({"videoid_status": "REFUSED", "reason": reason})
    );
    let request = server.request(session.pk).await;
    assert_eq!(request["status"], "REFUSED");
    assert_eq!(request["videoid"]["refusal_reason"], reason);
    let result = server.verification(&session.id).await;
    assert_eq!(
        (&result["status"], &result["reason"]),
        (&json!("ko"), &json!(reason))
    );
    assert_eq!(result["completed"], true);
}

#[tokio::test]
async fn a_validated_session_can_still_be_refused() {
    let server = Server::start().await;
    let session = server.validated().await;
    ok(server.decide(session.pk, "refuse_videoid", json!({"reason": "other"}))).await;
    assert_eq!(server.status(session.pk).await, "REFUSED");
}

#[tokio::test]
async fn a_cancelled_session_is_ko() {
    let server = Server::start().await;
    let session = server.in_review().await;
    let path = format!("/api/v1/requests/{}/cancel/", session.pk);
    let cancelled = ok(server.ra(Method::DELETE, &path)).await;
    assert_eq!(cancelled, json!({"status": "Request cancelled"}));
    assert_eq!(server.status(session.pk).await, "CANCELLED");
    assert_eq!(server.verification(&session.id).await["status"], "ko");
}

#[tokio::test]
async fn a_session_survives_a_restart_of_the_server() {
    let server = Server::start().await;
    let session = server.validated().await;
    let (config, data) = server.stop().await;
    let server = Server::start_with(config, data).await;
    assert_eq!(server.status(session.pk).await, "CREATED");
    server.draw_documents(session.pk).await;
    ok(server.decide(session.pk, "pl_approve", json!({}))).await;
    assert_eq!(server.verification(&session.id).await["status"], "ok");
}

#[tokio::test]
async fn evidence_without_a_needed_picture_is_incomplete_until_it_comes() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    let mut part = evidence();
    let images = part["videoid_data"]["images"].as_object_mut().unwrap();
    images.remove("document_rear");
    let taken = ok(server.put_evidence(session.video_pk, &part)).await;
    assert_eq!(taken["status"], "VIDEOINCOMPLETE");
    assert_eq!(taken["missing"], json!(["document_rear", "video"]));
    ok(server.post_video(&session.video, mp4(900))).await;
    assert_eq!(server.status(session.pk).await, "VIDEOINCOMPLETE");
    let taken = ok(server.put_evidence(session.video_pk, &evidence())).await;
    assert_eq!(taken["status"], "VIDEOREVIEW");
}

#[tokio::test]
async fn what_is_required_follows_from_document_and_health_card() {
    let server = Server::start().await;
    let mut body = partner_body();
    body["healthCard"] = json!({"required": true, "checkExpire": true});
    let session = server.selfie(&body).await;
    let mut passport = evidence();
    passport["videoid_data"]["ocr_data"]["id_document_type"] = json!("PAS");
    let images = passport["videoid_data"]["images"].as_object_mut().unwrap();
    images.remove("document_rear");
    let taken = ok(server.put_evidence(session.video_pk, &passport)).await;
    assert_eq!(
        taken["missing"],
        json!(["health_card_front", "health_card_rear", "video"])
    );
}

#[tokio::test]
async fn the_same_upload_again_is_taken_in_any_state() {
    let server = Server::start().await;
    let session = server.in_review().await;
    ok(server.put_evidence(session.video_pk, &evidence())).await;
    ok(server.post_video(&session.video, mp4(2_000))).await;
    let (status, body) = answer(server.post_video(&session.video, mp4(2_001))).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED, "{body}");
    let mut other = evidence();
    other["videoid_data"]["similarity_level"] = json!(12);
    let (status, body) = answer(server.put_evidence(session.video_pk, &other)).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED, "{body}");
}

#[tokio::test]
async fn the_result_is_to_be_had_for_thirty_days() {
    let server = Server::start().await;
    let session = server.approved().await;
    let path = format!("/IT-identity-verifications/{}/data", session.id);
    server
        .clock
        .advance(jiff::SignedDuration::from_hours(30 * 24));
    ok(server.partner(Method::GET, &path)).await;
    server.clock.advance(jiff::SignedDuration::from_secs(1));
    let (status, body) = answer(server.partner(Method::GET, &path)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(body["success"], false);
}
