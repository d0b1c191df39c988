//! The sweep at the start: evidence files that no row vouches for.
//!
//! They come from a crash between file and row. The key they were sealed under
//! died with that crash, so that nothing that could be read is ever removed.

use std::collections::HashSet;

use domain::id::EvidenceId;
use sqlx::SqlitePool;

use crate::{
    StoreError,
    evidence::folder::{EvidenceFolder, Found},
    open::off_thread,
    row::Read as _,
};

/// What a sweep removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Whole files without a row.
    pub orphans: u64,
    /// Files whose writing was cut off.
    pub parts: u64,
}

/// Removes evidence files without a row. Only under the lock on the folder:
/// a file of an intake in progress has no row yet.
pub(crate) async fn sweep(
    pool: &SqlitePool,
    evidence: &EvidenceFolder,
) -> Result<Swept, StoreError> {
    let vouched = vouched(pool).await?;
    let evidence = evidence.clone();
    let swept = off_thread(move || remove_others(&evidence, &vouched)).await?;
    if swept != Swept::default() {
        tracing::warn!(
            orphans = swept.orphans,
            parts = swept.parts,
            "Removed evidence files without a row, left by a crash during an intake"
        );
    }
    Ok(swept)
}

/// The ids of all evidence that has a row.
pub(crate) async fn vouched(pool: &SqlitePool) -> Result<HashSet<EvidenceId>, StoreError> {
    let rows = sqlx::query("SELECT id FROM evidence")
        .fetch_all(pool)
        .await?;
    rows.iter().map(|row| row.id("evidence", "id")).collect()
}

fn remove_others(
    evidence: &EvidenceFolder,
    vouched: &HashSet<EvidenceId>,
) -> Result<Swept, StoreError> {
    let files = evidence
        .list()
        .map_err(StoreError::file("read", evidence.path()))?;
    let mut swept = Swept::default();
    for file in files {
        match file {
            Found::Sealed(id) if vouched.contains(&id) => {}
            Found::Sealed(id) => {
                evidence.remove(id)?;
                swept.orphans += 1;
            }
            Found::Part(id) => {
                evidence.remove_part(id)?;
                swept.parts += 1;
            }
            // Not ours to remove; the check tells of it.
            Found::Foreign(_) | Found::Draft(_) => {}
        }
    }
    Ok(swept)
}
