//! `DELETE /api/v1/requests/{id}/cancel/`

use axum::{
    Json,
    extract::{Path, State},
    http::HeaderMap,
};
use domain::session::State as SessionState;
use serde_json::{Map, Value, json};

use crate::{
    Central,
    core::{
        once::{Once, Question},
        request::Request,
        session::{self, Step},
    },
    faults::Operation,
    ra::{Failure, idempotency_key, pk},
};

/// Withdraws a request that was not decided yet.
pub(in crate::ra) async fn cancel(
    State(central): State<Central>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, Failure> {
    let pk = pk(&id)?;
    let key = idempotency_key(&headers)?;
    let question = Question::new(key, Operation::Cancel, Some(pk), &Map::new());
    let mut act = match question.ask(&central).await? {
        Once::Answered(answer) => return Ok(Json(answer)),
        Once::Open(act) => act,
    };
    let mut request = Request::find(&mut act.tx, pk).await?;
    Step::Cancel.demand(&request.state)?;
    session::advance(&central, &mut act.tx, &mut request, SessionState::Cancelled).await?;
    let answer = json!({"status": "Request cancelled"});
    Ok(Json(act.finish(answer).await?))
}
