//! Declaration and contract: fetched, kept, shown before an approval.

use archive::pdf::{self, Document, OperatorSignature, Provider, Signer};
use domain::{
    Personal,
    audit::{Actor, Event},
    evidence::Kind,
    field::Name,
    id::SessionId,
    operator::{Act, Operator},
};
use outbox::Declaration;
use store::{EvidenceRecord, NewDocument};

use super::{CaseFile, CredentialsState, Desk, case};
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
    /// Fetches declaration and contract, keeps them with the case, and writes
    /// into the audit log that they were shown.
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
        let contract = connector.contract(key, &operator.rao_id).await?;
        let page = self.typeset(&file, &operator, &declaration).await?;

        let serial = declaration.serial_number.clone();
        let store = &self.inner.store;
        let kept = NewDocument {
            kind: Kind::Declaration,
            bytes: page,
            serial: Some(serial.clone()),
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
        let detail = serde_json::json!({ "declaration": serial }).to_string();
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

    /// The declaration as a page; typesetting takes its time, so it has a
    /// thread of its own.
    async fn typeset(
        &self,
        file: &CaseFile,
        operator: &Operator,
        declaration: &Declaration,
    ) -> Result<Vec<u8>, WorkflowError> {
        let at = self.inner.clock.now();
        let date = self.inner.clock.today().to_string();
        let provider = self.inner.provider.clone();
        let (file, operator, declaration) = (file.clone(), operator.clone(), declaration.clone());
        tokio::task::spawn_blocking(move || {
            let value = |field| confirmed_or_declared(&file, field);
            let request_id = file.session.central_key.to_string();
            let page = pdf::Declaration {
                language: pdf::Language::Italian,
                serial_number: &declaration.serial_number,
                request_id: &request_id,
                receipt: declaration.text.reveal(),
                provider: Provider {
                    name: &provider,
                    address: None,
                    tax_number: None,
                    contact: None,
                },
                operator: OperatorSignature {
                    name: &operator.display_name,
                    document_number: None,
                    code: Some(&operator.rao_id.0),
                },
                signer: Signer {
                    surname: value(Name::Surname).unwrap_or_default(),
                    given_name: value(Name::GivenName).unwrap_or_default(),
                    birth_date: value(Name::BirthDate),
                    birth_place: value(Name::BirthPlace),
                    birth_country: value(Name::BirthCountry),
                    tax_code: value(Name::TaxCode),
                    document_type: value(Name::DocumentType),
                    document_number: value(Name::DocumentNumber),
                    document_issuer: value(Name::Issuer),
                    document_expiry: value(Name::ExpiryDate),
                    email: value(Name::Email),
                    phone: value(Name::Phone),
                },
                date: &date,
            };
            pdf::Typesetter::new().render(&Document::Declaration(&page), at)
        })
        .await
        .map_err(|_| WorkflowError::Interrupted)?
        .map_err(WorkflowError::from)
    }
}

/// What the operator confirmed, else what was declared.
fn confirmed_or_declared(file: &CaseFile, field: Name) -> Option<&str> {
    let confirmed = file
        .reviews
        .iter()
        .find(|review| review.field == field)
        .and_then(|review| review.review.confirmed());
    let declared = file
        .session
        .declared
        .iter()
        .find(|declared| declared.field == field);
    confirmed
        .or_else(|| declared.map(|declared| &declared.value))
        .map(|value| value.reveal().as_str())
}
