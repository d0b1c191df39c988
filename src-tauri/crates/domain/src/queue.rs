//! The lists of the queue: every session is in one of them.

use jiff::Timestamp;

use crate::session::State;

/// A list of sessions, by what is to happen next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// An operator has to look.
    NeedsOperator,
    /// Validated; declaration, contract and approval are to follow.
    SecondStep,
    /// The customer has to capture something.
    AwaitingCustomer,
    /// An operator has put it aside.
    OnHold,
    /// Refused.
    Refused,
    /// Approved or cancelled.
    Done,
    /// Its status is one that no table names.
    Unknown,
}

impl Group {
    /// Every list, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::NeedsOperator,
        Self::SecondStep,
        Self::AwaitingCustomer,
        Self::OnHold,
        Self::Refused,
        Self::Done,
        Self::Unknown,
    ];

    /// The list of a session in `state` that is on hold since `held`, if it is.
    #[must_use]
    pub const fn of(state: &State, held: Option<Timestamp>) -> Self {
        match (state, held) {
            (State::WaitingForReview | State::Validated, Some(_)) => Self::OnHold,
            (State::WaitingForReview, None) => Self::NeedsOperator,
            (State::Validated, None) => Self::SecondStep,
            (State::Capturing | State::Incomplete | State::CaptureFailed, _) => {
                Self::AwaitingCustomer
            }
            (State::Refused, _) => Self::Refused,
            (State::Approved | State::Cancelled, _) => Self::Done,
            (State::Unknown(_), _) => Self::Unknown,
        }
    }

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NeedsOperator => "needs_operator",
            Self::SecondStep => "second_step",
            Self::AwaitingCustomer => "awaiting_customer",
            Self::OnHold => "on_hold",
            Self::Refused => "refused",
            Self::Done => "done",
            Self::Unknown => "unknown",
        }
    }

    /// The list behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }

    /// Whether something is still to happen with the sessions in it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::NeedsOperator
            | Self::SecondStep
            | Self::AwaitingCustomer
            | Self::OnHold
            | Self::Unknown => true,
            Self::Refused | Self::Done => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_survives_its_name() {
        for group in Group::ALL {
            assert_eq!(Group::from_name(group.name()), Some(group));
        }
    }

    #[test]
    fn only_what_an_operator_works_on_can_be_on_hold() {
        let held = Some(Timestamp::UNIX_EPOCH);
        for (state, free, aside) in [
            (State::WaitingForReview, Group::NeedsOperator, Group::OnHold),
            (State::Validated, Group::SecondStep, Group::OnHold),
            (
                State::Incomplete,
                Group::AwaitingCustomer,
                Group::AwaitingCustomer,
            ),
            (State::Refused, Group::Refused, Group::Refused),
            (State::Cancelled, Group::Done, Group::Done),
            (State::Unknown("X".into()), Group::Unknown, Group::Unknown),
        ] {
            assert_eq!(Group::of(&state, None), free, "{state:?}");
            assert_eq!(Group::of(&state, held), aside, "{state:?} on hold");
        }
    }
}
