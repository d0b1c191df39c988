//! What a partner and a customer's telephone send, as JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Clock as _;
use domain::clock::SystemClock;
use domain::document::Type;
use serde_json::{Value, json};

use crate::session::{Declared, DemoSession};

/// The body that creates a session for what is `declared` on the Openapi face.
pub(super) fn creation(declared: &Declared, callback: Option<&str>) -> Value {
    let mut body = json!({
        "mail": declared.mail,
        "user": {
            "firstName": declared.first_name,
            "lastName": declared.last_name,
            "gender": declared.sex.letter(),
            "birthCountry": "Italy",
            "birthDate": declared.birth_date,
            "birthPlace": declared.birth_place,
            "taxCode": declared.tax_code,
        },
        "phoneNumber": { "required": true, "editable": false, "number": declared.phone },
        "healthCard": { "required": false, "checkExpire": false },
        "output": { "imagesAsPdf": false },
    });
    if let Some(url) = callback {
        body["callback"] = json!({ "url": url, "method": "POST", "field": "data" });
    }
    body
}

/// The evidence JSON of `session`: pictures, acceptance, and what the
/// telephone read from the document.
pub(super) fn evidence(session: &DemoSession) -> Value {
    let encoded = |bytes: &[u8]| STANDARD.encode(bytes);
    let mut images = json!({
        "document_front": encoded(&session.front),
        "document_owner": encoded(&session.selfie),
    });
    if let Some(rear) = &session.rear {
        images["document_rear"] = encoded(rear).into();
    }
    let (person, document) = (&session.person, &session.person.document);
    let slashed = |date: jiff::civil::Date| date.strftime("%d/%m/%Y").to_string();
    let mut read = json!({
        "given_name": person.given_name,
        "surname_1": person.surname,
        "sex": person.sex.letter(),
        "birth_date": slashed(person.birth_date),
        "birth_city": person.birth_place.name,
        "citizenship": "ITA",
        "serial_number": document.number,
        "document_type": document.kind.name(),
        "id_document_type": document.kind.registration_authority(),
        "id_document_issue_date": slashed(document.issued),
        "id_document_validity": slashed(document.expires),
        "id_document_issuer": document.issuer,
    });
    if document.kind == Type::IdentityCard {
        read["citizen_tax_number"] = person.tax_code.clone().into();
    }
    json!({
        "acceptance": {
            "description": "Ho letto e accetto l'informativa.",
            "ip": "192.0.2.1",
            "date": SystemClock.now().as_millisecond(),
        },
        "videoid_data": { "images": images, "ocr_data": read },
    })
}
