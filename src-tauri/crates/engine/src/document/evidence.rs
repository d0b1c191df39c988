//! What lies inside an outline: whether it is the print of a document, and
//! which way up.

use super::quad::distance;
use super::{Box2, Homography, Point, Quad, Size};
use crate::text::TextBox;

/// A row is as wide as the lines of a machine-readable zone when it takes this
/// much of the width (they take 0.87 to 0.89).
const WIDE: f32 = 0.68;
/// More such rows than beside the three of a zone.
const MOST_WIDE: usize = 6;
/// More rows than any identity document has.
const MOST_ROWS: usize = 24;

/// What was seen inside an outline.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Evidence {
    /// Quarter turns clockwise from the outline's first corner to the upright
    /// document's, where anything says so; even ones only where `is_sure` is
    /// false: it may stand on its head.
    pub(super) quarters: Option<usize>,
    /// Whether the way up is known, not only the direction of the lines.
    pub(super) is_sure: bool,
    /// A face where and as large as documents have the portrait.
    pub(super) has_portrait: bool,
    /// Rows as wide as those of a machine-readable zone, at one end only.
    pub(super) has_zone: bool,
    /// Pieces of text inside.
    pub(super) pieces: usize,
    /// Rows of text inside.
    pub(super) rows: usize,
    /// The part of the document between the outermost pieces of text.
    pub(super) filled: f32,
    /// Length of text inside, by that of all text in the picture.
    pub(super) inside: f32,
    /// Length of text that the outline cuts, by that of what is inside.
    pub(super) cut: f32,
}

/// A face that was found in the straightened outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Portrait {
    /// Where, in shares of the outline's width and height.
    pub(super) bbox: Box2,
    /// Quarter turns clockwise by which it is turned.
    pub(super) quarters: usize,
}

/// A piece of text in the frame of the outline (shares of width and height).
#[derive(Debug, Clone, Copy)]
struct Piece {
    from: Point,
    to: Point,
    /// Its height, as a share of the outline's height when it runs across.
    height: f32,
}

impl Evidence {
    /// What `portrait` and `boxes` (in pixels of the picture) say about the
    /// outline `quad` of a document of `size`, longer side first.
    pub(super) fn gather(
        quad: &Quad,
        size: Size,
        portrait: Option<Portrait>,
        boxes: &[TextBox],
    ) -> Self {
        let (width, height) = size.millimetres();
        let Some(to_picture) = Homography::onto(width, height, quad) else {
            return Self::default();
        };
        let (pieces, cut, inside, all) = sorted(&to_picture.inverse(), (width, height), boxes);
        let mut evidence = Self {
            pieces: pieces.len(),
            inside: inside / all.max(1.0),
            cut: cut / (inside + cut).max(1.0),
            ..Self::default()
        };
        let runs_across = runs_across(&pieces);
        let quarters = portrait
            .map(|portrait| portrait.quarters)
            // Cards are printed along their longer side, whatever else runs
            // up and down them.
            .or_else(|| {
                let is_turned = !runs_across && size != Size::Id1;
                (pieces.len() >= 2).then_some(usize::from(is_turned))
            });
        let Some(quarters) = quarters else {
            return evidence;
        };
        let extent = if quarters.is_multiple_of(2) {
            (width, height)
        } else {
            (height, width)
        };
        let upright: Vec<Piece> = pieces
            .iter()
            .map(|piece| piece.turned(quarters, (width, height)))
            .collect();
        let rows = rows(&upright);
        evidence.rows = rows.len();
        evidence.filled = filled(&upright, extent);
        evidence.quarters = Some(quarters);
        if let Some(portrait) = portrait {
            evidence.is_sure = true;
            evidence.has_portrait = is_portrait(&portrait, (width, height));
        }
        let wide: Vec<f32> = rows
            .iter()
            .filter(|row| row.length > WIDE * extent.0 && row.length > 13.0 * row.height)
            .map(|row| row.depth / extent.1)
            .collect();
        let low = wide.iter().filter(|depth| **depth > 0.6).count();
        let high = wide.iter().filter(|depth| **depth < 0.4).count();
        let is_page = rows.len() > MOST_ROWS || wide.len() > MOST_WIDE;
        if !is_page && low > high {
            evidence.has_zone = true;
            evidence.is_sure = true;
        } else if !is_page && high > low && portrait.is_none() {
            evidence.has_zone = true;
            evidence.is_sure = true;
            evidence.quarters = Some((quarters + 2) % 4);
        }
        evidence
    }

    /// Whether a document of `size` is inside, as far as print can say.
    pub(super) fn is_document(&self, size: Size) -> bool {
        if self.rows > MOST_ROWS || self.cut > 0.5 {
            return false;
        }
        let is_printed = self.pieces >= 5 && self.filled > 0.3;
        match size {
            Size::Id1 => self.has_zone || (self.has_portrait && self.pieces >= 3) || is_printed,
            // Sheets of paper have the same shape as pages of a passport.
            Size::Td2 | Size::Td3 => self.has_zone || (self.has_portrait && is_printed),
        }
    }

    /// What the evidence adds to the worth of an outline.
    pub(super) fn worth(&self) -> f32 {
        let share = |is: bool| if is { 0.12 } else { 0.0 };
        share(self.has_portrait)
            + share(self.has_zone)
            + 0.4 * self.filled.min(0.8)
            + 0.2 * self.inside
            - 0.5 * self.cut
    }
}

/// The pieces inside, in millimetres from the first corner; how much text the
/// outline cuts; how much is inside; how much there is.
fn sorted(
    to_document: &Homography,
    (width, height): (f32, f32),
    boxes: &[TextBox],
) -> (Vec<Piece>, f32, f32, f32) {
    let slack = 0.025 * width;
    let is_inside = |p: Point| {
        (-slack..width + slack).contains(&p.x) && (-slack..height + slack).contains(&p.y)
    };
    let (mut pieces, mut cut, mut inside, mut all) = (Vec::new(), 0.0, 0.0, 0.0);
    for text in boxes {
        let at = |along: f32, across: f32| {
            let (ux, uy) = text.along;
            to_document.map(Point {
                x: text.centre.0 + along * ux - across * uy,
                y: text.centre.1 + along * uy + across * ux,
            })
        };
        let half = (text.length - text.height).max(0.0) / 2.0;
        let piece = Piece {
            from: at(-half, 0.0),
            to: at(half, 0.0),
            height: distance(at(0.0, -text.height / 2.0), at(0.0, text.height / 2.0)),
        };
        all += text.length;
        match (is_inside(piece.from), is_inside(piece.to)) {
            (true, true) => {
                inside += text.length;
                pieces.push(piece);
            }
            (true, false) | (false, true) => cut += text.length,
            (false, false) if is_inside(at(0.0, 0.0)) => cut += text.length,
            (false, false) => {}
        }
    }
    (pieces, cut, inside, all)
}

impl Piece {
    /// The piece in the frame of a document whose first corner comes
    /// `quarters` quarter turns later.
    fn turned(self, quarters: usize, (width, height): (f32, f32)) -> Self {
        let turn = |Point { x, y }| match quarters % 4 {
            0 => Point { x, y },
            1 => Point { x: y, y: width - x },
            2 => Point {
                x: width - x,
                y: height - y,
            },
            _ => Point {
                x: height - y,
                y: x,
            },
        };
        Self {
            from: turn(self.from),
            to: turn(self.to),
            ..self
        }
    }
}

/// Whether most text runs from left to right (or back), not up or down.
fn runs_across(pieces: &[Piece]) -> bool {
    let (mut across, mut down) = (0.0, 0.0);
    for piece in pieces {
        across += (piece.to.x - piece.from.x).abs();
        down += (piece.to.y - piece.from.y).abs();
    }
    across >= down
}

/// A row of pieces at about the same height.
struct Row {
    depth: f32,
    height: f32,
    /// Sum of the lengths of its pieces.
    length: f32,
}

fn rows(pieces: &[Piece]) -> Vec<Row> {
    let mut sorted: Vec<(f32, f32, f32)> = pieces
        .iter()
        .map(|piece| {
            let depth = f32::midpoint(piece.from.y, piece.to.y);
            (
                depth,
                piece.height,
                distance(piece.from, piece.to) + piece.height,
            )
        })
        .collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut rows: Vec<Row> = Vec::new();
    for (depth, height, length) in sorted {
        match rows.last_mut() {
            Some(row) if depth - row.depth < 0.55 * height.max(row.height) => {
                row.height = row.height.max(height);
                row.length += length;
            }
            Some(_) | None => rows.push(Row {
                depth,
                height,
                length,
            }),
        }
    }
    rows
}

/// The part of the document inside the rectangle around all pieces.
fn filled(pieces: &[Piece], (width, height): (f32, f32)) -> f32 {
    let around = Box2::around(pieces.iter().flat_map(|piece| {
        let half = piece.height / 2.0;
        [piece.from, piece.to].into_iter().flat_map(move |p| {
            [
                Point {
                    x: p.x - half,
                    y: p.y - half,
                },
                Point {
                    x: p.x + half,
                    y: p.y + half,
                },
            ]
        })
    }));
    (around.area() / (width * height)).min(1.0)
}

/// Whether a face is where and as large as portraits on documents are: in the
/// left half of the upright document, or of a page of it.
fn is_portrait(portrait: &Portrait, (width, height): (f32, f32)) -> bool {
    let Box2 {
        x,
        y,
        width: wide,
        height: high,
    } = portrait.bbox;
    let corner = |x: f32, y: f32| Point {
        x: x * width,
        y: y * height,
    };
    let piece = Piece {
        from: corner(x, y),
        to: corner(x + wide, y + high),
        height: 0.0,
    }
    .turned(portrait.quarters, (width, height));
    let face = Box2::around([piece.from, piece.to]);
    let (across, down) = if portrait.quarters.is_multiple_of(2) {
        (width, height)
    } else {
        // An open passport: its lower page is a document of its own.
        (height, width / 2.0)
    };
    let centre = face.centre();
    (0.06..0.46).contains(&(centre.x / across)) && (0.16..0.62).contains(&(face.height / down))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text of `height` mm at (x, y) of a card that fills a picture of ten
    /// pixels to the millimetre, after `quarters` quarter turns of the card.
    fn text(x: f32, y: f32, length: f32, height: f32) -> TextBox {
        TextBox {
            centre: ((x + length / 2.0) * 10.0, (y + height / 2.0) * 10.0),
            along: (1.0, 0.0),
            length: length * 10.0,
            height: height * 10.0,
            score: 0.9,
        }
    }

    fn rear() -> Vec<TextBox> {
        let mut boxes: Vec<TextBox> = (0..5)
            .map(|n| text(5.0, 4.0 + 4.0 * n as f32, 20.0, 2.0))
            .collect();
        boxes.extend((0..3).map(|n| text(4.7, 37.0 + 4.23 * n as f32, 76.0, 3.0)));
        boxes
    }

    fn card() -> Quad {
        Quad::of_size(856.0, 539.8)
    }

    #[test]
    fn a_zone_says_which_way_up_a_card_is() {
        for quarters in [0, 2] {
            let quad = card().turned(quarters);
            let evidence = Evidence::gather(&quad, Size::Id1, None, &rear());
            assert!(evidence.has_zone && evidence.is_sure, "{evidence:?}");
            // Back to the corner that the card began with.
            let found = evidence.quarters.expect("a direction");
            assert_eq!(quad.turned(found), card(), "{evidence:?}");
            assert!(evidence.is_document(Size::Id1));
        }
    }

    #[test]
    fn an_outline_that_cuts_lines_is_worth_less() {
        let whole = Evidence::gather(&card(), Size::Id1, None, &rear());
        let part = Quad::of_size(600.0, 539.8);
        let part = Evidence::gather(&part, Size::Id1, None, &rear());
        assert!(whole.cut == 0.0 && part.cut > 0.0);
        assert!(whole.worth() > part.worth() + 0.1, "{whole:?} {part:?}");
    }

    #[test]
    fn a_page_of_text_is_no_passport() {
        let boxes: Vec<TextBox> = (0..34)
            .map(|n| text(6.0, 3.0 + 2.4 * n as f32, 112.0, 1.4))
            .collect();
        let page = Quad::of_size(1250.0, 880.0);
        let evidence = Evidence::gather(&page, Size::Td3, None, &boxes);
        assert!(!evidence.is_document(Size::Td3), "{evidence:?}");
    }

    #[test]
    fn a_face_in_the_middle_of_everything_is_no_portrait() {
        let portrait = |x: f32, y: f32, width: f32, height: f32| Portrait {
            bbox: Box2 {
                x,
                y,
                width,
                height,
            },
            quarters: 0,
        };
        let size = Size::Id1.millimetres();
        assert!(is_portrait(&portrait(0.08, 0.3, 0.2, 0.4), size));
        assert!(!is_portrait(&portrait(0.3, 0.1, 0.5, 0.8), size));
        assert!(!is_portrait(&portrait(0.6, 0.3, 0.2, 0.4), size));
    }

    #[test]
    fn nothing_inside_is_no_document() {
        for size in Size::ALL {
            assert!(!Evidence::gather(&card(), size, None, &[]).is_document(size));
        }
    }
}
