//! `data.json`: the identified person in the shape of Openapi's `/data`, and
//! beside it everything the desk knows, under `sportello`.

mod assessment;
mod checklist;
mod record;

use domain::{
    evidence::Media,
    field::{Name, Review},
};
use serde::Serialize;

pub use assessment::{fail_reason, read_fail_reason, signicat};

use crate::case::SealedCase;

/// The file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Data<'a> {
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    gender: Option<&'a str>,
    birth_country: Option<&'a str>,
    birth_date: Option<&'a str>,
    birth_place: Option<&'a str>,
    tax_code: Option<&'a str>,
    document_type: Option<&'a str>,
    document_number: Option<&'a str>,
    document_date: Option<&'a str>,
    document_expiration: Option<&'a str>,
    health_card_expiration: Option<&'a str>,
    #[serde(rename = "healthCardID")]
    health_card_id: Option<&'a str>,
    sportello: record::Record<'a>,
}

/// Where a piece of evidence went.
pub(crate) struct Placed<'a> {
    /// Its kind's name.
    pub(crate) kind: &'static str,
    /// The entry that holds it.
    pub(crate) entry: &'a str,
    /// Its format.
    pub(crate) media: Media,
    /// The bytes as captured or made.
    pub(crate) bytes: &'a [u8],
}

impl<'a> Data<'a> {
    pub(crate) fn of(case: &SealedCase<'a>, evidence: &[Placed<'a>]) -> Self {
        let value = |name| settled(case, name).map(|(value, _)| value);
        Self {
            first_name: value(Name::GivenName),
            last_name: value(Name::Surname),
            gender: value(Name::Sex),
            birth_country: value(Name::BirthCountry),
            birth_date: value(Name::BirthDate),
            birth_place: value(Name::BirthPlace),
            tax_code: value(Name::TaxCode),
            document_type: value(Name::DocumentType),
            document_number: value(Name::DocumentNumber),
            document_date: value(Name::IssueDate),
            document_expiration: value(Name::ExpiryDate),
            health_card_expiration: value(Name::HealthCardExpiry),
            health_card_id: value(Name::HealthCardNumber),
            sportello: record::Record::of(case, evidence),
        }
    }
}

/// Which of a datum's three values was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Basis {
    Confirmed,
    Declared,
    Read,
}

/// The value that stands for a datum: the confirmed one, else the declared
/// one, else the first that was read; none where the operator rejected it.
fn settled<'a>(case: &SealedCase<'a>, name: Name) -> Option<(&'a str, Basis)> {
    let review = review(case, name);
    if let Some(value) = review.and_then(Review::confirmed) {
        return Some((value.reveal(), Basis::Confirmed));
    }
    if review == Some(&Review::Rejected) {
        return None;
    }
    let declared = case.declared.iter().find(|declared| declared.field == name);
    let read = case
        .assessment
        .into_iter()
        .flat_map(|assessment| &assessment.readings)
        .find(|reading| reading.field == name);
    declared
        .map(|declared| (declared.value.reveal().as_str(), Basis::Declared))
        .or_else(|| read.map(|reading| (reading.value.reveal().as_str(), Basis::Read)))
}

fn review<'a>(case: &SealedCase<'a>, name: Name) -> Option<&'a Review> {
    let reviewed = case.reviews.iter().rfind(|reviewed| reviewed.field == name);
    reviewed.map(|reviewed| &reviewed.review)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{audit::AuditLink, sample};

    #[test]
    fn the_confirmed_value_stands_before_the_declared_and_the_read() {
        let sample = sample::Sample::new();
        let audit: Vec<AuditLink> = sample::audit();
        let case = sample.case(&[], &audit);
        assert_eq!(
            settled(&case, Name::Surname),
            Some(("Rossi", Basis::Confirmed))
        );
        assert_eq!(
            settled(&case, Name::BirthPlace),
            Some(("Roma", Basis::Declared))
        );
        assert_eq!(
            settled(&case, Name::DocumentNumber),
            Some(("CA00000AA", Basis::Read))
        );
        assert_eq!(settled(&case, Name::Phone), None, "rejected");
        assert_eq!(settled(&case, Name::Issuer), None, "nobody said");
    }
}
