//! The data printed on a document for people to read.
//!
//! Start at [`read`]. The captions of a document are found first; a value is
//! what stands beside or below its caption and has the form of such a value.
//! What is not found in its form is absent: nothing is guessed.

mod caption;
mod licence;
mod number;
mod piece;
mod place;
mod value;

use std::fmt;

use domain::Personal;
use domain::field::Name;
use jiff::civil::Date;

use super::Quad;
use super::kind::{Kind, Recognised, Side};
use crate::text::TextLine;

pub(crate) use number::is_electronic_card_number;

/// A datum that was read. Its value never prints.
#[derive(Clone, PartialEq)]
pub struct VisualField {
    /// What it is.
    pub field: Name,
    /// The canonical text: see [`domain::field`]; names and places in capitals
    /// as printed, blanks made single.
    pub value: Personal<String>,
    /// Where it is printed, in pixels of the picture the lines were read from.
    pub quad: Quad,
    /// How certain the characters are, 0 to 1.
    pub confidence: f32,
    /// Whether characters were exchanged for others that only their place or
    /// a check character tells apart (O and 0, I and 1 …).
    pub repaired: bool,
}

impl fmt::Debug for VisualField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VisualField")
            .field("field", &self.field)
            .field("value", &self.value)
            .field("confidence", &self.confidence)
            .field("repaired", &self.repaired)
            .finish_non_exhaustive()
    }
}

/// What was read of one side of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct VisualZone {
    /// The document.
    pub kind: Kind,
    /// The side.
    pub side: Option<Side>,
    /// The data, at most one of each kind, in the order of [`Name::ALL`].
    pub fields: Vec<VisualField>,
    /// Whether the European rear of a health card is filled with asterisks: it
    /// then proves the tax code and no entitlement abroad. That is legitimate.
    pub asterisked: bool,
}

impl VisualZone {
    /// What was read of `field`.
    #[must_use]
    pub fn get(&self, field: Name) -> Option<&VisualField> {
        self.fields.iter().find(|read| read.field == field)
    }
}

/// The data in `lines`, which were read from a document of the kind and side
/// `recognised`, upright or nearly so. Years of two digits are completed
/// relative to `today`.
#[must_use]
pub fn read(lines: &[TextLine], recognised: &Recognised, today: Date) -> VisualZone {
    let mut fields = match (recognised.kind, recognised.side) {
        (Kind::DrivingLicence, Some(Side::Front) | None) => licence::read(lines, today),
        // The rear of a licence explains its numbers and has no datum of its own.
        (Kind::DrivingLicence, Some(Side::Rear)) | (Kind::Unknown, _) => Vec::new(),
        (kind, _) => captioned(lines, kind),
    };
    fields.sort_by_key(|read| Name::ALL.iter().position(|name| *name == read.field));
    fields.dedup_by_key(|read| read.field);
    VisualZone {
        kind: recognised.kind,
        side: recognised.side,
        asterisked: recognised.kind == Kind::HealthCard && asterisked(lines),
        fields,
    }
}

fn captioned(lines: &[TextLine], kind: Kind) -> Vec<VisualField> {
    let page = piece::Page::cut(lines);
    let mut fields = Vec::new();
    for meaning in caption::Meaning::ALL {
        for read in page.values(meaning, kind) {
            let known = |field: &VisualField| field.field == read.field;
            if !fields.iter().any(known) {
                fields.push(read);
            }
        }
    }
    for read in number::free_standing(&page, kind) {
        let known = |field: &VisualField| field.field == read.field;
        if !fields.iter().any(known) {
            fields.push(read);
        }
    }
    fields
}

/// Whether fields are filled with asterisks, at least two of them.
fn asterisked(lines: &[TextLine]) -> bool {
    let filled = |line: &&TextLine| {
        let marks = line.text.chars().filter(|c| matches!(c, '*' | '＊' | '∗'));
        marks.count() >= 4
    };
    lines.iter().filter(filled).count() >= 2
}

#[cfg(test)]
mod tests;
