//! The second window: one piece of evidence of the open case, on a monitor of
//! its own.

use tauri::AppHandle;

use super::{Answer, Shared, settings};
use crate::{
    convert::{self, api_error},
    dto,
    shell::Shown,
    windows,
};

/// Shows a piece of evidence in the second window; the audit log says so.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_second_window(
    shell: Shared<'_>,
    app: AppHandle,
    form: dto::PieceForm,
) -> Answer<()> {
    let session = convert::session(&form.case_id)?;
    let evidence = form
        .evidence_id
        .parse()
        .map_err(|_| convert::invalid("evidenceId"))?;
    let desk = shell.desk().await?.desk;
    desk.view_piece(session, evidence)
        .await
        .map_err(api_error)?;
    shell.show_second(Some(Shown { session, evidence })).await;
    windows::open_second(&app).map_err(|error| {
        tracing::error!(%error, "The second window cannot be opened");
        dto::ApiError::new(dto::ErrorCode::Internal)
    })?;
    Ok(())
}

/// Closes the second window, if it is open.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_second_window(shell: Shared<'_>) -> Answer<()> {
    shell.show_second(None).await;
    Ok(())
}

/// What the second window shows.
#[tauri::command]
#[specta::specta]
pub(crate) async fn shown_piece(shell: Shared<'_>) -> Answer<dto::PieceView> {
    let looks = settings::read(&shell).await?;
    let piece = match shell.shown_in_second().await {
        Some(Shown { session, evidence }) => {
            let open = shell.desk().await?;
            let file = open.desk.file(session).await.map_err(api_error)?;
            let record = file.session.evidence.iter().find(|it| it.id == evidence);
            record.map(|record| convert::piece_view(record, &open.media))
        }
        None => None,
    };
    Ok(dto::PieceView {
        piece,
        language: looks.language,
        theme: looks.theme,
    })
}
