//! Skips a step whose inputs are the same as when it last ended well.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

/// The digest of a set of files, kept beside what was made from them.
pub(crate) struct Stamp {
    file: PathBuf,
    digest: String,
}

impl Stamp {
    /// A stamp kept in `file` for all files under `inputs` (files or folders,
    /// missing ones count as empty), except folders named in `without`.
    ///
    /// # Errors
    /// When an input cannot be read.
    pub(crate) fn of(file: PathBuf, inputs: &[PathBuf], without: &[&str]) -> anyhow::Result<Self> {
        let mut files = Vec::new();
        for input in inputs {
            collect(input, without, &mut files)?;
        }
        files.sort();
        let mut hash = Sha256::new();
        for path in files {
            let bytes =
                fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            hash.update(path.as_os_str().as_encoded_bytes());
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(&bytes);
        }
        let digest = hex::encode(hash.finalize());
        Ok(Self { file, digest })
    }

    /// Whether the step last ended with these inputs.
    pub(crate) fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|kept| kept.trim() == self.digest)
    }

    /// Keeps that the step has ended with these inputs.
    ///
    /// # Errors
    /// When the stamp cannot be written.
    pub(crate) fn keep(&self) -> anyhow::Result<()> {
        fs::write(&self.file, &self.digest)
            .with_context(|| format!("{} cannot be written", self.file.display()))
    }
}

fn collect(path: &Path, without: &[&str], files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    if !path.is_dir() {
        return Ok(());
    }
    let entries =
        fs::read_dir(path).with_context(|| format!("{} cannot be read", path.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("{} cannot be read", path.display()))?;
        if !without.iter().any(|name| entry.file_name() == *name) {
            collect(&entry.path(), without, files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_current_until_an_input_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let source = folder.path().join("source");
        fs::create_dir_all(source.join("made")).expect("a folder");
        fs::write(source.join("a.txt"), "a").expect("a file");
        let stamp = || {
            let kept = folder.path().join("stamp");
            Stamp::of(kept, std::slice::from_ref(&source), &["made"]).expect("readable")
        };
        assert!(!stamp().is_current(), "nothing was made yet");
        stamp().keep().expect("writable");
        assert!(stamp().is_current());
        fs::write(source.join("made/b.txt"), "b").expect("a file");
        assert!(stamp().is_current(), "what was made is no input");
        fs::write(source.join("a.txt"), "b").expect("a file");
        assert!(!stamp().is_current());
    }
}
