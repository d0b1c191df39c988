//! Whether four corners can be the photograph of a document, and of which size.

use super::{Homography, Point, Quad, Size};

/// Focal lengths of cameras by the longer side of their pictures, and how
/// unusual they are, as squared deviations: telephones have 0.7 to 0.9,
/// enlarged and flat views more.
const FOCAL_LENGTHS: [(f32, f32); 4] = [(0.75, 0.0), (0.95, 0.0), (1.4, 1.5), (4.0, 3.0)];
/// Deviations that are usual: of the logarithm of the aspect ratio, and of the
/// cosine of the angle between the sides.
const USUAL_STRETCH: f32 = 0.035;
const USUAL_SHEAR: f32 = 0.05;

/// The document that four corners fit best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fit {
    /// The size; of TD2 and TD3, which have the same shape, the more frequent.
    pub(super) size: Size,
    /// Whether its longer side is the one from the first to the second corner.
    pub(super) is_wide: bool,
    /// How far it deviates, squared, in usual deviations.
    pub(super) misfit: f32,
}

/// How well `quad` fits the documents of the sizes there are, seen from a
/// picture of `width` × `height` that was not cut: the plane of a rectangle in
/// a photograph gives its aspect ratio (Zhang and He, *Whiteboard scanning and
/// image enhancement*, 2007) when the focal length is known; the one that
/// suits it best of the usual ones is taken.
pub(super) fn fit(quad: &Quad, width: f32, height: f32) -> Option<Fit> {
    let longer = width.max(height);
    let centred = Quad(quad.0.map(|p| Point {
        x: (p.x - width / 2.0) / longer,
        y: (p.y - height / 2.0) / longer,
    }));
    let mapping = Homography::onto(1.0, 1.0, &centred)?;
    let (across, down) = mapping.axes();
    let mut best: Option<Fit> = None;
    for (focal, unusual) in FOCAL_LENGTHS {
        let inner = |a: [f64; 3], b: [f64; 3]| {
            ((a[0] * b[0] + a[1] * b[1]) / f64::from(focal * focal) + a[2] * b[2]) as f32
        };
        let (wide, high) = (inner(across, across).sqrt(), inner(down, down).sqrt());
        let shear = inner(across, down) / (wide * high) / USUAL_SHEAR;
        let stretch = (wide / high).ln();
        for size in [Size::Id1, Size::Td3] {
            let expected = size.aspect().ln();
            for (is_wide, expected) in [(true, expected), (false, -expected)] {
                let off = (stretch - expected) / USUAL_STRETCH;
                let misfit = off * off + shear * shear + unusual;
                if best.is_none_or(|best| misfit < best.misfit) {
                    best = Some(Fit {
                        size,
                        is_wide,
                        misfit,
                    });
                }
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document of `size` before a telephone, turned and leaning.
    fn seen(size: Size, turn: f32, lean: f32) -> Quad {
        let (width, height) = size.millimetres();
        let (sin, cos) = turn.to_radians().sin_cos();
        let (lean_sin, lean_cos) = lean.to_radians().sin_cos();
        Quad(Quad::of_size(width, height).0.map(|p| {
            let (x, y) = (p.x - width / 2.0, p.y - height / 2.0);
            let (x, y) = (x * cos - y * sin, x * sin + y * cos);
            let depth = 220.0 + x * lean_sin;
            Point {
                x: 512.0 + 820.0 * x * lean_cos / depth,
                y: 384.0 + 820.0 * y / depth,
            }
        }))
    }

    #[test]
    fn turned_and_leaning_documents_keep_their_shape() {
        for size in [Size::Id1, Size::Td3] {
            for (turn, lean) in [(0.0, 0.0), (25.0, 20.0), (-60.0, 25.0), (190.0, -15.0)] {
                let fit = fit(&seen(size, turn, lean), 1024.0, 768.0).expect("an area");
                assert_eq!((fit.size, fit.is_wide), (size, true), "{turn} {lean}");
                assert!(fit.misfit < 1.0, "{turn} {lean}: {fit:?}");
            }
        }
    }

    #[test]
    fn squares_and_stripes_are_no_documents() {
        for (width, height) in [(300.0, 300.0), (600.0, 80.0), (300.0, 250.0)] {
            let fit = fit(&Quad::of_size(width, height), 1024.0, 768.0).expect("an area");
            assert!(fit.misfit > 8.0, "{width} {height}: {fit:?}");
        }
    }
}
