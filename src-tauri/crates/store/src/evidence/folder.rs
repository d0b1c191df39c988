//! The folder of sealed files.
//!
//! A file comes into being under a temporary name, is synced, and only then
//! gets its own: `<evidence id>.sealed`. A file of that name is whole.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufReader, BufWriter, Write as _},
    ops::Range,
    path::{Path, PathBuf},
};

use domain::id::EvidenceId;
use zeroize::Zeroizing;

use super::{
    draft::{self, Draft, DraftWriter},
    seal::{self, OpenError, SessionKey},
};
use crate::StoreError;

const FOLDER: &str = "evidence";
const SEALED: &str = "sealed";
const PART: &str = "part";
const KIOSK_FOLDER: &str = "kiosk";
const DRAFT: &str = "draft";

/// The folder of sealed files.
#[derive(Debug, Clone)]
pub(crate) struct EvidenceFolder {
    path: PathBuf,
}

/// A file in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// A whole sealed file.
    Sealed(EvidenceId),
    /// A file whose writing was cut off.
    Part(EvidenceId),
    /// A recording under way.
    Draft(EvidenceId),
    /// A file that nobody here made.
    Foreign(PathBuf),
}

impl EvidenceFolder {
    /// The evidence folder of the store in `folder`.
    pub(crate) fn in_store(folder: &Path) -> Self {
        Self {
            path: folder.join(FOLDER),
        }
    }

    /// The folder of what is captured at the kiosk of the store in `folder`.
    pub(crate) fn of_kiosk(folder: &Path) -> Self {
        Self {
            path: folder.join(KIOSK_FOLDER),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn create(&self) -> io::Result<()> {
        crate::open::create_private_folder(&self.path)
    }

    /// Seals `plain` into the file of `id`. What it is called is certain on the
    /// disk only after [`sync`](Self::sync).
    pub(crate) fn write(
        &self,
        key: &SessionKey,
        id: EvidenceId,
        plain: &[u8],
    ) -> Result<(), StoreError> {
        let part = self.part(id);
        self.write_part(&part, key, id, plain)
            .and_then(|()| fs::rename(&part, self.sealed(id)))
            .map_err(|source| {
                // Best effort: the sweep at the next start removes what stays.
                drop(fs::remove_file(&part));
                StoreError::file("write", part)(source)
            })
    }

    fn write_part(
        &self,
        part: &Path,
        key: &SessionKey,
        id: EvidenceId,
        plain: &[u8],
    ) -> io::Result<()> {
        let mut file = BufWriter::with_capacity(256 * 1024, private().open(part)?);
        seal::seal(key, id, plain, &mut file)?;
        file.flush()?;
        file.get_ref().sync_all()
    }

    /// Makes the names of all files written so far certain on the disk.
    pub(crate) fn sync(&self) -> Result<(), StoreError> {
        crate::open::sync_folder(&self.path).map_err(StoreError::file("sync", &self.path))
    }

    /// Opens the plain bytes `range` of `id`.
    pub(crate) fn read(
        &self,
        key: &SessionKey,
        id: EvidenceId,
        size_bytes: u64,
        range: Range<u64>,
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let path = self.sealed(id);
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(StoreError::EvidenceMissing(id));
            }
            Err(error) => return Err(StoreError::file("open", path)(error)),
        };
        seal::open(key, id, size_bytes, range, &mut file).map_err(|error| match error {
            OpenError::Altered => StoreError::EvidenceAltered(id),
            OpenError::Io(source) => StoreError::file("read", path)(source),
        })
    }

    /// Begins the draft of `id`; its name is certain on the disk.
    pub(crate) fn begin_draft(
        &self,
        key: &SessionKey,
        id: EvidenceId,
    ) -> Result<DraftWriter, StoreError> {
        let path = self.draft(id);
        let file = private()
            .open(&path)
            .map_err(StoreError::file("create", &path))?;
        self.sync()?;
        DraftWriter::begin(key, id, file).map_err(StoreError::file("write", path))
    }

    /// Opens the draft of `id`; one of which not even the beginning was written
    /// is empty.
    pub(crate) fn read_draft(&self, key: &SessionKey, id: EvidenceId) -> Result<Draft, StoreError> {
        let path = self.draft(id);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(StoreError::EvidenceMissing(id));
            }
            Err(error) => return Err(StoreError::file("open", path)(error)),
        };
        draft::open(key, id, &mut BufReader::new(file)).map_err(|error| match error {
            OpenError::Altered => StoreError::EvidenceAltered(id),
            OpenError::Io(source) => StoreError::file("read", path)(source),
        })
    }

    /// Removes the draft of `id`, if it is there.
    pub(crate) fn remove_draft(&self, id: EvidenceId) -> Result<(), StoreError> {
        match remove(self.draft(id)) {
            Err(StoreError::File { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                Ok(())
            }
            removed => removed,
        }
    }

    /// Every file in the folder; none where there is no folder.
    pub(crate) fn list(&self) -> io::Result<Vec<Found>> {
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        entries
            .map(|entry| Ok(found(entry?.path())))
            .collect::<io::Result<Vec<_>>>()
    }

    pub(crate) fn holds_sealed_files(&self) -> io::Result<bool> {
        let files = self.list()?;
        Ok(files.iter().any(|file| matches!(file, Found::Sealed(_))))
    }

    /// Removes the whole file of `id`.
    pub(crate) fn remove(&self, id: EvidenceId) -> Result<(), StoreError> {
        remove(self.sealed(id))
    }

    /// Removes the cut-off file of `id`.
    pub(crate) fn remove_part(&self, id: EvidenceId) -> Result<(), StoreError> {
        remove(self.part(id))
    }

    fn sealed(&self, id: EvidenceId) -> PathBuf {
        self.path.join(format!("{id}.{SEALED}"))
    }

    fn part(&self, id: EvidenceId) -> PathBuf {
        self.path.join(format!("{id}.{PART}"))
    }

    fn draft(&self, id: EvidenceId) -> PathBuf {
        self.path.join(format!("{id}.{DRAFT}"))
    }
}

/// How a new file is made, for its owner alone.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn remove(path: PathBuf) -> Result<(), StoreError> {
    fs::remove_file(&path).map_err(StoreError::file("remove", path))
}

fn found(path: PathBuf) -> Found {
    let id = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .and_then(|stem| stem.parse::<EvidenceId>().ok());
    let ending = path.extension().and_then(|ending| ending.to_str());
    match (id, ending) {
        (Some(id), Some(SEALED)) => Found::Sealed(id),
        (Some(id), Some(PART)) => Found::Part(id),
        (Some(id), Some(DRAFT)) => Found::Draft(id),
        (Some(_) | None, Some(_) | None) => Found::Foreign(path),
    }
}
