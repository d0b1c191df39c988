//! What customers capture at this kiosk, from the first frame until it has
//! arrived at the central API.

pub(crate) mod delivery;
pub(crate) mod failure;
pub(crate) mod piece;
pub(crate) mod session;

use std::collections::HashSet;

use domain::{
    audit::{Actor, Event},
    id::{EvidenceId, SessionId},
    kiosk::KioskEvent,
};
use sqlx::SqlitePool;

use crate::{
    Store, StoreError,
    evidence::folder::{EvidenceFolder, Found},
    open::{Write, off_thread},
    row::Read as _,
};

/// The store as the kiosk uses it. Clones are the same.
#[derive(Debug, Clone)]
pub struct KioskStore {
    store: Store,
    actor: Actor,
}

impl Store {
    /// The part of the store that belongs to the kiosk; `actor` is who stands in
    /// the audit log: an operator beside the customer, else the application.
    #[must_use]
    pub fn kiosk(&self, actor: Actor) -> KioskStore {
        KioskStore {
            store: self.clone(),
            actor,
        }
    }
}

impl KioskStore {
    /// Writes down that something happened; `detail` holds codes and ids.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn tell(
        &self,
        session: Option<SessionId>,
        event: KioskEvent,
        detail: &serde_json::Value,
    ) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        self.log(&mut write, session, event, detail).await?;
        write.commit().await
    }

    /// Free space where the files go, in bytes.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub async fn free_bytes(&self) -> Result<u64, StoreError> {
        let path = self.store.kiosk_folder().path().to_owned();
        off_thread(move || {
            let space = rustix::fs::statvfs(&path)
                .map_err(|error| StoreError::file("look at", &path)(error.into()))?;
            Ok(space.f_bavail.saturating_mul(space.f_frsize))
        })
        .await
    }

    async fn log(
        &self,
        write: &mut Write,
        session: Option<SessionId>,
        event: KioskEvent,
        detail: &serde_json::Value,
    ) -> Result<(), StoreError> {
        let event = Event::Kiosk(event);
        let detail = detail.to_string();
        let entry = self.store.note(self.actor, event, session, &detail);
        write.append(&entry).await
    }
}

/// Removes files of the kiosk that no row vouches for, at the start: the end of
/// a wipe that was cut off, or of a recording that was kept.
pub(crate) async fn sweep(pool: &SqlitePool, folder: &EvidenceFolder) -> Result<(), StoreError> {
    let sealed = ids(pool, "SELECT id FROM kiosk_pieces").await?;
    let drafts = ids(pool, "SELECT id FROM kiosk_drafts").await?;
    let folder = folder.clone();
    off_thread(move || {
        let files = folder
            .list()
            .map_err(StoreError::file("read", folder.path()))?;
        for file in files {
            match file {
                Found::Sealed(id) if !sealed.contains(&id) => folder.remove(id)?,
                Found::Draft(id) if !drafts.contains(&id) => folder.remove_draft(id)?,
                Found::Part(id) => folder.remove_part(id)?,
                Found::Sealed(_) | Found::Draft(_) | Found::Foreign(_) => {}
            }
        }
        Ok(())
    })
    .await
}

async fn ids(pool: &SqlitePool, query: &'static str) -> Result<HashSet<EvidenceId>, StoreError> {
    let rows = sqlx::query(query).fetch_all(pool).await?;
    rows.iter().map(|row| row.id("kiosk", "id")).collect()
}
