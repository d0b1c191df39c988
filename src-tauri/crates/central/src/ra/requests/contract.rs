//! `POST /api/v1/requests/{id}/generate_document/`

use axum::{
    Json,
    extract::{Path, Request, State},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::evidence::Kind;
use serde_json::{Value, json};

use crate::{
    Central, CentralError,
    core::{contract, decision::Outcome, evidence, officer::Officer, request},
    ra::{Failure, body, pk},
};

/// Renders the contract and gives it as a PDF in base64. Without a `rao_id`,
/// the officer who validated acts.
pub(in crate::ra) async fn draw(
    State(central): State<Central>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let pk = pk(&id)?;
    let body = body::form(request).await?;
    let kind = body::optional(&body, "doctype")?
        .or(body::optional(&body, "type")?)
        .unwrap_or_else(|| "contract".to_owned());
    if kind != "contract" {
        return Err(CentralError::invalid("doctype", "must be contract").into());
    }
    let rao_id = body::optional(&body, "rao_id")?;
    let pdf = match approved(&central, pk).await? {
        Some(pdf) => pdf,
        None => render(&central, pk, rao_id.as_deref()).await?,
    };
    Ok(Json(json!({"document": BASE64_STANDARD.encode(pdf)})))
}

/// The contract of request `pk` as it is; rendered where there is none yet,
/// or one of another officer.
pub(super) async fn current(
    central: &Central,
    pk: i64,
    rao_id: &str,
) -> Result<Vec<u8>, CentralError> {
    let request = {
        let mut db = central.read().await?;
        request::Request::find(&mut db, pk).await?
    };
    let approved = request.decided_by(Outcome::Approve).is_some();
    let own = request.contract_by.map(|rao| rao.to_string()).as_deref() == Some(rao_id);
    match evidence::piece(&request, Kind::Contract) {
        Some(piece) if approved || own => central.files().read(piece.digest),
        Some(_) | None => render(central, pk, Some(rao_id)).await,
    }
}

async fn approved(central: &Central, pk: i64) -> Result<Option<Vec<u8>>, CentralError> {
    let mut db = central.read().await?;
    let request = request::Request::find(&mut db, pk).await?;
    if request.decided_by(Outcome::Approve).is_none() {
        return Ok(None);
    }
    evidence::piece(&request, Kind::Contract)
        .ok_or(CentralError::Damaged("an approved contract"))
        .and_then(|piece| central.files().read(piece.digest))
        .map(Some)
}

async fn render(central: &Central, pk: i64, rao_id: Option<&str>) -> Result<Vec<u8>, CentralError> {
    let (request, officer) = {
        let mut db = central.read().await?;
        let request = request::Request::find(&mut db, pk).await?;
        let rao = match rao_id {
            Some(id) => id.parse().map_err(|_| CentralError::NoSuchRao)?,
            None => request
                .decided_by(Outcome::Validate)
                .ok_or(CentralError::MissingParameter("rao_id"))?,
        };
        let officer = Officer::find(&mut db, rao).await?;
        (request, officer)
    };
    officer.demand_scope(request.registration_authority)?;
    let pdf = contract::render(central, &request, &officer).await?;
    let mut tx = central.write().await?;
    contract::keep(central, &mut tx, pk, &officer, &pdf).await?;
    tx.commit().await?;
    Ok(pdf)
}
