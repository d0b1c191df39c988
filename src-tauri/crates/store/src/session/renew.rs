//! Taking in what a customer captured again.

use std::collections::BTreeSet;

use domain::{
    audit::{Actor, Event},
    evidence::Kind,
    field::{Name, Review},
    id::{OperatorId, SessionId},
    session::State,
};
use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::{NewSession, SessionRecord, mend, refuse_doubles, state};
use crate::{
    EvidenceRecord, Store, StoreError, checklist, duplicates, evidence,
    open::Write,
    review::{self, Cause},
    row::{self, Read as _},
};

/// A piece of evidence that counts no longer: another of its kind came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Superseded {
    /// The piece.
    pub record: EvidenceRecord,
    /// When the other one came.
    pub at: Timestamp,
}

impl Store {
    /// Whether the customer has the session and nothing that gave it to them is
    /// still on its way to the central API.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`].
    pub async fn awaits_customer(&self, session: SessionId) -> Result<bool, StoreError> {
        awaits_customer(&mut *self.pool().acquire().await?, session).await
    }

    /// Takes `new`, which the customer completed, in the place of what the
    /// session was; it is to be decided until `due`, and waits a while for the
    /// operator who asked. Says whether it did: a session that the customer has
    /// not stays as it is.
    ///
    /// Pieces that came anew take the place of earlier ones, which stay in the
    /// store. Notes stay, and so do reviews of data that were not read on a piece
    /// that was replaced, and answers to the checklist that were not about one. Earlier assessments count no longer.
    ///
    /// # Errors
    ///
    /// [`StoreError::EvidenceTwice`], [`StoreError::UnknownSession`]; else what
    /// disk or database say.
    pub async fn renew(
        &self,
        session: SessionId,
        new: &NewSession,
        due: Timestamp,
    ) -> Result<bool, StoreError> {
        refuse_doubles(new)?;
        if !self.awaits_customer(session).await? {
            return Ok(false);
        }
        let known = self.session(session).await?;
        let _sealing = self.sealing().read().await;
        let records = self.seal_changed(&known, new).await?;
        let reopened = self.read_on(&known, &records).await?;
        let answers = self.checklist(session).await?;
        let mut write = self.write().await?;
        // Another intake may have been quicker while the files were sealed.
        if !awaits_customer(write.connection(), session).await? {
            drop(write);
            self.discard(&records).await;
            return Ok(false);
        }
        for record in &records {
            evidence::supersede(write.connection(), record).await?;
            evidence::insert(write.connection(), record, None, None).await?;
        }
        mend::put_contents(write.connection(), session, new).await?;
        duplicates::forget(write.connection(), session).await?;
        duplicates::note(write.connection(), session, new.values()).await?;
        if records.iter().any(|record| record.kind == Kind::Selfie) {
            duplicates::forget_face(write.connection(), session).await?;
        }
        let now = self.now();
        state::put(write.connection(), session, &State::WaitingForReview, now).await?;
        sqlx::query("UPDATE sessions SET due_ns = ? WHERE id = ?")
            .bind(row::nanoseconds(due)?)
            .bind(session.to_string())
            .execute(write.connection())
            .await?;
        for (field, operator) in &reopened {
            let open = Review::NotReviewed;
            let cause = Cause::PieceReplaced;
            review::insert(&mut write, session, *field, &open, *operator, now, cause).await?;
        }
        let kinds: Vec<Kind> = records.iter().map(|record| record.kind).collect();
        let unanswered =
            checklist::reopen(write.connection(), &answers, session, &kinds, now).await?;
        let asker = asker(&mut write, session).await?;
        if let Some(asker) = asker {
            self.put_claim(&mut write, session, asker, self.lease_for())
                .await?;
        }
        let replaced = known
            .evidence
            .iter()
            .filter(|piece| records.iter().any(|record| record.kind == piece.kind));
        let replaced: Vec<EvidenceRecord> = replaced.cloned().collect();
        let detail = serde_json::json!({
            "evidence": evidence::digests(&records),
            "superseded": evidence::digests(&replaced),
            "reopened": reopened.iter().map(|(field, _)| field.name()).collect::<Vec<_>>(),
            "unanswered": unanswered.iter().map(|item| item.name()).collect::<Vec<_>>(),
            "for": asker.map(|operator| operator.to_string()),
        });
        let entry = self.note(
            Actor::Application,
            Event::PiecesReceived,
            Some(session),
            &detail.to_string(),
        );
        write.append(&entry).await?;
        write.commit().await?;
        Ok(true)
    }

    /// The pieces of a session that count no longer, oldest first.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn superseded(&self, session: SessionId) -> Result<Vec<Superseded>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM evidence WHERE session = ? AND superseded_ns IS NOT NULL \
             ORDER BY superseded_ns, kept_ns, id",
        )
        .bind(session.to_string())
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|found| {
                Ok(Superseded {
                    record: EvidenceRecord::from_row(found)?,
                    at: found.instant("evidence", "superseded_ns")?,
                })
            })
            .collect()
    }

    /// The reviewed data that were read on a piece of which `records` has a newer
    /// one, with the operators who reviewed them.
    async fn read_on(
        &self,
        known: &SessionRecord,
        records: &[EvidenceRecord],
    ) -> Result<Vec<(Name, OperatorId)>, StoreError> {
        let replaced: BTreeSet<Kind> = records.iter().map(|record| record.kind).collect();
        let Some(assessment) = self.assessment(known.id).await? else {
            return Ok(Vec::new());
        };
        let read_there: BTreeSet<Name> = assessment
            .readings
            .iter()
            .filter(|reading| {
                reading
                    .seen
                    .is_some_and(|spot| replaced.contains(&spot.evidence))
            })
            .map(|reading| reading.field)
            .collect();
        Ok(self
            .reviews(known.id)
            .await?
            .into_iter()
            .filter(|it| it.review != Review::NotReviewed && read_there.contains(&it.field))
            .map(|it| (it.field, it.operator))
            .collect())
    }
}

async fn awaits_customer(
    connection: &mut SqliteConnection,
    session: SessionId,
) -> Result<bool, StoreError> {
    let standing = state::Standing::of(connection, session).await?;
    if !standing.state.is_with_customer() {
        return Ok(false);
    }
    let on_its_way: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM decisions d JOIN outbox o ON o.decision = d.id \
         WHERE d.session = ? AND d.outcome = 'ask_again' AND o.status IN ('waiting', 'sending'))",
    )
    .bind(session.to_string())
    .fetch_one(connection)
    .await?;
    Ok(!on_its_way)
}

/// Who asked the customer last, on this desk.
async fn asker(write: &mut Write, session: SessionId) -> Result<Option<OperatorId>, StoreError> {
    sqlx::query(
        "SELECT d.operator FROM decisions d JOIN outbox o ON o.decision = d.id \
         WHERE d.session = ? AND d.outcome = 'ask_again' AND o.status = 'delivered' \
         ORDER BY d.sequence DESC LIMIT 1",
    )
    .bind(session.to_string())
    .fetch_optional(write.connection())
    .await?
    .map(|found| found.id("decisions", "operator"))
    .transpose()
}
