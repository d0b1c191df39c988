//! A first look for lines of a zone, without a model.
//!
//! Ink is what is darker than its surroundings. What of it is as small as
//! characters are is joined across the gaps of a line, along rows and, for
//! pictures that lie on their side, along columns; what comes out long and
//! slender is a piece of a line. It finds most zones in a few milliseconds;
//! where it does not, [`crate::text::TextDetector`] looks.

mod runs;

use image::GrayImage;

use crate::imaging::resize::resize_gray;
use crate::text::TextBox;

use runs::{Blob, Run, blobs, joined, labelled, runs};

/// Length of the longer side that is looked at: lines of 44 characters across
/// a whole page come out 20 pixels high, across half of it 10.
const SIDE: u32 = 1000;
/// Small pictures are enlarged by this at most.
const ENLARGED: f32 = 3.0;
/// Half the side of the square whose mean a pixel is compared with.
const SURROUNDINGS: u32 = 12;
/// Ink is darker than its surroundings by this part of what strong ink is,
/// within bounds.
const INK: f32 = 0.33;
const FAINTEST: u8 = 8;
const STRONGEST: u8 = 32;
/// Larger than this either way is no character.
const LARGEST: u32 = 48;
/// Fewer pixels are specks.
const SPECK: usize = 4;
/// Thinner and longer than this is a rule or the edge of the document.
const RULE: (u32, u32) = (3, 24);
/// The widest gap that characters of one line are joined across: this many
/// pixels, or this many times their height. From the tip of a filler to that of
/// the next it is a character's width, and a filler is lower than a letter.
const GAP: u32 = 13;
const GAP_OF_HEIGHT: f32 = 1.3;
/// Pieces that are longer than high by less are not worth keeping.
const SLENDER: f32 = 4.0;

/// Pieces of lines in `picture`, in its pixels.
pub(crate) fn spot(picture: &GrayImage) -> Vec<TextBox> {
    let Some(small) = scaled(picture) else {
        return Vec::new();
    };
    let (width, height) = (small.width() as usize, small.height() as usize);
    let ink = ink(&small);
    let across = pieces(&characters(runs(&ink, width)));
    let on_its_side: Vec<bool> = (0..width)
        .flat_map(|x| (0..height).map(move |y| (x, y)))
        .map(|(x, y)| ink[y * width + x])
        .collect();
    let along = pieces(&characters(runs(&on_its_side, height)));
    let scale = picture.width() as f32 / small.width() as f32;
    let upright = across.iter().map(|blob| text_box(blob, scale, false));
    let turned = along.iter().map(|blob| text_box(blob, scale, true));
    upright.chain(turned).collect()
}

fn scaled(picture: &GrayImage) -> Option<GrayImage> {
    let (width, height) = picture.dimensions();
    let scale = (SIDE as f32 / width.max(height).max(1) as f32).min(ENLARGED);
    let side = |pixels: u32| ((pixels as f32 * scale).round() as u32).max(1);
    resize_gray(picture, side(width), side(height))
}

/// Whether each pixel is ink, row by row.
fn ink(picture: &GrayImage) -> Vec<bool> {
    let mean = imageproc::filter::box_filter(picture, SURROUNDINGS, SURROUNDINGS);
    let darker: Vec<u8> = picture
        .as_raw()
        .iter()
        .zip(mean.as_raw())
        .map(|(pixel, mean)| mean.saturating_sub(*pixel))
        .collect();
    let mut counts = [0_usize; 256];
    for level in &darker {
        counts[usize::from(*level)] += 1;
    }
    // Text is a few in a hundred pixels of a document, and its strongest ink.
    let mut above = darker.len() / 50;
    let strong = (0..=u8::MAX).rev().find(|level| {
        let count = counts[usize::from(*level)];
        let found = count >= above;
        above = above.saturating_sub(count);
        found
    });
    let strong = f32::from(strong.unwrap_or(0));
    let level = ((INK * strong) as u8).clamp(FAINTEST, STRONGEST);
    darker.iter().map(|darker| *darker >= level).collect()
}

/// The runs that belong to something of the size of characters, and how wide a
/// gap beside each is joined.
fn characters(runs: Vec<Run>) -> Vec<(Run, u32)> {
    let labels = labelled(&runs);
    let blobs = blobs(&runs, &labels);
    runs.into_iter()
        .zip(labels)
        .filter(|(_, label)| {
            let blob = &blobs[*label];
            let (width, height) = blob.size();
            let (thin, long) = (width.min(height), width.max(height));
            let rule = thin <= RULE.0 && long > RULE.1;
            blob.pixels >= SPECK && height <= LARGEST && !rule
        })
        .map(|(run, label)| {
            let (_, height) = blobs[label].size();
            (run, GAP.max((GAP_OF_HEIGHT * height as f32) as u32))
        })
        .collect()
}

fn pieces(characters: &[(Run, u32)]) -> Vec<Blob> {
    let lines = joined(characters);
    let labels = labelled(&lines);
    let mut blobs = blobs(&lines, &labels);
    blobs.retain(|blob| blob.length() > SLENDER * blob.thickness());
    blobs
}

fn text_box(blob: &Blob, scale: f32, on_its_side: bool) -> TextBox {
    let turned = |(x, y): (f32, f32)| if on_its_side { (y, x) } else { (x, y) };
    let (x, y) = turned(blob.centre());
    TextBox {
        centre: (x * scale, y * scale),
        along: turned(blob.along()),
        length: blob.length() * scale,
        height: blob.thickness() * scale,
        score: 1.0,
    }
}

#[cfg(test)]
mod tests {
    use image::Luma;
    use image::imageops::rotate90;

    use super::*;
    use crate::mrz::locate::candidates;

    /// Two lines of 40 strokes each below a large dark square, on uneven
    /// paper, turned by `slope`.
    fn page(slope: f32) -> GrayImage {
        GrayImage::from_fn(900, 600, |x, y| {
            let down = y as f32 - slope * (x as f32 - 450.0);
            let in_line = (400.0..416.0).contains(&down) || (428.0..444.0).contains(&down);
            let in_stroke = (60..840).contains(&x) && x % 19 < 9;
            let in_square = (60..260).contains(&x) && (80..330).contains(&y);
            let paper = 190 + (x / 30) as u8;
            Luma([if (in_line && in_stroke) || in_square {
                50
            } else {
                paper
            }])
        })
    }

    #[track_caller]
    fn check(picture: &GrayImage, length: f32) {
        let found = candidates(&spot(picture));
        let lines = found.first().expect("a candidate");
        assert_eq!(lines.len(), 2, "{found:?}");
        for line in lines {
            assert!((line.length() - length).abs() < 25.0, "{line:?}");
            assert!((line.height - 16.0).abs() < 4.0, "{line:?}");
        }
    }

    #[test]
    fn both_lines_are_spotted_however_the_page_lies() {
        for slope in [0.0, 0.1, -0.2_f32] {
            let length = 780.0 * 1.0_f32.hypot(slope);
            check(&page(slope), length);
            check(&rotate90(&page(slope)), length);
        }
    }

    #[test]
    fn fillers_of_a_zone_that_fills_the_picture_are_joined() {
        // Tips of fillers: a pitch of 32 pixels, strokes of 4, 24 high.
        let page = GrayImage::from_fn(1000, 640, |x, y| {
            let in_line = (440..464).contains(&y) || (490..514).contains(&y);
            let in_tip = (20..980).contains(&x) && x % 32 < 4;
            Luma([if in_line && in_tip { 50 } else { 200 }])
        });
        let found = candidates(&spot(&page));
        let lines = found.first().expect("a candidate");
        assert_eq!(lines.len(), 2, "{found:?}");
        assert!(lines.iter().all(|line| line.length() > 900.0), "{lines:?}");
    }

    #[test]
    fn an_empty_page_has_no_lines() {
        assert!(spot(&GrayImage::from_pixel(300, 200, Luma([180]))).is_empty());
        assert!(spot(&GrayImage::new(0, 0)).is_empty());
        assert!(spot(&GrayImage::new(1, 1)).is_empty());
    }
}
