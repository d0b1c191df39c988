//! Of an open passport, the page with the data.

use super::evidence::{Evidence, Portrait};
use super::{Homography, Point, Quad, Size};
use crate::text::TextBox;

/// The page with the data of an outline that is higher than wide when its
/// print is upright: an open passport, even where it leans so far that its
/// shape looks like a card's. Otherwise the outline itself.
pub(super) fn page(
    quad: &Quad,
    size: Size,
    portrait: Option<Portrait>,
    boxes: &[TextBox],
) -> Option<(Quad, Size)> {
    let evidence = Evidence::gather(quad, size, portrait, boxes);
    let quarters = evidence.quarters?;
    if quarters.is_multiple_of(2) {
        return Some((*quad, size));
    }
    let upright = quad.turned(4 - quarters);
    let mapping = Homography::onto(1.0, 2.0, &upright)?;
    let half = |top: f32| {
        mapping.map_quad(&Quad(Quad::of_size(1.0, 1.0).0.map(|p| Point {
            x: p.x,
            y: p.y + top,
        })))
    };
    let (upper, lower) = (half(0.0), half(1.0));
    let weight = |page: &Quad| -> f32 {
        let text: f32 = boxes
            .iter()
            .filter(|text| {
                page.contains(Point {
                    x: text.centre.0,
                    y: text.centre.1,
                })
            })
            .map(|text| text.length)
            .sum();
        text
    };
    let shows = |page: &Quad| {
        portrait.is_some_and(|portrait| {
            let centre = portrait.bbox.centre();
            let (width, height) = (1.0, 1.0);
            Homography::onto(width, height, quad).is_some_and(|to| page.contains(to.map(centre)))
        })
    };
    let page = match (shows(&upper), shows(&lower)) {
        (true, false) => upper,
        (false, true) => lower,
        (true, true) | (false, false) if weight(&upper) > weight(&lower) => upper,
        (true, true) | (false, false) => lower,
    };
    Some((page, Size::Td3))
}
