//! `POST /api/v1/requests/{id}/pl_approve/`

use axum::{
    Json,
    extract::{Path, Request, State},
    http::HeaderMap,
};
use domain::session::State as SessionState;
use serde_json::{Value, json};

use crate::{
    Central, CentralError,
    core::{
        decision::{self, Outcome},
        officer::Officer,
        once::{Once, Question},
        request,
        scratchcard::Scratchcard,
        session::{self, Step},
    },
    faults::Operation,
    ra::{Failure, body, idempotency_key, pk, view},
};

/// Approves a validated request: the officer stands for the declaration and
/// the contract that were drawn up. The answer has the secrets of enrolment.
pub(in crate::ra) async fn approve(
    State(central): State<Central>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let pk = pk(&id)?;
    let key = idempotency_key(&headers)?;
    let body = body::json(request).await?;
    let officer = Officer::prove(&central, body::credentials(&body)?).await?;
    let question = Question::new(key, Operation::Approve, Some(pk), &body);
    let mut act = match question.ask(&central).await? {
        Once::Answered(answer) => return Ok(Json(answer)),
        Once::Open(act) => act,
    };
    let mut request = request::Request::find(&mut act.tx, pk).await?;
    officer.demand_scope(request.registration_authority)?;
    Step::Approve.demand(&request.state)?;
    demand_fields(&request, &officer)?;
    demand_documents(&request, &officer)?;
    let id = act.decision_id();
    decision::note(
        &central,
        &mut act.tx,
        &mut request,
        Outcome::Approve,
        &officer,
        id,
    )
    .await?;
    session::advance(&central, &mut act.tx, &mut request, SessionState::Approved).await?;
    let card = Scratchcard::find(&mut act.tx, &request.scratchcard).await?;
    let answer = json!({
        "secrets": card.secrets(),
        "request": view::request(&mut act.tx, &request).await?,
    });
    Ok(Json(act.finish(answer).await?))
}

/// Another officer than the validating one may approve only where the request
/// names the validating one as its identification officer.
fn demand_fields(request: &request::Request, officer: &Officer) -> Result<(), CentralError> {
    let mut missing = request.missing_fields();
    let validated_by = request.decided_by(Outcome::Validate);
    if validated_by != Some(officer.pk) && request.identification_rao != validated_by {
        missing.push("identification_rao");
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(CentralError::MissingFields(missing))
    }
}

/// An officer stands for a declaration and a contract of their own.
fn demand_documents(request: &request::Request, officer: &Officer) -> Result<(), CentralError> {
    let own = Some(officer.pk);
    if request.receipt_by == own && request.contract_by == own {
        Ok(())
    } else {
        Err(CentralError::MissingDocuments)
    }
}
