//! Mending a session whose request could not be read when it was taken in.

use domain::{
    audit::{Actor, Event},
    id::SessionId,
    session::State,
};
use sqlx::{Row as _, SqliteConnection};
use zeroize::Zeroizing;

use super::{NewSession, SessionRecord, queue, refuse_doubles};
use crate::{
    EvidenceRecord, Store, StoreError, duplicates, evidence,
    open::off_thread,
    row::{self, Read as _},
};

impl Store {
    /// Whether the request of a session could not be read so far, and nothing
    /// has been decided on it.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`].
    pub async fn needs_mending(&self, session: SessionId) -> Result<bool, StoreError> {
        needs_mending(&mut *self.pool().acquire().await?, session).await
    }

    /// Puts what was read at last in the place of what could not be read.
    /// Says whether it did: a session that was read, or decided, stays as it is.
    ///
    /// Claim, notes and reviews stay. Evidence that came meanwhile takes the
    /// place of an earlier piece of its kind, which stays in the store. Earlier
    /// assessments count no longer.
    ///
    /// # Errors
    ///
    /// [`StoreError::EvidenceTwice`], [`StoreError::UnknownSession`]; else what
    /// disk or database say.
    pub async fn mend(&self, session: SessionId, new: &NewSession) -> Result<bool, StoreError> {
        refuse_doubles(new)?;
        if !self.needs_mending(session).await? {
            return Ok(false);
        }
        let known = self.session(session).await?;
        let _sealing = self.sealing().read().await;
        let records = self.seal_changed(&known, new).await?;
        let mut write = self.write().await?;
        // Another intake may have been quicker while the files were sealed.
        if !needs_mending(write.connection(), session).await? {
            drop(write);
            self.discard(&records).await;
            return Ok(false);
        }
        for record in &records {
            evidence::supersede(write.connection(), record).await?;
            evidence::insert(write.connection(), record, None, None).await?;
        }
        put_contents(write.connection(), session, new).await?;
        sqlx::query(
            "UPDATE sessions SET awaited_ns = received_ns, due_ns = received_ns WHERE id = ?",
        )
        .bind(session.to_string())
        .execute(write.connection())
        .await?;
        duplicates::forget(write.connection(), session).await?;
        duplicates::note(write.connection(), session, new.values()).await?;
        let detail = serde_json::json!({ "evidence": evidence::digests(&records) });
        let entry = self.note(
            Actor::Application,
            Event::SessionMended,
            Some(session),
            &detail.to_string(),
        );
        write.append(&entry).await?;
        write.commit().await?;
        Ok(true)
    }

    /// Seals the pieces of `new` that are others than those of `known`; rows are
    /// yet to be written.
    pub(super) async fn seal_changed(
        &self,
        known: &SessionRecord,
        new: &NewSession,
    ) -> Result<Vec<EvidenceRecord>, StoreError> {
        let key = self.key_of(known.id).await?;
        let mut records = Vec::new();
        for piece in &new.evidence {
            let digest = domain::evidence::Digest::of(&piece.bytes);
            if known
                .evidence_of(piece.kind)
                .is_none_or(|kept| kept.digest != digest)
            {
                let bytes = Zeroizing::new(piece.bytes.clone());
                records.push(self.seal(known.id, &key, piece.kind, bytes).await?);
            }
        }
        let folder = self.evidence_folder().clone();
        off_thread(move || folder.sync()).await?;
        Ok(records)
    }
}

async fn needs_mending(
    connection: &mut SqliteConnection,
    session: SessionId,
) -> Result<bool, StoreError> {
    let found = sqlx::query("SELECT state, unreadable FROM sessions WHERE id = ?")
        .bind(session.to_string())
        .fetch_optional(connection)
        .await?
        .ok_or(StoreError::UnknownSession(session))?;
    let unreadable: Option<String> = found.try_get("unreadable")?;
    let state = found.named("sessions", "state", row::state_from_text)?;
    Ok(unreadable.is_some() && is_undecided(&state))
}

/// What was decided on stays what it was.
const fn is_undecided(state: &State) -> bool {
    match state {
        State::WaitingForReview
        | State::Capturing
        | State::Incomplete
        | State::CaptureFailed
        | State::Unknown(_) => true,
        State::Validated | State::Approved | State::Refused | State::Cancelled => false,
    }
}

/// Puts what `new` says in the place of what the session said; evidence aside.
pub(super) async fn put_contents(
    connection: &mut SqliteConnection,
    session: SessionId,
    new: &NewSession,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE sessions SET video_identifier = ?, external_reference = ?, created_ns = ?, \
         declared = ?, captured = ?, reported_checks = ?, reported_similarity = ?, problems = ?, \
         unreadable = ?, search = ?, \
         version = version + 1, outdated_assessments = \
             (SELECT COALESCE(MAX(sequence), 0) FROM assessments WHERE session = sessions.id) \
         WHERE id = ?",
    )
    .bind(&new.video_identifier)
    .bind(&new.external_reference)
    .bind(row::nanoseconds(new.created_at)?)
    .bind(row::session::declared_text(&new.declared)?)
    .bind(row::session::readings_text(&new.captured)?)
    .bind(row::session::reported_text(&new.reported_checks)?)
    .bind(&new.reported_similarity)
    .bind(row::session::problems_text(&new.problems)?)
    .bind(&new.unreadable)
    .bind(queue::search_text(new))
    .bind(session.to_string())
    .execute(connection)
    .await?;
    Ok(())
}
