//! Decisions: validate, refuse, approve, ask again. Each carries the RAO's credentials
//! and, as its idempotency key, the id of the decision, the same in every attempt.

use bytes::Bytes;
use domain::{
    decision::{AskAgain, Outcome, Refusal},
    id::{CentralKey, DecisionId},
    session::State,
};
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;

use super::Connector;
use crate::{
    credentials::{Particulars, Piece, RaoCredentials},
    error::{Operation, SyncError},
    wire::{request::Request, submission::kind_name},
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

/// The answer to `request_videoid_pieces`.
#[derive(Deserialize)]
struct AskedAnswer {
    status: String,
}

impl Connector {
    /// Delivers the decision `id` on the request `key`, whatever it is.
    ///
    /// # Errors
    /// Those of the four below.
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
            Outcome::AskAgain(asking) => self.ask_again(key, credentials, asking, id).await,
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
            particulars: Particulars::default(),
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
            particulars: Particulars {
                reason: Some(&reason),
                ..Particulars::default()
            },
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
            particulars: Particulars::default(),
        };
        let answer: Decided = self.put_to(key, question, credentials, id).await?;
        Ok(answer.request.state())
    }

    /// Asks the customer for pieces again, and returns where the request stands
    /// then. An extension: a server that has it not answers
    /// [`SyncError::NotFound`].
    ///
    /// # Errors
    /// As for [`validate`](Self::validate).
    pub async fn ask_again(
        &self,
        key: CentralKey,
        credentials: &RaoCredentials,
        asking: &AskAgain,
        id: DecisionId,
    ) -> Result<State, SyncError> {
        let pieces = asking.pieces().iter().map(|asked| Piece {
            kind: kind_name(asked.piece.evidence()),
            reason: asked.reason.code(),
        });
        let question = Question {
            operation: Operation::AskAgain,
            path: "request_videoid_pieces/",
            particulars: Particulars {
                pieces: pieces.collect(),
                text: Some(asking.text()).filter(|text| !text.is_empty()),
                ..Particulars::default()
            },
        };
        let answer: AskedAnswer = self.put_to(key, question, credentials, id).await?;
        Ok(State::from_registration_authority(&answer.status))
    }

    async fn put_to<T: serde::de::DeserializeOwned>(
        &self,
        key: CentralKey,
        question: Question<'_>,
        credentials: &RaoCredentials,
        id: DecisionId,
    ) -> Result<T, SyncError> {
        let url = self.of_request(key, question.path)?;
        let body = Bytes::from_owner(credentials.body(&question.particulars));
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
    particulars: Particulars<'a>,
}
