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
    Ok(boxes.iter().map(|text| mapped(text, &back)).collect())
}

/// The piece of text in the picture that `to_picture` leads to.
fn mapped(text: &TextBox, to_picture: &Homography) -> TextBox {
    let (ux, uy) = text.along;
    let at = |along: f32, across: f32| {
        to_picture.map(Point {
            x: text.centre.0 + along * ux - across * uy,
            y: text.centre.1 + along * uy + across * ux,
        })
    };
    let between = |from: Point, to: Point| (to.x - from.x, to.y - from.y);
    let middle = at(0.0, 0.0);
    let along = between(at(-text.length / 2.0, 0.0), at(text.length / 2.0, 0.0));
    let across = between(at(0.0, -text.height / 2.0), at(0.0, text.height / 2.0));
    let length = along.0.hypot(along.1);
    TextBox {
        centre: (middle.x, middle.y),
        along: (along.0 / length.max(1e-3), along.1 / length.max(1e-3)),
        length,
        height: across.0.hypot(across.1),
        score: text.score,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_of_text_turns_and_grows_with_its_outline() {
        // A view of 100 × 50 whose outline stands upright in the picture, twice
        // as large: its upper side is the outline's right one.
        let at = |x, y| Point { x, y };
        let outline = Quad([
            at(110.0, 10.0),
            at(110.0, 210.0),
            at(10.0, 210.0),
            at(10.0, 10.0),
        ]);
        let to_picture = Homography::onto(100.0, 50.0, &outline).expect("an area");
        let text = TextBox {
            centre: (50.0, 10.0),
            along: (1.0, 0.0),
            length: 40.0,
            height: 6.0,
            score: 0.8,
        };
        let found = mapped(&text, &to_picture);
        let near = |a: f32, b: f32| (a - b).abs() < 0.01;
        assert!(near(found.centre.0, 90.0) && near(found.centre.1, 110.0));
        assert!(near(found.along.0, 0.0) && near(found.along.1, 1.0));
        assert!(near(found.length, 80.0) && near(found.height, 12.0));
    }
}
