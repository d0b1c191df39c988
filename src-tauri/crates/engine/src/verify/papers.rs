//! Everything that stands on the document and on the health card: the
//! machine-readable zone, the visual zone, bar codes.

use domain::{
    document::Type,
    evidence::{Area, Kind, Spot},
    field::{Name, Reading, Source},
    tax_code::TaxCode,
};
use image::RgbImage;
use jiff::civil::Date;

use super::document::{self, Zone};
use super::read::Read;
use crate::{
    barcode,
    document::{
        Box2,
        kind::{self, Recognised, ZoneCode, recognise},
        visual,
    },
    error::EngineError,
    manifest::Models,
    model::ModelError,
    mrz::{Format, MrzReader},
    text::PageReader,
};

/// The pictures that are read, the document's first.
const READ: [Kind; 4] = [
    Kind::DocumentFront,
    Kind::DocumentRear,
    Kind::HealthCardFront,
    Kind::HealthCardRear,
];

/// Bar codes are looked for at this size at most: their bars are printed
/// wider than a letter's strokes.
const LONGER_SIDE_PX: u32 = 1600;

/// Reads documents.
pub(super) struct Reader {
    mrz: MrzReader,
    page: PageReader,
}

/// What the documents say.
pub(super) struct Papers {
    pub(super) zone: Option<Zone>,
    pub(super) reads: Vec<Read>,
}

impl Reader {
    pub(super) fn open(models: &Models) -> Result<Self, EngineError> {
        Ok(Self {
            mrz: MrzReader::open(models)?,
            page: PageReader::open(models)?,
        })
    }

    /// Reads the sides of the document and of the health card.
    pub(super) fn read(
        &self,
        pictures: &[(Kind, RgbImage)],
        today: Date,
    ) -> Result<Papers, EngineError> {
        let zone = document::read(&self.mrz, pictures, today)?;
        let mut reads: Vec<Read> = zone.iter().flat_map(document::reads).collect();
        for kind in READ {
            let Some((_, picture)) = pictures.iter().find(|(name, _)| *name == kind) else {
                continue;
            };
            let here = zone.as_ref().filter(|zone| zone.spot.evidence == kind);
            reads.extend(self.visual(kind, picture, here, today)?);
            reads.extend(bar_codes(kind, picture));
        }
        Ok(Papers { zone, reads })
    }

    /// The visual zone of one side, and which document it is.
    fn visual(
        &self,
        evidence: Kind,
        picture: &RgbImage,
        zone: Option<&Zone>,
        today: Date,
    ) -> Result<Vec<Read>, ModelError> {
        let lines = self.page.read(picture)?;
        let code = zone.filter(|zone| zone.reading.valid).map(|zone| ZoneCode {
            format: zone.reading.format,
            code: &zone.reading.fields.document_code,
            issuer: &zone.reading.fields.issuer,
            number: &zone.reading.fields.document_number,
        });
        let recognised = recognise(&lines, code);
        let printed = visual::read(&lines, &recognised, today);
        let mut reads: Vec<Read> = printed
            .fields
            .into_iter()
            .map(|field| Read {
                reading: Reading {
                    field: field.field,
                    source: Source::VisualZone,
                    value: field.value,
                },
                spot: Some(Spot::area(evidence, area(field.quad.bounds(), picture))),
                confidence: field.confidence,
            })
            .collect();
        reads.extend(document_type(evidence, &recognised));
        Ok(reads)
    }
}

/// What kind of document the words on a side say it is.
fn document_type(evidence: Kind, recognised: &Recognised) -> Option<Read> {
    let kind = match recognised.kind {
        kind::Kind::ElectronicIdentityCard
        | kind::Kind::OlderIdentityCard
        | kind::Kind::PaperIdentityCard
        | kind::Kind::Mrz(Format::Td1 | Format::Td2) => Type::IdentityCard,
        kind::Kind::DrivingLicence => Type::DrivingLicence,
        kind::Kind::Passport | kind::Kind::Mrz(Format::Td3) => Type::Passport,
        kind::Kind::Mrz(Format::MrvA | Format::MrvB) => Type::Visa,
        kind::Kind::HealthCard => Type::Other,
        kind::Kind::Unknown => return None,
    };
    Some(Read {
        reading: Reading {
            field: Name::DocumentType,
            source: Source::VisualZone,
            value: kind.name().to_owned().into(),
        },
        spot: Some(Spot::whole(evidence)),
        confidence: recognised.confidence,
    })
}

/// The tax code in the bar codes of a picture. A code whose check character is
/// wrong is another number, or misread.
fn bar_codes(evidence: Kind, picture: &RgbImage) -> Vec<Read> {
    let (width, height) = picture.dimensions();
    let scale = LONGER_SIDE_PX as f32 / width.max(height) as f32;
    let shrunk = (scale < 1.0).then(|| {
        let size = |side: u32| ((side as f32 * scale).round() as u32).max(1);
        image::imageops::thumbnail(picture, size(width), size(height))
    });
    let factor = if shrunk.is_some() { 1.0 / scale } else { 1.0 };
    barcode::read(shrunk.as_ref().unwrap_or(picture))
        .into_iter()
        .filter_map(|code| {
            let tax_code = TaxCode::parse_valid(code.text.reveal().trim()).ok()?;
            let bounds = code.quad.scaled(factor).bounds();
            Some(Read {
                reading: Reading {
                    field: Name::TaxCode,
                    source: Source::BarCode,
                    value: tax_code.as_str().to_owned().into(),
                },
                spot: Some(Spot::area(evidence, area(bounds, picture))),
                confidence: 1.0,
            })
        })
        .collect()
}

/// The part of `bounds` that lies in `picture`, in whole pixels.
fn area(bounds: Box2, picture: &RgbImage) -> Area {
    let span = |from: f32, length: f32, size: u32| {
        // A float beyond what an integer holds becomes its end; NaN becomes 0.
        let low = (from.floor().max(0.0) as u32).min(size);
        let high = ((from + length).ceil().max(0.0) as u32).min(size);
        (low, high - low)
    };
    let (x, width) = span(bounds.x, bounds.width, picture.width());
    let (y, height) = span(bounds.y, bounds.height, picture.height());
    Area {
        x,
        y,
        width,
        height,
    }
}
