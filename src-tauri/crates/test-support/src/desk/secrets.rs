//! A session bus with an unlocked keyring on it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use anyhow::{Context as _, bail};

use super::PATIENCE;
use super::process::Process;
use super::sandbox::Sandbox;

/// The bus and the keyring daemon.
pub(super) struct Secrets {
    address: String,
    // The keyring needs the bus, so it goes first.
    _keyring: Process,
    _bus: Process,
}

impl Secrets {
    /// Starts both and waits until the keyring answers.
    ///
    /// # Errors
    /// When one of them does not come up.
    pub(super) async fn start(sandbox: &Sandbox) -> anyhow::Result<Self> {
        let mut bus = Process::start(
            sandbox
                .command("dbus-daemon")
                .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        let stdout = bus
            .child()
            .stdout
            .take()
            .context("dbus-daemon has no output")?;
        let mut address = String::new();
        BufReader::new(stdout)
            .read_line(&mut address)
            .context("dbus-daemon did not say its address")?;
        let address = address.trim().to_owned();

        let mut keyring = Process::start(
            sandbox
                .command("gnome-keyring-daemon")
                .args(["--foreground", "--unlock", "--components=secrets"])
                .env("DBUS_SESSION_BUS_ADDRESS", &address)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        )?;
        let mut stdin = keyring
            .child()
            .stdin
            .take()
            .context("the keyring has no input")?;
        stdin
            .write_all(b"specimen\n")
            .context("the keyring did not take its password")?;
        drop(stdin);

        let secrets = Self {
            address,
            _keyring: keyring,
            _bus: bus,
        };
        secrets.wait_for_keyring(sandbox).await?;
        Ok(secrets)
    }

    /// The value of `DBUS_SESSION_BUS_ADDRESS`.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    async fn wait_for_keyring(&self, sandbox: &Sandbox) -> anyhow::Result<()> {
        let is_there = || -> anyhow::Result<bool> {
            let answer = sandbox
                .command("dbus-send")
                .arg(format!("--bus={}", self.address))
                .args([
                    "--print-reply",
                    "--dest=org.freedesktop.DBus",
                    "/org/freedesktop/DBus",
                ])
                .args([
                    "org.freedesktop.DBus.NameHasOwner",
                    "string:org.freedesktop.secrets",
                ])
                .output()
                .context("dbus-send cannot be started")?;
            Ok(String::from_utf8_lossy(&answer.stdout).contains("boolean true"))
        };
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while !is_there()? {
            if tokio::time::Instant::now() > deadline {
                bail!("gnome-keyring-daemon does not offer org.freedesktop.secrets");
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        Ok(())
    }
}
