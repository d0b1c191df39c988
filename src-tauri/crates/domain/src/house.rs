//! The rules of the house: what a bank decides about the work at its desks.
//!
//! [`crate::policy`] is about verdicts of the engine; this is about people.

use std::{num::NonZeroU32, path::PathBuf};

use jiff::{SignedDuration, Timestamp};

use crate::{business::BusinessHours, checklist::ChecklistPolicy};

/// What a bank decides about the work at its desks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseRules {
    /// When operators work.
    pub hours: BusinessHours,
    /// How much of the operators' time a session may wait for its decision.
    pub decide_within: SignedDuration,
    /// *Next case* picks one of this many sessions that are due first, by
    /// chance (ETSI TS 119 461 VAL-8.3.3-13); 1 picks the first.
    pub assign_among: NonZeroU32,
    /// How long a claim lasts without a sign of life from its desk.
    pub lease_for: SignedDuration,
    /// How many steps a positive decision takes.
    pub steps: Steps,
    /// How often a customer may be asked for pieces again.
    pub ask_again_at_most: NonZeroU32,
    /// What has to be answered before an approval.
    pub checklist: ChecklistPolicy,
    /// The file with the documents that were reported lost or stolen, where
    /// the house has one.
    pub lost_and_stolen: Option<PathBuf>,
}

/// How many operators a positive decision takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Steps {
    /// One operator may validate and approve.
    One,
    /// Who approves is not who validated.
    Two,
}

impl Steps {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Two => "two",
        }
    }

    /// The value behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::One, Self::Two]
            .into_iter()
            .find(|steps| steps.name() == name)
    }
}

impl Default for HouseRules {
    /// A working day for the decision, a lease of five minutes, three retries.
    fn default() -> Self {
        Self {
            hours: BusinessHours::default(),
            decide_within: SignedDuration::from_hours(9),
            assign_among: NonZeroU32::MIN.saturating_add(9),
            lease_for: SignedDuration::from_mins(5),
            steps: Steps::One,
            ask_again_at_most: NonZeroU32::MIN.saturating_add(2),
            checklist: ChecklistPolicy::default(),
            lost_and_stolen: None,
        }
    }
}

impl HouseRules {
    /// Until when a session that waits since `awaited` is to be decided.
    #[must_use]
    pub fn due(&self, awaited: Timestamp) -> Timestamp {
        self.hours.due(awaited, self.decide_within)
    }

    /// Until when a session is to be decided that was `due` when it was put on
    /// hold, or given back to the customer, at `held` and goes on at `now`: what
    /// was left then is left now.
    #[must_use]
    pub fn due_after_hold(&self, due: Timestamp, held: Timestamp, now: Timestamp) -> Timestamp {
        let left = self.hours.between(held, due);
        if left <= SignedDuration::ZERO {
            return due;
        }
        self.hours.due(now, left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_on_hold_is_not_counted() {
        let rules = HouseRules::default();
        let awaited = at("2026-03-02T09:00+01:00");
        let due = rules.due(awaited);
        assert_eq!(due, at("2026-03-02T18:00+01:00"));
        let (held, now) = (at("2026-03-02T12:00+01:00"), at("2026-03-05T09:00+01:00"));
        let later = rules.due_after_hold(due, held, now);
        assert_eq!(later, at("2026-03-05T15:00+01:00"), "six hours were left");
        let overdue = at("2026-03-02T11:00+01:00");
        assert_eq!(rules.due_after_hold(overdue, held, now), overdue);
    }

    #[test]
    fn steps_survive_their_names() {
        for steps in [Steps::One, Steps::Two] {
            assert_eq!(Steps::from_name(steps.name()), Some(steps));
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }
}
