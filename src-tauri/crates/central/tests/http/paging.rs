//! Lists: ten rows a page, filters, links.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Server, answer, ok};

#[tokio::test]
async fn twenty_three_requests_are_three_pages_without_a_gap() {
    let server = Server::start().await;
    let mut made = Vec::new();
    for number in 0..23 {
        let mail = format!("customer{number}@example.com");
        made.push(server.selfie(&json!({"mail": mail})).await.pk);
    }
    let mut seen = Vec::new();
    let mut sizes = Vec::new();
    let mut next = Some(format!(
        "{}/api/v1/requests/?status=VIDEOPENDING",
        server.base
    ));
    let mut pages = Vec::new();
    while let Some(address) = next {
        let path = address
            .strip_prefix(&server.base)
            .expect("an absolute address");
        let page = ok(server.ra(Method::GET, path)).await;
        assert_eq!(page["count"], 23);
        let results = page["results"].as_array().unwrap();
        sizes.push(results.len());
        seen.extend(
            results
                .iter()
                .map(|request| request["pk"].as_i64().unwrap()),
        );
        next = page["next"].as_str().map(str::to_owned);
        pages.push(page);
    }
    assert_eq!(sizes, [10, 10, 3]);
    assert_eq!(seen, made);
    assert_eq!(pages[0]["previous"], Value::Null);
    let previous = pages[2]["previous"].as_str().unwrap();
    assert_eq!(
        previous,
        format!(
            "{}/api/v1/requests/?status=VIDEOPENDING&page=2",
            server.base
        )
    );
}

#[tokio::test]
async fn filters_narrow_the_list() {
    let server = Server::start().await;
    let waiting = server.in_review().await;
    server.selfie(&json!({"mail": "other@example.com"})).await;
    for (query, expected) in [
        ("status=VIDEOREVIEW".to_owned(), 1),
        ("status=VIDEOPENDING".to_owned(), 1),
        ("status=ENROLLREADY".to_owned(), 0),
        ("status=ISSUED".to_owned(), 0),
        ("status=NONSENSE".to_owned(), 0),
        (format!("external_reference={}", waiting.id), 1),
        ("email=other%40example.com".to_owned(), 1),
        ("given_name=Franco&surname_1=Rossi".to_owned(), 1),
        ("given_name=Franco&surname_1=Bianchi".to_owned(), 0),
        ("registration_authority=121".to_owned(), 2),
        ("registration_authority=7".to_owned(), 0),
        ("given_name=".to_owned(), 2),
    ] {
        let path = format!("/api/v1/requests/?{query}");
        let page = ok(server.ra(Method::GET, &path)).await;
        assert_eq!(page["count"], expected, "{query}");
        assert_eq!(
            page["results"].as_array().unwrap().len(),
            expected,
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_page_that_is_not_there_is_not_found() {
    let server = Server::start().await;
    for page in ["2", "0", "-1", "x", "99999999999999999999"] {
        let path = format!("/api/v1/requests/?page={page}");
        let (status, body) = answer(server.ra(Method::GET, &path)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{page}");
        assert_eq!(body, json!({"detail": "Invalid page."}));
    }
    let empty = ok(server.ra(Method::GET, "/api/v1/requests/")).await;
    assert_eq!(
        empty,
        json!({"count": 0, "next": null, "previous": null, "results": []})
    );
}

#[tokio::test]
async fn officers_are_listed_and_shown() {
    let server = Server::start().await;
    let page = ok(server.ra(Method::GET, "/api/v1/rao/?registration_authority=121")).await;
    assert_eq!(page["count"], 1);
    let one = ok(server.ra(Method::GET, "/api/v1/rao/1400/")).await;
    assert_eq!(one, page["results"][0]);
    assert_eq!(one["is_identificator"], true);
    assert_eq!(one["registration_authority"], json!([121]));
}

#[tokio::test]
async fn links_begin_with_the_configured_address() {
    let mut config = central::Config::generate();
    config.base_url = Some("https://central.example".to_owned());
    let server = Server::start_with(config, tempfile::tempdir().unwrap()).await;
    for _ in 0..11 {
        server.selfie(&json!({"mail": "a@example.com"})).await;
    }
    let page = ok(server.ra(Method::GET, "/api/v1/requests/")).await;
    assert_eq!(
        page["next"],
        "https://central.example/api/v1/requests/?page=2"
    );
}
