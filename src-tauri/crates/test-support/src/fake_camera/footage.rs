//! Real footage for virtual cameras, by the `ffmpeg` command.

use std::{path::Path, process::Command};

use anyhow::{Context as _, bail, ensure};

use super::Mode;

/// The pictures of `video` as a camera in `mode` would deliver them, scaled
/// and cut to its size.
///
/// # Errors
/// When the `ffmpeg` command is missing or cannot read `video`.
pub fn of(video: &Path, mode: Mode) -> anyhow::Result<Vec<Vec<u8>>> {
    let Mode { width, height, .. } = mode;
    let cut = format!(
        "scale={width}:{height}:force_original_aspect_ratio=increase,crop={width}:{height}"
    );
    pictures(video, mode, &cut)
}

/// The whole pictures of `video` as a camera in `mode` would deliver them,
/// scaled, with a wall around them.
///
/// # Errors
/// As of [`of`].
pub fn whole(video: &Path, mode: Mode) -> anyhow::Result<Vec<Vec<u8>>> {
    let Mode { width, height, .. } = mode;
    let walled = format!(
        "scale={width}:{height}:force_original_aspect_ratio=decrease,\
         pad={width}:{height}:-1:-1:color=gray"
    );
    pictures(video, mode, &walled)
}

/// The pictures of `video`, brought to the size of `mode` by the filter `fitted`.
fn pictures(video: &Path, mode: Mode, fitted: &str) -> anyhow::Result<Vec<Vec<u8>>> {
    let Mode {
        coding,
        frames_per_second,
        ..
    } = mode;
    let filter = format!("fps={frames_per_second},{fitted}");
    let output = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-i"])
        .arg(video)
        .args(["-an", "-vf", &filter, "-q:v", "3"])
        .args(coding.ffmpeg())
        .arg("pipe:1")
        .output()
        .context("ffmpeg cannot be started: `cargo xtask setup` installs it")?;
    if !output.status.success() {
        bail!("ffmpeg failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let frames: Vec<Vec<u8>> = match mode.picture_bytes() {
        Some(bytes) => output
            .stdout
            .chunks_exact(bytes)
            .map(<[u8]>::to_vec)
            .collect(),
        None => jpegs(&output.stdout),
    };
    ensure!(!frames.is_empty(), "{} has no pictures", video.display());
    Ok(frames)
}

/// The images of a stream of JPEGs. Between the end of one (FF D9) and the
/// beginning of the next (FF D8) nothing stands, and neither occurs in
/// entropy-coded data.
fn jpegs(stream: &[u8]) -> Vec<Vec<u8>> {
    let mut images = Vec::new();
    let mut begin = 0;
    for at in 2..=stream.len() {
        let ends = stream[..at].ends_with(&[0xFF, 0xD9]);
        if ends && (at == stream.len() || stream[at..].starts_with(&[0xFF, 0xD8])) {
            images.push(stream[begin..at].to_vec());
            begin = at;
        }
    }
    images
}
