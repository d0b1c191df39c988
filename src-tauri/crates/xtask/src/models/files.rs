//! Digests of files and writing them whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

/// How a file compares with what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Right,
    Missing,
    Altered,
}

/// Compares the file in `path` with the digest it should have.
///
/// # Errors
/// When it is there but cannot be read.
pub(crate) fn state(path: &Path, sha256: &str) -> anyhow::Result<State> {
    let unreadable = || format!("{} cannot be read", path.display());
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Missing),
        Err(error) => return Err(error).with_context(unreadable),
    };
    let mut hash = Sha256::new();
    io::copy(&mut file, &mut hash).with_context(unreadable)?;
    let right = hex::encode(hash.finalize()) == sha256;
    Ok(if right { State::Right } else { State::Altered })
}

/// The SHA-256 of `bytes` in lower-case hexadecimal.
pub(crate) fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Writes `bytes` to `path` by way of a file beside it: whoever opens `path`
/// sees the old file or the whole new one.
///
/// # Errors
/// When the folder cannot be written to.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let unwritable = || format!("{} cannot be written", path.display());
    let folder = path.parent().with_context(unwritable)?;
    fs::create_dir_all(folder).with_context(unwritable)?;
    let mut file = tempfile::Builder::new()
        .permissions_like_a_plain_file()
        .tempfile_in(folder)
        .with_context(unwritable)?;
    file.write_all(bytes).with_context(unwritable)?;
    file.as_file().sync_all().with_context(unwritable)?;
    file.persist(path).with_context(unwritable)?;
    Ok(())
}

/// Temporary files are made for their owner alone; these are for everyone.
trait PlainFile {
    fn permissions_like_a_plain_file(&mut self) -> &mut Self;
}

impl PlainFile for tempfile::Builder<'_, '_> {
    #[cfg(unix)]
    fn permissions_like_a_plain_file(&mut self) -> &mut Self {
        use std::os::unix::fs::PermissionsExt as _;
        self.permissions(fs::Permissions::from_mode(0o644))
    }

    #[cfg(not(unix))]
    fn permissions_like_a_plain_file(&mut self) -> &mut Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_right_until_a_byte_of_it_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("deep/model.onnx");
        let sha256 = digest(b"weights");
        assert_eq!(state(&path, &sha256).expect("readable"), State::Missing);
        write(&path, b"weights").expect("writable");
        assert_eq!(state(&path, &sha256).expect("readable"), State::Right);
        write(&path, b"weighty").expect("writable");
        assert_eq!(state(&path, &sha256).expect("readable"), State::Altered);
        let names = fs::read_dir(folder.path().join("deep")).expect("a folder");
        assert_eq!(names.count(), 1, "no temporary file stays behind");
    }
}
