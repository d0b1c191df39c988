//! `POST /api/v1/requests/{id}/pl_get_document/`

use axum::{
    Json,
    extract::{Path, Request, State},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{evidence::Kind, session::State as SessionState};
use serde_json::{Value, json};

use super::contract;
use crate::{
    Central, CentralError,
    core::{evidence, officer::Officer, request},
    ra::{Failure, body, pk},
};

/// Gives one document in base64: a picture as it came, or the contract.
pub(in crate::ra) async fn get(
    State(central): State<Central>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let pk = pk(&id)?;
    let body = body::form(request).await?;
    let kind = body::optional(&body, "type")?
        .as_deref()
        .and_then(evidence::kind)
        .ok_or(CentralError::NoSuchDocument)?;
    let rao_id = body::optional(&body, "rao_id")?;
    let content = match kind {
        Kind::Contract => contract::current(&central, pk, officer(rao_id.as_deref())?).await?,
        Kind::DocumentFront
        | Kind::DocumentRear
        | Kind::DocumentPhoto
        | Kind::Selfie
        | Kind::HealthCardFront
        | Kind::HealthCardRear => picture(&central, pk, kind, rao_id.as_deref()).await?,
        Kind::Video | Kind::Snapshot | Kind::Declaration => {
            return Err(CentralError::NoSuchDocument.into());
        }
    };
    Ok(Json(json!([view(pk, kind, &content)])))
}

/// A document as this face writes it.
pub(super) fn view(pk: i64, kind: Kind, content: &[u8]) -> Value {
    json!({
        "pk": pk,
        "document": BASE64_STANDARD.encode(content),
        "type": evidence::name(kind),
    })
}

async fn picture(
    central: &Central,
    pk: i64,
    kind: Kind,
    rao_id: Option<&str>,
) -> Result<Vec<u8>, CentralError> {
    let mut db = central.read().await?;
    let request = request::Request::find(&mut db, pk).await?;
    let asks_who = matches!(
        request.state,
        SessionState::Validated | SessionState::WaitingForReview
    );
    if asks_who {
        let rao = officer(rao_id)?
            .parse()
            .map_err(|_| CentralError::NoSuchRao)?;
        Officer::find(&mut db, rao)
            .await?
            .demand_scope(request.registration_authority)?;
    }
    let piece = evidence::piece(&request, kind).ok_or(CentralError::NoSuchDocument)?;
    central.files().read(piece.digest)
}

fn officer(rao_id: Option<&str>) -> Result<&str, CentralError> {
    rao_id.ok_or(CentralError::NoSuchDocument)
}
