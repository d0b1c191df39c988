//! The pieces that a customer captures.

use crate::evidence::Kind;

/// A piece of what is captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piece {
    /// The data side of the identity document.
    DocumentFront,
    /// The other side of the identity document.
    DocumentRear,
    /// The front of the health card.
    HealthCardFront,
    /// The rear of the health card.
    HealthCardRear,
    /// The face, with the document beside it.
    Selfie,
    /// The moving face.
    Face,
}

impl Piece {
    /// Every piece, in the order in which they are captured.
    pub const ALL: [Self; 6] = [
        Self::DocumentFront,
        Self::DocumentRear,
        Self::HealthCardFront,
        Self::HealthCardRear,
        Self::Selfie,
        Self::Face,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DocumentFront => "document_front",
            Self::DocumentRear => "document_rear",
            Self::HealthCardFront => "health_card_front",
            Self::HealthCardRear => "health_card_rear",
            Self::Selfie => "selfie",
            Self::Face => "face",
        }
    }

    /// The piece behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|piece| piece.name() == name)
    }

    /// What the piece is as evidence: a picture, or the recording of the face.
    #[must_use]
    pub const fn evidence(self) -> Kind {
        match self {
            Self::DocumentFront => Kind::DocumentFront,
            Self::DocumentRear => Kind::DocumentRear,
            Self::HealthCardFront => Kind::HealthCardFront,
            Self::HealthCardRear => Kind::HealthCardRear,
            Self::Selfie => Kind::Selfie,
            Self::Face => Kind::Video,
        }
    }

    /// Whether the camera that looks at documents takes it.
    #[must_use]
    pub const fn lies_on_the_desk(self) -> bool {
        match self {
            Self::DocumentFront
            | Self::DocumentRear
            | Self::HealthCardFront
            | Self::HealthCardRear => true,
            Self::Selfie | Self::Face => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_survives_its_name_and_is_evidence_of_its_own() {
        for piece in Piece::ALL {
            assert_eq!(Piece::from_name(piece.name()), Some(piece));
            let alike = Piece::ALL
                .into_iter()
                .filter(|other| other.evidence() == piece.evidence());
            assert_eq!(alike.count(), 1, "{piece:?}");
        }
    }
}
