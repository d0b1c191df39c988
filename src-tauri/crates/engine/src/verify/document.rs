//! What the machine-readable zone says, as readings and as a finding.

use domain::{
    assessment::MrzSummary,
    check::{Answer, Check, Finding, Reason},
    document::Type,
    evidence::Kind,
    field::{Name, Reading, Source},
};
use image::RgbImage;
use jiff::civil::Date;

use crate::mrz::{Format, MrzError, MrzReader, MrzReading};

/// Reads the zone from the sides of the document, the rear first: that is
/// where cards carry it.
pub(super) fn read(
    reader: &MrzReader,
    pictures: &[(Kind, RgbImage)],
    today: Date,
) -> Result<Option<MrzReading>, MrzError> {
    let mut unsure = None;
    for kind in [Kind::DocumentRear, Kind::DocumentFront] {
        let Some((_, picture)) = pictures.iter().find(|(name, _)| *name == kind) else {
            continue;
        };
        match reader.read(picture, today)? {
            Some(reading) if reading.valid => return Ok(Some(reading)),
            Some(reading) => unsure = unsure.or(Some(reading)),
            None => {}
        }
    }
    Ok(unsure)
}

/// The zone for people.
pub(super) fn summary(reading: &MrzReading) -> MrzSummary {
    MrzSummary {
        format: reading.format.name().to_owned(),
        lines: reading
            .lines
            .iter()
            .map(|line| line.as_str().into())
            .collect(),
        valid: reading.valid,
        repaired: u16::try_from(reading.repaired.len()).unwrap_or(u16::MAX),
    }
}

/// The data that the zone states. A zone whose check digits do not add up
/// states nothing that could be compared.
pub(super) fn readings(reading: &MrzReading) -> Vec<Reading> {
    if !reading.valid {
        return Vec::new();
    }
    let fields = &reading.fields;
    let date = |date: Option<Date>| date.map(|date| date.to_string());
    [
        (
            Name::DocumentType,
            Some(document_type(reading.format).name().to_owned()),
        ),
        (Name::Surname, Some(fields.surname.clone())),
        (Name::GivenName, Some(fields.given_names.clone())),
        (Name::Sex, Some(fields.sex.letter().to_owned())),
        (Name::BirthDate, date(fields.birth_date)),
        (Name::Citizenship, Some(fields.nationality.clone())),
        (Name::DocumentNumber, Some(fields.document_number.clone())),
        (Name::IssuingCountry, Some(fields.issuer.clone())),
        (Name::ExpiryDate, date(fields.expiry_date)),
    ]
    .into_iter()
    .filter_map(|(field, value)| {
        let value = value.filter(|value| !value.is_empty())?;
        Some(Reading {
            field,
            source: Source::Mrz,
            value: value.into(),
        })
    })
    .collect()
}

/// Whether the data of the zone agree with each other. A zone of which some
/// characters stay doubtful, though its digits add up, proves nothing.
pub(super) fn data_integrity(reading: Option<&MrzReading>) -> Finding {
    let check = Check::DataIntegrity;
    let Some(reading) = reading else {
        return Finding::new(check, Answer::NotAssessable, Reason::NothingRead);
    };
    let wrong: Vec<String> = reading
        .check_digits
        .iter()
        .filter(|digit| !digit.ok)
        .map(|digit| digit.field.name().to_owned())
        .collect();
    let compared = u8::try_from(reading.check_digits.len()).unwrap_or(u8::MAX);
    match (wrong.is_empty(), reading.valid) {
        (false, _) => Finding::new(check, Answer::No, Reason::CheckDigits(wrong)),
        (true, true) => Finding::new(check, Answer::Yes, Reason::Agrees { compared }),
        (true, false) => Finding::new(check, Answer::NotAssessable, Reason::NothingRead),
    }
}

fn document_type(format: Format) -> Type {
    match format {
        Format::Td1 | Format::Td2 => Type::IdentityCard,
        Format::Td3 => Type::Passport,
        Format::MrvA | Format::MrvB => Type::Visa,
    }
}
