//! The operator's checklist.

use super::{Answer, Shared, office::case};
use crate::{
    convert::{self, api_error},
    dto,
};

/// Answers an item of the checklist.
#[tauri::command]
#[specta::specta]
pub(crate) async fn answer_checklist(
    shell: Shared<'_>,
    form: dto::ChecklistForm,
) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    open.desk
        .answer_item(
            convert::session(&form.case_id)?,
            convert::stamp(&form.stamp)?,
            form.item.into(),
            convert::checklist_answer(form.answer, form.seen)?,
        )
        .await
        .map_err(api_error)?;
    case(&open, &form.case_id).await
}

/// Asks the register of lost and stolen documents.
#[tauri::command]
#[specta::specta]
pub(crate) async fn query_register(
    shell: Shared<'_>,
    form: dto::StampedForm,
) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    open.desk
        .query_register(
            convert::session(&form.case_id)?,
            convert::stamp(&form.stamp)?,
        )
        .await
        .map_err(api_error)?;
    case(&open, &form.case_id).await
}

/// Opens the page on which the document of a case can be looked up, in the
/// browser of the desk.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_reference(shell: Shared<'_>, case_id: String) -> Answer<()> {
    let open = shell.desk().await?;
    let file = open
        .desk
        .file(convert::session(&case_id)?)
        .await
        .map_err(api_error)?;
    open::that_detached(&file.checklist.reference).map_err(|error| {
        tracing::warn!(%error, "The browser could not be opened");
        dto::ApiError::new(dto::ErrorCode::BrowserFailed)
            .with("address", file.checklist.reference.clone())
    })
}
