//! How far the checklist of a session is.

use super::{Answered, ChecklistPolicy, Item, Question, SecurityFeature, drawn};
use crate::{check::Answer, document::Type, register::Listing};

/// What the checklist of a session depends on, beside policy and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'a> {
    /// The type of the document.
    pub kind: Type,
    /// What decides by chance which variable features are asked for; the same
    /// for one session always.
    pub seed: &'a [u8; 16],
    /// What the register of lost and stolen documents says.
    pub register: Register,
}

/// What the register of lost and stolen documents says of the document as its
/// data stand now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Register {
    /// This desk has none.
    Absent,
    /// It was not asked.
    NotQueried,
    /// It was asked.
    Queried(Listing),
}

/// Something that keeps a session from being approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nobody has answered.
    Unanswered(Item),
    /// The answer is *not assessable*, and that is not enough.
    NotAssessable(Item),
    /// The answer is *no*.
    No(Item),
    /// Too few security features are verified.
    Features {
        /// How many are.
        verified: u8,
        /// How many have to be.
        needed: u8,
    },
    /// Too few of them are optically variable.
    Variable {
        /// How many are.
        verified: u8,
        /// How many have to be.
        needed: u8,
    },
    /// The document has too few optically variable features: it cannot be
    /// accepted without physical presence (VAL-8.3.3-07A).
    TooFewVariable,
    /// Too few features of the face agree.
    FaceAgreement {
        /// How many do.
        agreeing: u8,
        /// How many have to.
        needed: u8,
    },
    /// The register of lost and stolen documents was not asked.
    NotQueried,
    /// The register lists the document as lost or stolen.
    Listed,
}

/// How heavy a gap is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Something is still to be done.
    Missing,
    /// What was seen speaks against an approval.
    Against,
}

impl Gap {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unanswered(_) => "unanswered",
            Self::NotAssessable(_) => "not_assessable",
            Self::No(_) => "no",
            Self::Features { .. } => "features",
            Self::Variable { .. } => "variable",
            Self::TooFewVariable => "too_few_variable",
            Self::FaceAgreement { .. } => "face_agreement",
            Self::NotQueried => "not_queried",
            Self::Listed => "listed",
        }
    }

    /// How heavy it is.
    #[must_use]
    pub const fn weight(self) -> Weight {
        match self {
            Self::Unanswered(_)
            | Self::Features { .. }
            | Self::Variable { .. }
            | Self::NotQueried => Weight::Missing,
            Self::NotAssessable(_)
            | Self::No(_)
            | Self::TooFewVariable
            | Self::FaceAgreement { .. }
            | Self::Listed => Weight::Against,
        }
    }
}

/// How far the checklist of a session is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The items to show, in order.
    pub items: Vec<Item>,
    /// How many of the answers that are needed are given.
    pub answered: u8,
    /// How many answers are needed.
    pub needed: u8,
    /// What keeps the session from being approved, in the order of the items;
    /// nothing, where the checklist is complete.
    pub gaps: Vec<Gap>,
}

impl Standing {
    /// How far the checklist is under `policy` for `subject`; `answers` holds
    /// at most one answer to an item.
    #[must_use]
    pub fn of(policy: &ChecklistPolicy, subject: &Subject<'_>, answers: &[Answered]) -> Self {
        let mut standing = Self::default();
        let said = |item: Item| {
            let answered = answers.iter().find(|answered| answered.item == item);
            answered.map(|answered| answered.answer)
        };
        standing.security(policy, subject, &said);
        standing.questions(policy, subject, &said);
        standing.face(policy, &said);
        standing
    }

    /// The heaviest of the gaps.
    #[must_use]
    pub fn weight(&self) -> Option<Weight> {
        self.gaps.iter().map(|gap| gap.weight()).max()
    }

    /// Of the variable features as many are asked for as are needed, in the
    /// order in which they were drawn; for one that the document does not have
    /// or show, the next is drawn.
    fn security(
        &mut self,
        policy: &ChecklistPolicy,
        subject: &Subject<'_>,
        said: &impl Fn(Item) -> Option<Answer>,
    ) {
        if policy.features == 0 {
            return;
        }
        let answer = |feature: SecurityFeature| said(Item::Security(feature));
        let mut asked = 0;
        let mut shown = Vec::new();
        for feature in drawn(subject.kind, subject.seed) {
            let cannot = answer(feature) == Some(Answer::NotAssessable);
            if asked < policy.variable || answer(feature).is_some() {
                shown.push(feature);
                asked += u8::from(!cannot);
            }
        }
        let fixed = SecurityFeature::of(subject.kind)
            .iter()
            .copied()
            .filter(|feature| !feature.is_variable());
        shown.extend(fixed);
        let yes = |variable: bool| {
            let verified = shown.iter().filter(|feature| {
                feature.is_variable() == variable && answer(**feature) == Some(Answer::Yes)
            });
            u8::try_from(verified.count()).unwrap_or(u8::MAX)
        };
        let (variable, other) = (yes(true), yes(false));
        let against = shown
            .iter()
            .filter(|feature| answer(**feature) == Some(Answer::No));
        self.gaps
            .extend(against.map(|feature| Gap::No(Item::Security(*feature))));
        if asked < policy.variable {
            self.gaps.push(Gap::TooFewVariable);
        } else if variable < policy.variable {
            self.gaps.push(Gap::Variable {
                verified: variable,
                needed: policy.variable,
            });
        }
        let verified = variable.saturating_add(other);
        if verified < policy.features {
            self.gaps.push(Gap::Features {
                verified,
                needed: policy.features,
            });
        }
        self.needed += policy.features;
        let of_any_kind = other.min(policy.features.saturating_sub(policy.variable));
        self.answered += variable.saturating_add(of_any_kind).min(policy.features);
        self.items.extend(shown.into_iter().map(Item::Security));
    }

    fn questions(
        &mut self,
        policy: &ChecklistPolicy,
        subject: &Subject<'_>,
        said: &impl Fn(Item) -> Option<Answer>,
    ) {
        for question in &policy.questions {
            if !question.applies_to(subject.kind) {
                continue;
            }
            let item = Item::Question(*question);
            let answer = said(item);
            self.ask(item, answer);
            if *question == Question::NotReportedLost
                && let Some(gap) = register_gap(subject.register, answer)
            {
                self.gaps.push(gap);
                continue;
            }
            match answer {
                Some(Answer::Yes) => {}
                Some(Answer::NotAssessable) if policy.may_be_open.contains(question) => {}
                Some(Answer::NotAssessable) => self.gaps.push(Gap::NotAssessable(item)),
                Some(Answer::No) => self.gaps.push(Gap::No(item)),
                None => self.gaps.push(Gap::Unanswered(item)),
            }
        }
    }

    fn face(&mut self, policy: &ChecklistPolicy, said: &impl Fn(Item) -> Option<Answer>) {
        let (mut agreeing, mut open) = (0_u8, false);
        for feature in &policy.face {
            let item = Item::Face(*feature);
            let answer = said(item);
            self.ask(item, answer);
            match answer {
                Some(Answer::Yes) => agreeing += 1,
                Some(Answer::NotAssessable) => {}
                Some(Answer::No) => self.gaps.push(Gap::No(item)),
                None => {
                    open = true;
                    self.gaps.push(Gap::Unanswered(item));
                }
            }
        }
        if !open && agreeing < policy.face_agreeing {
            self.gaps.push(Gap::FaceAgreement {
                agreeing,
                needed: policy.face_agreeing,
            });
        }
    }

    fn ask(&mut self, item: Item, answer: Option<Answer>) {
        self.items.push(item);
        self.needed += 1;
        self.answered += u8::from(answer.is_some());
    }
}

/// Where there is a register it has to be asked, and what it lists stays out;
/// without one nobody can say that it was asked.
const fn register_gap(register: Register, answer: Option<Answer>) -> Option<Gap> {
    match (register, answer) {
        (Register::Queried(Listing::Listed { .. }), _) => Some(Gap::Listed),
        (Register::NotQueried, Some(Answer::Yes | Answer::NotAssessable) | None)
        | (Register::Absent, Some(Answer::Yes)) => Some(Gap::NotQueried),
        (Register::NotQueried, Some(Answer::No))
        | (Register::Absent, Some(Answer::No | Answer::NotAssessable) | None)
        | (Register::Queried(Listing::NotListed), _) => None,
    }
}

#[cfg(test)]
mod tests;
