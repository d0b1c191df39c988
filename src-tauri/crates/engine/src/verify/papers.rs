//! Everything that stands on the document and on the health card: the
//! machine-readable zone, the visual zone, bar codes.
//!
//! A document that can be located is read straightened; places are brought
//! back to the picture that was sent.

use std::{borrow::Cow, sync::mpsc, thread};

use domain::{
    document::Type,
    evidence::{Area, Kind, Spot},
    field::{Name, Reading, Source},
    quality::PictureQuality,
    tax_code::TaxCode,
};
use image::RgbImage;
use jiff::civil::Date;

use super::document::{self, Zone};
use super::looks::{self, Looks};
use super::quality;
use super::read::Read;
use crate::{
    barcode::{self, BarCode},
    document::{
        Box2, Homography, LocateError, Located, Locator, Point, Quad,
        kind::{self, Recognised, ZoneCode, recognise},
        rectify,
        visual::{self, VisualField},
    },
    error::EngineError,
    face::FaceEngine,
    manifest::Models,
    mrz::{Format, MrzReader},
    quality::DocumentQuality,
    text::{PageReader, TextBox, TextLine},
    threads::joined,
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
    /// What the document shows besides.
    pub(super) looks: Looks,
    /// How good the pictures of the sides are.
    pub(super) quality: Vec<PictureQuality>,
}

/// One side of a document, read.
pub(super) struct Page<'a> {
    pub(super) evidence: Kind,
    pub(super) sheet: Sheet<'a>,
    pub(super) lines: Vec<TextLine>,
    pub(super) recognised: Recognised,
    pub(super) codes: Vec<BarCode>,
    /// The data in its visual zone, in pixels of the sheet.
    printed: Vec<VisualField>,
    quality: PictureQuality,
}

impl Reader {
    pub(super) fn open(models: &Models) -> Result<Self, EngineError> {
        let page = PageReader::open(models)?;
        let (detector, recogniser) = (page.detector().clone(), page.recogniser().clone());
        Ok(Self {
            mrz: MrzReader::beside(detector, recogniser, models)?,
            page,
        })
    }

    /// Reads the sides of the document and of the health card, and says by
    /// `policy` how good their pictures are.
    pub(super) fn read(
        &self,
        faces: &FaceEngine,
        pictures: &[(Kind, RgbImage)],
        today: Date,
        policy: &DocumentQuality,
    ) -> Result<Papers, EngineError> {
        // The zone and the sides are looked at beside each other; then it is
        // known which lines need not be read again.
        let (zone, found) = thread::scope(|scope| {
            let mut boxes = Vec::new();
            let mut sides = Vec::new();
            for kind in READ {
                let Some((_, picture)) = pictures.iter().find(|(name, _)| *name == kind) else {
                    continue;
                };
                let (tell, told) = mpsc::channel();
                boxes.push((kind, told));
                sides.push(scope.spawn(move || -> Result<_, EngineError> {
                    let found = self.found(faces, kind, picture)?;
                    // The zone may be read without it: nobody has to listen.
                    let _ = tell.send(found.in_picture());
                    Ok(found)
                }));
            }
            let text = |kind: Kind| {
                let (_, told) = boxes.iter().find(|(name, _)| *name == kind)?;
                told.recv().ok()
            };
            let zone = document::read(&self.mrz, pictures, &text, today);
            let found: Result<Vec<Found<'_>>, EngineError> =
                sides.into_iter().map(joined).collect();
            (zone, found)
        });
        let (zone, found) = (zone?, found?);
        let pages = thread::scope(|scope| {
            let sides: Vec<_> = found
                .into_iter()
                .map(|found| scope.spawn(|| self.page(found, zone.as_ref(), today, policy)))
                .collect();
            let pages: Result<Vec<Page<'_>>, EngineError> = sides.into_iter().map(joined).collect();
            pages
        })?;
        let mut reads: Vec<Read> = zone.iter().flat_map(document::reads).collect();
        for page in &pages {
            reads.extend(page.printed());
            reads.extend(page.tax_codes());
        }
        let looks = looks::over(faces, &pages, zone.as_ref())?;
        Ok(Papers {
            zone,
            reads,
            looks,
            quality: pages.into_iter().map(|page| page.quality).collect(),
        })
    }

    /// Where text stands on the side `evidence`.
    fn found<'a>(
        &self,
        faces: &FaceEngine,
        evidence: Kind,
        picture: &'a RgbImage,
    ) -> Result<Found<'a>, EngineError> {
        let sheet = self.straighten(faces, picture)?;
        Ok(Found {
            evidence,
            boxes: self.page.find(&sheet.pixels)?,
            sheet,
        })
    }

    /// Reads the side and says which side of which document it is, by its
    /// words and by `zone`, and how good its picture is.
    fn page<'a>(
        &self,
        found: Found<'a>,
        zone: Option<&Zone>,
        today: Date,
        policy: &DocumentQuality,
    ) -> Result<Page<'a>, EngineError> {
        let zone = zone.filter(|zone| zone.spot.evidence == found.evidence && zone.reading.valid);
        let boxes = zone.map_or_else(|| found.boxes.clone(), |zone| found.beside(zone));
        let lines = self.page.read_in(&found.sheet.pixels, &boxes)?;
        let code = zone.map(|zone| ZoneCode {
            format: zone.reading.format,
            code: &zone.reading.fields.document_code,
            issuer: &zone.reading.fields.issuer,
            number: &zone.reading.fields.document_number,
        });
        let recognised = recognise(&lines, code);
        let codes = if recognised.may_have_bar_code() {
            bar_codes(&found.sheet.pixels)
        } else {
            Vec::new()
        };
        let printed = visual::read(&lines, &recognised, today).fields;
        let quality = quality::of_document(found.evidence, &found.sheet, &printed, policy);
        Ok(Page {
            evidence: found.evidence,
            sheet: found.sheet,
            lines,
            recognised,
            codes,
            printed,
            quality,
        })
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
        let (pixels, straight) = match straight {
            Some((located, back)) => {
                let pixels = Cow::Owned(rectify(picture, &located));
                (pixels, Some((located, back)))
            }
            None => (Cow::Borrowed(picture), None),
        };
        Ok(Sheet {
            picture,
            pixels,
            straight,
        })
    }
}

/// One side before it is read.
struct Found<'a> {
    evidence: Kind,
    sheet: Sheet<'a>,
    /// Where text stands, in pixels of the sheet.
    boxes: Vec<TextBox>,
}

impl Found<'_> {
    /// Where text stands, in pixels of the picture that was sent.
    fn in_picture(&self) -> Vec<TextBox> {
        let boxes = self.boxes.iter();
        match &self.sheet.straight {
            Some((_, back)) => boxes.map(|text| text.mapped(back)).collect(),
            None => boxes.copied().collect(),
        }
    }

    /// The text outside of `zone`, which lies on this side.
    fn beside(&self, zone: &Zone) -> Vec<TextBox> {
        let quad = Quad(zone.reading.quad_px.map(|(x, y)| Point { x, y }));
        let to_picture = self.sheet.straight.map(|(_, back)| back);
        let is_outside = |text: &&TextBox| {
            let (x, y) = text.centre;
            let centre = Point { x, y };
            !quad.contains(to_picture.map_or(centre, |back| back.map(centre)))
        };
        self.boxes.iter().filter(is_outside).copied().collect()
    }
}

impl Page<'_> {
    /// The visual zone, and which document it is.
    fn printed(&self) -> Vec<Read> {
        let mut reads: Vec<Read> = self
            .printed
            .iter()
            .map(|field| Read {
                reading: Reading {
                    field: field.field,
                    source: Source::VisualZone,
                    value: field.value.clone(),
                    seen: Some(Spot::area(self.evidence, self.sheet.area(&field.quad))),
                },
                confidence: field.confidence,
            })
            .collect();
        reads.extend(document_type(self.evidence, &self.recognised));
        reads
    }

    /// The tax code in its bar codes. A code whose check character is wrong is
    /// another number, or misread.
    fn tax_codes(&self) -> impl Iterator<Item = Read> {
        self.codes.iter().filter_map(|code| {
            let tax_code = TaxCode::parse_valid(code.text.reveal().trim()).ok()?;
            Some(Read {
                reading: Reading {
                    field: Name::TaxCode,
                    source: Source::BarCode,
                    value: tax_code.as_str().to_owned().into(),
                    seen: Some(Spot::area(self.evidence, self.sheet.area(&code.quad))),
                },
                confidence: 1.0,
            })
        })
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

/// The bar codes of `picture`, in its pixels.
fn bar_codes(picture: &RgbImage) -> Vec<BarCode> {
    let (width, height) = picture.dimensions();
    let scale = LONGER_SIDE_PX as f32 / width.max(height) as f32;
    let shrunk = (scale < 1.0).then(|| {
        let size = |side: u32| ((side as f32 * scale).round() as u32).max(1);
        image::imageops::thumbnail(picture, size(width), size(height))
    });
    let factor = if shrunk.is_some() { 1.0 / scale } else { 1.0 };
    let mut codes = barcode::read(shrunk.as_ref().unwrap_or(picture));
    for code in &mut codes {
        code.quad = code.quad.scaled(factor);
    }
    codes
}

/// What is read of one side.
pub(super) struct Sheet<'a> {
    /// The picture that was sent.
    pub(super) picture: &'a RgbImage,
    /// The document alone, straightened; the picture where it was not located.
    pub(super) pixels: Cow<'a, RgbImage>,
    /// Where it lies, and the way from `pixels` to the picture, where it was
    /// straightened.
    pub(super) straight: Option<(Located, Homography)>,
}

impl Sheet<'_> {
    /// The upright part of the picture that was sent in which `quad` lies.
    pub(super) fn area(&self, quad: &Quad) -> Area {
        let quad = self.straight.map_or(*quad, |(_, back)| back.map_quad(quad));
        shown(&quad.bounds(), self.picture)
    }
}

/// What `bounds` cover of `picture`, in whose pixels they are.
pub(super) fn shown(bounds: &Box2, picture: &RgbImage) -> Area {
    let size = picture.dimensions();
    let span = |from: f32, length: f32, size: u32| {
        // A float beyond what an integer holds becomes its end; NaN becomes 0.
        let low = (from.floor().max(0.0) as u32).min(size);
        let high = ((from + length).ceil().max(0.0) as u32).clamp(low, size);
        (low, high - low)
    };
    let (x, width) = span(bounds.x, bounds.width, size.0);
    let (y, height) = span(bounds.y, bounds.height, size.1);
    Area {
        x,
        y,
        width,
        height,
    }
}
