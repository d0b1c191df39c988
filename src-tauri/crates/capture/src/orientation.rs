//! Which way up a picture is shown: the display matrix of its stream.

use ffmpeg_next::{Stream, codec::packet::side_data::Type};
use image::metadata::Orientation;

/// How pictures of `stream` have to be turned before they are shown.
pub(crate) fn of(stream: &Stream<'_>) -> Orientation {
    stream
        .side_data()
        .find(|data| data.kind() == Type::DisplayMatrix)
        .and_then(|data| linear_part(data.data()))
        .map_or(Orientation::NoTransforms, nearest)
}

/// The entries `a, b, c, d` of the nine in native byte order: a point (p, q),
/// q downwards, is shown at (a·p + c·q, b·p + d·q).
fn linear_part(matrix: &[u8]) -> Option<[i32; 4]> {
    let entry = |index: usize| -> Option<i32> {
        let bytes = matrix.get(index * 4..index * 4 + 4)?;
        Some(i32::from_ne_bytes(bytes.try_into().ok()?))
    };
    Some([entry(0)?, entry(1)?, entry(3)?, entry(4)?])
}

/// The quarter turn or reflection nearest to `[a, b, c, d]`.
fn nearest([a, b, c, d]: [i32; 4]) -> Orientation {
    let size = |entry: i32| i64::from(entry).abs();
    if size(a) + size(d) >= size(b) + size(c) {
        match (a < 0, d < 0) {
            (false, false) => Orientation::NoTransforms,
            (true, true) => Orientation::Rotate180,
            (true, false) => Orientation::FlipHorizontal,
            (false, true) => Orientation::FlipVertical,
        }
    } else {
        match (b < 0, c < 0) {
            (false, true) => Orientation::Rotate90,
            (true, false) => Orientation::Rotate270,
            (false, false) => Orientation::Rotate90FlipH,
            (true, true) => Orientation::Rotate270FlipH,
        }
    }
}

/// Whether width and height change places.
pub(crate) const fn swaps_sides(orientation: Orientation) -> bool {
    match orientation {
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => false,
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_turn_is_read_from_the_matrix() {
        check([1, 0, 0, 1], Orientation::NoTransforms);
        check([0, 1, -1, 0], Orientation::Rotate90);
        check([-1, 0, 0, -1], Orientation::Rotate180);
        check([0, -1, 1, 0], Orientation::Rotate270);
        check([-1, 0, 0, 1], Orientation::FlipHorizontal);
        check([0, 1, 1, 0], Orientation::Rotate90FlipH);
    }

    #[test]
    fn an_odd_angle_snaps_to_the_nearest_quarter() {
        check([9, 1, -1, 9], Orientation::NoTransforms);
        check([1, 9, -9, 1], Orientation::Rotate90);
    }

    #[track_caller]
    fn check(entries: [i32; 4], expected: Orientation) {
        assert_eq!(nearest(entries), expected, "{entries:?}");
    }
}
