//! What somebody leaves behind in files.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::session::Declared;

/// What a JPEG begins with, as the application writes it.
const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0\0\x10JFIF";
/// What a recording begins with, after its length.
const FILM: &[u8] = b"ftypisom";

/// What would tell of `declared`, or of a picture, if it stood in the clear.
#[must_use]
pub fn personal(declared: &Declared) -> Vec<Vec<u8>> {
    let texts = [
        &declared.first_name,
        &declared.last_name,
        &declared.tax_code,
        &declared.mail,
        &declared.phone,
    ];
    let mut wanted: Vec<Vec<u8>> = texts.into_iter().map(|text| text.clone().into()).collect();
    wanted.extend([JPEG.to_vec(), FILM.to_vec()]);
    wanted
}

/// The files below `folder` that contain one of `wanted`.
///
/// # Errors
/// When a file cannot be read.
pub fn holding(folder: &Path, wanted: &[Vec<u8>]) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder);
        let entries = entries.with_context(|| format!("{} cannot be read", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                let bytes = match fs::read(entry.path()) {
                    Ok(bytes) => bytes,
                    // It went away between the two questions.
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                    Err(error) => return Err(error.into()),
                };
                let holds = |wanted: &Vec<u8>| memchr::memmem::find(&bytes, wanted).is_some();
                if wanted.iter().any(holds) {
                    found.push(entry.path());
                }
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Story;

    #[test]
    fn what_stands_in_the_clear_is_found() {
        let declared = Declared::truly(&Story::Genuine.person());
        let wanted = personal(&declared);
        check(&wanted, b"nothing to see".to_vec(), 0);
        check(&wanted, format!("<p>{}</p>", declared.last_name).into(), 1);
        check(&wanted, [&[7; 9][..], JPEG, &[7; 9]].concat(), 1);
        check(&wanted, [b"\0\0\0\x20", FILM].concat(), 1);
    }

    #[track_caller]
    fn check(wanted: &[Vec<u8>], bytes: Vec<u8>, expected: usize) {
        let folder = tempfile::tempdir().expect("a folder");
        let below = folder.path().join("below");
        fs::create_dir(&below).expect("a folder");
        fs::write(below.join("file"), bytes).expect("a file");
        let found = holding(folder.path(), wanted).expect("it is read");
        assert_eq!(found.len(), expected, "{found:?}");
    }
}
