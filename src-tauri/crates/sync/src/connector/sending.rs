//! Sending a video; the vendor takes it at an address of its own.

use bytes::Bytes;
use domain::evidence::{Digest, Media};
use reqwest::{
    Url,
    header::CONTENT_TYPE,
    multipart::{Form, Part},
};
use serde::Deserialize;
use serde_json::Value;

use super::{Connector, append, http::MAX_JSON_BYTES};
use crate::error::{Operation, SyncError};

const OPERATION: Operation = Operation::UploadVideo;
/// How much of a video goes in one part, in bytes: what a lost connection costs.
const PART_BYTES: usize = 4 * 1024 * 1024;
/// How often the place to go on is asked for in one call.
const MAX_RESTARTS: usize = 3;

/// The answer to a part.
#[derive(Deserialize)]
struct Taken {
    offset: u64,
}

impl Connector {
    /// Sends `video` for the request with the video `identifier`. It goes on
    /// where an earlier call stopped; a video that the central API has is not
    /// sent again. A server that takes no parts gets it whole.
    ///
    /// # Errors
    /// As for every question; [`SyncError::Refused`] for one that is too large,
    /// [`SyncError::WrongState`] where no video is wanted any more.
    pub async fn upload_video(&self, identifier: &str, video: Vec<u8>) -> Result<(), SyncError> {
        let video = Bytes::from(video);
        let mut parts = self.upload.join("v1/upload/video/")?;
        append(&mut parts, identifier)?;
        let whole = parts.clone();
        append(&mut parts, &Digest::of(&video).to_hex())?;
        let mut restarts = 0;
        loop {
            let offset = self
                .http
                .header(OPERATION, parts.clone(), "upload-offset")
                .await?;
            let Some(offset) = offset else {
                return self.upload_whole(whole, video).await;
            };
            match self.upload_from(&parts, &video, offset).await {
                Err(error) if restarts < MAX_RESTARTS && begins_anew(&error, offset) => {
                    restarts += 1;
                }
                ended => return ended,
            }
        }
    }

    async fn upload_from(&self, url: &Url, video: &Bytes, offset: u64) -> Result<(), SyncError> {
        let mut at = place(video, offset)?;
        while at < video.len() {
            let end = video.len().min(at + PART_BYTES);
            let question = self
                .http
                .patch(url.clone())
                .header(CONTENT_TYPE, "application/offset+octet-stream")
                .header("upload-offset", at.to_string())
                .header("upload-length", video.len().to_string())
                .body(video.slice(at..end));
            let body = self
                .http
                .transfer(OPERATION, question, MAX_JSON_BYTES)
                .await?;
            let taken: Taken = crate::wire::read(OPERATION, &body)?;
            let next = place(video, taken.offset)?;
            if next <= at {
                return Err(crate::wire::unexpected(OPERATION, "no progress"));
            }
            at = next;
        }
        Ok(())
    }

    async fn upload_whole(&self, url: Url, video: Bytes) -> Result<(), SyncError> {
        let media = Media::sniff(&video);
        let length = video.len() as u64;
        let part = Part::stream_with_length(video, length)
            .file_name(format!("video.{}", media.extension()))
            .mime_str(media.mime())
            .map_err(|_| SyncError::Refused {
                operation: OPERATION,
                code: "bad_request",
                vendor_id: None,
            })?;
        let question = self
            .http
            .post(url)
            .multipart(Form::new().part("video", part));
        let body = self
            .http
            .transfer(OPERATION, question, MAX_JSON_BYTES)
            .await?;
        crate::wire::read::<Value>(OPERATION, &body).map(|_| ())
    }
}

/// Whether the place to go on has to be asked for again: it was another one,
/// or what had come before turned out not to be this video.
fn begins_anew(error: &SyncError, offset: u64) -> bool {
    match error {
        SyncError::Server { status, .. } => *status == 409,
        SyncError::Refused { .. } => offset > 0,
        SyncError::Configuration { .. }
        | SyncError::Unreachable { .. }
        | SyncError::TimedOut { .. }
        | SyncError::Unauthorised { .. }
        | SyncError::CredentialsRejected { .. }
        | SyncError::LockedOut { .. }
        | SyncError::WrongState { .. }
        | SyncError::NotFound { .. }
        | SyncError::UnexpectedAnswer { .. }
        | SyncError::TooLarge { .. }
        | SyncError::Host(_) => false,
    }
}

/// A place in `video`; none beyond its end.
fn place(video: &Bytes, offset: u64) -> Result<usize, SyncError> {
    usize::try_from(offset)
        .ok()
        .filter(|offset| *offset <= video.len())
        .ok_or_else(|| crate::wire::unexpected(OPERATION, "more than was sent"))
}
