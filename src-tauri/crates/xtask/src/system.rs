//! What the operating system has to bring: tools and Debian packages.

use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

use crate::step;

/// Every Debian package that building, testing and showing needs.
pub(crate) const PACKAGES: &[&str] = &[
    // building the shell
    "libwebkit2gtk-4.1-dev",
    "build-essential",
    "pkg-config",
    "libssl-dev",
    "librsvg2-dev",
    "libxdo-dev",
    "libayatana-appindicator3-dev",
    // FFmpeg
    "libavcodec-dev",
    "libavformat-dev",
    "libavutil-dev",
    "libswscale-dev",
    "libswresample-dev",
    "libavfilter-dev",
    "libavdevice-dev",
    "clang",
    "libclang-dev",
    // the wheels that carry the text models
    "python3",
    "python3-pip",
    // playing H.264 in the window
    "gstreamer1.0-libav",
    // tests on a screen
    "xvfb",
    "webkit2gtk-driver",
    "dbus",
    "dbus-x11",
    "gnome-keyring",
    "imagemagick",
    "xdotool",
    "ffmpeg",
    // specimens
    "fonts-ocr-b",
    "fonts-dejavu-core",
];

/// The oldest Node that the front end's tools run on.
const OLDEST_NODE: u32 = 20;

/// Checks that Node and npm are there and new enough.
///
/// # Errors
/// When one is missing or too old; the error says what to install.
pub(crate) fn check_tools() -> anyhow::Result<()> {
    let version = say(Command::new("node").arg("--version")).with_context(|| {
        format!("node is missing: install Node {OLDEST_NODE} or newer and put it on the PATH")
    })?;
    let major = major(&version)
        .with_context(|| format!("node --version said `{version}`, which is no version"))?;
    if major < OLDEST_NODE {
        bail!("node is {version}, too old: install Node {OLDEST_NODE} or newer");
    }
    say(Command::new("npm").arg("--version"))
        .context("npm is missing: it comes with Node; put it on the PATH")?;
    Ok(())
}

/// Installs those of [`PACKAGES`] that are missing, through sudo when not root.
///
/// # Errors
/// When the packages cannot be installed; the error has the command to run by hand.
pub(crate) fn install_packages() -> anyhow::Result<()> {
    let Ok(installed) =
        say(Command::new("dpkg-query").args(["-W", "-f", "${Package} ${db:Status-Status}\n"]))
    else {
        step::note(&format!(
            "no dpkg here: make sure that the equivalents of these Debian packages are installed: {}",
            PACKAGES.join(" ")
        ));
        return Ok(());
    };
    let missing = missing(PACKAGES, &installed);
    if missing.is_empty() {
        return Ok(());
    }
    step::note(&format!("missing system packages: {}", missing.join(" ")));
    let mut by_hand = vec!["apt-get", "install", "-y", "--no-install-recommends"];
    by_hand.extend(&missing);
    let how = || format!("install them by hand: sudo {}", by_hand.join(" "));

    let install = |title| {
        step::run(
            title,
            apt(&by_hand[1..]).env("DEBIAN_FRONTEND", "noninteractive"),
        )
    };
    if install("apt-get install").is_err() {
        step::note("trying again with fresh package lists");
        step::run("apt-get update", &mut apt(&["update"])).with_context(how)?;
        install("apt-get install").with_context(how)?;
    }
    Ok(())
}

/// `apt-get` with `arguments`, through sudo when not root.
fn apt(arguments: &[&str]) -> Command {
    let is_root = say(Command::new("id").arg("-u")).is_ok_and(|id| id == "0");
    let mut command = if is_root {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    };
    command
        .args(["-o", "DPkg::Lock::Timeout=400"])
        .args(arguments);
    command
}

fn missing<'a>(wanted: &[&'a str], installed: &str) -> Vec<&'a str> {
    let is_installed = |name: &&&str| {
        installed
            .lines()
            .any(|line| line.split_once(' ') == Some((name, "installed")))
    };
    wanted
        .iter()
        .filter(|name| !is_installed(name))
        .copied()
        .collect()
}

fn major(version: &str) -> Option<u32> {
    version
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// What `command` says on its standard output.
fn say(command: &mut Command) -> anyhow::Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()?;
    if !output.status.success() {
        bail!("it ended with {}", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_missing_unless_dpkg_calls_it_installed() {
        let installed = "clang installed\nffmpeg config-files\nlibssl-dev installed";
        assert_eq!(
            missing(&["clang", "ffmpeg", "libssl", "xvfb"], installed),
            ["ffmpeg", "libssl", "xvfb"]
        );
    }

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.19.2"), Some(20));
        assert_eq!(major("v22"), Some(22));
        assert_eq!(major("node"), None);
    }
}
