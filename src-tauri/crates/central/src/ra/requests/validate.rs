//! `POST /api/v1/requests/{id}/validate_videoid/`

use axum::{
    Json,
    extract::{Path, Request, State},
    http::HeaderMap,
};
use domain::session::State as SessionState;
use serde_json::{Value, json};

use crate::{
    Central,
    core::{
        decision::{self, Outcome},
        officer::Officer,
        once::{Once, Question},
        request,
        session::{self, Step},
    },
    faults::Operation,
    ra::{Failure, body, idempotency_key, pk, view},
};

/// Validates an identification; declaration, contract and approval follow.
pub(in crate::ra) async fn validate(
    State(central): State<Central>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let pk = pk(&id)?;
    let key = idempotency_key(&headers)?;
    let body = body::json(request).await?;
    let officer = Officer::prove(&central, body::credentials(&body)?).await?;
    let question = Question::new(key, Operation::Validate, Some(pk), &body);
    let mut act = match question.ask(&central).await? {
        Once::Answered(answer) => return Ok(Json(answer)),
        Once::Open(act) => act,
    };
    let mut request = request::Request::find(&mut act.tx, pk).await?;
    officer.demand_scope(request.registration_authority)?;
    Step::Validate.demand(&request.state)?;
    let id = act.decision_id();
    decision::note(
        &central,
        &mut act.tx,
        &mut request,
        Outcome::Validate,
        &officer,
        id,
    )
    .await?;
    session::advance(&central, &mut act.tx, &mut request, SessionState::Validated).await?;
    let answer = json!({
        "secrets": null,
        "request": view::request(&mut act.tx, &request).await?,
    });
    Ok(Json(act.finish(answer).await?))
}
