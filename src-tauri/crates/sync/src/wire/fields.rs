//! Declared and captured data: the vendor's keys, our fields, canonical texts.

use domain::{
    Personal,
    document::{Sex, Type},
    field::Name,
};
use jiff::civil::Date;
use serde_json::{Map, Value};

/// Which of our fields a key of the vendor's holds; two keys of one field are
/// joined in this order with a blank.
const KEYS: [(&str, Name); 20] = [
    ("surname_1", Name::Surname),
    ("surname_2", Name::Surname),
    ("given_name", Name::GivenName),
    ("sex", Name::Sex),
    ("birth_date", Name::BirthDate),
    ("birth_city", Name::BirthPlace),
    ("birth_country", Name::BirthCountry),
    ("citizenship", Name::Citizenship),
    ("citizen_tax_number", Name::TaxCode),
    ("document_type", Name::DocumentType),
    ("id_document_type", Name::DocumentType),
    ("id_document_number", Name::DocumentNumber),
    ("id_document_country", Name::IssuingCountry),
    ("id_document_issue_date", Name::IssueDate),
    ("id_document_validity", Name::ExpiryDate),
    ("id_document_issuer", Name::Issuer),
    ("email", Name::Email),
    ("mobile_phone_number", Name::Phone),
    ("health_card_number", Name::HealthCardNumber),
    ("health_card_expiry", Name::HealthCardExpiry),
];

/// The data in `object`, one canonical value a field, in the order of
/// [`Name::ALL`]; keys that name no field are passed over.
///
/// # Errors
/// The key whose value is neither text nor number.
pub(crate) fn read(
    object: &Map<String, Value>,
) -> Result<Vec<(Name, Personal<String>)>, &'static str> {
    let mut values: Vec<(Name, String)> = Vec::new();
    for (key, name) in KEYS {
        let Some(text) = text(object, key)? else {
            continue;
        };
        let Some(value) = canonical(key, name, &text) else {
            continue;
        };
        match values.iter_mut().find(|(known, _)| *known == name) {
            Some((_, surname)) if name == Name::Surname => {
                surname.push(' ');
                surname.push_str(&value);
            }
            // The more precise key comes first.
            Some(_) => {}
            None => values.push((name, value)),
        }
    }
    add_serial_number(object, &mut values)?;
    let mut sorted: Vec<(Name, Personal<String>)> = values
        .into_iter()
        .map(|(name, value)| (name, Personal::new(value)))
        .collect();
    sorted.sort_by_key(|(name, _)| *name);
    Ok(sorted)
}

/// `serial_number` is the number of what `id_document_type` says: of a card or
/// passport, or of the person (`TIN`, `PNO`).
fn add_serial_number(
    object: &Map<String, Value>,
    values: &mut Vec<(Name, String)>,
) -> Result<(), &'static str> {
    let Some(serial) = text(object, "serial_number")? else {
        return Ok(());
    };
    let name = match text(object, "id_document_type")?.as_deref() {
        Some("TIN") => Name::TaxCode,
        Some("PNO") => return Ok(()),
        Some(_) | None => Name::DocumentNumber,
    };
    if values.iter().all(|(known, _)| *known != name) {
        values.push((name, serial));
    }
    Ok(())
}

fn text(object: &Map<String, Value>, key: &'static str) -> Result<Option<String>, &'static str> {
    let text = match object.get(key) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => return Err(key),
    };
    Ok((!text.is_empty()).then_some(text))
}

/// The canonical text of a field; a value that has none stays as it came, so
/// that it is seen rather than lost.
fn canonical(key: &str, name: Name, text: &str) -> Option<String> {
    match name {
        Name::BirthDate | Name::IssueDate | Name::ExpiryDate | Name::HealthCardExpiry => {
            Some(civil_date(text).map_or_else(|| text.to_owned(), |date| date.to_string()))
        }
        Name::Sex => Some(
            Sex::from_letter(text).map_or_else(|| text.to_owned(), |sex| sex.letter().to_owned()),
        ),
        // `TIN` and `PNO` say what the serial number is, not what was shown.
        Name::DocumentType if key == "id_document_type" => {
            Type::from_registration_authority(text).map(|kind| kind.name().to_owned())
        }
        Name::DocumentType => Type::from_name(text).map(|kind| kind.name().to_owned()),
        Name::BirthCountry | Name::Citizenship | Name::IssuingCountry => Some(text.to_uppercase()),
        Name::TaxCode => Some(text.to_uppercase()),
        Name::Surname
        | Name::GivenName
        | Name::BirthPlace
        | Name::DocumentNumber
        | Name::Issuer
        | Name::Email
        | Name::Phone
        | Name::HealthCardNumber
        | Name::HealthCardInstitution
        | Name::Height => Some(text.to_owned()),
    }
}

/// A civil date: `DD/MM/YYYY`, `YYYY-MM-DD`, or the front of an ISO instant.
///
/// No time zone takes part: a date of birth is the same everywhere.
pub(crate) fn civil_date(text: &str) -> Option<Date> {
    let day = text.split(['T', ' ']).next()?;
    let parts: Vec<&str> = day.split('/').collect();
    match parts[..] {
        [iso] => iso.parse().ok(),
        [day, month, year] if year.len() == 4 => {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_become_fields_with_canonical_values() {
        check(
            json!({"given_name": " Anna ", "surname_1": "Specimen", "surname_2": "Due", "sex": "f",
                "birth_date": "31/01/1980", "citizen_tax_number": "spcnna80a71h501x",
                "id_document_type": "IDC", "serial_number": "CA00000AA", "id_document_country": "it",
                "id_document_validity": "2031-12-31", "mobile_phone_number": 390600000000_u64,
                "email": "", "sector": "nothing we know", "birth_city": null}),
            "surname=Specimen Due given_name=Anna sex=F birth_date=1980-01-31 \
             tax_code=SPCNNA80A71H501X document_type=identity_card document_number=CA00000AA \
             issuing_country=IT expiry_date=2031-12-31 phone=390600000000",
        );
    }

    #[test]
    fn a_serial_number_is_of_what_the_type_says() {
        check(
            json!({"id_document_type": "PAS", "serial_number": "YA1"}),
            "document_type=passport document_number=YA1",
        );
        check(
            json!({"id_document_type": "TIN", "serial_number": "X1"}),
            "tax_code=X1",
        );
        check(json!({"id_document_type": "PNO", "serial_number": "1"}), "");
        check(
            json!({"id_document_type": "TIN", "serial_number": "X1", "id_document_number": "N1"}),
            "tax_code=X1 document_number=N1",
        );
        check(
            json!({"id_document_type": "IDC", "document_type": "drive_license", "serial_number": "U1"}),
            "document_type=drive_license document_number=U1",
        );
    }

    #[test]
    fn a_value_without_canonical_form_stays_as_it_came() {
        check(
            json!({"birth_date": "31/02/1980", "sex": "unknown"}),
            "sex=unknown birth_date=31/02/1980",
        );
    }

    #[test]
    fn a_value_of_the_wrong_type_is_named_by_its_key() {
        let object = json!({"given_name": ["Anna"]});
        assert_eq!(read(object.as_object().unwrap()), Err("given_name"));
    }

    #[test]
    fn a_date_is_the_same_in_every_time_zone() {
        for text in [
            "1980-02-01",
            "01/02/1980",
            "1980-02-01T00:00:00Z",
            "1980-02-01T23:30:00-11:00",
        ] {
            assert_eq!(
                civil_date(text).map(|date| date.to_string()).as_deref(),
                Some("1980-02-01")
            );
        }
        for text in ["", "1980", "1/2/80", "1980-13-01", "29/02/1981", "a/b/cccc"] {
            assert_eq!(civil_date(text), None, "{text}");
        }
    }

    #[track_caller]
    fn check(object: Value, expected: &str) {
        let found: Vec<String> = read(object.as_object().unwrap())
            .unwrap()
            .iter()
            .map(|(name, value)| format!("{}={}", name.name(), value.reveal()))
            .collect();
        assert_eq!(found.join(" "), expected);
    }
}
