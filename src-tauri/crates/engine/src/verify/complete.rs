//! Every check, answered by whoever can answer it.

use domain::check::{Answer, Check, Finding, Reason};

/// What the engine alone judges: the capture's word does not stand in for data
/// that could not be read.
const FROM_THE_DATA: [Check; 5] = [
    Check::NonExpired,
    Check::NotUnderage,
    Check::DataIntegrity,
    Check::DocumentsMatch,
    Check::TaxCodeMatch,
];

/// Every check in its order: what the engine judged; what the capture reported
/// where the engine could not judge; the rest, which a person has to judge.
pub(super) fn complete(judged: &[Finding], reported: &[(Check, bool)]) -> Vec<Finding> {
    Check::ALL
        .into_iter()
        .map(|check| {
            let own = judged.iter().find(|finding| finding.check == check);
            let said = reported.iter().find(|(name, _)| *name == check);
            let stands = |own: &&Finding| {
                own.answer != Answer::NotAssessable || FROM_THE_DATA.contains(&check)
            };
            if let Some(own) = own.filter(stands) {
                return own.clone();
            }
            match (said, own, check) {
                (Some((_, true)), ..) => Finding::new(check, Answer::Yes, Reason::Reported),
                (Some((_, false)), ..) => Finding::new(check, Answer::No, Reason::Reported),
                (None, Some(own), _) => own.clone(),
                (None, None, Check::OtpValidation) => {
                    Finding::new(check, Answer::NotAssessable, Reason::NotRequested)
                }
                (None, None, _) => Finding::new(check, Answer::NotAssessable, Reason::NoMethod),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_is_answered_once_and_in_order() {
        let judged = FROM_THE_DATA
            .map(|check| Finding::new(check, Answer::Yes, Reason::Agrees { compared: 1 }));
        let findings = complete(
            &judged,
            &[(Check::OtpValidation, true), (Check::NonExpired, false)],
        );
        let checks: Vec<Check> = findings.iter().map(|finding| finding.check).collect();
        assert_eq!(checks, Check::ALL);
        assert!(
            findings.iter().all(|finding| finding.answer != Answer::No),
            "what the engine judged itself outranks a report"
        );
    }

    #[test]
    fn a_report_counts_where_the_engine_cannot_judge_pictures() {
        let open = [Check::SidesMatch, Check::DataIntegrity]
            .map(|check| Finding::new(check, Answer::NotAssessable, Reason::NothingRead));
        let findings = complete(
            &open,
            &[(Check::SidesMatch, true), (Check::DataIntegrity, true)],
        );
        let answer = |check| {
            let finding = findings.iter().find(|finding| finding.check == check);
            finding.map(|finding| finding.answer)
        };
        assert_eq!(answer(Check::SidesMatch), Some(Answer::Yes));
        assert_eq!(
            answer(Check::DataIntegrity),
            Some(Answer::NotAssessable),
            "data that nobody read agree with nothing"
        );
    }
}
