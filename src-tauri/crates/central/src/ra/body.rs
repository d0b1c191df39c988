//! Bodies and their parameters.

use axum::{
    Form,
    extract::{FromRequest, Multipart, Request},
    http::header,
};
use futures::StreamExt;
use serde_json::{Map, Value};

use crate::{CentralError, core::officer::Credentials};

/// The longest ordinary body, in bytes.
pub(super) const ORDINARY: usize = 256 * 1024;

/// The body, up to `limit` bytes. Of a longer one as much again is read and
/// forgotten, so that its sender gets an answer and not a broken connection.
pub(crate) async fn bytes(request: Request, limit: usize) -> Result<Vec<u8>, CentralError> {
    let mut pieces = request.into_body().into_data_stream();
    let mut body = Vec::new();
    let mut read = 0;
    while let Some(piece) = pieces.next().await {
        let piece =
            piece.map_err(|_| CentralError::BadUpload("The body ended before it was complete"))?;
        read += piece.len();
        if read <= limit {
            body.extend_from_slice(&piece);
        } else if read > 2 * limit {
            break;
        }
    }
    if read > limit {
        return Err(CentralError::TooLarge {
            limit: limit as u64,
        });
    }
    Ok(body)
}

/// The object that `body` is as JSON.
pub(super) fn object(body: &[u8]) -> Result<Map<String, Value>, CentralError> {
    match serde_json::from_slice(body).map_err(|error| CentralError::json(&error))? {
        Value::Object(object) => Ok(object),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(CentralError::Json("an object was expected".to_owned()))
        }
    }
}

/// The object that an ordinary body is as JSON.
pub(super) async fn json(request: Request) -> Result<Map<String, Value>, CentralError> {
    object(&bytes(request, ORDINARY).await?)
}

/// The parameters of a body that is multipart, a form or JSON.
pub(super) async fn form(request: Request) -> Result<Map<String, Value>, CentralError> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    if kind.starts_with("multipart/form-data") {
        return multipart(request).await;
    }
    if kind.starts_with("application/x-www-form-urlencoded") {
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, &())
            .await
            .map_err(|_| CentralError::BadUpload("Malformed form"))?;
        return Ok(pairs
            .into_iter()
            .map(|(name, value)| (name, Value::String(value)))
            .collect());
    }
    let body = bytes(request, ORDINARY).await?;
    object(&body)
}

/// A parameter that must be there: a text, or a number as a text.
pub(super) fn text(body: &Map<String, Value>, name: &'static str) -> Result<String, CentralError> {
    optional(body, name)?.ok_or(CentralError::MissingParameter(name))
}

/// A parameter that may be there; blank is not there.
pub(super) fn optional(
    body: &Map<String, Value>,
    name: &'static str,
) -> Result<Option<String>, CentralError> {
    let text = match body.get(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => {
            return Err(CentralError::invalid(name, "must be a text"));
        }
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// A number that must be there.
pub(super) fn number(body: &Map<String, Value>, name: &'static str) -> Result<i64, CentralError> {
    text(body, name)?
        .parse()
        .map_err(|_| CentralError::invalid(name, "must be a number"))
}

/// A flag of the vendor's: 0 or 1, or a boolean.
pub(super) fn flag(body: &Map<String, Value>, name: &str) -> Option<bool> {
    match body.get(name)? {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => Some(number.as_i64() == Some(1)),
        Value::String(text) => Some(text.trim() == "1"),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The credentials of a decision. A password may begin or end with a space.
pub(super) fn credentials(body: &Map<String, Value>) -> Result<Credentials, CentralError> {
    let user_name = text(body, "username")?;
    let secret = |name| match body.get(name) {
        Some(Value::String(secret)) if !secret.is_empty() => Ok(secret.clone().into()),
        Some(Value::Number(number)) => Ok(number.to_string().into()),
        None | Some(_) => Err(CentralError::MissingParameter(name)),
    };
    Ok(Credentials {
        user_name,
        password: secret("password")?,
        pin: secret("pin")?,
        rao_id: number(body, "rao_id")?,
    })
}

async fn multipart(request: Request) -> Result<Map<String, Value>, CentralError> {
    const MALFORMED: CentralError = CentralError::BadUpload("Malformed multipart body");
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| MALFORMED)?;
    let mut body = Map::new();
    while let Some(part) = parts.next_field().await.map_err(|_| MALFORMED)? {
        let name = part.name().unwrap_or_default().to_owned();
        let value = part.text().await.map_err(|_| MALFORMED)?;
        body.insert(name, Value::String(value));
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_an_object_is_not_a_body() {
        for body in ["", "{", "[]", "17", "{\"a\":\"x\"", "\u{0}"] {
            assert!(
                matches!(object(body.as_bytes()), Err(CentralError::Json(_))),
                "{body:?}"
            );
        }
    }

    #[test]
    fn an_error_in_json_names_the_place_and_not_the_text() {
        let error = object(br#"{"given_name": "Anna" "#)
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "JSON parse error - unexpected end at line 1 column 22"
        );
    }

    #[test]
    fn a_parameter_is_a_text_or_a_number() {
        let body = json!({"a": " x ", "n": 1400, "blank": " ", "wrong": []});
        let body = body.as_object().unwrap();
        assert_eq!(text(body, "a").unwrap(), "x");
        assert_eq!(number(body, "n").unwrap(), 1400);
        assert!(matches!(
            text(body, "blank"),
            Err(CentralError::MissingParameter("blank"))
        ));
        assert!(matches!(
            text(body, "wrong"),
            Err(CentralError::InvalidParameter { .. })
        ));
    }
}
