//! From measurements to a decision with reasons.

use super::challenge::Fulfilment;
use super::continuity::Continuity;
use super::planarity::Planarity;
use super::policy::LivenessPolicy;
use super::reason::{Decision, Outcome, Reason, Test};
use super::track::Track;

/// All that was measured.
pub(crate) struct Measured<'a> {
    pub(crate) duration_ms: u32,
    pub(crate) track: &'a Track,
    pub(crate) planarity: &'a Planarity,
    pub(crate) continuity: &'a Continuity,
    pub(crate) fulfilment: Option<&'a Fulfilment>,
}

/// Share of the frames that may correlate less: flicker or a badly tracked
/// frame of a still must not bring it to life. The lower quartile separates
/// better than the tenth percentile: 1 − correlation of the least moving person
/// is three times that of the worst still, by the tenth percentile 2.4 times.
const QUARTILE: f64 = 0.25;

/// Every test that applies, in the order of [`Test`].
pub(crate) fn reasons(measured: &Measured<'_>, policy: &LivenessPolicy) -> Vec<Reason> {
    use Outcome::{Failed, NotAssessable};

    let Measured {
        duration_ms,
        track,
        planarity,
        continuity,
        fulfilment,
    } = measured;
    let seconds = f64::from((*duration_ms).max(1)) / 1000.0;
    let held = f64::from(track.held) / f64::from(track.frames.max(1));
    let rate = f64::from(track.frames.saturating_sub(1)) / seconds;
    let repetition = continuity.repetition.map(|found| f64::from(found.ratio));
    let of = |test, value: f64, threshold: f64, otherwise| {
        reason(test, Some(value), threshold, otherwise)
    };
    let mut reasons = vec![
        of(
            Test::Duration,
            f64::from(*duration_ms),
            policy.shortest_ms.into(),
            NotAssessable,
        ),
        of(
            Test::Frames,
            track.held.into(),
            policy.fewest_frames.into(),
            NotAssessable,
        ),
        of(Test::Rate, rate, policy.slowest_rate.into(), NotAssessable),
        of(Test::Held, held, policy.least_held.into(), NotAssessable),
        of(
            Test::Gap,
            track.longest_gap_ms.into(),
            policy.longest_gap_ms.into(),
            NotAssessable,
        ),
        of(
            Test::Jumps,
            track.jumps.into(),
            policy.most_jumps.into(),
            NotAssessable,
        ),
        of(
            Test::FaceSize,
            track.width_px.into(),
            policy.smallest_face_px.into(),
            NotAssessable,
        ),
        of(
            Test::Faces,
            track.most_faces.into(),
            policy.most_faces.into(),
            NotAssessable,
        ),
        reason(
            Test::Identity,
            track.identity_distance.map(f64::from),
            policy.identity_distance.into(),
            NotAssessable,
        ),
        of(
            Test::Compared,
            planarity.correlations.len() as f64,
            policy.fewest_compared.into(),
            NotAssessable,
        ),
        flatness(planarity.percentile(QUARTILE), policy),
        of(
            Test::Freeze,
            continuity.longest_freeze_ms.into(),
            policy.longest_freeze_ms.into(),
            Failed,
        ),
        of(
            Test::Movement,
            continuity.moving_share.into(),
            policy.least_moving.into(),
            Failed,
        ),
    ];
    // Nothing that moves can come again: then there is no such test.
    if repetition.is_some() {
        reasons.push(reason(
            Test::Repetition,
            repetition,
            policy.repeated_below.into(),
            Failed,
        ));
    }
    reasons.push(of(
        Test::Cuts,
        continuity.cuts_ms.len() as f64,
        policy.most_cuts.into(),
        Failed,
    ));
    if let Some(fulfilment) = fulfilment {
        let (done, asked) = (fulfilment.done() as f64, fulfilment.answers.len() as f64);
        reasons.push(of(Test::Challenge, done, asked, Failed));
        let wrong = f64::from(fulfilment.wrong_turns);
        reasons.push(of(
            Test::WrongTurns,
            wrong,
            policy.most_wrong_turns.into(),
            Failed,
        ));
    }
    reasons
}

/// Passed where `value` is within `threshold`, else `otherwise`.
fn reason(test: Test, value: Option<f64>, threshold: f64, otherwise: Outcome) -> Reason {
    let outcome = match value {
        None => Outcome::NotAssessable,
        Some(value) if test.is_at_most() && value <= threshold => Outcome::Passed,
        Some(value) if !test.is_at_most() && value >= threshold => Outcome::Passed,
        Some(_) => otherwise,
    };
    Reason {
        test,
        value,
        threshold,
        outcome,
    }
}

/// Between a body and a picture lies what cannot be told.
fn flatness(value: Option<f64>, policy: &LivenessPolicy) -> Reason {
    let otherwise = match value {
        Some(value) if value >= policy.flat_from => Outcome::Failed,
        Some(_) | None => Outcome::NotAssessable,
    };
    reason(Test::Planarity, value, policy.body_up_to, otherwise)
}

/// The decision that `reasons` lead to. A test of the recording that failed
/// decides; whether the face is flat and the challenge was answered only a held
/// track can tell.
pub(crate) fn decide(reasons: &[Reason]) -> Decision {
    let has = |outcome| reasons.iter().any(|reason| reason.outcome == outcome);
    let of_the_recording = |test| {
        matches!(
            test,
            Test::Freeze | Test::Movement | Test::Repetition | Test::Cuts
        )
    };
    let failed = |reason: &Reason| reason.outcome == Outcome::Failed;
    if reasons
        .iter()
        .any(|reason| failed(reason) && of_the_recording(reason.test))
    {
        Decision::NotLive
    } else if has(Outcome::NotAssessable) {
        let flat = |reason: &Reason| failed(reason) && reason.test == Test::Planarity;
        if reasons.iter().any(flat) {
            Decision::NotLive
        } else {
            Decision::NotAssessable
        }
    } else if has(Outcome::Failed) {
        Decision::NotLive
    } else {
        Decision::Live
    }
}

/// 0 to 1: how far planarity is on the side of a body, halved for each test
/// that is not passed. An order between recordings, no probability.
pub(crate) fn score(reasons: &[Reason], policy: &LivenessPolicy) -> f32 {
    let flat = reasons
        .iter()
        .find(|reason| reason.test == Test::Planarity)
        .and_then(|reason| reason.value);
    // A correlation of 0.9 and less is as far from flat as it gets.
    let body = flat.map_or(0.0, |flat| {
        ((policy.flat_from - flat) / (policy.flat_from - 0.9)).clamp(0.0, 1.0)
    });
    let missed = reasons
        .iter()
        .filter(|reason| reason.outcome != Outcome::Passed)
        .count();
    // Half of the scale lies above the threshold for a body.
    let threshold = (policy.flat_from - policy.body_up_to) / (policy.flat_from - 0.9);
    let scaled = if body < threshold {
        0.5 * body / threshold
    } else {
        0.5 + 0.5 * (body - threshold) / (1.0 - threshold)
    };
    scaled as f32 * 0.5_f32.powi(i32::try_from(missed).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn living() -> (Track, Planarity, Continuity) {
        let track = Track {
            frames: 100,
            held: 98,
            losses: 1,
            longest_gap_ms: 160,
            jumps: 0,
            most_faces: 1,
            width_px: 180.0,
            identity_distance: Some(0.2),
        };
        let planarity = Planarity {
            correlations: vec![0.9; 23],
        };
        let continuity = Continuity {
            longest_freeze_ms: 80,
            moving_share: 0.99,
            cuts_ms: Vec::new(),
            repetition: None,
        };
        (track, planarity, continuity)
    }

    #[track_caller]
    fn check(
        name: &str,
        change: impl Fn(&mut Track, &mut Planarity, &mut Continuity),
        expected: Decision,
        test: Option<Test>,
    ) {
        let (mut track, mut planarity, mut continuity) = living();
        change(&mut track, &mut planarity, &mut continuity);
        let policy = LivenessPolicy::default();
        let measured = Measured {
            duration_ms: 9000,
            track: &track,
            planarity: &planarity,
            continuity: &continuity,
            fulfilment: None,
        };
        let reasons = reasons(&measured, &policy);
        assert_eq!(decide(&reasons), expected, "{name}");
        let missed: Vec<Test> = reasons
            .iter()
            .filter(|reason| reason.outcome != Outcome::Passed)
            .map(|reason| reason.test)
            .collect();
        assert_eq!(missed, Vec::from_iter(test), "{name}");
        let above = score(&reasons, &policy) > 0.5;
        assert_eq!(above, expected == Decision::Live, "{name}");
    }

    #[test]
    fn each_measure_decides_as_it_should() {
        use Decision::{Live, NotAssessable, NotLive};
        check("a person", |_, _, _| {}, Live, None);
        check(
            "a still",
            |_, p, _| p.correlations = vec![0.999; 23],
            NotLive,
            Some(Test::Planarity),
        );
        check(
            "neither",
            |_, p, _| p.correlations = vec![0.993; 23],
            NotAssessable,
            Some(Test::Planarity),
        );
        check(
            "cut off",
            |_, p, _| p.correlations.truncate(3),
            NotAssessable,
            Some(Test::Compared),
        );
        check(
            "half lost",
            |t, _, _| t.held = 50,
            NotAssessable,
            Some(Test::Held),
        );
        check(
            "a jump",
            |t, _, _| t.jumps = 1,
            NotAssessable,
            Some(Test::Jumps),
        );
        check(
            "away for long",
            |t, _, _| t.longest_gap_ms = 1600,
            NotAssessable,
            Some(Test::Gap),
        );
        check(
            "far away",
            |t, _, _| t.width_px = 20.0,
            NotAssessable,
            Some(Test::FaceSize),
        );
        check(
            "a second person",
            |t, _, _| t.most_faces = 2,
            NotAssessable,
            Some(Test::Faces),
        );
        check(
            "another person",
            |t, _, _| t.identity_distance = Some(0.8),
            NotAssessable,
            Some(Test::Identity),
        );
        check(
            "frozen",
            |_, _, c| c.longest_freeze_ms = 1500,
            NotLive,
            Some(Test::Freeze),
        );
        check(
            "cut",
            |_, _, c| c.cuts_ms = vec![500],
            NotLive,
            Some(Test::Cuts),
        );
        let again = super::super::Loop {
            from_ms: 0,
            again_ms: 3000,
            backwards: false,
            ratio: 0.05,
        };
        check(
            "looped",
            |_, _, c| c.repetition = Some(again),
            NotLive,
            Some(Test::Repetition),
        );
    }
}
