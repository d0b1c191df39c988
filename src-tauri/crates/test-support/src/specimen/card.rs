//! The two sides of an identity card (ID-1, 85.60 × 53.98 mm).

use domain::document::Sex;
use image::{Rgb, RgbImage};
use jiff::civil::Date;

use super::canvas::{Area, CAPTION, Canvas, INK, SPECIMEN};
use super::code39::{self, Element};
use super::font::Fonts;
use super::{marks, mrz};
use crate::person::Person;

const WIDTH: f32 = 85.6;
const HEIGHT: f32 = 53.98;

/// Distance of the characters in a machine-readable zone (ICAO 9303 part 3).
pub(super) const MRZ_PITCH: f32 = 2.54;
/// Line height that gives OCR-B size 1 characters.
pub(super) const MRZ_SIZE: f32 = 4.4;
/// Distance of the lines in a machine-readable zone.
pub(super) const MRZ_LEADING: f32 = 4.23;

/// The data side of `person`'s card with `portrait`.
///
/// # Errors
/// When a font is missing.
pub fn front(person: &Person, portrait: &RgbImage) -> anyhow::Result<RgbImage> {
    let fonts = Fonts::load()?;
    let mut canvas = Canvas::new(WIDTH, HEIGHT, [216, 228, 236], [232, 224, 214]);
    mark(&mut canvas, &fonts, 26.0);

    canvas.text(
        &fonts.bold,
        3.6,
        (12.6, 2.6),
        CAPTION,
        "FAC-SIMILE · SPECIMEN",
    );
    canvas.text(
        &fonts.sans,
        2.6,
        (12.6, 6.4),
        CAPTION,
        "CARTA DI IDENTITÀ / IDENTITY CARD",
    );
    canvas.text(&fonts.bold, 4.2, (57.0, 3.2), INK, &person.document.number);
    portraits(&mut canvas, portrait);
    let sign = Area {
        x: 4.0,
        y: 3.6,
        width: 7.2,
        height: 4.2,
    };
    marks::chip_sign(&mut canvas, sign);

    let mut data = Data { canvas, fonts };
    let place = format!(
        "{} ({}) {}",
        person.birth_place.name.to_uppercase(),
        person.birth_place.province,
        written(person.birth_date)
    );
    let document = &person.document;
    data.row(
        32.0,
        11.0,
        "COGNOME / SURNAME",
        &person.surname.to_uppercase(),
    );
    data.row(32.0, 17.2, "NOME / NAME", &person.given_name.to_uppercase());
    data.row(
        32.0,
        23.4,
        "LUOGO E DATA DI NASCITA / PLACE AND DATE OF BIRTH",
        &place,
    );
    data.row(32.0, 29.6, "SESSO / SEX", sex(person.sex));
    data.row(
        46.0,
        29.6,
        "STATURA / HEIGHT",
        &person.height_cm.to_string(),
    );
    data.row(32.0, 35.8, "CITTADINANZA / NATIONALITY", "ITA");
    data.row(32.0, 42.0, "EMISSIONE / ISSUING", &written(document.issued));
    data.row(53.0, 42.0, "SCADENZA / EXPIRY", &written(document.expires));
    data.row(
        4.0,
        46.8,
        "RILASCIATA DA / ISSUED BY",
        &document.issuer.to_uppercase(),
    );
    let Data { mut canvas, fonts } = data;
    let caption = "FIRMA DEL TITOLARE / HOLDER'S SIGNATURE";
    canvas.text(&fonts.sans, 1.9, (40.0, 47.0), CAPTION, caption);
    let field = Area {
        x: 42.0,
        y: 49.3,
        width: 24.0,
        height: 3.8,
    };
    marks::signature(&mut canvas, field, &person.surname);
    Ok(canvas.image)
}

/// The other side of `person`'s card: tax code, its bar code, the zone.
///
/// # Errors
/// When a font is missing.
pub fn rear(person: &Person) -> anyhow::Result<RgbImage> {
    let fonts = Fonts::load()?;
    let mut canvas = Canvas::new(WIDTH, HEIGHT, [230, 226, 216], [216, 230, 234]);
    mark(&mut canvas, &fonts, 10.0);
    bar_code(&mut canvas, &person.tax_code);

    let mut data = Data { canvas, fonts };
    data.row(5.0, 3.0, "CODICE FISCALE / FISCAL CODE", &person.tax_code);
    data.row(
        5.0,
        9.2,
        "INDIRIZZO DI RESIDENZA / RESIDENCE",
        "VIA DEL CAMPIONE 1",
    );
    data.row(5.0, 15.4, "ESTREMI ATTO DI NASCITA", "0000 P1 S A SPECIMEN");

    let Data { mut canvas, fonts } = data;
    zone(&mut canvas, &fonts, (4.7, 36.8), &mrz::card_zone(person));
    Ok(canvas.image)
}

/// A date as Italian documents print it.
pub(super) fn written(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

pub(super) const fn sex(sex: Sex) -> &'static str {
    sex.letter()
}

/// A sheet and what is set on it: small captions, larger values below them.
pub(super) struct Data {
    pub(super) canvas: Canvas,
    pub(super) fonts: Fonts,
}

impl Data {
    pub(super) fn row(&mut self, x: f32, y: f32, caption: &str, value: &str) {
        self.canvas
            .text(&self.fonts.sans, 1.9, (x, y), CAPTION, caption);
        self.canvas
            .text(&self.fonts.bold, 3.5, (x, y + 2.0), INK, value);
    }
}

/// Lays the word that no real document carries over the sheet.
pub(super) fn mark(canvas: &mut Canvas, fonts: &Fonts, y: f32) {
    let area = Area {
        x: 0.0,
        y,
        width: canvas.width_mm(),
        height: 14.5,
    };
    canvas.overlay(&fonts.bold, area, SPECIMEN, 0.16, "SPECIMEN");
}

/// Sets the lines of a machine-readable zone on a plain strip.
pub(super) fn zone(canvas: &mut Canvas, fonts: &Fonts, (x, y): (f32, f32), lines: &[String]) {
    for (index, line) in lines.iter().enumerate() {
        let y = y + index as f32 * MRZ_LEADING;
        canvas.spaced(&fonts.ocr_b, MRZ_SIZE, (x, y), MRZ_PITCH, line);
    }
}

fn portraits(canvas: &mut Canvas, portrait: &RgbImage) {
    let main = Area {
        x: 4.0,
        y: 11.0,
        width: 25.5,
        height: 33.0,
    };
    let ghost = Area {
        x: 73.5,
        y: 34.0,
        width: 10.0,
        height: 15.0,
    };
    canvas.picture(portrait, main, 1.0);
    canvas.picture(portrait, ghost, 0.35);
}

fn bar_code(canvas: &mut Canvas, tax_code: &str) {
    const MODULE: f32 = 0.19;
    let mut x = 34.0;
    for (index, element) in code39::elements(tax_code).into_iter().enumerate() {
        let width = match element {
            Element::Narrow => MODULE,
            Element::Wide => MODULE * code39::WIDE,
        };
        if index % 2 == 0 {
            let bar = Area {
                x,
                y: 22.5,
                width,
                height: 9.0,
            };
            canvas.fill(bar, Rgb([12, 12, 14]));
        }
        x += width;
    }
}
