//! A page cut into captions and the pieces of text between them.

use std::ops::Range;

use crate::document::kind::Kind;
use crate::document::{Box2, Point, Quad};
use crate::text::TextLine;

use super::caption::{self, Meaning};
use super::{VisualField, value};

/// Blanks of this many characters part what stands in two columns.
const COLUMN_GAP: f32 = 2.6;
/// How far below its caption a value may begin, by the height of the caption.
const REACH: f32 = 3.2;
/// How far left of its caption a value may begin, by the same height.
const LEFT: f32 = 2.0;

/// A piece of a line that is no caption.
#[derive(Clone)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) quad: Quad,
    pub(super) confidence: f32,
    /// Where it is when the page stands straight.
    place: Box2,
    line: usize,
}

impl Piece {
    /// The characters of `range` in a line that stands for itself.
    pub(super) fn of(line: &TextLine, characters: &[char], range: Range<usize>) -> Self {
        let quad = line.part(range.clone());
        Self {
            text: characters[range].iter().collect(),
            quad,
            confidence: line.confidence,
            place: quad.bounds(),
            line: 0,
        }
    }
}

struct Label {
    meaning: Meaning,
    place: Box2,
    line: usize,
}

/// All that is written on a side.
pub(super) struct Page {
    labels: Vec<Label>,
    pub(super) pieces: Vec<Piece>,
}

impl Page {
    pub(super) fn cut(lines: &[TextLine]) -> Self {
        let upright = Upright::of(lines);
        let mut page = Self {
            labels: Vec::new(),
            pieces: Vec::new(),
        };
        for (index, line) in lines.iter().enumerate() {
            let characters: Vec<char> = line.text.chars().collect();
            let mut at = 0;
            for caption in caption::find(&characters) {
                page.add_pieces(&upright, index, line, &characters, at, caption.from);
                page.labels.push(Label {
                    meaning: caption.meaning,
                    place: upright.place(&line.part(caption.from..caption.to)),
                    line: index,
                });
                at = caption.to;
            }
            page.add_pieces(&upright, index, line, &characters, at, characters.len());
        }
        page
    }

    fn add_pieces(
        &mut self,
        upright: &Upright,
        index: usize,
        line: &TextLine,
        characters: &[char],
        from: usize,
        to: usize,
    ) {
        for (from, to) in columns(line, characters, from, to) {
            let quad = line.part(from..to);
            self.pieces.push(Piece {
                text: characters[from..to].iter().collect(),
                quad,
                confidence: line.confidence,
                place: upright.place(&quad),
                line: index,
            });
        }
    }

    /// What the values beside and below the captions of `meaning` say.
    pub(super) fn values(&self, meaning: Meaning, kind: Kind) -> Vec<VisualField> {
        for label in self.labels.iter().filter(|label| label.meaning == meaning) {
            for piece in self.candidates(label) {
                let read = value::read(meaning, kind, piece);
                if !read.is_empty() {
                    return read;
                }
            }
        }
        Vec::new()
    }

    /// The pieces that may be the value of `label`: first what follows it in
    /// its own line, then what is below, the nearest first.
    fn candidates(&self, label: &Label) -> Vec<&Piece> {
        let height = label.place.height;
        let right = label.place.x + label.place.width;
        let middle = label.place.centre().y;
        let beside = self.pieces.iter().filter(|piece| {
            let same_row =
                (piece.place.centre().y - middle).abs() < 0.5 * height.max(piece.place.height);
            let follows = piece.place.x >= right - 0.5 * height;
            let near = piece.line == label.line || piece.place.x < right + 8.0 * height;
            same_row && follows && near && !self.divided(right, piece, middle, height)
        });
        let below = self.pieces.iter().filter(|piece| {
            let down = piece.place.y - (label.place.y + height);
            let lower = piece.place.centre().y > middle + 0.5 * height;
            let aligned = piece.place.x > label.place.x - LEFT * height
                && piece.place.x < right.max(label.place.x + 6.0 * height);
            lower && down < REACH * height && aligned && !self.covered(label, piece)
        });
        let mut beside: Vec<&Piece> = beside.collect();
        beside.sort_by(|a, b| a.place.x.total_cmp(&b.place.x));
        let mut below: Vec<&Piece> = below.collect();
        let off = |piece: &Piece| {
            (piece.place.y - label.place.y) + 0.3 * (piece.place.x - label.place.x).abs()
        };
        below.sort_by(|a, b| off(a).total_cmp(&off(b)));
        beside.into_iter().take(1).chain(below).collect()
    }

    /// Whether a caption stands in the row between `from` and `piece`.
    fn divided(&self, from: f32, piece: &Piece, middle: f32, height: f32) -> bool {
        self.labels.iter().any(|other| {
            (other.place.centre().y - middle).abs() < 0.5 * height
                && other.place.x >= from - 0.5 * height
                && other.place.x < piece.place.x
        })
    }

    /// Whether `piece` belongs to another caption, nearer to it than `label`:
    /// one below `label` and above or in the row of `piece`, over its beginning.
    fn covered(&self, label: &Label, piece: &Piece) -> bool {
        self.labels.iter().any(|other| {
            let middle = other.place.centre().y;
            let between = middle > label.place.centre().y + 0.5 * label.place.height
                && middle < piece.place.centre().y + 0.4 * piece.place.height;
            let over = other.place.x < piece.place.x + other.place.height
                && (other.place.x > label.place.x - LEFT * label.place.height
                    || middle > piece.place.y);
            let above_itself = (middle - label.place.centre().y).abs() <= 0.5 * label.place.height
                && other.place.x > label.place.x + label.place.height
                && other.place.x < piece.place.x + other.place.height;
            other.meaning != label.meaning && ((between && over) || above_itself)
        })
    }
}

/// `from..to` of a line without the stops around it, cut where a gap is as
/// wide as a column's.
fn columns(line: &TextLine, characters: &[char], from: usize, to: usize) -> Vec<(usize, usize)> {
    let says = |index: &usize| characters[*index].is_alphanumeric() || characters[*index] == '*';
    let (Some(first), Some(last)) = ((from..to).find(says), (from..to).rev().find(says)) else {
        return Vec::new();
    };
    // A closing parenthesis belongs to what it closes.
    let end = if characters.get(last + 1) == Some(&')') && last + 1 < to {
        last + 2
    } else {
        last + 1
    };
    let (length, _) = line.quad.extent();
    let pitch = line.pitch().max(1e-3);
    let mut pieces = Vec::new();
    let mut begin = first;
    for (index, character) in characters.iter().enumerate().take(end).skip(first) {
        let wide = character.is_whitespace()
            && index + 1 < end
            && line.gap(index) > COLUMN_GAP * pitch
            && length > 0.0;
        if wide {
            pieces.push((begin, index));
            begin = index + 1;
        }
    }
    pieces.push((begin, end));
    pieces.retain(|(from, to)| from < to);
    pieces
}

/// The rotation that makes the lines of a page run to the right.
struct Upright {
    u: f32,
    v: f32,
}

impl Upright {
    fn of(lines: &[TextLine]) -> Self {
        let (x, y) = lines.iter().fold((0.0_f32, 0.0_f32), |(x, y), line| {
            let [a, b, ..] = line.quad.0;
            (x + b.x - a.x, y + b.y - a.y)
        });
        let length = x.hypot(y);
        if length > 0.0 && length.is_finite() {
            Self {
                u: x / length,
                v: y / length,
            }
        } else {
            Self { u: 1.0, v: 0.0 }
        }
    }

    fn place(&self, quad: &Quad) -> Box2 {
        let straight = quad.0.map(|p| Point {
            x: p.x * self.u + p.y * self.v,
            y: p.y * self.u - p.x * self.v,
        });
        // The mean of the ends: what is slightly askew is not made higher.
        let [a, b, c, d] = straight;
        let (top, bottom) = (f32::midpoint(a.y, b.y), f32::midpoint(c.y, d.y));
        let (left, right) = (f32::midpoint(a.x, d.x), f32::midpoint(b.x, c.x));
        Box2 {
            x: left.min(right),
            y: top.min(bottom),
            width: (right - left).abs(),
            height: (bottom - top).abs(),
        }
    }
}
