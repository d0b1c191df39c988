//! What the log says, and what it does not.

use std::{
    io,
    sync::{Arc, Mutex},
};

use secrecy::ExposeSecret;
use serde_json::json;
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use crate::support::{Server, answer};

#[tokio::test]
async fn the_log_holds_neither_personal_data_nor_secrets() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("debug,hyper=off,hyper_util=off"))
        .with_writer(log.clone())
        .with_ansi(false)
        .finish();
    // For the whole process: what the other tests log is looked at as well.
    tracing::subscriber::set_global_default(subscriber).expect("the only one");
    let server = Server::start().await;
    let session = server.approved().await;
    let refused = server.in_review().await;
    let reason = json!({"reason": "other/repeatable: Riservatissimo"});
    answer(server.decide(refused.pk, "refuse_videoid", reason)).await;
    answer(server.decide(session.pk, "pl_approve", json!({"pin": "31415926"}))).await;
    let broken = server
        .ra(reqwest::Method::POST, "/api/v1/requests/")
        .body(r#"{"given_name": "Segretissimo" "#);
    answer(broken).await;
    let calling = server.selfie(&crate::support::partner_body()).await;
    answer(server.post(calling.pk, "otp/send", json!({"phone": "+393339876543"}))).await;
    answer(server.post(calling.pk, "otp/check", json!({"code": "271828"}))).await;
    let text = log.text();
    assert!(
        text.contains("A session went on to another state"),
        "the log is on: {text}"
    );
    let config = &server.config;
    for secret in [
        "Franco",
        "FRANCO",
        "Rossi",
        "RSSMRA02D16A662G",
        "cliente@example.com",
        "3331234567",
        "3339876543",
        "271828",
        "CA00000AA",
        "1977-11-06",
        "06/11/1977",
        "Riservatissimo",
        "Segretissimo",
        "31415926",
        config.raos[0].pin.expose_secret(),
        config.raos[0].password.expose_secret(),
        config.registration_authority.token.expose_secret(),
        config.partners[0].token.expose_secret(),
    ] {
        let line = text.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} was logged");
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
