//! The queue: lists of sessions, oldest first, and the search through them.

use domain::{
    Personal,
    assessment::Status,
    field::{Declared, Name, Reading},
    id::{CentralKey, OperatorId, SessionId},
    name::transliterate::{Scheme, to_latin},
    session::State,
};
use jiff::Timestamp;
use sqlx::{QueryBuilder, Row as _, Sqlite, sqlite::SqliteRow};

use super::NewSession;
use crate::{
    Claim, Delivery, Store, StoreError,
    row::{self, Read as _},
};

/// Which sessions to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueFilter {
    /// The list.
    pub list: QueueList,
    /// Words that all have to occur in names, tax code, document number or
    /// central key, whatever the case and the accents.
    pub text: Option<Personal<String>>,
    /// How many to leave out at the beginning.
    pub offset: u32,
    /// How many to give at most.
    pub limit: u32,
}

/// A list of sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueList {
    /// Open sessions this operator has claimed.
    Mine(OperatorId),
    /// Sessions that wait for a review and that nobody has claimed.
    Unassigned,
    /// Every session that is not at its end; those of unknown status too.
    All,
    /// Approved, refused and cancelled sessions, newest first.
    Done,
    /// Sessions whose status no table names.
    Unknown,
}

/// How many sessions there are in each list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// In [`QueueList::Mine`].
    pub mine: u64,
    /// In [`QueueList::Unassigned`].
    pub unassigned: u64,
    /// In [`QueueList::All`].
    pub all: u64,
    /// In [`QueueList::Done`].
    pub done: u64,
    /// In [`QueueList::Unknown`].
    pub unknown: u64,
}

/// A session in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    /// The session.
    pub id: SessionId,
    /// The request's primary key at the central API.
    pub central_key: CentralKey,
    /// Family name, as declared or else as captured.
    pub surname: Option<Personal<String>>,
    /// Given name, as declared or else as captured.
    pub given_name: Option<Personal<String>>,
    /// Tax code, as declared or else as captured.
    pub tax_code: Option<Personal<String>>,
    /// Document number, as declared or else as captured.
    pub document_number: Option<Personal<String>>,
    /// When the request was made.
    pub created_at: Timestamp,
    /// When it was taken in.
    pub received_at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// Since when.
    pub state_since: Timestamp,
    /// Who has claimed it.
    pub claim: Option<Claim>,
    /// What the engine concluded, if it has looked.
    pub verdict: Option<Status>,
    /// How many pieces of evidence could not be fetched or used.
    pub problems: usize,
    /// How far the newest decision is on its way.
    pub delivery: Option<Delivery>,
    /// Grows with every change of state or claim.
    pub version: u64,
}

const ENDED: &str = "('approved', 'refused', 'cancelled')";

impl Store {
    /// The sessions of a list.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn queue(&self, filter: &QueueFilter) -> Result<Vec<QueueRow>, StoreError> {
        let mut query = QueryBuilder::new(
            "SELECT s.*, a.status AS verdict, o.status, o.not_before_ns, o.attempts, o.code, \
             o.delivered_ns FROM sessions s \
             LEFT JOIN assessments a ON a.sequence = \
             (SELECT MAX(sequence) FROM assessments WHERE session = s.id \
              AND sequence > s.outdated_assessments) \
             LEFT JOIN decisions d ON d.sequence = \
             (SELECT MAX(sequence) FROM decisions WHERE session = s.id AND undone_ns IS NULL) \
             LEFT JOIN outbox o ON o.decision = d.id WHERE ",
        );
        push_list(&mut query, filter.list);
        for word in search_words(filter.text.as_ref()) {
            query
                .push(" AND instr(s.search, ")
                .push_bind(word)
                .push(")");
        }
        match filter.list {
            QueueList::Done => query.push(" ORDER BY s.state_ns DESC, s.id DESC"),
            QueueList::Mine(_) | QueueList::Unassigned | QueueList::All | QueueList::Unknown => {
                query.push(" ORDER BY s.created_ns, s.id")
            }
        };
        query.push(" LIMIT ").push_bind(i64::from(filter.limit));
        query.push(" OFFSET ").push_bind(i64::from(filter.offset));
        let rows = query.build().fetch_all(self.pool()).await?;
        rows.iter().map(from_row).collect()
    }

    /// How many sessions there are in each list, for `operator`.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn counts(&self, operator: OperatorId) -> Result<QueueCounts, StoreError> {
        let mut query = QueryBuilder::new("SELECT ");
        for (name, list) in [
            ("mine", QueueList::Mine(operator)),
            ("unassigned", QueueList::Unassigned),
            ("every", QueueList::All),
            ("done", QueueList::Done),
            ("unknown", QueueList::Unknown),
        ] {
            query.push("COUNT(*) FILTER (WHERE ");
            push_list(&mut query, list);
            query.push(") AS ").push(name);
            if list != QueueList::Unknown {
                query.push(", ");
            }
        }
        query.push(" FROM sessions s");
        let found = query.build().fetch_one(self.pool()).await?;
        Ok(QueueCounts {
            mine: found.unsigned("sessions", "mine")?,
            unassigned: found.unsigned("sessions", "unassigned")?,
            all: found.unsigned("sessions", "every")?,
            done: found.unsigned("sessions", "done")?,
            unknown: found.unsigned("sessions", "unknown")?,
        })
    }
}

fn push_list(query: &mut QueryBuilder<Sqlite>, list: QueueList) {
    match list {
        QueueList::Mine(operator) => query
            .push("s.claimed_by = ")
            .push_bind(operator.to_string())
            .push(" AND s.state NOT IN ")
            .push(ENDED),
        QueueList::Unassigned => {
            query.push("s.claimed_by IS NULL AND s.state IN ('waiting_for_review', 'validated')")
        }
        QueueList::All => query.push("s.state NOT IN ").push(ENDED),
        QueueList::Done => query.push("s.state IN ").push(ENDED),
        QueueList::Unknown => query.push("s.state LIKE '?%'"),
    };
}

fn from_row(found: &SqliteRow) -> Result<QueueRow, StoreError> {
    const TABLE: &str = "sessions";
    let declared = row::session::declared(found.try_get("declared")?)?;
    let captured = row::session::readings(found.try_get("captured")?)?;
    let known = |field| known(field, &declared, &captured);
    let verdict = match found.try_get::<Option<&str>, _>("verdict")? {
        Some(_) => Some(found.named("assessments", "verdict", Status::from_name)?),
        None => None,
    };
    Ok(QueueRow {
        id: found.id(TABLE, "id")?,
        central_key: CentralKey(found.try_get("central_key")?),
        surname: known(Name::Surname),
        given_name: known(Name::GivenName),
        tax_code: known(Name::TaxCode),
        document_number: known(Name::DocumentNumber),
        created_at: found.instant(TABLE, "created_ns")?,
        received_at: found.instant(TABLE, "received_ns")?,
        state: found.named(TABLE, "state", row::state_from_text)?,
        state_since: found.instant(TABLE, "state_ns")?,
        claim: Claim::from_row(found)?,
        verdict,
        problems: row::session::problems(found.try_get("problems")?)?.len(),
        delivery: Delivery::from_optional_row(found)?,
        version: found.unsigned(TABLE, "version")?,
    })
}

/// What was declared of `field`, or else read.
pub(crate) fn known(
    field: Name,
    declared: &[Declared],
    captured: &[Reading],
) -> Option<Personal<String>> {
    declared
        .iter()
        .find(|value| value.field == field)
        .map(|value| value.value.clone())
        .or_else(|| {
            captured
                .iter()
                .find(|reading| reading.field == field)
                .map(|reading| reading.value.clone())
        })
}

/// Everything a search for the session looks through.
pub(super) fn search_text(new: &NewSession) -> String {
    let searched = |field: Name| {
        matches!(
            field,
            Name::Surname | Name::GivenName | Name::TaxCode | Name::DocumentNumber
        )
    };
    let declared = new.declared.iter().map(|value| (value.field, &value.value));
    let captured = new.captured.iter().map(|value| (value.field, &value.value));
    let mut text = new.central_key.to_string();
    for (_, value) in declared
        .chain(captured)
        .filter(|(field, _)| searched(*field))
    {
        text.push('\n');
        // Revealed into the encrypted database.
        text.push_str(&folded(value.reveal()));
    }
    text
}

fn search_words(text: Option<&Personal<String>>) -> Vec<String> {
    text.map(|text| {
        text.reveal()
            .split_whitespace()
            .map(folded)
            .filter(|word| !word.is_empty())
            .collect()
    })
    .unwrap_or_default()
}

/// Capital Latin letters without accents and apostrophes.
fn folded(text: &str) -> String {
    to_latin(text, Scheme::Plain)
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '`'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_stand_between_a_search_and_a_name() {
        for (typed, stored) in [
            ("dangelo", "D'Angelo"),
            ("D’ANG", "D'Angelo"),
            ("nicolo", "Nicolò"),
            ("NICOLÒ", "nicolo"),
        ] {
            assert!(
                folded(stored).contains(&folded(typed)),
                "{typed} in {stored}"
            );
        }
    }
}
