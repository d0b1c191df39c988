//! `GET /api/v1/requests/{id}/`

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::Value;

use crate::{
    Central,
    core::request::Request,
    ra::{Failure, pk, view},
};

/// Shows one request.
pub(in crate::ra) async fn show(
    State(central): State<Central>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Failure> {
    let mut tx = central.snapshot().await?;
    let request = Request::find(&mut tx, pk(&id)?).await?;
    Ok(Json(view::request(&mut tx, &request).await?))
}
