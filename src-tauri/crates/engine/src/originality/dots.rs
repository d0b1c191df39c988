//! The dots of a print: a square grid, turned, of 65 to 200 lines to the inch.

use domain::check::Answer;

use super::{
    Judged, Seen, Sign, Why,
    spectrum::{Peak, Spectra, peaks},
};

/// Rulings of offset and laser prints, in lines to the inch.
const COARSEST_LPI: f32 = 65.0;
const FINEST_LPI: f32 = 200.0;

/// How far a frequency must stand out to be looked at, and to be certain.
const FAINT: f32 = 6.0;
const CLEAR: f32 = 12.0;

/// The finest pattern that pixels show, in periods to a pixel.
const SAMPLED: f32 = 0.45;

/// The share of the patches that show the dots of a print.
const LEAST_SPREAD: f32 = 0.4;

/// Whether the document is free of print dots.
pub(super) fn judge(spectra: &Spectra, seen: Seen) -> Judged {
    let judged = |free, score, why| Judged {
        sign: Sign::PrintDots,
        free,
        score,
        why,
    };
    let finest = seen.finest();
    let band = (
        COARSEST_LPI / seen.per_inch,
        (FINEST_LPI * 1.1 / seen.per_inch).min(SAMPLED),
    );
    let is_resolved = band.0 < band.1;
    if spectra.luma.is_empty() || !is_resolved {
        return judged(Answer::NotAssessable, 0.0, Why::TooCoarse);
    }
    let peaks = peaks(&spectra.luma, band, FAINT);
    match grid(&peaks) {
        Some((peak, score)) if score >= CLEAR => {
            let per_inch = peak.frequency() * seen.per_inch;
            judged(Answer::No, score, Why::Pattern { per_inch })
        }
        Some((_, score)) => judged(Answer::NotAssessable, score, Why::Unclear),
        None if seen.blur_px.is_some() && finest * seen.per_inch >= FINEST_LPI => {
            judged(Answer::Yes, 0.0, Why::NoPattern { up_to: FINEST_LPI })
        }
        None => judged(Answer::NotAssessable, 0.0, Why::TooCoarse),
    }
}

/// Of all pairs of frequencies that make a square grid the clearest; its score
/// is that of its weaker frequency.
fn grid(peaks: &[Peak]) -> Option<(Peak, f32)> {
    let mut best: Option<(Peak, f32)> = None;
    for (at, a) in peaks.iter().enumerate() {
        for b in &peaks[at + 1..] {
            let (fa, fb) = (a.frequency(), b.frequency());
            let cosine = (a.fx * b.fx + a.fy * b.fy) / (fa * fb);
            let is_square = (fa / fb - 1.0).abs() < 0.08 && cosine.abs() < 0.09;
            let score = a.ratio.min(b.ratio);
            if is_square
                && a.spread.min(b.spread) >= LEAST_SPREAD
                && best.is_none_or(|(_, known)| score > known)
            {
                best = Some((*a, score));
            }
        }
    }
    best
}
