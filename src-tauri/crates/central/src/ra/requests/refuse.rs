//! `POST /api/v1/requests/{id}/refuse_videoid/`

use axum::{
    Json,
    extract::{Path, Request, State},
    http::HeaderMap,
};
use domain::{
    decision::{Outcome as Decided, Refusal},
    session::State as SessionState,
};
use serde_json::{Value, json};

use crate::{
    Central, CentralError,
    core::{
        decision::{self, Outcome},
        officer::Officer,
        once::{Once, Question},
        request,
        session::{self, Step},
    },
    faults::Operation,
    ra::{Failure, body, idempotency_key, pk},
};

/// The longest reason, in bytes.
pub(super) const MAX_REASON: usize = 2_000;

/// Refuses an identification.
pub(in crate::ra) async fn refuse(
    State(central): State<Central>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let pk = pk(&id)?;
    let key = idempotency_key(&headers)?;
    let body = body::json(request).await?;
    let credentials = body::credentials(&body)?;
    let reason = body::optional(&body, "reason")?.unwrap_or_default();
    if reason.len() > MAX_REASON {
        return Err(CentralError::invalid("reason", "is too long").into());
    }
    let officer = Officer::prove(&central, credentials).await?;
    let question = Question::new(key, Operation::Refuse, Some(pk), &body);
    let mut act = match question.ask(&central).await? {
        Once::Answered(answer) => return Ok(Json(answer)),
        Once::Open(act) => act,
    };
    let mut request = request::Request::find(&mut act.tx, pk).await?;
    officer.demand_scope(request.registration_authority)?;
    Step::Refuse.demand(&request.state)?;
    let retries = request.asked.retries(&central);
    if Refusal::from_wire_reason(&reason)
        .is_some_and(|refusal| !retries.admit(&Decided::Refuse(refusal)))
    {
        return Err(CentralError::RetriesUsedUp.into());
    }
    let id = act.decision_id();
    decision::note(
        &central,
        &mut act.tx,
        &mut request,
        Outcome::Refuse,
        &officer,
        id,
    )
    .await?;
    sqlx::query("UPDATE request SET refusal_reason = ?2 WHERE pk = ?1")
        .bind(pk)
        .bind(&reason)
        .execute(&mut *act.tx)
        .await?;
    request.refusal_reason = Some(reason.clone());
    session::advance(&central, &mut act.tx, &mut request, SessionState::Refused).await?;
    let answer = json!({"videoid_status": "REFUSED", "reason": reason});
    Ok(Json(act.finish(answer).await?))
}
