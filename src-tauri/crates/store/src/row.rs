//! Between columns and the nouns of the domain.

pub(crate) mod assessment;
pub(crate) mod kiosk;
pub(crate) mod session;
mod spot;

use std::str::FromStr;

use domain::session::State;
use jiff::Timestamp;
use serde::Serialize;
use sqlx::{Row as _, sqlite::SqliteRow};

use crate::StoreError;

/// Reads columns that hold nouns of the domain; a column that does not is
/// named, its content is not.
pub(crate) trait Read {
    /// An id in a text column.
    fn id<T: FromStr>(&self, table: &'static str, column: &'static str) -> Result<T, StoreError>;
    /// An id in a text column that may be empty.
    fn optional_id<T: FromStr>(
        &self,
        table: &'static str,
        column: &'static str,
    ) -> Result<Option<T>, StoreError>;
    /// A stable name in a text column.
    fn named<T>(
        &self,
        table: &'static str,
        column: &'static str,
        from_name: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, StoreError>;
    /// An instant in a column of nanoseconds.
    fn instant(&self, table: &'static str, column: &'static str) -> Result<Timestamp, StoreError>;
    /// An instant in a column of nanoseconds that may be empty.
    fn optional_instant(
        &self,
        table: &'static str,
        column: &'static str,
    ) -> Result<Option<Timestamp>, StoreError>;
    /// A number that is not negative.
    fn unsigned(&self, table: &'static str, column: &'static str) -> Result<u64, StoreError>;
    /// A blob of 32 bytes.
    fn bytes32(&self, table: &'static str, column: &'static str) -> Result<[u8; 32], StoreError>;
}

impl Read for SqliteRow {
    fn id<T: FromStr>(&self, table: &'static str, column: &'static str) -> Result<T, StoreError> {
        self.named(table, column, |text| text.parse().ok())
    }

    fn optional_id<T: FromStr>(
        &self,
        table: &'static str,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        self.try_get::<Option<&str>, _>(column)?
            .map(|text| text.parse().map_err(|_| bad(table, column)))
            .transpose()
    }

    fn named<T>(
        &self,
        table: &'static str,
        column: &'static str,
        from_name: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        from_name(self.try_get(column)?).ok_or_else(|| bad(table, column))
    }

    fn instant(&self, table: &'static str, column: &'static str) -> Result<Timestamp, StoreError> {
        let nanoseconds: i64 = self.try_get(column)?;
        Timestamp::from_nanosecond(nanoseconds.into()).map_err(|_| bad(table, column))
    }

    fn optional_instant(
        &self,
        table: &'static str,
        column: &'static str,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.try_get::<Option<i64>, _>(column)?
            .map(|ns| Timestamp::from_nanosecond(ns.into()).map_err(|_| bad(table, column)))
            .transpose()
    }

    fn unsigned(&self, table: &'static str, column: &'static str) -> Result<u64, StoreError> {
        u64::try_from(self.try_get::<i64, _>(column)?).map_err(|_| bad(table, column))
    }

    fn bytes32(&self, table: &'static str, column: &'static str) -> Result<[u8; 32], StoreError> {
        self.try_get::<&[u8], _>(column)?
            .try_into()
            .map_err(|_| bad(table, column))
    }
}

/// The error for a column that cannot be read.
pub(crate) const fn bad(table: &'static str, what: &'static str) -> StoreError {
    StoreError::BadRow { table, what }
}

/// `at` for a column of nanoseconds.
pub(crate) fn nanoseconds(at: Timestamp) -> Result<i64, StoreError> {
    i64::try_from(at.as_nanosecond()).map_err(|_| StoreError::Unstorable { what: "instant" })
}

/// `number` for an integer column.
pub(crate) fn signed(number: u64, what: &'static str) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Unstorable { what })
}

/// `value` as JSON.
pub(crate) fn to_json(value: &impl Serialize, what: &'static str) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unstorable { what })
}

/// `state` for a text column. The question mark keeps an unknown status of the
/// central API from being taken for one of our names.
pub(crate) fn state_text(state: &State) -> String {
    match state {
        State::Unknown(status) => format!("?{status}"),
        State::Capturing
        | State::Incomplete
        | State::CaptureFailed
        | State::WaitingForReview
        | State::Validated
        | State::Approved
        | State::Refused
        | State::Cancelled => state.name().to_owned(),
    }
}

/// The state behind [`state_text`].
pub(crate) fn state_from_text(text: &str) -> Option<State> {
    if let Some(status) = text.strip_prefix('?') {
        return Some(State::Unknown(status.to_owned()));
    }
    let state = State::from_name(text);
    (!matches!(state, State::Unknown(_))).then_some(state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_status_is_never_taken_for_a_known_state() {
        for state in [
            State::Validated,
            State::Unknown("validated".into()),
            State::Unknown("VIDEOFOO".into()),
            State::Unknown(String::new()),
        ] {
            assert_eq!(state_from_text(&state_text(&state)), Some(state));
        }
        assert_eq!(state_from_text("no such state"), None);
    }
}
