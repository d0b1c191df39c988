//! The session that a customer captures: begun, settled step by step, wiped or
//! handed over.

use domain::{
    check::Check,
    decision::PieceAsked,
    field::{Declared, Reading},
    id::{CentralKey, EvidenceId, SessionId},
    kiosk::{Facts, KioskEvent, Needs},
};
use jiff::Timestamp;
use serde_json::Value;
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};
use zeroize::Zeroizing;

use super::{KioskStore, delivery, failure};
use crate::{
    StoreError,
    evidence::seal::SessionKey,
    open::off_thread,
    row::{self, Read as _},
};

/// A session at the kiosk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskSession {
    /// Its id.
    pub id: SessionId,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// When the customer last did something.
    pub touched_at: Timestamp,
    /// What it is captured for.
    pub request: KioskRequest,
    /// What is settled.
    pub facts: Facts,
}

/// What a session is captured for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskRequest {
    /// The request at the central API; `None` while it is to be made.
    pub known: Option<KnownRequest>,
    /// The id under which it is made, kept across every attempt.
    pub creation: String,
    /// What it declares.
    pub declared: Vec<Declared>,
    /// What it requires.
    pub needs: Needs,
    /// The pieces that were asked for again, and why; none where the session is
    /// a whole one.
    pub asked: Vec<PieceAsked>,
    /// The number that a code is sent to.
    pub phone: Option<domain::Personal<String>>,
    /// Whether the customer may change it.
    pub phone_editable: bool,
    /// How the partner wants the kiosk to look.
    pub look: Look,
    /// Where the customer goes on afterwards.
    pub next_url: Option<String>,
    /// Where the privacy policy is.
    pub policy_url: Option<String>,
}

/// A request that the central API has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRequest {
    /// Its primary key.
    pub key: CentralKey,
    /// Where its evidence goes.
    pub video_pk: i64,
    /// Where its video goes.
    pub video_identifier: String,
}

/// How a partner wants the kiosk to look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// The partner's name.
    pub title: Option<String>,
    /// The address of the logo.
    pub logo_url: Option<String>,
    /// The address of the small picture.
    pub favicon_url: Option<String>,
    /// The colour of buttons.
    pub primary: Option<String>,
    /// The colour behind everything.
    pub background: Option<String>,
    /// The line at the foot.
    pub footer: Option<String>,
}

/// What goes to the central API beside pictures and video.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Package {
    /// What the engine read, one value a datum.
    pub captured: Vec<Reading>,
    /// What was checked, and passed or not.
    pub checks: Vec<(Check, bool)>,
    /// How alike the faces are, 0 to 100.
    pub similarity: Option<u8>,
}

impl KioskStore {
    /// Begins a session.
    ///
    /// # Errors
    ///
    /// [`StoreError::KioskBusy`] while another is under way.
    pub async fn begin(&self, session: &KioskSession) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        if open_session(write.connection()).await?.is_some() {
            return Err(StoreError::KioskBusy);
        }
        let request = &session.request;
        sqlx::query(
            "INSERT INTO kiosk_sessions (id, status, begun_ns, touched_ns, central_key, video_pk, \
             video_identifier, creation, declared, body, evidence_key) \
             VALUES (?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(session.id.to_string())
        .bind(row::nanoseconds(session.begun_at)?)
        .bind(row::nanoseconds(session.touched_at)?)
        .bind(request.known.as_ref().map(|known| known.key.0))
        .bind(request.known.as_ref().map(|known| known.video_pk))
        .bind(request.known.as_ref().map(|known| &known.video_identifier))
        .bind(&request.creation)
        .bind(row::session::declared_text(&request.declared)?)
        .bind(row::kiosk::body_text(session)?)
        .bind(SessionKey::fresh().as_slice())
        .execute(write.connection())
        .await?;
        let known = request.known.as_ref().map(|known| known.key.0);
        let detail = serde_json::json!({ "central_key": known });
        self.log(&mut write, Some(session.id), KioskEvent::Begun, &detail)
            .await?;
        write.commit().await
    }

    /// Writes down what is settled of an open session, and what happened.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`] where it is not open.
    pub async fn settle(
        &self,
        session: &KioskSession,
        event: KioskEvent,
        detail: &Value,
    ) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        update(write.connection(), session).await?;
        self.log(&mut write, Some(session.id), event, detail)
            .await?;
        write.commit().await
    }

    /// Writes down when the customer last did something.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`] where it is not open.
    pub async fn touch(&self, session: &KioskSession) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        update(write.connection(), session).await?;
        write.commit().await
    }

    /// The session under way: after the application ended without a word, the
    /// one that can be taken up again or wiped.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn open_session(&self) -> Result<Option<KioskSession>, StoreError> {
        open_session(&mut *self.store.pool().acquire().await?).await
    }

    /// Wipes a session: its key first, which shreds its files, then the files.
    /// What the central API has to be told of it is written down with that.
    ///
    /// # Errors
    ///
    /// What database or disk say; what stays is swept away at the next start.
    pub async fn wipe(&self, session: SessionId, code: &str) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        let detail = serde_json::json!({ "code": code });
        failure::insert(write.connection(), session, code, self.store.now()).await?;
        let files = erase(write.connection(), session).await?;
        self.log(&mut write, Some(session), KioskEvent::Wiped, &detail)
            .await?;
        write.commit().await?;
        self.remove_files(files).await
    }

    /// Hands a session over to be sent: what it consists of and every step of
    /// its way in one transaction.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`] where it is not open.
    pub async fn submit(
        &self,
        session: &KioskSession,
        package: &Package,
    ) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        update(write.connection(), session).await?;
        sqlx::query(
            "UPDATE kiosk_sessions SET status = 'submitted', captured = ?, reported_checks = ?, \
             similarity = ? WHERE id = ?",
        )
        .bind(row::session::readings_text(&package.captured)?)
        .bind(row::session::reported_text(&package.checks)?)
        .bind(package.similarity.map(i64::from))
        .bind(session.id.to_string())
        .execute(write.connection())
        .await?;
        delivery::insert_steps(write.connection(), session, self.store.now()).await?;
        let detail = serde_json::json!({});
        self.log(&mut write, Some(session.id), KioskEvent::Submitted, &detail)
            .await?;
        write.commit().await
    }

    pub(super) async fn remove_files(&self, files: Files) -> Result<(), StoreError> {
        let folder = self.store.kiosk_folder().clone();
        off_thread(move || {
            for id in files.sealed {
                folder.remove(id)?;
            }
            for id in files.drafts {
                folder.remove_draft(id)?;
            }
            folder.sync()
        })
        .await
    }
}

/// The files of a session.
pub(super) struct Files {
    pub(super) sealed: Vec<EvidenceId>,
    pub(super) drafts: Vec<EvidenceId>,
}

/// Deletes every row of a session; gives the files, which nothing opens any more.
pub(super) async fn erase(
    connection: &mut SqliteConnection,
    session: SessionId,
) -> Result<Files, StoreError> {
    let id = session.to_string();
    let mut files = Files {
        sealed: Vec::new(),
        drafts: Vec::new(),
    };
    for found in sqlx::query("DELETE FROM kiosk_pieces WHERE session = ? RETURNING id")
        .bind(&id)
        .fetch_all(&mut *connection)
        .await?
    {
        files.sealed.push(found.id("kiosk_pieces", "id")?);
    }
    for found in sqlx::query("DELETE FROM kiosk_drafts WHERE session = ? RETURNING id")
        .bind(&id)
        .fetch_all(&mut *connection)
        .await?
    {
        files.drafts.push(found.id("kiosk_drafts", "id")?);
    }
    sqlx::query("DELETE FROM kiosk_steps WHERE session = ?")
        .bind(&id)
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM kiosk_sessions WHERE id = ?")
        .bind(&id)
        .execute(connection)
        .await?;
    Ok(files)
}

async fn update(
    connection: &mut SqliteConnection,
    session: &KioskSession,
) -> Result<(), StoreError> {
    let request = &session.request;
    let updated = sqlx::query(
        "UPDATE kiosk_sessions SET touched_ns = ?, central_key = ?, video_pk = ?, \
         video_identifier = ?, declared = ?, body = ? WHERE id = ? AND status = 'open'",
    )
    .bind(row::nanoseconds(session.touched_at)?)
    .bind(request.known.as_ref().map(|known| known.key.0))
    .bind(request.known.as_ref().map(|known| known.video_pk))
    .bind(request.known.as_ref().map(|known| &known.video_identifier))
    .bind(row::session::declared_text(&request.declared)?)
    .bind(row::kiosk::body_text(session)?)
    .bind(session.id.to_string())
    .execute(connection)
    .await?;
    if updated.rows_affected() == 1 {
        Ok(())
    } else {
        Err(StoreError::UnknownSession(session.id))
    }
}

async fn open_session(
    connection: &mut SqliteConnection,
) -> Result<Option<KioskSession>, StoreError> {
    sqlx::query("SELECT * FROM kiosk_sessions WHERE status = 'open'")
        .fetch_optional(connection)
        .await?
        .map(|found| from_row(&found))
        .transpose()
}

pub(super) fn from_row(found: &SqliteRow) -> Result<KioskSession, StoreError> {
    const TABLE: &str = "kiosk_sessions";
    let key: Option<i64> = found.try_get("central_key")?;
    let known = match key {
        Some(key) => Some(KnownRequest {
            key: CentralKey(key),
            video_pk: found.try_get("video_pk")?,
            video_identifier: found.try_get("video_identifier")?,
        }),
        None => None,
    };
    let body = row::kiosk::Body::read(found.try_get("body")?)?;
    Ok(KioskSession {
        id: found.id(TABLE, "id")?,
        begun_at: found.instant(TABLE, "begun_ns")?,
        touched_at: found.instant(TABLE, "touched_ns")?,
        facts: body.facts()?,
        request: body.into_request(
            known,
            found.try_get("creation")?,
            row::session::declared(found.try_get("declared")?)?,
        )?,
    })
}

pub(super) fn key(found: &SqliteRow) -> Result<SessionKey, StoreError> {
    let bytes = Zeroizing::new(found.try_get::<Vec<u8>, _>("evidence_key")?);
    SessionKey::from_slice(&bytes).ok_or(row::bad("kiosk_sessions", "evidence_key"))
}
