//! The operator's checklist: what a person has to have looked at before a
//! session may be approved (ETSI TS 119 461 clauses 8.3.3 and 8.4.4).
//!
//! Start at [`Standing::of`], which says what is asked of one session, what is
//! still missing and what speaks against an approval.

mod face;
mod item;
mod policy;
mod reference;
mod security;
mod standing;

use jiff::Timestamp;

use crate::{
    check::Answer,
    evidence::Place,
    id::{EvidenceId, OperatorId},
};

pub use face::FaceFeature;
pub use item::{Item, Question};
pub use policy::{ChecklistPolicy, PolicyError};
pub use reference::prado;
pub use security::{SecurityFeature, drawn};
pub use standing::{Gap, Register, Standing, Subject, Weight};

/// What an operator answered to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The item.
    pub item: Item,
    /// The answer; always the one that lets the session pass is *yes*.
    pub answer: Answer,
    /// Who answered.
    pub operator: OperatorId,
    /// When.
    pub at: Timestamp,
    /// On what it was seen, where the operator said so.
    pub seen: Option<Sight>,
}

/// On what an answer was seen: a part of a picture, a moment of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sight {
    /// On which piece of evidence.
    pub evidence: EvidenceId,
    /// Where in it.
    pub place: Place,
}
