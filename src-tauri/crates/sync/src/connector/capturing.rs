//! What a kiosk asks: the request behind a code, a new request, one-time codes,
//! the evidence of a session, and the end of one that failed.

use std::time::Duration;

use bytes::Bytes;
use domain::{
    PhoneNumber,
    failure::FailReason,
    id::{CentralKey, RequestKey},
    session::State,
};
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Connector, http::MAX_JSON_BYTES};
use crate::{
    capture::{CodeAnswer, CodeSent, NewRequest, OpenRequest, Submission},
    error::{Operation, SyncError},
    wire::{self, open_request, page::Page, submission, unexpected},
};

/// How often another scratchcard is tried: somebody else may take the one that
/// was offered.
const MAX_SCRATCHCARDS: usize = 5;

#[derive(Deserialize)]
struct Scratchcard {
    sn: wire::Text,
}

#[derive(Deserialize)]
struct Sent {
    attempts_left: u32,
    resend_after: u64,
}

#[derive(Deserialize)]
struct Checked {
    result: String,
    attempts_left: Option<u32>,
}

#[derive(Deserialize)]
struct Put {
    status: String,
}

impl Connector {
    /// The request that waits for its evidence and goes by `code`: its kiosk
    /// code, number, external reference or video identifier.
    ///
    /// # Errors
    /// As for every question; [`SyncError::WrongState`] where there is one that
    /// waits for no evidence any more.
    pub async fn find_request(&self, code: &str) -> Result<Option<OpenRequest>, SyncError> {
        const OPERATION: Operation = Operation::FindRequest;
        let mut url = self.base.join("api/v1/requests/find/")?;
        url.query_pairs_mut().append_pair("code", code.trim());
        match self.http.json::<Value>(OPERATION, self.http.get(url)).await {
            Ok(body) => open_request::read(OPERATION, &body).map(Some),
            Err(SyncError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Has `new` made on a scratchcard. `id` makes it once, however often it is
    /// asked for: the request goes by it as external reference.
    ///
    /// # Errors
    /// As for every question; [`SyncError::Refused`] for data that are not
    /// taken, [`SyncError::WrongState`] where it was made and evidence came.
    pub async fn create_request(
        &self,
        new: &NewRequest,
        id: RequestKey,
    ) -> Result<OpenRequest, SyncError> {
        const OPERATION: Operation = Operation::CreateRequest;
        let mut tries = 0;
        loop {
            tries += 1;
            // Before each attempt: the answer to an earlier one may be lost.
            if let Some(made) = self.made(id).await? {
                return Ok(made);
            }
            let scratchcard = self.scratchcard(new.registration_authority).await?;
            let question = self
                .http
                .post(self.base.join("api/v1/requests/")?)
                .header("idempotency-key", id.to_string())
                .json(&submission::new_request(new, id, &scratchcard));
            match self.http.json::<Value>(OPERATION, question).await {
                Ok(body) => return open_request::read(OPERATION, &body),
                Err(SyncError::Refused {
                    code: "invalid_scratchcard" | "key_reused",
                    ..
                }) if tries < MAX_SCRATCHCARDS => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Has a one-time code sent to `phone`. Asked again too soon, it sends
    /// nothing more and says the same.
    ///
    /// # Errors
    /// As for every question; [`SyncError::LockedOut`] after too many codes or
    /// wrong answers, or where another number has to wait; [`SyncError::Refused`]
    /// with `bad_number` or `number_fixed`.
    pub async fn send_code(
        &self,
        key: CentralKey,
        phone: &PhoneNumber,
    ) -> Result<CodeSent, SyncError> {
        let url = self.of_request(key, "otp/send/")?;
        let question = self.http.post(url).json(&json!({"phone": phone.reveal()}));
        let sent: Sent = self.http.json(Operation::SendCode, question).await?;
        Ok(CodeSent {
            attempts_left: sent.attempts_left,
            resend_after: Duration::from_secs(sent.resend_after),
        })
    }

    /// Has the one-time code `code` checked.
    ///
    /// # Errors
    /// As for every question; [`SyncError::Refused`] for what is no code of six
    /// digits, which does not count as an answer.
    pub async fn check_code(&self, key: CentralKey, code: &str) -> Result<CodeAnswer, SyncError> {
        const OPERATION: Operation = Operation::CheckCode;
        let url = self.of_request(key, "otp/check/")?;
        let question = self.http.post(url).json(&json!({"code": code.trim()}));
        let checked: Checked = self.http.json(OPERATION, question).await?;
        match (checked.result.as_str(), checked.attempts_left) {
            ("right", _) => Ok(CodeAnswer::Right),
            ("wrong", Some(attempts_left)) => Ok(CodeAnswer::Wrong { attempts_left }),
            ("exhausted", _) => Ok(CodeAnswer::Exhausted),
            ("expired", _) => Ok(CodeAnswer::Expired),
            _ => Err(unexpected(OPERATION, "an unknown result")),
        }
    }

    /// Sends pictures and data of a session, and returns where its request
    /// stands then. The same submission again changes nothing.
    ///
    /// # Errors
    /// As for every question; [`SyncError::Refused`] for data or pictures that
    /// are not taken, [`SyncError::WrongState`] where none are wanted any more.
    pub async fn put_evidence(
        &self,
        video_pk: i64,
        submission: &Submission,
    ) -> Result<State, SyncError> {
        const OPERATION: Operation = Operation::PutEvidence;
        let url = self.base.join(&format!("api/v1/videoid/{video_pk}/"))?;
        let question = self
            .http
            .put(url)
            .header(CONTENT_TYPE, "application/json")
            .body(Bytes::from(submission::evidence(submission).to_string()));
        let body = self
            .http
            .transfer(OPERATION, question, MAX_JSON_BYTES)
            .await?;
        let put: Put = wire::read(OPERATION, &body)?;
        Ok(State::from_registration_authority(&put.status))
    }

    /// Says that the capture of a request has failed, and why. The same `failure`
    /// again changes nothing.
    ///
    /// # Errors
    /// As for every question; [`SyncError::WrongState`] where the request waits
    /// for no evidence any more.
    pub async fn report_failure(
        &self,
        key: CentralKey,
        failure: &FailReason,
    ) -> Result<(), SyncError> {
        let url = self.of_request(key, "fail_videoid/")?;
        let question = self
            .http
            .post(url)
            .json(&json!({"id": failure.id, "type": failure.code()}));
        self.http
            .json::<Value>(Operation::ReportFailure, question)
            .await
            .map(drop)
    }

    /// The request that was made under `id`, if it was.
    async fn made(&self, id: RequestKey) -> Result<Option<OpenRequest>, SyncError> {
        const OPERATION: Operation = Operation::CreateRequest;
        let mut url = self.base.join("api/v1/requests/")?;
        url.query_pairs_mut()
            .append_pair("external_reference", &id.to_string());
        let page: Page = self.http.json(OPERATION, self.http.get(url)).await?;
        // A server that passes the filter over lists requests of others.
        page.results()
            .iter()
            .find(|row| row["external_reference"] == id.to_string())
            .map(|row| open_request::read(OPERATION, row))
            .transpose()
    }

    async fn scratchcard(&self, registration_authority: i64) -> Result<String, SyncError> {
        const OPERATION: Operation = Operation::CreateRequest;
        let mut url = self.base.join("api/v1/scratchcards/get_first_unused/")?;
        url.query_pairs_mut()
            .append_pair("ra", &registration_authority.to_string());
        let card: Scratchcard = self.http.json(OPERATION, self.http.get(url)).await?;
        card.sn
            .into_text()
            .ok_or_else(|| unexpected(OPERATION, "a scratchcard without number"))
    }
}
