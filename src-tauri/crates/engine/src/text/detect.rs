//! Where text is (PP-OCR detection, "differentiable binarization").

use std::sync::Arc;

use image::RgbImage;
use ndarray::{ArrayView2, Axis, Ix4};

use crate::document::{Homography, Point};
use crate::imaging::planes::planes;
use crate::imaging::resize::{Region, resize};
use crate::manifest::{self, Models};
use crate::model::{Callers, Model, ModelError, OnnxModel, Runtime};

/// A piece of a line of text, in pixels of the image.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextBox {
    /// The middle of the piece.
    pub centre: (f32, f32),
    /// Unit vector along the line; text runs along it or against it.
    pub along: (f32, f32),
    /// Extent along the line.
    pub length: f32,
    /// Extent across the line: about the height of capitals.
    pub height: f32,
    /// Mean probability that this is text.
    pub score: f32,
}

impl TextBox {
    /// The same piece in the picture that `mapping` leads to.
    #[must_use]
    pub fn mapped(&self, mapping: &Homography) -> Self {
        let (ux, uy) = self.along;
        let at = |along: f32, across: f32| {
            mapping.map(Point {
                x: self.centre.0 + along * ux - across * uy,
                y: self.centre.1 + along * uy + across * ux,
            })
        };
        let between = |from: Point, to: Point| (to.x - from.x, to.y - from.y);
        let (half_length, half_height) = (self.length / 2.0, self.height / 2.0);
        let middle = at(0.0, 0.0);
        let along = between(at(-half_length, 0.0), at(half_length, 0.0));
        let across = between(at(0.0, -half_height), at(0.0, half_height));
        let length = along.0.hypot(along.1);
        Self {
            centre: (middle.x, middle.y),
            along: (along.0 / length.max(1e-3), along.1 / length.max(1e-3)),
            length,
            height: across.0.hypot(across.1),
            score: self.score,
        }
    }
}

/// Probability above which a pixel belongs to text.
const TEXT: f32 = 0.3;
/// The model marks the core of a line; the line is this much higher.
const CORE_TO_LINE: f32 = 1.8;
/// Sides of the input are multiples of this.
const STRIDE: u32 = 32;
/// Components smaller than this many pixels of the map are specks.
const SPECK: usize = 12;

/// Finds text. Copies share one model.
#[derive(Clone)]
pub struct TextDetector {
    model: Arc<dyn Model>,
}

impl TextDetector {
    /// Opens the model that the manifest names, for one caller.
    ///
    /// # Errors
    /// [`ModelError`] when it is missing, altered or unusable.
    pub fn open(runtime: Runtime, models: &Models) -> Result<Self, ModelError> {
        Self::open_for(runtime, models, Callers::One)
    }

    /// The same for `callers`.
    ///
    /// # Errors
    /// As [`TextDetector::open`].
    pub fn open_for(
        runtime: Runtime,
        models: &Models,
        callers: Callers,
    ) -> Result<Self, ModelError> {
        let model = OnnxModel::open_for(runtime, models, manifest::TEXT_DETECTION, callers)?;
        Ok(Self {
            model: Arc::new(model),
        })
    }

    /// The pieces of text in `image`, looked for with its longer side at about
    /// `long_side` pixels; small images are enlarged.
    ///
    /// # Errors
    /// [`ModelError`] when the model does not run.
    pub fn detect(&self, image: &RgbImage, long_side: u32) -> Result<Vec<TextBox>, ModelError> {
        let (width, height) = image.dimensions();
        if width.min(height) == 0 {
            return Ok(Vec::new());
        }
        let scale = long_side as f32 / width.max(height) as f32;
        let side = |pixels: u32| {
            let strides = (pixels as f32 * scale / STRIDE as f32).round() as u32;
            strides.max(1) * STRIDE
        };
        let (map_width, map_height) = (side(width), side(height));
        let scaled = resize(image, Region::whole(image), map_width, map_height);
        let input = planes(&scaled, map_width);
        let outputs = self.model.run(input.view().into_dyn())?;
        let map = outputs
            .first()
            .and_then(|output| output.view().into_dimensionality::<Ix4>().ok())
            .filter(|map| map.shape() == [1, 1, map_height as usize, map_width as usize])
            .ok_or_else(|| ModelError::Output {
                name: manifest::TEXT_DETECTION.to_owned(),
                found: outputs
                    .iter()
                    .map(|output| output.shape().to_vec())
                    .collect(),
                expected: "[1, 1, height, width]",
            })?;
        let map = map.index_axis(Axis(0), 0);
        let map = map.index_axis(Axis(0), 0);
        let to_image = (
            width as f32 / map_width as f32,
            height as f32 / map_height as f32,
        );
        Ok(components(map)
            .iter()
            .filter_map(|component| component.text_box(to_image))
            .collect())
    }
}

/// Sums over the pixels of one connected patch of text.
#[derive(Debug, Clone, Default)]
struct Component {
    pixels: Vec<(f32, f32)>,
    score: f32,
}

/// Patches of neighbouring pixels (eight neighbours) above [`TEXT`].
fn components(map: ArrayView2<'_, f32>) -> Vec<Component> {
    let (rows, columns) = map.dim();
    let mut seen = vec![false; rows * columns];
    let mut found = Vec::new();
    let mut open = Vec::new();
    for start in 0..rows * columns {
        if seen[start] || map[(start / columns, start % columns)] <= TEXT {
            continue;
        }
        seen[start] = true;
        open.push(start);
        let mut component = Component::default();
        while let Some(at) = open.pop() {
            let (row, column) = (at / columns, at % columns);
            component
                .pixels
                .push((column as f32 + 0.5, row as f32 + 0.5));
            component.score += map[(row, column)];
            for near_row in row.saturating_sub(1)..(row + 2).min(rows) {
                for near_column in column.saturating_sub(1)..(column + 2).min(columns) {
                    let near = near_row * columns + near_column;
                    if !seen[near] && map[(near_row, near_column)] > TEXT {
                        seen[near] = true;
                        open.push(near);
                    }
                }
            }
        }
        if component.pixels.len() >= SPECK {
            found.push(component);
        }
    }
    found
}

impl Component {
    /// The box along the principal axis, which is exact to a fraction of a
    /// pixel for anything as long as a line of text.
    fn text_box(&self, (to_x, to_y): (f32, f32)) -> Option<TextBox> {
        let count = self.pixels.len() as f32;
        let points = || self.pixels.iter().map(|(x, y)| (x * to_x, y * to_y));
        let (x, y) = points().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
        let (x, y) = (x / count, y / count);
        let (mut xx, mut xy, mut yy) = (0.0_f32, 0.0_f32, 0.0_f32);
        for (px, py) in points() {
            let (dx, dy) = (px - x, py - y);
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }
        let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
        let along = (angle.cos(), angle.sin());
        let (mut low, mut high) = (f32::MAX, f32::MIN);
        for (px, py) in points() {
            let at = (px - x) * along.0 + (py - y) * along.1;
            low = low.min(at);
            high = high.max(at);
        }
        let core_length = high - low;
        if core_length <= 0.0 {
            return None;
        }
        let core_height = count * to_x * to_y / core_length;
        let height = core_height * CORE_TO_LINE;
        let middle = (low + high) / 2.0;
        Some(TextBox {
            centre: (x + middle * along.0, y + middle * along.1),
            along,
            length: core_length + height - core_height,
            height,
            score: self.score / count,
        })
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;
    use crate::document::Quad;

    #[test]
    fn a_piece_of_text_turns_and_grows_with_its_outline() {
        // A view of 100 × 50 whose outline stands upright in the picture, twice
        // as large: its upper side is the outline's right one.
        let at = |x, y| Point { x, y };
        let outline = Quad([
            at(110.0, 10.0),
            at(110.0, 210.0),
            at(10.0, 210.0),
            at(10.0, 10.0),
        ]);
        let to_picture = Homography::onto(100.0, 50.0, &outline).expect("an area");
        let text = TextBox {
            centre: (50.0, 10.0),
            along: (1.0, 0.0),
            length: 40.0,
            height: 6.0,
            score: 0.8,
        };
        let found = text.mapped(&to_picture);
        let near = |a: f32, b: f32| (a - b).abs() < 0.01;
        assert!(near(found.centre.0, 90.0) && near(found.centre.1, 110.0));
        assert!(near(found.along.0, 0.0) && near(found.along.1, 1.0));
        assert!(near(found.length, 80.0) && near(found.height, 12.0));
    }

    #[test]
    fn a_slanted_bar_is_one_box_along_its_slope() {
        let slope = 0.2_f32;
        let map = Array2::from_shape_fn((200, 400), |(row, column)| {
            let middle = 60.0 + slope * column as f32;
            let inside = (20..380).contains(&column) && (row as f32 - middle).abs() < 5.0;
            if inside { 0.9 } else { 0.05 }
        });
        let found = components(map.view());
        assert_eq!(found.len(), 1);
        let bar = found[0].text_box((2.0, 2.0)).expect("a long patch");
        assert!((bar.along.1 / bar.along.0 - slope).abs() < 0.01, "{bar:?}");
        assert!(
            (bar.centre.0 - 400.0).abs() < 4.0 && (bar.centre.1 - 200.0).abs() < 4.0,
            "{bar:?}"
        );
        assert!((bar.score - 0.9).abs() < 1e-3);
    }

    #[test]
    fn specks_are_no_text() {
        let map = Array2::from_shape_fn((64, 64), |(row, column)| {
            if row % 8 < 2 && column % 8 < 2 {
                0.9
            } else {
                0.0
            }
        });
        assert!(components(map.view()).is_empty());
    }
}
