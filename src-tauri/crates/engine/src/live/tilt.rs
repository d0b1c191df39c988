//! Tilting a document before the camera: asked at random, so that a picture
//! that was made beforehand does not do it.

use crate::document::{Point, Quad};

/// Which edge of the document moves away from the camera, as the camera sees
/// it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tilt {
    /// The left one.
    Left,
    /// The right one.
    Right,
    /// The upper one.
    Away,
    /// The lower one: the upper one comes closer.
    Towards,
}

/// How far the opposite edges have to part: the logarithm of the ratio of
/// their lengths. A card an arm away that is turned by 15° reaches 0.1.
const ENOUGH: f32 = 0.07;

impl Tilt {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Left, Self::Right, Self::Away, Self::Towards];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Away => "away",
            Self::Towards => "towards",
        }
    }

    /// The tilt behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tilt| tilt.name() == name)
    }

    /// Whether a document that lay as `before` is tilted this way in `after`.
    pub(super) fn is_seen(self, before: Lean, after: Lean) -> bool {
        let (across, down) = (after.across - before.across, after.down - before.down);
        match self {
            Self::Left => across > ENOUGH,
            Self::Right => across < -ENOUGH,
            Self::Away => down > ENOUGH,
            Self::Towards => down < -ENOUGH,
        }
    }
}

/// How a quadrilateral leans, from the lengths of its sides.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Lean {
    /// Logarithm of right by left side: positive where the left is farther.
    across: f32,
    /// Logarithm of lower by upper side: positive where the upper is farther.
    down: f32,
}

impl Lean {
    /// How far it is from a rectangle seen from right above.
    pub(super) fn amount(self) -> f32 {
        self.across.hypot(self.down)
    }

    /// The lean of `quad`, whichever of its corners comes first; `None` where
    /// a side has no length.
    pub(super) fn of(quad: &Quad) -> Option<Self> {
        let [upper, right, lower, left] = as_seen(quad).sides().map(|(from, to)| length(from, to));
        let shortest = upper.min(right).min(lower).min(left);
        (shortest > 1.0).then(|| Self {
            across: (right / left).ln(),
            down: (lower / upper).ln(),
        })
    }
}

/// The same corners from the upper left one of the frame on: a document that
/// is upside down is tilted as it lies before the camera.
fn as_seen(quad: &Quad) -> Quad {
    let first = (0..4)
        .min_by(|a, b| sum(quad.0[*a]).total_cmp(&sum(quad.0[*b])))
        .unwrap_or(0);
    quad.turned(4 - first)
}

fn sum(point: Point) -> f32 {
    point.x + point.y
}

fn length(from: Point, to: Point) -> f32 {
    (to.x - from.x).hypot(to.y - from.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A card of 400 × 250 whose named side is shorter by a tenth.
    fn leaning(tilt: Option<Tilt>) -> Quad {
        let (w, h, d) = (400.0, 250.0, 0.05);
        let corners = match tilt {
            None => [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)],
            Some(Tilt::Left) => [(0.0, h * d), (w, 0.0), (w, h), (0.0, h - h * d)],
            Some(Tilt::Right) => [(0.0, 0.0), (w, h * d), (w, h - h * d), (0.0, h)],
            Some(Tilt::Away) => [(w * d, 0.0), (w - w * d, 0.0), (w, h), (0.0, h)],
            Some(Tilt::Towards) => [(0.0, 0.0), (w, 0.0), (w - w * d, h), (w * d, h)],
        };
        Quad(corners.map(|(x, y)| Point {
            x: x + 300.0,
            y: y + 200.0,
        }))
    }

    #[test]
    fn only_the_tilt_that_was_asked_is_seen() {
        let flat = Lean::of(&leaning(None)).expect("a card");
        for shown in Tilt::ALL {
            for quarters in 0..4 {
                let tilted = Lean::of(&leaning(Some(shown)).turned(quarters)).expect("a card");
                for asked in Tilt::ALL {
                    let seen = asked.is_seen(flat, tilted);
                    assert_eq!(seen, asked == shown, "{asked:?}, shown {shown:?}");
                }
            }
        }
    }

    #[test]
    fn tilts_survive_their_names() {
        for tilt in Tilt::ALL {
            assert_eq!(Tilt::from_name(tilt.name()), Some(tilt));
        }
    }
}
