//! A screen that nobody looks at.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use anyhow::{Context as _, bail};

use super::process::Process;
use super::sandbox::Sandbox;

/// An Xvfb server of its own.
pub(super) struct Screen {
    name: String,
    _server: Process,
}

impl Screen {
    /// Starts a server on a display that it finds free.
    ///
    /// # Errors
    /// When it does not come up.
    pub(super) fn start(sandbox: &Sandbox) -> anyhow::Result<Self> {
        let mut server = Process::start(
            sandbox
                .command("Xvfb")
                .args([
                    "-displayfd",
                    "1",
                    "-screen",
                    "0",
                    "1600x1000x24",
                    "-nolisten",
                    "tcp",
                ])
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        let stdout = server.child().stdout.take().context("Xvfb has no output")?;
        let mut number = String::new();
        BufReader::new(stdout)
            .read_line(&mut number)
            .context("Xvfb did not say its display")?;
        if number.trim().is_empty() {
            bail!("Xvfb ended before it had a display");
        }
        Ok(Self {
            name: format!(":{}", number.trim()),
            _server: server,
        })
    }

    /// The value of `DISPLAY`.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}
