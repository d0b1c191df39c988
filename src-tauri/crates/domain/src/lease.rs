//! Leases: who works on a session, for how long, and what a change made under
//! a lease has to prove.

use jiff::Timestamp;

use crate::id::{LeaseId, OperatorId};

/// A claim on a session. It ends by itself unless its desk gives a sign of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The lease itself: another claim of the same operator is another lease.
    pub id: LeaseId,
    /// Who has claimed the session.
    pub operator: OperatorId,
    /// Since when.
    pub since: Timestamp,
    /// Until when, without another sign of life.
    pub until: Timestamp,
}

impl Lease {
    /// Whether it holds at `now`.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        now < self.until
    }
}

/// What a change carries: the lease under which and the version on which it was
/// made. Where either is another by now, nothing is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The lease.
    pub lease: LeaseId,
    /// The version of the session that the operator saw.
    pub version: u64,
}

/// Why a session goes from one operator to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HandOver {
    /// The holder is not at work.
    Absent,
    /// The shift changes.
    ShiftChange,
    /// It cannot wait for the holder.
    Urgent,
    /// Somebody with more experience has to look.
    Escalated,
}

impl HandOver {
    /// Every reason, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::Absent,
        Self::ShiftChange,
        Self::Urgent,
        Self::Escalated,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::ShiftChange => "shift_change",
            Self::Urgent => "urgent",
            Self::Escalated => "escalated",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_ends_at_its_instant() {
        let at = |second| Timestamp::from_second(second).expect("an instant");
        let lease = Lease {
            id: LeaseId::fresh(),
            operator: OperatorId::fresh(),
            since: at(0),
            until: at(300),
        };
        assert!(lease.holds(at(299)));
        assert!(!lease.holds(at(300)));
    }
}
