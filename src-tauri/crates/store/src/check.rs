//! The check: proves that rows, files, digests and the audit log agree.

use std::{collections::HashSet, fmt};

use domain::id::EvidenceId;
use sqlx::Row as _;

use crate::{
    Store, StoreError,
    evidence::folder::{EvidenceFolder, Found},
    open::off_thread,
    row::Read as _,
};

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// How many sessions there are.
    pub sessions: u64,
    /// How many pieces of evidence were opened and compared with their digest.
    pub evidence: u64,
    /// How many audit entries were followed.
    pub audit_entries: u64,
    /// What is wrong; nothing, where the store is sound.
    pub faults: Vec<Fault>,
}

impl CheckReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Something wrong with the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A page of the database file was changed outside the application.
    DatabasePage(String),
    /// The structure of the database is damaged.
    DatabaseStructure(String),
    /// A row refers to one that is not there.
    MissingReference {
        /// The table of the row.
        table: String,
    },
    /// A row holds something unreadable.
    UnreadableRow(String),
    /// A row vouches for a file that is gone.
    EvidenceMissing(EvidenceId),
    /// A file is not what its row vouches for.
    EvidenceAltered(EvidenceId),
    /// A file could not be read.
    EvidenceUnreadable(EvidenceId),
    /// A file has no row; the next start removes it.
    EvidenceWithoutRow(EvidenceId),
    /// The evidence folder holds a file that the store did not make.
    ForeignFile(String),
    /// The audit log does not hold; the text says where.
    Audit(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DatabasePage(what) => write!(f, "database file altered: {what}"),
            Self::DatabaseStructure(what) => write!(f, "database damaged: {what}"),
            Self::MissingReference { table } => {
                write!(f, "a row of {table} refers to one that is not there")
            }
            Self::UnreadableRow(what) => f.write_str(what),
            Self::EvidenceMissing(id) => write!(f, "the file of evidence {id} is missing"),
            Self::EvidenceAltered(id) => write!(f, "evidence {id} was altered"),
            Self::EvidenceUnreadable(id) => write!(f, "the file of evidence {id} is unreadable"),
            Self::EvidenceWithoutRow(id) => {
                write!(f, "no row vouches for the file of evidence {id}")
            }
            Self::ForeignFile(name) => {
                write!(f, "the evidence folder holds a foreign file: {name}")
            }
            Self::Audit(what) => f.write_str(what),
        }
    }
}

impl Store {
    /// Proves the store: every page and reference of the database, every
    /// session and assessment, every piece of evidence against its digest, and
    /// the audit log from its first entry. Reads everything, so it takes time.
    /// Where a page of the database is damaged, the pages are all it looks at.
    ///
    /// # Errors
    ///
    /// Only what keeps the check itself from being done; what it finds wrong is
    /// in the report.
    pub async fn check(&self) -> Result<CheckReport, StoreError> {
        let mut report = CheckReport::default();
        self.check_pages(&mut report).await?;
        if !report.is_sound() {
            // SQLCipher gives nothing more out past a page that fails.
            return Ok(report);
        }
        self.check_structure(&mut report).await?;
        self.check_sessions(&mut report).await?;
        self.check_evidence(&mut report).await?;
        self.check_folder(&mut report).await?;
        match self.verify_audit().await {
            Ok(proven) => report.audit_entries = proven.entries,
            Err(error @ (StoreError::Database(_) | StoreError::Stopped)) => return Err(error),
            Err(error) => report.faults.push(Fault::Audit(error.to_string())),
        }
        Ok(report)
    }

    async fn check_pages(&self, report: &mut CheckReport) -> Result<(), StoreError> {
        let pages: Vec<String> = sqlx::query_scalar("PRAGMA cipher_integrity_check")
            .fetch_all(self.pool())
            .await?;
        report
            .faults
            .extend(pages.into_iter().map(Fault::DatabasePage));
        Ok(())
    }

    async fn check_structure(&self, report: &mut CheckReport) -> Result<(), StoreError> {
        let structure: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
            .fetch_all(self.pool())
            .await?;
        report.faults.extend(
            structure
                .into_iter()
                .filter(|line| line != "ok")
                .map(Fault::DatabaseStructure),
        );
        let references = sqlx::query("PRAGMA foreign_key_check")
            .fetch_all(self.pool())
            .await?;
        for found in references {
            let table = found.try_get(0)?;
            report.faults.push(Fault::MissingReference { table });
        }
        Ok(())
    }

    async fn check_sessions(&self, report: &mut CheckReport) -> Result<(), StoreError> {
        let rows = sqlx::query("SELECT id FROM sessions ORDER BY id")
            .fetch_all(self.pool())
            .await?;
        report.sessions = rows.len() as u64;
        for found in rows {
            let id = found.id("sessions", "id")?;
            let read = async {
                self.session(id).await?;
                self.assessment(id).await?;
                self.reviews(id).await?;
                self.decisions_of(id).await.map(drop)
            };
            if let Err(error @ StoreError::BadRow { .. }) = read.await {
                let what = format!("session {id}: {error}");
                report.faults.push(Fault::UnreadableRow(what));
            }
        }
        Ok(())
    }

    async fn check_evidence(&self, report: &mut CheckReport) -> Result<(), StoreError> {
        let mut ids: Vec<EvidenceId> = crate::sweep::vouched(self.pool())
            .await?
            .into_iter()
            .collect();
        ids.sort_unstable();
        for id in ids {
            report.evidence += 1;
            let fault = match self.read_evidence(id).await {
                Ok(_) => continue,
                Err(StoreError::EvidenceMissing(id)) => Fault::EvidenceMissing(id),
                Err(StoreError::EvidenceAltered(id)) => Fault::EvidenceAltered(id),
                Err(StoreError::File { .. }) => Fault::EvidenceUnreadable(id),
                Err(error @ StoreError::BadRow { .. }) => Fault::UnreadableRow(error.to_string()),
                Err(error) => return Err(error),
            };
            report.faults.push(fault);
        }
        Ok(())
    }

    async fn check_folder(&self, report: &mut CheckReport) -> Result<(), StoreError> {
        let _no_intake = self.sealing().write().await;
        let folder = self.evidence_folder().clone();
        let files = off_thread(move || list(&folder)).await?;
        let vouched: HashSet<EvidenceId> = crate::sweep::vouched(self.pool()).await?;
        for file in files {
            match file {
                Found::Sealed(id) if !vouched.contains(&id) => {
                    report.faults.push(Fault::EvidenceWithoutRow(id));
                }
                Found::Foreign(path) => {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    report.faults.push(Fault::ForeignFile(name.into_owned()));
                }
                Found::Sealed(_) | Found::Part(_) | Found::Draft(_) => {}
            }
        }
        Ok(())
    }
}

fn list(folder: &EvidenceFolder) -> Result<Vec<Found>, StoreError> {
    folder
        .list()
        .map_err(StoreError::file("read", folder.path()))
}
