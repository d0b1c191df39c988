//! `POST /api/v1/requests/{id}/fail_videoid/`

use axum::{
    Json,
    extract::{Path, Request, State},
};
use serde_json::{Value, json};

use crate::{
    Central,
    core::failure,
    ra::{Failure, body, pk},
};

/// Takes note of that a capture has failed.
pub(in crate::ra) async fn fail(
    State(central): State<Central>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let pk = pk(&id)?;
    let body = body::json(request).await?;
    let reason = failure::read(&body::text(&body, "id")?, &body::text(&body, "type")?)?;
    let request = failure::note(&central, pk, reason).await?;
    Ok(Json(
        json!({"status": request.state.registration_authority()}),
    ))
}
