//! The queue: lists of sessions, the most urgent first, and the search
//! through them. It reads the narrow rows of `queue`, which triggers keep.

mod due;
mod search;

use domain::{
    Personal, Similarity,
    assessment::Status,
    id::{CentralKey, OperatorId, SessionId},
    queue::Group,
    session::State,
};
use jiff::Timestamp;
use sqlx::{QueryBuilder, Row as _, Sqlite, sqlite::SqliteRow};

use crate::{
    Delivery, Store, StoreError,
    row::{self, Read as _},
};

use search::Words;
pub(super) use search::search_text;

/// Which sessions to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueFilter {
    /// Whose.
    pub owner: Owner,
    /// Where they stand.
    pub list: QueueList,
    /// Words that all have to occur in names, tax code, document number or
    /// ids, whatever the case and the accents.
    pub text: Option<Personal<String>>,
    /// How many to leave out at the beginning.
    pub offset: u32,
    /// How many to give at most.
    pub limit: u32,
}

/// Who has claimed a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// Somebody or nobody.
    Any,
    /// This operator.
    Operator(OperatorId),
    /// Nobody.
    Nobody,
}

/// Where sessions stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueList {
    /// Not at their end.
    Open,
    /// In this list.
    Of(Group),
}

/// How many sessions there are, for one operator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// That the operator has claimed.
    pub mine: GroupCounts,
    /// That nobody has claimed.
    pub unassigned: GroupCounts,
    /// All of them.
    pub all: GroupCounts,
}

/// How many sessions there are in each list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GroupCounts([u64; Group::ALL.len()]);

impl GroupCounts {
    /// How many there are in `group`.
    #[must_use]
    pub const fn of(&self, group: Group) -> u64 {
        self.0[group as usize]
    }

    /// How many are not at their end.
    #[must_use]
    pub fn open(&self) -> u64 {
        Group::ALL
            .into_iter()
            .filter(|group| group.is_open())
            .map(|group| self.of(group))
            .sum()
    }

    const fn add(&mut self, group: Group, number: u64) {
        self.0[group as usize] += number;
    }
}

/// A session in a list.
#[derive(Debug, Clone, PartialEq)]
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
    /// Kind of the document, as read.
    pub document_type: Option<String>,
    /// When the request was made.
    pub created_at: Timestamp,
    /// When it was taken in.
    pub received_at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// Since when.
    pub state_since: Timestamp,
    /// Since when it is on hold, if it is.
    pub held_since: Option<Timestamp>,
    /// Until when it should be decided.
    pub due_at: Timestamp,
    /// Who has claimed it.
    pub claimed_by: Option<OperatorId>,
    /// What the engine concluded, if it has looked.
    pub assessed: Option<Assessed>,
    /// How many pieces of evidence could not be fetched or used.
    pub problems: usize,
    /// How far the newest decision is on its way.
    pub delivery: Option<Delivery>,
    /// Grows by one with every change of state or claim.
    pub version: u64,
}

/// An assessment in one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assessed {
    /// What was concluded.
    pub verdict: Status,
    /// How alike the faces are, where they could be compared.
    pub similarity: Option<Similarity>,
    /// Checks that were answered *no*.
    pub no: u64,
    /// Checks that were asked for and could not be answered.
    pub not_assessable: u64,
}

impl Store {
    /// The sessions of a list: those due first at the top, the ended ones by
    /// their end, the newest at the top.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn queue(&self, filter: &QueueFilter) -> Result<Vec<QueueRow>, StoreError> {
        let mut query = QueryBuilder::new(
            "SELECT q.*, o.status, o.not_before_ns, o.attempts, o.code, o.delivered_ns \
             FROM queue q \
             LEFT JOIN decisions d ON d.sequence = \
             (SELECT MAX(sequence) FROM decisions WHERE session = q.session AND undone_ns IS NULL) \
             LEFT JOIN outbox o ON o.decision = d.id \
             WHERE q.sequence IN (SELECT sequence FROM queue WHERE ",
        );
        push_filter(&mut query, filter);
        push_order(&mut query, filter.list);
        query.push(" LIMIT ").push_bind(i64::from(filter.limit));
        query.push(" OFFSET ").push_bind(i64::from(filter.offset));
        query.push(")");
        push_order(&mut query, filter.list);
        let rows = query.build().fetch_all(self.pool()).await?;
        rows.iter().map(from_row).collect()
    }

    /// How many sessions `filter` has, without its limits.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn queue_length(&self, filter: &QueueFilter) -> Result<u64, StoreError> {
        let mut query = QueryBuilder::new("SELECT COUNT(*) AS number FROM queue WHERE ");
        push_filter(&mut query, filter);
        let found = query.build().fetch_one(self.pool()).await?;
        found.unsigned("queue", "number")
    }

    /// How many sessions there are in each list, for `operator`.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn counts(&self, operator: OperatorId) -> Result<QueueCounts, StoreError> {
        const TABLE: &str = "queue_counts";
        let rows = sqlx::query("SELECT claimed_by, list, number FROM queue_counts")
            .fetch_all(self.pool())
            .await?;
        let mine = operator.to_string();
        let mut counts = QueueCounts::default();
        for found in &rows {
            let group = found.named(TABLE, "list", Group::from_name)?;
            let number = found.unsigned(TABLE, "number")?;
            counts.all.add(group, number);
            match found.try_get::<&str, _>("claimed_by")? {
                "" => counts.unassigned.add(group, number),
                holder if holder == mine => counts.mine.add(group, number),
                _ => {}
            }
        }
        Ok(counts)
    }

    /// The requests of the central API whose sessions are not at their end.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn open_central_keys(&self) -> Result<Vec<CentralKey>, StoreError> {
        let keys = sqlx::query_scalar("SELECT central_key FROM queue WHERE open = 1")
            .fetch_all(self.pool())
            .await?;
        Ok(keys.into_iter().map(CentralKey).collect())
    }
}

fn push_filter(query: &mut QueryBuilder<Sqlite>, filter: &QueueFilter) {
    match filter.list {
        QueueList::Open => query.push("open = 1"),
        QueueList::Of(group) => query.push("list = ").push_bind(group.name()),
    };
    match filter.owner {
        Owner::Any => {}
        Owner::Operator(operator) => {
            query
                .push(" AND claimed_by = ")
                .push_bind(operator.to_string());
        }
        Owner::Nobody => {
            query.push(" AND claimed_by IS NULL");
        }
    }
    let Some(words) = Words::of(filter.text.as_ref()) else {
        return;
    };
    for (index, question) in [
        ("queue_search", words.parts),
        ("queue_words", words.beginnings),
    ] {
        let Some(question) = question else { continue };
        query
            .push(" AND sequence IN (SELECT rowid FROM ")
            .push(index)
            .push(" WHERE ")
            .push(index)
            .push(" MATCH ")
            .push_bind(question)
            .push(")");
    }
}

fn push_order(query: &mut QueryBuilder<Sqlite>, list: QueueList) {
    match list {
        QueueList::Of(Group::Refused | Group::Done) => {
            query.push(" ORDER BY state_ns DESC, sequence DESC")
        }
        QueueList::Open
        | QueueList::Of(
            Group::NeedsOperator
            | Group::SecondStep
            | Group::AwaitingCustomer
            | Group::OnHold
            | Group::Unknown,
        ) => query.push(" ORDER BY due_ns, created_ns, sequence"),
    };
}

fn from_row(found: &SqliteRow) -> Result<QueueRow, StoreError> {
    const TABLE: &str = "queue";
    let personal = |column| -> Result<Option<Personal<String>>, StoreError> {
        Ok(found
            .try_get::<Option<String>, _>(column)?
            .map(Personal::new))
    };
    Ok(QueueRow {
        id: found.id(TABLE, "session")?,
        central_key: CentralKey(found.try_get("central_key")?),
        surname: personal("surname")?,
        given_name: personal("given_name")?,
        tax_code: personal("tax_code")?,
        document_number: personal("document_number")?,
        document_type: found.try_get("document_type")?,
        created_at: found.instant(TABLE, "created_ns")?,
        received_at: found.instant(TABLE, "received_ns")?,
        state: found.named(TABLE, "state", row::state_from_text)?,
        state_since: found.instant(TABLE, "state_ns")?,
        held_since: found.optional_instant(TABLE, "held_ns")?,
        due_at: found.instant(TABLE, "due_ns")?,
        claimed_by: found.optional_id(TABLE, "claimed_by")?,
        assessed: assessed(found)?,
        problems: usize::try_from(found.unsigned(TABLE, "problems")?).unwrap_or(usize::MAX),
        delivery: Delivery::from_optional_row(found)?,
        version: found.unsigned(TABLE, "version")?,
    })
}

fn assessed(found: &SqliteRow) -> Result<Option<Assessed>, StoreError> {
    const TABLE: &str = "queue";
    if found.try_get::<Option<&str>, _>("verdict")?.is_none() {
        return Ok(None);
    }
    let distance: Option<f32> = found.try_get("distance")?;
    Ok(Some(Assessed {
        verdict: found.named(TABLE, "verdict", Status::from_name)?,
        similarity: distance.map(Similarity::from_distance),
        no: found.unsigned(TABLE, "no")?,
        not_assessable: found.unsigned(TABLE, "not_assessable")?,
    }))
}
