//! What the machine-readable zone says, as readings and as a finding.

use domain::{
    assessment::MrzSummary,
    document::Type,
    evidence::{Area, Kind, Spot},
    field::{Name, Reading, Source},
};
use image::RgbImage;
use jiff::civil::Date;

use super::read::Read;
use crate::mrz::{Format, MrzError, MrzReader, MrzReading};
use crate::text::TextBox;

/// A zone that was read, and where it stands.
pub(super) struct Zone {
    pub(super) reading: MrzReading,
    pub(super) spot: Spot,
}

/// Reads the zone from the sides of the document, the rear first: that is
/// where cards carry it. `text` gives the text that is found on a side, in
/// pixels of its picture, when it is asked for.
pub(super) fn read(
    reader: &MrzReader,
    pictures: &[(Kind, RgbImage)],
    text: &impl Fn(Kind) -> Option<Vec<TextBox>>,
    today: Date,
) -> Result<Option<Zone>, MrzError> {
    let mut unsure = None;
    for kind in [Kind::DocumentRear, Kind::DocumentFront] {
        let Some((_, picture)) = pictures.iter().find(|(name, _)| *name == kind) else {
            continue;
        };
        let Some(reading) = reader.read_among(picture, today, || text(kind))? else {
            continue;
        };
        let spot = Spot::area(kind, area(&reading));
        let zone = Zone { reading, spot };
        if zone.reading.valid {
            return Ok(Some(zone));
        }
        unsure = unsure.or(Some(zone));
    }
    Ok(unsure)
}

/// The upright rectangle around the zone.
fn area(reading: &MrzReading) -> Area {
    let corners = reading.quad_px;
    let span = |values: [f32; 4]| {
        let low = values.into_iter().fold(f32::INFINITY, f32::min).max(0.0);
        let high = values.into_iter().fold(0.0, f32::max);
        (low.floor() as u32, (high - low).ceil() as u32)
    };
    let (x, width) = span(corners.map(|(x, _)| x));
    let (y, height) = span(corners.map(|(_, y)| y));
    Area {
        x,
        y,
        width,
        height,
    }
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
pub(super) fn reads(zone: &Zone) -> Vec<Read> {
    let reading = &zone.reading;
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
        Some(Read {
            reading: Reading {
                field,
                source: Source::Mrz,
                value: value.into(),
                seen: Some(zone.spot),
            },
            confidence: 1.0,
        })
    })
    .collect()
}

fn document_type(format: Format) -> Type {
    match format {
        Format::Td1 | Format::Td2 => Type::IdentityCard,
        Format::Td3 => Type::Passport,
        Format::MrvA | Format::MrvB => Type::Visa,
    }
}
