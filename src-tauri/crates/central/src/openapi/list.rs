//! `GET /IT-identity-verifications`

use axum::{Json, extract::State};
use serde_json::{Value, json};

use super::{Caller, Failure, success};
use crate::{Central, core::request::instant};

/// The most sessions that are listed, newest first.
const MOST: i64 = 1_000;

/// Lists the caller's sessions.
pub(super) async fn list(
    State(central): State<Central>,
    Caller(owner): Caller,
) -> Result<Json<Value>, Failure> {
    let mut db = central.read().await?;
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT partner_session.id, request.state, request.created_at, request.updated_at
         FROM partner_session JOIN request ON request.pk = partner_session.request
         WHERE partner_session.owner = ?1 ORDER BY request.pk DESC LIMIT ?2",
    )
    .bind(owner)
    .bind(MOST)
    .fetch_all(&mut *db)
    .await?;
    let mut sessions = Vec::with_capacity(rows.len());
    for (id, state, created, updated) in rows {
        sessions.push(json!({
            "id": id,
            "status": domain::session::State::from_name(&state).openapi(),
            "creationTimestamp": instant(&created)?.as_second(),
            "lastUpdateTimestamp": instant(&updated)?.as_second(),
        }));
    }
    Ok(Json(success(Value::Array(sessions))))
}
