//! Asking the customer for single pieces again, and how often that may be done.

use std::{collections::BTreeSet, num::NonZeroU32};

use super::{Finality, Outcome};
use crate::kiosk::Piece;

/// Pieces that the customer is to capture again: at least one, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskAgain {
    pieces: Vec<PieceAsked>,
    text: String,
}

/// A piece that is asked for again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PieceAsked {
    /// The piece.
    pub piece: Piece,
    /// Why the one that came cannot be used.
    pub reason: PieceReason,
}

/// Why pieces cannot be asked for like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum AskError {
    /// No piece is named.
    #[error("no piece is asked for")]
    Nothing,
    /// A piece is named more than once.
    #[error("{} is asked for more than once", .0.name())]
    Twice(Piece),
    /// The reason is one that this piece cannot have.
    #[error("{} is no reason to ask for {}", .0.reason.code(), .0.piece.name())]
    DoesNotSuit(PieceAsked),
    /// A reason needs a text, and there is none.
    #[error("this reason needs a text")]
    TextRequired,
}

impl AskAgain {
    /// Asks for `pieces`; `text` is for colleagues and auditors.
    ///
    /// # Errors
    ///
    /// The first rule that is not kept.
    pub fn new(pieces: Vec<PieceAsked>, text: &str) -> Result<Self, AskError> {
        if pieces.is_empty() {
            return Err(AskError::Nothing);
        }
        let mut seen = BTreeSet::new();
        for asked in &pieces {
            if !seen.insert(asked.piece) {
                return Err(AskError::Twice(asked.piece));
            }
            if !asked.reason.suits(asked.piece) {
                return Err(AskError::DoesNotSuit(*asked));
            }
        }
        let text = text.trim().to_owned();
        if text.is_empty() && pieces.iter().any(|asked| asked.reason.needs_text()) {
            return Err(AskError::TextRequired);
        }
        Ok(Self { pieces, text })
    }

    /// The pieces, in the order in which they were named.
    #[must_use]
    pub fn pieces(&self) -> &[PieceAsked] {
        &self.pieces
    }

    /// What the operator adds, for colleagues and auditors.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Why a piece cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PieceReason {
    /// It is out of focus or moved.
    Blurred,
    /// Light is reflected where something stands.
    Glare,
    /// There is too little light.
    TooDark,
    /// A part is outside the picture.
    CutOff,
    /// A finger or an object lies over it.
    Covered,
    /// It shows something else.
    WrongPiece,
    /// The face cannot be seen well enough.
    FaceNotVisible,
    /// The movements that were asked for cannot be seen.
    MovementsMissing,
    /// The recording stops early or cannot be played.
    Unplayable,
    /// Another reason, given in the text.
    Other,
}

impl PieceReason {
    /// Every reason, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Blurred,
        Self::Glare,
        Self::TooDark,
        Self::CutOff,
        Self::Covered,
        Self::WrongPiece,
        Self::FaceNotVisible,
        Self::MovementsMissing,
        Self::Unplayable,
        Self::Other,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blurred => "blurred",
            Self::Glare => "glare",
            Self::TooDark => "too_dark",
            Self::CutOff => "cut_off",
            Self::Covered => "covered",
            Self::WrongPiece => "wrong_piece",
            Self::FaceNotVisible => "face_not_visible",
            Self::MovementsMissing => "movements_missing",
            Self::Unplayable => "unplayable",
            Self::Other => "other",
        }
    }

    /// The reason behind its code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether `piece` can be unusable for this reason.
    #[must_use]
    pub const fn suits(self, piece: Piece) -> bool {
        match self {
            Self::Blurred
            | Self::TooDark
            | Self::CutOff
            | Self::Covered
            | Self::WrongPiece
            | Self::Other => true,
            Self::Glare => !matches!(piece, Piece::Face),
            Self::FaceNotVisible => matches!(piece, Piece::Selfie | Piece::Face),
            Self::MovementsMissing | Self::Unplayable => matches!(piece, Piece::Face),
        }
    }

    /// Whether the operator must add a text.
    #[must_use]
    pub const fn needs_text(self) -> bool {
        matches!(self, Self::Other)
    }
}

/// How often a customer was asked for pieces again, and how often they may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// How often they were asked.
    pub asked: u32,
    /// How often they may be.
    pub at_most: NonZeroU32,
}

impl Retries {
    /// How often the customer may still be asked.
    #[must_use]
    pub const fn left(self) -> u32 {
        self.at_most.get().saturating_sub(self.asked)
    }

    /// Whether `outcome` may be decided: once the customer may not be asked any
    /// more, a refusal is definitive.
    #[must_use]
    pub const fn admit(self, outcome: &Outcome) -> bool {
        if self.left() > 0 {
            return true;
        }
        match outcome {
            Outcome::AskAgain(_) => false,
            Outcome::Refuse(refusal) => matches!(refusal.finality, Finality::Definitive),
            Outcome::Validate | Outcome::Approve => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::{Refusal, RefusalReason};

    #[test]
    fn every_reason_survives_its_code_and_suits_a_piece() {
        for reason in PieceReason::ALL {
            assert_eq!(PieceReason::from_code(reason.code()), Some(reason));
            assert!(Piece::ALL.into_iter().any(|piece| reason.suits(piece)));
        }
    }

    #[test]
    fn what_is_asked_for_is_asked_once_and_for_a_reason_it_can_have() {
        use PieceReason::{Blurred, Glare, Other, Unplayable};
        check(&[], "", Err(AskError::Nothing));
        check(&[(Piece::DocumentRear, Blurred)], "", Ok(()));
        check(
            &[(Piece::Selfie, Blurred), (Piece::Selfie, Glare)],
            "",
            Err(AskError::Twice(Piece::Selfie)),
        );
        let asked = PieceAsked {
            piece: Piece::Selfie,
            reason: Unplayable,
        };
        check(
            &[(Piece::Selfie, Unplayable)],
            "",
            Err(AskError::DoesNotSuit(asked)),
        );
        check(&[(Piece::Face, Other)], "  ", Err(AskError::TextRequired));
        check(&[(Piece::Face, Other)], "No sound.", Ok(()));
    }

    #[test]
    fn over_the_limit_only_a_definitive_refusal_is_left() {
        let at_most = NonZeroU32::MIN.saturating_add(2);
        let ask = Outcome::AskAgain(asked(&[(Piece::Face, PieceReason::Blurred)], "").expect("it"));
        let refuse = |finality| {
            Outcome::Refuse(Refusal {
                reason: RefusalReason::VideoUnusable,
                text: String::new(),
                finality,
            })
        };
        for (asked, outcome, expected) in [
            (2, ask.clone(), true),
            (3, ask, false),
            (2, refuse(Finality::Repeatable), true),
            (3, refuse(Finality::Repeatable), false),
            (3, refuse(Finality::Definitive), true),
            (3, Outcome::Validate, true),
            (4, Outcome::Approve, true),
        ] {
            let retries = Retries { asked, at_most };
            assert_eq!(retries.admit(&outcome), expected, "{asked}: {outcome:?}");
        }
    }

    fn asked(pieces: &[(Piece, PieceReason)], text: &str) -> Result<AskAgain, AskError> {
        let pieces = pieces
            .iter()
            .map(|(piece, reason)| PieceAsked {
                piece: *piece,
                reason: *reason,
            })
            .collect();
        AskAgain::new(pieces, text)
    }

    #[track_caller]
    fn check(pieces: &[(Piece, PieceReason)], text: &str, expected: Result<(), AskError>) {
        assert_eq!(asked(pieces, text).map(|_| ()), expected, "{pieces:?}");
    }
}
