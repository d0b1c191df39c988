//! Sending a video; the vendor takes it at an address of its own.

use domain::evidence::Media;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

use super::{Connector, append};
use crate::error::{Operation, SyncError};

impl Connector {
    /// Sends `video` for the request with the video `identifier`. The same
    /// video again changes nothing.
    ///
    /// # Errors
    /// As for every question; [`SyncError::Refused`] for one that is too large.
    pub async fn upload_video(&self, identifier: &str, video: Vec<u8>) -> Result<(), SyncError> {
        const OPERATION: Operation = Operation::UploadVideo;
        let mut url = self.upload.join("v1/upload/video/")?;
        append(&mut url, identifier)?;
        let media = Media::sniff(&video);
        let part = Part::bytes(video)
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
            .transfer(OPERATION, question, super::http::MAX_JSON_BYTES)
            .await?;
        crate::wire::read::<Value>(OPERATION, &body).map(|_| ())
    }
}
