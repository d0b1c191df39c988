//! Pages with a machine-readable zone, drawn here and photographed badly.

use std::path::Path;

use ab_glyph::{Font as _, FontVec, ScaleFont as _};
use image::{GrayImage, Luma, RgbImage};
use imageproc::drawing::draw_text_mut;
use imageproc::filter::gaussian_blur_f32;
use imageproc::geometric_transformations::{Interpolation, Projection, warp};

const OCR_B: &str = "/usr/share/fonts/opentype/ocr-b/OCRB.otf";

/// The font of zones; `None`, said loudly, where its package is missing.
pub(crate) fn ocr_b() -> Option<FontVec> {
    let bytes = std::fs::read(Path::new(OCR_B))
        .inspect_err(|error| eprintln!("SKIPPED: no zones are drawn ({OCR_B}: {error})"))
        .ok()?;
    Some(FontVec::try_from_vec(bytes).expect("a font"))
}

/// A page with `lines` at its lower edge, characters `pitch` pixels apart, on
/// paper with a fine pattern, below some lines of a caption.
pub(crate) fn page(font: &FontVec, lines: &[String], pitch: f32) -> GrayImage {
    let columns = lines[0].len() as f32;
    let width = (pitch * (columns + 5.0)) as u32;
    let height = (width as f32 * 0.63) as u32;
    let mut page = GrayImage::from_fn(width, height, |x, y| {
        let (x, y) = (x as f32 / pitch, y as f32 / pitch);
        let wave = (x * 2.1 + (y * 0.9).sin() * 2.0).sin() * 9.0;
        Luma([(214.0 + wave) as u8])
    });
    // Advances are 723 thousandths of an em, whatever the scale means.
    let scale = 100.0 * pitch / font.as_scaled(100.0).h_advance(font.glyph_id('A'));
    let mut put = |text: &str, x: f32, y: f32| {
        for (n, character) in text.char_indices() {
            let x = (x + n as f32 * pitch) as i32;
            let text = character.encode_utf8(&mut [0; 4]).to_owned();
            draw_text_mut(&mut page, Luma([38]), x, y as i32, scale, font, &text);
        }
    };
    put("SPECIMEN", 2.5 * pitch, 2.0 * pitch);
    put("Utopia", 2.5 * pitch, 4.0 * pitch);
    for (n, line) in lines.iter().enumerate() {
        let from_below = (lines.len() - n) as f32 * 1.67 + 1.6;
        put(line, 2.5 * pitch, height as f32 - from_below * pitch);
    }
    page
}

/// Where [`page`] puts the character of `column` in `line`: left, top, width
/// and height in pixels.
pub(crate) fn cell(
    page: &GrayImage,
    lines: usize,
    (line, column): (usize, usize),
    pitch: f32,
) -> [u32; 4] {
    let from_below = (lines - line) as f32 * 1.67 + 1.6;
    let x = (2.5 + column as f32) * pitch;
    let y = page.height() as f32 - from_below * pitch;
    [x, y, pitch, 1.5 * pitch].map(|pixels| pixels as u32)
}

/// What may have happened to a character on its page.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Damage {
    /// Rubbed off.
    Erased,
    /// Under a drop of ink.
    Blotted,
    /// Smeared along the line.
    Smeared,
}

impl Damage {
    /// Spoils the cell of `page` that [`cell`] gave.
    pub(crate) fn spoil(self, page: &mut GrayImage, [left, top, width, height]: &[u32; 4]) {
        for y in *top..(top + height).min(page.height()) {
            let row = (*left..left + width).map(|x| u32::from(page.get_pixel(x, y).0[0]));
            let mean = (row.sum::<u32>() / width) as u8;
            for x in *left..left + width {
                let level = match self {
                    Self::Erased => 214,
                    Self::Blotted => 45,
                    Self::Smeared => mean,
                };
                page.put_pixel(x, y, Luma([level]));
            }
        }
    }
}

/// As a camera sees `page`: out of focus by `blur` pixels, with noise, a spot
/// of light over the zone and one side nearer than the other.
pub(crate) fn photographed(page: &GrayImage, blur: f32, noise: i32, light: f32) -> RgbImage {
    let (width, height) = page.dimensions();
    let (right, bottom) = (width as f32, height as f32);
    let corners = [(0.0, 0.0), (right, 0.0), (right, bottom), (0.0, bottom)];
    let seen = [
        (0.05 * right, 0.08 * bottom),
        (0.93 * right, 0.04 * bottom),
        (0.96 * right, 0.93 * bottom),
        (0.03 * right, 0.97 * bottom),
    ];
    let projection = Projection::from_control_points(corners, seen).expect("an area");
    let table = Luma([92]);
    let mut picture = warp(page, &projection, Interpolation::Bilinear, table);
    if blur > 0.0 {
        picture = gaussian_blur_f32(&picture, blur);
    }
    let mut random = 9303_u32;
    RgbImage::from_fn(width, height, |x, y| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let speck = (random >> 16) as i32 % (2 * noise + 1) - noise;
        let level = f32::from(picture.get_pixel(x, y).0[0]);
        let (dx, dy) = (x as f32 - 0.4 * right, y as f32 - 0.85 * bottom);
        let glow = light * (-(dx * dx + dy * dy) / (0.02 * right * right)).exp();
        let level = level + (255.0 - level) * glow + speck as f32;
        image::Rgb([level.clamp(0.0, 255.0) as u8; 3])
    })
}
