//! The real central API in this process, and the partner and the telephone
//! that send it sessions over HTTP.

mod client;
mod payload;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use central::{Central, Config};
use domain::clock::SystemClock;
use reqwest::multipart::{Form, Part};
use secrecy::ExposeSecret as _;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::desk::PATIENCE;
use crate::session::{Declared, DemoSession};
use client::Client;

/// A central API that answers on the loopback interface until it is dropped.
pub struct RunningCentral {
    /// Base address, without a slash at the end.
    pub url: String,
    /// Token of the RA face.
    pub token: String,
    /// The officer whose name decisions carry.
    pub officer: Officer,
    central: Central,
    data: PathBuf,
    partner: Client,
    authority: Client,
    shutdown: CancellationToken,
    server: tokio::task::JoinHandle<()>,
}

/// The credentials of a registration authority officer.
#[derive(Clone)]
pub struct Officer {
    /// `rao_id`.
    pub id: String,
    /// User name.
    pub user_name: String,
    /// Password.
    pub password: String,
    /// PIN.
    pub pin: String,
}

/// The numbers that the central API gave a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The session's id on the Openapi face.
    pub verification: String,
    /// The request's number on the RA face.
    pub request: i64,
    /// Where its evidence goes.
    pub video_pk: i64,
    /// Where its video goes.
    pub video_identifier: String,
}

impl RunningCentral {
    /// Starts a central API with its data in `data`, on a port that is free.
    ///
    /// # Errors
    /// When the data cannot be opened or no port is free.
    pub async fn start(data: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(data)
            .with_context(|| format!("{} cannot be made", data.display()))?;
        let config = Config::load_or_create(data)?;
        let token = config
            .registration_authority
            .token
            .expose_secret()
            .to_owned();
        let partner = config
            .partners
            .first()
            .context("no partner is configured")?;
        let partner = partner.token.expose_secret().to_owned();
        let rao = config.raos.first().context("no officer is configured")?;
        let officer = Officer {
            id: rao.pk.to_string(),
            user_name: rao.user_name.clone(),
            password: rao.password.expose_secret().to_owned(),
            pin: rao.pin.expose_secret().to_owned(),
        };
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .context("no free port")?;
        let url = format!("http://{}", listener.local_addr().context("no address")?);
        let (central, shutdown, server) = serve(data, config, listener).await?;
        Ok(Self {
            partner: Client::new(&url, &partner)?,
            authority: Client::new(&url, &token)?,
            url,
            token,
            officer,
            central,
            data: data.to_owned(),
            shutdown,
            server,
        })
    }

    /// The server itself, to plan its faults.
    #[must_use]
    pub const fn central(&self) -> &Central {
        &self.central
    }

    /// Sends `session` as a partner and a customer's telephone do: creates it
    /// on the Openapi face, uploads the evidence, then the video.
    ///
    /// # Errors
    /// When the central API refuses something.
    pub async fn receive(&self, session: &DemoSession) -> anyhow::Result<Received> {
        let body = payload::creation(&session.declared, session.callback.as_deref());
        let received = self.create(body).await?;
        let evidence = payload::evidence(session);
        self.authority
            .put(
                &format!("/api/v1/videoid/{}/", received.video_pk),
                &evidence,
            )
            .await
            .context("the evidence was not taken")?;
        if let Some(video) = &session.video {
            let part = Part::bytes(video.clone())
                .file_name("video.mp4")
                .mime_str("video/mp4")
                .context("MP4 has a media type")?;
            let path = format!("/v1/upload/video/{}/", received.video_identifier);
            self.authority
                .upload(&path, Form::new().part("video", part))
                .await
                .context("the video was not taken")?;
        }
        Ok(received)
    }

    /// Sends the picture `name` (`document_rear`, `document_owner`, …) of
    /// `session` alone, as a customer's telephone does who was asked for it
    /// again.
    ///
    /// # Errors
    /// When it is not taken.
    pub async fn receive_again(
        &self,
        received: &Received,
        session: &DemoSession,
        name: &str,
    ) -> anyhow::Result<()> {
        let mut evidence = payload::evidence(session);
        let images = evidence["videoid_data"]["images"]
            .as_object_mut()
            .context("the evidence has pictures")?;
        images.retain(|each, _| each == name);
        let path = format!("/api/v1/videoid/{}/", received.video_pk);
        let taken = self.authority.put(&path, &evidence).await;
        taken.context("the picture was not taken")?;
        Ok(())
    }

    /// The request `pk` as the RA face shows it.
    ///
    /// # Errors
    /// When the central API does not give it.
    pub async fn request(&self, pk: i64) -> anyhow::Result<Value> {
        self.authority.get(&format!("/api/v1/requests/{pk}/")).await
    }

    /// Cuts or fills up the file of the evidence `kind` (`video`,
    /// `document_front`, …) of the request `pk` to so many bytes behind the
    /// server's back, as a failing disk does.
    ///
    /// # Errors
    /// When there is no such evidence.
    pub async fn resize_evidence(&self, pk: i64, kind: &str, bytes: u64) -> anyhow::Result<()> {
        let request = self.request(pk).await?;
        let digest = request["videoid"]["evidence"]
            .as_array()
            .and_then(|pieces| pieces.iter().find(|piece| piece["type"] == kind))
            .and_then(|piece| piece["sha256"].as_str())
            .with_context(|| format!("request {pk} has no {kind}"))?;
        let file = self.data.join("evidence").join(&digest[..2]).join(digest);
        let file = std::fs::OpenOptions::new().write(true).open(&file);
        file.and_then(|file| file.set_len(bytes))
            .context("the evidence has no file")
    }

    /// Waits until the request `pk` has `status` on the RA face, and gives it.
    ///
    /// # Errors
    /// When it never has; the error says which it has.
    pub async fn wait_for(&self, pk: i64, status: &str) -> anyhow::Result<Value> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let request = self.request(pk).await?;
            if request["status"] == status {
                return Ok(request);
            }
            if tokio::time::Instant::now() > deadline {
                bail!("request {pk} is {}, not {status}", request["status"]);
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    }

    /// The session `id` as the Openapi face shows it to the partner.
    ///
    /// # Errors
    /// When the central API does not give it.
    pub async fn verification(&self, id: &str) -> anyhow::Result<Value> {
        let answer = self
            .partner
            .get(&format!("/IT-identity-verifications/{id}"))
            .await?;
        Ok(answer.get("data").cloned().unwrap_or(answer))
    }

    /// Ends calls under way and closes the database; nobody answers at its
    /// address until [`come_back`](Self::come_back).
    ///
    /// # Errors
    /// When the server was lost.
    pub async fn go_away(&mut self) -> anyhow::Result<()> {
        self.shutdown.cancel();
        (&mut self.server).await.context("the central API was lost")
    }

    /// Answers again, at the same address and with the same data.
    ///
    /// # Errors
    /// When the address was taken by somebody else.
    pub async fn come_back(&mut self) -> anyhow::Result<()> {
        let address = self.url.trim_start_matches("http://");
        let listener = TcpListener::bind(address).await;
        let listener = listener.with_context(|| format!("{address} is not free"))?;
        let config = Config::load_or_create(&self.data)?;
        let served = serve(&self.data, config, listener).await?;
        (self.central, self.shutdown, self.server) = served;
        Ok(())
    }

    /// Ends calls under way and closes the database.
    ///
    /// # Errors
    /// When the server was lost.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        self.go_away().await
    }

    /// Waits until a request waits for review, and gives the first that does.
    ///
    /// # Errors
    /// When none ever does.
    pub async fn wait_for_review(&self) -> anyhow::Result<Value> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let path = "/api/v1/requests/?status=VIDEOREVIEW";
            let page = self.authority.get(path).await?;
            if let Some(request) = page["results"].get(0) {
                return Ok(request.clone());
            }
            if tokio::time::Instant::now() > deadline {
                bail!("no request waits for review");
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    }

    /// Creates a session for what is `declared` as a partner does, and leaves
    /// the capture to somebody else.
    ///
    /// # Errors
    /// When the central API refuses it.
    pub async fn invite(&self, declared: &Declared) -> anyhow::Result<Received> {
        self.create(payload::creation(declared, None)).await
    }

    /// The one-time code of the newest text message.
    ///
    /// # Errors
    /// When there is none.
    pub fn newest_code(&self) -> anyhow::Result<String> {
        let folder = self.data.join("messages");
        let files = std::fs::read_dir(&folder).context("no message was sent")?;
        let newest = files
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .max()
            .context("no message was sent")?;
        let message: Value = serde_json::from_slice(&std::fs::read(newest)?)?;
        let text = message["text"].as_str().context("a message has a text")?;
        text.split(|c: char| !c.is_ascii_digit())
            .find(|digits| digits.len() == 6)
            .map(str::to_owned)
            .context("the message has no code")
    }

    async fn create(&self, body: Value) -> anyhow::Result<Received> {
        let answer = self
            .partner
            .post("/IT-selfie", &body)
            .await
            .context("the session was not created")?;
        let data = answer.get("data").context("the answer has no data")?;
        let number = |name: &str| data.pointer(name).and_then(Value::as_i64);
        let text = |name: &str| {
            data.pointer(name)
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        Ok(Received {
            verification: text("/id").context("the session has no id")?,
            request: number("/ra_request/pk").context("the session has no request")?,
            video_pk: number("/ra_request/video_pk").context("the request has no video_pk")?,
            video_identifier: text("/ra_request/video_identifier")
                .context("the request has no video_identifier")?,
        })
    }
}

/// A central API with its data in `data` that answers on `listener`.
async fn serve(
    data: &Path,
    config: Config,
    listener: TcpListener,
) -> anyhow::Result<(Central, CancellationToken, tokio::task::JoinHandle<()>)> {
    let central = Central::open(data, config, Arc::new(SystemClock)).await?;
    let shutdown = CancellationToken::new();
    let server = tokio::spawn({
        let (central, shutdown) = (central.clone(), shutdown.clone());
        async move {
            if let Err(error) = central::serve(listener, central, shutdown).await {
                eprintln!("the central API ended: {error}");
            }
        }
    });
    Ok((central, shutdown, server))
}

impl Drop for RunningCentral {
    fn drop(&mut self) {
        self.shutdown.cancel();
        self.server.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Story;
    use crate::specimen;

    #[tokio::test]
    async fn a_complete_session_waits_for_review_and_an_incomplete_one_does_not() {
        let data = tempfile::tempdir().expect("a folder");
        let central = RunningCentral::start(data.path()).await.expect("it starts");
        check(
            &central,
            session(Story::Genuine),
            "VIDEOREVIEW",
            "validation",
        )
        .await;
        let unseen = DemoSession {
            video: None,
            ..session(Story::MissingVideo)
        };
        check(&central, unseen, "VIDEOPENDING", "running").await;
        central.stop().await.expect("it ends");
    }

    async fn check(central: &RunningCentral, session: DemoSession, authority: &str, partner: &str) {
        let received = central.receive(&session).await.expect("it is taken");
        let request = central
            .request(received.request)
            .await
            .expect("it is known");
        let verification = central
            .verification(&received.verification)
            .await
            .expect("it is known");
        assert_eq!(request["status"], authority);
        assert_eq!(verification["status"], partner);
    }

    fn session(story: Story) -> DemoSession {
        let person = story.person();
        let picture = specimen::jpeg(&specimen::drawn_face(), 80).expect("it is an image");
        DemoSession {
            story,
            declared: Declared::truly(&person),
            person,
            front: picture.clone(),
            rear: Some(picture.clone()),
            selfie: picture,
            video: Some(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec()),
            callback: None,
        }
    }
}
