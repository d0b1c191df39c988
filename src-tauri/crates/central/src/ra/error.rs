//! Errors in the shapes of the RA API, whose inner code often differs from
//! the HTTP status.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::CentralError;

/// An error on its way out of the RA face.
pub(crate) struct Failure(pub(crate) CentralError);

impl<E: Into<CentralError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let error = self.0;
        let id = hex::encode(rand::random::<[u8; 8]>());
        log(&id, &error);
        let (status, body) = answer(&id, &error);
        let mut response = (status, Json(body)).into_response();
        if let CentralError::Locked { seconds } = error {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Writes a failure down under the id that its answer carries.
pub(crate) fn log(id: &str, error: &CentralError) {
    if error.is_internal() {
        tracing::error!(id, %error, "A call failed");
    } else {
        tracing::info!(id, %error, "A call was turned down");
    }
}

fn answer(id: &str, error: &CentralError) -> (StatusCode, Value) {
    let coded = |status: StatusCode, code: &str, message: &str| {
        (status, json!({"code": code, "id": id, "error": message}))
    };
    let detail = |status: StatusCode, text: String| (status, json!({"detail": text}));
    match error {
        CentralError::Unauthorised => detail(
            StatusCode::UNAUTHORIZED,
            "Authentication credentials were not provided.".to_owned(),
        ),
        CentralError::Json(_) => detail(StatusCode::BAD_REQUEST, error.to_string()),
        CentralError::MissingParameter(name) => detail(
            StatusCode::BAD_REQUEST,
            format!("Missing parameter: {name}"),
        ),
        CentralError::InvalidParameter { name, problem } => detail(
            StatusCode::BAD_REQUEST,
            format!("Invalid parameter {name}: {problem}"),
        ),
        CentralError::BadUpload(problem) => detail(StatusCode::BAD_REQUEST, (*problem).to_owned()),
        CentralError::TooLarge { limit } => detail(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("The body is larger than {limit} bytes."),
        ),
        CentralError::NoSuchPage => detail(StatusCode::NOT_FOUND, "Invalid page.".to_owned()),
        CentralError::NotAvailable(what) => detail(StatusCode::NOT_FOUND, (*what).to_owned()),
        CentralError::MissingDocuments => (
            StatusCode::BAD_REQUEST,
            json!({"error": "Missing required docs"}),
        ),
        CentralError::NoSuchRequest => coded(
            StatusCode::NOT_FOUND,
            "400",
            "No Request matches the given query.",
        ),
        CentralError::KeyReused => coded(
            StatusCode::CONFLICT,
            "409",
            "Idempotency-Key was used for something else",
        ),
        CentralError::NumberIsFixed => coded(
            StatusCode::PRECONDITION_FAILED,
            "412",
            "The phone number cannot be changed",
        ),
        CentralError::WrongOffset { .. } | CentralError::UploadUnderWay => {
            coded(StatusCode::CONFLICT, "409", &error.to_string())
        }
        CentralError::InvalidState => coded(
            StatusCode::PRECONDITION_FAILED,
            "412",
            "Invalid request status",
        ),
        CentralError::RetriesUsedUp => coded(
            StatusCode::PRECONDITION_FAILED,
            "412",
            "Retry limit reached",
        ),
        CentralError::MissingFields(fields) => coded(
            StatusCode::PRECONDITION_FAILED,
            "415",
            &format!("Invalid request fields: {}", fields.join(", ")),
        ),
        CentralError::NoSuchDocument => {
            coded(StatusCode::PRECONDITION_FAILED, "418", "Invalid paramiters")
        }
        CentralError::Locked { .. } => coded(
            StatusCode::TOO_MANY_REQUESTS,
            "429",
            "Too many failed attempts",
        ),
        CentralError::InvalidScratchcard => business(id, "Invalid ScratchCard"),
        CentralError::NoSuchRao => business(id, "Rao matching query does not exist."),
        CentralError::InvalidCredentials => business(id, "Invalid RAO credentials"),
        CentralError::Forbidden => {
            business(id, "You do not have permission to perform this action.")
        }
        CentralError::Io { .. }
        | CentralError::Config { .. }
        | CentralError::Database(_)
        | CentralError::Migration(_)
        | CentralError::Damaged(_)
        | CentralError::Contract(_)
        | CentralError::Archive(_)
        | CentralError::Internal(_)
        | CentralError::Planned => business(id, "Internal error"),
    }
}

/// The vendor answers 500 also where the caller is at fault.
fn business(id: &str, message: &str) -> (StatusCode, Value) {
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        json!({"code": "500", "id": id, "error": message}),
    )
}
