//! `GET /api/v1/download/video/{video_identifier}/`

use axum::{
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
};
use domain::evidence::Kind;
use tower_http::services::ServeFile;

use crate::{
    Central, CentralError,
    core::{evidence, request},
    ra::Failure,
};

/// Gives the video of a session, or the range of it that is asked for.
pub(in crate::ra) async fn give(
    State(central): State<Central>,
    Path(identifier): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let piece = {
        let mut db = central.read().await?;
        let session = request::Request::by_video(&mut db, &identifier).await?;
        evidence::piece(&session, Kind::Video)
            .cloned()
            .ok_or(CentralError::NotAvailable("No video was uploaded yet."))?
    };
    let mime = piece
        .media
        .parse()
        .map_err(|_| CentralError::Damaged("the media type of a video"))?;
    let path = central.files().path(piece.digest);
    ServeFile::new_with_mime(&path, &mime)
        .try_call(request)
        .await
        .map(IntoResponse::into_response)
        .map_err(|error| CentralError::io("read", path)(error).into())
}
