//! Errors in the shape of the Openapi face.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{CentralError, ra};

/// An error on its way out of the Openapi face.
pub(crate) struct Failure(pub(crate) CentralError);

impl<E: Into<CentralError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let id = hex::encode(rand::random::<[u8; 8]>());
        ra::log(&id, &self.0);
        let (status, message) = if self.0.is_internal() {
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                format!("Internal error {id}"),
            )
        } else {
            (status(&self.0), message(&self.0))
        };
        let body = json!({
            "data": null,
            "success": false,
            "message": message,
            "error": status.as_u16(),
        });
        (status, Json(body)).into_response()
    }
}

fn status(error: &CentralError) -> StatusCode {
    match error {
        CentralError::Unauthorised => StatusCode::UNAUTHORIZED,
        CentralError::Json(_) | CentralError::BadUpload(_) => StatusCode::BAD_REQUEST,
        CentralError::MissingParameter(_) | CentralError::InvalidParameter { .. } => {
            StatusCode::NOT_ACCEPTABLE
        }
        CentralError::NoSuchRequest
        | CentralError::NoSuchPage
        | CentralError::NoSuchDocument
        | CentralError::NotAvailable(_) => StatusCode::NOT_FOUND,
        CentralError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        CentralError::NoSuchRao
        | CentralError::InvalidCredentials
        | CentralError::Locked { .. }
        | CentralError::Forbidden
        | CentralError::InvalidScratchcard
        | CentralError::InvalidState
        | CentralError::MissingDocuments
        | CentralError::RetriesUsedUp
        | CentralError::MissingFields(_)
        | CentralError::KeyReused
        | CentralError::NumberIsFixed
        | CentralError::WrongOffset { .. }
        | CentralError::UploadUnderWay
        | CentralError::Io { .. }
        | CentralError::Config { .. }
        | CentralError::Database(_)
        | CentralError::Migration(_)
        | CentralError::Damaged(_)
        | CentralError::Contract(_)
        | CentralError::Archive(_)
        | CentralError::Internal(_)
        | CentralError::Planned => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn message(error: &CentralError) -> String {
    if let CentralError::NotAvailable(what) = error {
        (*what).to_owned()
    } else if matches!(error, CentralError::NoSuchRequest) {
        "No such verification".to_owned()
    } else {
        error.to_string()
    }
}
