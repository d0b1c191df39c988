//! The order in which lines are read.

use crate::document::Point;

use super::TextLine;

/// Sorts `lines` into rows from top to bottom and in a row from left to right,
/// both along the direction that most of the text runs in.
pub(super) fn sort(lines: &mut Vec<TextLine>) {
    let (x, y) = lines.iter().fold((0.0_f32, 0.0_f32), |(x, y), line| {
        let [a, b, ..] = line.quad.0;
        (x + b.x - a.x, y + b.y - a.y)
    });
    let length = x.hypot(y);
    let (u, v) = if length > 0.0 {
        (x / length, y / length)
    } else {
        (1.0, 0.0)
    };
    let along = |p: Point| p.x * u + p.y * v;
    let down = |p: Point| p.y * u - p.x * v;
    lines.sort_by(|a, b| down(a.quad.centre()).total_cmp(&down(b.quad.centre())));
    let mut rows: Vec<Vec<TextLine>> = Vec::new();
    for line in lines.drain(..) {
        let middle = down(line.quad.centre());
        let height = line.quad.extent().1;
        let belongs = rows
            .last()
            .and_then(|row| row.first())
            .is_some_and(|first| {
                middle - down(first.quad.centre()) < 0.5 * first.quad.extent().1.min(height)
            });
        match rows.last_mut() {
            Some(row) if belongs => row.push(line),
            Some(_) | None => rows.push(vec![line]),
        }
    }
    for mut row in rows {
        row.sort_by(|a, b| along(a.quad.centre()).total_cmp(&along(b.quad.centre())));
        lines.append(&mut row);
    }
}
