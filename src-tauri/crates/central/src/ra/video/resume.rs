//! `HEAD` and `PATCH /v1/upload/video/{video_identifier}/{sha256}/`
//!
//! A video in parts, after the manner of tus: `HEAD` says where it goes on,
//! `PATCH` goes on there.

use axum::{
    Json,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderName},
    response::{IntoResponse, Response},
};
use domain::evidence::{Digest, Kind, MAX_VIDEO_BYTES};
use futures::StreamExt;
use serde_json::json;

use super::upload::UploadFailure;
use crate::{
    Central, CentralError,
    core::{evidence, intake, partial::Partial, request, session::Step},
};

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");

/// Says how much of a video is here; all of it, when it was taken in.
pub(in crate::ra) async fn offset(
    State(central): State<Central>,
    Path((identifier, sha256)): Path<(String, String)>,
) -> Result<Response, UploadFailure> {
    let request = intake::video_is_wanted(&central, &identifier).await?;
    let digest = digest(&sha256)?;
    let bytes = match whole(&request, digest) {
        Some(bytes) => bytes,
        None => {
            Step::Upload.demand(&request.state)?;
            Partial::length(central.files(), &request, digest)?
        }
    };
    Ok([(OFFSET, bytes.to_string())].into_response())
}

/// Takes the next part of a video, and the video once it is whole. What came
/// before a connection broke stays.
pub(in crate::ra) async fn take(
    State(central): State<Central>,
    Path((identifier, sha256)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, UploadFailure> {
    let session = intake::video_is_wanted(&central, &identifier).await?;
    let digest = digest(&sha256)?;
    if let Some(bytes) = whole(&session, digest) {
        return Ok(answer(bytes, true));
    }
    Step::Upload.demand(&session.state)?;
    let length = number(&headers, &LENGTH)?;
    if length == 0 {
        return Err(CentralError::BadUpload("The video file is empty").into());
    }
    if length > MAX_VIDEO_BYTES {
        return Err(CentralError::TooLarge {
            limit: MAX_VIDEO_BYTES,
        }
        .into());
    }
    let offset = number(&headers, &OFFSET)?;
    let mut video = Partial::resume(central.files(), &session, digest, offset)?;
    let mut pieces = request.into_body().into_data_stream();
    while let Some(piece) = pieces.next().await {
        let Ok(piece) = piece else {
            video.pause().await?;
            return Err(CentralError::BadUpload("The upload ended early or is malformed").into());
        };
        if video.bytes() + piece.len() as u64 > length {
            return Err(CentralError::BadUpload("More came than Upload-Length says").into());
        }
        video.write(&piece).await?;
    }
    if video.bytes() < length {
        return Ok(answer(video.pause().await?, false));
    }
    let stored = video.keep().await?;
    intake::video(&central, &identifier, stored).await?;
    Ok(answer(length, true))
}

/// The length of the video, where it is the one that was taken in.
fn whole(request: &request::Request, digest: Digest) -> Option<u64> {
    evidence::piece(request, Kind::Video)
        .filter(|piece| piece.digest == digest)
        .map(|piece| piece.bytes.unsigned_abs())
}

fn answer(offset: u64, complete: bool) -> Response {
    let body = json!({"status": "200 OK", "offset": offset, "complete": complete});
    ([(OFFSET, offset.to_string())], Json(body)).into_response()
}

fn digest(sha256: &str) -> Result<Digest, CentralError> {
    Digest::from_hex(sha256).ok_or(CentralError::BadUpload(
        "The address ends in no SHA-256 of 64 hexadecimal digits",
    ))
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, CentralError> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.trim().parse().ok())
        .ok_or(CentralError::BadUpload(
            "Upload-Offset and Upload-Length must be numbers of bytes",
        ))
}
