//! The contract with the customer, as a PDF.

use archive::pdf::{Contract, Document, Language, OperatorSignature, Provider, Signer, Typesetter};
use domain::{
    audit::{Actor, Event},
    document,
    evidence::Kind,
};
use serde_json::json;
use sqlx::SqliteConnection;

use super::{
    Central, audit, decision::operator_id, evidence, officer::Officer, readings::civil_date,
    request::Request, session::Step,
};
use crate::CentralError;

/// What the contract is about.
const SERVICE: &str =
    "Identificazione a distanza tramite video e rilascio di un certificato qualificato";

/// Renders the contract that `officer` lays before the customer. A PDF takes
/// a second of a processor and no lock: keep it with [`keep`].
pub(crate) async fn render(
    central: &Central,
    request: &Request,
    officer: &Officer,
) -> Result<Vec<u8>, CentralError> {
    Step::Draw.demand(&request.state)?;
    let texts = Texts::of(central, request, officer);
    let at = central.now();
    tokio::task::spawn_blocking(move || {
        Typesetter::new()
            .render(&Document::Contract(&texts.contract()), at)
            .map_err(|error| CentralError::Contract(error.to_string()))
    })
    .await
    .map_err(|_| CentralError::Internal("the typesetter ended early"))?
}

/// Keeps a rendered contract, if the request still admits one.
pub(crate) async fn keep(
    central: &Central,
    tx: &mut SqliteConnection,
    pk: i64,
    officer: &Officer,
    pdf: &[u8],
) -> Result<(), CentralError> {
    let request = Request::find(tx, pk).await?;
    Step::Draw.demand(&request.state)?;
    let stored = central.files().keep(pdf)?;
    let media = stored.media.mime();
    evidence::vouch(central, tx, pk, Kind::Contract, stored, media).await?;
    sqlx::query("UPDATE request SET contract_by = ?2 WHERE pk = ?1")
        .bind(pk)
        .bind(officer.pk)
        .execute(&mut *tx)
        .await?;
    let detail = json!({
        "request": pk,
        "document": Kind::Contract.name(),
        "sha256": stored.digest.to_hex(),
    });
    let actor = Actor::Operator(operator_id(officer.pk));
    audit::append(central, tx, actor, Event::DocumentsShown, &request, &detail).await
}

/// The texts of a contract, owned, so that a worker can have them.
struct Texts {
    request: String,
    provider: String,
    officer: String,
    officer_document: String,
    officer_code: String,
    surname: String,
    given_name: String,
    birth_date: Option<String>,
    birth_place: Option<String>,
    birth_country: Option<String>,
    tax_code: Option<String>,
    document_type: Option<String>,
    document_number: Option<String>,
    document_issuer: Option<String>,
    document_expiry: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    date: String,
}

impl Texts {
    fn of(central: &Central, request: &Request, officer: &Officer) -> Self {
        let known = |field: &str| request.known(field).map(str::to_owned);
        let date = |field: &str| request.known(field).and_then(civil_date).map(written);
        Self {
            request: request.pk.to_string(),
            provider: central.config().registration_authority.name.clone(),
            officer: format!("{} {}", officer.given_name, officer.surname_1),
            officer_document: officer.id_document_number.clone(),
            officer_code: officer.pk.to_string(),
            surname: [known("surname_1"), known("surname_2")]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            given_name: known("given_name").unwrap_or_default(),
            birth_date: date("birth_date"),
            birth_place: known("birth_city"),
            birth_country: known("birth_country"),
            tax_code: known("citizen_tax_number"),
            document_type: document_kind(request).map(|kind| kind_in_words(kind).to_owned()),
            document_number: known("serial_number"),
            document_issuer: known("id_document_issuer"),
            document_expiry: date("id_document_validity"),
            email: known("email"),
            phone: known("mobile_phone_number"),
            date: written(central.today()),
        }
    }

    fn contract(&self) -> Contract<'_> {
        Contract {
            language: Language::Italian,
            request_id: &self.request,
            service: SERVICE,
            provider: Provider {
                name: &self.provider,
                ..Provider::default()
            },
            operator: OperatorSignature {
                name: &self.officer,
                document_number: Some(&self.officer_document),
                code: Some(&self.officer_code),
            },
            signer: Signer {
                surname: &self.surname,
                given_name: &self.given_name,
                birth_date: self.birth_date.as_deref(),
                birth_place: self.birth_place.as_deref(),
                birth_country: self.birth_country.as_deref(),
                tax_code: self.tax_code.as_deref(),
                document_type: self.document_type.as_deref(),
                document_number: self.document_number.as_deref(),
                document_issuer: self.document_issuer.as_deref(),
                document_expiry: self.document_expiry.as_deref(),
                email: self.email.as_deref(),
                phone: self.phone.as_deref(),
            },
            date: &self.date,
        }
    }
}

/// The kind of document, as precisely as it is known.
pub(crate) fn document_kind(request: &Request) -> Option<document::Type> {
    request
        .known("document_type")
        .and_then(document::Type::from_name)
        .or_else(|| {
            request
                .known("id_document_type")
                .and_then(document::Type::from_registration_authority)
        })
}

const fn kind_in_words(kind: document::Type) -> &'static str {
    match kind {
        document::Type::IdentityCard => "Carta d'identità",
        document::Type::Passport => "Passaporto",
        document::Type::DrivingLicence => "Patente di guida",
        document::Type::Visa => "Visto",
        document::Type::Other => "Altro documento",
    }
}

fn written(date: jiff::civil::Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}
