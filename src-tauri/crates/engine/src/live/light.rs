//! Whether a place is lit well enough to begin.

use image::RgbImage;

use crate::imaging::resize::{Region, resize};
use crate::quality::Plane;

/// The light that a frame shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Light {
    /// Too little.
    TooDark,
    /// Enough, and not too much.
    Good,
    /// Large parts are burnt out.
    TooBright,
}

/// A tenth of a lit room is brighter than this.
const LIT: u8 = 70;
/// From this level on a pixel is burnt out, and the share that may be: a lamp
/// or a window within the frame is smaller.
const BURNT: u8 = 250;
const MOST_BURNT: f32 = 0.25;
/// The longer side at which light is judged.
const SIDE: u32 = 160;

/// The light in `frame`. A frame without pixels is dark.
#[must_use]
pub fn light(frame: &RgbImage) -> Light {
    let (width, height) = frame.dimensions();
    let longer = width.max(height);
    if longer == 0 {
        return Light::TooDark;
    }
    let side = |size: u32| (size * SIDE.min(longer) / longer).max(1);
    let small = resize(frame, Region::whole(frame), side(width), side(height));
    let plane = Plane::of(&small);
    let histogram = plane.histogram();
    if histogram.quantile(0.9).is_none_or(|level| level < LIT) {
        Light::TooDark
    } else if histogram.share_from(BURNT) > MOST_BURNT {
        Light::TooBright
    } else {
        Light::Good
    }
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    #[test]
    fn darkness_and_burnt_out_walls_are_told_from_a_room() {
        for (name, bright, share, expected) in [
            ("night", 40, 1.0, Light::TooDark),
            ("a room", 140, 1.0, Light::Good),
            ("a window in a room", 255, 0.2, Light::Good),
            ("sun on everything", 255, 0.8, Light::TooBright),
        ] {
            let frame = RgbImage::from_fn(320, 180, |x, _| {
                let level = if (x as f32) < 320.0 * share {
                    bright
                } else {
                    90
                };
                Rgb([level; 3])
            });
            assert_eq!(light(&frame), expected, "{name}");
        }
        assert_eq!(light(&RgbImage::new(0, 0)), Light::TooDark);
    }
}
