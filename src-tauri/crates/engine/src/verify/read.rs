//! What was read, and how certain it is.

use domain::{
    evidence::Kind,
    field::{Name, Reading, Source},
};

/// A contradiction is believed from this certainty of the reading on: below,
/// a misread character is likelier than a forged one.
const BELIEVED: f32 = 0.85;

/// A value that was read.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub(super) reading: Reading,
    /// How certain it is, 0 to 1.
    pub(super) confidence: f32,
}

impl Read {
    /// What the capture reported.
    pub(super) fn reported(reading: &Reading) -> Self {
        Self {
            reading: reading.clone(),
            confidence: 1.0,
        }
    }

    pub(super) fn field(&self) -> Name {
        self.reading.field
    }

    pub(super) fn source(&self) -> Source {
        self.reading.source
    }

    /// The value without blanks around it.
    pub(super) fn value(&self) -> &str {
        self.reading.value.reveal().trim()
    }

    /// The picture it stands in.
    pub(super) fn evidence(&self) -> Option<Kind> {
        self.reading.seen.map(|spot| spot.evidence)
    }

    /// Whether a contradiction to it counts.
    pub(super) fn is_believed(&self) -> bool {
        self.confidence >= BELIEVED
    }
}

#[cfg(test)]
pub(super) mod sample {
    use domain::evidence::Spot;

    use super::*;

    /// `value` read with certainty in the whole of `evidence`.
    pub(in crate::verify) fn read(
        field: Name,
        source: Source,
        evidence: Kind,
        value: &str,
    ) -> Read {
        Read {
            reading: Reading {
                field,
                source,
                value: value.into(),
                seen: Some(Spot::whole(evidence)),
            },
            confidence: 1.0,
        }
    }
}
