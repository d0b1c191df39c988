//! Declaration and contract: drawn up, kept, shown before an approval.
//!
//! What the operator signs is the central API's: the words of the declaration,
//! which stand whole on the page that is made of them here, and the contract,
//! byte for byte. Where the central API has no contract, it is drawn up here.
//! What is shown is what is kept, and what an archive seals.

use archive::pdf::{Document, Typesetter};
use domain::{
    Personal,
    audit::{Actor, Event},
    evidence::{Digest, Kind},
    id::SessionId,
    operator::{Act, Operator},
};
use outbox::{Declaration, SyncError};
use store::{EvidenceRecord, NewDocument};

use super::{CaseFile, CredentialsState, Desk, case, values::Values};
use crate::{WorkflowError, actions::Blocker};

/// Declaration and contract of a case.
#[derive(Debug, Clone)]
pub struct Documents {
    /// The operator's declaration, as a PDF.
    pub declaration: EvidenceRecord,
    /// The declaration as the central API words it.
    pub declaration_text: Personal<String>,
    /// The contract with the customer, as a PDF.
    pub contract: EvidenceRecord,
}

impl Desk {
    /// Draws up declaration and contract, keeps them with the case, and writes
    /// into the audit log which ones were shown.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way, and what the central API says.
    pub async fn documents(&self, session: SessionId) -> Result<Documents, WorkflowError> {
        let operator = self.permitted(Act::Decide)?;
        let file = self.validated_file(session).await?;
        let key = file.session.central_key;
        let connector = &self.inner.connector;
        let declaration = connector.declaration(key, &operator.rao_id).await?;
        let page = self
            .declaration_page(&file, &operator, &declaration)
            .await?;
        let (contract, drawn_by) = match connector.contract(key, &operator.rao_id).await {
            Ok(contract) => (contract, "central"),
            Err(SyncError::NotFound { .. }) => {
                (self.contract_page(&file, &operator).await?, "desk")
            }
            Err(error) => return Err(error.into()),
        };

        let serial = declaration.serial_number.clone();
        let detail = serde_json::json!({
            "declaration": serial,
            "declaration_sha256": Digest::of(&page).to_hex(),
            "contract_sha256": Digest::of(&contract).to_hex(),
            "contract_by": drawn_by,
        })
        .to_string();
        let store = &self.inner.store;
        let kept = NewDocument {
            kind: Kind::Declaration,
            bytes: page,
            serial: Some(serial),
            text: Some(declaration.text.clone()),
        };
        let declaration_id = store.keep_document(session, kept).await?;
        let kept = NewDocument {
            kind: Kind::Contract,
            bytes: contract,
            serial: None,
            text: None,
        };
        let contract_id = store.keep_document(session, kept).await?;
        self.audit(
            Actor::Operator(operator.id),
            Event::DocumentsShown,
            session,
            &detail,
        )
        .await?;
        self.changed(session);
        Ok(Documents {
            declaration: store.evidence(declaration_id).await?,
            declaration_text: declaration.text,
            contract: store.evidence(contract_id).await?,
        })
    }

    /// The case, once its validation has reached the central API: sent now if
    /// it is still waiting.
    async fn validated_file(&self, session: SessionId) -> Result<CaseFile, WorkflowError> {
        let mut file = self.file(session).await?;
        if file.actions.documents == Some(Blocker::ValidationOnItsWay) {
            self.deliver().await;
            file = self.file(session).await?;
        }
        if file.actions.documents == Some(Blocker::ValidationOnItsWay)
            && self.credentials_state() != CredentialsState::Held
        {
            return Err(WorkflowError::CredentialsNeeded);
        }
        case::open(file.actions.documents, &file)?;
        Ok(file)
    }

    /// The words of the declaration on a page of the house's.
    async fn declaration_page(
        &self,
        file: &CaseFile,
        operator: &Operator,
        declaration: &Declaration,
    ) -> Result<Vec<u8>, WorkflowError> {
        let (values, declaration) = (self.values(file, operator), declaration.clone());
        self.typeset(move |typesetter, at| {
            // Revealed onto the page that is sealed with the case.
            let text = declaration.text.reveal();
            let page = values.declaration(&declaration.serial_number, text);
            typesetter.render(&Document::Declaration(&page), at)
        })
        .await
    }

    /// The house's contract.
    async fn contract_page(
        &self,
        file: &CaseFile,
        operator: &Operator,
    ) -> Result<Vec<u8>, WorkflowError> {
        let values = self.values(file, operator);
        self.typeset(move |typesetter, at| {
            typesetter.render(&Document::Contract(&values.contract()), at)
        })
        .await
    }

    fn values(&self, file: &CaseFile, operator: &Operator) -> Values {
        Values::of(
            file,
            operator,
            &self.inner.provider,
            self.inner.papers.language,
            self.inner.clock.today(),
        )
    }

    /// Typesetting takes its time, so it has a thread of its own.
    pub(super) async fn typeset<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Typesetter, jiff::Timestamp) -> Result<T, archive::ArchiveError>
        + Send
        + 'static,
    ) -> Result<T, WorkflowError> {
        let at = self.inner.clock.now();
        let typesetter = match &self.inner.papers.templates {
            Some(folder) => Typesetter::with_templates(folder),
            None => Typesetter::new(),
        };
        tokio::task::spawn_blocking(move || work(&typesetter, at))
            .await
            .map_err(|_| WorkflowError::Interrupted)?
            .map_err(WorkflowError::from)
    }
}
