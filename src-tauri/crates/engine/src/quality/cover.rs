//! Fingers over the document.
//!
//! A finger that holds a document crosses its outline: there, and only there,
//! what lies inside has the colour of skin, goes on outside in the same
//! colour, and is neither what the document has along that side nor what it
//! lies on. Where the document or the table itself has the colour of skin a
//! finger may still stand out, but that none does says nothing; neither does
//! the outline where the picture ends. Objects of other colours
//! are not looked for.

use domain::advice::Advice;
use image::RgbImage;

use super::{
    Bound, DocumentPicture, DocumentQuality, Measure, Measured, STRAIGHT_DPI, Unit, found_at,
};
use crate::document::{Homography, Located};
use crate::face::{Box2, Point};

/// Distance of two looks along the outline, in millimetres.
const STEP_MM: f32 = 1.0;
/// How far outside, and how far inside, is looked.
const OUTSIDE_MM: f32 = 2.0;
const INSIDE_MM: [f32; 3] = [1.5, 3.0, 4.5];
/// A finger covers at least this much of the outline.
const LEAST_RUN: usize = 5;
/// How deep a finger is followed.
const DEEPEST_MM: f32 = 45.0;
/// Two colours nearer than this go on; two farther apart differ.
const SAME: f32 = 34.0;
const OTHER: f32 = 40.0;
/// The share of the outline that must be judged.
const LEAST_JUDGED: f32 = 0.5;

/// The share of the outline that fingers cover, and where.
pub(super) fn document(subject: &DocumentPicture<'_>, policy: &DocumentQuality) -> Measured {
    let outline = subject
        .located
        .and_then(|located| Outline::of(subject.picture, located));
    let found = outline.and_then(|outline| outline.fingers());
    let share = found.as_ref().map(|(share, _)| *share);
    let places = found.map(|(_, places)| places).unwrap_or_default();
    let threshold = (Bound::AtMost, policy.most_covered_share);
    let measured = Measured::new(
        Measure::Cover,
        share,
        Unit::Share,
        threshold,
        Advice::UncoverDocument,
    );
    found_at(measured, places, subject.fields)
}

type Colour = [f32; 3];

/// One look across the outline.
struct Look {
    outside: Colour,
    inside: [Colour; 3],
}

/// What the picture shows along the four sides of a document.
struct Outline<'a> {
    picture: &'a RgbImage,
    /// From millimetres of the document to pixels of the picture.
    mapping: Homography,
    size_mm: (f32, f32),
    /// Upper, right, lower, left; `None` where the picture ends.
    sides: [Vec<Option<Look>>; 4],
}

impl<'a> Outline<'a> {
    fn of(picture: &'a RgbImage, located: &Located) -> Option<Self> {
        let size_mm = located.size.millimetres();
        let mapping = Homography::onto(size_mm.0, size_mm.1, &located.quad)?;
        let mut outline = Self {
            picture,
            mapping,
            size_mm,
            sides: Default::default(),
        };
        outline.sides = std::array::from_fn(|side| {
            (0..outline.steps(side))
                .map(|step| outline.look(side, step))
                .collect()
        });
        Some(outline)
    }

    fn steps(&self, side: usize) -> usize {
        let (width, height) = self.size_mm;
        let length = if side.is_multiple_of(2) {
            width
        } else {
            height
        };
        (length / STEP_MM) as usize
    }

    /// The point `step` of `side`, `depth` millimetres inside, on the document.
    fn on_document(&self, side: usize, step: usize, depth: f32) -> Point {
        let along = (step as f32 + 0.5) * STEP_MM;
        let (width, height) = self.size_mm;
        let (x, y) = match side {
            0 => (along, depth),
            1 => (width - depth, along),
            2 => (along, height - depth),
            _ => (depth, along),
        };
        Point { x, y }
    }

    fn look(&self, side: usize, step: usize) -> Option<Look> {
        let colour = |depth| self.colour(self.on_document(side, step, depth));
        let [a, b, c] = INSIDE_MM.map(colour);
        Some(Look {
            outside: colour(-OUTSIDE_MM)?,
            inside: [a?, b?, c?],
        })
    }

    /// The mean colour of half a millimetre around `at` on the document.
    fn colour(&self, at: Point) -> Option<Colour> {
        let mut sum = [0.0; 3];
        for (dx, dy) in [
            (-0.4, -0.4),
            (0.4, -0.4),
            (0.0, 0.0),
            (-0.4, 0.4),
            (0.4, 0.4),
        ] {
            let seen = self.mapping.map(Point {
                x: at.x + dx,
                y: at.y + dy,
            });
            if !(seen.x >= 0.0 && seen.y >= 0.0) {
                return None;
            }
            let pixel = self
                .picture
                .get_pixel_checked(seen.x as u32, seen.y as u32)?;
            for (sum, value) in sum.iter_mut().zip(pixel.0) {
                *sum += f32::from(value) / 5.0;
            }
        }
        Some(sum)
    }

    /// The share of the outline that fingers cover, and their places in pixels
    /// of the straightened document; `None` where too little can be judged.
    fn fingers(&self) -> Option<(f32, Vec<Box2>)> {
        let looks = || self.sides.iter().flatten();
        let table = median(looks().flatten().map(|look| look.outside))?;
        let (mut judged, mut covered) = (0usize, 0usize);
        let mut places = Vec::new();
        for (side, looks) in self.sides.iter().enumerate() {
            let Some(own) = median(looks.iter().flatten().map(|look| look.inside[2])) else {
                continue;
            };
            // Where document or table may be taken for skin, a finger that
            // stands out is one; that none stands out says nothing.
            if !is_skin(own) && !is_skin(table) {
                judged += looks.iter().flatten().count();
            }
            let held: Vec<bool> = looks
                .iter()
                .map(|look| look.as_ref().is_some_and(|look| is_held(look, own, table)))
                .collect();
            for (from, to) in runs(&held) {
                covered += to - from;
                places.push(self.place(side, from, to, own));
            }
        }
        let total = looks().count().max(1) as f32;
        let judged = judged as f32 / total;
        (judged >= LEAST_JUDGED || covered > 0).then(|| (covered as f32 / total, places))
    }

    /// The rectangle that a finger over the steps `from` to `to` of `side`
    /// covers, as deep as its colour goes.
    fn place(&self, side: usize, from: usize, to: usize, own: Colour) -> Box2 {
        let mut depth = INSIDE_MM[2];
        let goes_on = |depth: f32| {
            let colour = self.colour(self.on_document(side, usize::midpoint(from, to), depth));
            colour.is_some_and(|colour| is_skin(colour) && distance(colour, own) > OTHER)
        };
        while depth < DEEPEST_MM && goes_on(depth + STEP_MM) {
            depth += STEP_MM;
        }
        let corners = [
            self.on_document(side, from, 0.0),
            self.on_document(side, to, depth),
        ];
        let px = STRAIGHT_DPI / 25.4;
        Box2::around(corners.map(|corner| Point {
            x: corner.x * px,
            y: corner.y * px,
        }))
    }
}

fn is_held(look: &Look, own: Colour, table: Colour) -> bool {
    look.inside.iter().all(|colour| is_skin(*colour))
        && is_skin(look.outside)
        && distance(look.inside[0], look.outside) < SAME
        && distance(look.inside[2], own) > OTHER
        && distance(look.outside, table) > OTHER
}

/// Runs of at least [`LEAST_RUN`], one gap of one step allowed.
fn runs(held: &[bool]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in held.iter().enumerate().filter(|(_, held)| **held) {
        match runs.last_mut() {
            Some((_, to)) if at <= *to + 1 => *to = at + 1,
            Some(_) | None => runs.push((at, at + 1)),
        }
    }
    runs.retain(|(from, to)| to - from >= LEAST_RUN);
    runs
}

/// The middle of `colours`, channel by channel.
fn median(colours: impl Iterator<Item = Colour>) -> Option<Colour> {
    let colours: Vec<Colour> = colours.collect();
    if colours.is_empty() {
        return None;
    }
    Some(std::array::from_fn(|channel| {
        let mut values: Vec<f32> = colours.iter().map(|colour| colour[channel]).collect();
        let middle = values.len() / 2;
        *values.select_nth_unstable_by(middle, f32::total_cmp).1
    }))
}

/// How different two colours look: brightness counts a third, since a finger
/// is round and shades.
fn distance(a: Colour, b: Colour) -> f32 {
    let (a, b) = (luma_chroma(a), luma_chroma(b));
    let parts = [(a[0] - b[0]) / 3.0, a[1] - b[1], a[2] - b[2]];
    parts
        .into_iter()
        .map(|part| part * part)
        .sum::<f32>()
        .sqrt()
        * 2.0
}

/// Skin of every tone lies close together in chroma (Chai and Ngan, *Face
/// segmentation using skin-color map*, 1999).
fn is_skin(colour: Colour) -> bool {
    let [luma, blue, red] = luma_chroma(colour);
    luma > 35.0 && (-51.0..=-3.0).contains(&blue) && (7.0..=45.0).contains(&red)
}

/// Luma and the two differences of ITU-R BT.601, these around 0.
fn luma_chroma([red, green, blue]: Colour) -> [f32; 3] {
    let luma = 0.299 * red + 0.587 * green + 0.114 * blue;
    [luma, 0.564 * (blue - luma), 0.713 * (red - luma)]
}
