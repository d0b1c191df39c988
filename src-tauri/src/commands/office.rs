//! The queue, the link to the central API, and opening cases.

use super::{Answer, Shared};
use crate::{
    convert::{self, api_error},
    dto,
    shell::OpenDesk,
};

/// The link to the central API and what waits for it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connection_state(shell: Shared<'_>) -> Answer<dto::ConnectionView> {
    let state = shell
        .desk()
        .await?
        .desk
        .connection_state()
        .await
        .map_err(api_error)?;
    Ok(state.into())
}

/// Tries the central API now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn retry_now(shell: Shared<'_>) -> Answer<dto::ConnectionView> {
    let desk = shell.desk().await?.desk;
    desk.retry_now();
    Ok(desk.connection_state().await.map_err(api_error)?.into())
}

/// Takes RAO password and PIN into memory.
#[tauri::command]
#[specta::specta]
pub(crate) async fn provide_rao_credentials(
    shell: Shared<'_>,
    form: dto::RaoCredentialsForm,
) -> Answer<dto::ConnectionView> {
    let desk = shell.desk().await?.desk;
    desk.provide_credentials(form.password.into_inner(), form.pin.into_inner())
        .map_err(api_error)?;
    Ok(desk.connection_state().await.map_err(api_error)?.into())
}

/// A part of the queue.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_queue(
    shell: Shared<'_>,
    query: dto::QueueQuery,
) -> Answer<dto::QueueView> {
    let desk = shell.desk().await?.desk;
    let operator = desk.operator().ok_or_else(convert::not_signed_in)?;
    let filter = convert::queue_filter(query, &operator);
    let listing = desk.queue(&filter).await.map_err(api_error)?;
    let credentials = desk.credentials_state();
    Ok(convert::queue_view(&listing, credentials))
}

/// Opens a case; the audit log says so.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_case(shell: Shared<'_>, case_id: String) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    let session = convert::session(&case_id)?;
    let file = open.desk.open_case(session).await.map_err(api_error)?;
    shell.opened(session).await;
    Ok(convert::case_view(&file, &open))
}

/// The open case again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refresh_case(shell: Shared<'_>, case_id: String) -> Answer<dto::CaseView> {
    case(&shell.desk().await?, &case_id).await
}

/// Claims and opens a case that nobody has, by chance one of those due first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn next_case(shell: Shared<'_>) -> Answer<Option<dto::CaseView>> {
    let open = shell.desk().await?;
    let Some(session) = open.desk.claim_next().await.map_err(api_error)? else {
        return Ok(None);
    };
    let file = open.desk.open_case(session).await.map_err(api_error)?;
    shell.opened(session).await;
    Ok(Some(convert::case_view(&file, &open)))
}

/// Claims a case.
#[tauri::command]
#[specta::specta]
pub(crate) async fn claim_case(shell: Shared<'_>, case_id: String) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    open.desk
        .claim(convert::session(&case_id)?)
        .await
        .map_err(api_error)?;
    case(&open, &case_id).await
}

/// Gives a claim back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn release_case(shell: Shared<'_>, case_id: String) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    open.desk
        .release(convert::session(&case_id)?)
        .await
        .map_err(api_error)?;
    case(&open, &case_id).await
}

/// The case as it is now.
pub(super) async fn case(open: &OpenDesk, case_id: &str) -> Answer<dto::CaseView> {
    let file = open
        .desk
        .file(convert::session(case_id)?)
        .await
        .map_err(api_error)?;
    Ok(convert::case_view(&file, open))
}
