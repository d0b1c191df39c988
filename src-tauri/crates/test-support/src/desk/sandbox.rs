//! A home folder that nobody else uses.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use tempfile::TempDir;

/// One temporary folder with all that a desktop session keeps on disk.
pub(super) struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    /// A new, empty home.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(super) fn new() -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("sportello-desk-")
            .tempdir()
            .context("no temporary folder")?;
        let sandbox = Self { folder };
        for folder in [
            sandbox.home(),
            sandbox.run(),
            sandbox.data(),
            sandbox.saved(),
            sandbox.temporary(),
        ] {
            fs::create_dir_all(&folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        // The session bus refuses a runtime folder that others can read.
        fs::set_permissions(sandbox.run(), fs::Permissions::from_mode(0o700))
            .context("the runtime folder cannot be closed to others")?;
        Ok(sandbox)
    }

    /// `program` with the sandbox as its home, and no way to the person's own
    /// session.
    pub(super) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let home = self.home();
        let mut command = Command::new(program);
        command
            .env("HOME", &home)
            .env("TMPDIR", self.temporary())
            .env("XDG_RUNTIME_DIR", self.run())
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("XDG_CACHE_HOME", home.join(".cache"))
            .env("XDG_STATE_HOME", home.join(".local/state"))
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("NO_AT_BRIDGE", "1")
            .env("NO_COLOR", "1")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DISPLAY");
        command
    }

    /// The application's data.
    pub(super) fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    /// Where archives are saved.
    pub(super) fn saved(&self) -> PathBuf {
        self.path().join("saved")
    }

    /// What the programs inside said.
    pub(super) fn log(&self) -> PathBuf {
        self.path().join("log.txt")
    }

    /// All of it.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    fn home(&self) -> PathBuf {
        self.path().join("home")
    }

    fn run(&self) -> PathBuf {
        self.path().join("run")
    }

    fn temporary(&self) -> PathBuf {
        self.path().join("tmp")
    }
}
