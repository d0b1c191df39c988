//! Exporting a case and verifying an archive, through native dialogs.

use std::path::{Path, PathBuf};

use rfd::AsyncFileDialog;
use workflow::desk::Images;

use super::{Answer, Shared};
use crate::{
    convert::{self, api_error},
    dto,
};

/// Exports a case to where the operator says.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_archive(
    shell: Shared<'_>,
    form: dto::ExportForm,
) -> Answer<dto::ExportOutcome> {
    let desk = shell.desk().await?.desk;
    let session = convert::session(&form.case_id)?;
    let file = desk.file(session).await.map_err(api_error)?;
    let name = format!("sportello-{}.zip", file.session.central_key);
    let Some(path) = save_path(shell.config.save_to.as_deref(), &name, "zip").await else {
        return Ok(dto::ExportOutcome::Cancelled);
    };
    let images = match form.images {
        dto::ExportImages::Files => Images::Files,
        dto::ExportImages::Pdf => Images::Pdf,
    };
    let exported = desk
        .export(session, &path, images)
        .await
        .map_err(api_error)?;
    Ok(dto::ExportOutcome::Saved {
        path: path.display().to_string(),
        bytes: u32::try_from(exported.bytes).unwrap_or(u32::MAX),
        sha256: exported.digest.to_hex(),
    })
}

/// Verifies an archive: the one at `path`, or the one the operator picks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn verify_archive(
    shell: Shared<'_>,
    path: Option<String>,
) -> Answer<dto::VerifyOutcome> {
    let desk = shell.desk().await?.desk;
    let picked = match path {
        Some(path) => Some(PathBuf::from(path)),
        None => AsyncFileDialog::new()
            .add_filter("Sportello", &["zip"])
            .pick_file()
            .await
            .map(|file| file.path().to_owned()),
    };
    let Some(path) = picked else {
        return Ok(dto::VerifyOutcome::Cancelled);
    };
    let outcome = desk.verify_archive(&path).await;
    Ok(dto::VerifyOutcome::Examined {
        report: convert::archive_report(&path, outcome)?,
    })
}

/// Asks where to save; in a driven window the folder is configured, because
/// WebDriver cannot reach a native dialog.
pub(super) async fn save_path(
    configured: Option<&Path>,
    name: &str,
    ending: &str,
) -> Option<PathBuf> {
    if let Some(folder) = configured {
        return Some(folder.join(name));
    }
    let file = AsyncFileDialog::new()
        .add_filter("Sportello", &[ending])
        .set_file_name(name)
        .save_file()
        .await?;
    Some(file.path().to_owned())
}
