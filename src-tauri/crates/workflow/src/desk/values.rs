//! What declaration and contract say of a case.

use archive::pdf::{Contract, Declaration, Language, OperatorSignature, Provider, Signer, service};
use domain::{document::Type, field::Name, operator::Operator};
use jiff::civil::Date;
use zeroize::Zeroizing;

use super::CaseFile;

/// The values of a case, owned, so that the typesetter's thread can have them.
pub(super) struct Values {
    language: Language,
    request: String,
    provider: String,
    operator: String,
    code: String,
    fields: Vec<(Name, Zeroizing<String>)>,
    document_type: Option<&'static str>,
    date: String,
}

impl Values {
    /// The values of `file`, of which `operator` makes documents `today`.
    pub(super) fn of(
        file: &CaseFile,
        operator: &Operator,
        provider: &str,
        language: Language,
        today: Date,
    ) -> Self {
        let fields: Vec<_> = FIELDS
            .into_iter()
            .filter_map(|name| Some((name, confirmed_or_declared(file, name)?)))
            .map(|(name, value)| {
                let value = if DATES.contains(&name) {
                    in_words(value)
                } else {
                    value.to_owned()
                };
                (name, Zeroizing::new(value))
            })
            .collect();
        Self {
            language,
            request: file.session.central_key.to_string(),
            provider: provider.to_owned(),
            operator: operator.display_name.clone(),
            code: operator.rao_id.0.clone(),
            document_type: confirmed_or_declared(file, Name::DocumentType)
                .and_then(Type::from_name)
                .map(|kind| kind_in_words(kind, language)),
            fields,
            date: written(today),
        }
    }

    /// The declaration with this number and the central API's `text`.
    pub(super) fn declaration<'a>(&'a self, serial: &'a str, text: &'a str) -> Declaration<'a> {
        Declaration {
            language: self.language,
            serial_number: serial,
            request_id: &self.request,
            receipt: text,
            provider: self.provider(),
            operator: self.operator(),
            signer: self.signer(),
            date: &self.date,
        }
    }

    /// The contract.
    pub(super) fn contract(&self) -> Contract<'_> {
        Contract {
            language: self.language,
            request_id: &self.request,
            service: service(self.language),
            provider: self.provider(),
            operator: self.operator(),
            signer: self.signer(),
            date: &self.date,
        }
    }

    fn provider(&self) -> Provider<'_> {
        Provider {
            name: &self.provider,
            ..Provider::default()
        }
    }

    fn operator(&self) -> OperatorSignature<'_> {
        OperatorSignature {
            name: &self.operator,
            document_number: None,
            code: Some(&self.code),
        }
    }

    fn signer(&self) -> Signer<'_> {
        let value = |name| {
            let known = self.fields.iter().find(|(field, _)| *field == name);
            known.map(|(_, value)| value.as_str())
        };
        Signer {
            surname: value(Name::Surname).unwrap_or_default(),
            given_name: value(Name::GivenName).unwrap_or_default(),
            birth_date: value(Name::BirthDate),
            birth_place: value(Name::BirthPlace),
            birth_country: value(Name::BirthCountry),
            tax_code: value(Name::TaxCode),
            document_type: self.document_type,
            document_number: value(Name::DocumentNumber),
            document_issuer: value(Name::Issuer),
            document_expiry: value(Name::ExpiryDate),
            email: value(Name::Email),
            phone: value(Name::Phone),
        }
    }
}

/// The data that documents name.
const FIELDS: [Name; 11] = [
    Name::Surname,
    Name::GivenName,
    Name::BirthDate,
    Name::BirthPlace,
    Name::BirthCountry,
    Name::TaxCode,
    Name::DocumentNumber,
    Name::Issuer,
    Name::ExpiryDate,
    Name::Email,
    Name::Phone,
];

const DATES: [Name; 2] = [Name::BirthDate, Name::ExpiryDate];

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

const fn kind_in_words(kind: Type, language: Language) -> &'static str {
    match (language, kind) {
        (Language::Italian, Type::IdentityCard) => "Carta d’identità",
        (Language::Italian, Type::Passport) => "Passaporto",
        (Language::Italian, Type::DrivingLicence) => "Patente di guida",
        (Language::Italian, Type::Visa) => "Visto",
        (Language::Italian, Type::Other) => "Altro documento",
        (Language::English, Type::IdentityCard) => "Identity card",
        (Language::English, Type::Passport) => "Passport",
        (Language::English, Type::DrivingLicence) => "Driving licence",
        (Language::English, Type::Visa) => "Visa",
        (Language::English, Type::Other) => "Another document",
    }
}

/// A date as documents write it; what is no date stays as it is.
fn in_words(value: &str) -> String {
    value.parse().map_or_else(|_| value.to_owned(), written)
}

fn written(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_one_reads_them() {
        assert_eq!(in_words("1977-11-06"), "06/11/1977");
        assert_eq!(in_words("November 1977"), "November 1977");
    }
}
