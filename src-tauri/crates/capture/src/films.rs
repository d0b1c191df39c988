//! Small recordings for tests, made by the `ffmpeg` command.

use std::{path::PathBuf, process::Command};

/// Two seconds at ten pictures a second, the left half red, the right half blue.
const PICTURES: &str = "color=red:s=64x64:r=10:d=2[r];color=blue:s=64x64:r=10:d=2[b];\
    [r][b]hstack,format=yuv420p[v]";

/// The recording that `ffmpeg` makes of the test picture with `arguments`, in
/// the container that `extension` names; `None`, loudly, where the command is
/// not installed or cannot code it.
pub(crate) fn film(extension: &str, arguments: &[&str]) -> Option<Vec<u8>> {
    film_of(PICTURES, extension, arguments)
}

/// The same for any filter graph that ends in `[v]`.
pub(crate) fn film_of(graph: &str, extension: &str, arguments: &[&str]) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(format!("film.{extension}"));
    let made = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-filter_complex", graph])
        .args(["-map", "[v]"])
        .args(arguments)
        .arg(&path)
        .output();
    match made {
        Ok(output) if output.status.success() => {
            Some(std::fs::read(path).expect("the recording just made"))
        }
        Ok(output) => {
            let why = String::from_utf8_lossy(&output.stderr);
            eprintln!("SKIPPED: ffmpeg made no {extension} with {arguments:?} ({why})");
            None
        }
        Err(error) => {
            eprintln!("SKIPPED: no recording to test with (the ffmpeg command: {error})");
            None
        }
    }
}

/// An MP4 with H.264, its index in front or behind.
pub(crate) fn mp4(flags: &str) -> Option<Vec<u8>> {
    film("mp4", &["-c:v", "libx264", "-g", "5", "-movflags", flags])
}

/// A file of the measuring data beside the checkout; `None`, loudly, without it.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/data")
        .join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!(
        "SKIPPED: no measuring data ({} is not there)",
        path.display()
    );
    None
}
