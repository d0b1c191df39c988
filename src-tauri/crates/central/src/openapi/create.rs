//! `POST /IT-selfie`, `/IT-automatic`, `/IT-live`

use axum::{
    Json,
    extract::{Request, State},
    http::HeaderMap,
};
use serde_json::{Value, json};

use super::{Caller, Failure, form::Form, link, success};
use crate::{
    Central, CentralError,
    core::{
        partner::{Mode, PartnerSession},
        request::{self, NewRequest, PARTNER_PROFILE},
        scratchcard::Scratchcard,
    },
    ra,
};

/// The longest body, in bytes.
const LIMIT: usize = 64 * 1024;

/// Makes a session, and the RA request that will hold its evidence.
pub(super) async fn create(
    mode: Mode,
    State(central): State<Central>,
    Caller(owner): Caller,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let bytes = ra::bytes(request, LIMIT).await?;
    let body: Value = serde_json::from_slice(&bytes).map_err(|error| CentralError::json(&error))?;
    let body = body
        .as_object()
        .ok_or_else(|| CentralError::Json("an object was expected".to_owned()))?;
    let form = Form::read(body)?;
    let id = uuid::Uuid::new_v4().to_string();
    let authority = central.config().registration_authority.pk;
    let mut tx = central.write().await?;
    let card = Scratchcard::first_unused(&central, &mut tx, authority).await?;
    let new = NewRequest {
        external_reference: Some(id.clone()),
        profile: PARTNER_PROFILE.to_owned(),
        declared: form.declared,
        identification_rao: None,
    };
    let request = request::Request::make(&central, &mut tx, &card, new).await?;
    PartnerSession::make(&mut tx, &id, request.pk, mode, &owner, &form.body).await?;
    tx.commit().await.map_err(CentralError::from)?;
    Ok(Json(success(json!({
        "id": id,
        "link": link(&ra::base_url(&central, &headers), &id),
        "message": message(mode),
        "status": request.state.openapi(),
        "owner": owner,
        "ra_request": {
            "pk": request.pk,
            "video_pk": request.video_pk,
            "video_identifier": request.video_identifier,
            "kiosk_code": request.kiosk_code,
        },
    }))))
}

const fn message(mode: Mode) -> &'static str {
    match mode {
        Mode::Automatic => "The link for the automated Video Identification service.",
        Mode::Selfie => "The link for the selfie Video Identification service.",
        Mode::Live => "The link for the live Video Identification service.",
    }
}
