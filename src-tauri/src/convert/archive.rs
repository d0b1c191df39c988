//! The report on an archive for the window.

use std::{collections::BTreeMap, path::Path};

use workflow::{
    WorkflowError,
    records::{ArchiveError, Damage, Report},
};

use super::api_error;
use crate::dto;

/// What was found of the archive at `path`; a file that is no archive is a
/// finding too.
///
/// # Errors
///
/// When the file could not be read at all.
pub(crate) fn archive_report(
    path: &Path,
    outcome: Result<Report, WorkflowError>,
) -> Result<dto::ArchiveReport, dto::ApiError> {
    let file_name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    match outcome {
        Ok(report) => Ok(examined(file_name, &report)),
        Err(WorkflowError::Archive(ArchiveError::NotAnArchive)) => Ok(dto::ArchiveReport {
            file_name,
            verdict: dto::ArchiveVerdict::NotAnArchive,
            sealed_at: None,
            central_key: None,
            entries: Vec::new(),
        }),
        Err(error) => Err(api_error(error)),
    }
}

fn examined(file_name: String, report: &Report) -> dto::ArchiveReport {
    let findings: BTreeMap<&str, dto::EntryFinding> = report
        .problems
        .iter()
        .filter_map(|damage| Some((damage.entry()?, finding(damage))))
        .collect();
    let mut entries: Vec<dto::ArchiveEntry> = report
        .entries
        .iter()
        .map(|entry| dto::ArchiveEntry {
            name: entry.name.clone(),
            bytes: Some(u32::try_from(entry.size).unwrap_or(u32::MAX)),
            finding: findings
                .get(entry.name.as_str())
                .copied()
                .unwrap_or(dto::EntryFinding::Intact),
        })
        .collect();
    entries.extend(
        findings
            .iter()
            .filter(|(name, _)| !report.entries.iter().any(|entry| entry.name == **name))
            .map(|(name, finding)| dto::ArchiveEntry {
                name: (*name).to_owned(),
                bytes: None,
                finding: *finding,
            }),
    );
    dto::ArchiveReport {
        file_name,
        verdict: if report.is_intact() {
            dto::ArchiveVerdict::Intact
        } else {
            dto::ArchiveVerdict::Altered
        },
        sealed_at: report.created.clone(),
        central_key: report.request_id.clone(),
        entries,
    }
}

fn finding(damage: &Damage) -> dto::EntryFinding {
    match damage {
        Damage::Missing { .. } => dto::EntryFinding::Missing,
        Damage::Extra { .. } => dto::EntryFinding::Unlisted,
        Damage::Audit(_) | Damage::AuditHead => dto::EntryFinding::ChainBroken,
        Damage::Changed { .. }
        | Damage::BadName { .. }
        | Damage::BadStorage { .. }
        | Damage::Unreadable { .. }
        | Damage::Container => dto::EntryFinding::Altered,
    }
}
