//! Whether the document is an original: what was seen of its sides, as a
//! finding.

use domain::{
    check::{Answer, Check, Finding, Reason, Sign},
    evidence::{Kind, Spot},
};

use super::looks::Original;
use crate::{
    document::kind,
    originality::{self, Judged, Why},
};

/// The finding `notBWCopy`. A sign on either side gives the document away; it
/// is an original where the side with the portrait has its colours and no sign
/// is there. `present` are the pictures that could be opened.
pub(super) fn not_copy(sides: &[Original], present: &[Kind]) -> Finding {
    let check = Check::NotBwCopy;
    let mut signs: Vec<Sign> = Vec::new();
    let mut seen: Vec<Spot> = Vec::new();
    for side in sides {
        let against = side.answered(Answer::No);
        if !against.is_empty() {
            signs.extend(against.into_iter().map(|judged| against_sign(judged.sign)));
            seen.push(side.spot);
        }
    }
    if !signs.is_empty() {
        signs.sort_unstable();
        signs.dedup();
        return Finding::new(check, Answer::No, Reason::Seen(signs)).seen_at(seen);
    }
    let open = |reason| Finding::new(check, Answer::NotAssessable, reason);
    if !present.contains(&Kind::DocumentFront) {
        return open(Reason::EvidenceMissing(Kind::DocumentFront));
    }
    let front = sides
        .iter()
        .find(|side| side.spot.evidence == Kind::DocumentFront);
    let Some(front) = front else {
        let whole = Spot::whole(Kind::DocumentFront);
        return open(Reason::Seen(vec![Sign::NoDocument])).seen_at([whole]);
    };
    let has_colours = front
        .answered(Answer::Yes)
        .iter()
        .any(|judged| judged.sign == originality::Sign::Gray);
    if has_colours {
        let spots = sides.iter().map(|side| side.spot);
        return Finding::new(check, Answer::Yes, Reason::NothingSuspicious).seen_at(spots);
    }
    let in_the_way = front
        .found
        .get(originality::Sign::Gray)
        .map_or(Sign::NoDocument, in_the_way);
    open(Reason::Seen(vec![in_the_way])).seen_at([front.spot])
}

impl Original {
    /// What is answered so. That a document has no colour speaks against it
    /// only where its originals are known to have some.
    fn answered(&self, answer: Answer) -> Vec<&Judged> {
        self.found
            .signs
            .iter()
            .filter(|judged| judged.free == answer)
            .filter(|judged| {
                judged.sign != originality::Sign::Gray
                    || answer != Answer::No
                    || is_coloured(self.kind)
            })
            .collect()
    }
}

/// Whether every original of this kind is printed in more than one colour.
const fn is_coloured(kind: kind::Kind) -> bool {
    match kind {
        kind::Kind::ElectronicIdentityCard
        | kind::Kind::OlderIdentityCard
        | kind::Kind::DrivingLicence
        | kind::Kind::Passport
        | kind::Kind::HealthCard => true,
        // The paper card is black on a tint, as a copy in warm light is.
        kind::Kind::PaperIdentityCard | kind::Kind::Mrz(_) | kind::Kind::Unknown => false,
    }
}

const fn against_sign(sign: originality::Sign) -> Sign {
    match sign {
        originality::Sign::Gray => Sign::NoColour,
        originality::Sign::PrintDots => Sign::PrintDots,
        originality::Sign::ScreenPixels => Sign::ScreenPattern,
    }
}

/// What keeps the colours of a side from being judged.
const fn in_the_way(judged: &Judged) -> Sign {
    match judged.why {
        Why::TooLittleSeen => Sign::BadLight,
        Why::TooCoarse => Sign::TooFewPixels,
        Why::Colours { .. } | Why::Pattern { .. } | Why::NoPattern { .. } | Why::Unclear => {
            Sign::NoColour
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::evidence::Area;

    use super::*;
    use crate::{document::kind::Kind as Document, originality::Originality};
    use originality::Sign::{Gray, PrintDots, ScreenPixels};

    const AREA: Area = Area {
        x: 1,
        y: 2,
        width: 3,
        height: 4,
    };
    const BOTH: [Kind; 2] = [Kind::DocumentFront, Kind::DocumentRear];

    /// A side on which the signs are answered so; the others stay open.
    fn side(evidence: Kind, kind: Document, signs: &[(originality::Sign, Answer)]) -> Original {
        let signs = signs
            .iter()
            .map(|&(sign, free)| Judged {
                sign,
                free,
                score: 0.0,
                why: Why::Colours { share: 0.0 },
            })
            .collect();
        Original {
            spot: Spot::area(evidence, AREA),
            kind,
            found: Originality { signs },
        }
    }

    #[track_caller]
    fn check(sides: &[Original], answer: Answer, reason: &Reason, seen: &[Kind]) {
        let finding = not_copy(sides, &BOTH);
        assert_eq!((finding.answer, &finding.reason), (answer, reason));
        let shown: Vec<Kind> = finding.seen.iter().map(|spot| spot.evidence).collect();
        assert_eq!(shown, seen);
    }

    #[test]
    fn one_sign_on_one_side_gives_the_document_away() {
        let [front, rear] = BOTH;
        let card = Document::ElectronicIdentityCard;
        let coloured = || side(front, card, &[(Gray, Answer::Yes)]);
        let seen = |signs: &[Sign]| Reason::Seen(signs.to_vec());
        let gray = side(rear, card, &[(Gray, Answer::No)]);
        let sides = [coloured(), gray];
        check(&sides, Answer::No, &seen(&[Sign::NoColour]), &[rear]);
        let screen = side(
            front,
            card,
            &[
                (Gray, Answer::Yes),
                (PrintDots, Answer::No),
                (ScreenPixels, Answer::No),
            ],
        );
        let signs = [Sign::ScreenPattern, Sign::PrintDots];
        check(&[screen], Answer::No, &seen(&signs), &[front]);
        let sides = [coloured(), side(rear, card, &[(Gray, Answer::Yes)])];
        check(&sides, Answer::Yes, &Reason::NothingSuspicious, &BOTH);
    }

    #[test]
    fn a_lack_of_colour_speaks_only_against_documents_that_have_some() {
        let front = Kind::DocumentFront;
        let open = Reason::Seen(vec![Sign::NoColour]);
        for kind in [
            Document::PaperIdentityCard,
            Document::Mrz(crate::mrz::Format::Td1),
            Document::Unknown,
        ] {
            let gray = side(front, kind, &[(Gray, Answer::No)]);
            check(&[gray], Answer::NotAssessable, &open, &[front]);
        }
        let gray = side(front, Document::DrivingLicence, &[(Gray, Answer::No)]);
        check(&[gray], Answer::No, &open, &[front]);
    }

    #[test]
    fn a_document_that_is_not_there_or_not_located_is_not_assessable() {
        let front = Kind::DocumentFront;
        let none = Reason::Seen(vec![Sign::NoDocument]);
        check(&[], Answer::NotAssessable, &none, &[front]);
        let finding = not_copy(&[], &[Kind::Selfie]);
        assert_eq!(finding.reason, Reason::EvidenceMissing(front));
    }
}
