//! The RA API's shapes and their conversion into the domain.
//!
//! Tolerant where the vendor is not one mind (two forms of the same fact,
//! fields nobody announced), strict where a guess would be wrong. What does not
//! fit is named by place, never by value: the values are somebody's.

pub(crate) mod checks;
pub(crate) mod documents;
pub(crate) mod fault;
pub(crate) mod fields;
pub(crate) mod open_request;
pub(crate) mod page;
pub(crate) mod request;
pub(crate) mod submission;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::error::Category;

use crate::error::{Operation, SyncError};

/// Reads the answer to `operation`.
pub(crate) fn read<T: DeserializeOwned>(operation: Operation, body: &[u8]) -> Result<T, SyncError> {
    serde_json::from_slice(body).map_err(|error| {
        let kind = match error.classify() {
            Category::Data => "a value of the wrong type",
            Category::Eof => "an early end",
            Category::Syntax | Category::Io => "no JSON",
        };
        // Without a column serde has lost the place.
        let what = match error.column() {
            0 => kind.to_owned(),
            column => format!("{kind} at line {} column {column}", error.line()),
        };
        unexpected(operation, what)
    })
}

pub(crate) fn unexpected(operation: Operation, what: impl Into<String>) -> SyncError {
    SyncError::UnexpectedAnswer {
        operation,
        what: what.into(),
    }
}

/// A text; the vendor also writes numbers.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Text {
    Text(String),
    Number(serde_json::Number),
}

impl Text {
    /// The text without blanks around it, unless it is empty.
    pub(crate) fn into_text(self) -> Option<String> {
        let text = match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        };
        let trimmed = text.trim();
        (!trimmed.is_empty()).then(|| trimmed.to_owned())
    }
}
