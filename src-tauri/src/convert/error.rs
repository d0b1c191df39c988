//! Errors of the use cases as the codes the window knows.

use workflow::{
    WorkflowError,
    records::{ArchiveError, StoreError, SyncError},
};

use crate::dto::{ApiError, ErrorCode};

/// The window's error for `error`; what the window has no code for is logged.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the window has a code for the reasons that a person can do something about"
)]
pub(crate) fn api_error(error: WorkflowError) -> ApiError {
    match error {
        WorkflowError::NotSignedIn => ApiError::new(ErrorCode::NotSignedIn),
        WorkflowError::NotPermitted => ApiError::new(ErrorCode::Forbidden),
        WorkflowError::ClaimedByOther => ApiError::new(ErrorCode::ClaimedByOther),
        WorkflowError::NotClaimed => ApiError::new(ErrorCode::ClaimLost),
        WorkflowError::OnHold => ApiError::new(ErrorCode::OnHold),
        WorkflowError::SecondOperatorNeeded => ApiError::new(ErrorCode::SecondOperatorNeeded),
        WorkflowError::RetriesUsedUp => ApiError::new(ErrorCode::RetriesUsedUp),
        WorkflowError::WrongState { state } => {
            ApiError::new(ErrorCode::WrongState).with("state", state.name())
        }
        WorkflowError::ChecklistIncomplete | WorkflowError::ChecklistAgainst => {
            ApiError::new(ErrorCode::WrongState)
        }
        WorkflowError::NoRegister => ApiError::new(ErrorCode::RegisterFailed),
        WorkflowError::NoRecording => ApiError::new(ErrorCode::NoFrame),
        WorkflowError::NoFrame(error) => {
            tracing::warn!(%error, "No frame of a recording could be kept");
            ApiError::new(ErrorCode::NoFrame)
        }
        WorkflowError::Register(error) => {
            tracing::warn!(%error, "The register of lost and stolen documents did not answer");
            ApiError::new(ErrorCode::RegisterFailed)
        }
        WorkflowError::DatumMissing(field) => {
            ApiError::new(ErrorCode::DatumMissing).with("field", field.name())
        }
        WorkflowError::DocumentsNotShown => ApiError::new(ErrorCode::WrongState),
        WorkflowError::ValidationNotDelivered => ApiError::new(ErrorCode::Offline),
        WorkflowError::TextRequired => invalid("text"),
        WorkflowError::TooLate => ApiError::new(ErrorCode::UndoExpired),
        WorkflowError::CredentialsNeeded => ApiError::new(ErrorCode::RaoCredentialsMissing),
        WorkflowError::UnknownCase => ApiError::new(ErrorCode::CaseNotFound),
        WorkflowError::EvidenceMissing(kind) => {
            ApiError::new(ErrorCode::CaseNotFound).with("evidence", kind.name())
        }
        WorkflowError::BadPeriod => invalid("until"),
        WorkflowError::Engine(message) => {
            ApiError::new(ErrorCode::EngineFailed).with("message", message)
        }
        WorkflowError::Store(error) => store_error(&error),
        WorkflowError::Central(error) => central_error(&error),
        WorkflowError::Archive(ArchiveError::Template {
            file,
            line,
            problem,
        }) => {
            tracing::warn!(template = file, line, "A template is wrong");
            ApiError::new(ErrorCode::TemplateBroken)
                .with("file", file)
                .with("line", line.to_string())
                .with("problem", problem)
        }
        WorkflowError::Archive(error) => {
            tracing::warn!(%error, "An archive could not be made or read");
            ApiError::new(ErrorCode::FileNotReadable)
        }
        WorkflowError::File { what, source } => {
            tracing::warn!(error = %source, "A file could not be used: {what}");
            let code = match source.kind() {
                std::io::ErrorKind::NotFound => ErrorCode::FileNotReadable,
                _ => ErrorCode::FileNotWritable,
            };
            ApiError::new(code)
        }
        other => {
            tracing::error!(error = %other, "A use case failed");
            ApiError::new(ErrorCode::Internal)
        }
    }
}

/// The window's error for a form that cannot be right.
pub(crate) fn invalid(field: &str) -> ApiError {
    ApiError::new(ErrorCode::InvalidInput).with("field", field)
}

/// Nobody is signed in.
pub(crate) fn not_signed_in() -> ApiError {
    ApiError::new(ErrorCode::NotSignedIn)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the window has a code for the reasons that a person can do something about"
)]
fn store_error(error: &StoreError) -> ApiError {
    let code = match error {
        StoreError::WrongCredentials => ErrorCode::WrongPassword,
        StoreError::TryAgainAfter(until) => {
            return ApiError::new(ErrorCode::TooManyAttempts).with("until", until.to_string());
        }
        StoreError::PasswordTooShort { minimum } => {
            return ApiError::new(ErrorCode::PasswordTooShort).with("minimum", minimum.to_string());
        }
        StoreError::AccountSuspended => ErrorCode::AccountSuspended,
        StoreError::LastAdministrator => ErrorCode::LastAdministrator,
        StoreError::BadUserName { .. } => return invalid("userName"),
        StoreError::UserNameTaken => ErrorCode::UserNameTaken,
        StoreError::WrongKey { .. }
        | StoreError::AuditBroken(_)
        | StoreError::AuditCut { .. }
        | StoreError::DatabaseMissing { .. } => ErrorCode::StoreDamaged,
        StoreError::NewerSchema { .. } => ErrorCode::StoreNewer,
        StoreError::UnknownSession(_) | StoreError::UnknownEvidence(_) => ErrorCode::CaseNotFound,
        StoreError::ClaimedByOther { .. } => ErrorCode::ClaimedByOther,
        StoreError::NotClaimed(_) => ErrorCode::ClaimLost,
        StoreError::LeaseLost(_) => ErrorCode::LeaseLost,
        StoreError::Stale { seen, found, .. } => {
            return ApiError::new(ErrorCode::Stale)
                .with("seen", seen.to_string())
                .with("found", found.to_string());
        }
        StoreError::OnHold(_) => ErrorCode::OnHold,
        StoreError::SecondOperatorNeeded(_) => ErrorCode::SecondOperatorNeeded,
        StoreError::RetriesUsedUp(_) => ErrorCode::RetriesUsedUp,
        StoreError::WrongState { state, .. } => {
            return ApiError::new(ErrorCode::WrongState).with("state", state.clone());
        }
        StoreError::DecisionPending(_) => ErrorCode::WrongState,
        StoreError::TooLateToUndo(_)
        | StoreError::UnknownDecision(_)
        | StoreError::NotYourDecision(_) => ErrorCode::UndoExpired,
        StoreError::InUse { .. } => ErrorCode::StoreInUse,
        StoreError::File { path, .. } => {
            tracing::warn!(%error, "The store said no");
            return ApiError::new(ErrorCode::StoreNotWritable)
                .with("path", path.display().to_string());
        }
        _ => ErrorCode::Internal,
    };
    tracing::warn!(%error, "The store said no");
    ApiError::new(code)
}

fn central_error(error: &SyncError) -> ApiError {
    tracing::warn!(%error, "The central API said no");
    let code = match error.code() {
        "unreachable" | "timed_out" | "configuration" | "unauthorised" | "server_error" => {
            ErrorCode::Offline
        }
        "unexpected_answer" | "too_large" => ErrorCode::CentralUnexpected,
        "credentials_rejected" | "locked_out" => ErrorCode::RaoCredentialsRejected,
        _ => ErrorCode::CentralRefused,
    };
    ApiError::new(code)
}
