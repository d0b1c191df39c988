//! `POST /api/v1/requests/check_contact_data_limits/`

use axum::{
    Json,
    extract::{Request, State},
};
use serde_json::{Value, json};

use crate::{
    Central, CentralError,
    ra::{Failure, body},
};

/// Tells whether too many different documents share a phone number or an
/// e-mail address, the asked one included.
pub(in crate::ra) async fn check(
    State(central): State<Central>,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let body = body::json(request).await?;
    let authority = body::number(&body, "registration_authority")?;
    let serial = body::text(&body, "serial_number")?;
    let email = body::optional(&body, "email")?;
    let phone = body::optional(&body, "mobile_phone_number")?;
    let mut over = Vec::new();
    for (field, value) in [("mobile_phone_number", phone), ("email", email)] {
        let Some(value) = value else { continue };
        let mut db = central.read().await?;
        let (others,): (i64,) = sqlx::query_as(
            "SELECT COUNT(DISTINCT json_extract(declared, '$.serial_number')) FROM request
             WHERE registration_authority = ?1
                 AND json_extract(declared, '$.' || ?2) = ?3
                 AND json_extract(declared, '$.serial_number') <> ?4",
        )
        .bind(authority)
        .bind(field)
        .bind(value)
        .bind(&serial)
        .fetch_one(&mut *db)
        .await
        .map_err(CentralError::from)?;
        if others >= i64::from(central.config().contact_limit) {
            over.push(field);
        }
    }
    let reason = match over[..] {
        [] => {
            return Ok(Json(
                json!({"result": "ok", "registration_authority": authority}),
            ));
        }
        [_, _] => "email and phone",
        ["email"] => "email address",
        [..] => "phone number",
    };
    Ok(Json(json!({
        "result": "ko",
        "reason": format!("Too many different documents associated to the same {reason}"),
        "registration_authority": authority,
    })))
}
