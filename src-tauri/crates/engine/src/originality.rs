//! Whether a picture shows an original, or a copy, a print or a screen.
//!
//! Start at [`document`] for the check *notBWCopy* and at [`recapture`] for the
//! same signs around a face. Every sign is judged on its own: *no* where it
//! gives the picture away, *yes* where it was looked for and is not there, and
//! *not assessable* where the picture cannot show it. A *yes* says up to which
//! fineness was looked: a colour copy, a fine photographic print or a screen
//! whose pixels the camera does not resolve leave no such sign.

mod dots;
mod gray;
mod screen;
mod spectrum;

use domain::{advice::Advice, check::Answer};
use image::RgbImage;

use crate::document::Located;
use crate::face::Box2;
use crate::imaging::resize::Region;
use crate::quality::{Plane, edge_blur, native_dpi};

/// A sign that a picture does not show an original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// Nothing has a colour but the light.
    Gray,
    /// The dots of a print.
    PrintDots,
    /// The pixels of a screen, or their moiré.
    ScreenPixels,
}

impl Sign {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gray => "gray",
            Self::PrintDots => "print_dots",
            Self::ScreenPixels => "screen_pixels",
        }
    }

    /// What the person should hear where the sign is there.
    #[must_use]
    pub const fn advice(self) -> Advice {
        match self {
            Self::Gray => Advice::NoPhotocopy,
            Self::PrintDots => Advice::NoPrint,
            Self::ScreenPixels => Advice::NoScreen,
        }
    }
}

/// Why a sign got its answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Why {
    /// Colours that the light does not explain cover this share.
    Colours {
        /// 0 to 1.
        share: f32,
    },
    /// Too dark, too bright or too small to say.
    TooLittleSeen,
    /// A pattern repeats this often to the inch of the document, or to the
    /// width of the region where no document is known.
    Pattern {
        /// Periods.
        per_inch: f32,
    },
    /// No pattern repeats, up to this often to the inch (or width).
    NoPattern {
        /// Periods.
        up_to: f32,
    },
    /// The picture resolves, or holds sharp, too little for this sign.
    TooCoarse,
    /// Something repeats, but not as clearly as it would there.
    Unclear,
}

impl Why {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Colours { .. } => "colours",
            Self::TooLittleSeen => "too_little_seen",
            Self::Pattern { .. } => "pattern",
            Self::NoPattern { .. } => "no_pattern",
            Self::TooCoarse => "too_coarse",
            Self::Unclear => "unclear",
        }
    }
}

/// One sign and whether the picture is free of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// The sign.
    pub sign: Sign,
    /// *Yes*: free of it. *No*: it is there.
    pub free: Answer,
    /// How strong the sign is; for [`Sign::Gray`] the share that has colour.
    pub score: f32,
    /// Why.
    pub why: Why,
}

/// All signs of one picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Originality {
    /// Each sign once.
    pub signs: Vec<Judged>,
}

impl Originality {
    /// The answer to *notBWCopy*: *no* where any sign is there, *yes* where
    /// the document has colours and no sign is there; [`Originality::judged`]
    /// says which signs could be looked for.
    #[must_use]
    pub fn not_bw_copy(&self) -> Answer {
        if self.signs.iter().any(|judged| judged.free == Answer::No) {
            return Answer::No;
        }
        self.get(Sign::Gray)
            .map_or(Answer::NotAssessable, |judged| judged.free)
    }

    /// The signs that could be judged.
    #[must_use]
    pub fn judged(&self) -> Vec<Sign> {
        self.signs
            .iter()
            .filter(|judged| judged.free != Answer::NotAssessable)
            .map(|judged| judged.sign)
            .collect()
    }

    /// What was found of `sign`.
    #[must_use]
    pub fn get(&self, sign: Sign) -> Option<&Judged> {
        self.signs.iter().find(|judged| judged.sign == sign)
    }
}

/// Looks for every sign in the document at `located` of `picture`; `straight`
/// is the document straightened ([`crate::document::rectify`]).
#[must_use]
pub fn document(picture: &RgbImage, located: &Located, straight: &RgbImage) -> Originality {
    let dpi = native_dpi(located);
    let blur_px = edge_blur(&Plane::of(straight), 3).map(|blur| blur * dpi / 300.0);
    let patches = spectrum::patches(picture, region(picture, &inner(&located.quad.bounds())));
    let seen = Seen {
        per_inch: dpi,
        blur_px,
    };
    Originality {
        signs: vec![
            gray::judge(straight),
            dots::judge(&patches, seen),
            screen::judge(&patches, seen),
        ],
    }
}

/// Looks for screen and print in `region` of `picture`, such as a face; the
/// counts of [`Why`] are to the width of the region. What surrounds the region
/// is not looked at.
#[must_use]
pub fn recapture(picture: &RgbImage, around: &Box2) -> Originality {
    let patches = spectrum::patches(picture, region(picture, around));
    let seen = Seen {
        per_inch: around.width,
        blur_px: None,
    };
    Originality {
        signs: vec![screen::judge(&patches, seen)],
    }
}

/// How finely a picture shows things.
#[derive(Debug, Clone, Copy)]
struct Seen {
    /// Pixels to the inch, or to whatever counts as one.
    per_inch: f32,
    /// Standard deviation of the blur in pixels of the picture, where known.
    blur_px: Option<f32>,
}

impl Seen {
    /// The finest pattern, in periods to a pixel, of which a tenth of the
    /// contrast is left.
    fn finest(self) -> f32 {
        const SAMPLING: f32 = 0.45;
        // exp(−2π²σ²f²) = 0.1
        let blur = self.blur_px.unwrap_or(0.0).max(0.05);
        SAMPLING.min(0.3416 / blur)
    }
}

/// The middle of `bounds`: at its edges lie the document's own.
fn inner(bounds: &Box2) -> Box2 {
    Box2 {
        x: bounds.x + bounds.width * 0.08,
        y: bounds.y + bounds.height * 0.1,
        width: bounds.width * 0.84,
        height: bounds.height * 0.8,
    }
}

/// `around` in whole pixels inside `picture`; empty where they do not meet.
fn region(picture: &RgbImage, around: &Box2) -> Region {
    let span = |from: f32, length: f32, size: u32| {
        // A float beyond what an integer holds becomes its end; NaN becomes 0.
        let low = (from.max(0.0) as u32).min(size);
        let high = ((from + length).max(0.0) as u32).min(size);
        (low, high.saturating_sub(low))
    };
    let (left, width) = span(around.x, around.width, picture.width());
    let (top, height) = span(around.y, around.height, picture.height());
    Region {
        left,
        top,
        width,
        height,
    }
}

#[cfg(test)]
mod tests;
