//! `POST /v1/upload/video/{video_identifier}/`

use axum::{
    Json,
    extract::{FromRequest, Multipart, Path, Request, State, multipart::Field},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::evidence::MAX_VIDEO_BYTES;
use serde_json::{Value, json};

use crate::{
    Central, CentralError,
    core::{
        files::{Incoming, Stored},
        intake,
    },
    ra::error,
};

/// How much of an upload that is too large is still read, so that its sender
/// gets an answer and not a broken connection.
const DRAINED: u64 = 2 * MAX_VIDEO_BYTES;

/// An error in the shape of the upload host.
pub(in crate::ra) struct UploadFailure(pub(super) CentralError);

impl<E: Into<CentralError>> From<E> for UploadFailure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// Takes the video of a session in, straight to disk.
pub(in crate::ra) async fn take(
    State(central): State<Central>,
    Path(identifier): Path<String>,
    request: Request,
) -> Result<Json<Value>, UploadFailure> {
    intake::video_is_wanted(&central, &identifier).await?;
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| CentralError::BadUpload("The body is not multipart/form-data"))?;
    let mut stored = None;
    while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
        if part.name() == Some("video") && stored.is_none() {
            stored = Some(receive(&central, part).await?);
        }
    }
    let stored = stored.ok_or(CentralError::BadUpload("No video file provided"))?;
    intake::video(&central, &identifier, stored).await?;
    Ok(Json(json!({"status": "200 OK"})))
}

async fn receive(central: &Central, mut part: Field<'_>) -> Result<Stored, CentralError> {
    let mut video = central.files().receive()?;
    while let Some(piece) = part.chunk().await.map_err(|_| broken())? {
        if video.bytes() + piece.len() as u64 > MAX_VIDEO_BYTES {
            drain(part, video).await;
            return Err(CentralError::TooLarge {
                limit: MAX_VIDEO_BYTES,
            });
        }
        video.write(&piece).await?;
    }
    if video.bytes() == 0 {
        return Err(CentralError::BadUpload("The video file is empty"));
    }
    if !intake::is_video(video.media()) {
        return Err(CentralError::BadUpload(
            "The file is not an MP4, QuickTime or WebM video",
        ));
    }
    video.keep().await
}

async fn drain(mut part: Field<'_>, video: Incoming<'_>) {
    let mut read = video.bytes();
    drop(video);
    while let Ok(Some(piece)) = part.chunk().await {
        read += piece.len() as u64;
        if read > DRAINED {
            return;
        }
    }
}

const fn broken() -> CentralError {
    CentralError::BadUpload("The upload ended early or is malformed")
}

impl IntoResponse for UploadFailure {
    fn into_response(self) -> Response {
        let id = hex::encode(rand::random::<[u8; 8]>());
        error::log(&id, &self.0);
        let (status, description) = if let CentralError::BadUpload(problem) = &self.0 {
            (StatusCode::BAD_REQUEST, (*problem).to_owned())
        } else if let CentralError::TooLarge { limit } = &self.0 {
            let limit = limit / (1024 * 1024);
            (
                StatusCode::PAYLOAD_TOO_LARGE,
                format!("The video is larger than {limit} MB"),
            )
        } else if matches!(self.0, CentralError::NoSuchRequest) {
            (
                StatusCode::NOT_FOUND,
                "No Request matches the given video identifier".to_owned(),
            )
        } else if matches!(self.0, CentralError::InvalidState) {
            (
                StatusCode::PRECONDITION_FAILED,
                "Invalid request status".to_owned(),
            )
        } else if matches!(
            self.0,
            CentralError::WrongOffset { .. } | CentralError::UploadUnderWay
        ) {
            (StatusCode::CONFLICT, self.0.to_string())
        } else {
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                format!("Internal error {id}"),
            )
        };
        let body = json!({"title": "Upload Video Error", "description": description});
        (status, Json(body)).into_response()
    }
}
