//! Bar codes of every kind that documents carry, printed, turned, blurred and
//! grained: what a photograph does to them, where no labelled ones are at hand.

use engine::barcode::{self, Symbology};
use image::{GrayImage, Luma, RgbImage, imageops};
use imageproc::geometric_transformations::{Interpolation, rotate_about_center};
use rxing::{BarcodeFormat, MultiFormatWriter, Writer as _};

const KINDS: [(Symbology, BarcodeFormat, &str); 6] = [
    (
        Symbology::Code39,
        BarcodeFormat::CODE_39,
        "RSSMRA80A01H501U",
    ),
    (
        Symbology::Code128,
        BarcodeFormat::CODE_128,
        "CA00001AA 2034",
    ),
    (
        Symbology::Pdf417,
        BarcodeFormat::PDF_417,
        "CAMPIONE<<AURORA<MARIA 1986-11-19",
    ),
    (
        Symbology::Qr,
        BarcodeFormat::QR_CODE,
        "https://example.org/v?c=8F3A-2291",
    ),
    (
        Symbology::DataMatrix,
        BarcodeFormat::DATA_MATRIX,
        "RSSMRA80A01H501U/2034-11",
    ),
    (
        Symbology::Aztec,
        BarcodeFormat::AZTEC,
        "CA00001AA/RSSMRA80A01H501U",
    ),
];
/// Pixels of one module, the narrowest line of a code.
const MODULES_PX: [u32; 3] = [3, 4, 6];
const TURNS_DEGREES: [f32; 6] = [0.0, 7.0, 30.0, 90.0, 180.0, -60.0];
/// Standard deviation of the blur in modules.
const BLURS: [f32; 2] = [0.0, 0.35];
const PAPER: u8 = 222;
const INK: u8 = 40;

/// `text` on a sheet, a module `module` pixels wide.
fn printed(format: BarcodeFormat, text: &str, module: u32) -> GrayImage {
    let bits = MultiFormatWriter
        .encode(text, &format, 1, 1)
        .expect("the text fits");
    let is_linear = matches!(format, BarcodeFormat::CODE_39 | BarcodeFormat::CODE_128);
    let (width, height) = (bits.getWidth(), bits.getHeight());
    let rows = if is_linear { 40 } else { height };
    let code = GrayImage::from_fn(width * module, rows * module, |x, y| {
        let row = if is_linear { 0 } else { y / module };
        Luma([if bits.get(x / module, row) {
            INK
        } else {
            PAPER
        }])
    });
    let side = 2 * code.width().max(code.height()).max(200);
    let mut sheet = GrayImage::from_pixel(side, side, Luma([PAPER]));
    let at = |length: u32| i64::from((side - length) / 2);
    imageops::replace(&mut sheet, &code, at(code.width()), at(code.height()));
    sheet
}

/// What a camera sees of `sheet`.
fn photographed(sheet: &GrayImage, degrees: f32, blur_px: f32) -> RgbImage {
    let mut seen = rotate_about_center(
        sheet,
        degrees.to_radians(),
        Interpolation::Bilinear,
        Luma([PAPER]),
    );
    if blur_px > 0.0 {
        seen = imageproc::filter::gaussian_blur_f32(&seen, blur_px);
    }
    let mut state = 9_303_u32;
    for pixel in seen.pixels_mut() {
        // Numerical Recipes' generator: the same grain on every machine.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (state >> 28) as i32 - 8;
        pixel.0[0] = (i32::from(pixel.0[0]) + grain).clamp(0, 255) as u8;
    }
    image::DynamicImage::ImageLuma8(seen).into_rgb8()
}

#[test]
fn printed_codes_of_every_kind_are_read_and_none_wrongly() {
    let mut missed = Vec::new();
    for (symbology, format, text) in KINDS {
        let (mut read, mut shown) = (0, 0);
        for module in MODULES_PX {
            let sheet = printed(format, text, module);
            for degrees in TURNS_DEGREES {
                if symbology == Symbology::Aztec && degrees % 90.0 != 0.0 {
                    continue;
                }
                for blur in BLURS {
                    let picture = photographed(&sheet, degrees, blur * module as f32);
                    let found = barcode::read(&picture);
                    shown += 1;
                    for code in &found {
                        let said = (code.symbology, code.text.reveal().as_str());
                        assert_eq!(said, (symbology, text), "{module} px, {degrees}°, {blur}");
                    }
                    if found.is_empty() {
                        missed.push(format!("{symbology:?}: {module} px, {degrees}°, {blur}"));
                    } else {
                        read += 1;
                    }
                }
            }
        }
        println!("{symbology:?}: {read} of {shown}");
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
