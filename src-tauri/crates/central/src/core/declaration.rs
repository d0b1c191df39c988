//! The declaration that an officer signs by approving.

use domain::{
    audit::{Actor, Event},
    evidence::Kind,
};
use serde_json::json;
use sqlx::SqliteConnection;

use super::{
    Central, audit,
    decision::{Outcome, operator_id},
    evidence,
    officer::Officer,
    request::Request,
    session::Step,
};
use crate::CentralError;

/// A declaration ("receipt").
pub(crate) struct Receipt {
    /// Sixteen hexadecimal digits, new for each that is drawn up.
    pub(crate) serial_number: String,
    /// The text; lines end with CRLF.
    pub(crate) text: String,
}

/// Draws up the declaration of `officer` on `request`, and keeps it. What
/// would be the same again stays as it is, so that the copy of a client that
/// asked twice is the one that counts; once approved, nothing changes.
pub(crate) async fn draw(
    central: &Central,
    tx: &mut SqliteConnection,
    request: &Request,
    officer: &Officer,
) -> Result<Receipt, CentralError> {
    let current = current(central, request)?;
    if request.decided_by(Outcome::Approve).is_some() {
        return current.ok_or(CentralError::Damaged("an approved declaration"));
    }
    Step::Draw.demand(&request.state)?;
    if let Some(current) = current
        && current.text == text(central, request, officer, &current.serial_number)
    {
        return Ok(current);
    }
    let serial_number = hex::encode(rand::random::<[u8; 8]>());
    let text = text(central, request, officer, &serial_number);
    let stored = central.files().keep(text.as_bytes())?;
    let media = "text/plain; charset=utf-8";
    evidence::vouch(central, tx, request.pk, Kind::Declaration, stored, media).await?;
    sqlx::query("UPDATE request SET receipt_serial = ?2, receipt_by = ?3 WHERE pk = ?1")
        .bind(request.pk)
        .bind(&serial_number)
        .bind(officer.pk)
        .execute(&mut *tx)
        .await?;
    let detail = json!({
        "request": request.pk,
        "document": Kind::Declaration.name(),
        "sha256": stored.digest.to_hex(),
    });
    let actor = Actor::Operator(operator_id(officer.pk));
    audit::append(central, tx, actor, Event::DocumentsShown, request, &detail).await?;
    Ok(Receipt {
        serial_number,
        text,
    })
}

fn current(central: &Central, request: &Request) -> Result<Option<Receipt>, CentralError> {
    let Some(piece) = evidence::piece(request, Kind::Declaration) else {
        return Ok(None);
    };
    let text = String::from_utf8(central.files().read(piece.digest)?)
        .map_err(|_| CentralError::Damaged("a declaration"))?;
    Ok(Some(Receipt {
        serial_number: request.receipt_serial.clone().unwrap_or_default(),
        text,
    }))
}

fn text(central: &Central, request: &Request, officer: &Officer, serial_number: &str) -> String {
    let authority = &central.config().registration_authority.name;
    let known = |field: &str| request.known(field).unwrap_or("non indicato").to_owned();
    let surname = [request.known("surname_1"), request.known("surname_2")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let date = central.today();
    let lines = [
        format!("Dichiarazione n. {serial_number}"),
        String::new(),
        format!(
            "L'operatore {} {}, documento n. {}, in qualità di operatore di registrazione autorizzato di {authority},",
            officer.given_name, officer.surname_1, officer.id_document_number
        ),
        String::new(),
        "DICHIARA".to_owned(),
        String::new(),
        "di avere esaminato le evidenze e la registrazione video della sessione, e che in esito alla verifica i dati che seguono sono corretti e si riferiscono alla persona identificata:".to_owned(),
        String::new(),
        format!("richiesta: {};", request.pk),
        format!("nome: {};", known("given_name")),
        format!("cognome: {surname};"),
        format!(
            "documento: {} {};",
            known("id_document_type"),
            known("serial_number")
        ),
        format!("codice fiscale: {};", known("citizen_tax_number")),
        format!("e-mail: {};", known("email")),
        format!("telefono: {}.", known("mobile_phone_number")),
        String::new(),
        format!(
            "Data: {:02}/{:02}/{:04}",
            date.day(),
            date.month(),
            date.year()
        ),
    ];
    lines.iter().fold(String::new(), |mut text, line| {
        text.push_str(line);
        text.push_str("\r\n");
        text
    })
}
