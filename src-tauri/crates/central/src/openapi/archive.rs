//! `GET /IT-identity-verifications/{id}/archive`

use axum::{
    body::Body,
    extract::{Path, State},
    http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use tokio_util::io::ReaderStream;

use super::{Caller, Failure, demand_result, find};
use crate::{Central, CentralError, core::dossier::Dossier};

/// Gives the archive of an approved session.
pub(super) async fn archive(
    State(central): State<Central>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let dossier = {
        let mut db = central.snapshot().await?;
        let (_, request) = find(&mut db, &id, &caller).await?;
        demand_result(&request, central.now())?;
        Dossier::gather(&central, &mut db, &request).await?
    };
    let file = tokio::task::spawn_blocking(move || dossier.seal(&central))
        .await
        .map_err(|_| CentralError::Internal("the sealing worker ended early"))??;
    let length = file
        .metadata()
        .map_err(CentralError::io("read", "a sealed archive"))?
        .len();
    let body = Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file)));
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CONTENT_LENGTH, length.to_string()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{id}.zip\""),
        ),
    ];
    Ok((headers, body).into_response())
}
