//! Videos that come in parts: what came stays until the rest comes, also over
//! a lost connection or a restart.
//!
//! A part goes by its session and the digest that the whole will have. It is
//! kept only when it has that digest.

use std::{
    fs::{self, File, TryLockError},
    io::Read,
    path::PathBuf,
};

use domain::evidence::{Digest, Media};
use sha2::Digest as _;
use tempfile::{NamedTempFile, TempPath};
use tokio::io::AsyncWriteExt;

use super::{
    Central,
    files::{Files, Stored},
    intake,
    request::Request,
    session::Step,
};
use crate::CentralError;

/// A video on its way in, part by part.
pub(crate) struct Partial<'a> {
    files: &'a Files,
    path: PathBuf,
    digest: Digest,
    file: tokio::fs::File,
    bytes: u64,
}

impl<'a> Partial<'a> {
    /// How much of the video `digest` of `request` is here.
    pub(crate) fn length(
        files: &Files,
        request: &Request,
        digest: Digest,
    ) -> Result<u64, CentralError> {
        let path = path(files, request, digest);
        match fs::metadata(&path) {
            Ok(file) => Ok(file.len()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(CentralError::io("read", path)(error)),
        }
    }

    /// Goes on with the video `digest` of `request` at `offset`, where it stopped.
    pub(crate) fn resume(
        files: &'a Files,
        request: &Request,
        digest: Digest,
        offset: u64,
    ) -> Result<Self, CentralError> {
        let path = path(files, request, digest);
        let file = File::options()
            .append(true)
            .read(true)
            .create(true)
            .open(&path)
            .map_err(CentralError::io("write", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(CentralError::UploadUnderWay),
            Err(TryLockError::Error(error)) => return Err(CentralError::io("lock", path)(error)),
        }
        let bytes = file
            .metadata()
            .map_err(CentralError::io("read", &path))?
            .len();
        if bytes != offset {
            return Err(CentralError::WrongOffset { expected: bytes });
        }
        Ok(Self {
            files,
            path,
            digest,
            file: tokio::fs::File::from_std(file),
            bytes,
        })
    }

    /// How much has come.
    pub(crate) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Adds a piece.
    pub(crate) async fn write(&mut self, piece: &[u8]) -> Result<(), CentralError> {
        self.file
            .write_all(piece)
            .await
            .map_err(CentralError::io("write", &self.path))?;
        self.bytes += piece.len() as u64;
        Ok(())
    }

    /// Leaves what has come for the next part.
    pub(crate) async fn pause(mut self) -> Result<u64, CentralError> {
        self.file
            .flush()
            .await
            .map_err(CentralError::io("write", &self.path))?;
        Ok(self.bytes)
    }

    /// Keeps the whole; what is not the announced video is removed.
    pub(crate) async fn keep(mut self) -> Result<Stored, CentralError> {
        self.file
            .flush()
            .await
            .map_err(CentralError::io("write", &self.path))?;
        let mut file = self.file.into_std().await;
        std::io::Seek::rewind(&mut file).map_err(CentralError::io("read", &self.path))?;
        let (digest, media) = weigh(&mut file).map_err(CentralError::io("read", &self.path))?;
        let path =
            TempPath::try_from_path(&self.path).map_err(CentralError::io("use", &self.path))?;
        let part = NamedTempFile::from_parts(file, path);
        if digest != self.digest {
            return Err(CentralError::BadUpload(
                "The video has not the digest that was announced; send it again",
            ));
        }
        if !intake::is_video(media) {
            return Err(CentralError::BadUpload(
                "The file is not an MP4, QuickTime or WebM video",
            ));
        }
        self.files.name(part, digest)?;
        Ok(Stored {
            digest,
            bytes: self.bytes,
            media,
        })
    }
}

/// Removes the parts of sessions that wait for no video any more.
pub(crate) async fn sweep(central: &Central) -> Result<(), CentralError> {
    let mut db = central.read().await?;
    let folder = central.files().partial();
    for entry in fs::read_dir(folder).map_err(CentralError::io("list", folder))? {
        let entry = entry.map_err(CentralError::io("list", folder))?;
        let name = entry.file_name();
        let session = name.to_str().and_then(|name| name.split_once('.'));
        let wanted = match session {
            Some((session, _)) => match Request::by_video(&mut db, session).await {
                Ok(request) => Step::Upload.is_open_in(&request.state),
                Err(CentralError::NoSuchRequest) => false,
                Err(error) => return Err(error),
            },
            None => false,
        };
        if !wanted {
            let path = entry.path();
            fs::remove_file(&path).map_err(CentralError::io("remove", path))?;
        }
    }
    Ok(())
}

fn path(files: &Files, request: &Request, digest: Digest) -> PathBuf {
    let name = format!("{}.{}", request.video_identifier, digest.to_hex());
    files.partial().join(name)
}

/// Digest and format of `file`, from where it stands to its end.
fn weigh(file: &mut File) -> std::io::Result<(Digest, Media)> {
    let mut hash = sha2::Sha256::new();
    let mut head = Vec::with_capacity(16);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((Digest(hash.finalize().into()), Media::sniff(&head)));
        }
        let missing = 16_usize.saturating_sub(head.len());
        head.extend(buffer[..read].iter().take(missing));
        hash.update(&buffer[..read]);
    }
}
