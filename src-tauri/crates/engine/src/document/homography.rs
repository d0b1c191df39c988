//! The projective mapping between a rectangle and its photograph.

use super::{Point, Quad};

/// A projective mapping of the plane: a 3×3 matrix, row by row, that takes
/// (x, y, 1) to (u·w, v·w, w).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Homography([f64; 9]);

impl Homography {
    /// The mapping that takes the upright rectangle of `width` × `height` from
    /// the origin to `quad`, corner by corner (Heckbert, *Fundamentals of
    /// Texture Mapping and Image Warping*, 1989, 2.2.3); `None` where three
    /// corners lie on one line or the rectangle is empty.
    #[must_use]
    pub fn onto(width: f32, height: f32, quad: &Quad) -> Option<Self> {
        let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] =
            quad.0.map(|p| (f64::from(p.x), f64::from(p.y)));
        let (dx1, dx2, dx3) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
        let (dy1, dy2, dy3) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
        let spanned = dx1 * dy2 - dx2 * dy1;
        let g = (dx3 * dy2 - dx2 * dy3) / spanned;
        let h = (dx1 * dy3 - dx3 * dy1) / spanned;
        let (across, down) = (f64::from(width), f64::from(height));
        let mapping = Self([
            (x1 - x0 + g * x1) / across,
            (x3 - x0 + h * x3) / down,
            x0,
            (y1 - y0 + g * y1) / across,
            (y3 - y0 + h * y3) / down,
            y0,
            g / across,
            h / down,
            1.0,
        ]);
        let usable =
            mapping.0.iter().all(|value| value.is_finite()) && mapping.determinant().abs() > 1e-12;
        usable.then_some(mapping)
    }

    /// Where `point` comes to lie. A point of the vanishing line is nowhere:
    /// its coordinates are not finite.
    #[must_use]
    pub fn map(&self, point: Point) -> Point {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let (x, y) = (f64::from(point.x), f64::from(point.y));
        let w = g * x + h * y + i;
        Point {
            x: ((a * x + b * y + c) / w) as f32,
            y: ((d * x + e * y + f) / w) as f32,
        }
    }

    /// Where the points (x, `y`) of one row come to lie, for any x: as
    /// [`Homography::map`], in less time.
    pub(crate) fn row(&self, y: f32) -> impl Fn(f32) -> Point {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let y = f64::from(y);
        let (u, v, w) = (b * y + c, e * y + f, h * y + i);
        move |x| {
            let x = f64::from(x);
            let by = 1.0 / (g * x + w);
            Point {
                x: ((a * x + u) * by) as f32,
                y: ((d * x + v) * by) as f32,
            }
        }
    }

    /// Where the corners of `quad` come to lie.
    #[must_use]
    pub fn map_quad(&self, quad: &Quad) -> Quad {
        Quad(quad.0.map(|corner| self.map(corner)))
    }

    /// The mapping that leads back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let by = 1.0 / self.determinant();
        Self(
            [
                e * i - f * h,
                c * h - b * i,
                b * f - c * e,
                f * g - d * i,
                a * i - c * g,
                c * d - a * f,
                d * h - e * g,
                b * g - a * h,
                a * e - b * d,
            ]
            .map(|value| value * by),
        )
    }

    /// The images of the two axes, in homogeneous coordinates.
    pub(super) const fn axes(&self) -> ([f64; 3], [f64; 3]) {
        let [a, b, _, d, e, _, g, h, _] = self.0;
        ([a, d, g], [b, e, h])
    }

    fn determinant(&self) -> f64 {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::quad::distance;

    const fn at(x: f32, y: f32) -> Point {
        Point { x, y }
    }

    #[test]
    fn corners_go_to_corners_and_the_middle_to_where_the_diagonals_cross() {
        let quad = Quad([
            at(100.0, 80.0),
            at(420.0, 110.0),
            at(400.0, 300.0),
            at(60.0, 280.0),
        ]);
        let mapping = Homography::onto(1012.0, 638.0, &quad).expect("a quad with an area");
        let mapped = mapping.map_quad(&Quad::of_size(1012.0, 638.0));
        for (found, expected) in mapped.0.iter().zip(quad.0) {
            assert!(distance(*found, expected) < 1e-2, "{found:?}");
        }
        let middle = mapping.map(at(506.0, 319.0));
        let [a, b, c, d] = quad.0;
        for (from, to) in [(a, c), (b, d)] {
            let off = (to.x - from.x) * (middle.y - from.y) - (to.y - from.y) * (middle.x - from.x);
            assert!(off.abs() / distance(from, to) < 1e-2, "{middle:?}");
        }
    }

    #[test]
    fn corners_on_one_line_have_no_mapping() {
        for quad in [
            Quad::default(),
            Quad([at(0.0, 0.0), at(1.0, 1.0), at(2.0, 2.0), at(3.0, 3.0)]),
        ] {
            assert_eq!(Homography::onto(10.0, 10.0, &quad), None);
        }
        assert_eq!(Homography::onto(0.0, 10.0, &Quad::of_size(1.0, 1.0)), None);
    }

    proptest! {
        #[test]
        fn there_and_back_is_where_it_began(
            shift in prop::array::uniform8(-90.0f32..90.0),
            x in 0.0f32..1012.0,
            y in 0.0f32..638.0,
        ) {
            let mut quad = Quad([at(300.0, 300.0), at(900.0, 300.0), at(900.0, 700.0), at(300.0, 700.0)]);
            for (corner, by) in quad.0.iter_mut().zip(shift.chunks(2)) {
                corner.x += by[0];
                corner.y += by[1];
            }
            let mapping = Homography::onto(1012.0, 638.0, &quad).expect("a quad with an area");
            let back = mapping.inverse().map(mapping.map(at(x, y)));
            prop_assert!(distance(back, at(x, y)) < 0.02, "{back:?}");
        }
    }
}
