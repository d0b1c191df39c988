//! `GET /IT-identity-verifications/{id}/data`

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use super::{Caller, Failure, demand_result, find, success};
use crate::{
    Central,
    core::{contract, request::Request},
};

/// Gives the data of an approved session.
pub(super) async fn data(
    State(central): State<Central>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, Failure> {
    let mut db = central.snapshot().await?;
    let (_, request) = find(&mut db, &id, &caller).await?;
    demand_result(&request, central.now())?;
    Ok(Json(success(view(&request))))
}

/// The data of a session: what was read, or else declared. Dates are
/// `YYYY-MM-DD`.
pub(super) fn view(request: &Request) -> Value {
    let known = |field: &str| request.known(field);
    json!({
        "firstName": known("given_name"),
        "lastName": known("surname_1"),
        "gender": known("sex"),
        "birthCountry": known("birth_country"),
        "birthDate": known("birth_date"),
        "birthPlace": known("birth_city"),
        "taxCode": known("citizen_tax_number"),
        "documentType": contract::document_kind(request).map(|kind| kind.name()),
        "documentNumber": known("serial_number"),
        "documentDate": known("id_document_issue_date"),
        "documentExpiration": known("id_document_validity"),
        "healthCardExpiration": known("health_card_expiry"),
        "healthCardID": known("health_card_number"),
    })
}
