//! The pixels of a screen: stripes of red, green and blue that repeat over
//! the whole picture, or the moiré they make with the pixels of the camera.
//!
//! Looked for in the colours: print and text are of one colour over many
//! periods, while each pixel of a screen runs through all three.

use domain::check::Answer;

use super::{
    Judged, Seen, Sign, Why,
    spectrum::{Spectra, peaks},
};

/// Patterns longer than this may be printed ornament.
const LONGEST_PX: f32 = 24.0;

/// How far a frequency must stand out to be looked at, and to be certain.
const FAINT: f32 = 8.0;
const CLEAR: f32 = 30.0;

/// The share of the patches that show the pattern: a screen shows it wherever
/// it is lit.
const LEAST_SPREAD: f32 = 0.6;

/// Fewer patches cannot show that a pattern is everywhere.
const LEAST_PATCHES: usize = 4;

/// The coarsest screens in use, in pixels to the inch.
const COARSE_SCREEN: f32 = 90.0;

/// Whether the picture is free of the pixels of a screen.
pub(super) fn judge(spectra: &Spectra, seen: Seen) -> Judged {
    let judged = |free, score, why| Judged {
        sign: Sign::ScreenPixels,
        free,
        score,
        why,
    };
    if spectra.chroma.len() < LEAST_PATCHES {
        return judged(Answer::NotAssessable, 0.0, Why::TooCoarse);
    }
    let finest = seen.finest() * seen.per_inch;
    let found = peaks(&spectra.chroma, (1.0 / LONGEST_PX, 0.5), FAINT);
    match found.iter().find(|peak| peak.spread >= LEAST_SPREAD) {
        Some(peak) if peak.ratio >= CLEAR => {
            let per_inch = peak.frequency() * seen.per_inch;
            judged(Answer::No, peak.ratio, Why::Pattern { per_inch })
        }
        Some(peak) => judged(Answer::NotAssessable, peak.ratio, Why::Unclear),
        // Twice the frequency of the pixels is needed to tell their stripes.
        None if seen.blur_px.is_some() && finest >= 2.0 * COARSE_SCREEN => {
            judged(Answer::Yes, 0.0, Why::NoPattern { up_to: finest })
        }
        None => judged(Answer::NotAssessable, 0.0, Why::TooCoarse),
    }
}
