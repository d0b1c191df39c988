//! Zones drawn here, photographed badly and read again.

#[path = "support/rendered_zone.rs"]
mod rendered_zone;

use std::path::Path;

use ab_glyph::FontVec;
use domain::document::Sex;
use engine::manifest::Models;
use engine::mrz::{Fields, Format, MrzReader, MrzReading, compose};
use image::RgbImage;
use image::imageops::{rotate90, rotate180, rotate270};
use jiff::civil::date;
use rendered_zone::{Damage, cell, ocr_b, page, photographed};

#[test]
fn zones_are_read_through_blur_noise_and_glare() {
    let Some((reader, font)) = tools() else {
        return;
    };
    let (mut exact, mut valid, mut all) = (0, 0, 0);
    for format in [Format::Td1, Format::Td2, Format::Td3] {
        let lines = compose(format, &fields(format)).expect("they fit");
        for (blur, noise, light) in [(0.0, 2, 0.0), (1.6, 6, 0.3), (0.8, 22, 0.0), (1.0, 4, 0.6)] {
            let picture = photographed(&page(&font, &lines, 17.0), blur, noise, light);
            let what = format!(
                "{} blur {blur}, noise {noise}, light {light}",
                format.name()
            );
            let reading = read(&reader, &picture).unwrap_or_else(|| panic!("{what}: no zone"));
            let right = reading.lines == lines;
            eprintln!(
                "{what}: exact {right}, valid {}, doubtful {:?}",
                reading.valid, reading.doubtful
            );
            assert!(right || !reading.valid, "{what}: {:?}", reading.lines);
            exact += usize::from(right);
            valid += usize::from(reading.valid);
            all += 1;
        }
    }
    eprintln!("{exact} of {all} exact, {valid} valid");
    assert!(exact >= 10, "{exact} of {all} exact");
    assert!(valid >= 8, "{valid} of {all} valid");
}

#[test]
fn small_zones_are_read() {
    let Some((reader, font)) = tools() else {
        return;
    };
    for format in [Format::Td1, Format::Td3] {
        let lines = compose(format, &fields(format)).expect("they fit");
        let picture = photographed(&page(&font, &lines, 9.5), 0.5, 4, 0.0);
        let reading = read(&reader, &picture).expect("a zone");
        assert_eq!(reading.lines, lines);
    }
}

#[test]
fn a_zone_is_read_whichever_way_the_picture_lies_and_found_where_it_is() {
    let Some((reader, font)) = tools() else {
        return;
    };
    let lines = compose(Format::Td1, &fields(Format::Td1)).expect("they fit");
    let upright = photographed(&page(&font, &lines, 16.0), 0.6, 5, 0.2);
    let (width, height) = upright.dimensions();
    // Where the picture shows a point of the upright one.
    type Turned = (RgbImage, fn((f32, f32), (f32, f32)) -> (f32, f32));
    let turned: [Turned; 4] = [
        (upright.clone(), |(x, y), _| (x, y)),
        (rotate90(&upright), |(x, y), (_, h)| (h - y, x)),
        (rotate180(&upright), |(x, y), (w, h)| (w - x, h - y)),
        (rotate270(&upright), |(x, y), (w, _)| (y, w - x)),
    ];
    let first = read(&reader, &upright).expect("a zone").quad_px;
    for (n, (picture, place)) in turned.iter().enumerate() {
        let reading = read(&reader, picture).expect("a zone");
        assert_eq!(reading.lines, lines, "turned by {} quarters", n);
        for (corner, upright) in reading.quad_px.iter().zip(first) {
            let (x, y) = place(upright, (width as f32, height as f32));
            let off = (corner.0 - x).hypot(corner.1 - y);
            assert!(
                off < 12.0,
                "turned by {n} quarters: {corner:?} for {x}, {y}"
            );
        }
    }
}

#[test]
fn a_zone_whose_digits_do_not_add_up_is_read_as_printed_and_not_valid() {
    let Some((reader, font)) = tools() else {
        return;
    };
    for (line, column, printed) in [(0, 14, "4"), (1, 3, "7"), (1, 29, "5")] {
        let mut lines = compose(Format::Td1, &fields(Format::Td1)).expect("they fit");
        assert_ne!(&lines[line][column..=column], printed, "it must be wrong");
        lines[line].replace_range(column..=column, printed);
        let picture = photographed(&page(&font, &lines, 18.0), 0.5, 3, 0.0);
        let reading = read(&reader, &picture).expect("a zone");
        assert_eq!(reading.lines, lines);
        assert!(!reading.valid, "line {line}, column {column}");
    }
}

#[test]
fn a_zone_with_a_wrong_digit_is_not_valid_however_badly_it_is_seen() {
    let Some((reader, font)) = tools() else {
        return;
    };
    let format = Format::Td3;
    let digits = [
        (9, 'C'),
        (19, '0'),
        (27, '8'),
        (43, '1'),
        (5, '9'),
        (15, '3'),
    ];
    for (n, (column, printed)) in digits.into_iter().enumerate() {
        let mut lines = compose(format, &fields(format)).expect("they fit");
        let right = lines[1].as_bytes()[column];
        let wrong = match printed {
            'C' => char::from(b'0' + (right - b'0' + 3) % 10),
            other if other as u8 == right => '7',
            other => other,
        };
        lines[1].replace_range(column..=column, wrong.encode_utf8(&mut [0; 4]));
        for (blur, noise, light) in [(0.0, 2, 0.0), (1.7, 8, 0.3), (2.4, 12, 0.5)] {
            let picture = photographed(&page(&font, &lines, 15.0 + n as f32), blur, noise, light);
            let valid = read(&reader, &picture).is_some_and(|reading| reading.valid);
            assert!(!valid, "column {column}, blur {blur}, noise {noise}");
        }
    }
}

#[test]
fn a_damaged_character_beside_the_names_is_never_another_in_a_valid_zone() {
    let Some((reader, font)) = tools() else {
        return;
    };
    let (mut valid, mut all) = (0, 0);
    for format in [Format::Td1, Format::Td3] {
        let lines = compose(format, &fields(format)).expect("they fit");
        for (n, damage) in [Damage::Erased, Damage::Blotted, Damage::Smeared]
            .into_iter()
            .cycle()
            .take(36)
            .enumerate()
        {
            let (line, column) = (n % lines.len(), n * 7 % 30);
            // Names have no check digit: nothing tells R from a B that is clear.
            let names = if lines.len() == 3 { 2 } else { 0 };
            if line == names {
                continue;
            }
            let pitch = 14.0 + (n % 5) as f32;
            let mut page = page(&font, &lines, pitch);
            let spoilt = cell(&page, lines.len(), (line, column), pitch);
            damage.spoil(&mut page, &spoilt);
            let picture = photographed(&page, 0.3 + 0.1 * (n % 9) as f32, 4, 0.0);
            let what = format!("{} line {line}, column {column}, {damage:?}", format.name());
            if let Some(reading) = read(&reader, &picture) {
                let exact = reading.lines == lines;
                assert!(exact || !reading.valid, "{what}: {:?}", reading.lines);
                valid += usize::from(reading.valid);
            }
            all += 1;
        }
    }
    eprintln!("{valid} of {all} damaged zones are read as printed and called valid");
}

#[test]
fn a_page_without_a_zone_has_none() {
    let Some((reader, font)) = tools() else {
        return;
    };
    let words = ["REPUBBLICA", "UTOPIANA  "].map(str::to_owned);
    let picture = photographed(&page(&font, &words, 30.0), 0.5, 3, 0.0);
    assert!(read(&reader, &picture).is_none());
    let empty = RgbImage::from_pixel(640, 480, image::Rgb([180; 3]));
    assert!(read(&reader, &empty).is_none());
}

fn tools() -> Option<(MrzReader, FontVec)> {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models");
    let reader = Models::open(&models)
        .map_err(Into::into)
        .and_then(|models| MrzReader::open(&models))
        .inspect_err(|error| eprintln!("SKIPPED: drawn zones are not read ({error})"))
        .ok()?;
    Some((reader, ocr_b()?))
}

fn read(reader: &MrzReader, picture: &RgbImage) -> Option<MrzReading> {
    reader
        .read(picture, date(2026, 11, 21))
        .expect("the models run")
}

fn fields(format: Format) -> Fields {
    let code = match format {
        Format::Td1 | Format::Td2 => "C",
        Format::Td3 => "P",
        Format::MrvA | Format::MrvB => "V",
    };
    Fields {
        document_code: code.to_owned(),
        issuer: "ITA".to_owned(),
        document_number: "CA09015GK".to_owned(),
        surname: "DI LORENZO".to_owned(),
        given_names: "ZOE BEATRICE".to_owned(),
        nationality: "ITA".to_owned(),
        birth_date: Some(date(1988, 2, 29)),
        sex: Sex::Female,
        expiry_date: Some(date(2031, 2, 28)),
        optional_data: String::new(),
        optional_data_2: String::new(),
    }
}
