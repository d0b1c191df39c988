//! Whether the two sides belong to one document.

use domain::{
    check::{Answer, Check, Finding, Reason},
    evidence::{Kind, Spot},
    field::Name,
};

use super::agreement::between;
use super::read::Read;

/// What may stand on both sides of a document.
const ON_BOTH: [Name; 8] = [
    Name::Surname,
    Name::GivenName,
    Name::Sex,
    Name::BirthDate,
    Name::DocumentNumber,
    Name::TaxCode,
    Name::ExpiryDate,
    Name::DocumentType,
];

/// Compares what was read on the front with what was read on the rear.
/// `present` are the pictures that could be opened.
pub(super) fn sides_match(reads: &[Read], present: &[Kind]) -> Finding {
    let check = Check::SidesMatch;
    for side in [Kind::DocumentFront, Kind::DocumentRear] {
        if !present.contains(&side) {
            return Finding::new(check, Answer::NotAssessable, Reason::EvidenceMissing(side));
        }
    }
    let on = |side: Kind| move |read: &Read| read.evidence() == Some(side);
    let found = between(
        reads,
        &ON_BOTH,
        on(Kind::DocumentFront),
        on(Kind::DocumentRear),
    );
    if !found.contradictions.is_empty() {
        let fields = found.contradictions.iter().map(|(front, _)| front.field());
        let spots = found
            .contradictions
            .iter()
            .flat_map(|(front, rear)| [front.reading.seen, rear.reading.seen])
            .flatten();
        return Finding::new(check, Answer::No, Reason::Disagrees(fields.collect())).seen_at(spots);
    }
    if found.compared == 0 {
        return Finding::new(check, Answer::NotAssessable, Reason::NothingRead);
    }
    let agrees = Reason::Agrees {
        compared: found.compared,
    };
    Finding::new(check, Answer::Yes, agrees).seen_at([
        Spot::whole(Kind::DocumentFront),
        Spot::whole(Kind::DocumentRear),
    ])
}

#[cfg(test)]
mod tests {
    use domain::field::Source;

    use super::*;
    use crate::verify::read::sample::read;

    const SIDES: [Kind; 2] = [Kind::DocumentFront, Kind::DocumentRear];

    #[test]
    fn sides_that_say_the_same_belong_together() {
        check("CA00001AA", "ca 00001 aa", 1.0, Answer::Yes);
        check("CA00001AA", "CA00002AA", 1.0, Answer::No);
    }

    #[test]
    fn an_uncertain_reading_contradicts_nothing() {
        check("CA00001AA", "CA0O001AA", 0.6, Answer::NotAssessable);
    }

    #[test]
    fn what_disagrees_is_named_and_shown_on_both_sides() {
        let reads = [
            read(Name::DocumentNumber, Source::VisualZone, SIDES[0], "A1"),
            read(Name::DocumentNumber, Source::Mrz, SIDES[1], "A2"),
        ];
        let finding = sides_match(&reads, &SIDES);
        assert_eq!(
            finding.reason,
            Reason::Disagrees(vec![Name::DocumentNumber])
        );
        assert_eq!(finding.seen, SIDES.map(Spot::whole));
    }

    #[test]
    fn a_side_that_is_not_there_cannot_be_compared() {
        let finding = sides_match(&[], &[Kind::DocumentFront]);
        assert_eq!(finding.answer, Answer::NotAssessable);
        let missing = Reason::EvidenceMissing(Kind::DocumentRear);
        assert_eq!(finding.reason, missing);
    }

    #[track_caller]
    fn check(front: &str, rear: &str, confidence: f32, expected: Answer) {
        let mut reads = [
            read(Name::DocumentNumber, Source::VisualZone, SIDES[0], front),
            read(Name::DocumentNumber, Source::Mrz, SIDES[1], rear),
        ];
        reads[0].confidence = confidence;
        assert_eq!(sides_match(&reads, &SIDES).answer, expected);
    }
}
