//! Decisions: validate, refuse, approve. Each carries the RAO's credentials
//! and, as its idempotency key, the id of the decision, the same in every attempt.

use bytes::Bytes;
use domain::{
    decision::{Outcome, Refusal},
    id::{CentralKey, DecisionId},
    session::State,
};
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;

use super::Connector;
use crate::{
    credentials::RaoCredentials,
    error::{Operation, SyncError},
    wire::request::Request,
};

/// The answer to `validate_videoid` and `pl_approve`. It also carries
/// `secrets`, as a text or an object; they are the customer's and not read.
#[derive(Deserialize)]
struct Decided {
    request: Request,
}

/// The answer to `refuse_videoid`.
#[derive(Deserialize)]
struct RefusedAnswer {
    videoid_status: String,
}

impl Connector {
    /// Delivers the decision `id` on the request `key`, whatever it is.
    ///
    /// # Errors
    /// Those of the three below.
    pub async fn decide(
        &self,
        key: CentralKey,
        outcome: &Outcome,
        credentials: &RaoCredentials,
        id: DecisionId,
    ) -> Result<State, SyncError> {
        match outcome {
            Outcome::Validate => self.validate(key, credentials, id).await,
            Outcome::Refuse(refusal) => self.refuse(key, credentials, refusal, id).await,
            Outcome::Approve => self.approve(key, credentials, id).await,
        }
    }

    /// Validates the identification, and returns where the request stands then.
    ///
    /// # Errors
    /// As for every question; [`SyncError::CredentialsRejected`],
    /// [`SyncError::LockedOut`], [`SyncError::WrongState`], [`SyncError::Refused`].
    pub async fn validate(
        &self,
        key: CentralKey,
        credentials: &RaoCredentials,
        id: DecisionId,
    ) -> Result<State, SyncError> {
        let question = Question {
            operation: Operation::Validate,
            path: "validate_videoid/",
            reason: None,
        };
        let answer: Decided = self.put_to(key, question, credentials, id).await?;
        Ok(answer.request.state())
    }

    /// Refuses the identification, and returns where the request stands then.
    ///
    /// # Errors
    /// As for [`validate`](Self::validate).
    pub async fn refuse(
        &self,
        key: CentralKey,
        credentials: &RaoCredentials,
        refusal: &Refusal,
        id: DecisionId,
    ) -> Result<State, SyncError> {
        let reason = refusal.wire_reason();
        let question = Question {
            operation: Operation::Refuse,
            path: "refuse_videoid/",
            reason: Some(&reason),
        };
        let answer: RefusedAnswer = self.put_to(key, question, credentials, id).await?;
        Ok(State::from_registration_authority(&answer.videoid_status))
    }

    /// Approves the request, and returns where it stands then.
    ///
    /// # Errors
    /// As for [`validate`](Self::validate).
    pub async fn approve(
        &self,
        key: CentralKey,
        credentials: &RaoCredentials,
        id: DecisionId,
    ) -> Result<State, SyncError> {
        let question = Question {
            operation: Operation::Approve,
            path: "pl_approve/",
            reason: None,
        };
        let answer: Decided = self.put_to(key, question, credentials, id).await?;
        Ok(answer.request.state())
    }

    async fn put_to<T: serde::de::DeserializeOwned>(
        &self,
        key: CentralKey,
        question: Question<'_>,
        credentials: &RaoCredentials,
        id: DecisionId,
    ) -> Result<T, SyncError> {
        let url = self.of_request(key, question.path)?;
        let body = Bytes::from_owner(credentials.body(question.reason));
        let request = self
            .http
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("idempotency-key", id.to_string())
            .body(body);
        self.http.json(question.operation, request).await
    }
}

struct Question<'a> {
    operation: Operation,
    path: &'static str,
    reason: Option<&'a str>,
}
