//! Videos of a still picture, made by the `ffmpeg` command.

use std::process::Command;

use anyhow::{Context as _, bail};
use image::RgbImage;

/// Length of the videos in seconds.
pub const SECONDS: u32 = 7;

/// A video in which a hand-held camera looks at `scene`: MP4, H.264 baseline,
/// yuv420p, faststart, 640 × 480, 25 frames a second.
///
/// # Errors
/// When `ffmpeg` is missing or fails.
pub fn of_still(scene: &RgbImage) -> anyhow::Result<Vec<u8>> {
    let folder = tempfile::tempdir().context("no temporary folder for the video")?;
    let (still, video) = (
        folder.path().join("still.png"),
        folder.path().join("video.mp4"),
    );
    scene
        .save(&still)
        .context("the still picture cannot be written")?;
    // The camera breathes, sways and drifts; the noise changes with each frame.
    let movement = "zoompan=z='1.12+0.06*sin(2*PI*on/130)'\
        :x='(iw-iw/zoom)/2+40*sin(2*PI*on/90)':y='(ih-ih/zoom)/2+24*sin(2*PI*on/70)'\
        :d=1:s=640x480:fps=25,noise=alls=5:allf=t,format=yuv420p";
    let output = Command::new("ffmpeg")
        .args([
            "-nostdin",
            "-v",
            "error",
            "-y",
            "-loop",
            "1",
            "-framerate",
            "25",
            "-i",
        ])
        .arg(&still)
        .args(["-vf", movement, "-t", &SECONDS.to_string()])
        .args([
            "-c:v",
            "libx264",
            "-profile:v",
            "baseline",
            "-preset",
            "veryfast",
            "-crf",
            "22",
        ])
        .args(["-g", "25", "-movflags", "+faststart"])
        .arg(&video)
        .output()
        .context("ffmpeg cannot be started: `cargo xtask setup` installs it")?;
    if !output.status.success() {
        bail!("ffmpeg failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    std::fs::read(&video).context("ffmpeg wrote no video")
}
