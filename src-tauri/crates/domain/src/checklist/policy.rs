//! What a bank demands of the checklist.

use std::collections::BTreeSet;

use super::{FaceFeature, Question};

/// What has to be answered before a session may be approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistPolicy {
    /// How many security features have to be verified (VAL-8.3.3-07X); with
    /// none, none are asked for.
    pub features: u8,
    /// How many of them have to be optically variable (VAL-8.3.3-07A).
    pub variable: u8,
    /// The questions that are asked.
    pub questions: BTreeSet<Question>,
    /// Those of them that may be answered *not assessable*.
    pub may_be_open: BTreeSet<Question>,
    /// The features of the face that are compared; each is answered, and *not
    /// assessable* is an answer.
    pub face: BTreeSet<FaceFeature>,
    /// How many of them have to agree.
    pub face_agreeing: u8,
}

/// Demands that nobody could meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// More optically variable features than features.
    #[error("variable is greater than features")]
    Variable,
    /// More agreeing features of the face than there are.
    #[error("face-agreeing is greater than the number of features in face")]
    FaceAgreeing,
    /// A question may stay open that is not asked.
    #[error("not-assessable has {} in it, which is not among the questions", .0.name())]
    NotAsked(Question),
}

impl Default for ChecklistPolicy {
    /// What the standard demands of a session without physical presence, and
    /// six of eleven features of the face.
    fn default() -> Self {
        Self {
            features: 3,
            variable: 2,
            questions: Question::ALL.into(),
            may_be_open: [Question::NotReportedLost].into(),
            face: FaceFeature::ALL.into(),
            face_agreeing: 6,
        }
    }
}

impl ChecklistPolicy {
    /// The policy of a house that asks for nothing.
    #[must_use]
    pub const fn nothing() -> Self {
        Self {
            features: 0,
            variable: 0,
            questions: BTreeSet::new(),
            may_be_open: BTreeSet::new(),
            face: BTreeSet::new(),
            face_agreeing: 0,
        }
    }

    /// The policy, if it can be met.
    ///
    /// # Errors
    ///
    /// The first demand that cannot be.
    pub fn checked(self) -> Result<Self, PolicyError> {
        if self.variable > self.features {
            return Err(PolicyError::Variable);
        }
        if usize::from(self.face_agreeing) > self.face.len() {
            return Err(PolicyError::FaceAgreeing);
        }
        match self.may_be_open.difference(&self.questions).next() {
            Some(question) => Err(PolicyError::NotAsked(*question)),
            None => Ok(self),
        }
    }
}
