//! Four corners, and what can be said of them.

use super::{Box2, Point};

/// A quadrilateral in pixels: clockwise from the top left corner of what it
/// encloses as a reader sees it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Quad(pub [Point; 4]);

impl Quad {
    /// The upright rectangle from the corner of the first pixel.
    #[must_use]
    pub fn of_size(width: f32, height: f32) -> Self {
        let at = |x, y| Point { x, y };
        Self([
            at(0.0, 0.0),
            at(width, 0.0),
            at(width, height),
            at(0.0, height),
        ])
    }

    /// The upright rectangle `bounds`.
    #[must_use]
    pub fn of(bounds: &Box2) -> Self {
        Self(
            Self::of_size(bounds.width, bounds.height)
                .0
                .map(|corner| Point {
                    x: corner.x + bounds.x,
                    y: corner.y + bounds.y,
                }),
        )
    }

    /// Its sides in order: upper, right, lower, left.
    #[must_use]
    pub const fn sides(&self) -> [(Point, Point); 4] {
        let [a, b, c, d] = self.0;
        [(a, b), (b, c), (c, d), (d, a)]
    }

    /// The smallest upright rectangle around it.
    #[must_use]
    pub fn bounds(&self) -> Box2 {
        Box2::around(self.0)
    }

    /// The mean of its corners.
    #[must_use]
    pub fn centre(&self) -> Point {
        let sum = |of: fn(&Point) -> f32| self.0.iter().map(of).sum::<f32>() / 4.0;
        Point {
            x: sum(|p| p.x),
            y: sum(|p| p.y),
        }
    }

    /// The number of square pixels; negative where it runs counter-clockwise.
    #[must_use]
    pub fn area(&self) -> f32 {
        twice_area(&self.0) / 2.0
    }

    /// The mean length of its two diagonals.
    #[must_use]
    pub fn diagonal(&self) -> f32 {
        let [a, b, c, d] = self.0;
        f32::midpoint(distance(a, c), distance(b, d))
    }

    /// The mean length of its upper and lower side, and of its left and right.
    #[must_use]
    pub fn extent(&self) -> (f32, f32) {
        let [top, right, bottom, left] = self.sides().map(|(from, to)| distance(from, to));
        (f32::midpoint(top, bottom), f32::midpoint(left, right))
    }

    /// The largest distance between a corner and the nearest one of `other`:
    /// the two may begin at different corners.
    #[must_use]
    pub fn farthest_corner(&self, other: &Self) -> f32 {
        let nearest = |p: &Point| {
            let distances = other.0.iter().map(|q| distance(*p, *q));
            distances.fold(f32::INFINITY, f32::min)
        };
        self.0.iter().map(nearest).fold(0.0, f32::max)
    }

    /// Whether it runs clockwise and every corner bends the same way.
    #[must_use]
    pub fn is_convex(&self) -> bool {
        let [a, b, c, d] = self.0;
        [(a, b, c), (b, c, d), (c, d, a), (d, a, b)]
            .into_iter()
            .all(|(p, q, r)| twice_area(&[p, q, r]) > 0.0)
    }

    /// Whether `point` lies inside; the quad is convex.
    #[must_use]
    pub fn contains(&self, point: Point) -> bool {
        self.sides()
            .into_iter()
            .all(|(from, to)| twice_area(&[from, to, point]) >= 0.0)
    }

    /// The same corners when the document is read after `quarters` quarter
    /// turns clockwise: what was the top left corner is then the next one.
    #[must_use]
    pub fn turned(&self, quarters: usize) -> Self {
        let mut corners = self.0;
        corners.rotate_right(quarters % 4);
        Self(corners)
    }

    /// Every corner `factor` times as far from the origin.
    #[must_use]
    pub fn scaled(&self, factor: f32) -> Self {
        Self(self.0.map(|Point { x, y }| Point {
            x: x * factor,
            y: y * factor,
        }))
    }

    /// Intersection over union with `other`, both convex: 0 apart, 1 the same.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> f32 {
        let common = self.common_area(other);
        let union = self.area() + other.area() - common;
        if union > 0.0 { common / union } else { 0.0 }
    }

    /// The square pixels that are inside this and `other`, both convex.
    #[must_use]
    pub fn common_area(&self, other: &Self) -> f32 {
        // Sutherland and Hodgman: what is left of one after each side of the
        // other has cut it.
        let mut left = self.0.to_vec();
        for (from, to) in other.sides() {
            let inside = |p: Point| twice_area(&[from, to, p]);
            let mut kept = Vec::with_capacity(left.len() + 1);
            for (at, &p) in left.iter().enumerate() {
                let q = left[(at + 1) % left.len()];
                let (near, far) = (inside(p), inside(q));
                if near >= 0.0 {
                    kept.push(p);
                }
                if (near < 0.0) != (far < 0.0) {
                    let share = near / (near - far);
                    kept.push(Point {
                        x: p.x + share * (q.x - p.x),
                        y: p.y + share * (q.y - p.y),
                    });
                }
            }
            left = kept;
        }
        (twice_area(&left) / 2.0).max(0.0)
    }
}

/// How far two points are from each other.
pub(crate) fn distance(a: Point, b: Point) -> f32 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// Twice the area of a polygon, positive where it runs clockwise on a screen.
pub(crate) fn twice_area(corners: &[Point]) -> f32 {
    let next = corners.iter().cycle().skip(1);
    corners
        .iter()
        .zip(next)
        .map(|(p, q)| p.x * q.y - p.y * q.x)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f32, y: f32, side: f32) -> Quad {
        let corners = Quad::of_size(side, side).0;
        Quad(corners.map(|p| Point {
            x: p.x + x,
            y: p.y + y,
        }))
    }

    #[test]
    fn overlap_is_the_share_that_two_quads_have_in_common() {
        #[track_caller]
        fn check(a: Quad, b: Quad, expected: f32) {
            for (a, b) in [(a, b), (b, a), (a.turned(1), b.turned(3))] {
                assert!((a.overlap(&b) - expected).abs() < 1e-4, "{}", a.overlap(&b));
            }
        }
        check(square(0.0, 0.0, 2.0), square(0.0, 0.0, 2.0), 1.0);
        check(square(0.0, 0.0, 2.0), square(1.0, 0.0, 2.0), 1.0 / 3.0);
        check(square(0.0, 0.0, 2.0), square(5.0, 0.0, 2.0), 0.0);
        check(square(0.0, 0.0, 4.0), square(1.0, 1.0, 1.0), 1.0 / 16.0);
        check(Quad::default(), Quad::default(), 0.0);
    }

    #[test]
    fn a_diamond_over_a_square_leaves_an_octagon() {
        let at = |x, y| Point { x, y };
        let diamond = Quad([at(1.0, -0.5), at(2.5, 1.0), at(1.0, 2.5), at(-0.5, 1.0)]);
        let common = diamond.common_area(&square(0.0, 0.0, 2.0));
        assert!((common - 3.5).abs() < 1e-4, "{common}");
    }

    #[test]
    fn a_turned_quad_starts_at_another_corner() {
        let quad = square(0.0, 0.0, 2.0);
        assert_eq!(quad.turned(1).0[1], quad.0[0]);
        assert_eq!(quad.turned(1).turned(3), quad);
        assert!((quad.area() - 4.0).abs() < 1e-6);
    }

    #[test]
    fn convex_is_clockwise_without_a_dent() {
        let quad = square(0.0, 0.0, 2.0);
        assert!(quad.is_convex() && quad.turned(2).is_convex());
        let [a, b, c, d] = quad.0;
        assert!(!Quad([d, c, b, a]).is_convex(), "runs the other way");
        assert!(!Quad([a, b, d, c]).is_convex(), "crosses itself");
        assert!(!Quad([a, a, c, d]).is_convex(), "has three corners");
    }
}
