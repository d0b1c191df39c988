//! The portrait of the holder, and the second, smaller and fainter one.

use image::RgbImage;

use super::upright;
use crate::document::{Box2, Quad};
use crate::face::{FaceEngine, FaceError, main_face};
use crate::imaging::resize::{Region, resize};

/// The second portrait is smaller than the first by at least this much.
const SMALLER: f32 = 0.7;

/// How far a portrait reaches beyond the face: to each side, above and below
/// the rectangle around the landmarks, in widths and heights of it (ISO/IEC
/// 19794-5, the width of the head to that of the picture).
const BESIDE: f32 = 0.35;
const ABOVE: f32 = 0.45;
const BELOW: f32 = 0.3;

/// The faces on one side of a document.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Portraits {
    /// The largest, in pixels of the side: the face and what a portrait shows
    /// around it.
    pub main: Option<Quad>,
    /// A smaller one.
    pub second: Option<Quad>,
}

/// Which side of a document is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// The one with the portrait.
    Portrait,
    /// The other one: whatever face is on it is the second one.
    NoPortrait,
}

/// The faces on `side`, which is upright: those of its halves too, which show
/// what is too small in the whole.
///
/// # Errors
///
/// When a model does not run.
pub fn find(
    engine: &FaceEngine,
    side: &RgbImage,
    holding: Holding,
) -> Result<Portraits, FaceError> {
    let (width, height) = side.dimensions();
    let half = width / 2;
    let part = |left: u32| Region {
        left,
        top: 0,
        width: half,
        height,
    };
    if half == 0 || height == 0 {
        return Ok(Portraits::default());
    }
    let first = match holding {
        Holding::Portrait => {
            let faces = engine.upright_faces(side)?;
            main_face(&faces).map(|face| face.bbox)
        }
        Holding::NoPortrait => None,
    };
    let mut second = None;
    for left in [0, width - half] {
        let region = part(left);
        let shown = resize(side, region, region.width, region.height);
        for face in engine.upright_faces(&shown)? {
            let bbox = Box2 {
                x: face.bbox.x + left as f32,
                ..face.bbox
            };
            let is_other = first.is_none_or(|first: Box2| {
                bbox.width < SMALLER * first.width && bbox.overlap(&first) < 0.1
            });
            let is_better = second.is_none_or(|second: Box2| bbox.area() > second.area());
            if is_other && is_better {
                second = Some(bbox);
            }
        }
    }
    let whole = |bbox: Box2| framed(&bbox, width as f32, height as f32);
    Ok(Portraits {
        main: first.map(whole),
        second: second.map(whole),
    })
}

/// What a portrait with the face `bbox` shows, as far as the side reaches.
fn framed(bbox: &Box2, width: f32, height: f32) -> Quad {
    upright(
        (bbox.x - BESIDE * bbox.width).clamp(0.0, width),
        (bbox.y - ABOVE * bbox.height).clamp(0.0, height),
        (bbox.x + (1.0 + BESIDE) * bbox.width).clamp(0.0, width),
        (bbox.y + (1.0 + BELOW) * bbox.height).clamp(0.0, height),
    )
}
