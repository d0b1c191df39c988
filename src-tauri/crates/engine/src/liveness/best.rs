//! The best frames of a recording: what is compared with other pictures and
//! what an operator looks at.

use std::fmt;

use image::RgbImage;

use super::expression::Expression;
use super::patch::{Patch, SIDE};
use super::pose::Pose;
use crate::face::{Descriptor, Face};

/// No more frames than this are kept.
const MOST: usize = 5;

/// A frame worth looking at, with its face described.
#[derive(Clone)]
pub struct BestFrame {
    /// Milliseconds from the first frame.
    pub time_ms: u32,
    /// The frame as it was handed in.
    pub image: RgbImage,
    /// The face in it.
    pub face: Face,
    /// What tells the face from other people's.
    pub descriptor: Descriptor,
    /// How good the frame is: large, sharp, frontal, eyes open. Comparable
    /// within a recording only.
    pub quality: f32,
}

impl fmt::Debug for BestFrame {
    /// Time and quality only: the picture shows a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BestFrame")
            .field("time_ms", &self.time_ms)
            .field("quality", &self.quality)
            .finish_non_exhaustive()
    }
}

/// Keeps the best of the frames whose face was described. These are about a
/// second apart, so that no two show the same moment.
#[derive(Default)]
pub(crate) struct Best {
    kept: Vec<BestFrame>,
}

impl Best {
    pub(crate) fn consider(
        &mut self,
        time_ms: u32,
        frame: &RgbImage,
        face: &Face,
        descriptor: Descriptor,
    ) {
        let quality = quality(frame, face);
        let worst = self
            .kept
            .iter()
            .enumerate()
            .min_by(|(_, a), (_, b)| a.quality.total_cmp(&b.quality))
            .map(|(index, worst)| (index, worst.quality));
        if let Some((index, worst)) = worst.filter(|_| self.kept.len() == MOST) {
            if worst >= quality {
                return;
            }
            self.kept.swap_remove(index);
        }
        self.kept.push(BestFrame {
            time_ms,
            image: frame.clone(),
            face: face.clone(),
            descriptor,
            quality,
        });
    }

    /// The kept frames, the best first.
    pub(crate) fn finish(mut self) -> Vec<BestFrame> {
        self.kept.sort_by(|a, b| b.quality.total_cmp(&a.quality));
        self.kept
    }
}

fn quality(frame: &RgbImage, face: &Face) -> f32 {
    let pose = Pose::of(face);
    let frontal = pose.yaw.to_radians().cos() * pose.pitch.to_radians().cos();
    let eyes = (Expression::of(face).eyes_open / 0.25).clamp(0.2, 1.0);
    let size = (face.bbox.width / 150.0).clamp(0.1, 1.0);
    let sharp = Patch::cut(frame, &face.landmarks).map_or(0.0, |patch| sharpness(&patch));
    frontal.max(0.0) * eyes * size * sharp
}

/// Mean difference of neighbouring pixels by their contrast.
fn sharpness(patch: &Patch) -> f32 {
    let grey = &patch.grey;
    let mean = grey.iter().map(|value| f32::from(*value)).sum::<f32>() / grey.len().max(1) as f32;
    let (mut steps, mut spread) = (0.0, 0.0);
    for row in grey.chunks_exact(SIDE) {
        for pair in row.windows(2) {
            steps += (f32::from(pair[0]) - f32::from(pair[1])).abs();
            spread += (f32::from(pair[0]) - mean).abs();
        }
    }
    if spread > 0.0 { steps / spread } else { 0.0 }
}
