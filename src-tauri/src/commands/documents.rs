//! The templates of declaration and contract.

use super::{Answer, Shared};
use crate::{
    convert::{self, api_error},
    dto,
};

/// What the templates make of a specimen, as they are in their folder now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_templates(
    shell: Shared<'_>,
    language: dto::Language,
) -> Answer<dto::TemplatesView> {
    let open = shell.desk().await?;
    let previews = open
        .desk
        .template_previews(language.into())
        .await
        .map_err(api_error)?;
    let folder = open.desk.template_folder().map_err(api_error)?;
    Ok(convert::templates_view(
        folder.as_deref(),
        previews,
        &open.media,
    ))
}

/// Opens the folder with the templates in the system's file manager.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_template_folder(shell: Shared<'_>) -> Answer<()> {
    let desk = shell.desk().await?.desk;
    let Some(folder) = desk.template_folder().map_err(api_error)? else {
        return Err(dto::ApiError::new(dto::ErrorCode::FileNotReadable));
    };
    let shown = folder.display().to_string();
    open::that_detached(folder).map_err(|error| {
        tracing::warn!(%error, "The folder of templates cannot be shown");
        dto::ApiError::new(dto::ErrorCode::FileNotReadable).with("path", shown)
    })
}
