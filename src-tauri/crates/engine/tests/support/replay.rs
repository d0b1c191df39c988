//! Moving pictures made from stills: replays of a photograph as an attacker
//! would show them, and a synthetic head with depth.
//!
//! Everything follows from the seed.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use engine::face::{Face, Landmark};
use image::{Rgb, RgbImage};

/// Side of the frames in pixels, how many there are, and how far apart.
pub(crate) const SIDE: u32 = 480;
pub(crate) const FRAMES: u32 = 32;
pub(crate) const EVERY_MS: u32 = 80;

/// How a photograph is moved before the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Motion {
    Panned,
    Tilted,
    Zoomed,
    Turned,
    Noisy,
    Flickering,
    Waved,
}

impl Motion {
    pub(crate) const ALL: [Self; 7] = [
        Self::Panned,
        Self::Tilted,
        Self::Zoomed,
        Self::Turned,
        Self::Noisy,
        Self::Flickering,
        Self::Waved,
    ];
}

/// Numbers that look random (S. Vigna's splitmix64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From −1 to 1.
    pub(crate) fn sway(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    }
}

/// The square around `face` in `photo`, with room around it.
pub(crate) fn close_up(photo: &RgbImage, face: &Face) -> RgbImage {
    let centre = face.bbox.centre();
    let extent = face.bbox.width.max(face.bbox.height) * 2.2;
    let scale = extent / SIDE as f32;
    warp(photo, |x, y| {
        (
            centre.x + (x - SIDE as f32 / 2.0) * scale,
            centre.y + (y - SIDE as f32 / 2.0) * scale,
        )
    })
}

/// Frames of `still` as a flat picture that is moved.
pub(crate) fn replay(still: &RgbImage, motion: Motion, seed: u64) -> Vec<RgbImage> {
    let mut random = Random::new(seed);
    // Own pace and beginning of each way to move: slow, as hands are.
    let paces: [(f32, f32); 10] =
        std::array::from_fn(|_| (1.2 + 0.5 * random.sway(), 3.0 * random.sway()));
    let mut frames = Vec::new();
    for index in 0..FRAMES {
        let time = index as f32 * EVERY_MS as f32 / 1000.0;
        let sway = |at: usize| {
            let (pace, begin) = paces[at];
            (pace * time * 2.0 + begin).sin()
        };
        let h = homography(motion, sway);
        let gain = if motion == Motion::Flickering {
            [1.0 + 0.12 * (time * 23.0).sin(), 10.0 * (time * 17.0).cos()]
        } else {
            [1.0, 0.0]
        };
        let noise = match motion {
            Motion::Noisy => 20.0,
            Motion::Waved => 6.0,
            Motion::Panned
            | Motion::Tilted
            | Motion::Zoomed
            | Motion::Turned
            | Motion::Flickering => 0.0,
        };
        let half = SIDE as f32 / 2.0;
        let mut frame = warp(still, |x, y| {
            let (x, y) = (x / half - 1.0, y / half - 1.0);
            let d = h[6] * x + h[7] * y + 1.0;
            let (u, v) = (
                (h[0] * x + h[1] * y + h[2]) / d,
                (h[3] * x + h[4] * y + h[5]) / d,
            );
            ((u + 1.0) * half, (v + 1.0) * half)
        });
        for pixel in frame.pixels_mut() {
            // The sum of two even distributions is a triangle.
            let off = noise * (random.sway() + random.sway()) / 2.0 + gain[1];
            pixel.0 = pixel
                .0
                .map(|value| (f32::from(value) * gain[0] + off) as u8);
        }
        frames.push(frame);
    }
    frames
}

/// From the frame to the still, both from −1 to 1.
fn homography(motion: Motion, sway: impl Fn(usize) -> f32) -> [f32; 8] {
    let (mut moved, mut tilted, mut zoomed, mut turned) = (0.02, 0.0, 0.0, 0.0);
    match motion {
        Motion::Panned | Motion::Noisy => moved = 0.15,
        Motion::Tilted | Motion::Flickering => tilted = 0.2,
        Motion::Zoomed => zoomed = 0.2,
        Motion::Turned => turned = 0.25,
        Motion::Waved => (moved, tilted, zoomed, turned) = (0.08, 0.12, 0.1, 0.1),
    }
    let zoom = 1.0 + zoomed * sway(0);
    let (sin, cos) = (turned * sway(1)).sin_cos();
    let (tilt_x, tilt_y) = (tilted * sway(2), tilted * sway(3));
    // A picture that is tilted is seen foreshortened, too.
    [
        zoom * cos * (1.0 + tilt_x.abs() / 2.0),
        -zoom * sin,
        moved * sway(4),
        zoom * sin,
        zoom * cos * (1.0 + tilt_y.abs() / 2.0),
        moved * sway(5),
        tilt_x,
        tilt_y,
    ]
}

/// Frames of a synthetic head: every point of `still` moves sideways by its
/// depth in the mesh, as if the head turned a little, and the jaw moves. This
/// is no person: it only shows that depth and movement are told from a plane.
pub(crate) fn synthetic_head(still: &RgbImage, face: &Face, seed: u64) -> Vec<RgbImage> {
    const GRID: usize = 32;
    let mut random = Random::new(seed);
    let reach = face.bbox.width * 0.08;
    let depths: Vec<f32> = (0..GRID * GRID)
        .map(|cell| {
            let step = SIDE as f32 / (GRID - 1) as f32;
            let (x, y) = ((cell % GRID) as f32 * step, (cell / GRID) as f32 * step);
            depth(&face.landmarks, x, y, reach)
        })
        .collect();
    let between = |x: f32, y: f32| {
        let step = SIDE as f32 / (GRID - 1) as f32;
        let (x, y) = ((x / step).clamp(0.0, 30.9), (y / step).clamp(0.0, 30.9));
        let (left, top) = (x as usize, y as usize);
        let at = |dx: usize, dy: usize| depths[(top + dy) * GRID + left + dx];
        let (a, b) = (x.fract(), y.fract());
        (at(0, 0) * (1.0 - a) + at(1, 0) * a) * (1.0 - b)
            + (at(0, 1) * (1.0 - a) + at(1, 1) * a) * b
    };
    let (nod, begin) = (1.5 + 0.3 * random.sway(), 3.0 * random.sway());
    let chin = face.bbox.y + face.bbox.height;
    (0..FRAMES)
        .map(|index| {
            let time = index as f32 * EVERY_MS as f32 / 1000.0;
            let turn = 0.25 * (1.1 * time + begin).sin();
            let raise = 0.12 * (nod * time).sin();
            let jaw = 0.04 * face.bbox.height * (7.0 * time).sin().max(0.0);
            warp(still, |x, y| {
                let z = between(x, y);
                let below = ((y - chin + face.bbox.height * 0.3) / (face.bbox.height * 0.3))
                    .clamp(0.0, 1.0);
                let near = (-((x - face.bbox.centre().x) / (face.bbox.width * 0.5)).powi(2)).exp();
                (x + z * turn, y + z * raise - jaw * below * near)
            })
        })
        .collect()
}

/// Mean depth of the landmarks around (`x`, `y`), towards the camera; 0 far
/// from the face.
fn depth(landmarks: &[Landmark], x: f32, y: f32, reach: f32) -> f32 {
    let (mut sum, mut weights) = (0.0, 1e-2);
    for landmark in landmarks {
        let off = ((landmark.x - x).powi(2) + (landmark.y - y).powi(2)) / (reach * reach);
        let weight = (-off).exp();
        sum -= landmark.z * weight;
        weights += weight;
    }
    sum / weights
}

/// A frame whose pixel at (x, y) shows what lies at `from(x, y)` in `image`;
/// beyond it its border goes on.
fn warp(image: &RgbImage, from: impl Fn(f32, f32) -> (f32, f32)) -> RgbImage {
    let (right, bottom) = ((image.width() - 1) as f32, (image.height() - 1) as f32);
    RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let (u, v) = from(x as f32 + 0.5, y as f32 + 0.5);
        let (u, v) = ((u - 0.5).clamp(0.0, right), (v - 0.5).clamp(0.0, bottom));
        let (left, top) = (u as u32, v as u32);
        let (a, b) = (u.fract(), v.fract());
        let at = |dx: u32, dy: u32| {
            let (x, y) = ((left + dx).min(right as u32), (top + dy).min(bottom as u32));
            image.get_pixel(x, y).0.map(f32::from)
        };
        let corners = [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
        Rgb(std::array::from_fn(|channel| {
            let [p, q, r, s] = corners.map(|corner| corner[channel]);
            let (above, below) = (p + (q - p) * a, r + (s - r) * a);
            (above + (below - above) * b).round() as u8
        }))
    })
}

/// Writes `frames` as H.264 at CRF 24 to `film`, as a telephone would send them.
pub(crate) fn encode(frames: &[RgbImage], film: &Path) {
    let mut child = Command::new("ffmpeg")
        .args(["-y", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24"])
        .args([
            "-s",
            &format!("{SIDE}x{SIDE}"),
            "-framerate",
            "25/2",
            "-i",
            "-",
        ])
        .args(["-c:v", "libx264", "-preset", "veryfast", "-crf", "24"])
        .args(["-pix_fmt", "yuv420p"])
        .arg(film)
        .stdin(Stdio::piped())
        .spawn()
        .expect("ffmpeg runs");
    let mut pipe = child.stdin.take().expect("it is piped");
    for frame in frames {
        pipe.write_all(frame.as_raw()).expect("ffmpeg reads");
    }
    drop(pipe);
    assert!(
        child.wait().expect("ffmpeg ends").success(),
        "{}",
        film.display()
    );
}

/// Whether FFmpeg's command line is there; said loudly where it is not.
pub(crate) fn has_ffmpeg(what: &str) -> bool {
    let there = Command::new("ffmpeg")
        .arg("-version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !there {
        eprintln!("SKIPPED: {what} (there is no ffmpeg)");
    }
    there
}
