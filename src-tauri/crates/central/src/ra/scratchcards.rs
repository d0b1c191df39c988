//! `GET /api/v1/scratchcards/get_first_unused/`

use axum::{
    Json,
    extract::{Query, Request, State},
};
use serde_json::{Map, Value, json};

use super::{Failure, body};
use crate::{Central, CentralError, core::scratchcard::Scratchcard};

/// Gives the first unused scratchcard of a registration authority, named in
/// the body or in the query. It stays unused until a request takes it.
pub(super) async fn first_unused(
    State(central): State<Central>,
    Query(query): Query<Vec<(String, String)>>,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let bytes = body::bytes(request, body::ORDINARY).await?;
    let parameters: Map<String, Value> = if bytes.is_empty() {
        query
            .into_iter()
            .map(|(name, value)| (name, Value::String(value)))
            .collect()
    } else {
        body::object(&bytes)?
    };
    let authority = body::number(&parameters, "ra")?;
    let mut tx = central.write().await?;
    let card = Scratchcard::first_unused(&central, &mut tx, authority).await?;
    tx.commit().await.map_err(CentralError::from)?;
    Ok(Json(json!({
        "pk": card.pk,
        "sn": card.sn,
        "secrets": card.secrets().to_string(),
        "registration_authority": card.registration_authority,
    })))
}
