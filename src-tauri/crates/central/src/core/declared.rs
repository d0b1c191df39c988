//! What a request declares, by the vendor's field names.

use std::collections::BTreeMap;

use domain::Personal;
use serde_json::{Map, Value};

use super::readings;
use crate::CentralError;

/// The longest value that a field may have, in bytes.
const MAX_VALUE: usize = 1_000;

/// Every text field of the vendor's request JSON, in the vendor's order.
pub(crate) const FIELDS: [&str; 82] = [
    "given_name",
    "surname_1",
    "surname_2",
    "sex",
    "id_document_type",
    "id_document_country",
    "serial_number",
    "country_name",
    "citizenship",
    "residence",
    "organization_email",
    "email",
    "title",
    "organization_name",
    "organizational_unit_1",
    "organizational_unit_2",
    "organizational_unit_3",
    "organization_identifier",
    "responsible_name",
    "responsible_first_surname",
    "responsible_second_surname",
    "responsible_email",
    "responsible_serial",
    "responsible_position",
    "subscriber_responsible_serial",
    "administrative_unit",
    "empowerment",
    "representation",
    "circumstances",
    "limit",
    "registration",
    "process_application",
    "entity_owner",
    "entity_owner_serial_number",
    "description",
    "smartcard_sn",
    "citizen_tax_number",
    "birth_date",
    "birth_country",
    "birth_city",
    "birth_province",
    "birth_state",
    "birth_district",
    "birth_canton",
    "id_document_description",
    "id_document_issuer",
    "id_document_number",
    "id_responsible_document_type",
    "id_responsible_document_country",
    "id_responsible_document_number",
    "id_responsible_document_issuer",
    "organization_rol",
    "professional_id_number",
    "mobile_phone_number",
    "fix_phone_number",
    "residence_address",
    "residence_city",
    "residence_province",
    "residence_postal_code",
    "residence_state",
    "residence_district",
    "residence_canton",
    "organization_tax_number",
    "organization_address",
    "organization_city",
    "organization_province",
    "organization_country",
    "organization_postal_code",
    "organization_state",
    "organization_url",
    "responsible_legal_level",
    "subscriber",
    "responsible_legal_documents",
    "special_conditions",
    "responsible_registry_data",
    "ext_recognition_data",
    "complement_number",
    "provider_registration_number",
    "communication_language",
    "validity_time",
    "secure_element",
    "webhook_url",
];

/// The declared values of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Declared(Personal<BTreeMap<String, String>>);

impl Declared {
    /// Takes the declared fields out of a request body; keys that are no
    /// field of a request are passed over, as the vendor does.
    pub(crate) fn from_body(body: &Map<String, Value>) -> Result<Self, CentralError> {
        let mut values = BTreeMap::new();
        for name in FIELDS {
            let text = match body.get(name) {
                None | Some(Value::Null) => continue,
                Some(Value::String(text)) => text.trim().to_owned(),
                Some(Value::Number(number)) => number.to_string(),
                Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => {
                    return Err(CentralError::invalid(name, "must be a text"));
                }
            };
            if text.len() > MAX_VALUE {
                return Err(CentralError::invalid(name, "is too long"));
            }
            if !text.is_empty() {
                let text = in_form(name, text)?;
                values.insert(name.to_owned(), text);
            }
        }
        Ok(Self(values.into()))
    }

    /// Puts `value` where there is one and it is not blank.
    pub(crate) fn put(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
            let mut values = std::mem::take(&mut self.0).into_inner();
            values.insert(name.to_owned(), value.to_owned());
            self.0 = values.into();
        }
    }

    /// The declared value of `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.reveal().get(name).map(String::as_str)
    }

    /// The values as a JSON text, for the database.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self.0.reveal()).expect("texts are always JSON")
    }

    /// Reads [`Self::to_json`].
    pub(crate) fn from_json(text: &str) -> Result<Self, CentralError> {
        serde_json::from_str::<BTreeMap<String, String>>(text)
            .map(|values| Self(values.into()))
            .map_err(|_| CentralError::Damaged("declared fields of a request"))
    }
}

/// Checks the form of a value; dates become `YYYY-MM-DD`.
fn in_form(name: &'static str, text: String) -> Result<String, CentralError> {
    match name {
        "email" if !is_email(&text) => Err(CentralError::invalid(name, "is not an e-mail address")),
        "birth_date" => readings::civil_date(&text)
            .map(|date| date.to_string())
            .ok_or_else(|| CentralError::invalid(name, "is not a date (YYYY-MM-DD)")),
        _ => Ok(text),
    }
}

/// Whether `text` can be an e-mail address: something, `@`, something.
pub(crate) fn is_email(text: &str) -> bool {
    text.len() <= 254
        && !text.chars().any(char::is_whitespace)
        && matches!(text.split_once('@'), Some((local, host)) if !local.is_empty() && !host.is_empty() && !host.contains('@'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_taken_and_the_rest_is_passed_over() {
        let declared = read(
            json!({"given_name": " Anna ", "email": "a@example.com", "validity_time": 365,
            "surname_1": "", "scratchcard": "1", "nonsense": [1]}),
        )
        .unwrap();
        assert_eq!(declared.get("given_name"), Some("Anna"));
        assert_eq!(declared.get("validity_time"), Some("365"));
        assert_eq!(declared.get("surname_1"), None);
        assert_eq!(Declared::from_json(&declared.to_json()).unwrap(), declared);
    }

    #[test]
    fn a_birth_date_of_either_form_is_kept_as_one() {
        for date in ["06/11/1977", "1977-11-06"] {
            let declared = read(json!({"birth_date": date})).unwrap();
            assert_eq!(declared.get("birth_date"), Some("1977-11-06"));
        }
    }

    #[test]
    fn a_value_of_a_wrong_form_is_named_but_not_repeated() {
        for (body, name) in [
            (json!({"email": "nobody"}), "email"),
            (json!({"birth_date": "31/13/1980"}), "birth_date"),
            (json!({"given_name": {"a": 1}}), "given_name"),
            (json!({"given_name": "a".repeat(2000)}), "given_name"),
        ] {
            let error = read(body).unwrap_err().to_string();
            assert!(
                error.starts_with(&format!("invalid parameter {name}:")),
                "{error}"
            );
        }
    }

    fn read(body: Value) -> Result<Declared, CentralError> {
        Declared::from_body(body.as_object().unwrap())
    }
}
