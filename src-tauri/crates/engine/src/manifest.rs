//! The files that the engine reads, fetched at set-up or committed: models,
//! the ONNX Runtime library, tables.
//!
//! [`Models::open`] reads the manifests `models.toml` (what is fetched) and
//! `committed.toml` (what is part of the repository). A file is handed out
//! only after its SHA-256 was found to be the one of the manifest.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::model::ModelError;

/// Faces with six landmarks (BlazeFace).
pub const FACE_DETECTION: &str = "face-detection";
/// 468 landmarks of one face (FaceMesh).
pub const FACE_LANDMARKS: &str = "face-landmarks";
/// 128 numbers that tell people apart (dlib's ResNet).
pub const FACE_DESCRIPTOR: &str = "face-descriptor";
/// Where text is (PP-OCR).
pub const TEXT_DETECTION: &str = "text-detection";
/// What a line of text says (PP-OCR).
pub const TEXT_RECOGNITION: &str = "text-recognition";
/// Whether a line of text stands on its head (PP-OCR).
pub const TEXT_ORIENTATION: &str = "text-orientation";
/// What a line of a machine-readable zone says (our own).
pub const MRZ_LINES: &str = "mrz-lines";
/// The ONNX Runtime library.
pub const RUNTIME: &str = "onnxruntime";
/// Municipalities and countries with their codes.
pub const PLACES: &str = "places";

/// The folder of models, opened by its manifest.
///
/// The folder holds `models.toml` and, under `fetched/`, the files it lists;
/// files of `committed.toml`, which may be missing, lie in the folder that
/// their entry names.
#[derive(Debug)]
pub struct Models {
    folder: PathBuf,
    entries: Vec<Entry>,
    /// Paths handed out before, whose digests were right.
    verified: Mutex<Vec<PathBuf>>,
}

/// What the engine reads of an entry; the set-up tool reads the rest.
#[derive(Debug, Deserialize)]
struct Entry {
    name: String,
    file: String,
    sha256: String,
    /// Where a committed file lies.
    #[serde(default = "fetched")]
    folder: String,
    platform: Option<String>,
    input: Option<Input>,
}

#[derive(Debug, Deserialize)]
struct Input {
    shape: Vec<i64>,
}

#[derive(Deserialize)]
struct Manifest {
    #[serde(default, rename = "file")]
    entries: Vec<Entry>,
}

impl Models {
    /// Opens the folder `models`, which holds `models.toml`. No file it lists
    /// is touched yet.
    ///
    /// # Errors
    ///
    /// [`ModelError::Manifest`] when a manifest is missing, cut short or not
    /// in its format.
    pub fn open(models: &Path) -> Result<Self, ModelError> {
        let mut entries = listed(&models.join("models.toml"))?;
        let committed = models.join("committed.toml");
        if committed.is_file() {
            entries.extend(listed(&committed)?);
        }
        let here = format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH);
        entries.retain(|entry| {
            entry
                .platform
                .as_ref()
                .is_none_or(|platform| *platform == here)
        });
        Ok(Self {
            folder: models.to_owned(),
            entries,
            verified: Mutex::default(),
        })
    }

    /// The path of the file called `name` in the manifest, whose digest was
    /// checked at least once by this value.
    ///
    /// # Errors
    ///
    /// When it is not listed, missing, altered or unreadable.
    pub fn path(&self, name: &str) -> Result<PathBuf, ModelError> {
        let entry = self.entry(name)?;
        let path = self.path_of(entry);
        // The lock is held while hashing: whoever else needs the file waits
        // for this result instead of hashing it too.
        let mut verified = self
            .verified
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if !verified.contains(&path) {
            let mut hash = Sha256::new();
            File::open(&path)
                .and_then(|mut file| io::copy(&mut file, &mut hash))
                .map_err(|source| unreadable(&path, source))?;
            check(&path, hash, entry)?;
            verified.push(path.clone());
        }
        Ok(path)
    }

    /// The content of the file called `name` in the manifest. What is returned
    /// is what was hashed: a change between check and use cannot happen.
    ///
    /// # Errors
    ///
    /// When it is not listed, missing, altered or unreadable.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, ModelError> {
        let entry = self.entry(name)?;
        let path = self.path_of(entry);
        let bytes = fs::read(&path).map_err(|source| unreadable(&path, source))?;
        check(&path, Sha256::new_with_prefix(&bytes), entry)?;
        Ok(bytes)
    }

    /// Where the file called `name` should be, and the sizes of its input as
    /// the manifest has them. Nothing is checked.
    pub(crate) fn expectation(&self, name: &str) -> Result<(PathBuf, Option<&[i64]>), ModelError> {
        let entry = self.entry(name)?;
        let shape = entry.input.as_ref().map(|input| input.shape.as_slice());
        Ok((self.path_of(entry), shape))
    }

    fn entry(&self, name: &str) -> Result<&Entry, ModelError> {
        self.entries
            .iter()
            .find(|entry| entry.name == name)
            .ok_or_else(|| ModelError::Unlisted {
                path: self.folder.join("models.toml"),
                name: name.to_owned(),
            })
    }

    fn path_of(&self, entry: &Entry) -> PathBuf {
        self.folder.join(&entry.folder).join(&entry.file)
    }
}

/// The entries of a manifest in `path`.
fn listed(path: &Path) -> Result<Vec<Entry>, ModelError> {
    let unusable = |reason: String| ModelError::Manifest {
        path: path.to_owned(),
        reason,
    };
    let text = fs::read_to_string(path).map_err(|error| unusable(error.to_string()))?;
    let manifest: Manifest =
        toml::from_str(&text).map_err(|error| unusable(error.message().to_owned()))?;
    if manifest.entries.is_empty() {
        return Err(unusable("it lists no file".to_owned()));
    }
    Ok(manifest.entries)
}

fn fetched() -> String {
    "fetched".to_owned()
}

fn unreadable(path: &Path, source: io::Error) -> ModelError {
    let path = path.to_owned();
    if source.kind() == io::ErrorKind::NotFound {
        ModelError::Missing { path }
    } else {
        ModelError::Unreadable { path, source }
    }
}

fn check(path: &Path, hash: Sha256, entry: &Entry) -> Result<(), ModelError> {
    if hex::encode(hash.finalize()) == entry.sha256 {
        return Ok(());
    }
    Err(ModelError::Altered {
        path: path.to_owned(),
    })
}

#[cfg(test)]
mod tests;
