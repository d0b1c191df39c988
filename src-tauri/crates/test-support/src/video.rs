//! Videos of people, made from still pictures by the `ffmpeg` command.

use std::{
    f32::consts::TAU,
    io::Write as _,
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail, ensure};
use image::{
    Rgb, RgbImage,
    imageops::{self, FilterType},
};

use crate::portrait::Head;

/// Frames a second.
const RATE: u32 = 25;

/// How long a video is and how large.
#[derive(Debug, Clone, Copy)]
pub struct Take {
    seconds: u32,
    /// Width and height of the frames in pixels.
    size: (u32, u32),
}

impl Take {
    /// What the sessions of the demo have: as short as a session may be.
    pub const SHORT: Self = Self {
        seconds: 7,
        size: (640, 480),
    };
    /// What the time that a session takes is measured with.
    pub const MEASURED: Self = Self {
        seconds: 10,
        size: (1280, 720),
    };
}

/// A video of the person in `scene`, whose head is at `head`: the head turns
/// and nods a little in its own depth and the mouth moves, before a hand-held
/// camera. MP4, H.264 baseline, yuv420p, faststart, 25 frames a second. No
/// photograph that is waved before a camera moves like this.
///
/// # Errors
/// When `ffmpeg` is missing or fails.
pub fn of_person(scene: &RgbImage, head: Head, take: Take) -> anyhow::Result<Vec<u8>> {
    let (scene, shrink) = take.filled(scene);
    let head = Head {
        x: head.x * shrink,
        y: head.y * shrink,
        height: head.height * shrink,
    };
    let depth = Depth::of(&scene, head);
    let frame = |index| frame(&scene, head, &depth, take, index);
    encode(take, (0..take.seconds * RATE).map(frame))
}

/// A video in which a hand-held camera looks at a photograph: what an attacker
/// shows. Format as [`of_person`].
///
/// # Errors
/// When `ffmpeg` is missing or fails.
pub fn of_still(scene: &RgbImage, take: Take) -> anyhow::Result<Vec<u8>> {
    let (scene, _) = take.filled(scene);
    let frame = |index| {
        let (x, y) = sway(&scene, take, index);
        sampled(&scene, take, |u, v| (u + x, v + y))
    };
    encode(take, (0..take.seconds * RATE).map(frame))
}

impl Take {
    /// `scene` so large that it fills the frames with a quarter to spare for
    /// the movement of the camera, and by how much it was scaled.
    fn filled(self, scene: &RgbImage) -> (RgbImage, f32) {
        let across = self.size.0 as f32 / scene.width() as f32;
        let down = self.size.1 as f32 / scene.height() as f32;
        let scale = across.max(down) * 1.25;
        let side = |size: u32| (size as f32 * scale).round() as u32;
        let (width, height) = (side(scene.width()), side(scene.height()));
        let scaled = imageops::resize(scene, width, height, FilterType::Triangle);
        (scaled, scale)
    }
}

/// How far each pixel of a scene lies towards the camera, in pixels: an
/// ellipsoid for the head with a nose on it, behind it nothing.
struct Depth {
    width: u32,
    values: Vec<f32>,
}

impl Depth {
    fn of(scene: &RgbImage, head: Head) -> Self {
        let (across, down) = (head.height * 0.40, head.height * 0.52);
        let nose = head.height * 0.09;
        let values = (0..scene.height())
            .flat_map(|y| (0..scene.width()).map(move |x| (x as f32, y as f32)))
            .map(|(x, y)| {
                let (x, y) = (x - head.x, y - head.y);
                let off = (x / across).powi(2) + (y / down).powi(2);
                let tip = (x / nose).powi(2) + ((y - head.height * 0.1) / (1.6 * nose)).powi(2);
                // Smooth at the outline, so that no edge tears.
                let skull = (1.0 - off).max(0.0).powf(0.75);
                head.height * (0.34 * skull + 0.07 * (-tip).exp())
            })
            .collect();
        Self {
            width: scene.width(),
            values,
        }
    }

    fn at(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (x.max(0.0) as u32, y.max(0.0) as u32);
        let index = y * self.width + x.min(self.width - 1);
        self.values.get(index as usize).copied().unwrap_or(0.0)
    }
}

/// How far the hand that holds the camera has moved: pixels of the scene from
/// its upper left corner.
fn sway(scene: &RgbImage, take: Take, index: u32) -> (f32, f32) {
    let time = index as f32 / RATE as f32;
    let room = |size: u32, shown: u32| (size - shown) as f32 / 2.0;
    let wave = |pace: f32, begin: f32| (TAU * (time * pace + begin)).sin();
    (
        room(scene.width(), take.size.0) * (1.0 + 0.3 * wave(0.31, 0.0) + 0.05 * wave(1.7, 0.2)),
        room(scene.height(), take.size.1) * (1.0 + 0.3 * wave(0.23, 0.4) + 0.05 * wave(1.9, 0.1)),
    )
}

fn frame(scene: &RgbImage, head: Head, depth: &Depth, take: Take, index: u32) -> RgbImage {
    let time = index as f32 / RATE as f32;
    let turn = 0.26 * (TAU * time * 0.29 + 0.6).sin();
    let nod = 0.11 * (TAU * time * 0.37).sin();
    // Somebody who speaks: the mouth opens in bursts.
    let speaks = (TAU * time * 0.43).sin().max(0.0);
    let jaw = 0.035 * head.height * speaks * (TAU * time * 2.3).sin().max(0.0);
    let (x, y) = sway(scene, take, index);
    let chin = head.y + head.height * 0.45;
    sampled(scene, take, |u, v| {
        let (u, v) = (u + x, v + y);
        let towards = depth.at(u, v);
        let below = ((v - chin + head.height * 0.2) / (head.height * 0.2)).clamp(0.0, 1.0);
        let beside = (-((u - head.x) / (head.height * 0.22)).powi(2)).exp();
        (u + towards * turn, v + towards * nod - jaw * below * beside)
    })
}

/// A frame whose pixel at (x, y) shows what lies at `from(x, y)` in `scene`,
/// with a little noise that changes with what is shown.
fn sampled(scene: &RgbImage, take: Take, from: impl Fn(f32, f32) -> (f32, f32)) -> RgbImage {
    let (right, bottom) = (scene.width() - 1, scene.height() - 1);
    RgbImage::from_fn(take.size.0, take.size.1, |x, y| {
        let (u, v) = from(x as f32, y as f32);
        let (u, v) = (u.clamp(0.0, right as f32), v.clamp(0.0, bottom as f32));
        let (left, top) = (u as u32, v as u32);
        let (a, b) = (u.fract(), v.fract());
        let at = |dx: u32, dy: u32| {
            let place = ((left + dx).min(right), (top + dy).min(bottom));
            scene.get_pixel(place.0, place.1).0.map(f32::from)
        };
        let corners = [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
        // The bits that bilinear weights leave over are as good as noise.
        let noise = ((u * 977.0 + v * 613.0).fract() - 0.5) * 4.0;
        Rgb(std::array::from_fn(|channel| {
            let [p, q, r, s] = corners.map(|corner| corner[channel]);
            let (above, below) = (p + (q - p) * a, r + (s - r) * a);
            (above + (below - above) * b + noise).clamp(0.0, 255.0) as u8
        }))
    })
}

fn encode(take: Take, frames: impl Iterator<Item = RgbImage>) -> anyhow::Result<Vec<u8>> {
    let folder = tempfile::tempdir().context("no temporary folder for the video")?;
    let video = folder.path().join("video.mp4");
    let mut child = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-y"])
        .args(["-f", "rawvideo", "-pix_fmt", "rgb24"])
        .args(["-s", &format!("{}x{}", take.size.0, take.size.1)])
        .args(["-framerate", &RATE.to_string(), "-i", "pipe:0"])
        .args(["-c:v", "libx264", "-profile:v", "baseline"])
        .args(["-preset", "veryfast", "-crf", "22", "-pix_fmt", "yuv420p"])
        .args(["-g", "25", "-movflags", "+faststart"])
        .arg(&video)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("ffmpeg cannot be started: `cargo xtask setup` installs it")?;
    let mut pipe = child.stdin.take().context("ffmpeg has no input")?;
    for frame in frames {
        ensure!(
            frame.dimensions() == take.size,
            "a frame has another size than the video"
        );
        if pipe.write_all(frame.as_raw()).is_err() {
            // It ended early; what it said explains it.
            break;
        }
    }
    drop(pipe);
    let output = child
        .wait_with_output()
        .context("ffmpeg cannot be waited for")?;
    if !output.status.success() {
        bail!("ffmpeg failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    std::fs::read(&video).context("ffmpeg wrote no video")
}
