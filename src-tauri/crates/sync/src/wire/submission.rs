//! What a kiosk sends: a new request, and the evidence of a session.

use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{
    document::Type,
    evidence::Kind,
    field::{Declared, Name},
    id::RequestKey,
};
use serde_json::{Map, Value, json};

use crate::capture::{NewRequest, Submission};

/// The body of `POST /api/v1/requests/`.
pub(crate) fn new_request(new: &NewRequest, id: RequestKey, scratchcard: &str) -> Value {
    let mut body = Map::new();
    for Declared { field, value } in &new.declared {
        for (key, value) in keys(*field, value.reveal()) {
            body.insert(key.to_owned(), value.into());
        }
    }
    body.insert("scratchcard".to_owned(), scratchcard.into());
    body.insert(
        "registration_authority".to_owned(),
        new.registration_authority.to_string().into(),
    );
    body.insert("profile".to_owned(), new.profile.as_str().into());
    body.insert("videoid_mode".to_owned(), 1.into());
    body.insert("external_reference".to_owned(), id.to_string().into());
    Value::Object(body)
}

/// The body of `PUT /api/v1/videoid/{video_pk}/`. Keys are sorted: the same
/// submission gives the same bytes.
pub(crate) fn evidence(submission: &Submission) -> Value {
    let images: Map<String, Value> = submission
        .images
        .iter()
        .map(|(kind, bytes)| {
            (
                kind_name(*kind).to_owned(),
                BASE64_STANDARD.encode(bytes).into(),
            )
        })
        .collect();
    let mut read = Map::new();
    for (field, value) in &submission.read {
        for (key, value) in keys(*field, value.reveal()) {
            read.insert(key.to_owned(), value.into());
        }
    }
    let checks: Map<String, Value> = submission
        .checks
        .iter()
        .filter_map(|reported| {
            let name = reported.check.registration_authority()?;
            Some((name.to_owned(), reported.passed.into()))
        })
        .collect();
    let acceptance = &submission.acceptance;
    json!({
        "acceptance": {
            "description": acceptance.description(),
            "ip": null,
            "date": acceptance.at.as_millisecond(),
            "text_version": acceptance.text_version,
            "kiosk": acceptance.kiosk,
        },
        "videoid_data": {
            "images": images,
            "ocr_data": read,
            "security_checks": checks,
            "similarity_level": submission.similarity,
        },
    })
}

/// The name of a kind of evidence at the RA API.
pub(crate) const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Selfie => "document_owner",
        Kind::DocumentFront
        | Kind::DocumentRear
        | Kind::DocumentPhoto
        | Kind::HealthCardFront
        | Kind::HealthCardRear
        | Kind::Video
        | Kind::Snapshot
        | Kind::Declaration
        | Kind::Contract => kind.name(),
    }
}

/// The vendor's keys of a datum with their values; none for what the RA API has
/// no key for.
fn keys(field: Name, value: &str) -> Vec<(&'static str, String)> {
    let key = match field {
        Name::Surname => "surname_1",
        Name::GivenName => "given_name",
        Name::Sex => "sex",
        Name::BirthDate => "birth_date",
        Name::BirthPlace => "birth_city",
        Name::BirthCountry => "birth_country",
        Name::Citizenship => "citizenship",
        Name::TaxCode => "citizen_tax_number",
        Name::DocumentNumber => "serial_number",
        Name::IssuingCountry => "id_document_country",
        Name::IssueDate => "id_document_issue_date",
        Name::ExpiryDate => "id_document_validity",
        Name::Issuer => "id_document_issuer",
        Name::Email => "email",
        Name::Phone => "mobile_phone_number",
        Name::HealthCardNumber => "health_card_number",
        Name::HealthCardExpiry => "health_card_expiry",
        // The vendor's own code, and the finer one of ours.
        Name::DocumentType => {
            let code = Type::from_name(value).unwrap_or(Type::Other);
            return vec![
                ("id_document_type", code.registration_authority().to_owned()),
                ("document_type", value.to_owned()),
            ];
        }
        Name::HealthCardInstitution | Name::Height => return Vec::new(),
    };
    vec![(key, value.to_owned())]
}

#[cfg(test)]
mod tests {
    use domain::{check::Check, kiosk::Consent};

    use super::*;
    use crate::{
        remote::ReportedCheck,
        wire::{fields, request::kind_named},
    };

    #[test]
    fn what_is_written_is_read_back_as_it_was() {
        let values = [
            (Name::Surname, "Specimen Due"),
            (Name::GivenName, "Anna"),
            (Name::Sex, "F"),
            (Name::BirthDate, "1980-01-31"),
            (Name::TaxCode, "SPCNNA80A71H501X"),
            (Name::DocumentType, "drive_license"),
            (Name::DocumentNumber, "U1"),
            (Name::IssuingCountry, "ITA"),
            (Name::ExpiryDate, "2031-12-31"),
            (Name::Email, "anna@example.com"),
            (Name::Phone, "+393331234567"),
            (Name::HealthCardExpiry, "2030-01-01"),
        ];
        let written: Map<String, Value> = values
            .iter()
            .flat_map(|(name, value)| keys(*name, value))
            .map(|(key, value)| (key.to_owned(), value.into()))
            .collect();
        let read = fields::read(&written).unwrap();
        let read: Vec<(Name, &str)> = read
            .iter()
            .map(|(name, value)| (*name, value.reveal().as_str()))
            .collect();
        assert_eq!(read, values);
    }

    #[test]
    fn every_kind_is_read_by_the_name_it_is_sent_by() {
        for kind in Kind::ALL {
            assert_eq!(kind_named(kind_name(kind)), Some(kind));
        }
    }

    #[test]
    fn the_same_submission_gives_the_same_bytes() {
        let mut submission = Submission {
            acceptance: Consent {
                at: "2026-03-02T09:30:00Z".parse().unwrap(),
                text_version: "2026-01".into(),
                kiosk: "MI-3".into(),
            },
            images: vec![(Kind::Selfie, vec![1, 2]), (Kind::DocumentFront, vec![3])],
            read: vec![
                (Name::Surname, "Specimen".into()),
                (Name::GivenName, "Anna".into()),
            ],
            checks: vec![ReportedCheck {
                check: Check::LivenessDetected,
                passed: true,
            }],
            similarity: Some(80),
        };
        let written = evidence(&submission).to_string();
        submission.images.reverse();
        submission.read.reverse();
        assert_eq!(evidence(&submission).to_string(), written);
        assert!(written.contains("\"similarity_level\":80"), "{written}");
        assert!(written.contains("\"liveliness\":true"), "{written}");
        assert!(!format!("{submission:?}").contains("Anna"));
    }
}
