//! Cutting a line out of the picture, straight and of the recogniser's height.

use image::RgbImage;

use crate::document::{Homography, Quad};
use crate::imaging::between::Between;
use crate::text::recognise::LINE_HEIGHT;

/// Widest cut in pixels: a line of a hundred characters.
const WIDEST: f32 = 1600.0;
/// Picture pixels that are averaged to one of the cut, along each axis.
const MOST_SAMPLES: u32 = 4;

/// The line at `quad`, [`LINE_HEIGHT`] pixels high; what lies outside of the
/// picture continues its border.
pub(super) fn line(picture: &RgbImage, quad: &Quad) -> RgbImage {
    let (length, height) = quad.extent();
    let scale = LINE_HEIGHT as f32 / height.max(1.0);
    let width = (length * scale).round().clamp(8.0, WIDEST) as u32;
    let mut cut = RgbImage::new(width, LINE_HEIGHT);
    let Some(mapping) = Homography::onto(width as f32, LINE_HEIGHT as f32, quad) else {
        return cut;
    };
    let Some(colours) = Between::of(picture) else {
        return cut;
    };
    let samples = ((1.0 / scale).round() as u32).clamp(1, MOST_SAMPLES);
    let inside = |index: u32| (index as f32 + 0.5) / samples as f32;
    let share = 1.0 / (samples * samples) as f32;
    for (y, row) in cut.chunks_exact_mut(width as usize * 3).enumerate() {
        let sampled: Vec<_> = (0..samples)
            .map(|step| mapping.row(y as f32 + inside(step)))
            .collect();
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let mut sum = [0.0_f32; 3];
            for along in &sampled {
                for step in 0..samples {
                    let at = along(x as f32 + inside(step));
                    let colour = colours.at(at.x - 0.5, at.y - 0.5);
                    for (total, channel) in sum.iter_mut().zip(colour) {
                        *total += channel;
                    }
                }
            }
            for (place, total) in pixel.iter_mut().zip(sum) {
                *place = (total * share + 0.5) as u8;
            }
        }
    }
    cut
}
