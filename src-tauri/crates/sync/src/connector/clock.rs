//! What time it is at the central API.

use jiff::{Timestamp, fmt::rfc2822};

use super::Connector;
use crate::error::{Operation, SyncError};

impl Connector {
    /// What time it is at the central API, where its answers say so. Any answer
    /// will do, also one that lets nobody in.
    ///
    /// # Errors
    /// [`SyncError::Unreachable`] and [`SyncError::TimedOut`].
    pub async fn time(&self) -> Result<Option<Timestamp>, SyncError> {
        let url = self.base.join("api/v1/requests/")?;
        let date = self.http.date(Operation::List, url).await?;
        Ok(date.as_deref().and_then(instant))
    }
}

/// Reads a `Date` header (RFC 9110, 5.6.7); obsolete forms are not read.
fn instant(date: &str) -> Option<Timestamp> {
    // `GMT` is the only zone that it may have.
    let date = date
        .strip_suffix("GMT")
        .map(|date| format!("{date}+0000"))?;
    rfc2822::DateTimeParser::new().parse_timestamp(&date).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_an_answer_is_an_instant() {
        check(
            "Sun, 06 Nov 1994 08:49:37 GMT",
            Some("1994-11-06T08:49:37Z"),
        );
        check("Sunday, 06-Nov-94 08:49:37 GMT", None);
        check("yesterday", None);
        check("", None);
    }

    #[track_caller]
    fn check(date: &str, expected: Option<&str>) {
        let expected = expected.map(|text| text.parse().expect("an instant"));
        assert_eq!(instant(date), expected, "{date}");
    }
}
