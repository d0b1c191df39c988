//! The Openapi face.

use reqwest::Method;
use serde_json::json;

use crate::support::{Server, ok, partner_body};

#[tokio::test]
async fn each_kind_of_session_is_made_with_the_same_body() {
    let server = Server::start().await;
    for (path, word) in [
        ("/IT-selfie", "selfie"),
        ("/IT-automatic", "automated"),
        ("/IT-live", "live"),
    ] {
        let made = ok(server.partner(Method::POST, path).json(&partner_body())).await;
        assert_eq!(
            (&made["success"], &made["message"], &made["error"]),
            (&json!(true), &json!(""), &json!(null))
        );
        let data = &made["data"];
        assert_eq!(data["status"], "running");
        assert_eq!(data["owner"], "partner@example.com");
        assert!(data["message"].as_str().unwrap().contains(word));
        let link = data["link"].as_str().unwrap();
        assert!(link.starts_with(&server.base), "{link}");
        assert!(link.ends_with(data["id"].as_str().unwrap()), "{link}");
    }
}

#[tokio::test]
async fn a_session_is_found_on_the_other_face_by_its_id() {
    let server = Server::start().await;
    let session = server.selfie(&partner_body()).await;
    let path = format!("/api/v1/requests/?external_reference={}", session.id);
    let page = ok(server.ra(Method::GET, &path)).await;
    let request = &page["results"][0];
    assert_eq!(request["pk"], session.pk);
    assert_eq!(request["external_reference"], session.id);
    for (field, value) in [
        ("email", "cliente@example.com"),
        ("given_name", "Franco"),
        ("sex", "M"),
        ("birth_date", "1977-11-06"),
        ("birth_city", "Rome"),
        ("birth_country", "Italy"),
        ("citizen_tax_number", "RSSMRA02D16A662G"),
        ("mobile_phone_number", "3331234567"),
    ] {
        assert_eq!(request[field], value, "{field}");
    }
}

#[tokio::test]
async fn the_list_has_the_newest_first_in_epoch_seconds() {
    let server = Server::start().await;
    let older = server.selfie(&partner_body()).await;
    server.clock.advance(jiff::SignedDuration::from_secs(60));
    let newer = server.selfie(&partner_body()).await;
    let list = ok(server.partner(Method::GET, "/IT-identity-verifications")).await;
    let start = "2026-03-02T09:30:00Z".parse::<jiff::Timestamp>().unwrap();
    let row = |id: &str, at: i64| json!({"id": id, "status": "running", "creationTimestamp": at, "lastUpdateTimestamp": at});
    assert_eq!(
        list["data"],
        json!([
            row(&newer.id, start.as_second() + 60),
            row(&older.id, start.as_second())
        ])
    );
}
