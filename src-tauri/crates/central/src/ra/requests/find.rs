//! `GET /api/v1/requests/find/`

use axum::{
    Json,
    extract::{Query, State},
};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    Central, CentralError,
    core::{request::Request, session::Step},
    ra::{Failure, view},
};

/// What somebody typed.
#[derive(Deserialize)]
pub(in crate::ra) struct Typed {
    code: Option<String>,
}

/// Finds the request that waits for its evidence and goes by a code.
pub(in crate::ra) async fn find(
    State(central): State<Central>,
    Query(typed): Query<Typed>,
) -> Result<Json<Value>, Failure> {
    let code = typed.code.unwrap_or_default();
    let code = code.trim();
    if code.is_empty() {
        return Err(CentralError::MissingParameter("code").into());
    }
    let mut tx = central.snapshot().await?;
    let request = Request::by_code(&mut tx, code).await?;
    Step::Upload.demand(&request.state)?;
    Ok(Json(view::request(&mut tx, &request).await?))
}
