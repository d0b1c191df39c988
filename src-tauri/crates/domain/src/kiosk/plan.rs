//! The steps of a session, from what its request requires.

use std::collections::BTreeSet;

use super::Piece;
use crate::{decision::PieceAsked, document::Type, evidence::Kind};

/// What a session is to bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needs {
    /// The pieces to capture.
    pub pieces: BTreeSet<Piece>,
    /// A consent, where none stands.
    pub consent: bool,
    /// The phone confirmed by a code.
    pub phone: bool,
}

impl Needs {
    /// A whole session: front of the document, selfie and moving face, and what
    /// `required` and the kind of document ask for. A passport has one side;
    /// where the kind is unknown, `required` alone says whether there is
    /// another.
    #[must_use]
    pub fn whole(required: &[Kind], document: Option<Type>, phone: bool) -> Self {
        let mut pieces = BTreeSet::from([Piece::DocumentFront, Piece::Selfie, Piece::Face]);
        if required.contains(&Kind::DocumentRear) && document != Some(Type::Passport) {
            pieces.insert(Piece::DocumentRear);
        }
        let card = [Piece::HealthCardFront, Piece::HealthCardRear];
        if (card.iter()).any(|side| required.contains(&side.evidence())) {
            pieces.extend(card);
        }
        Self {
            pieces,
            consent: true,
            phone,
        }
    }

    /// The pieces that were `asked` for again, and nothing else that stands.
    #[must_use]
    pub fn again(asked: &[PieceAsked], consent: bool, phone: bool) -> Self {
        Self {
            pieces: asked.iter().map(|asked| asked.piece).collect(),
            consent,
            phone,
        }
    }
}

/// A step of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The request was found or made.
    Request,
    /// The devices are looked at.
    Devices,
    /// Consent is given.
    Consent,
    /// A piece is captured.
    Piece(Piece),
    /// The phone is confirmed.
    Phone,
    /// Everything is looked at.
    Review,
    /// Everything is sent.
    Submit,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Progress {
    /// It is done.
    Done,
    /// It is the one at hand.
    Current,
    /// It is to come.
    Ahead,
}

/// The steps of one session, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    needs: Needs,
    steps: Vec<Step>,
}

impl Plan {
    /// The steps that `needs` ask for.
    #[must_use]
    pub fn new(needs: Needs) -> Self {
        let mut steps = vec![Step::Request, Step::Devices];
        if needs.consent {
            steps.push(Step::Consent);
        }
        // In the order in which they are captured: documents first.
        let (documents, persons): (Vec<_>, Vec<_>) = Piece::ALL
            .into_iter()
            .filter(|piece| needs.pieces.contains(piece))
            .partition(|piece| piece.lies_on_the_desk());
        steps.extend(documents.into_iter().map(Step::Piece));
        if needs.phone {
            steps.push(Step::Phone);
        }
        steps.extend(persons.into_iter().map(Step::Piece));
        steps.extend([Step::Review, Step::Submit]);
        Self { needs, steps }
    }

    /// What they were made from.
    #[must_use]
    pub const fn needs(&self) -> &Needs {
        &self.needs
    }

    /// The steps, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> impl Iterator<Item = Piece> + '_ {
        self.steps.iter().filter_map(|step| match step {
            Step::Piece(piece) => Some(*piece),
            Step::Request
            | Step::Devices
            | Step::Consent
            | Step::Phone
            | Step::Review
            | Step::Submit => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::PieceReason;

    const CARD: [Kind; 4] = [
        Kind::DocumentFront,
        Kind::DocumentRear,
        Kind::Selfie,
        Kind::Video,
    ];

    #[test]
    fn the_request_says_which_pieces_there_are() {
        check(&CARD, None, "document_front document_rear selfie face");
        check(&CARD, Some(Type::Passport), "document_front selfie face");
        check(&CARD[..1], None, "document_front selfie face");
        check(
            &[Kind::DocumentFront, Kind::HealthCardFront],
            Some(Type::IdentityCard),
            "document_front health_card_front health_card_rear selfie face",
        );
    }

    #[test]
    fn the_phone_is_confirmed_between_document_and_selfie() {
        let plan = Plan::new(Needs::whole(&CARD, None, true));
        let phone = plan.steps().iter().position(|step| *step == Step::Phone);
        let selfie = Step::Piece(Piece::Selfie);
        let selfie = plan.steps().iter().position(|step| *step == selfie);
        assert_eq!(phone.map(|at| at + 1), selfie);
    }

    #[test]
    fn of_pieces_asked_for_again_each_is_a_step_and_nothing_that_stands() {
        use Piece::{DocumentRear, Face, HealthCardFront, Selfie};
        for (pieces, consent, phone, expected) in [
            (vec![DocumentRear], false, false, "document_rear"),
            (
                vec![Face, HealthCardFront],
                true,
                true,
                "consent health_card_front phone face",
            ),
            (vec![Selfie], false, true, "phone selfie"),
        ] {
            let reason = PieceReason::Blurred;
            let asked: Vec<PieceAsked> = pieces
                .into_iter()
                .map(|piece| PieceAsked { piece, reason })
                .collect();
            let plan = Plan::new(Needs::again(&asked, consent, phone));
            let names: Vec<&str> = plan
                .steps()
                .iter()
                .filter_map(|step| match step {
                    Step::Consent => Some("consent"),
                    Step::Piece(piece) => Some(piece.name()),
                    Step::Phone => Some("phone"),
                    Step::Request | Step::Devices | Step::Review | Step::Submit => None,
                })
                .collect();
            assert_eq!(names.join(" "), expected);
        }
    }

    #[track_caller]
    fn check(required: &[Kind], document: Option<Type>, expected: &str) {
        let plan = Plan::new(Needs::whole(required, document, false));
        let names: Vec<&str> = plan.pieces().map(Piece::name).collect();
        assert_eq!(names.join(" "), expected);
    }
}
