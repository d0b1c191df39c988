//! The data page of a passport (ID-3, 125 × 88 mm).

use image::RgbImage;

use super::canvas::{Area, CAPTION, Canvas, INK};
use super::card::{Data, mark, sex, written, zone};
use super::font::Fonts;
use super::mrz;
use crate::person::Person;

/// The data page of `person`'s passport with `portrait`.
///
/// # Errors
/// When a font is missing.
pub fn data_page(person: &Person, portrait: &RgbImage) -> anyhow::Result<RgbImage> {
    let fonts = Fonts::load()?;
    let mut canvas = Canvas::new(125.0, 88.0, [236, 222, 222], [222, 230, 220]);
    mark(&mut canvas, &fonts, 36.0);
    canvas.text(
        &fonts.bold,
        4.0,
        (5.0, 3.0),
        CAPTION,
        "FAC-SIMILE · SPECIMEN",
    );
    canvas.text(
        &fonts.sans,
        3.0,
        (70.0, 3.6),
        CAPTION,
        "PASSAPORTO / PASSPORT",
    );
    let main = Area {
        x: 5.0,
        y: 13.0,
        width: 36.0,
        height: 46.0,
    };
    let ghost = Area {
        x: 106.0,
        y: 42.0,
        width: 13.0,
        height: 17.0,
    };
    canvas.picture(portrait, main, 1.0);
    canvas.picture(portrait, ghost, 0.3);
    canvas.text(&fonts.bold, 5.0, (88.0, 8.4), INK, &person.document.number);

    let mut data = Data { canvas, fonts };
    let place = format!(
        "{} ({})",
        person.birth_place.name.to_uppercase(),
        person.birth_place.province
    );
    let document = &person.document;
    data.row(46.0, 8.6, "TIPO / TYPE", "P");
    data.row(58.0, 8.6, "CODICE PAESE / CODE", "ITA");
    data.row(
        46.0,
        15.6,
        "COGNOME / SURNAME (1)",
        &person.surname.to_uppercase(),
    );
    data.row(
        46.0,
        22.6,
        "NOME / GIVEN NAMES (2)",
        &person.given_name.to_uppercase(),
    );
    data.row(46.0, 29.6, "CITTADINANZA / NATIONALITY (3)", "ITALIANA");
    data.row(
        46.0,
        36.6,
        "DATA DI NASCITA / DATE OF BIRTH (4)",
        &written(person.birth_date),
    );
    data.row(46.0, 43.6, "SESSO / SEX (5)", sex(person.sex));
    data.row(66.0, 43.6, "LUOGO DI NASCITA / PLACE (6)", &place);
    data.row(
        46.0,
        50.6,
        "RILASCIO / ISSUE (7)",
        &written(document.issued),
    );
    data.row(
        74.0,
        50.6,
        "SCADENZA / EXPIRY (8)",
        &written(document.expires),
    );
    data.row(
        46.0,
        57.4,
        "AUTORITÀ / AUTHORITY (9)",
        &document.issuer.to_uppercase(),
    );

    let Data { mut canvas, fonts } = data;
    zone(
        &mut canvas,
        &fonts,
        (6.6, 69.6),
        &mrz::passport_zone(person),
    );
    Ok(canvas.image)
}
