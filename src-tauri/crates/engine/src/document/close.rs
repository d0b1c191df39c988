//! Text that is looked for in an outline, straightened: lines that are small or
//! steep in the picture are upright and larger there.

use image::RgbImage;

use super::rectify::warp;
use super::{Homography, Point, Quad};
use crate::model::ModelError;
use crate::text::{TextBox, TextDetector};

/// The longer side at which a straightened outline is searched for text.
const TEXT_SIDE: u32 = 704;
/// What is looked at beyond the outline on each side, as a share of its width:
/// text that it cuts shows there.
const MARGIN: f32 = 0.04;

/// The text in and around `quad`, in pixels of `picture`; `extent` is the width
/// and the height of what is straightened, in any unit. Corners that span no
/// area hold none.
///
/// # Errors
/// [`ModelError`] when the model does not run.
pub(super) fn text(
    detector: &TextDetector,
    picture: &RgbImage,
    quad: &Quad,
    (width, height): (f32, f32),
) -> Result<Vec<TextBox>, ModelError> {
    let Some(to_picture) = Homography::onto(width, height, quad) else {
        return Ok(Vec::new());
    };
    let margin = MARGIN * width;
    let (wide, high) = (width + 2.0 * margin, height + 2.0 * margin);
    let around = Quad(Quad::of_size(wide, high).0.map(|p| Point {
        x: p.x - margin,
        y: p.y - margin,
    }));
    let outline = to_picture.map_quad(&around);
    let scale = TEXT_SIDE as f32 / wide.max(high);
    let view = warp(
        picture,
        &outline,
        (wide * scale) as u32,
        (high * scale) as u32,
    );
    let (view_width, view_height) = (view.width() as f32, view.height() as f32);
    let Some(back) = Homography::onto(view_width, view_height, &outline) else {
        return Ok(Vec::new());
    };
    let boxes = detector.detect(&view, TEXT_SIDE)?;
    Ok(boxes.iter().map(|text| text.mapped(&back)).collect())
}
