//! Pictures as JPEG files.

use fast_image_resize::{
    FilterType, ResizeAlg, ResizeOptions, Resizer,
    images::{TypedImage, TypedImageRef},
    pixels::U8x3,
};
use image::{ExtendedColorType, ImageEncoder as _, RgbImage, codecs::jpeg::JpegEncoder};

/// `image` as a JPEG file of a quality from 1 to 100; `None` for one without
/// pixels.
#[must_use]
pub fn encode(image: &RgbImage, quality: u8) -> Option<Vec<u8>> {
    let (width, height) = image.dimensions();
    // The encoder would write a file that nobody can read.
    if width == 0 || height == 0 {
        return None;
    }
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality)
        .write_image(image.as_raw(), width, height, ExtendedColorType::Rgb8)
        .ok()?;
    Some(file)
}

/// `image` as a JPEG file that is at most `width` pixels wide, scaled down by
/// averages; `None` for one without pixels.
#[must_use]
pub fn encode_small(image: &RgbImage, width: u32, quality: u8) -> Option<Vec<u8>> {
    let (whole, height) = image.dimensions();
    if whole <= width {
        return encode(image, quality);
    }
    let low = (height * width).div_ceil(whole).max(1);
    let mut pixels = vec![0; width as usize * low as usize * 3];
    let source = TypedImageRef::<U8x3>::from_buffer(whole, height, image.as_raw()).ok()?;
    let mut scaled = TypedImage::<U8x3>::from_buffer(width, low, &mut pixels).ok()?;
    let averaging = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Box));
    Resizer::new()
        .resize_typed(&source, &mut scaled, &averaging)
        .ok()?;
    encode(&RgbImage::from_raw(width, low, pixels)?, quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_file_keeps_the_shape_and_never_grows() {
        for (size, expected) in [
            ((1280, 720), (640, 360)),
            ((320, 240), (320, 240)),
            ((4000, 1), (640, 1)),
        ] {
            let image = RgbImage::new(size.0, size.1);
            let file = encode_small(&image, 640, 70).expect("it has pixels");
            let shown = image::load_from_memory(&file).expect("a JPEG");
            assert_eq!((shown.width(), shown.height()), expected);
        }
        assert_eq!(encode(&RgbImage::new(0, 0), 70), None);
    }
}
