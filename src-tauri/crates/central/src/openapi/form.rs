//! The body of a new session: what is accepted, and what becomes of it.

mod appearance;

use serde_json::{Map, Value};

use crate::{
    CentralError,
    core::{
        declared::{self, Declared},
        readings::civil_date,
    },
};

/// The objects of the body that are kept; other keys are passed over.
const OBJECTS: [&str; 8] = [
    "callback",
    "user",
    "healthCard",
    "phoneNumber",
    "policy",
    "output",
    "layout",
    "redirectUrls",
];
/// The longest text in the body, in bytes.
const MAX_TEXT: usize = 2_000;

/// Each datum of `user`, and the RA field it is declared in.
const USER: [(&str, &str); 7] = [
    ("firstName", "given_name"),
    ("lastName", "surname_1"),
    ("gender", "sex"),
    ("birthCountry", "birth_country"),
    ("birthDate", "birth_date"),
    ("birthPlace", "birth_city"),
    ("taxCode", "citizen_tax_number"),
];

/// An accepted body.
pub(super) struct Form {
    /// What is kept of it.
    pub(super) body: Map<String, Value>,
    /// What it declares of the customer.
    pub(super) declared: Declared,
}

impl Form {
    /// Accepts `body`, or names the first value that cannot be.
    pub(super) fn read(body: &Map<String, Value>) -> Result<Self, CentralError> {
        let mail = body
            .get("mail")
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|mail| !mail.is_empty())
            .ok_or(CentralError::MissingParameter("mail"))?;
        if !declared::is_email(mail) {
            return Err(CentralError::invalid("mail", "is not an e-mail address"));
        }
        let mut kept = Map::new();
        kept.insert("mail".to_owned(), mail.into());
        for name in OBJECTS {
            if let Some(object) = object(body, name)? {
                kept.insert(name.to_owned(), Value::Object(object.clone()));
            }
        }
        health_card(&kept)?;
        let phone = phone(&kept)?;
        callback(&kept)?;
        appearance::check(&kept)?;
        let mut declared = user(&kept)?;
        declared.put("email", Some(mail));
        declared.put("mobile_phone_number", phone.as_deref());
        Ok(Self {
            body: kept,
            declared,
        })
    }
}

fn user(body: &Map<String, Value>) -> Result<Declared, CentralError> {
    let mut declared = Declared::default();
    let Some(user) = object(body, "user")? else {
        return Ok(declared);
    };
    for (name, field) in USER {
        let Some(value) = text(user, "user", name)? else {
            continue;
        };
        let wrong = |problem| CentralError::invalid(format!("user.{name}"), problem);
        let value = match name {
            "gender" => domain::document::Sex::from_letter(value)
                .map(|sex| sex.letter().to_owned())
                .ok_or_else(|| wrong("must be F, M or X"))?,
            "birthDate" => civil_date(value)
                .map(|date| date.to_string())
                .ok_or_else(|| wrong("is not a date (YYYY-MM-DD)"))?,
            "taxCode" => value.to_uppercase(),
            _ => value.to_owned(),
        };
        declared.put(field, Some(&value));
    }
    Ok(declared)
}

fn health_card(body: &Map<String, Value>) -> Result<(), CentralError> {
    let Some(card) = object(body, "healthCard")? else {
        return Ok(());
    };
    let required = flag(card, "healthCard", "required")?;
    let expiry = flag(card, "healthCard", "checkExpire")?;
    if required == Some(true) && expiry.is_none() {
        return Err(CentralError::invalid(
            "healthCard.checkExpire",
            "is needed when the health card is required",
        ));
    }
    Ok(())
}

fn phone(body: &Map<String, Value>) -> Result<Option<String>, CentralError> {
    let Some(phone) = object(body, "phoneNumber")? else {
        return Ok(None);
    };
    let required = flag(phone, "phoneNumber", "required")?;
    let editable = flag(phone, "phoneNumber", "editable")?;
    let number = text(phone, "phoneNumber", "number")?;
    if required == Some(true) && editable != Some(true) && number.is_none() {
        return Err(CentralError::invalid(
            "phoneNumber.number",
            "is needed when the customer may not edit it",
        ));
    }
    let fits = |number: &str| {
        (5..=20).contains(&number.len())
            && number
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-'))
    };
    match number {
        Some(number) if !fits(number) => Err(CentralError::invalid(
            "phoneNumber.number",
            "is not a phone number",
        )),
        number => Ok(number.map(str::to_owned)),
    }
}

fn callback(body: &Map<String, Value>) -> Result<(), CentralError> {
    let Some(callback) = object(body, "callback")? else {
        return Ok(());
    };
    let wrong = |name: &str, problem| CentralError::invalid(format!("callback.{name}"), problem);
    if let Some(url) = text(callback, "callback", "url")? {
        let url = reqwest::Url::parse(url).map_err(|_| wrong("url", "is not an address"))?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(wrong("url", "must be an http or https address"));
        }
    }
    if let Some(method) = text(callback, "callback", "method")?
        && !matches!(method.to_ascii_uppercase().as_str(), "POST" | "JSON")
    {
        return Err(wrong("method", "must be POST"));
    }
    text(callback, "callback", "field")?;
    for (name, value) in object(callback, "headers")?.into_iter().flatten() {
        let fits = value.as_str().is_some_and(|value| {
            value.len() <= MAX_TEXT && axum::http::HeaderValue::from_str(value).is_ok()
        });
        if !fits || axum::http::HeaderName::try_from(name.as_str()).is_err() {
            return Err(wrong("headers", "must be names and texts of HTTP headers"));
        }
    }
    Ok(())
}

/// An object that may be there; the published samples also write `null`, or
/// an empty text for a missing `user`.
fn object<'a>(
    body: &'a Map<String, Value>,
    name: &str,
) -> Result<Option<&'a Map<String, Value>>, CentralError> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if matches!(text.trim(), "" | "NULL" | "null") => Ok(None),
        Some(Value::Object(object)) => small(name, object).map(|()| Some(object)),
        Some(Value::String(_) | Value::Bool(_) | Value::Number(_) | Value::Array(_)) => {
            Err(CentralError::invalid(name, "must be an object"))
        }
    }
}

fn small(name: &str, object: &Map<String, Value>) -> Result<(), CentralError> {
    let too_long = |value: &Value| value.as_str().is_some_and(|text| text.len() > MAX_TEXT);
    if object.len() > 50 || object.values().any(too_long) {
        return Err(CentralError::invalid(name, "is too long"));
    }
    Ok(())
}

fn text<'a>(
    object: &'a Map<String, Value>,
    parent: &str,
    name: &str,
) -> Result<Option<&'a str>, CentralError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
        Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => Err(
            CentralError::invalid(format!("{parent}.{name}"), "must be a text"),
        ),
    }
}

fn flag(
    object: &Map<String, Value>,
    parent: &str,
    name: &str,
) -> Result<Option<bool>, CentralError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(Value::String(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => Err(
            CentralError::invalid(format!("{parent}.{name}"), "must be true or false"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_mail_is_mandatory() {
        let form =
            read(json!({"mail": "a@example.com", "user": null, "healthCard": null})).unwrap();
        assert_eq!(form.declared.get("email"), Some("a@example.com"));
        assert!(read(json!({"mail": "a@example.com", "user": "NULL"})).is_ok());
        assert!(matches!(
            read(json!({})),
            Err(CentralError::MissingParameter("mail"))
        ));
    }

    #[test]
    fn the_data_of_the_user_are_declared_even_where_they_disagree() {
        let form = read(
            json!({"mail": "a@example.com", "user": {"firstName": "Franco",
            "lastName": "Rossi", "gender": "M", "birthCountry": "Italy", "birthDate": "1977-11-06",
            "birthPlace": "Rome", "taxCode": "RSSMRA02D16A662G"}}),
        )
        .unwrap();
        for (field, value) in [
            ("given_name", "Franco"),
            ("surname_1", "Rossi"),
            ("sex", "M"),
            ("birth_date", "1977-11-06"),
            ("birth_city", "Rome"),
            ("citizen_tax_number", "RSSMRA02D16A662G"),
        ] {
            assert_eq!(form.declared.get(field), Some(value), "{field}");
        }
    }

    #[test]
    fn a_value_that_cannot_be_accepted_is_named() {
        check(json!({"mail": "nobody"}), "mail");
        check(
            json!({"user": {"birthDate": "1977-02-30"}}),
            "user.birthDate",
        );
        check(json!({"user": {"gender": "Q"}}), "user.gender");
        check(json!({"user": {"firstName": 7}}), "user.firstName");
        check(json!({"user": [1]}), "user");
        check(
            json!({"healthCard": {"required": true}}),
            "healthCard.checkExpire",
        );
        check(
            json!({"phoneNumber": {"required": true, "editable": false}}),
            "phoneNumber.number",
        );
        check(
            json!({"phoneNumber": {"number": "call me"}}),
            "phoneNumber.number",
        );
        check(
            json!({"callback": {"url": "file:///etc/passwd"}}),
            "callback.url",
        );
        check(json!({"callback": {"url": "nowhere"}}), "callback.url");
        check(json!({"callback": {"method": "GET"}}), "callback.method");
        check(
            json!({"callback": {"headers": {"a b": "c"}}}),
            "callback.headers",
        );
        check(json!({"layout": {"title": "x".repeat(3000)}}), "layout");
        check(
            json!({"layout": {"textColor": "red; }"}}),
            "layout.textColor",
        );
        check(
            json!({"layout": {"logo": "javascript:alert(1)"}}),
            "layout.logo",
        );
        check(
            json!({"redirectUrls": {"success": "nowhere"}}),
            "redirectUrls.success",
        );
        check(json!({"policy": {"url": 7}}), "policy.url");
    }

    #[track_caller]
    fn check(mut body: Value, name: &str) {
        let body = body.as_object_mut().unwrap();
        body.entry("mail").or_insert_with(|| json!("a@example.com"));
        let error = Form::read(body).err().expect("turned down").to_string();
        assert!(
            error.starts_with(&format!("invalid parameter {name}:")),
            "{error}"
        );
    }

    fn read(body: Value) -> Result<Form, CentralError> {
        Form::read(body.as_object().unwrap())
    }
}
