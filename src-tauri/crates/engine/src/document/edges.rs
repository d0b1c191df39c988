//! Where brightness or colour changes, and how clearly for its surroundings.

use image::RgbImage;

use crate::imaging::resize::{Region, resize};

/// The longer side of the shrunk picture in which edges are looked for.
const LONG_SIDE: u32 = 512;
/// Half the side of the square that an edge has to stand out of, in pixels.
const SURROUNDINGS: usize = 12;
/// Change of brightness by pixel that is noise in any picture.
const FLOOR: f32 = 1.5;

/// The gradient of a picture, shrunk to at most [`LONG_SIDE`].
pub(super) struct Edges {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Pixels of the picture to one pixel here.
    pub(super) scale: (f32, f32),
    /// Change to the right and downwards in the channel that changes most, in
    /// steps of 256 by pixel.
    pub(super) across: Vec<f32>,
    pub(super) down: Vec<f32>,
    /// How far the change stands out of its surroundings, 0 to 1.
    pub(super) strength: Vec<f32>,
    /// Whether it is the strongest across its own direction.
    pub(super) is_ridge: Vec<bool>,
}

impl Edges {
    /// The edges of `picture`; `None` where it is too small to hold a document.
    pub(super) fn of(picture: &RgbImage) -> Option<Self> {
        let (width, height) = picture.dimensions();
        if width.min(height) < 32 {
            return None;
        }
        let factor = (LONG_SIDE as f32 / width.max(height) as f32).min(1.0);
        let shrunk = |size: u32| ((size as f32 * factor).round() as u32).max(16);
        let whole = Region {
            left: 0,
            top: 0,
            width,
            height,
        };
        let small = resize(picture, whole, shrunk(width), shrunk(height));
        let (columns, rows) = (small.width() as usize, small.height() as usize);
        let (across, down) = gradient(&small);
        let size: Vec<f32> = across.iter().zip(&down).map(|(x, y)| x.hypot(*y)).collect();
        let usual = box_mean(&size, columns, rows, SURROUNDINGS);
        let strength = size
            .iter()
            .zip(&usual)
            .map(|(size, usual)| size / (size + usual + FLOOR))
            .collect();
        let is_ridge = ridges(&across, &down, &size, columns, rows);
        Some(Self {
            width: columns,
            height: rows,
            scale: (width as f32 / columns as f32, height as f32 / rows as f32),
            across,
            down,
            strength,
            is_ridge,
        })
    }
}

/// The gradient by Sobel's operator of a picture blurred by a binomial filter.
fn gradient(picture: &RgbImage) -> (Vec<f32>, Vec<f32>) {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut across = vec![0.0_f32; width * height];
    let mut down = vec![0.0_f32; width * height];
    let mut plane = vec![0.0_f32; width * height];
    for channel in 0..3 {
        for (value, pixel) in plane.iter_mut().zip(picture.pixels()) {
            *value = f32::from(pixel[channel]);
        }
        let blurred = blur(&plane, width, height);
        for row in 1..height - 1 {
            for column in 1..width - 1 {
                let at = row * width + column;
                let value = |x: usize, y: usize| blurred[(row + y - 1) * width + column + x - 1];
                let right = value(2, 0) + 2.0 * value(2, 1) + value(2, 2);
                let left = value(0, 0) + 2.0 * value(0, 1) + value(0, 2);
                let below = value(0, 2) + 2.0 * value(1, 2) + value(2, 2);
                let above = value(0, 0) + 2.0 * value(1, 0) + value(2, 0);
                let (x, y) = ((right - left) / 8.0, (below - above) / 8.0);
                if x * x + y * y > across[at] * across[at] + down[at] * down[at] {
                    (across[at], down[at]) = (x, y);
                }
            }
        }
    }
    (across, down)
}

/// Weights 1, 2, 1 in both directions; the border stays as it is.
fn blur(plane: &[f32], width: usize, height: usize) -> Vec<f32> {
    let mut rows = plane.to_vec();
    for row in 0..height {
        for column in 1..width - 1 {
            let at = row * width + column;
            rows[at] = (plane[at - 1] + 2.0 * plane[at] + plane[at + 1]) / 4.0;
        }
    }
    let mut both = rows.clone();
    for at in width..width * (height - 1) {
        both[at] = (rows[at - width] + 2.0 * rows[at] + rows[at + width]) / 4.0;
    }
    both
}

/// The mean of the square of `2 · reach + 1` pixels around every pixel, of
/// what of it lies inside.
fn box_mean(values: &[f32], width: usize, height: usize, reach: usize) -> Vec<f32> {
    let stride = width + 1;
    let mut sums = vec![0.0_f64; stride * (height + 1)];
    for row in 0..height {
        let mut line = 0.0;
        for column in 0..width {
            line += f64::from(values[row * width + column]);
            sums[(row + 1) * stride + column + 1] = sums[row * stride + column + 1] + line;
        }
    }
    let mut means = vec![0.0; width * height];
    for row in 0..height {
        let (top, bottom) = (row.saturating_sub(reach), (row + reach + 1).min(height));
        for column in 0..width {
            let (left, right) = (
                column.saturating_sub(reach),
                (column + reach + 1).min(width),
            );
            let sum = sums[bottom * stride + right] + sums[top * stride + left]
                - sums[top * stride + right]
                - sums[bottom * stride + left];
            means[row * width + column] = (sum / ((bottom - top) * (right - left)) as f64) as f32;
        }
    }
    means
}

/// Which pixels change more than both their neighbours across the edge.
fn ridges(across: &[f32], down: &[f32], size: &[f32], width: usize, height: usize) -> Vec<bool> {
    let mut is_ridge = vec![false; width * height];
    for row in 2..height.saturating_sub(2) {
        for column in 2..width.saturating_sub(2) {
            let at = row * width + column;
            let (x, y) = (across[at], down[at]);
            // The neighbour of eight that the gradient points to most.
            let (before, after) = if x.abs() > 2.414 * y.abs() {
                (at - 1, at + 1)
            } else if y.abs() > 2.414 * x.abs() {
                (at - width, at + width)
            } else if (x > 0.0) == (y > 0.0) {
                (at - width - 1, at + width + 1)
            } else {
                (at - width + 1, at + width - 1)
            };
            is_ridge[at] =
                size[at] > 0.5 * FLOOR && size[at] >= size[before] && size[at] > size[after];
        }
    }
    is_ridge
}
