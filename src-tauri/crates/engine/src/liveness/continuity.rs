//! Whether a recording is one piece of time: frozen, looped, cut.
//!
//! Every frame becomes a thumbnail of mean brightness, in which the noise of a
//! camera averages out and what is left is movement.

use image::RgbImage;

use super::looping::{self, Loop};

/// Cells of a thumbnail across and down.
const COLUMNS: usize = 32;
const ROWS: usize = 24;

/// Two frames whose cells differ by less than this in the mean, and none by
/// more than that (grey levels), are the same frame. Compression alone stays
/// below; a person who sits as still as possible exceeds both within a second.
const SAME_MEAN: f32 = 0.06;
const SAME_MOST: f32 = 0.8;

/// A frame this many times as different as frames usually are, and by this
/// many grey levels, that correlates with the one before by less than this,
/// is another scene.
const CUT_FACTOR: f32 = 6.0;
const CUT_LEVELS: f32 = 10.0;
const CUT_CORRELATION: f32 = 0.8;

/// Differences between neighbours that tell what is usual.
const RECENT: usize = 16;

/// Frames in which repetitions are looked for, and how many of them are kept
/// when it moves on. At twelve frames a second, half a minute.
const WINDOW: usize = 384;
const OVERLAP: usize = 192;

/// What was found of the recording's time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Continuity {
    /// Longest time in which the picture did not change at all.
    pub longest_freeze_ms: u32,
    /// Share of the frames that show something else than the one before.
    pub moving_share: f32,
    /// When the scene changed at once.
    pub cuts_ms: Vec<u32>,
    /// How exactly the recording repeats itself at worst: how far a piece is
    /// from an earlier one, by how far its own frames are from each other.
    /// Above 0.5 it does not; `None` where nothing moves for long enough.
    pub repetition: Option<Loop>,
}

/// Most cuts that are listed.
const MOST_CUTS: usize = 32;

/// Watches the frames go by.
pub(crate) struct Watcher {
    window: Vec<(u32, Thumbnail)>,
    frozen: Option<(u32, Thumbnail)>,
    recent: Vec<f32>,
    frames: u32,
    moving: u32,
    found: Continuity,
}

/// Mean brightness of the cells of a frame, 0 to 255.
pub(crate) type Thumbnail = Vec<f32>;

impl Watcher {
    pub(crate) fn new() -> Self {
        Self {
            window: Vec::new(),
            frozen: None,
            recent: Vec::new(),
            frames: 0,
            moving: 0,
            found: Continuity::default(),
        }
    }

    pub(crate) fn push(&mut self, time_ms: u32, frame: &RgbImage) {
        let thumbnail = thumbnail(frame);
        if let Some((_, before)) = self.window.last() {
            self.frames += 1;
            let (mean, most) = difference(before, &thumbnail);
            let moved = mean > SAME_MEAN || most > SAME_MOST;
            self.moving += u32::from(moved);
            if self.is_cut(mean, before, &thumbnail) && self.found.cuts_ms.len() < MOST_CUTS {
                self.found.cuts_ms.push(time_ms);
            }
            if self.recent.len() == RECENT {
                self.recent.remove(0);
            }
            self.recent.push(mean);
        }
        // A freeze is measured from its first frame, so that slow movement
        // adds up to a difference.
        let stays = self.frozen.as_ref().is_some_and(|(_, first)| {
            let (mean, most) = difference(first, &thumbnail);
            mean <= SAME_MEAN && most <= SAME_MOST
        });
        if stays {
            let since = self.frozen.as_ref().map_or(time_ms, |(since, _)| *since);
            let lasted = time_ms.saturating_sub(since);
            self.found.longest_freeze_ms = self.found.longest_freeze_ms.max(lasted);
        } else {
            self.frozen = Some((time_ms, thumbnail.clone()));
        }
        self.window.push((time_ms, thumbnail));
        if self.window.len() == WINDOW {
            self.look_for_loops();
            self.window.drain(..WINDOW - OVERLAP);
        }
    }

    pub(crate) fn finish(mut self) -> Continuity {
        self.look_for_loops();
        self.found.moving_share = self.moving as f32 / self.frames.max(1) as f32;
        self.found
    }

    fn is_cut(&self, mean: f32, before: &[f32], now: &[f32]) -> bool {
        let mut recent = self.recent.clone();
        recent.sort_by(f32::total_cmp);
        let usual = recent.get(recent.len() / 2).copied().unwrap_or(f32::MAX);
        mean > CUT_LEVELS && mean > CUT_FACTOR * usual && correlation(before, now) < CUT_CORRELATION
    }

    fn look_for_loops(&mut self) {
        let found = looping::closest(&self.window);
        let worst = |a: &Loop, b: &Loop| a.ratio.total_cmp(&b.ratio);
        self.found.repetition = self.found.repetition.into_iter().chain(found).min_by(worst);
    }
}

fn thumbnail(frame: &RgbImage) -> Thumbnail {
    let (width, height) = (frame.width() as usize, frame.height() as usize);
    // The first pixel of each cell, and the end of the last one.
    let edges: [usize; COLUMNS + 1] =
        std::array::from_fn(|column| (column * width).div_ceil(COLUMNS));
    let mut sums = vec![0_u32; COLUMNS * ROWS];
    let mut counts = vec![0_u32; COLUMNS * ROWS];
    for (y, row) in frame.as_raw().chunks_exact((width * 3).max(1)).enumerate() {
        let first = y * ROWS / height.max(1) * COLUMNS;
        for (column, edges) in edges.windows(2).enumerate() {
            let pixels = row[edges[0] * 3..edges[1] * 3].chunks_exact(3);
            counts[first + column] += 4 * pixels.len() as u32;
            let levels = pixels.map(|pixel| {
                let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
                red + 2 * green + blue
            });
            sums[first + column] += levels.sum::<u32>();
        }
    }
    sums.iter()
        .zip(counts)
        .map(|(sum, count)| *sum as f32 / count.max(1) as f32)
        .collect()
}

/// Mean and largest difference of two thumbnails, in grey levels.
fn difference(a: &[f32], b: &[f32]) -> (f32, f32) {
    let (mut sum, mut most) = (0.0_f32, 0.0_f32);
    for (a, b) in a.iter().zip(b) {
        let off = (a - b).abs();
        sum += off;
        most = most.max(off);
    }
    (sum / a.len().max(1) as f32, most)
}

/// Correlation of two thumbnails, −1 to 1; 1 where one has no structure.
fn correlation(a: &[f32], b: &[f32]) -> f32 {
    let n = a.len().max(1) as f32;
    let (mean_a, mean_b) = (a.iter().sum::<f32>() / n, b.iter().sum::<f32>() / n);
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - mean_a, b - mean_b);
        aa += a * a;
        bb += b * b;
        ab += a * b;
    }
    if aa > 0.0 && bb > 0.0 {
        ab / (aa * bb).sqrt()
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    /// A scene that moves by `phase`, of which every other one is different.
    fn frame(scene: u32, phase: f32) -> RgbImage {
        RgbImage::from_fn(128, 96, |x, y| {
            let (x, y) = (x as f32 / 20.0, y as f32 / 15.0);
            let wave = if scene == 0 {
                (x + y + phase).sin() * (2.0 * y + 0.37 * phase).cos()
            } else {
                (3.0 * x + phase).cos() - y.sin() + 0.5
            };
            Rgb([(128.0 + 60.0 * wave) as u8; 3])
        })
    }

    /// What a film of 60 frames, a tenth of a second each, is found to be.
    fn watch(film: impl Fn(u32) -> RgbImage) -> Continuity {
        let mut watcher = Watcher::new();
        for index in 0..60 {
            watcher.push(index * 100, &film(index));
        }
        watcher.finish()
    }

    /// Movement that does not come back.
    fn on(index: u32) -> f32 {
        index as f32 * 0.07 + (index as f32 * 0.9).sin() * 0.03
    }

    #[test]
    fn a_film_that_goes_on_is_one_piece() {
        let found = watch(|index| frame(0, on(index)));
        assert_eq!((found.longest_freeze_ms, found.cuts_ms.len()), (0, 0));
        assert_eq!(found.moving_share, 1.0);
        assert!(found.repetition.expect("it moves").ratio > 0.5, "{found:?}");
    }

    #[test]
    fn a_freeze_a_cut_and_a_loop_are_found() {
        let frozen = watch(|index| frame(0, on(index.min(35))));
        assert_eq!(frozen.longest_freeze_ms, 2400, "{frozen:?}");
        let still = watch(|_| frame(0, 0.0));
        assert_eq!((still.longest_freeze_ms, still.moving_share), (5900, 0.0));
        assert_eq!(still.repetition, None);
        let cut = watch(|index| frame(u32::from(index >= 30), on(index)));
        assert_eq!(cut.cuts_ms, [3000]);
        for (name, film) in [
            ("repeated", (|index| on(index % 25)) as fn(u32) -> f32),
            ("between frames", |index| {
                on(index % 30) + 0.03 * (index / 30) as f32
            }),
            ("there and back", |index| {
                on(if index < 30 { index } else { 59 - index })
            }),
        ] {
            let found = watch(|index| frame(0, film(index)));
            let ratio = found.repetition.expect("it moves").ratio;
            assert!(ratio < 0.25, "{name}: {ratio}");
        }
    }
}
