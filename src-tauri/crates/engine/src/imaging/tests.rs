//! Decoding of good, broken and hostile files.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder, Rgba, RgbaImage};

use super::*;

/// A picture no rotation leaves alone: red top left, blue bottom right.
fn picture() -> RgbImage {
    RgbImage::from_fn(32, 24, |x, y| match (x < 8, y < 8, x >= 24 && y >= 16) {
        (true, true, _) => Rgb([255, 0, 0]),
        (_, _, true) => Rgb([0, 0, 255]),
        _ => Rgb([128, 128, 128]),
    })
}

fn encoded(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture()
        .write_to(&mut bytes, format)
        .expect("a picture is encodable");
    bytes.into_inner()
}

/// A TIFF block that holds nothing but orientation 6 (rotate 90° clockwise).
const ROTATED: &[u8] = &[
    b'M', b'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
];

#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    let code = match decode(bytes, &Limits::default()) {
        Ok(decoded) => decoded.format.name(),
        Err(error) => error.code(),
    };
    assert_eq!(code, expected);
}

#[test]
fn the_format_is_taken_from_the_content() {
    check(&encoded(ImageFormat::Jpeg), "JPEG");
    check(&encoded(ImageFormat::Png), "PNG");
    check(&encoded(ImageFormat::WebP), "WebP");
    check(b"GIF89a.................", "unknown_format");
    check(b"%PDF-1.7", "unknown_format");
    check(b"", "empty");
}

#[test]
fn a_file_that_ends_early_is_refused_at_every_length() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = encoded(format);
        for length in 12..whole.len() {
            let refused = decode(&whole[..length], &Limits::default())
                .expect_err("part of a file is not the file");
            assert_eq!(refused.code(), "truncated", "{format:?} cut at {length}");
        }
    }
}

#[test]
fn a_huge_header_is_refused_before_anything_is_allocated() {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend(30_000_u32.to_be_bytes());
    png.extend(30_000_u32.to_be_bytes());
    png.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
    check(&png, "too_many_pixels");

    let mut jpeg = encoded(ImageFormat::Jpeg);
    let frame = jpeg
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .expect("a baseline frame");
    jpeg[frame + 5..frame + 9].fill(0xff);
    check(&jpeg, "too_many_pixels");
}

#[test]
fn the_limits_are_the_callers() {
    let small = Limits {
        max_pixels: 32 * 24 - 1,
        ..Limits::default()
    };
    let refused = decode(&encoded(ImageFormat::WebP), &small).expect_err("over the limit");
    assert_eq!(refused.code(), "too_many_pixels");
    let narrow = Limits {
        max_alloc_bytes: 100,
        ..Limits::default()
    };
    let refused = decode(&encoded(ImageFormat::Png), &narrow).expect_err("over the limit");
    assert_eq!(refused.code(), "bomb");
}

#[test]
fn an_endless_progressive_jpeg_is_refused() {
    let mut jpeg = encoded(ImageFormat::Jpeg);
    let scan = jpeg
        .windows(2)
        .position(|pair| pair == [0xff, 0xda])
        .expect("a scan");
    let one_scan = jpeg[scan..jpeg.len() - 2].to_vec();
    jpeg.truncate(jpeg.len() - 2);
    for _ in 0..200 {
        jpeg.extend(&one_scan);
    }
    jpeg.extend([0xff, 0xd9]);
    check(&jpeg, "bomb");
}

#[test]
fn the_exif_orientation_is_applied() {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes);
    encoder
        .set_exif_metadata(ROTATED.to_vec())
        .expect("JPEG carries EXIF");
    encoder.encode_image(&picture()).expect("encodable");
    let decoded = decode(&bytes, &Limits::default()).expect("a good file");
    assert_eq!(decoded.exif_orientation, 6);
    assert_eq!(decoded.image.dimensions(), (24, 32));
    let Rgb([red, _, blue]) = *decoded.image.get_pixel(21, 2);
    assert!(
        red > 200 && blue < 60,
        "the red corner has moved to the top right"
    );
}

#[test]
fn a_broken_exif_block_costs_the_orientation_only() {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes);
    encoder
        .set_exif_metadata(ROTATED[..14].to_vec())
        .expect("JPEG carries EXIF");
    encoder.encode_image(&picture()).expect("encodable");
    let decoded = decode(&bytes, &Limits::default()).expect("a good picture");
    assert_eq!(decoded.exif_orientation, 1);
    assert_eq!(decoded.image.dimensions(), (32, 24));
}

#[test]
fn transparent_pixels_stand_on_white() {
    let glass = RgbaImage::from_pixel(4, 4, Rgba([200, 0, 0, 0]));
    let mut bytes = Cursor::new(Vec::new());
    glass
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("encodable");
    let decoded = decode(bytes.get_ref(), &Limits::default()).expect("a good file");
    assert_eq!(decoded.image.get_pixel(1, 1), &Rgb([255, 255, 255]));
}

proptest::proptest! {
    #[test]
    fn noise_behind_a_signature_never_panics(
        noise in proptest::collection::vec(proptest::num::u8::ANY, 0..400),
        kind in 0_usize..3,
    ) {
        let mut bytes = [&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBP"][kind].to_vec();
        bytes.extend(noise);
        let _ = decode(&bytes, &Limits::default());
    }
}
