//! Callbacks, received by a receiver of the test's own.

use std::sync::{Arc, Mutex};

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use jiff::SignedDuration;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::mpsc};

use crate::support::{Server, evidence, mp4, ok, partner_body};

/// A receiver that says no as often as it is told to.
struct Receiver {
    address: String,
    received: mpsc::UnboundedReceiver<(String, Value)>,
    refusals: Arc<Mutex<usize>>,
}

#[tokio::test]
async fn each_change_of_status_is_sent_once_and_in_order() {
    let server = Server::start().await;
    let mut receiver = Receiver::start().await;
    let session = server.selfie(&receiver.body()).await;
    ok(server.put_evidence(session.video_pk, &evidence())).await;
    ok(server.post_video(&session.video, mp4(300))).await;
    let (header, news) = receiver.received.recv().await.unwrap();
    assert_eq!(header, "oiwejdf89453urf945jfg");
    assert_eq!(
        news,
        json!({
            "data": {
                "callback": {
                    "url": receiver.address, "method": "POST", "field": "data",
                    "headers": {"session_id": "oiwejdf89453urf945jfg"}, "data": {}
                },
                "id": session.id, "status": "validation", "completed": null,
                "reason": null, "owner": "partner@example.com"
            },
            "success": true, "message": "", "error": null
        })
    );
    ok(server.decide(session.pk, "validate_videoid", json!({}))).await;
    ok(server.decide(
        session.pk,
        "refuse_videoid",
        json!({"reason": "face_mismatch/definitive"}),
    ))
    .await;
    let (_, news) = receiver.received.recv().await.unwrap();
    let data = &news["data"];
    assert_eq!(
        data["status"], "ko",
        "a validation is no change to the partner"
    );
    assert_eq!(data["completed"], true);
    assert_eq!(data["reason"], "face_mismatch/definitive");
    assert_eq!(server.central.deliver_callbacks().await.unwrap(), 0);
}

#[tokio::test]
async fn what_is_not_received_is_sent_again_after_a_pause() {
    let server = Server::start().await;
    let mut receiver = Receiver::start().await;
    *receiver.refusals.lock().unwrap() = 2;
    let session = server.selfie(&receiver.body()).await;
    ok(server.put_evidence(session.video_pk, &evidence())).await;
    ok(server.post_video(&session.video, mp4(300))).await;
    for pause in [10, 30] {
        receiver.received.recv().await.unwrap();
        server.clock.advance(SignedDuration::from_secs(pause));
    }
    let (_, news) = receiver.received.recv().await.unwrap();
    assert_eq!(news["data"]["status"], "validation");
}

#[tokio::test]
async fn what_was_not_sent_before_a_restart_is_sent_after_it() {
    let server = Server::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/news", listener.local_addr().unwrap());
    drop(listener);
    let mut body = partner_body();
    body["callback"] = json!({"url": address});
    let session = server.selfie(&body).await;
    ok(server.put_evidence(session.video_pk, &evidence())).await;
    ok(server.post_video(&session.video, mp4(300))).await;
    let (config, data) = server.stop().await;

    let port = address.rsplit([':', '/']).nth(1).unwrap().parse().unwrap();
    let mut receiver = Receiver::listen(port).await;
    let server = Server::start_with(config, data).await;
    server.clock.advance(SignedDuration::from_mins(1));
    let (_, news) = receiver.received.recv().await.unwrap();
    assert_eq!(news["data"]["id"], session.id);
    drop(server);
}

impl Receiver {
    async fn start() -> Self {
        Self::listen(0).await
    }

    async fn listen(port: u16) -> Self {
        let (sender, received) = mpsc::unbounded_channel();
        let refusals = Arc::new(Mutex::new(0));
        let state = (sender, refusals.clone());
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let address = format!("http://{}/news", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/news", post(receive))
            .with_state(state);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            address,
            received,
            refusals,
        }
    }

    fn body(&self) -> Value {
        let mut body = partner_body();
        body["callback"] = json!({
            "url": self.address, "method": "POST", "field": "data",
            "headers": {"session_id": "oiwejdf89453urf945jfg"}
        });
        body
    }
}

type Shared = (mpsc::UnboundedSender<(String, Value)>, Arc<Mutex<usize>>);

async fn receive(
    State((sender, refusals)): State<Shared>,
    headers: HeaderMap,
    Json(news): Json<Value>,
) -> StatusCode {
    let header = headers
        .get("session_id")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    sender.send((header, news)).unwrap();
    let mut refusals = refusals.lock().unwrap();
    if *refusals > 0 {
        *refusals -= 1;
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::OK
    }
}
