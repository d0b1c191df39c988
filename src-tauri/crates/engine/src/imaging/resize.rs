//! Scaling pictures.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8, U8x3};
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::{GrayImage, RgbImage};

/// A rectangle of whole pixels inside a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) left: u32,
    pub(crate) top: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Region {
    /// All of `image`.
    pub(crate) fn whole(image: &RgbImage) -> Self {
        Self {
            left: 0,
            top: 0,
            width: image.width(),
            height: image.height(),
        }
    }
}

/// Scales `region` of `image` to `width` × `height`, averaging where it shrinks.
///
/// Typed by its pixels: asked to find them out, the library compiles its code
/// for every kind there is.
pub(crate) fn resize(image: &RgbImage, region: Region, width: u32, height: u32) -> RgbImage {
    let source = TypedImageRef::<U8x3>::from_buffer(image.width(), image.height(), image.as_raw())
        .expect("a picture has as many bytes as its sides say");
    let mut pixels = vec![0; width as usize * height as usize * 3];
    let mut scaled = TypedImage::<U8x3>::from_buffer(width, height, &mut pixels)
        .expect("the buffer was made for this size");
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Bilinear))
        .crop(
            f64::from(region.left),
            f64::from(region.top),
            f64::from(region.width),
            f64::from(region.height),
        );
    Resizer::new()
        .resize_typed(&source, &mut scaled, &options)
        .expect("the region lies inside the image");
    RgbImage::from_raw(width, height, pixels).expect("the buffer was made for this size")
}

/// Scales `image` to `width` × `height`, averaging where it shrinks; `None`
/// where either has no pixels.
pub(crate) fn resize_gray(image: &GrayImage, width: u32, height: u32) -> Option<GrayImage> {
    scale_gray(image, width, height, FilterType::Bilinear)
}

/// Enlarges `image` to `width` × `height`, edges as sharp as they were; `None`
/// where either has no pixels.
pub(crate) fn enlarge_gray(image: &GrayImage, width: u32, height: u32) -> Option<GrayImage> {
    scale_gray(image, width, height, FilterType::CatmullRom)
}

fn scale_gray(image: &GrayImage, width: u32, height: u32, filter: FilterType) -> Option<GrayImage> {
    let source =
        TypedImageRef::<U8>::from_buffer(image.width(), image.height(), image.as_raw()).ok()?;
    let mut pixels = vec![0; width as usize * height as usize];
    let mut scaled = TypedImage::<U8>::from_buffer(width, height, &mut pixels).ok()?;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter));
    Resizer::new()
        .resize_typed(&source, &mut scaled, &options)
        .ok()?;
    GrayImage::from_raw(width, height, pixels)
}
