//! Files that a careful program turns away.

/// The first three fifths of `image`: its header is whole, its data end early.
#[must_use]
pub fn truncated(image: &[u8]) -> Vec<u8> {
    image[..image.len() * 3 / 5].to_vec()
}

/// A PNG of a few bytes that announces 30 000 × 30 000 pixels, which would
/// take 2.7 GB to decode.
#[must_use]
pub fn vast_png() -> Vec<u8> {
    let mut png = vec![0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];
    png.extend([0, 0, 0, 13]);
    png.extend(*b"IHDR");
    png.extend([0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    // Eight bits, RGB, and the CRC of all that follows the length.
    png.extend([8, 2, 0, 0, 0, 0xE9, 0x45, 0x6F, 0xED]);
    png.extend([0, 0, 0, 2]);
    png.extend(*b"IDAT");
    png.extend([0x78, 0x9C, 0, 0, 0, 0]);
    png
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::specimen;
    use std::io::Cursor;

    #[test]
    fn the_vast_image_has_a_header_that_decoders_believe() {
        let reader = image::ImageReader::new(Cursor::new(vast_png()))
            .with_guessed_format()
            .expect("memory can be read");
        assert_eq!(
            reader.into_dimensions().expect("the header is right"),
            (30_000, 30_000)
        );
    }

    #[test]
    fn a_truncated_image_still_looks_like_one() {
        let jpeg = specimen::jpeg(&specimen::drawn_face(), 80).expect("it is an image");
        let cut = truncated(&jpeg);
        assert_eq!(
            image::guess_format(&cut).expect("it has a header"),
            image::ImageFormat::Jpeg
        );
        assert!(cut.len() < jpeg.len());
    }
}
