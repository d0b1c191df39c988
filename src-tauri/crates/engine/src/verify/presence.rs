//! Whether a living person was before the camera, and no picture of one: what
//! liveness found, as findings.

use domain::{
    assessment::Problem,
    check::{Answer, Check, Finding, Reason, Sign},
    evidence::{Kind, Spot},
};

use super::film::Film;
use crate::liveness::{Decision, Liveness, Outcome, Test};

/// How many moments of a recording are pointed out.
const MOMENTS: usize = 3;

/// The findings `livenessDetected` and `notFaceSpoofing`; not assessable where
/// no recording came, or one that is among the `problems`.
pub(super) fn findings(film: Option<&Film>, problems: &[Problem]) -> Vec<Finding> {
    let Some(film) = film else {
        let unreadable = problems
            .iter()
            .any(|problem| problem.evidence == Kind::Video && problem.code != "missing");
        let reason = if unreadable {
            Reason::EvidenceUnreadable(Kind::Video)
        } else {
            Reason::EvidenceMissing(Kind::Video)
        };
        return [Check::LivenessDetected, Check::NotFaceSpoofing]
            .map(|check| Finding::new(check, Answer::NotAssessable, reason.clone()))
            .to_vec();
    };
    vec![
        liveness(&film.liveness),
        spoofing(&film.liveness, &film.on_screen_ms),
    ]
}

fn liveness(film: &Liveness) -> Finding {
    let (answer, signs) = match film.decision {
        Decision::Live => (Answer::Yes, alive(film)),
        Decision::NotLive => (Answer::No, signs(film, Outcome::Failed)),
        Decision::NotAssessable => (Answer::NotAssessable, signs(film, Outcome::NotAssessable)),
    };
    Finding::new(Check::LivenessDetected, answer, Reason::Seen(signs)).seen_at(moments(film))
}

/// A presentation attack betrays itself by the recording: a flat picture that
/// is moved, a recording that stands still, comes again or was cut, the pixels
/// of a screen in the frames `on_screen_ms`.
fn spoofing(film: &Liveness, on_screen_ms: &[u32]) -> Finding {
    let check = Check::NotFaceSpoofing;
    let mut betrayed: Vec<Sign> = signs(film, Outcome::Failed)
        .into_iter()
        .filter(|sign| {
            matches!(
                sign,
                Sign::FlatFace
                    | Sign::FrozenVideo
                    | Sign::LoopedVideo
                    | Sign::CutVideo
                    | Sign::FaceChanged
            )
        })
        .collect();
    if !on_screen_ms.is_empty() {
        betrayed.push(Sign::ScreenPattern);
        betrayed.sort_unstable();
    }
    if !betrayed.is_empty() {
        let spots = if on_screen_ms.is_empty() {
            moments(film)
        } else {
            let shown = on_screen_ms.iter().take(MOMENTS);
            shown.map(|time| Spot::video_at(*time)).collect()
        };
        return Finding::new(check, Answer::No, Reason::Seen(betrayed)).seen_at(spots);
    }
    match film.decision {
        Decision::Live => Finding::new(check, Answer::Yes, Reason::NothingSuspicious),
        // Somebody who lives and does not do what was asked is no picture, but
        // may be a recording.
        Decision::NotLive | Decision::NotAssessable => {
            let open = signs(film, Outcome::NotAssessable);
            let reason = if open.is_empty() {
                Reason::Seen(signs(film, Outcome::Failed))
            } else {
                Reason::Seen(open)
            };
            Finding::new(check, Answer::NotAssessable, reason)
        }
    }
    .seen_at([Spot::whole(Kind::Video)])
}

fn alive(film: &Liveness) -> Vec<Sign> {
    let mut signs = vec![Sign::LivingFace];
    signs.extend(film.fulfilment.as_ref().map(|_| Sign::ChallengeMet));
    signs
}

/// What the tests of this outcome saw, each sign once.
fn signs(film: &Liveness, outcome: Outcome) -> Vec<Sign> {
    let mut signs: Vec<Sign> = film
        .reasons
        .iter()
        .filter(|reason| reason.outcome == outcome)
        .map(|reason| sign(reason.test))
        .collect();
    signs.sort_unstable();
    signs.dedup();
    signs
}

const fn sign(test: Test) -> Sign {
    match test {
        Test::Duration | Test::Frames | Test::Rate => Sign::TooShort,
        Test::Held | Test::Gap | Test::Jumps | Test::Compared => Sign::TrackLost,
        Test::FaceSize => Sign::FaceTooSmall,
        Test::Faces => Sign::SeveralFaces,
        Test::Identity => Sign::FaceChanged,
        Test::Planarity => Sign::FlatFace,
        Test::Freeze | Test::Movement => Sign::FrozenVideo,
        Test::Repetition => Sign::LoopedVideo,
        Test::Cuts => Sign::CutVideo,
        Test::Challenge | Test::WrongTurns => Sign::ChallengeNotMet,
    }
}

/// Moments worth a look: cuts, else what the person did, else the best frames.
fn moments(film: &Liveness) -> Vec<Spot> {
    let mut times: Vec<u32> = film.continuity.cuts_ms.clone();
    if times.is_empty() {
        times = film.events.iter().map(|event| event.peak_ms).collect();
    }
    if times.is_empty() {
        times = film.best.iter().map(|best| best.time_ms).collect();
    }
    times.truncate(MOMENTS);
    times.sort_unstable();
    if times.is_empty() {
        return vec![Spot::whole(Kind::Video)];
    }
    times.into_iter().map(Spot::video_at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_that_cannot_be_played_is_not_called_missing() {
        let unreadable = Problem {
            evidence: Kind::Video,
            code: "too_large".into(),
        };
        let missing = Problem {
            code: "missing".into(),
            ..unreadable.clone()
        };
        check(&[], &Reason::EvidenceMissing(Kind::Video));
        check(&[missing], &Reason::EvidenceMissing(Kind::Video));
        check(&[unreadable], &Reason::EvidenceUnreadable(Kind::Video));
    }

    #[track_caller]
    fn check(problems: &[Problem], expected: &Reason) {
        for finding in findings(None, problems) {
            assert_eq!(finding.answer, Answer::NotAssessable);
            assert_eq!(&finding.reason, expected);
        }
    }
}
