//! What an operator decides, and the coded reasons for a refusal.

mod again;

use jiff::{SignedDuration, Timestamp};

use crate::id::{DecisionId, OperatorId, SessionId};

pub use again::{AskAgain, AskError, PieceAsked, PieceReason, Retries};

/// How long a decision can be taken back before it may leave the desk.
pub const UNDO_FOR: SignedDuration = SignedDuration::from_secs(10);

/// A decision on a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its id, kept across every attempt to deliver it.
    pub id: DecisionId,
    /// The session.
    pub session: SessionId,
    /// Who decided.
    pub operator: OperatorId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub outcome: Outcome,
}

impl Decision {
    /// The first instant at which it may be delivered.
    ///
    /// A validation leads on to the documents, which need it at the central
    /// API, and can still be followed by a refusal; it is not held back.
    #[must_use]
    pub fn leaves_at(&self) -> Timestamp {
        match self.outcome {
            Outcome::Validate => self.at,
            Outcome::Refuse(_) | Outcome::Approve | Outcome::AskAgain(_) => {
                self.at.saturating_add(UNDO_FOR).unwrap_or(self.at)
            }
        }
    }
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The identification is valid; declaration and contract follow.
    Validate,
    /// The identification is refused.
    Refuse(Refusal),
    /// Declaration and contract were shown; the request is approved.
    Approve,
    /// The customer is to capture some pieces again; the others stay. Another
    /// decision follows once they have come.
    AskAgain(AskAgain),
}

impl Outcome {
    /// The stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Validate => "validate",
            Self::Refuse(_) => "refuse",
            Self::Approve => "approve",
            Self::AskAgain(_) => "ask_again",
        }
    }
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The coded reason.
    pub reason: RefusalReason,
    /// What the operator adds, for colleagues and auditors.
    pub text: String,
    /// Whether the customer may try again.
    pub finality: Finality,
}

impl Refusal {
    /// The `reason` sent to the central API: the code, whether it is final,
    /// and the operator's text, in one line that can be read back.
    #[must_use]
    pub fn wire_reason(&self) -> String {
        let mut reason = format!("{}/{}", self.reason.code(), self.finality.name());
        let text = self.text.trim();
        if !text.is_empty() {
            reason.push_str(": ");
            reason.push_str(text);
        }
        reason
    }

    /// Reads what [`wire_reason`](Self::wire_reason) wrote; `None` for a text of
    /// another form.
    #[must_use]
    pub fn from_wire_reason(line: &str) -> Option<Self> {
        let (codes, text) = line.split_once(": ").unwrap_or((line, ""));
        let (reason, finality) = codes.split_once('/')?;
        Some(Self {
            reason: RefusalReason::from_code(reason)?,
            text: text.to_owned(),
            finality: Finality::from_name(finality)?,
        })
    }
}

/// Whether the customer may try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Finality {
    /// The customer may try again.
    Repeatable,
    /// The customer may not.
    Definitive,
}

impl Finality {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Repeatable => "repeatable",
            Self::Definitive => "definitive",
        }
    }

    /// The value behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Repeatable, Self::Definitive]
            .into_iter()
            .find(|value| value.name() == name)
    }
}

/// Why an operator refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalReason {
    /// The document has expired.
    DocumentExpired,
    /// The document cannot be read on the pictures.
    DocumentUnreadable,
    /// This kind of document is not accepted.
    DocumentNotAccepted,
    /// The document seems forged, altered or copied.
    DocumentSuspicious,
    /// The document is reported lost or stolen.
    DocumentLostOrStolen,
    /// Declared data disagree with the document.
    DataMismatch,
    /// The tax code disagrees with the other data.
    TaxCodeMismatch,
    /// The face is not the one on the document.
    FaceMismatch,
    /// The face cannot be seen well enough.
    FaceNotVisible,
    /// The video cannot be used.
    VideoUnusable,
    /// It is doubtful that a living person was before the camera.
    LivenessDoubtful,
    /// Somebody else took part or prompted.
    ThirdParty,
    /// The person is under age.
    Underage,
    /// Another reason, given in the text.
    Other,
}

impl RefusalReason {
    /// Every reason, in the order in which they are offered.
    pub const ALL: [Self; 14] = [
        Self::DocumentExpired,
        Self::DocumentUnreadable,
        Self::DocumentNotAccepted,
        Self::DocumentSuspicious,
        Self::DocumentLostOrStolen,
        Self::DataMismatch,
        Self::TaxCodeMismatch,
        Self::FaceMismatch,
        Self::FaceNotVisible,
        Self::VideoUnusable,
        Self::LivenessDoubtful,
        Self::ThirdParty,
        Self::Underage,
        Self::Other,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DocumentExpired => "document_expired",
            Self::DocumentUnreadable => "document_unreadable",
            Self::DocumentNotAccepted => "document_not_accepted",
            Self::DocumentSuspicious => "document_suspicious",
            Self::DocumentLostOrStolen => "document_lost_or_stolen",
            Self::DataMismatch => "data_mismatch",
            Self::TaxCodeMismatch => "tax_code_mismatch",
            Self::FaceMismatch => "face_mismatch",
            Self::FaceNotVisible => "face_not_visible",
            Self::VideoUnusable => "video_unusable",
            Self::LivenessDoubtful => "liveness_doubtful",
            Self::ThirdParty => "third_party",
            Self::Underage => "underage",
            Self::Other => "other",
        }
    }

    /// The reason behind its code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether the customer may try again, unless the operator says otherwise.
    #[must_use]
    pub const fn usual_finality(self) -> Finality {
        match self {
            Self::DocumentExpired
            | Self::DocumentUnreadable
            | Self::DocumentNotAccepted
            | Self::DataMismatch
            | Self::TaxCodeMismatch
            | Self::FaceNotVisible
            | Self::VideoUnusable
            | Self::Other => Finality::Repeatable,
            Self::DocumentSuspicious
            | Self::DocumentLostOrStolen
            | Self::FaceMismatch
            | Self::LivenessDoubtful
            | Self::ThirdParty
            | Self::Underage => Finality::Definitive,
        }
    }

    /// Whether the operator must add a text.
    #[must_use]
    pub const fn needs_text(self) -> bool {
        matches!(self, Self::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_survives_its_code() {
        for reason in RefusalReason::ALL {
            assert_eq!(RefusalReason::from_code(reason.code()), Some(reason));
        }
    }

    #[test]
    fn the_wire_reason_names_code_finality_and_text() {
        let refusal = Refusal {
            reason: RefusalReason::FaceMismatch,
            text: " Not the holder. ".into(),
            finality: Finality::Definitive,
        };
        assert_eq!(
            refusal.wire_reason(),
            "face_mismatch/definitive: Not the holder."
        );
    }

    #[test]
    fn a_wire_reason_is_read_back() {
        let mut refusal = Refusal {
            reason: RefusalReason::VideoUnusable,
            text: "Stops: after 2 s.".into(),
            finality: Finality::Repeatable,
        };
        let read = |refusal: &Refusal| Refusal::from_wire_reason(&refusal.wire_reason());
        assert_eq!(read(&refusal).as_ref(), Some(&refusal));
        refusal.text.clear();
        assert_eq!(read(&refusal), Some(refusal));
        for other in ["", "blurred", "blurred/repeatable", "face_mismatch/maybe"] {
            assert_eq!(Refusal::from_wire_reason(other), None, "{other:?}");
        }
    }
}
