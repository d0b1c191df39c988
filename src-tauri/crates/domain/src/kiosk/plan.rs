//! The steps of a session, from what its request requires.

use super::Piece;
use crate::{document::Type, evidence::Kind};

/// What a request requires beside the front of the document, a selfie and the
/// moving face, which every session has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// The other side of the document.
    pub rear: bool,
    /// Both sides of the health card.
    pub health_card: bool,
    /// The phone confirmed by a code.
    pub phone: bool,
}

impl Needs {
    /// What `required` and the kind of document ask for. A passport has one
    /// side; where the kind is unknown, `required` alone says whether there
    /// is another.
    #[must_use]
    pub fn of(required: &[Kind], document: Option<Type>, phone: bool) -> Self {
        let health_card = [Kind::HealthCardFront, Kind::HealthCardRear];
        Self {
            rear: required.contains(&Kind::DocumentRear) && document != Some(Type::Passport),
            health_card: required.iter().any(|kind| health_card.contains(kind)),
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
        let mut steps = vec![
            Step::Request,
            Step::Devices,
            Step::Consent,
            Step::Piece(Piece::DocumentFront),
        ];
        if needs.rear {
            steps.push(Step::Piece(Piece::DocumentRear));
        }
        if needs.health_card {
            steps.push(Step::Piece(Piece::HealthCardFront));
            steps.push(Step::Piece(Piece::HealthCardRear));
        }
        if needs.phone {
            steps.push(Step::Phone);
        }
        steps.extend([
            Step::Piece(Piece::Selfie),
            Step::Piece(Piece::Face),
            Step::Review,
            Step::Submit,
        ]);
        Self { needs, steps }
    }

    /// What they were made from.
    #[must_use]
    pub const fn needs(&self) -> Needs {
        self.needs
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
        let plan = Plan::new(Needs::of(&CARD, None, true));
        let phone = plan.steps().iter().position(|step| *step == Step::Phone);
        let selfie = Step::Piece(Piece::Selfie);
        let selfie = plan.steps().iter().position(|step| *step == selfie);
        assert_eq!(phone.map(|at| at + 1), selfie);
    }

    #[track_caller]
    fn check(required: &[Kind], document: Option<Type>, expected: &str) {
        let plan = Plan::new(Needs::of(required, document, false));
        let names: Vec<&str> = plan.pieces().map(Piece::name).collect();
        assert_eq!(names.join(" "), expected);
    }
}
