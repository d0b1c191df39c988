//! The RA face (External VideoID): what desk and kiosk speak.
//!
//! Start at [`routes`]; each operation has a file of its own.

mod body;
mod error;
mod officers;
mod page;
mod requests;
mod scratchcards;
mod video;
mod view;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{delete, get, head, post, put},
};
use serde_json::json;

use crate::{
    Central, CentralError,
    core::once::Key,
    faults::{Operation, Route},
};
pub(crate) use body::bytes;
pub(crate) use error::{Failure, log};
pub(crate) use page::base_url;

/// The routes of this face.
pub(crate) fn routes(central: &Central) -> Router<Central> {
    api(central)
        .merge(uploads(central))
        .layer(middleware::from_fn_with_state(central.clone(), authorise))
}

fn api(central: &Central) -> Router<Central> {
    let request = |name: &str| format!("/api/v1/requests/{{id}}/{name}/");
    Router::new()
        .operation(
            central,
            Operation::FirstUnusedScratchcard,
            "/api/v1/scratchcards/get_first_unused/",
            get(scratchcards::first_unused),
        )
        .operation(
            central,
            Operation::CreateRequest,
            "/api/v1/requests/",
            post(requests::create::create),
        )
        .operation(
            central,
            Operation::ListRequests,
            "/api/v1/requests/",
            get(requests::list::list),
        )
        .operation(
            central,
            Operation::GetRequest,
            "/api/v1/requests/{id}/",
            get(requests::show::show),
        )
        .operation(
            central,
            Operation::FindRequest,
            "/api/v1/requests/find/",
            get(requests::find::find),
        )
        .operation(
            central,
            Operation::SendCode,
            &request("otp/send"),
            post(requests::otp::send),
        )
        .operation(
            central,
            Operation::CheckCode,
            &request("otp/check"),
            post(requests::otp::check),
        )
        .operation(
            central,
            Operation::CheckContactData,
            "/api/v1/requests/check_contact_data_limits/",
            post(requests::contact_limits::check),
        )
        .operation(
            central,
            Operation::Validate,
            &request("validate_videoid"),
            post(requests::validate::validate),
        )
        .operation(
            central,
            Operation::Refuse,
            &request("refuse_videoid"),
            post(requests::refuse::refuse),
        )
        .operation(
            central,
            Operation::AskAgain,
            &request("request_videoid_pieces"),
            post(requests::ask_again::ask_again),
        )
        .operation(
            central,
            Operation::Declaration,
            &request("generates_tbs_receipt"),
            post(requests::declaration::draw),
        )
        .operation(
            central,
            Operation::Contract,
            &request("generate_document"),
            post(requests::contract::draw),
        )
        .operation(
            central,
            Operation::GetDocument,
            &request("pl_get_document"),
            post(requests::document::get),
        )
        .operation(
            central,
            Operation::GetDocuments,
            &request("pl_get_documents"),
            get(requests::documents::list),
        )
        .operation(
            central,
            Operation::Approve,
            &request("pl_approve"),
            post(requests::approve::approve),
        )
        .operation(
            central,
            Operation::Fail,
            &request("fail_videoid"),
            post(requests::fail::fail),
        )
        .operation(
            central,
            Operation::Cancel,
            &request("cancel"),
            delete(requests::cancel::cancel),
        )
        .operation(
            central,
            Operation::CheckFields,
            &request("validate"),
            get(requests::check_fields::check),
        )
        .operation(
            central,
            Operation::ListRaos,
            "/api/v1/rao/",
            get(officers::list),
        )
        .operation(
            central,
            Operation::GetRao,
            "/api/v1/rao/{id}/",
            get(officers::show),
        )
}

fn uploads(central: &Central) -> Router<Central> {
    Router::new()
        .operation(
            central,
            Operation::UploadEvidence,
            "/api/v1/videoid/{video_pk}/",
            put(video::evidence::take),
        )
        .operation(
            central,
            Operation::UploadVideo,
            "/v1/upload/video/{video_identifier}/",
            post(video::upload::take),
        )
        .operation(
            central,
            Operation::ResumeVideo,
            "/v1/upload/video/{video_identifier}/{sha256}/",
            head(video::resume::offset).patch(video::resume::take),
        )
        .operation(
            central,
            Operation::DownloadVideo,
            "/api/v1/download/video/{video_identifier}/",
            get(video::download::give),
        )
        // Each of them counts for itself.
        .layer(DefaultBodyLimit::disable())
}

/// Lets nobody in without the token of the registration authority.
async fn authorise(State(central): State<Central>, request: Request, next: Next) -> Response {
    let token = &central.config().registration_authority.token;
    if crate::token::matches(request.headers(), token) {
        next.run(request).await
    } else {
        Failure(CentralError::Unauthorised).into_response()
    }
}

/// What no route answers: a `GET` that only lacks its last slash is sent
/// there, as the vendor does; the rest is not found.
pub(crate) async fn no_such_path(method: Method, uri: Uri) -> Response {
    let path = uri.path();
    let is_ours = path.starts_with("/api/") || path.starts_with("/v1/");
    if is_ours && method == Method::GET && !path.ends_with('/') {
        let query = uri.query().map(|query| format!("?{query}"));
        let target = format!("{path}/{}", query.unwrap_or_default());
        return (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, target)]).into_response();
    }
    if is_ours {
        return Failure(CentralError::NoSuchRequest).into_response();
    }
    (
        StatusCode::NOT_FOUND,
        Json(json!({"data": null, "success": false, "message": "No such path", "error": 404})),
    )
        .into_response()
}

/// The idempotency key of a call, where it has one.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<Key>, CentralError> {
    headers
        .get("idempotency-key")
        .map(|key| Key::parse(key.as_bytes()))
        .transpose()
}

/// The number that a path names a request by.
fn pk(text: &str) -> Result<i64, CentralError> {
    text.parse().map_err(|_| CentralError::NoSuchRequest)
}
