//! What the recording of a session shows of the person.

use domain::{assessment::Problem, check::Answer, evidence::Kind};
use image::RgbImage;

use super::Footage;
use crate::face::{Box2, FaceEngine, FaceError};
use crate::liveness::{Analyser, Liveness, LivenessPolicy, WatchError};
use crate::originality;

/// What came of watching a recording.
pub(super) struct Film {
    pub(super) liveness: Liveness,
    /// The times in milliseconds of the best frames that show the pixels of a
    /// screen, where most of them do; none where they do not.
    pub(super) on_screen_ms: Vec<u32>,
}

/// Watches `footage`.
///
/// # Errors
///
/// When a model fails. A recording that cannot be played to its end is a
/// problem of the case.
pub(super) fn watch(
    engine: &FaceEngine,
    footage: &mut dyn Footage,
) -> Result<Result<Film, Problem>, FaceError> {
    let analyser = Analyser::new(engine, None, LivenessPolicy::default());
    match analyser.watch(footage) {
        Ok(liveness) => {
            let frames = liveness.best.iter().map(|best| (best.time_ms, &best.image));
            let on_screen_ms = on_screen(frames);
            Ok(Ok(Film {
                liveness,
                on_screen_ms,
            }))
        }
        Err(WatchError::Face(error)) => Err(error),
        Err(WatchError::Recording(code)) => Ok(Err(Problem {
            evidence: Kind::Video,
            code,
        })),
    }
}

/// The times of the `frames` all over which the pixels of a screen repeat;
/// none unless most frames show them. That none does says nothing: a screen
/// whose pixels are finer than the camera's, or an even multiple of them,
/// leaves no such pattern, and neither does strong compression.
fn on_screen<'a>(frames: impl Iterator<Item = (u32, &'a RgbImage)>) -> Vec<u32> {
    let mut count = 0;
    let mut times: Vec<u32> = frames
        .inspect(|_| count += 1)
        .filter(|(_, frame)| shows_screen(frame))
        .map(|(time, _)| time)
        .collect();
    if times.len() * 2 <= count {
        times.clear();
    }
    times.sort_unstable();
    times
}

fn shows_screen(frame: &RgbImage) -> bool {
    let whole = Box2 {
        x: 0.0,
        y: 0.0,
        width: frame.width() as f32,
        height: frame.height() as f32,
    };
    let seen = originality::recapture(frame, &whole);
    seen.signs.iter().any(|judged| judged.free == Answer::No)
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    /// A scene of soft shades, 320 by 320 pixels, on a screen each of whose
    /// pixels is `pitch` pixels of the camera wide, held askew; without one
    /// where there is no pitch.
    fn frame(pitch: Option<f32>) -> RgbImage {
        RgbImage::from_fn(320, 320, |x, y| {
            Rgb([0, 1, 2].map(|stripe| {
                let mut sum = 0.0;
                for (dx, dy) in [(0.2, 0.3), (0.5, 0.6), (0.8, 0.1)] {
                    let (x, y) = (x as f32 + dx, y as f32 + dy);
                    let shade = 120.0 + 60.0 * (x / 70.0).sin() * (y / 50.0).cos();
                    let lit = pitch.is_none_or(|pitch| {
                        let across = (x + y * 0.05) / pitch;
                        (across.fract() * 3.0) as u32 == stripe
                    });
                    sum += if lit { shade } else { 0.2 * shade };
                }
                (sum / 3.0) as u8
            }))
        })
    }

    #[test]
    fn a_screen_is_seen_where_most_frames_show_its_pixels() {
        let (real, screen) = (frame(None), frame(Some(2.3)));
        check(&[&screen, &screen, &real], &[0, 1]);
        check(&[&screen, &real], &[]);
        check(&[&real, &real], &[]);
        check(&[], &[]);
    }

    #[track_caller]
    fn check(frames: &[&RgbImage], expected: &[u32]) {
        let timed = (0..).zip(frames.iter().copied());
        assert_eq!(on_screen(timed), expected);
    }
}
