//! The evidence folder: files named by the SHA-256 of their content.
//!
//! A file is complete and synced before it gets its name, and has its name
//! before a row vouches for it. A crash in between leaves a file that no row
//! names, or a part in `incoming/`, which the next start removes.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use domain::evidence::{Digest, Media};
use sha2::Digest as _;
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;

use crate::CentralError;

/// The evidence folder.
pub(crate) struct Files {
    kept: PathBuf,
    incoming: PathBuf,
    partial: PathBuf,
}

/// A file that is in the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stored {
    /// The digest of its content, and its name.
    pub(crate) digest: Digest,
    /// Its length.
    pub(crate) bytes: u64,
    /// Its format, by its first bytes.
    pub(crate) media: Media,
}

/// A file on its way in; dropped, it is gone.
pub(crate) struct Incoming<'a> {
    files: &'a Files,
    part: NamedTempFile,
    writer: tokio::fs::File,
    hash: sha2::Sha256,
    head: Vec<u8>,
    bytes: u64,
}

impl Files {
    /// Opens the folder in `data`, and removes interrupted uploads.
    pub(crate) fn open(data: &Path) -> Result<Self, CentralError> {
        let files = Self {
            kept: data.join("evidence"),
            incoming: data.join("incoming"),
            partial: data.join("partial"),
        };
        if files.incoming.exists() {
            fs::remove_dir_all(&files.incoming)
                .map_err(CentralError::io("clear", &files.incoming))?;
        }
        for folder in [data, &files.kept, &files.incoming, &files.partial] {
            fs::create_dir_all(folder).map_err(CentralError::io("create", folder))?;
            close_to_others(folder).map_err(CentralError::io("protect", folder))?;
        }
        Ok(files)
    }

    /// Where the file with `digest` is.
    pub(crate) fn path(&self, digest: Digest) -> PathBuf {
        let name = digest.to_hex();
        self.kept.join(&name[..2]).join(name)
    }

    /// Keeps `content`.
    pub(crate) fn keep(&self, content: &[u8]) -> Result<Stored, CentralError> {
        let mut part = NamedTempFile::new_in(&self.incoming)
            .map_err(CentralError::io("write in", &self.incoming))?;
        part.write_all(content)
            .map_err(CentralError::io("write in", &self.incoming))?;
        let digest = Digest::of(content);
        self.name(part, digest)?;
        Ok(Stored {
            digest,
            bytes: content.len() as u64,
            media: Media::sniff(content),
        })
    }

    /// Begins a file whose content comes in pieces.
    pub(crate) fn receive(&self) -> Result<Incoming<'_>, CentralError> {
        let part = NamedTempFile::new_in(&self.incoming)
            .map_err(CentralError::io("write in", &self.incoming))?;
        let writer = part
            .reopen()
            .map_err(CentralError::io("write in", &self.incoming))?;
        Ok(Incoming {
            files: self,
            part,
            writer: tokio::fs::File::from_std(writer),
            hash: sha2::Sha256::new(),
            head: Vec::with_capacity(16),
            bytes: 0,
        })
    }

    /// A file without a name, gone when it is closed.
    pub(crate) fn unnamed(&self) -> Result<fs::File, CentralError> {
        tempfile::tempfile_in(&self.incoming).map_err(CentralError::io("write in", &self.incoming))
    }

    /// Reads the file with `digest`, and checks that it is still what it was.
    pub(crate) fn read(&self, digest: Digest) -> Result<Vec<u8>, CentralError> {
        let path = self.path(digest);
        let content = fs::read(&path).map_err(CentralError::io("read", &path))?;
        if Digest::of(&content) == digest {
            Ok(content)
        } else {
            Err(CentralError::Damaged("a file of the evidence folder"))
        }
    }

    /// The digests of all files in the folder.
    pub(crate) fn list(&self) -> Result<Vec<Digest>, CentralError> {
        let mut digests = Vec::new();
        let entries = |folder: &Path| {
            fs::read_dir(folder)
                .and_then(Iterator::collect::<Result<Vec<_>, _>>)
                .map_err(CentralError::io("list", folder))
        };
        for folder in entries(&self.kept)? {
            for file in entries(&folder.path())? {
                digests.extend(file.file_name().to_str().and_then(Digest::from_hex));
            }
        }
        Ok(digests)
    }

    /// Removes the file with `digest`.
    pub(crate) fn remove(&self, digest: Digest) -> Result<(), CentralError> {
        let path = self.path(digest);
        fs::remove_file(&path).map_err(CentralError::io("remove", &path))
    }

    /// Where videos that come in parts wait for the rest.
    pub(crate) fn partial(&self) -> &Path {
        &self.partial
    }

    /// Gives `part`, whose content has this digest, its name.
    pub(crate) fn name(&self, part: NamedTempFile, digest: Digest) -> Result<(), CentralError> {
        let path = self.path(digest);
        let folder = path.parent().unwrap_or(&self.kept);
        fs::create_dir_all(folder).map_err(CentralError::io("create", folder))?;
        part.as_file()
            .sync_all()
            .map_err(CentralError::io("write", &path))?;
        part.persist(&path)
            .map_err(|error| CentralError::io("write", &path)(error.error))?;
        // The name is on disk only when its folder is.
        fs::File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(CentralError::io("sync", folder))
    }
}

impl Incoming<'_> {
    /// Adds a piece.
    pub(crate) async fn write(&mut self, piece: &[u8]) -> Result<(), CentralError> {
        let missing = 16_usize.saturating_sub(self.head.len());
        self.head.extend(piece.iter().take(missing));
        self.hash.update(piece);
        self.bytes += piece.len() as u64;
        self.writer
            .write_all(piece)
            .await
            .map_err(CentralError::io("write in", &self.files.incoming))
    }

    /// How much has come.
    pub(crate) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The format, once 16 bytes have come.
    pub(crate) fn media(&self) -> Media {
        Media::sniff(&self.head)
    }

    /// Keeps what has come.
    pub(crate) async fn keep(mut self) -> Result<Stored, CentralError> {
        self.writer
            .flush()
            .await
            .map_err(CentralError::io("write in", &self.files.incoming))?;
        let stored = Stored {
            digest: Digest(self.hash.finalize().into()),
            bytes: self.bytes,
            media: Media::sniff(&self.head),
        };
        self.files.name(self.part, stored.digest)?;
        Ok(stored)
    }
}

#[cfg(unix)]
fn close_to_others(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn close_to_others(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_found_by_its_digest_however_it_came() {
        let data = tempfile::tempdir().unwrap();
        let files = Files::open(data.path()).unwrap();
        let at_once = files.keep(b"%PDF-1.7 and more than 16 bytes").unwrap();
        let mut incoming = files.receive().unwrap();
        for piece in [&b"%PDF-"[..], b"1.7 and more", b" than 16 bytes"] {
            incoming.write(piece).await.unwrap();
        }
        let in_pieces = incoming.keep().await.unwrap();
        assert_eq!(at_once, in_pieces);
        assert_eq!(in_pieces.media, Media::Pdf);
        assert_eq!(files.read(in_pieces.digest).unwrap().len(), 31);
    }

    #[tokio::test]
    async fn an_interrupted_upload_leaves_nothing() {
        let data = tempfile::tempdir().unwrap();
        let files = Files::open(data.path()).unwrap();
        let mut incoming = files.receive().unwrap();
        incoming.write(b"half").await.unwrap();
        drop(incoming);
        assert_eq!(fs::read_dir(&files.incoming).unwrap().count(), 0);
        fs::write(files.incoming.join("left over"), b"x").unwrap();
        Files::open(data.path()).unwrap();
        assert_eq!(fs::read_dir(&files.incoming).unwrap().count(), 0);
    }

    #[test]
    fn a_changed_file_is_not_given_out() {
        let data = tempfile::tempdir().unwrap();
        let files = Files::open(data.path()).unwrap();
        let stored = files.keep(b"as it was").unwrap();
        fs::write(files.path(stored.digest), b"as it is now").unwrap();
        assert!(matches!(
            files.read(stored.digest),
            Err(CentralError::Damaged(_))
        ));
    }
}
