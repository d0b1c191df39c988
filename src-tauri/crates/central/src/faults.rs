//! Failing on purpose, for tests that embed the server.
//!
//! Nothing outside the process can plan a fault: the only way in is
//! [`Faults::plan`], behind [`Central::faults`].

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use axum::{
    Json, Router,
    body::Body,
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::MethodRouter,
};
use serde_json::json;

use crate::{Central, CentralError, ra};

/// The operations of both faces, by the name of what they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `get_first_unused`
    FirstUnusedScratchcard,
    /// `POST /requests/`
    CreateRequest,
    /// `GET /requests/`
    ListRequests,
    /// `GET /requests/{id}/`
    GetRequest,
    /// `GET /requests/find/`
    FindRequest,
    /// `otp/send`
    SendCode,
    /// `otp/check`
    CheckCode,
    /// `PATCH /upload/video/{video_identifier}/{sha256}/`
    ResumeVideo,
    /// `PUT /videoid/{video_pk}/`
    UploadEvidence,
    /// `POST /upload/video/{video_identifier}/`
    UploadVideo,
    /// `GET /download/video/{video_identifier}/`
    DownloadVideo,
    /// `validate_videoid`
    Validate,
    /// `refuse_videoid`
    Refuse,
    /// `request_videoid_pieces`
    AskAgain,
    /// `generates_tbs_receipt`
    Declaration,
    /// `generate_document`
    Contract,
    /// `pl_get_document`
    GetDocument,
    /// `pl_get_documents`
    GetDocuments,
    /// `pl_approve`
    Approve,
    /// `fail_videoid`
    Fail,
    /// `cancel`
    Cancel,
    /// `GET /requests/{id}/validate/`
    CheckFields,
    /// `check_contact_data_limits`
    CheckContactData,
    /// `GET /rao/`
    ListRaos,
    /// `GET /rao/{id}/`
    GetRao,
    /// `POST /IT-selfie`, `/IT-automatic`, `/IT-live`
    CreateSession,
    /// `GET /IT-identity-verifications`
    ListSessions,
    /// `GET /IT-identity-verifications/{id}`
    GetSession,
    /// `GET /IT-identity-verifications/{id}/data`
    SessionData,
    /// `GET /IT-identity-verifications/{id}/archive`
    SessionArchive,
}

impl Operation {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstUnusedScratchcard => "first_unused_scratchcard",
            Self::CreateRequest => "create_request",
            Self::ListRequests => "list_requests",
            Self::GetRequest => "get_request",
            Self::FindRequest => "find_request",
            Self::SendCode => "send_code",
            Self::CheckCode => "check_code",
            Self::ResumeVideo => "resume_video",
            Self::UploadEvidence => "upload_evidence",
            Self::UploadVideo => "upload_video",
            Self::DownloadVideo => "download_video",
            Self::Validate => "validate",
            Self::Refuse => "refuse",
            Self::AskAgain => "ask_again",
            Self::Declaration => "declaration",
            Self::Contract => "contract",
            Self::GetDocument => "get_document",
            Self::GetDocuments => "get_documents",
            Self::Approve => "approve",
            Self::Fail => "fail",
            Self::Cancel => "cancel",
            Self::CheckFields => "check_fields",
            Self::CheckContactData => "check_contact_data",
            Self::ListRaos => "list_raos",
            Self::GetRao => "get_rao",
            Self::CreateSession => "create_session",
            Self::ListSessions => "list_sessions",
            Self::GetSession => "get_session",
            Self::SessionData => "session_data",
            Self::SessionArchive => "session_archive",
        }
    }
}

/// A way to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Does nothing and answers 500.
    Refused,
    /// Does nothing and answers 404, as one that has no such thing.
    Absent,
    /// Acts, then closes the connection before a byte of the answer.
    AnswerLost,
    /// Acts, then never answers; the connection stays open until the server
    /// closes.
    Silence,
    /// Acts, then answers JSON of the wrong shape with status 200.
    WrongShape,
    /// Acts, then closes the connection in the middle of the answer.
    CutShort,
}

/// The faults that were planned and have not happened yet.
#[derive(Debug, Default)]
pub struct Faults {
    planned: Mutex<VecDeque<(Operation, Fault)>>,
}

impl Faults {
    /// Makes the next `times` calls of `operation` fail with `fault`, after
    /// those that were planned before.
    pub fn plan(&self, operation: Operation, fault: Fault, times: usize) {
        let mut planned = self.planned.lock().unwrap_or_else(PoisonError::into_inner);
        planned.extend(std::iter::repeat_n((operation, fault), times));
    }

    /// Forgets what was planned.
    pub fn clear(&self) {
        self.planned
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    fn next(&self, operation: Operation) -> Option<Fault> {
        let mut planned = self.planned.lock().unwrap_or_else(PoisonError::into_inner);
        let place = planned.iter().position(|(each, _)| *each == operation)?;
        planned.remove(place).map(|(_, fault)| fault)
    }
}

/// Routes that know which operation they are.
pub(crate) trait Route {
    /// Adds `operation` at `path`.
    fn operation(
        self,
        central: &Central,
        operation: Operation,
        path: &str,
        handler: MethodRouter<Central>,
    ) -> Self;
}

impl Route for Router<Central> {
    fn operation(
        self,
        central: &Central,
        operation: Operation,
        path: &str,
        handler: MethodRouter<Central>,
    ) -> Self {
        let layer = middleware::from_fn_with_state((central.clone(), operation), fail);
        self.route(path, handler.layer(layer))
    }
}

async fn fail(
    State((central, operation)): State<(Central, Operation)>,
    request: Request,
    next: Next,
) -> Response {
    // A HEAD is not the call that a test waits for.
    let fault = match *request.method() {
        Method::HEAD => None,
        _ => central.faults().next(operation),
    };
    match fault {
        None => next.run(request).await,
        Some(Fault::Refused) => ra::Failure(CentralError::Planned).into_response(),
        Some(Fault::Absent) => StatusCode::NOT_FOUND.into_response(),
        Some(Fault::AnswerLost) => {
            let answer = next.run(request).await;
            Response::builder()
                .status(answer.status())
                .body(Body::from_stream(futures::stream::once(async {
                    Err::<Vec<u8>, _>(lost())
                })))
                .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
        Some(Fault::Silence) => {
            let answer = next.run(request).await;
            central.closing().cancelled().await;
            answer
        }
        Some(Fault::WrongShape) => {
            next.run(request).await;
            Json(json!([{"unexpected": true}, 17])).into_response()
        }
        Some(Fault::CutShort) => {
            let (parts, body) = next.run(request).await.into_parts();
            let bytes = axum::body::to_bytes(body, usize::MAX)
                .await
                .unwrap_or_default();
            let half = bytes.slice(..bytes.len() / 2);
            let pieces = futures::stream::iter([Ok(half), Err(lost())]);
            Response::from_parts(parts, Body::from_stream(pieces))
        }
    }
}

fn lost() -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::ConnectionAborted, "a planned fault")
}
