//! `POST /api/v1/requests/{id}/otp/send/` and `/otp/check/`

use axum::{
    Json,
    extract::{Path, Request, State},
};
use serde_json::{Value, json};

use crate::{
    Central, CentralError,
    core::otp::{self, Answer},
    ra::{Failure, body, pk},
};

/// Sends a one-time code to the phone of a request.
pub(in crate::ra) async fn send(
    State(central): State<Central>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let pk = pk(&id)?;
    let body = body::json(request).await?;
    let phone = body::optional(&body, "phone")?;
    let sent = otp::send(&central, pk, phone.as_deref()).await?;
    Ok(Json(json!({
        "attempts_left": sent.attempts_left,
        "resend_after": sent.resend_after,
    })))
}

/// Judges the code that the customer typed.
pub(in crate::ra) async fn check(
    State(central): State<Central>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let pk = pk(&id)?;
    let body = body::json(request).await?;
    let code = body::text(&body, "code")?;
    // A slip of the finger does not count as an answer.
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(CentralError::invalid("code", "must be six digits").into());
    }
    let answer = otp::check(&central, pk, code.into()).await?;
    let attempts_left = match answer {
        Answer::Wrong { attempts_left } => Some(attempts_left),
        Answer::Right | Answer::Exhausted | Answer::Expired => None,
    };
    Ok(Json(
        json!({"result": answer.name(), "attempts_left": attempts_left}),
    ))
}
