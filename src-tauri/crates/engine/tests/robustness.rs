//! Spoilt pictures and spoilt zones: refused or read, never a panic, a hang or
//! a gigabyte. `tests/support/soak.rs` says how to run more of them.

#[path = "../../../../tests/support/mutation.rs"]
mod mutation;
#[path = "support/shared_data.rs"]
mod shared_data;
#[path = "../../../../tests/support/soak.rs"]
mod soak;

use std::io::Cursor;

use engine::imaging::{Format, Limits, decode};
use engine::mrz;
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
