//! Pixels as PP-OCR wants them: planes blue, green, red, each -1 to 1.

use image::RgbImage;
use ndarray::Array4;

/// `picture` as 1 × 3 × height × `width`, on the right padded with 0. `width`
/// is at least that of the picture.
pub(crate) fn planes(picture: &RgbImage, width: u32) -> Array4<f32> {
    let (columns, rows) = (width as usize, picture.height() as usize);
    let mut values = vec![0.0; 3 * columns * rows];
    let (blue, others) = values.split_at_mut(columns * rows);
    let (green, red) = others.split_at_mut(columns * rows);
    // A picture without pixels has no lines.
    let (line, stride) = (columns.max(1), (picture.width() as usize * 3).max(1));
    let planes = blue
        .chunks_exact_mut(line)
        .zip(green.chunks_exact_mut(line))
        .zip(red.chunks_exact_mut(line));
    for (((blue, green), red), line) in planes.zip(picture.as_raw().chunks_exact(stride)) {
        let places = blue.iter_mut().zip(green).zip(red);
        for (((blue, green), red), pixel) in places.zip(line.chunks_exact(3)) {
            *blue = scaled(pixel[2]);
            *green = scaled(pixel[1]);
            *red = scaled(pixel[0]);
        }
    }
    Array4::from_shape_vec((1, 3, rows, columns), values)
        .expect("there are three planes of this size")
}

fn scaled(value: u8) -> f32 {
    f32::from(value) / 127.5 - 1.0
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    #[test]
    fn colours_come_blue_first_and_what_is_missing_is_grey() {
        let picture = RgbImage::from_fn(2, 3, |x, y| Rgb([255, (x * 100) as u8, (y * 50) as u8]));
        let found = planes(&picture, 5);
        assert_eq!(found.dim(), (1, 3, 3, 5));
        for ((_, plane, row, column), value) in found.indexed_iter() {
            let colour = [row * 50, column * 100, 255][plane];
            let expected = if column < 2 {
                colour as f32 / 127.5 - 1.0
            } else {
                0.0
            };
            assert_eq!(*value, expected, "plane {plane}, {column}, {row}");
        }
    }
}
