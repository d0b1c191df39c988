//! Requests and officers as the RA API writes them.

mod capture;

use domain::{evidence::Kind, session::State};
use serde_json::{Map, Value, json};
use sqlx::SqliteConnection;

use crate::{
    CentralError,
    core::{
        again, decision::Outcome, declared::FIELDS, evidence, failure, officer::Officer,
        request::Request,
    },
};

/// A request, with our additions: `external_reference`, `created_at`,
/// `updated_at`, `videoid`, and what a capture client needs.
pub(crate) async fn request(
    db: &mut SqliteConnection,
    request: &Request,
) -> Result<Value, CentralError> {
    let mut view = Map::new();
    view.insert("pk".into(), request.pk.into());
    for name in FIELDS {
        view.insert(name.into(), request.declared.get(name).into());
    }
    for (name, value) in [
        ("certificate_set", json!([])),
        ("profile", request.profile.as_str().into()),
        ("scratchcard", request.scratchcard.as_str().into()),
        ("status", request.state.registration_authority().into()),
        ("registering_user", Value::Null),
        ("approving_user", Value::Null),
        ("producing_user", Value::Null),
        (
            "registration_authority",
            request.registration_authority.into(),
        ),
        (
            "approving_rao",
            rao(db, request.decided_by(Outcome::Approve)).await?,
        ),
        ("producing_rao", Value::Null),
        ("identification_rao", request.identification_rao.into()),
        ("paperless_mode", false.into()),
        ("videoid_mode", true.into()),
        ("created_at", request.created_at.to_string().into()),
        ("updated_at", request.updated_at.to_string().into()),
        (
            "external_reference",
            request.external_reference.as_deref().into(),
        ),
        ("kiosk_code", request.kiosk_code.as_deref().into()),
        ("otp", capture::otp(request)),
        ("layout", capture::layout(request)),
        ("redirect_urls", capture::redirect_urls(request)),
        ("policy", capture::policy(request)),
        ("videoid", videoid(request)),
        ("videoid_data", videoid_data(db, request).await?),
    ] {
        view.insert(name.into(), value);
    }
    Ok(Value::Object(view))
}

/// An officer.
pub(crate) fn officer(officer: &Officer) -> Value {
    json!({
        "pk": officer.pk,
        "given_name": officer.given_name,
        "surname_1": officer.surname_1,
        "surname_2": null,
        "certificate": null,
        "id_document_number": officer.id_document_number,
        "id_document_description": null,
        "id_document_issuer": null,
        "registration_authority": [officer.registration_authority],
        "registration_authority_master": officer.registration_authority,
        "is_identificator": officer.is_identificator,
    })
}

/// The names of kinds of evidence, as this face has them.
pub(crate) fn names(kinds: &[Kind]) -> Value {
    kinds.iter().map(|kind| evidence::name(*kind)).collect()
}

/// What a desk needs to review a session (our addition).
fn videoid(request: &Request) -> Value {
    let readings = request.readings.as_ref();
    let similarity = readings.and_then(|readings| readings.similarity);
    let pieces: Vec<Value> = request
        .evidence
        .iter()
        .map(|piece| {
            json!({
                "type": evidence::name(piece.kind),
                "sha256": piece.digest.to_hex(),
                "bytes": piece.bytes,
                "media": piece.media,
            })
        })
        .collect();
    json!({
        "video_pk": request.video_pk,
        "video_identifier": request.video_identifier,
        "videoid_status": status(request),
        "refusal_reason": request.refusal_reason,
        "fail_reason": failure::view(request),
        "acceptance": readings.map(|it| it.acceptance.reveal()),
        "ocr_data": readings.map_or_else(|| json!({}), |it| it.ocr_view()),
        "security_checks": readings.map_or_else(|| json!([]), |it| it.checks_view()),
        "similarity_level": similarity.map(|it| it.view()),
        "similarity_score": similarity.and_then(|it| it.score),
        "required": names(&evidence::required(request)),
        "missing": names(&evidence::missing(request)),
        "asked_again": request.asked.times,
        "asked_pieces": again::view(&request.asked.open),
        "evidence": pieces,
    })
}

/// The same in the vendor's own shape, without the pictures in it.
async fn videoid_data(db: &mut SqliteConnection, request: &Request) -> Result<Value, CentralError> {
    let readings = request.readings.as_ref();
    let operator = request
        .decided_by(Outcome::Refuse)
        .or_else(|| request.decided_by(Outcome::Validate));
    Ok(json!({
        "pk": request.video_pk,
        "status": status(request),
        "requests": [request.pk],
        "refusal_reason": request.refusal_reason.as_deref().unwrap_or_default(),
        "data": readings.map(|readings| json!({
            "ocr_data": readings.ocr_view(),
            "security_checks": readings.checks_view(),
            "similarity_level": readings.similarity.map(|it| it.view()),
        })),
        "video_identifier": request.video_identifier,
        "validation_services": {},
        "acceptance": readings.map(|it| it.acceptance.reveal()),
        "validation_operator": rao(db, operator).await?,
    }))
}

async fn rao(db: &mut SqliteConnection, pk: Option<i64>) -> Result<Value, CentralError> {
    match pk {
        None => Ok(Value::Null),
        Some(pk) => Ok(officer(&Officer::find(db, pk).await?)),
    }
}

fn status(request: &Request) -> Option<&'static str> {
    if request.state == State::Refused {
        Some("REFUSED")
    } else if request.decided_by(Outcome::Validate).is_some() {
        Some("VALIDATED")
    } else {
        None
    }
}
