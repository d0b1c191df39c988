//! Points, rectangles, and where a turned and scaled square lies in an image.

/// A point in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// A point of the face mesh.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Landmark {
    /// To the right, in pixels of the image.
    pub x: f32,
    /// Down, in pixels of the image.
    pub y: f32,
    /// Away from the camera, in about the same unit; 0 is the middle of the head.
    pub z: f32,
}

impl Landmark {
    pub(crate) const fn point(self) -> Point {
        Point {
            x: self.x,
            y: self.y,
        }
    }
}

/// An upright rectangle in pixels; it may reach beyond the image.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Box2 {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

impl Box2 {
    /// The smallest rectangle around `points`.
    #[must_use]
    pub fn around(points: impl IntoIterator<Item = Point>) -> Self {
        let mut points = points.into_iter();
        let Some(first) = points.next() else {
            return Self::default();
        };
        let (low, high) = points.fold((first, first), |(low, high), point| {
            (
                Point {
                    x: low.x.min(point.x),
                    y: low.y.min(point.y),
                },
                Point {
                    x: high.x.max(point.x),
                    y: high.y.max(point.y),
                },
            )
        });
        Self {
            x: low.x,
            y: low.y,
            width: high.x - low.x,
            height: high.y - low.y,
        }
    }

    /// The number of square pixels.
    #[must_use]
    pub fn area(&self) -> f32 {
        self.width.max(0.0) * self.height.max(0.0)
    }

    /// The middle.
    #[must_use]
    pub fn centre(&self) -> Point {
        Point {
            x: self.x + self.width / 2.0,
            y: self.y + self.height / 2.0,
        }
    }

    /// Intersection over union with `other`: 0 apart, 1 the same.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> f32 {
        let width = (self.x + self.width).min(other.x + other.width) - self.x.max(other.x);
        let height = (self.y + self.height).min(other.y + other.height) - self.y.max(other.y);
        let common = width.max(0.0) * height.max(0.0);
        let union = self.area() + other.area() - common;
        if union > 0.0 { common / union } else { 0.0 }
    }
}

/// Where a crop lies in an image: turned, scaled and moved, not skewed.
///
/// A point (u, v) of the crop is the point (a·u − b·v + x, b·u + a·v + y) of
/// the image.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Placement {
    a: f32,
    b: f32,
    x: f32,
    y: f32,
}

impl Placement {
    /// A square crop of `side` pixels that shows a square of `extent` pixels
    /// of the image around `centre`, turned clockwise by `angle` (radians).
    pub(crate) fn square(centre: Point, extent: f32, angle: f32, side: f32) -> Self {
        let scale = extent / side;
        let (a, b) = (scale * angle.cos(), scale * angle.sin());
        let middle = side / 2.0;
        Self {
            a,
            b,
            x: centre.x - a * middle + b * middle,
            y: centre.y - b * middle - a * middle,
        }
    }

    /// The placement for which the points `crop` of the crop come closest (in
    /// the sum of squares) to the points `image` of the image; `None` where
    /// the points of the crop or of the image fall into one.
    pub(crate) fn fit<const N: usize>(crop: &[Point; N], image: &[Point; N]) -> Option<Self> {
        let (from, to) = (mean(crop), mean(image));
        let (mut along, mut across, mut spread) = (0.0, 0.0, 0.0);
        for (p, q) in crop.iter().zip(image) {
            let (px, py) = (p.x - from.x, p.y - from.y);
            let (qx, qy) = (q.x - to.x, q.y - to.y);
            along += px * qx + py * qy;
            across += px * qy - py * qx;
            spread += px * px + py * py;
        }
        let (a, b) = (along / spread, across / spread);
        let placement = Self {
            a,
            b,
            x: to.x - a * from.x + b * from.y,
            y: to.y - b * from.x - a * from.y,
        };
        let usable = placement.scale().is_finite() && placement.scale() > 1e-3;
        usable.then_some(placement)
    }

    /// Pixels of the image to one pixel of the crop.
    pub(crate) fn scale(&self) -> f32 {
        self.a.hypot(self.b)
    }

    /// The point of the image that the point `p` of the crop shows.
    pub(crate) fn to_image(self, p: Point) -> Point {
        Point {
            x: self.a * p.x - self.b * p.y + self.x,
            y: self.b * p.x + self.a * p.y + self.y,
        }
    }

    /// The same crop of an image that is moved by (−`left`, −`top`) and then
    /// scaled by `factor`.
    pub(crate) fn within(self, left: f32, top: f32, factor: f32) -> Self {
        Self {
            a: self.a * factor,
            b: self.b * factor,
            x: (self.x - left) * factor,
            y: (self.y - top) * factor,
        }
    }
}

fn mean(points: &[Point]) -> Point {
    let count = points.len() as f32;
    let sum = points.iter().fold(Point::default(), |sum, point| Point {
        x: sum.x + point.x,
        y: sum.y + point.y,
    });
    Point {
        x: sum.x / count,
        y: sum.y / count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORNERS: [Point; 3] = [
        Point { x: 0.0, y: 0.0 },
        Point { x: 10.0, y: 0.0 },
        Point { x: 0.0, y: 10.0 },
    ];

    #[test]
    fn a_turned_square_shows_its_corners_where_they_are() {
        let centre = Point { x: 100.0, y: 50.0 };
        for (angle, corner) in [
            (0.0, Point { x: 80.0, y: 30.0 }),
            (std::f32::consts::FRAC_PI_2, Point { x: 120.0, y: 30.0 }),
            (std::f32::consts::PI, Point { x: 120.0, y: 70.0 }),
        ] {
            let placement = Placement::square(centre, 40.0, angle, 10.0);
            let found = placement.to_image(Point::default());
            assert!(
                (found.x - corner.x).hypot(found.y - corner.y) < 1e-4,
                "{angle}: {found:?}"
            );
            assert!((placement.scale() - 4.0).abs() < 1e-5);
        }
    }

    #[test]
    fn a_fit_recovers_the_placement_the_points_came_from() {
        let placement = Placement::square(Point { x: 7.0, y: -3.0 }, 30.0, 0.7, 10.0);
        let image = CORNERS.map(|corner| placement.to_image(corner));
        let fitted = Placement::fit(&CORNERS, &image).expect("three points");
        for corner in CORNERS {
            let (p, q) = (placement.to_image(corner), fitted.to_image(corner));
            assert!((p.x - q.x).hypot(p.y - q.y) < 1e-4, "{p:?} {q:?}");
        }
        assert_eq!(Placement::fit(&[CORNERS[0]; 3], &image), None);
        assert_eq!(Placement::fit(&CORNERS, &[image[0]; 3]), None);
    }

    #[test]
    fn overlap_is_the_share_that_two_boxes_have_in_common() {
        let of = |x: f32, width: f32| Box2 {
            x,
            y: 0.0,
            width,
            height: 2.0,
        };
        assert_eq!(of(0.0, 2.0).overlap(&of(0.0, 2.0)), 1.0);
        assert_eq!(of(0.0, 2.0).overlap(&of(1.0, 2.0)), 1.0 / 3.0);
        assert_eq!(of(0.0, 2.0).overlap(&of(5.0, 2.0)), 0.0);
        assert_eq!(of(0.0, 0.0).overlap(&of(0.0, 0.0)), 0.0);
    }
}
