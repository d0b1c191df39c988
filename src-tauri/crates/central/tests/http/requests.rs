//! Requests of the RA face: making, reading, documents, fields, video.

use base64::{Engine, prelude::BASE64_STANDARD};
use reqwest::{Method, StatusCode, multipart::Form};
use serde_json::{Value, json};

use crate::support::{Server, answer, evidence, jpeg, mp4, ok};

#[tokio::test]
async fn a_request_is_made_on_a_scratchcard() {
    let server = Server::start().await;
    let card = scratchcard(&server).await;
    let secrets: Value = serde_json::from_str(card["secrets"].as_str().unwrap()).unwrap();
    assert!(secrets["enrollment_code"].is_string());
    let made = server
        .ra(Method::POST, "/api/v1/requests/")
        .json(&new_request(&card["sn"]));
    let (status, request) = answer(made).await;
    assert_eq!(status, StatusCode::CREATED, "{request}");
    assert_eq!(request["status"], "VIDEOPENDING");
    assert_eq!(request["birth_date"], "1980-12-31");
    assert_eq!(request["videoid_mode"], true);
    let next = scratchcard(&server).await;
    assert_ne!(next["sn"], card["sn"], "a used one is not offered again");
}

#[tokio::test]
async fn an_unused_scratchcard_is_asked_for_in_the_query_too() {
    let server = Server::start().await;
    let path = "/api/v1/scratchcards/get_first_unused/?ra=121";
    let by_query = ok(server.ra(Method::GET, path)).await;
    assert_eq!(by_query, scratchcard(&server).await);
}

/// The JSON that desks are written against. Random values are masked.
#[tokio::test]
async fn the_request_json_has_the_vendors_fields_and_ours() {
    let server = Server::start().await;
    let session = server.validated().await;
    let text = serde_json::to_string(&server.request(session.pk).await)
        .unwrap()
        .replace(&session.id, "[external reference]")
        .replace(&session.video, "[video identifier]");
    let code = server.request(session.pk).await["kiosk_code"].clone();
    let text = text.replace(code.as_str().unwrap(), "[kiosk code]");
    let request: Value = serde_json::from_str(&text).unwrap();
    insta::assert_json_snapshot!("request", request);
}

#[tokio::test]
async fn what_was_read_does_not_fill_what_was_declared() {
    let server = Server::start().await;
    let session = server.selfie(&json!({"mail": "a@example.com"})).await;
    ok(server.put_evidence(session.video_pk, &evidence())).await;
    let request = server.request(session.pk).await;
    assert_eq!(request["given_name"], Value::Null);
    assert_eq!(request["videoid"]["ocr_data"]["given_name"], "FRANCO");
}

#[tokio::test]
async fn pictures_come_back_as_they_were_sent() {
    let server = Server::start().await;
    let session = server.in_review().await;
    for (kind, filling) in [
        ("document_front", 1),
        ("document_rear", 2),
        ("document_photo", 3),
        ("document_owner", 4),
    ] {
        let asked = json!({"type": kind, "rao_id": "1400"});
        let documents = ok(server.post(session.pk, "pl_get_document", asked)).await;
        assert_eq!(documents[0]["document"], jpeg(filling), "{kind}");
        assert_eq!(documents[0]["type"], kind);
    }
    let path = format!("/api/v1/requests/{}/pl_get_document/", session.pk);
    let multipart = Form::new()
        .text("type", "document_owner")
        .text("rao_id", "1400");
    let as_multipart = ok(server.ra(Method::POST, &path).multipart(multipart)).await;
    let form = [("type", "document_owner"), ("rao_id", "1400")];
    let as_form = ok(server.ra(Method::POST, &path).form(&form)).await;
    assert_eq!(as_multipart, as_form);
    let path = format!("/api/v1/requests/{}/pl_get_documents/", session.pk);
    let all = ok(server.ra(Method::GET, &path)).await;
    assert_eq!(all.as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn the_video_comes_back_whole_and_in_ranges() {
    let server = Server::start().await;
    let session = server.in_review().await;
    let path = format!("/api/v1/download/video/{}/", session.video);
    let whole = server.ra(Method::GET, &path).send().await.unwrap();
    assert_eq!(whole.headers()["content-type"], "video/mp4");
    assert_eq!(whole.bytes().await.unwrap(), mp4(2_000));
    let range = server
        .ra(Method::GET, &path)
        .header("range", "bytes=100-199");
    let range = range.send().await.unwrap();
    assert_eq!(range.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(range.headers()["content-range"], "bytes 100-199/2000");
    assert_eq!(range.bytes().await.unwrap(), mp4(2_000)[100..200]);
    let beyond = server.ra(Method::GET, &path).header("range", "bytes=5000-");
    let beyond = beyond.send().await.unwrap();
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
}

#[tokio::test]
async fn missing_fields_are_named_and_stop_an_approval() {
    let server = Server::start().await;
    let mut body = crate::support::partner_body();
    body["phoneNumber"] = json!({"required": true, "editable": true});
    let session = server.selfie(&body).await;
    let path = format!("/api/v1/requests/{}/validate/", session.pk);
    assert_eq!(
        ok(server.ra(Method::GET, &path)).await,
        json!([
            ["serial_number", "missing"],
            ["mobile_phone_number", "missing"]
        ])
    );
    ok(server.put_evidence(session.video_pk, &evidence())).await;
    ok(server.post_video(&session.video, mp4(700))).await;
    ok(server.decide(session.pk, "validate_videoid", json!({}))).await;
    server.draw_documents(session.pk).await;
    let (status, answer) = answer(server.decide(session.pk, "pl_approve", json!({}))).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(answer["code"], "415");
    assert_eq!(
        answer["error"],
        "Invalid request fields: mobile_phone_number"
    );
}

#[tokio::test]
async fn too_many_documents_on_one_phone_number_are_told() {
    let server = Server::start().await;
    for serial in ["A1", "A2", "A3"] {
        let card = scratchcard(&server).await;
        let mut body = new_request(&card["sn"]);
        body["serial_number"] = json!(serial);
        let made = server.ra(Method::POST, "/api/v1/requests/").json(&body);
        ok(made).await;
    }
    let phone = ("mobile_phone_number", "+390000000");
    let email = ("email", "anna@example.com");
    for (asked, reason) in [
        (vec![phone], Some("phone number")),
        (vec![email], Some("email address")),
        (vec![phone, email], Some("email and phone")),
        (vec![("email", "other@example.com")], None),
    ] {
        let mut body = json!({"registration_authority": 121, "serial_number": "A4"});
        for (name, value) in asked {
            body[name] = json!(value);
        }
        let path = "/api/v1/requests/check_contact_data_limits/";
        let told = ok(server.ra(Method::POST, path).json(&body)).await;
        let expected = reason.map_or(Value::Null, |reason| {
            format!("Too many different documents associated to the same {reason}").into()
        });
        assert_eq!(told["reason"], expected);
        assert_eq!(told["result"], if reason.is_some() { "ko" } else { "ok" });
        body["serial_number"] = json!("A1");
        let own = ok(server.ra(Method::POST, path).json(&body)).await;
        assert_eq!(own["result"], "ok", "its own document is not another one");
    }
}

#[tokio::test]
async fn the_approved_documents_stay_as_they_were() {
    let server = Server::start().await;
    let session = server.validated().await;
    let receipt = json!({"rao": "1400", "type": "APPROVE"});
    let drawn = ok(server.post(session.pk, "generates_tbs_receipt", receipt.clone())).await;
    let contract = json!({"rao_id": "1400"});
    let pdf = ok(server.post(session.pk, "generate_document", contract.clone())).await;
    ok(server.decide(session.pk, "pl_approve", json!({}))).await;
    server.clock.advance(jiff::SignedDuration::from_hours(48));
    let after = ok(server.post(session.pk, "generates_tbs_receipt", receipt)).await;
    assert_eq!(drawn, after);
    let after = ok(server.post(session.pk, "generate_document", contract)).await;
    assert_eq!(pdf, after);
    let evidence = server.request(session.pk).await["videoid"]["evidence"].clone();
    let named = |kind: &str| {
        let evidence = evidence.as_array().unwrap();
        let piece = evidence.iter().find(|piece| piece["type"] == kind);
        piece.unwrap()["sha256"].as_str().unwrap().to_owned()
    };
    let digest = |bytes: &[u8]| domain::evidence::Digest::of(bytes).to_hex();
    let bytes = BASE64_STANDARD.decode(pdf["document"].as_str().unwrap());
    assert_eq!(named("contract"), digest(&bytes.unwrap()));
    let text = drawn["receipt"].as_str().unwrap();
    assert_eq!(named("declaration"), digest(text.as_bytes()));
}

pub(crate) async fn scratchcard(server: &Server) -> Value {
    let path = "/api/v1/scratchcards/get_first_unused/";
    ok(server.ra(Method::GET, path).json(&json!({"ra": "121"}))).await
}

pub(crate) fn new_request(sn: &Value) -> Value {
    json!({
        "scratchcard": sn, "email": "anna@example.com", "registration_authority": "121",
        "profile": "PFnubeAFCiudadano", "videoid_mode": 1, "given_name": "Anna",
        "surname_1": "Bianchi", "birth_date": "31/12/1980", "mobile_phone_number": "+390000000"
    })
}
