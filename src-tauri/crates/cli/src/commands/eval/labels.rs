//! Reading labels, and the pictures they are about.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use engine::imaging::{self, Limits};
use image::{Rgb, RgbImage};
use serde::de::DeserializeOwned;

/// The folder that paths in `labels` are relative to.
pub(crate) fn folder(labels: &Path) -> PathBuf {
    labels.parent().unwrap_or(Path::new("")).to_owned()
}

/// The rows of the CSV file `labels`, with a header and at least one row.
///
/// # Errors
///
/// When it cannot be read, lacks a column or holds no row.
pub(crate) fn rows<T: DeserializeOwned>(labels: &Path) -> anyhow::Result<Vec<T>> {
    let name = || labels.display().to_string();
    let rows: Vec<T> = csv::Reader::from_path(labels)
        .with_context(name)?
        .deserialize()
        .collect::<Result<_, _>>()
        .with_context(name)?;
    if rows.is_empty() {
        bail!("{}: there is no row in it", labels.display());
    }
    Ok(rows)
}

/// The picture in the file `path`: whatever the engine takes, or a binary PGM
/// of 8 bits, as published sets of faces have it.
///
/// # Errors
///
/// When it is not there or not a picture.
pub(crate) fn picture(path: &Path) -> anyhow::Result<RgbImage> {
    let name = || path.display().to_string();
    let bytes = std::fs::read(path).with_context(name)?;
    if bytes.starts_with(b"P5") {
        return pgm(&bytes).with_context(|| format!("{}: no PGM of 8 bits", path.display()));
    }
    let decoded = imaging::decode(&bytes, &Limits::default()).with_context(name)?;
    Ok(decoded.image)
}

/// A PGM: `P5`, width, height and 255, between white space and comments, one
/// white space, and a byte a pixel.
fn pgm(bytes: &[u8]) -> Option<RgbImage> {
    let mut at = 2;
    let mut number = || loop {
        match bytes.get(at)? {
            b'#' => at += bytes[at..].iter().position(|byte| *byte == b'\n')?,
            byte if byte.is_ascii_whitespace() => at += 1,
            _ => {
                let rest = &bytes[at..];
                let length = rest.iter().position(|byte| !byte.is_ascii_digit())?;
                let text = std::str::from_utf8(&rest[..length]).ok()?;
                at += length;
                return text.parse::<u32>().ok();
            }
        }
    };
    let (width, height, white) = (number()?, number()?, number()?);
    let pixels = bytes.get(at + 1..)?;
    if white != 255 || pixels.len() as u64 != u64::from(width) * u64::from(height) {
        return None;
    }
    Some(RgbImage::from_fn(width, height, |x, y| {
        Rgb([pixels[y as usize * width as usize + x as usize]; 3])
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grey_picture_is_read_with_comments_and_without() {
        for header in ["P5 2 3 255\n", "P5\n# made here\n2 3\n255\n"] {
            let mut bytes = header.as_bytes().to_vec();
            bytes.extend([0, 50, 100, 150, 200, 250]);
            let picture = pgm(&bytes).expect(header);
            assert_eq!(picture.dimensions(), (2, 3));
            assert_eq!(picture.get_pixel(1, 2), &Rgb([250; 3]));
        }
    }

    #[test]
    fn a_grey_picture_that_is_cut_short_is_none() {
        for bytes in [
            "P5 2 3 255\nabcde",
            "P5 2 3",
            "P5 2 3 65535\nabcdef",
            "P5 x",
        ] {
            assert_eq!(pgm(bytes.as_bytes()), None, "{bytes}");
        }
    }
}
