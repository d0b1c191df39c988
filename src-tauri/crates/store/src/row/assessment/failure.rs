//! The reason of a failure as JSON.

use domain::failure::{Account, Category, FailReason};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub(super) enum FailReasonRow {
    Api {
        id: String,
        date: String,
        reason: String,
        category: String,
    },
    Client {
        id: String,
        kind: String,
        message: String,
    },
}

impl From<&FailReason> for FailReasonRow {
    fn from(failure: &FailReason) -> Self {
        let id = failure.id.clone();
        match &failure.account {
            Account::Api {
                date,
                reason,
                category,
            } => Self::Api {
                id,
                date: date.to_string(),
                reason: reason.clone(),
                category: category.name().to_owned(),
            },
            Account::Client { kind, message } => Self::Client {
                id,
                kind: kind.clone(),
                message: message.clone(),
            },
        }
    }
}

impl FailReasonRow {
    pub(super) fn into_domain(self) -> Option<FailReason> {
        Some(match self {
            Self::Api {
                id,
                date,
                reason,
                category,
            } => FailReason {
                id,
                account: Account::Api {
                    date: date.parse::<Timestamp>().ok()?,
                    reason,
                    category: Category::from_name(&category)?,
                },
            },
            Self::Client { id, kind, message } => FailReason {
                id,
                account: Account::Client { kind, message },
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes_survive_their_json() {
        let api = FailReason {
            id: "6c3bb734".to_owned(),
            account: Account::Api {
                date: Timestamp::from_millisecond(1_745_491_701_000).expect("a time"),
                reason: "Liveness.NotDetected".to_owned(),
                category: Category::User,
            },
        };
        for failure in [api, FailReason::illegible_document(b"evidence")] {
            let text =
                serde_json::to_string(&FailReasonRow::from(&failure)).expect("it can be written");
            let row: FailReasonRow = serde_json::from_str(&text).expect("it can be read");
            assert_eq!(row.into_domain(), Some(failure), "{text}");
        }
    }
}
