//! What operators answered to the items of the checklist, and what registers
//! of lost and stolen documents said.

use domain::{
    Personal,
    audit::{Actor, Event},
    check::Answer,
    checklist::{Answered, Item, Sight},
    evidence::{Area, Kind, Place},
    id::{EvidenceId, OperatorId, SessionId},
    lease::Stamp,
    register::{Listing, Query, Wanted},
};
use jiff::Timestamp;
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

use crate::{
    Store, StoreError,
    row::{self, Read as _, bad},
    session::state::Standing,
};

/// An answer to be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAnswer {
    /// To which item.
    pub item: Item,
    /// The answer, and on what it was seen; `None` takes the answer back.
    pub answer: Option<(Answer, Option<Sight>)>,
}

impl Store {
    /// Writes down what `operator`, who has claimed the session, answers to an
    /// item of the checklist.
    ///
    /// # Errors
    ///
    /// As for [`review_field`](Self::review_field); and
    /// [`StoreError::UnknownEvidence`] where it was seen on a piece of another
    /// session.
    pub async fn answer_item(
        &self,
        session: SessionId,
        new: NewAnswer,
        operator: OperatorId,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let standing = Standing::of(write.connection(), session).await?;
        standing.demand_stamp(session, operator, stamp, self.now())?;
        standing.demand_open(session)?;
        let seen = new.answer.and_then(|(_, seen)| seen);
        if let Some(sight) = seen {
            demand_evidence(write.connection(), session, sight.evidence).await?;
        }
        let (area, at_ms) = match seen.map(|sight| sight.place) {
            Some(Place::Area(area)) => (Some(area_text(area)?), None),
            Some(Place::Time(ms)) => (None, Some(ms)),
            Some(Place::Whole) | None => (None, None),
        };
        sqlx::query(
            "INSERT INTO checklist_answers \
             (session, item, answer, operator, at_ns, evidence, area, at_ms) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(session.to_string())
        .bind(new.item.name())
        .bind(new.answer.map(|(answer, _)| answer.name()))
        .bind(operator.to_string())
        .bind(row::nanoseconds(self.now())?)
        .bind(seen.map(|sight| sight.evidence.to_string()))
        .bind(area)
        .bind(at_ms)
        .execute(write.connection())
        .await?;
        let detail = serde_json::json!({
            "item": new.item.name(),
            "answer": new.answer.map(|(answer, _)| answer.name()),
            "evidence": seen.map(|sight| sight.evidence.to_string()),
        });
        let detail = detail.to_string();
        self.tell(
            &mut write,
            Event::ChecklistAnswered,
            session,
            operator,
            &detail,
        )
        .await?;
        write.commit().await
    }

    /// The answers that stand, in the order of the items.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn checklist(&self, session: SessionId) -> Result<Vec<Answered>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM checklist_answers c WHERE session = ? AND answer IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM checklist_answers l WHERE l.session = c.session \
                             AND l.item = c.item AND l.sequence > c.sequence)",
        )
        .bind(session.to_string())
        .fetch_all(self.pool())
        .await?;
        let mut answers: Vec<Answered> =
            rows.iter().map(answer_from_row).collect::<Result<_, _>>()?;
        answers.sort_by_key(|answered| answered.item);
        Ok(answers)
    }

    /// Writes down what a register said to `query.operator`, who has claimed
    /// the session.
    ///
    /// # Errors
    ///
    /// As for [`review_field`](Self::review_field).
    pub async fn keep_query(
        &self,
        session: SessionId,
        query: &Query,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let standing = Standing::of(write.connection(), session).await?;
        standing.demand_stamp(session, query.operator, stamp, self.now())?;
        standing.demand_open(session)?;
        let (listed, reported) = match query.listing {
            Listing::NotListed => (false, None),
            Listing::Listed { reported } => (true, reported),
        };
        sqlx::query(
            "INSERT INTO register_queries \
             (session, number, country, listed, reported, as_of_ns, operator, at_ns) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(session.to_string())
        // Revealed into the encrypted database.
        .bind(query.wanted.number.reveal())
        .bind(&query.wanted.country)
        .bind(listed)
        .bind(reported.map(|date| date.to_string()))
        .bind(query.as_of.map(row::nanoseconds).transpose()?)
        .bind(query.operator.to_string())
        .bind(row::nanoseconds(query.at)?)
        .execute(write.connection())
        .await?;
        let detail = serde_json::json!({ "listed": listed });
        let mut entry = self.note(
            Actor::Operator(query.operator),
            Event::RegisterQueried,
            Some(session),
            &detail.to_string(),
        );
        entry.at = query.at;
        write.append(&entry).await?;
        write.commit().await
    }

    /// The newest question to a register about a session's document; `None`:
    /// nobody has asked.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn newest_query(&self, session: SessionId) -> Result<Option<Query>, StoreError> {
        let found = sqlx::query(
            "SELECT * FROM register_queries WHERE session = ? ORDER BY sequence DESC LIMIT 1",
        )
        .bind(session.to_string())
        .fetch_optional(self.pool())
        .await?;
        found.as_ref().map(query_from_row).transpose()
    }
}

/// Takes back the answers that were about pieces of `kinds`, which others
/// replace; gives their items.
pub(crate) async fn reopen(
    connection: &mut SqliteConnection,
    answers: &[Answered],
    session: SessionId,
    kinds: &[Kind],
    now: Timestamp,
) -> Result<Vec<Item>, StoreError> {
    let about = |answered: &&Answered| kinds.iter().any(|kind| is_about(answered.item, *kind));
    let mut items = Vec::new();
    for answered in answers.iter().filter(about) {
        sqlx::query(
            "INSERT INTO checklist_answers (session, item, operator, at_ns) VALUES (?, ?, ?, ?)",
        )
        .bind(session.to_string())
        .bind(answered.item.name())
        .bind(answered.operator.to_string())
        .bind(row::nanoseconds(now)?)
        .execute(&mut *connection)
        .await?;
        items.push(answered.item);
    }
    Ok(items)
}

/// Whether an answer to `item` can have been given for what a piece of `kind`
/// shows.
const fn is_about(item: Item, kind: Kind) -> bool {
    match item {
        // Features that change with the light are judged on the recording.
        Item::Security(_) => matches!(kind, Kind::DocumentFront | Kind::DocumentRear | Kind::Video),
        Item::Question(_) => matches!(kind, Kind::DocumentFront | Kind::DocumentRear),
        Item::Face(_) => matches!(
            kind,
            Kind::DocumentFront | Kind::DocumentPhoto | Kind::Selfie | Kind::Video
        ),
    }
}

/// Demands that the piece belongs to the session.
async fn demand_evidence(
    connection: &mut SqliteConnection,
    session: SessionId,
    evidence: EvidenceId,
) -> Result<(), StoreError> {
    let belongs: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM evidence WHERE id = ? AND session = ?)")
            .bind(evidence.to_string())
            .bind(session.to_string())
            .fetch_one(connection)
            .await?;
    if belongs {
        return Ok(());
    }
    Err(StoreError::UnknownEvidence(evidence))
}

fn area_text(area: Area) -> Result<String, StoreError> {
    let Area {
        x,
        y,
        width,
        height,
    } = area;
    row::to_json(&[x, y, width, height], "area")
}

fn answer_from_row(found: &SqliteRow) -> Result<Answered, StoreError> {
    const TABLE: &str = "checklist_answers";
    let evidence: Option<EvidenceId> = found.optional_id(TABLE, "evidence")?;
    Ok(Answered {
        item: found.named(TABLE, "item", Item::from_name)?,
        answer: found.named(TABLE, "answer", Answer::from_name)?,
        operator: found.id(TABLE, "operator")?,
        at: found.instant(TABLE, "at_ns")?,
        seen: match evidence {
            Some(evidence) => Some(Sight {
                evidence,
                place: place_from_row(found)?,
            }),
            None => None,
        },
    })
}

fn place_from_row(found: &SqliteRow) -> Result<Place, StoreError> {
    const TABLE: &str = "checklist_answers";
    let area: Option<&str> = found.try_get("area")?;
    let at_ms: Option<u32> = found.try_get("at_ms")?;
    Ok(match (area, at_ms) {
        (Some(text), None) => {
            let [x, y, width, height] =
                serde_json::from_str(text).map_err(|_| bad(TABLE, "area"))?;
            Place::Area(Area {
                x,
                y,
                width,
                height,
            })
        }
        (None, Some(ms)) => Place::Time(ms),
        (None, None) => Place::Whole,
        (Some(_), Some(_)) => return Err(bad(TABLE, "area")),
    })
}

fn query_from_row(found: &SqliteRow) -> Result<Query, StoreError> {
    const TABLE: &str = "register_queries";
    let reported: Option<&str> = found.try_get("reported")?;
    let reported = reported
        .map(|text| text.parse().map_err(|_| bad(TABLE, "reported")))
        .transpose()?;
    Ok(Query {
        wanted: Wanted {
            number: Personal::new(found.try_get("number")?),
            country: found.try_get("country")?,
        },
        listing: if found.try_get("listed")? {
            Listing::Listed { reported }
        } else {
            Listing::NotListed
        },
        as_of: found.optional_instant(TABLE, "as_of_ns")?,
        operator: found.id(TABLE, "operator")?,
        at: found.instant(TABLE, "at_ns")?,
    })
}
