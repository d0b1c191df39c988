//! A sheet of a document, measured in millimetres from its top left corner.

use ab_glyph::FontVec;
use image::imageops::{self, FilterType};
use image::{GrayImage, Luma, Rgb, RgbImage};
use imageproc::drawing::{draw_filled_circle_mut, draw_filled_rect_mut, draw_text_mut, text_size};
use imageproc::rect::Rect;

/// Pixels in a millimetre: 450 dots per inch, what a good photograph of a card
/// that fills the frame has.
const PX_PER_MM: f32 = 450.0 / 25.4;

/// Dark ink.
pub(super) const INK: Rgb<u8> = Rgb([28, 30, 38]);
/// The grey-blue of captions.
pub(super) const CAPTION: Rgb<u8> = Rgb([70, 88, 120]);
/// The red of the word SPECIMEN.
pub(super) const SPECIMEN: Rgb<u8> = Rgb([190, 30, 45]);

/// A place and size on the sheet, in millimetres.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

pub(super) struct Canvas {
    pub(super) image: RgbImage,
}

impl Canvas {
    /// A sheet with a security background that runs from `from` to `to`.
    pub(super) fn new(width_mm: f32, height_mm: f32, from: [u8; 3], to: [u8; 3]) -> Self {
        let (width, height) = (px(width_mm), px(height_mm));
        let image = RgbImage::from_fn(width, height, |x, y| {
            let (x, y) = (x as f32, y as f32);
            let along = (x / width as f32 + y / height as f32) / 2.0;
            // Two families of fine waves, like the guilloche of real paper.
            let waves = ((y + 26.0 * (x / 90.0).sin()) / 5.0).sin()
                + ((x + 22.0 * (y / 70.0).cos()) / 6.0).sin();
            Rgb(std::array::from_fn(|channel| {
                let base =
                    f32::from(from[channel]) * (1.0 - along) + f32::from(to[channel]) * along;
                (base + 3.5 * waves).clamp(0.0, 255.0) as u8
            }))
        });
        Self { image }
    }

    /// Width of the sheet in millimetres.
    pub(super) fn width_mm(&self) -> f32 {
        self.image.width() as f32 / PX_PER_MM
    }

    /// Writes `text` with the top of its line at `y`; `size` is the line height.
    pub(super) fn text(
        &mut self,
        font: &FontVec,
        size: f32,
        (x, y): (f32, f32),
        ink: Rgb<u8>,
        text: &str,
    ) {
        let scale = size * PX_PER_MM;
        draw_text_mut(&mut self.image, ink, at(x), at(y), scale, font, text);
    }

    /// Writes `text` with its characters one `pitch` apart, as printers of
    /// machine-readable zones do.
    pub(super) fn spaced(
        &mut self,
        font: &FontVec,
        size: f32,
        (x, y): (f32, f32),
        pitch: f32,
        text: &str,
    ) {
        for (index, character) in text.chars().enumerate() {
            let x = x + index as f32 * pitch;
            self.text(font, size, (x, y), INK, character.encode_utf8(&mut [0; 4]));
        }
    }

    /// Lays `text` over the sheet, centred in `area`, with the strength 0 to 1.
    pub(super) fn overlay(
        &mut self,
        font: &FontVec,
        area: Area,
        ink: Rgb<u8>,
        strength: f32,
        text: &str,
    ) {
        let scale = area.height * PX_PER_MM;
        let (width, _) = text_size(scale, font, text);
        let mut mask = GrayImage::new(self.image.width(), self.image.height());
        let x = at(area.x) + (px(area.width) as i32 - width as i32) / 2;
        draw_text_mut(&mut mask, Luma([255]), x, at(area.y), scale, font, text);
        for (pixel, Luma([covered])) in self.image.pixels_mut().zip(mask.pixels()) {
            if *covered > 0 {
                *pixel = mix(*pixel, ink, strength * f32::from(*covered) / 255.0);
            }
        }
    }

    /// Fills a rectangle.
    pub(super) fn fill(&mut self, area: Area, ink: Rgb<u8>) {
        let rect = Rect::at(at(area.x), at(area.y)).of_size(px(area.width), px(area.height));
        draw_filled_rect_mut(&mut self.image, rect, ink);
    }

    /// Fills a circle.
    pub(super) fn disc(&mut self, (x, y): (f32, f32), radius: f32, ink: Rgb<u8>) {
        let radius = (radius * PX_PER_MM).round() as i32;
        draw_filled_circle_mut(&mut self.image, (at(x), at(y)), radius, ink);
    }

    /// Prints `picture` so that it fills `area`, cut where the proportions
    /// differ, with the strength 0 to 1.
    pub(super) fn picture(&mut self, picture: &RgbImage, area: Area, strength: f32) {
        let (width, height) = (px(area.width), px(area.height));
        let fitted = fill_frame(picture, width, height);
        let (left, top) = (at(area.x), at(area.y));
        for (x, y, print) in fitted.enumerate_pixels() {
            let (x, y) = (x as i32 + left, y as i32 + top);
            if let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y))
                && let Some(pixel) = self.image.get_pixel_mut_checked(x, y)
            {
                *pixel = mix(*pixel, *print, strength);
            }
        }
    }
}

/// `picture` resized to cover `width` × `height` pixels, the rest cut off evenly.
pub(super) fn fill_frame(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    let scale =
        (width as f32 / picture.width() as f32).max(height as f32 / picture.height() as f32);
    let cut_width = ((width as f32 / scale) as u32).clamp(1, picture.width());
    let cut_height = ((height as f32 / scale) as u32).clamp(1, picture.height());
    let x = (picture.width() - cut_width) / 2;
    let y = (picture.height() - cut_height) / 2;
    let cut = imageops::crop_imm(picture, x, y, cut_width, cut_height).to_image();
    imageops::resize(&cut, width, height, FilterType::CatmullRom)
}

fn mix(below: Rgb<u8>, above: Rgb<u8>, strength: f32) -> Rgb<u8> {
    Rgb(std::array::from_fn(|channel| {
        let (below, above) = (f32::from(below[channel]), f32::from(above[channel]));
        (below + (above - below) * strength) as u8
    }))
}

fn px(mm: f32) -> u32 {
    (mm * PX_PER_MM).round() as u32
}

fn at(mm: f32) -> i32 {
    (mm * PX_PER_MM).round() as i32
}
