//! `POST /api/v1/requests/{id}/generates_tbs_receipt/`

use axum::{
    Json,
    extract::{Path, Request, State},
};
use serde_json::{Value, json};

use crate::{
    Central, CentralError,
    core::{declaration, officer::Officer, request},
    ra::{Failure, body, pk},
};

/// Draws up the declaration that the officer will stand for by approving.
pub(in crate::ra) async fn draw(
    State(central): State<Central>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let pk = pk(&id)?;
    let body = body::json(request).await?;
    let rao = body::number(&body, "rao")?;
    if body::text(&body, "type")? != "APPROVE" {
        return Err(CentralError::invalid("type", "must be APPROVE").into());
    }
    let mut tx = central.write().await?;
    let request = request::Request::find(&mut tx, pk).await?;
    let officer = Officer::find(&mut tx, rao).await?;
    officer.demand_scope(request.registration_authority)?;
    let receipt = declaration::draw(&central, &mut tx, &request, &officer).await?;
    tx.commit().await?;
    Ok(Json(json!({
        "serial_number": receipt.serial_number,
        "receipt": receipt.text,
    })))
}
