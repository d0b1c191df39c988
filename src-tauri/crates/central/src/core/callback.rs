//! Callbacks to partners: what they say, and the queue they wait in.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use sqlx::SqliteConnection;

use super::{Central, again, partner::PartnerSession, request::Request};
use crate::CentralError;

/// Queues the news of `request` for its partner, in the transaction that
/// makes them; a session without a callback address has none.
pub(crate) async fn queue(
    central: &Central,
    tx: &mut SqliteConnection,
    request: &Request,
) -> Result<(), CentralError> {
    let Some(partner) = &request.partner else {
        return Ok(());
    };
    let Some(callback) = partner.object("callback") else {
        return Ok(());
    };
    if !callback.get("url").is_some_and(Value::is_string) {
        return Ok(());
    }
    sqlx::query("INSERT INTO callback (session, payload, due_at) VALUES (?1, ?2, ?3)")
        .bind(&partner.id)
        .bind(payload(request, partner, callback).to_string())
        .bind(central.now().as_millisecond())
        .execute(tx)
        .await?;
    Ok(())
}

/// Why a session ended `ko`, or which pieces its customer is asked for again;
/// nothing for the others.
pub(crate) fn reason(request: &Request) -> Option<Cow<'_, str>> {
    match request.state {
        domain::session::State::Refused => request.refusal_reason.as_deref().map(Cow::Borrowed),
        domain::session::State::Cancelled => Some("Request cancelled".into()),
        domain::session::State::CaptureFailed => {
            let code = (request.failure.as_ref())
                .map_or("Capture failed", domain::failure::FailReason::code);
            Some(code.into())
        }
        domain::session::State::Incomplete if !request.asked.open.is_empty() => {
            Some(again::line(&request.asked.open).into())
        }
        domain::session::State::Capturing
        | domain::session::State::Incomplete
        | domain::session::State::WaitingForReview
        | domain::session::State::Validated
        | domain::session::State::Approved
        | domain::session::State::Unknown(_) => None,
    }
}

/// `true` once the session has its result, as the face writes it.
pub(crate) fn completed(request: &Request) -> Option<bool> {
    request.state.is_terminal().then_some(true)
}

/// The `callback` object as the face gives it back.
pub(crate) fn view(callback: &Map<String, Value>) -> Value {
    json!({
        "url": callback.get("url"),
        "method": callback.get("method"),
        "field": callback.get("field"),
        "headers": callback.get("headers"),
        "data": {},
    })
}

fn payload(request: &Request, partner: &PartnerSession, callback: &Map<String, Value>) -> Value {
    let field = callback
        .get("field")
        .and_then(Value::as_str)
        .unwrap_or("data");
    json!({
        field: {
            "callback": view(callback),
            "id": partner.id,
            "status": request.state.openapi(),
            "completed": completed(request),
            "reason": reason(request),
            "owner": partner.owner,
        },
        "success": true,
        "message": "",
        "error": null,
    })
}
