//! Confirming, deciding, and the documents before an approval.

use domain::decision::RefusalReason;

use super::{Answer, Shared, office::case};
use crate::{
    convert::{self, api_error},
    dto,
};

/// Says of a datum what the operator found.
#[tauri::command]
#[specta::specta]
pub(crate) async fn review_field(
    shell: Shared<'_>,
    form: dto::FieldReviewForm,
) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    let review = convert::review(form.answer)?;
    open.desk
        .review_field(
            convert::session(&form.case_id)?,
            convert::stamp(&form.stamp)?,
            form.field.into(),
            review,
        )
        .await
        .map_err(api_error)?;
    case(&open, &form.case_id).await
}

/// Adds a note.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_note(shell: Shared<'_>, form: dto::NoteForm) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    open.desk
        .add_note(
            convert::session(&form.case_id)?,
            convert::stamp(&form.stamp)?,
            &form.text,
        )
        .await
        .map_err(api_error)?;
    case(&open, &form.case_id).await
}

/// Keeps a frame of the recording as a piece of evidence.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_snapshot(
    shell: Shared<'_>,
    form: dto::SnapshotForm,
) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    open.desk
        .keep_snapshot(
            convert::session(&form.case_id)?,
            convert::stamp(&form.stamp)?,
            form.at_ms,
        )
        .await
        .map_err(api_error)?;
    case(&open, &form.case_id).await
}

/// The coded reasons for a refusal.
#[tauri::command]
#[specta::specta]
pub(crate) fn refusal_reasons() -> Vec<dto::RefusalReasonView> {
    RefusalReason::ALL
        .into_iter()
        .map(|reason| dto::RefusalReasonView {
            code: reason.into(),
            usual_finality: reason.usual_finality().into(),
            needs_text: reason.needs_text(),
        })
        .collect()
}

/// Validates a case.
#[tauri::command]
#[specta::specta]
pub(crate) async fn validate_case(
    shell: Shared<'_>,
    form: dto::StampedForm,
) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    open.desk
        .validate(
            convert::session(&form.case_id)?,
            convert::stamp(&form.stamp)?,
        )
        .await
        .map_err(api_error)?;
    case(&open, &form.case_id).await
}

/// Refuses a case.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refuse_case(shell: Shared<'_>, form: dto::RefuseForm) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    let session = convert::session(&form.case_id)?;
    let stamp = convert::stamp(&form.stamp)?;
    let case_id = form.case_id.clone();
    open.desk
        .refuse(session, stamp, form.into())
        .await
        .map_err(api_error)?;
    case(&open, &case_id).await
}

/// The coded reasons to ask for a piece again.
#[tauri::command]
#[specta::specta]
pub(crate) fn piece_reasons() -> Vec<dto::PieceReasonView> {
    convert::piece_reasons()
}

/// Asks the customer for pieces again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ask_again(shell: Shared<'_>, form: dto::AskAgainForm) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    open.desk
        .ask_again(
            convert::session(&form.case_id)?,
            convert::stamp(&form.stamp)?,
            convert::asking(&form.pieces, &form.text)?,
        )
        .await
        .map_err(api_error)?;
    case(&open, &form.case_id).await
}

/// Fetches declaration and contract.
#[tauri::command]
#[specta::specta]
pub(crate) async fn load_documents(
    shell: Shared<'_>,
    case_id: String,
) -> Answer<dto::DocumentsView> {
    let open = shell.desk().await?;
    let documents = open
        .desk
        .documents(convert::session(&case_id)?)
        .await
        .map_err(api_error)?;
    Ok(convert::documents_view(&documents, &open.media))
}

/// Approves a case.
#[tauri::command]
#[specta::specta]
pub(crate) async fn approve_case(
    shell: Shared<'_>,
    form: dto::StampedForm,
) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    open.desk
        .approve(
            convert::session(&form.case_id)?,
            convert::stamp(&form.stamp)?,
        )
        .await
        .map_err(api_error)?;
    case(&open, &form.case_id).await
}

/// Takes the newest decision on a case back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_decision(shell: Shared<'_>, case_id: String) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    open.desk
        .undo(convert::session(&case_id)?)
        .await
        .map_err(api_error)?;
    case(&open, &case_id).await
}
