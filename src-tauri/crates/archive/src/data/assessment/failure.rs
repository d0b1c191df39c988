//! `failReason` in both of its shapes, written and read.

use domain::failure::{Account, Category, FailReason};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `failure` in the shape it came in: `{id, type, message}` or
/// `{id, date, reason, category}` with the date in milliseconds since 1970.
#[must_use]
pub fn fail_reason(failure: &FailReason) -> Value {
    serde_json::to_value(FailReasonJson::of(failure))
        .expect("texts and numbers always have a JSON form")
}

/// The failure behind either shape; `None` where `value` is neither.
#[must_use]
pub fn read_fail_reason(value: &Value) -> Option<FailReason> {
    let Received {
        id,
        kind,
        message,
        date,
        reason,
        category,
    } = serde::Deserialize::deserialize(value).ok()?;
    let account = match (kind, date, reason, category) {
        (Some(kind), None, None, None) => Account::Client {
            kind,
            message: message.unwrap_or_default(),
        },
        (None, Some(date), Some(reason), Some(category)) => Account::Api {
            date: Timestamp::from_millisecond(date).ok()?,
            reason,
            category: Category::from_name(&category)?,
        },
        _ => return None,
    };
    Some(FailReason { id, account })
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum FailReasonJson<'a> {
    Api {
        id: &'a str,
        date: i64,
        reason: &'a str,
        category: &'static str,
    },
    Client {
        id: &'a str,
        #[serde(rename = "type")]
        kind: &'a str,
        message: &'a str,
    },
}

impl<'a> FailReasonJson<'a> {
    pub(super) fn of(failure: &'a FailReason) -> Self {
        let id = &failure.id;
        match &failure.account {
            Account::Api {
                date,
                reason,
                category,
            } => Self::Api {
                id,
                date: date.as_millisecond(),
                reason,
                category: category.name(),
            },
            Account::Client { kind, message } => Self::Client { id, kind, message },
        }
    }
}

/// Every key of both shapes.
#[derive(Deserialize)]
struct Received {
    id: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    message: Option<String>,
    date: Option<i64>,
    reason: Option<String>,
    category: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_published_samples_are_read_and_written_as_they_were() {
        let client = json!({
            "id": "8ea0e55f-385f-47b7-a401-ef1db467a625",
            "type": "InactiveUser.Aborted",
            "message": "There has been no interaction with the video",
        });
        let api = json!({
            "id": "6c3bb734-34a1-4979-8a5b-14a91853cadb",
            "date": 1_745_491_701_000_i64,
            "reason": "Liveness.NotDetected",
            "category": "User.Error",
        });
        for sample in [client, api] {
            let failure = read_fail_reason(&sample).expect("a published shape");
            assert_eq!(failure.category(), Some(Category::User));
            assert_eq!(fail_reason(&failure), sample);
        }
    }

    #[test]
    fn every_category_is_read() {
        for category in Category::ALL {
            let sample = json!({
                "id": "1", "date": 0, "reason": "Some.Thing", "category": category.name(),
            });
            let failure = read_fail_reason(&sample).expect("a shape");
            assert_eq!(failure.category(), Some(category));
        }
    }

    #[test]
    fn anything_else_is_not_a_failure() {
        for sample in [
            json!({}),
            json!({ "id": "1" }),
            json!({ "type": "Camera.NotFound", "message": "none" }),
            json!({ "id": "1", "date": 0, "reason": "Some.Thing", "category": "Weather.Error" }),
            json!({ "id": "1", "type": "Camera.NotFound", "reason": "both" }),
            json!("Camera.NotFound"),
        ] {
            assert_eq!(read_fail_reason(&sample), None, "{sample}");
        }
    }
}
