//! The life of a session: its states, their rank, and the one table that
//! translates them to each face of the central API.

/// Where a session stands.
///
/// `Unknown` keeps a status that no table names, so that it can be shown in a
/// list of its own and is never dropped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum State {
    /// Invited, or capturing at this moment.
    Capturing,
    /// The customer left before the end; it can be resumed.
    Incomplete,
    /// Capture or processing failed for a technical reason.
    CaptureFailed,
    /// All evidence is there; an operator has to look.
    WaitingForReview,
    /// Validated by an operator; the second step (approval) is open.
    Validated,
    /// Approved: ready for enrolment.
    Approved,
    /// Refused by an operator.
    Refused,
    /// Cancelled before it was decided.
    Cancelled,
    /// A status this version does not know, as it came.
    Unknown(String),
}

/// One row of the translation table.
struct Row {
    state: State,
    name: &'static str,
    registration_authority: &'static str,
    openapi: &'static str,
    rank: u8,
}

/// Internal state, its stable name, the status of the RA API, the status of
/// the Openapi face, and its rank (a session never goes to a lower rank).
const TABLE: [Row; 8] = [
    row(State::Capturing, "capturing", "VIDEOPENDING", "running", 0),
    row(
        State::Incomplete,
        "incomplete",
        "VIDEOINCOMPLETE",
        "running",
        1,
    ),
    row(
        State::CaptureFailed,
        "capture_failed",
        "VIDEOERROR",
        "ko",
        2,
    ),
    row(
        State::WaitingForReview,
        "waiting_for_review",
        "VIDEOREVIEW",
        "validation",
        3,
    ),
    row(State::Validated, "validated", "CREATED", "validation", 4),
    row(State::Approved, "approved", "ENROLLREADY", "ok", 5),
    row(State::Refused, "refused", "REFUSED", "ko", 5),
    row(State::Cancelled, "cancelled", "CANCELLED", "ko", 5),
];

const fn row(
    state: State,
    name: &'static str,
    registration_authority: &'static str,
    openapi: &'static str,
    rank: u8,
) -> Row {
    Row {
        state,
        name,
        registration_authority,
        openapi,
        rank,
    }
}

impl State {
    /// The state behind its stable [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        TABLE
            .into_iter()
            .find(|row| row.name == name)
            .map_or_else(|| Self::Unknown(name.to_owned()), |row| row.state)
    }

    /// The state behind a request status of the RA API.
    ///
    /// `ISSUED` and `RENEWED` come after enrolment and count as approved.
    #[must_use]
    pub fn from_registration_authority(status: &str) -> Self {
        if matches!(status, "ISSUED" | "RENEWED") {
            return Self::Approved;
        }
        TABLE
            .into_iter()
            .find(|row| row.registration_authority == status)
            .map_or_else(|| Self::Unknown(status.to_owned()), |row| row.state)
    }

    /// The stable name, for storage and logs.
    #[must_use]
    pub fn name(&self) -> &str {
        if let Self::Unknown(status) = self {
            return status;
        }
        self.row().map_or("", |row| row.name)
    }

    /// The request status of the RA API.
    #[must_use]
    pub fn registration_authority(&self) -> &str {
        if let Self::Unknown(status) = self {
            return status;
        }
        self.row().map_or("", |row| row.registration_authority)
    }

    /// The status of the Openapi face: `running`, `validation`, `ok` or `ko`.
    #[must_use]
    pub fn openapi(&self) -> &'static str {
        self.row().map_or("validation", |row| row.openapi)
    }

    /// Whether nothing follows: approved, refused or cancelled.
    #[must_use]
    pub const fn is_terminal(&self) -> bool {
        matches!(self, Self::Approved | Self::Refused | Self::Cancelled)
    }

    /// Whether the customer has to capture something.
    #[must_use]
    pub const fn is_with_customer(&self) -> bool {
        matches!(
            self,
            Self::Capturing | Self::Incomplete | Self::CaptureFailed
        )
    }

    /// Whether news of `next` may replace this state: events arrive late and
    /// twice, so a session never goes back, and a terminal state stays. One step
    /// leads back: from review to the customer, who is asked for a piece again.
    #[must_use]
    pub fn gives_way_to(&self, next: &Self) -> bool {
        if self.is_terminal() {
            return false;
        }
        if matches!((self, next), (Self::WaitingForReview, Self::Incomplete)) {
            return true;
        }
        match (self.row(), next.row()) {
            (Some(from), Some(to)) => to.rank > from.rank,
            (None, Some(_)) | (None, None) => self != next,
            (Some(_), None) => true,
        }
    }

    fn row(&self) -> Option<Row> {
        TABLE.into_iter().find(|row| row.state == *self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_survives_both_of_its_names() {
        for row in TABLE {
            assert_eq!(State::from_name(row.name), row.state);
            assert_eq!(
                State::from_registration_authority(row.registration_authority),
                row.state
            );
        }
    }

    #[test]
    fn an_unknown_status_is_kept_as_it_came() {
        let state = State::from_registration_authority("VIDEOFOO");
        assert_eq!(state.registration_authority(), "VIDEOFOO");
        assert!(
            State::WaitingForReview.gives_way_to(&state),
            "it must be seen"
        );
    }

    #[test]
    fn late_news_never_downgrades() {
        check(State::Approved, State::Refused, false);
        check(State::Approved, State::WaitingForReview, false);
        check(State::Refused, State::Unknown("X".into()), false);
        check(State::Validated, State::WaitingForReview, false);
        check(State::WaitingForReview, State::WaitingForReview, false);
        check(State::WaitingForReview, State::Capturing, false);
        check(State::WaitingForReview, State::Incomplete, true);
        check(State::Validated, State::Incomplete, false);
        check(State::WaitingForReview, State::Refused, true);
        check(State::Unknown("X".into()), State::WaitingForReview, true);
    }

    #[track_caller]
    fn check(from: State, to: State, expected: bool) {
        assert_eq!(from.gives_way_to(&to), expected, "{from:?} to {to:?}");
    }
}
