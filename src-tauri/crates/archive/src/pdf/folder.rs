//! The template files: a bank's folder, and what came with the product.
//!
//! A folder is read whole before a template runs, so that a template has no
//! way to the disk: what was not read is not there for it.

use std::{fs, io::Read, path::Path};

use crate::error::ArchiveError;

/// The templates that a bank may put its own in the place of.
const OPEN: [(&str, &str); 3] = [
    (
        "house.typ",
        include_str!("../../../../../models/templates/house.typ"),
    ),
    (
        "declaration.typ",
        include_str!("../../../../../models/templates/declaration.typ"),
    ),
    (
        "contract.typ",
        include_str!("../../../../../models/templates/contract.typ"),
    ),
];

/// The templates that prove something, always the product's.
const CLOSED: [(&str, &str); 3] = [
    ("images.typ", include_str!("../../templates/images.typ")),
    (
        "checklist.typ",
        include_str!("../../templates/checklist.typ"),
    ),
    ("timeline.typ", include_str!("../../templates/timeline.typ")),
];

/// The most that a folder may hold.
const MOST_FILES: usize = 64;
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// A file that a template can see, by its name.
pub(super) struct TemplateFile {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// The product's own files.
pub(super) fn builtin() -> Vec<TemplateFile> {
    OPEN.into_iter()
        .chain(CLOSED)
        .map(|(name, text)| TemplateFile {
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
        })
        .collect()
}

/// The files of `folder`, and the product's where it has none of that name.
/// Files alone are read: no folder in it, and no link, wherever it leads.
///
/// # Errors
///
/// A folder that cannot be read or holds too much.
pub(super) fn read(folder: &Path) -> Result<Vec<TemplateFile>, ArchiveError> {
    let mut files = Vec::new();
    let mut left = MOST_BYTES;
    let listed = fs::read_dir(folder)
        .map_err(|error| wrong(&folder.display().to_string(), &error.to_string()))?;
    for entry in listed {
        let entry = entry.map_err(|error| wrong("", &error.to_string()))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let failed = |error: std::io::Error| wrong(&name, &error.to_string());
        if !entry.file_type().map_err(failed)?.is_file() || is_closed(&name) {
            continue;
        }
        let mut bytes = Vec::new();
        let file = fs::File::open(entry.path()).map_err(failed)?;
        file.take(left + 1)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
        left = left
            .checked_sub(bytes.len() as u64)
            .ok_or_else(|| wrong(&name, "the folder holds more than 16 MiB"))?;
        if files.len() == MOST_FILES {
            return Err(wrong(&name, "the folder holds more than 64 files"));
        }
        files.push(TemplateFile { name, bytes });
    }
    for own in builtin() {
        if !files.iter().any(|file| file.name == own.name) {
            files.push(own);
        }
    }
    Ok(files)
}

fn is_closed(name: &str) -> bool {
    CLOSED.iter().any(|(closed, _)| *closed == name)
}

pub(super) fn wrong(file: &str, problem: &str) -> ArchiveError {
    ArchiveError::Template {
        file: file.to_owned(),
        line: 0,
        problem: problem.to_owned(),
    }
}
