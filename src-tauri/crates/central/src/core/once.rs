//! Acting once: an operation with an idempotency key acts and records its
//! answer in one transaction; the same key gets the recorded answer.

use std::collections::BTreeMap;

use domain::id::DecisionId;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use sqlx::{Sqlite, Transaction};

use super::Central;
use crate::{CentralError, faults::Operation};

/// The longest key, in bytes.
const MAX_KEY: usize = 100;

/// An idempotency key: 1 to 100 visible ASCII characters, made by the client.
pub(crate) struct Key(String);

impl Key {
    /// Takes a key from its header.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, CentralError> {
        let visible = !text.is_empty() && text.iter().all(u8::is_ascii_graphic);
        match String::from_utf8(text.to_vec()) {
            Ok(key) if visible && key.len() <= MAX_KEY => Ok(Self(key)),
            _ => Err(CentralError::invalid(
                "Idempotency-Key",
                "must be 1 to 100 visible characters",
            )),
        }
    }
}

/// What is asked: an operation on a request with a body.
pub(crate) struct Question {
    pub(crate) key: Option<Key>,
    pub(crate) operation: Operation,
    /// The request, where there is one already.
    pub(crate) request: Option<i64>,
    digest: String,
}

/// What becomes of a question.
pub(crate) enum Once {
    /// It was answered before.
    Answered(Value),
    /// It is new; the transaction is open.
    Open(Act),
}

/// An operation under way.
pub(crate) struct Act {
    pub(crate) tx: Transaction<'static, Sqlite>,
    question: Question,
    central: Central,
}

impl Question {
    /// A question; password and PIN of `body` stay out of its digest, since a
    /// PIN is short enough to be guessed from one.
    pub(crate) fn new(
        key: Option<Key>,
        operation: Operation,
        request: Option<i64>,
        body: &Map<String, Value>,
    ) -> Self {
        let body: BTreeMap<&String, &Value> = body
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "password" | "pin"))
            .collect();
        let mut hash = Sha256::new();
        hash.update(operation.name());
        hash.update([0]);
        hash.update(request.unwrap_or(0).to_be_bytes());
        hash.update(serde_json::to_vec(&body).expect("a JSON object is always JSON"));
        Self {
            key,
            operation,
            request,
            digest: hex::encode(hash.finalize()),
        }
    }

    /// Opens the transaction, and looks whether the question was answered.
    pub(crate) async fn ask(self, central: &Central) -> Result<Once, CentralError> {
        let mut tx = central.write().await?;
        if let Some(Key(key)) = &self.key {
            let row: Option<(String, String)> = sqlx::query_as(
                "SELECT asked_sha256, answer FROM answered WHERE idempotency_key = ?1",
            )
            .bind(key)
            .fetch_optional(&mut *tx)
            .await?;
            if let Some((digest, answer)) = row {
                if digest != self.digest {
                    return Err(CentralError::KeyReused);
                }
                return serde_json::from_str(&answer)
                    .map(Once::Answered)
                    .map_err(|_| CentralError::Damaged("a recorded answer"));
            }
        }
        Ok(Once::Open(Act {
            tx,
            question: self,
            central: central.clone(),
        }))
    }
}

impl Act {
    /// Names the request that the operation made, so that its answer is
    /// erased with it.
    pub(crate) const fn belongs_to(&mut self, request: i64) {
        self.question.request = Some(request);
    }

    /// The id of the decision that this act is: the client's key where that is
    /// a UUID, a new one otherwise.
    pub(crate) fn decision_id(&self) -> DecisionId {
        self.question
            .key
            .as_ref()
            .and_then(|Key(key)| key.parse().ok())
            .unwrap_or_else(DecisionId::fresh)
    }

    /// Records `answer`, commits, and gives it back.
    pub(crate) async fn finish(mut self, answer: Value) -> Result<Value, CentralError> {
        if let Some(Key(key)) = &self.question.key {
            sqlx::query(
                "INSERT INTO answered (idempotency_key, operation, request, asked_sha256, answer, answered_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .bind(key)
            .bind(self.question.operation.name())
            .bind(self.question.request)
            .bind(&self.question.digest)
            .bind(answer.to_string())
            .bind(self.central.now().to_string())
            .execute(&mut *self.tx)
            .await?;
        }
        self.tx.commit().await?;
        // What was queued may leave now that it is written.
        self.central.callbacks().notify_one();
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_what_is_asked_not_how_it_is_proven() {
        let one = digest(r#"{"reason":"x","pin":"1","password":"a"}"#, 7);
        assert_eq!(one, digest(r#"{"password":"b","pin":"2","reason":"x"}"#, 7));
        assert_ne!(one, digest(r#"{"reason":"y"}"#, 7));
        assert_ne!(one, digest(r#"{"reason":"x"}"#, 8));
    }

    #[test]
    fn a_key_is_short_and_visible() {
        for (text, good) in [("a-1", true), ("", false), ("a b", false), ("é", false)] {
            assert_eq!(Key::parse(text.as_bytes()).is_ok(), good, "{text:?}");
        }
        assert!(Key::parse(&[b'a'; 101]).is_err());
    }

    fn digest(body: &str, request: i64) -> String {
        let body = serde_json::from_str(body).unwrap();
        Question::new(None, Operation::Refuse, Some(request), &body).digest
    }
}
