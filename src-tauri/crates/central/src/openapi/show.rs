//! `GET /IT-identity-verifications/{id}`

use axum::{
    Json,
    extract::{Path, State},
    http::HeaderMap,
};
use serde_json::{Value, json};

use super::{Caller, Failure, find, link, success};
use crate::{Central, core::callback, ra};

/// Shows one of the caller's sessions.
pub(super) async fn show(
    State(central): State<Central>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, Failure> {
    let mut db = central.snapshot().await?;
    let (session, request) = find(&mut db, &id, &caller).await?;
    Ok(Json(success(json!({
        "_id": session.id,
        "id": session.id,
        "callback": session.object("callback").map(callback::view),
        "link": link(&ra::base_url(&central, &headers), &session.id),
        "status": request.state.openapi(),
        "completed": callback::completed(&request),
        "owner": session.owner,
        "creationTimestamp": request.created_at.as_second(),
        "lastUpdateTimestamp": request.updated_at.as_second(),
        "reason": callback::reason(&request),
    }))))
}
