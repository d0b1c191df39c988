//! Statistics, duplicates, and the timeline on paper.

use super::{Answer, Shared, archive::save_path};
use crate::{
    convert::{self, api_error},
    dto,
};

/// The decisions of a period, added up.
#[tauri::command]
#[specta::specta]
pub(crate) async fn statistics(
    shell: Shared<'_>,
    query: dto::StatisticsQuery,
) -> Answer<dto::StatisticsView> {
    let desk = shell.desk().await?.desk;
    let (from, until) = convert::period(&query)?;
    let statistics = desk.statistics(from, until).await.map_err(api_error)?;
    Ok(convert::statistics_view(&statistics))
}

/// Saves the decisions of a period as CSV, where the operator says.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_statistics(
    shell: Shared<'_>,
    query: dto::StatisticsQuery,
) -> Answer<dto::SaveOutcome> {
    let desk = shell.desk().await?.desk;
    let (from, until) = convert::period(&query)?;
    let name = format!("sportello-{from}-{until}.csv");
    let Some(path) = save_path(shell.config.save_to.as_deref(), &name, "csv").await else {
        return Ok(dto::SaveOutcome::Cancelled);
    };
    desk.export_statistics(from, until, &path)
        .await
        .map_err(api_error)?;
    Ok(dto::SaveOutcome::Saved {
        path: path.display().to_string(),
    })
}

/// Other cases that may be of the same person.
#[tauri::command]
#[specta::specta]
pub(crate) async fn duplicates(shell: Shared<'_>, case_id: String) -> Answer<dto::DuplicatesView> {
    let desk = shell.desk().await?.desk;
    let session = convert::session(&case_id)?;
    let duplicates = desk.duplicates(session).await.map_err(api_error)?;
    Ok(convert::duplicates_view(&duplicates))
}

/// Prints the timeline of a case to a PDF/A file, where the operator says.
#[tauri::command]
#[specta::specta]
pub(crate) async fn print_timeline(
    shell: Shared<'_>,
    case_id: String,
    language: dto::Language,
) -> Answer<dto::SaveOutcome> {
    let desk = shell.desk().await?.desk;
    let session = convert::session(&case_id)?;
    let file = desk.file(session).await.map_err(api_error)?;
    let name = format!("sportello-{}-audit.pdf", file.session.central_key);
    let Some(path) = save_path(shell.config.save_to.as_deref(), &name, "pdf").await else {
        return Ok(dto::SaveOutcome::Cancelled);
    };
    let printed = desk
        .print_timeline(session, &path, language.into())
        .await
        .map_err(api_error)?;
    Ok(dto::SaveOutcome::Saved {
        path: printed.path.display().to_string(),
    })
}
