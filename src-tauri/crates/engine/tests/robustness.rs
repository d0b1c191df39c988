//! Spoilt pictures and spoilt zones: refused or read, never a panic, a hang or
//! a gigabyte. `tests/support/soak.rs` says how to run more of them.

#[path = "../../../../tests/support/mutation.rs"]
mod mutation;
#[path = "support/shared_data.rs"]
mod shared_data;
#[path = "../../../../tests/support/soak.rs"]
mod soak;

use std::io::Cursor;

use engine::document::kind::recognise;
use engine::document::{Point, Quad, visual};
use engine::imaging::{Format, Limits, decode};
use engine::mrz;
use engine::text::TextLine;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jiff::civil::date;
use shared_data::{folder, rows};
use soak::{Counting, Soak};

#[global_allocator]
static MEMORY: Counting = Counting;

/// Real files larger than this would make the run long and not better.
const LARGEST_SEED_BYTES: usize = 64 * 1024;

#[test]
fn spoilt_jpeg_pictures_are_decoded_or_refused() {
    check_pictures("JPEG", Format::Jpeg, ImageFormat::Jpeg);
}

#[test]
fn spoilt_png_pictures_are_decoded_or_refused() {
    check_pictures("PNG", Format::Png, ImageFormat::Png);
}

#[test]
fn spoilt_webp_pictures_are_decoded_or_refused() {
    check_pictures("WebP", Format::WebP, ImageFormat::WebP);
}

#[test]
fn spoilt_zones_are_parsed_or_refused() {
    let seeds = [
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<",
        // A number that goes on in the optional data.
        "IDD<<T220001293<<<<<<<<<<<<<<<\nI<BEL000590448<3015<<<<<<<<<<<",
    ];
    let today = date(2026, 11, 21);
    let soak = Soak {
        name: "MRZ text",
        seeds: seeds.map(|zone| zone.as_bytes().to_vec()).to_vec(),
        in_suite: 10_000,
    };
    soak.run(|input| {
        let text = String::from_utf8_lossy(input);
        let lines: Vec<&str> = text.split('\n').collect();
        match mrz::parse(&lines, today) {
            Ok(zone) if zone.valid => "valid",
            Ok(_) => "invalid",
            Err(mrz::parse::ParseError::Shape { .. }) => "shape",
            Err(mrz::parse::ParseError::Character { .. }) => "character",
        }
    });
}

#[test]
fn spoilt_lines_of_text_are_understood_or_passed_over() {
    let today = date(2026, 11, 21);
    let soak = Soak {
        name: "lines that OCR gives",
        seeds: [CARD, LICENCE, HEALTH_CARD]
            .map(|lines| lines.iter().flat_map(written).collect())
            .to_vec(),
        in_suite: 10_000,
    };
    soak.run(|input| {
        let lines: Vec<TextLine> = input.split(|byte| *byte == b'\n').map(line).collect();
        let recognised = recognise(&lines, None);
        let read = visual::read(&lines, &recognised, today);
        if read.fields.is_empty() {
            "nothing read"
        } else {
            recognised.kind.name()
        }
    });
}

/// Where a line begins, in steps of five pixels, and its text.
type Printed = (u8, u8, &'static str);

const CARD: &[Printed] = &[
    (8, 4, "CARTA DI IDENTITÀ / IDENTITY CARD"),
    (160, 4, "CA00000AA"),
    (90, 20, "COGNOME / SURNAME"),
    (90, 26, "ROSSI"),
    (90, 34, "NOME / NAME"),
    (90, 40, "ANNA MARIA"),
    (90, 48, "LUOGO E DATA DI NASCITA / PLACE AND DATE OF BIRTH"),
    (90, 54, "ROMA (RM) 06.11.1977"),
    (90, 62, "SESSO / SEX"),
    (90, 68, "F"),
    (120, 62, "STATURA / HEIGHT"),
    (120, 68, "166"),
    (90, 90, "SCADENZA / EXPIRY"),
    (90, 96, "19.11.2034"),
];
const LICENCE: &[Printed] = &[
    (8, 4, "PATENTE DI GUIDA"),
    (60, 12, "REPUBBLICA ITALIANA"),
    (70, 20, "1. ROSSI"),
    (70, 28, "2. FRANCO"),
    (70, 36, "3. 06/11/77 ROMA (RM)"),
    (70, 44, "4a. 16/05/22 4c. MIT-UCO"),
    (70, 52, "4b. 06/11/32"),
    (70, 60, "5. U10000000A"),
];
const HEALTH_CARD: &[Printed] = &[
    (8, 4, "TESSERA EUROPEA DI ASSICURAZIONE MALATTIA"),
    (8, 30, "3 Cognome"),
    (8, 36, "ROSSI"),
    (8, 44, "6 Numero di identificazione personale"),
    (8, 50, "RSSFNC77S06H501G"),
    (8, 58, "7 Numero di identificazione dell'istituzione"),
    (8, 64, "SSN-MIN SALUTE - 500001"),
    (8, 72, "9 Scadenza"),
    (8, 78, "06/11/2030"),
];

/// A line as bytes, as [`line`] reads it.
fn written((x, y, text): &Printed) -> Vec<u8> {
    let width = u8::try_from(text.chars().count() * 3).unwrap_or(u8::MAX);
    let mut bytes = vec![*x, *y, width, 5];
    bytes.extend(text.as_bytes());
    bytes.push(b'\n');
    bytes
}

/// A line of text from bytes: left, top, width and height, then what it says.
fn line(bytes: &[u8]) -> TextLine {
    let place = |at: usize| match bytes.get(at).copied().unwrap_or_default() {
        0xFF => f32::NAN,
        0xFE => f32::INFINITY,
        steps => f32::from(steps) * 5.0,
    };
    let (left, top, width, height) = (place(0), place(1), place(2), place(3));
    let corner = |x: f32, y: f32| Point { x, y };
    let quad = Quad([
        corner(left, top),
        corner(left + width, top),
        corner(left + width, top + height),
        corner(left, top + height),
    ]);
    let text = String::from_utf8_lossy(bytes.get(4..).unwrap_or_default());
    TextLine::new(&text, quad, 0.95)
}

fn check_pictures(name: &'static str, format: Format, codec: ImageFormat) {
    let soak = Soak {
        name,
        seeds: seeds(format, codec),
        in_suite: 2000,
    };
    soak.run(|input| match decode(input, &Limits::default()) {
        Ok(_) => "decoded",
        Err(error) => error.code(),
    });
}

/// Drawn pictures, and real files of the same format where they are there.
fn seeds(format: Format, codec: ImageFormat) -> Vec<Vec<u8>> {
    let drawn = DynamicImage::ImageRgb8(RgbImage::from_fn(96, 61, |x, y| {
        Rgb([
            (x * 5 % 256) as u8,
            (y * 7 % 256) as u8,
            (x * y % 251) as u8,
        ])
    }));
    let mut pictures = vec![drawn.clone(), drawn.grayscale()];
    if codec != ImageFormat::Jpeg {
        pictures.push(DynamicImage::ImageRgba8(drawn.to_rgba8()));
    }
    if codec == ImageFormat::Png {
        pictures.push(DynamicImage::ImageRgba16(drawn.to_rgba16()));
    }
    let mut seeds: Vec<Vec<u8>> = pictures
        .iter()
        .map(|picture| {
            let mut file = Cursor::new(Vec::new());
            picture.write_to(&mut file, codec).expect("it is encoded");
            file.into_inner()
        })
        .collect();
    for name in ["exif_orientation", "hostile"] {
        let Some(folder) = folder(name) else {
            continue;
        };
        for row in rows(&folder) {
            let file = std::fs::read(folder.join(&row[0])).expect("a labelled file is there");
            if file.len() <= LARGEST_SEED_BYTES && Format::of(&file) == Some(format) {
                seeds.push(file);
            }
        }
    }
    seeds
}
