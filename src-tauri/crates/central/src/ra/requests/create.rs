//! `POST /api/v1/requests/`

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
};
use serde_json::Value;

use crate::{
    Central, CentralError,
    core::{
        declared::Declared,
        officer::Officer,
        once::{Once, Question},
        request::{self, NewRequest},
        scratchcard::Scratchcard,
    },
    faults::Operation,
    ra::{Failure, body, idempotency_key, view},
};

/// Makes a VideoID request; it waits for its evidence.
pub(in crate::ra) async fn create(
    State(central): State<Central>,
    headers: HeaderMap,
    request: Request,
) -> Result<(StatusCode, Json<Value>), Failure> {
    let key = idempotency_key(&headers)?;
    let body = body::json(request).await?;
    let sn = body::text(&body, "scratchcard")?;
    body::text(&body, "email")?;
    let authority = body::number(&body, "registration_authority")?;
    let new = NewRequest {
        external_reference: reference(body::optional(&body, "external_reference")?)?,
        profile: body::text(&body, "profile")?,
        declared: Declared::from_body(&body)?,
        identification_rao: body
            .contains_key("identification_rao")
            .then(|| body::number(&body, "identification_rao"))
            .transpose()?,
    };
    if body::flag(&body, "videoid_mode") != Some(true) {
        return Err(CentralError::invalid("videoid_mode", "must be 1").into());
    }
    let question = Question::new(key, Operation::CreateRequest, None, &body);
    let mut act = match question.ask(&central).await? {
        Once::Answered(answer) => return Ok((StatusCode::CREATED, Json(answer))),
        Once::Open(act) => act,
    };
    if let Some(rao) = new.identification_rao {
        let officer = Officer::find(&mut act.tx, rao).await?;
        if !officer.is_identificator {
            return Err(CentralError::Forbidden.into());
        }
    }
    let card = Scratchcard::find(&mut act.tx, &sn).await?;
    if card.registration_authority != authority {
        return Err(CentralError::InvalidScratchcard.into());
    }
    demand_fresh(&mut act.tx, new.external_reference.as_deref()).await?;
    let request = request::Request::make(&central, &mut act.tx, &card, new).await?;
    act.belongs_to(request.pk);
    let answer = view::request(&mut act.tx, &request).await?;
    Ok((StatusCode::CREATED, Json(act.finish(answer).await?)))
}

fn reference(text: Option<String>) -> Result<Option<String>, CentralError> {
    match text {
        Some(text) if text.len() > 100 => {
            Err(CentralError::invalid("external_reference", "is too long"))
        }
        other => Ok(other),
    }
}

async fn demand_fresh(
    db: &mut sqlx::SqliteConnection,
    reference: Option<&str>,
) -> Result<(), CentralError> {
    let taken: Option<(i64,)> =
        sqlx::query_as("SELECT pk FROM request WHERE external_reference = ?1")
            .bind(reference)
            .fetch_optional(db)
            .await?;
    match taken {
        None => Ok(()),
        Some(_) => Err(CentralError::invalid(
            "external_reference",
            "is taken by another request",
        )),
    }
}
