//! Documents of the central API that are shown before an approval: the
//! declaration and the contract.

use domain::{
    Personal,
    evidence::{Digest, Kind},
    id::{EvidenceId, SessionId},
};
use sqlx::{Row as _, sqlite::SqliteRow};
use zeroize::Zeroizing;

use crate::{EvidenceRecord, Store, StoreError, evidence};

/// A declaration or contract to be kept.
#[derive(Clone)]
pub struct NewDocument {
    /// [`Kind::Declaration`] or [`Kind::Contract`].
    pub kind: Kind,
    /// The document.
    pub bytes: Vec<u8>,
    /// Its serial number, for a declaration.
    pub serial: Option<String>,
    /// Its text, where it came as text.
    pub text: Option<Personal<String>>,
}

/// A declaration or contract as the store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRecord {
    /// The sealed document.
    pub evidence: EvidenceRecord,
    /// Its serial number, for a declaration.
    pub serial: Option<String>,
    /// Its text, where it came as text.
    pub text: Option<Personal<String>>,
}

impl Store {
    /// Keeps a document. It takes the place of the earlier one of its kind,
    /// which stays in the store; the very same one is kept once.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotADocument`], [`StoreError::UnknownSession`].
    pub async fn keep_document(
        &self,
        session: SessionId,
        document: NewDocument,
    ) -> Result<EvidenceId, StoreError> {
        match document.kind {
            Kind::Declaration | Kind::Contract => {}
            Kind::DocumentFront
            | Kind::DocumentRear
            | Kind::DocumentPhoto
            | Kind::Selfie
            | Kind::HealthCardFront
            | Kind::HealthCardRear
            | Kind::Video
            | Kind::Snapshot => {
                return Err(StoreError::NotADocument {
                    kind: document.kind.name(),
                });
            }
        }
        if let Some(known) = self.document(session, document.kind).await?
            && known.is(&document)
        {
            return Ok(known.evidence.id);
        }
        let key = self.key_of(session).await?;
        let bytes = Zeroizing::new(document.bytes);
        let _sealing = self.sealing().read().await;
        let record = self.seal(session, &key, document.kind, bytes).await?;
        let folder = self.evidence_folder().clone();
        crate::open::off_thread(move || folder.sync()).await?;
        let mut write = self.write().await?;
        evidence::supersede(write.connection(), &record).await?;
        // Revealed into the encrypted database.
        let text = document.text.as_ref().map(|text| text.reveal().as_str());
        let serial = document.serial.as_deref();
        evidence::insert(write.connection(), &record, serial, text).await?;
        write.commit().await?;
        Ok(record.id)
    }

    /// The document of this kind that counts.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn document(
        &self,
        session: SessionId,
        kind: Kind,
    ) -> Result<Option<DocumentRecord>, StoreError> {
        sqlx::query(
            "SELECT * FROM evidence WHERE session = ? AND kind = ? AND superseded_ns IS NULL",
        )
        .bind(session.to_string())
        .bind(kind.name())
        .fetch_optional(self.pool())
        .await?
        .map(|found| DocumentRecord::from_row(&found))
        .transpose()
    }

    /// Every document of this kind that was ever kept, oldest first.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn document_history(
        &self,
        session: SessionId,
        kind: Kind,
    ) -> Result<Vec<DocumentRecord>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM evidence WHERE session = ? AND kind = ? ORDER BY kept_ns, id",
        )
        .bind(session.to_string())
        .bind(kind.name())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(DocumentRecord::from_row).collect()
    }
}

impl DocumentRecord {
    fn from_row(found: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            evidence: EvidenceRecord::from_row(found)?,
            serial: found.try_get("serial")?,
            text: found
                .try_get::<Option<String>, _>("text")?
                .map(Personal::new),
        })
    }

    fn is(&self, new: &NewDocument) -> bool {
        self.evidence.digest == Digest::of(&new.bytes)
            && self.serial == new.serial
            && self.text == new.text
    }
}
