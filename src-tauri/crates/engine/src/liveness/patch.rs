//! The face of a frame as a small grey picture that always lies the same way,
//! and a bounded store of such pictures spread over the whole recording.

use image::RgbImage;

use crate::face::{Landmark, Placement, Point, crop};

/// Side of the picture in pixels (design measurement: 160 × 160).
pub(crate) const SIDE: usize = 160;

/// Landmarks of the mesh and where they come to lie, from 0 to 1: outer corner
/// of the person's right eye, of the left eye, and the chin.
const SHAPE: [(usize, f32, f32); 3] = [(33, 0.22, 0.29), (263, 0.78, 0.29), (152, 0.5, 0.95)];

/// The ellipse of the face within the picture, from −1 to 1, x to the right
/// and y down: centre, half axes.
pub(crate) const ELLIPSE: [f32; 4] = [0.0, 0.12, 0.8, 0.86];

/// The face of one frame: [`SIDE`] × [`SIDE`] grey levels, row by row.
#[derive(Clone)]
pub(crate) struct Patch {
    pub(crate) grey: Vec<u8>,
}

impl Patch {
    /// Cuts the face with `landmarks` out of `frame`; `None` where it is not
    /// wholly in the frame, whose edge would move over the face, or where its
    /// eyes and chin fall into one point.
    pub(crate) fn cut(frame: &RgbImage, landmarks: &[Landmark]) -> Option<Self> {
        let mut to = [Point::default(); SHAPE.len()];
        for (point, (index, _, _)) in to.iter_mut().zip(SHAPE) {
            *point = landmarks.get(index)?.point();
        }
        let side = SIDE as f32;
        let from = SHAPE.map(|(_, x, y)| Point {
            x: x * side,
            y: y * side,
        });
        let placement = Placement::fit(&from, &to)?;
        if !is_within(frame, placement) {
            return None;
        }
        let colours = crop(frame, placement, SIDE);
        let grey = colours
            .values
            .chunks_exact(3)
            .map(|rgb| (0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]).round() as u8)
            .collect();
        Some(Self { grey })
    }
}

/// Whether the ellipse of the face lies in `frame`.
fn is_within(frame: &RgbImage, placement: Placement) -> bool {
    const POINTS: usize = 24;
    let [x, y, a, b] = ELLIPSE;
    let half = SIDE as f32 / 2.0;
    (0..POINTS).all(|index| {
        let (sin, cos) = (index as f32 / POINTS as f32 * std::f32::consts::TAU).sin_cos();
        let at = placement.to_image(Point {
            x: (x + a * cos + 1.0) * half,
            y: (y + b * sin + 1.0) * half,
        });
        (0.0..frame.width() as f32).contains(&at.x) && (0.0..frame.height() as f32).contains(&at.y)
    })
}

/// Patches spread evenly over however many come: when it is full, every second
/// one goes and from then on only every second one is kept.
pub(crate) struct Reservoir {
    kept: Vec<Patch>,
    capacity: usize,
    every: usize,
    seen: usize,
}

impl Reservoir {
    /// Holds at most `capacity` patches, at least two.
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            kept: Vec::new(),
            capacity: capacity.max(2),
            every: 1,
            seen: 0,
        }
    }

    /// Whether the next patch would be kept: cutting others is a waste.
    pub(crate) fn wants_next(&mut self) -> bool {
        let wanted = self.seen.is_multiple_of(self.every);
        self.seen += 1;
        wanted
    }

    /// Keeps `patch`, which was wanted.
    pub(crate) fn keep(&mut self, patch: Patch) {
        if self.kept.len() == self.capacity {
            let mut index = 0;
            self.kept.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.every *= 2;
        }
        self.kept.push(patch);
    }

    /// Up to `count` of the kept ones, spread evenly, in order of time.
    pub(crate) fn spread(&self, count: usize) -> Vec<&Patch> {
        let len = self.kept.len();
        if len <= count {
            return self.kept.iter().collect();
        }
        (0..count)
            .filter_map(|index| self.kept.get((2 * index + 1) * len / (2 * count)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reservoir_stays_small_and_spread_over_the_whole() {
        for length in [1_u32, 10, 64, 65, 500, 20_000] {
            let mut reservoir = Reservoir::new(64);
            for time in 0..length {
                if reservoir.wants_next() {
                    let grey = time.to_le_bytes().to_vec();
                    reservoir.keep(Patch { grey });
                }
                assert!(reservoir.kept.len() <= 64);
            }
            let time =
                |patch: &&Patch| u32::from_le_bytes(patch.grey[..].try_into().expect("four"));
            let times: Vec<u32> = reservoir.spread(24).iter().map(time).collect();
            assert_eq!(times.len() as u32, length.min(24), "of {length}");
            assert!(times.is_sorted());
            let (first, last) = (times[0], times[times.len() - 1]);
            assert!(
                first <= length / 20 && last >= length - 1 - length / 12,
                "{length}: {times:?}"
            );
        }
    }
}
