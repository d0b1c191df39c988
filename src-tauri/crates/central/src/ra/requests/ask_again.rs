//! `POST /api/v1/requests/{id}/request_videoid_pieces/` (an extension: the
//! vendor's API has no such operation)

use axum::{
    Json,
    extract::{Path, Request, State},
    http::HeaderMap,
};
use domain::{
    decision::{AskAgain, AskError, Outcome, PieceAsked, PieceReason},
    session::State as SessionState,
};
use serde_json::{Map, Value, json};

use super::refuse::MAX_REASON;
use crate::{
    Central, CentralError,
    core::{
        again, evidence,
        officer::Officer,
        once::{Once, Question},
        request,
        session::{self, Step},
    },
    faults::Operation,
    ra::{Failure, body, idempotency_key, pk},
};

/// Asks the customer for pieces of the evidence again.
pub(in crate::ra) async fn ask_again(
    State(central): State<Central>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let pk = pk(&id)?;
    let key = idempotency_key(&headers)?;
    let body = body::json(request).await?;
    let credentials = body::credentials(&body)?;
    let asking = read(&body)?;
    let officer = Officer::prove(&central, credentials).await?;
    let question = Question::new(key, Operation::AskAgain, Some(pk), &body);
    let mut act = match question.ask(&central).await? {
        Once::Answered(answer) => return Ok(Json(answer)),
        Once::Open(act) => act,
    };
    let mut request = request::Request::find(&mut act.tx, pk).await?;
    officer.demand_scope(request.registration_authority)?;
    Step::AskAgain.demand(&request.state)?;
    let retries = request.asked.retries(&central);
    if !retries.admit(&Outcome::AskAgain(asking.clone())) {
        return Err(CentralError::RetriesUsedUp.into());
    }
    let id = act.decision_id();
    again::note(&central, &mut act.tx, &mut request, &asking, &officer, id).await?;
    session::advance(
        &central,
        &mut act.tx,
        &mut request,
        SessionState::Incomplete,
    )
    .await?;
    let answer = json!({
        "status": request.state.registration_authority(),
        "pieces": again::view(asking.pieces()),
        "retries_left": request.asked.retries(&central).left(),
    });
    Ok(Json(act.finish(answer).await?))
}

fn read(body: &Map<String, Value>) -> Result<AskAgain, CentralError> {
    let pieces = body
        .get("pieces")
        .ok_or(CentralError::MissingParameter("pieces"))?
        .as_array()
        .ok_or(CentralError::invalid("pieces", "must be a list"))?;
    let pieces = pieces.iter().map(piece).collect::<Result<Vec<_>, _>>()?;
    let text = body::optional(body, "text")?.unwrap_or_default();
    if text.len() > MAX_REASON {
        return Err(CentralError::invalid("text", "is too long"));
    }
    AskAgain::new(pieces, &text).map_err(|error| match error {
        AskError::Nothing => CentralError::MissingParameter("pieces"),
        AskError::Twice(_) => CentralError::invalid("pieces", "names a piece twice"),
        AskError::DoesNotSuit(_) => {
            CentralError::invalid("pieces", "gives a reason that its piece cannot have")
        }
        AskError::TextRequired => CentralError::MissingParameter("text"),
    })
}

fn piece(entry: &Value) -> Result<PieceAsked, CentralError> {
    let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
    Ok(PieceAsked {
        piece: evidence::kind(text("type"))
            .and_then(again::piece)
            .ok_or(CentralError::invalid("pieces", "has an unknown type"))?,
        reason: PieceReason::from_code(text("reason"))
            .ok_or(CentralError::invalid("pieces", "has an unknown reason"))?,
    })
}
