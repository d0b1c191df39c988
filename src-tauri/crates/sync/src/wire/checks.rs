//! `security_checks`: an object on the way in, a list of pairs on the way out.

use domain::check::Check;
use serde_json::Value;

use crate::remote::ReportedCheck;

/// The labels of the list form; the vendor's own page shows six of them.
const LABELS: [(&str, Check); 7] = [
    ("OTP validation", Check::OtpValidation),
    ("Documents match", Check::DocumentsMatch),
    ("Data integrity", Check::DataIntegrity),
    ("Document is not a black and white copy", Check::NotBwCopy),
    ("Document not expired", Check::NonExpired),
    ("Not underage", Check::NotUnderage),
    ("Liveliness detected", Check::LivenessDetected),
];

/// The checks in `value`; one of another name, or without an answer, is passed over.
///
/// # Errors
/// When it is neither object nor list of pairs.
pub(crate) fn read(value: &Value) -> Result<Vec<ReportedCheck>, &'static str> {
    const KEY: &str = "security_checks";
    let pairs: Vec<(&str, &Value)> = match value {
        Value::Null => Vec::new(),
        Value::Object(object) => object
            .iter()
            .map(|(name, answer)| (name.as_str(), answer))
            .collect(),
        Value::Array(list) => list
            .iter()
            .map(|pair| match pair.as_array().map(Vec::as_slice) {
                Some([Value::String(label), answer]) => Ok((label.as_str(), answer)),
                Some(_) | None => Err(KEY),
            })
            .collect::<Result<_, _>>()?,
        Value::Bool(_) | Value::Number(_) | Value::String(_) => return Err(KEY),
    };
    let mut checks: Vec<ReportedCheck> = Vec::new();
    for (name, answer) in pairs {
        let passed = match answer {
            Value::Bool(passed) => *passed,
            Value::Null => continue,
            Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
                return Err(KEY);
            }
        };
        if let Some(check) = named(name)
            && checks.iter().all(|known| known.check != check)
        {
            checks.push(ReportedCheck { check, passed });
        }
    }
    checks.sort_by_key(|reported| reported.check);
    Ok(checks)
}

fn named(name: &str) -> Option<Check> {
    Check::from_registration_authority(name).or_else(|| {
        LABELS
            .into_iter()
            .find(|(label, _)| label.eq_ignore_ascii_case(name.trim()))
            .map(|(_, check)| check)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_forms_say_the_same() {
        let expected = vec![
            ReportedCheck {
                check: Check::NonExpired,
                passed: true,
            },
            ReportedCheck {
                check: Check::NotBwCopy,
                passed: false,
            },
        ];
        let object =
            json!({"document_notcopy": false, "document_notexpired": true, "liveliness": null});
        assert_eq!(read(&object), Ok(expected.clone()));
        let list = json!([
            ["document is not a black and white copy", false],
            ["Document not expired", true],
            ["Sunny", true]
        ]);
        assert_eq!(read(&list), Ok(expected));
    }

    #[test]
    fn every_label_has_a_name_of_its_own() {
        for (label, check) in LABELS {
            assert!(check.registration_authority().is_some(), "{label}");
        }
    }

    #[test]
    fn another_form_is_an_error() {
        for wrong in [
            json!("yes"),
            json!([["Not underage"]]),
            json!(["a", true]),
            json!({"liveliness": "yes"}),
        ] {
            assert_eq!(read(&wrong), Err("security_checks"), "{wrong}");
        }
        assert_eq!(read(&json!(null)), Ok(Vec::new()));
    }
}
