//! The brightness of an image, and questions about its distribution.

use image::RgbImage;

/// Brightness, row by row, 0 to 255 (weights of ITU-R BT.601).
#[derive(Debug, Clone)]
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) values: Vec<u8>,
}

impl Plane {
    pub(crate) fn of(image: &RgbImage) -> Self {
        let values = image
            .as_raw()
            .chunks_exact(3)
            .map(|pixel| level(pixel[0], pixel[1], pixel[2]))
            .collect();
        Self {
            width: image.width() as usize,
            height: image.height() as usize,
            values,
        }
    }

    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.values[y * self.width..][..self.width]
    }

    /// How many pixels have each level, of every second pixel both ways.
    pub(crate) fn histogram(&self) -> Histogram {
        let mut counts = [0; 256];
        for y in (0..self.height).step_by(2) {
            for value in self.row(y).iter().step_by(2) {
                counts[usize::from(*value)] += 1;
            }
        }
        Histogram { counts }
    }
}

/// The brightness of a colour.
pub(crate) fn level(red: u8, green: u8, blue: u8) -> u8 {
    ((u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29) >> 8) as u8
}

/// How many pixels have each level.
pub(crate) struct Histogram {
    counts: [u32; 256],
}

impl Histogram {
    pub(crate) fn total(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// The level that the share `part` (0 to 1) of all pixels does not exceed;
    /// `None` without pixels.
    pub(crate) fn quantile(&self, part: f32) -> Option<u8> {
        let total = self.total();
        let wanted = (total as f32 * part).ceil().max(1.0) as u32;
        let mut seen = 0;
        self.counts
            .iter()
            .position(|count| {
                seen += count;
                seen >= wanted
            })
            .filter(|_| total > 0)
            .map(|level| level as u8)
    }

    /// The share of pixels at or above `level`.
    pub(crate) fn share_from(&self, level: u8) -> f32 {
        let bright: u32 = self.counts[usize::from(level)..].iter().sum();
        bright as f32 / self.total().max(1) as f32
    }
}
