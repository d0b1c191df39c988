//! Error answers: what they mean is told by operation, HTTP status and
//! message; the `code` inside the body follows no rule (a 404 carries "400", a
//! business refusal comes as 500).

use std::time::Duration;

use serde::Deserialize;

use super::{Text, unexpected};
use crate::error::{Operation, SyncError};

/// The bodies of error answers, all in one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    id: Option<Text>,
    error: Option<String>,
    detail: Option<String>,
    description: Option<String>,
}

/// The meaning of an answer to `operation` whose `status` is not a success.
pub(crate) fn classify(
    operation: Operation,
    status: u16,
    retry_after: Option<Duration>,
    body: &[u8],
) -> SyncError {
    let body: Body = serde_json::from_slice(body).unwrap_or_default();
    let vendor_id = body.id.and_then(Text::into_text).filter(|id| is_plain(id));
    let message = body
        .error
        .or(body.detail)
        .or(body.description)
        .unwrap_or_default()
        .to_lowercase();
    let refused = |code| SyncError::Refused {
        operation,
        code,
        vendor_id: vendor_id.clone(),
    };
    match status {
        401 => SyncError::Unauthorised { operation },
        403 if decides(operation) => refused("not_permitted"),
        403 => SyncError::Unauthorised { operation },
        404 | 410 => SyncError::NotFound { operation },
        408 | 504 => SyncError::TimedOut { operation },
        // The upload does not go on there; where it does is asked again.
        409 if operation == Operation::UploadVideo => SyncError::Server {
            operation,
            status,
            vendor_id,
        },
        409 => refused("key_reused"),
        413 => refused("body_too_large"),
        429 if decides(operation) || operation == Operation::SendCode => SyncError::LockedOut {
            operation,
            retry_after,
        },
        412 | 400 | 422 | 500 => match meaning(&message) {
            Some(Meaning::WrongState) => SyncError::WrongState {
                operation,
                vendor_id,
            },
            Some(Meaning::Credentials) => SyncError::CredentialsRejected {
                operation,
                vendor_id,
            },
            Some(Meaning::UnknownRao) if decides(operation) => SyncError::CredentialsRejected {
                operation,
                vendor_id,
            },
            Some(Meaning::UnknownRao) => refused("unknown_rao"),
            Some(Meaning::Refused(code)) => refused(code),
            None if status == 500 && is_fault(&message) => SyncError::Server {
                operation,
                status,
                vendor_id,
            },
            None if status == 500 => refused("refused_by_server"),
            None => refused("bad_request"),
        },
        500..=599 | 429 => SyncError::Server {
            operation,
            status,
            vendor_id,
        },
        402..=499 => refused("bad_request"),
        _ => unexpected(operation, format!("status {status}")),
    }
}

enum Meaning {
    WrongState,
    Credentials,
    UnknownRao,
    Refused(&'static str),
}

/// What a message (in lower case) says, where it is one that is known.
fn meaning(message: &str) -> Option<Meaning> {
    let says = |part| message.contains(part);
    let has_word = |word| {
        message
            .split(|c: char| !c.is_alphanumeric())
            .any(|found| found == word)
    };
    if says("invalid request status") {
        Some(Meaning::WrongState)
    } else if says("retry limit reached") {
        Some(Meaning::Refused("retries_used_up"))
    } else if says("rao matching query does not exist") {
        Some(Meaning::UnknownRao)
    } else if says("invalid parameter phone") {
        Some(Meaning::Refused("bad_number"))
    } else if says("phone number cannot be changed") {
        Some(Meaning::Refused("number_fixed"))
    } else if says("missing parameter") || says("invalid parameter") || says("invalid paramiter") {
        // Before the next one: `Missing parameter: pin` is our mistake, not the operator's.
        Some(Meaning::Refused("bad_request"))
    } else if has_word("credentials") || has_word("password") || has_word("pin") {
        Some(Meaning::Credentials)
    } else if says("permission") {
        Some(Meaning::Refused("not_permitted"))
    } else if says("missing required docs") {
        Some(Meaning::Refused("documents_missing"))
    } else if says("invalid request fields") {
        Some(Meaning::Refused("fields_missing"))
    } else if says("scratchcard") {
        Some(Meaning::Refused("invalid_scratchcard"))
    } else {
        None
    }
}

/// Whether a 500 with this message is a fault of the server rather than a
/// refusal in the dress of one.
fn is_fault(message: &str) -> bool {
    message.is_empty() || message.contains("internal") || message.contains("server error")
}

/// Whether the operation carries the RAO's credentials.
const fn decides(operation: Operation) -> bool {
    match operation {
        Operation::Validate | Operation::Refuse | Operation::Approve | Operation::AskAgain => true,
        Operation::List
        | Operation::Request
        | Operation::Documents
        | Operation::Video
        | Operation::Declaration
        | Operation::Contract
        | Operation::UploadVideo
        | Operation::FindRequest
        | Operation::CreateRequest
        | Operation::SendCode
        | Operation::CheckCode
        | Operation::PutEvidence
        | Operation::ReportFailure
        | Operation::Picture => false,
    }
}

/// Whether an error id is only that; it goes into logs.
fn is_plain(id: &str) -> bool {
    id.len() <= 64
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const APPROVE: Operation = Operation::Approve;

    #[test]
    fn the_vendors_answers_are_told_apart_by_message() {
        let body =
            |error: &str| format!(r#"{{"code":"500","id":"80a9e5709417bdc9","error":"{error}"}}"#);
        check(APPROVE, 412, &body("Invalid request status"), "wrong_state");
        check(
            APPROVE,
            412,
            &body("Invalid request fields: mobile_phone_number"),
            "fields_missing",
        );
        check(APPROVE, 412, &body("Invalid paramiters"), "bad_request");
        check(
            Operation::AskAgain,
            412,
            &body("Retry limit reached"),
            "retries_used_up",
        );
        check(Operation::AskAgain, 404, "", "not_found");
        check(
            APPROVE,
            400,
            r#"{"error":"Missing required docs"}"#,
            "documents_missing",
        );
        check(
            APPROVE,
            400,
            r#"{"detail":"Missing parameter: pin"}"#,
            "bad_request",
        );
        check(
            APPROVE,
            400,
            r#"{"detail":"JSON parse error - line 3 column 2"}"#,
            "bad_request",
        );
        check(
            APPROVE,
            404,
            r#"{"code":"400","id":"c6","error":"No Request matches the given query."}"#,
            "not_found",
        );
        check(
            APPROVE,
            409,
            &body("Idempotency-Key was used for something else"),
            "key_reused",
        );
        check(
            APPROVE,
            500,
            &body("Invalid ScratchCard"),
            "invalid_scratchcard",
        );
        check(
            APPROVE,
            500,
            &body("Rao matching query does not exist."),
            "credentials_rejected",
        );
        check(
            Operation::Contract,
            500,
            &body("Rao matching query does not exist."),
            "unknown_rao",
        );
        check(
            APPROVE,
            500,
            &body("Invalid RAO credentials"),
            "credentials_rejected",
        );
        check(APPROVE, 500, &body("Wrong PIN"), "credentials_rejected");
        check(APPROVE, 500, &body("Spinning failed"), "refused_by_server");
        check(
            APPROVE,
            500,
            &body("You do not have permission to perform this action."),
            "not_permitted",
        );
        check(APPROVE, 500, &body("Internal error"), "server_error");
        check(
            APPROVE,
            500,
            "<html><h1>Server Error (500)</h1></html>",
            "server_error",
        );
        check(APPROVE, 500, "", "server_error");
        check(APPROVE, 502, "<html>Bad Gateway</html>", "server_error");
        check(
            APPROVE,
            503,
            &body("Invalid RAO credentials"),
            "server_error",
        );
        check(APPROVE, 504, "", "timed_out");
        check(
            APPROVE,
            429,
            &body("Too many failed attempts"),
            "locked_out",
        );
        check(Operation::List, 429, "", "server_error");
        check(
            Operation::List,
            401,
            r#"{"detail":"Invalid token."}"#,
            "unauthorised",
        );
        check(Operation::List, 403, "", "unauthorised");
        check(APPROVE, 403, "", "not_permitted");
        check(Operation::List, 302, "", "unexpected_answer");
        check(APPROVE, 418, "", "bad_request");
    }

    #[test]
    fn the_error_id_is_kept_and_a_strange_one_dropped() {
        for (id, kept) in [("b49fee578381243a", true), ("Anna Specimen", false)] {
            let body = format!(r#"{{"id":"{id}","error":"Internal error"}}"#);
            let SyncError::Server { vendor_id, .. } = classify(APPROVE, 500, None, body.as_bytes())
            else {
                panic!("a server fault");
            };
            assert_eq!(vendor_id.is_some(), kept, "{id}");
        }
    }

    #[track_caller]
    fn check(operation: Operation, status: u16, body: &str, code: &str) {
        let error = classify(operation, status, None, body.as_bytes());
        assert_eq!(error.code(), code, "{status} {body}");
    }
}
