//! Frames of recordings by FFmpeg's command line: the engine does not decode
//! recordings, and a test of it must not depend on the crate that does.

use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use image::RgbImage;

/// Hands every frame of `film` that is at least `every_ms` after the one
/// before to `take`, with its time, the longer side at most `longer_side`.
pub(crate) fn frames(
    film: &Path,
    every_ms: u32,
    longer_side: u32,
    mut take: impl FnMut(u32, &RgbImage),
) {
    let asked = Command::new("ffprobe")
        .args(["-v", "error", "-select_streams", "v:0", "-of", "csv=p=0"])
        .args(["-show_entries", "stream=width,height,avg_frame_rate"])
        .arg(film)
        .output()
        .expect("ffprobe runs");
    let text = String::from_utf8_lossy(&asked.stdout).into_owned();
    let cells: Vec<&str> = text.trim().split([',', '/']).collect();
    let [width, height, frames, seconds, ..] = cells[..] else {
        panic!("{}: ffprobe says {text:?}", film.display());
    };
    let number = |cell: &str| cell.parse::<f64>().expect("a number");
    let (width, height) = (number(width), number(height));
    let rate = number(frames) / number(seconds);
    let scale = (f64::from(longer_side) / width.max(height)).min(1.0);
    let (width, height) = (
        (width * scale).round() as u32,
        (height * scale).round() as u32,
    );
    let mut child = Command::new("ffmpeg")
        .args(["-v", "error", "-threads", "1", "-i"])
        .arg(film)
        .args(["-vf", &format!("scale={width}:{height}:flags=area")])
        .args(["-pix_fmt", "rgb24", "-f", "rawvideo", "-"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("ffmpeg runs");
    let mut pipe = child.stdout.take().expect("it is piped");
    let mut pixels = vec![0; (width * height * 3) as usize];
    let mut next_due_ms = 0;
    for index in 0_u32.. {
        if pipe.read_exact(&mut pixels).is_err() {
            break;
        }
        let time_ms = (f64::from(index) * 1000.0 / rate).round() as u32;
        if time_ms < next_due_ms {
            continue;
        }
        next_due_ms = (time_ms / every_ms + 1) * every_ms;
        let frame = RgbImage::from_raw(width, height, pixels.clone()).expect("its size");
        take(time_ms, &frame);
    }
    child.wait().expect("ffmpeg ends");
}
