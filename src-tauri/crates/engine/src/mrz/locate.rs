//! Where the lines of a zone may be: long parallel rows among all the text.

use crate::text::TextBox;

/// A row of text: pieces that continue each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row {
    /// Middle of its left and right end, in pixels; left and right as the
    /// direction `along` has them, which may be upside down.
    pub(crate) from: (f32, f32),
    pub(crate) to: (f32, f32),
    /// About the height of capitals.
    pub(crate) height: f32,
    /// The part of its length in which text was found, 0 to 1.
    pub(crate) covered: f32,
}

impl Row {
    pub(crate) fn length(&self) -> f32 {
        (self.to.0 - self.from.0).hypot(self.to.1 - self.from.1)
    }

    /// Unit vector from its start to its end.
    pub(crate) fn along(&self) -> (f32, f32) {
        let length = self.length().max(f32::MIN_POSITIVE);
        (
            (self.to.0 - self.from.0) / length,
            (self.to.1 - self.from.1) / length,
        )
    }

    fn middle(&self) -> (f32, f32) {
        (
            (self.from.0 + self.to.0) / 2.0,
            (self.from.1 + self.to.1) / 2.0,
        )
    }

    /// Whether `other` is the same text, found a little differently.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let near = |(ax, ay): (f32, f32), (bx, by): (f32, f32)| {
            (bx - ax).hypot(by - ay) < 1.5 * self.height
        };
        near(self.from, other.from) && near(self.to, other.to)
    }

    /// The row in the part of the image that starts at `origin`, made `scale`
    /// times as large.
    pub(crate) fn placed(self, origin: (f32, f32), scale: f32) -> Self {
        let point = |(x, y): (f32, f32)| ((x - origin.0) * scale, (y - origin.1) * scale);
        Self {
            from: point(self.from),
            to: point(self.to),
            height: self.height * scale,
            ..self
        }
    }

    /// The row read the other way.
    fn reversed(self) -> Self {
        Self {
            from: self.to,
            to: self.from,
            ..self
        }
    }
}

/// Rows that may be the lines of one zone, first line first.
pub(crate) type Candidate = Vec<Row>;

/// The longest line found of a zone is at least this many times longer than
/// high: 30 characters of OCR-B are 28 times as long as a capital is high, and
/// fillers at the end may have been missed.
const SLENDER: f32 = 16.0;
/// The same for the others.
const STUB: f32 = 7.0;
/// Directions differ by at most this (radians).
const PARALLEL: f32 = 0.12;

/// Candidates for zones among `boxes`, the most promising first.
pub(crate) fn candidates(boxes: &[TextBox]) -> Vec<Candidate> {
    let mut rows: Vec<Row> = rows(boxes)
        .into_iter()
        .filter(|row| row.length() > STUB * row.height)
        .collect();
    rows.sort_by(|a, b| b.length().total_cmp(&a.length()));
    let mut found: Vec<Candidate> = Vec::new();
    for (at, row) in rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.length() > SLENDER * row.height)
    {
        let mut stack = vec![*row];
        for other in rows
            .iter()
            .enumerate()
            .filter(|(n, _)| *n != at)
            .map(|(_, other)| other)
        {
            if stack.iter().any(|near| belong_together(near, other)) && stack.len() < 4 {
                stack.push(aligned(*other, row.along()));
            }
        }
        sort_downwards(&mut stack);
        // Every format has two lines at least.
        if stack.len() > 1 && !found.contains(&stack) {
            found.push(stack);
        }
    }
    found.sort_by(|a, b| score(b).total_cmp(&score(a)));
    found
}

/// Lines of a zone are long, unbroken, and not alone.
fn score(candidate: &Candidate) -> f32 {
    let mut best = 0.0_f32;
    for pair in candidate.windows(2) {
        best = best.max(promise(&pair[0]) + promise(&pair[1]));
    }
    best.max(candidate.iter().map(promise).fold(0.0, f32::max))
}

fn promise(row: &Row) -> f32 {
    let slender = (row.length() / row.height).min(45.0);
    row.length() * slender * row.covered * row.covered
}

/// Turns `row` so that it runs with `along`.
fn aligned(row: Row, along: (f32, f32)) -> Row {
    let own = row.along();
    if own.0 * along.0 + own.1 * along.1 < 0.0 {
        row.reversed()
    } else {
        row
    }
}

fn sort_downwards(stack: &mut [Row]) {
    let along = stack[0].along();
    let depth = |row: &Row| {
        let (x, y) = row.middle();
        y * along.0 - x * along.1
    };
    stack.sort_by(|a, b| depth(a).total_cmp(&depth(b)));
}

/// Lines of a zone are parallel, of like height and length, one below the other.
fn belong_together(a: &Row, b: &Row) -> bool {
    let (along, other) = (a.along(), aligned(*b, a.along()).along());
    let turned = (along.0 * other.1 - along.1 * other.0).abs();
    let height = f32::midpoint(a.height, b.height);
    let (ax, ay) = a.middle();
    let (bx, by) = b.middle();
    let across = ((by - ay) * along.0 - (bx - ax) * along.1).abs();
    let b = aligned(*b, along);
    let apart = |(ax, ay): (f32, f32), (bx, by): (f32, f32)| {
        ((bx - ax) * along.0 + (by - ay) * along.1).abs()
    };
    let flush = apart(a.from, b.from).min(apart(a.to, b.to));
    let (short, long) = (a.length().min(b.length()), a.length().max(b.length()));
    turned < PARALLEL
        && a.height.max(b.height) < 1.8 * a.height.min(b.height)
        && (0.9..3.6).contains(&(across / height))
        && short > 0.3 * long
        && flush < 2.5 * height
}

/// Joins pieces that continue each other into rows.
fn rows(boxes: &[TextBox]) -> Vec<Row> {
    let mut rows: Vec<Row> = boxes.iter().map(row).collect();
    rows.sort_by(|a, b| b.length().total_cmp(&a.length()));
    let mut at = 0;
    while at < rows.len() {
        match (at + 1..rows.len()).find(|other| continues(&rows[at], &rows[*other])) {
            Some(other) => {
                let piece = rows.remove(other);
                rows[at] = joined(&rows[at], &piece);
            }
            None => at += 1,
        }
    }
    rows
}

fn row(piece: &TextBox) -> Row {
    let ((x, y), (u, v), half) = (piece.centre, piece.along, piece.length / 2.0);
    let row = Row {
        from: (x - u * half, y - v * half),
        to: (x + u * half, y + v * half),
        height: piece.height,
        covered: 1.0,
    };
    // Left to right, or downwards where it stands upright.
    if u + 0.01 * v < 0.0 {
        row.reversed()
    } else {
        row
    }
}

fn continues(row: &Row, piece: &Row) -> bool {
    let along = row.along();
    let height = row.height.max(piece.height);
    let place = |(x, y): (f32, f32)| {
        let (dx, dy) = (x - row.from.0, y - row.from.1);
        (dx * along.0 + dy * along.1, dy * along.0 - dx * along.1)
    };
    let (start, start_off) = place(piece.from);
    let (end, end_off) = place(piece.to);
    let (first, last) = (start.min(end), start.max(end));
    let gap = (first - row.length()).max(-last);
    let distance = gap.max(0.0);
    start_off.abs().max(end_off.abs()) < 0.6 * height + 0.04 * distance
        && (-2.0 * height..6.0 * height).contains(&gap)
        && piece.height < 1.8 * row.height
        && row.height < 2.2 * piece.height
}

fn joined(row: &Row, piece: &Row) -> Row {
    let along = row.along();
    let place = |(x, y): &(f32, f32)| (x - row.from.0) * along.0 + (y - row.from.1) * along.1;
    let ends = [row.from, row.to, piece.from, piece.to];
    let from = ends
        .into_iter()
        .min_by(|a, b| place(a).total_cmp(&place(b)));
    let to = ends
        .into_iter()
        .max_by(|a, b| place(a).total_cmp(&place(b)));
    let total = row.length() + piece.length();
    let mean = |a: f32, b: f32| (a * row.length() + b * piece.length()) / total.max(1.0);
    let whole = Row {
        from: from.unwrap_or(row.from),
        to: to.unwrap_or(row.to),
        height: mean(row.height, piece.height),
        covered: 1.0,
    };
    let covered = row.covered * row.length() + piece.covered * piece.length();
    Row {
        covered: (covered / whole.length().max(1.0)).min(1.0),
        ..whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A piece of text from `from`, `length` long, turned by `turn` radians
    /// around the origin.
    fn piece(turn: f32, from: (f32, f32), length: f32) -> TextBox {
        let (sin, cos) = turn.sin_cos();
        let (x, y) = (from.0 + length / 2.0, from.1);
        TextBox {
            centre: (x * cos - y * sin, x * sin + y * cos),
            along: (cos, sin),
            length,
            height: 10.0,
            score: 0.9,
        }
    }

    /// A page with some lines of ordinary text above a zone of two lines whose
    /// second is found in two pieces.
    fn page(turn: f32) -> Vec<TextBox> {
        vec![
            piece(turn, (100.0, 100.0), 90.0),
            piece(turn, (100.0, 130.0), 150.0),
            piece(turn, (320.0, 130.0), 60.0),
            piece(turn, (100.0, 400.0), 430.0),
            piece(turn, (100.0, 423.0), 260.0),
            piece(turn, (380.0, 423.0), 150.0),
        ]
    }

    #[track_caller]
    fn check(turn: f32) {
        let found = candidates(&page(turn));
        let first = found.first().expect("a candidate");
        assert_eq!(first.len(), 2, "turned by {turn}: {first:?}");
        for row in first {
            assert!(
                (row.length() - 430.0).abs() < 5.0,
                "turned by {turn}: {row:?}"
            );
        }
    }

    #[test]
    fn the_zone_is_the_first_candidate_however_the_page_is_turned() {
        for step in 0..16 {
            check(step as f32 * std::f32::consts::PI / 8.0 + 0.03);
        }
    }

    #[test]
    fn scattered_short_text_is_no_candidate() {
        let boxes: Vec<TextBox> = (0..20)
            .map(|n| piece(0.0, (110.0 * (n % 5) as f32, 35.0 * (n / 5) as f32), 30.0))
            .collect();
        assert!(candidates(&boxes).is_empty());
    }
}
