//! Everything that stands on the document and on the health card: the
//! machine-readable zone, the visual zone, bar codes.
//!
//! A document that can be located is read straightened; places are brought
//! back to the picture that was sent.

use std::borrow::Cow;

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
        Box2, Homography, LocateError, Locator, Quad,
        kind::{self, Recognised, ZoneCode, recognise},
        rectify, visual,
    },
    error::EngineError,
    face::FaceEngine,
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
        faces: &FaceEngine,
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
            let sheet = self.straighten(faces, picture)?;
            reads.extend(self.visual(kind, &sheet, here, today)?);
            reads.extend(bar_codes(kind, &sheet));
        }
        Ok(Papers { zone, reads })
    }

    /// The document in `picture`, straightened; the picture itself where none
    /// can be located.
    fn straighten<'a>(
        &self,
        faces: &FaceEngine,
        picture: &'a RgbImage,
    ) -> Result<Sheet<'a>, LocateError> {
        let locator = Locator {
            faces,
            text: self.page.detector(),
            lines: self.page.recogniser(),
        };
        let located = locator.locate(picture)?;
        let straight = located.and_then(|located| Some((located, located.to_picture()?)));
        Ok(match straight {
            Some((located, back)) => Sheet {
                pixels: Cow::Owned(rectify(picture, &located)),
                back: Some(back),
                size: picture.dimensions(),
            },
            None => Sheet {
                pixels: Cow::Borrowed(picture),
                back: None,
                size: picture.dimensions(),
            },
        })
    }

    /// The visual zone of one side, and which document it is.
    fn visual(
        &self,
        evidence: Kind,
        sheet: &Sheet<'_>,
        zone: Option<&Zone>,
        today: Date,
    ) -> Result<Vec<Read>, ModelError> {
        let lines = self.page.read(&sheet.pixels)?;
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
                    seen: Some(Spot::area(evidence, sheet.area(&field.quad))),
                },
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
            seen: Some(Spot::whole(evidence)),
        },
        confidence: recognised.confidence,
    })
}

/// The tax code in the bar codes of a picture. A code whose check character is
/// wrong is another number, or misread.
fn bar_codes(evidence: Kind, sheet: &Sheet<'_>) -> Vec<Read> {
    let picture = sheet.pixels.as_ref();
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
            Some(Read {
                reading: Reading {
                    field: Name::TaxCode,
                    source: Source::BarCode,
                    value: tax_code.as_str().to_owned().into(),
                    seen: Some(Spot::area(evidence, sheet.area(&code.quad.scaled(factor)))),
                },
                confidence: 1.0,
            })
        })
        .collect()
}

/// What is read of one side.
struct Sheet<'a> {
    pixels: Cow<'a, RgbImage>,
    /// From there to the picture that was sent, where it was straightened.
    back: Option<Homography>,
    /// Size of the picture that was sent.
    size: (u32, u32),
}

impl Sheet<'_> {
    /// The upright part of the picture that was sent in which `quad` lies.
    fn area(&self, quad: &Quad) -> Area {
        let quad = self.back.map_or(*quad, |back| back.map_quad(quad));
        let bounds: Box2 = quad.bounds();
        let span = |from: f32, length: f32, size: u32| {
            // A float beyond what an integer holds becomes its end; NaN becomes 0.
            let low = (from.floor().max(0.0) as u32).min(size);
            let high = ((from + length).ceil().max(0.0) as u32).clamp(low, size);
            (low, high - low)
        };
        let (x, width) = span(bounds.x, bounds.width, self.size.0);
        let (y, height) = span(bounds.y, bounds.height, self.size.1);
        Area {
            x,
            y,
            width,
            height,
        }
    }
}
