//! `PUT /api/v1/videoid/{video_pk}/`

use axum::{
    Json,
    extract::{Path, Request, State},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::evidence::{Digest, Kind, MAX_IMAGE_BYTES, Media};
use serde_json::{Map, Value, json};

use crate::{
    Central, CentralError,
    core::{
        evidence,
        intake::{self, Upload},
        readings::Readings,
    },
    ra::{Failure, body, pk, view},
};

/// The longest body: pictures in base64 and the data.
const LIMIT: usize = 64 * 1024 * 1024;

/// Takes acceptance, pictures and data of a session in.
pub(in crate::ra) async fn take(
    State(central): State<Central>,
    Path(video_pk): Path<String>,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let video_pk = pk(&video_pk)?;
    let bytes = body::bytes(request, LIMIT).await?;
    let upload = tokio::task::spawn_blocking(move || read(&bytes))
        .await
        .map_err(|_| CentralError::Internal("the upload worker ended early"))??;
    let request = intake::pictures(&central, video_pk, upload).await?;
    Ok(Json(json!({
        "pk": request.video_pk,
        "status": request.state.registration_authority(),
        "missing": view::names(&evidence::missing(&request)),
    })))
}

fn read(bytes: &[u8]) -> Result<Upload, CentralError> {
    let body = body::object(bytes)?;
    let acceptance = body
        .get("acceptance")
        .ok_or(CentralError::MissingParameter("acceptance"))?;
    let data = body
        .get("videoid_data")
        .and_then(Value::as_object)
        .ok_or(CentralError::MissingParameter("videoid_data"))?;
    Ok(Upload {
        sha256: Digest::of(bytes).to_hex(),
        readings: Readings::from_upload(acceptance, data)?,
        images: images(data)?,
    })
}

fn images(data: &Map<String, Value>) -> Result<Vec<(Kind, Vec<u8>)>, CentralError> {
    let images = data
        .get("images")
        .and_then(Value::as_object)
        .ok_or(CentralError::MissingParameter("images"))?;
    let mut found = Vec::new();
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_image()) {
        let name = evidence::name(kind);
        match images.get(name) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if text.is_empty() => {}
            Some(Value::String(text)) => found.push((kind, picture(name, text)?)),
            Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                return Err(CentralError::invalid(name, "must be base64"));
            }
        }
    }
    Ok(found)
}

fn picture(name: &'static str, text: &str) -> Result<Vec<u8>, CentralError> {
    let image = BASE64_STANDARD
        .decode(text.trim())
        .map_err(|_| CentralError::invalid(name, "is not base64"))?;
    if image.len() as u64 > MAX_IMAGE_BYTES {
        return Err(CentralError::invalid(name, "is larger than 20 MB"));
    }
    if !intake::is_picture(Media::sniff(&image)) {
        return Err(CentralError::invalid(
            name,
            "is not a JPEG, PNG or WebP picture",
        ));
    }
    Ok(image)
}
