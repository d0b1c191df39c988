//! From what a camera sends to RGB, by FFmpeg.

use ffmpeg_next::{Dictionary, Packet, codec, decoder, format::Pixel, frame};
use image::RgbImage;
use nokhwa::utils::FrameFormat;

use crate::{
    limits::Limits,
    scaler::{Scaler, rgb_image},
    silence::silence,
};

/// Decodes the pictures of one camera, one after the other.
pub(super) struct Pixels {
    scaler: Scaler,
    jpeg: Option<decoder::Video>,
}

impl Pixels {
    pub(super) fn new() -> Self {
        silence();
        Self {
            scaler: Scaler::quick(Pixel::RGB24),
            jpeg: None,
        }
    }

    /// The picture in `bytes`; `None` where it is broken, as single ones of a
    /// camera with a bad cable are. Bytes beyond its end are ignored.
    pub(super) fn image(
        &mut self,
        bytes: &[u8],
        format: FrameFormat,
        size: (u32, u32),
    ) -> Option<RgbImage> {
        let (columns, rows) = (size.0 as usize, size.1 as usize);
        let whole = |bytes| Plane { bytes, rows };
        let half = |bytes| Plane {
            bytes,
            rows: rows / 2,
        };
        let raw = |pixel, planes: &[Plane]| raw(bytes, pixel, size, planes);
        let picture = match format {
            FrameFormat::MJPEG => self.jpeg(bytes),
            FrameFormat::YUYV => raw(Pixel::YUYV422, &[whole(columns * 2)]),
            FrameFormat::NV12 => raw(Pixel::NV12, &[whole(columns), half(columns)]),
            FrameFormat::RAWRGB => raw(Pixel::RGB24, &[whole(columns * 3)]),
            FrameFormat::RAWBGR => raw(Pixel::BGR24, &[whole(columns * 3)]),
            FrameFormat::GRAY => raw(Pixel::GRAY8, &[whole(columns)]),
        }?;
        let size = (picture.width(), picture.height());
        let scaled = self.scaler.run(&picture, size).ok()?;
        rgb_image(&scaled)
    }

    fn jpeg(&mut self, bytes: &[u8]) -> Option<frame::Video> {
        let decoder = match &mut self.jpeg {
            Some(decoder) => decoder,
            empty => empty.insert(jpeg_decoder()?),
        };
        decoder.send_packet(&Packet::copy(bytes)).ok()?;
        let mut picture = frame::Video::empty();
        decoder.receive_frame(&mut picture).ok()?;
        (!picture.is_corrupt()).then_some(picture)
    }
}

fn jpeg_decoder() -> Option<decoder::Video> {
    let codec = decoder::find(codec::Id::MJPEG)?;
    let mut context = codec::Context::new_with_codec(codec);
    // With more, the first picture would come out when the second goes in.
    context.set_threading(codec::threading::Config::count(1));
    let mut options = Dictionary::new();
    options.set("max_pixels", &Limits::default().pixels.to_string());
    let opened = context.decoder().open_as_with(codec, options).ok()?;
    opened.video().ok()
}

/// How the values of one kind lie in memory.
struct Plane {
    /// Of a row.
    bytes: usize,
    rows: usize,
}

/// `bytes` as a picture of FFmpeg's; `None` where they are too few.
fn raw(
    bytes: &[u8],
    pixel: Pixel,
    (width, height): (u32, u32),
    planes: &[Plane],
) -> Option<frame::Video> {
    let mut picture = frame::Video::new(pixel, width, height);
    let mut rest = bytes;
    for (index, plane) in planes.iter().enumerate() {
        let stride = picture.stride(index);
        let target = picture.data_mut(index);
        for row in 0..plane.rows {
            let (pixels, behind) = rest.split_at_checked(plane.bytes)?;
            target
                .get_mut(row * stride..row * stride + plane.bytes)?
                .copy_from_slice(pixels);
            rest = behind;
        }
    }
    Some(picture)
}

#[cfg(test)]
mod tests {
    use image::{ExtendedColorType, ImageEncoder as _, Rgb, codecs::jpeg::JpegEncoder};

    use super::*;

    const SIZE: (u32, u32) = (32, 16);

    #[test]
    fn every_format_gives_the_colour_it_holds() {
        let pixels = 32 * 16;
        check(
            &[200, 128, 200, 128].repeat(pixels / 2),
            FrameFormat::YUYV,
            [214; 3],
        );
        check(
            &[vec![200; pixels], vec![128; pixels / 2]].concat(),
            FrameFormat::NV12,
            [214; 3],
        );
        check(
            &[250, 10, 90].repeat(pixels),
            FrameFormat::RAWRGB,
            [250, 10, 90],
        );
        check(
            &[90, 10, 250].repeat(pixels),
            FrameFormat::RAWBGR,
            [250, 10, 90],
        );
        check(&vec![70; pixels], FrameFormat::GRAY, [70; 3]);
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, 95)
            .write_image(
                &[250, 10, 90].repeat(pixels),
                32,
                16,
                ExtendedColorType::Rgb8,
            )
            .expect("a JPEG");
        // A buffer is as long as the longest picture could be.
        jpeg.extend([0xFF; 500]);
        check(&jpeg, FrameFormat::MJPEG, [250, 10, 90]);
    }

    #[track_caller]
    fn check(bytes: &[u8], format: FrameFormat, expected: [u8; 3]) {
        let image = Pixels::new().image(bytes, format, SIZE).expect("a picture");
        assert_eq!(image.dimensions(), SIZE);
        for at in [(0, 0), (15, 9), (31, 15)] {
            let Rgb(found) = image.get_pixel(at.0, at.1);
            let near = found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 6);
            assert!(
                near,
                "{format} at {at:?}: {found:?} instead of {expected:?}"
            );
        }
    }

    #[test]
    fn a_broken_picture_is_none_and_the_next_one_is_whole() {
        let mut pixels = Pixels::new();
        assert!(pixels.image(&[0; 100], FrameFormat::YUYV, SIZE).is_none());
        assert!(pixels.image(&[0; 100], FrameFormat::MJPEG, SIZE).is_none());
        let whole = vec![128; 32 * 16 * 2];
        assert!(pixels.image(&whole, FrameFormat::YUYV, SIZE).is_some());
    }
}
