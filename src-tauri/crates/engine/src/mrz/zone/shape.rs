//! Which recognised lines form a zone of which format, and what several looks
//! at a line say together.

use super::super::decode::align::{Aligned, align};
use super::super::decode::{self, Column, Decoded, grid};
use super::super::emissions::Emissions;
use super::super::format::Format;
use super::super::symbol::SYMBOLS;

/// How much less likely the second view of a line may be than the first: now
/// and then a recogniser sees nothing at all in a view.
const AGREEMENT: f64 = 0.1;
/// Rows that are less likely than this are no lines of a zone.
pub(super) const UNLIKELY: f64 = -0.35;
/// Lengths that are less likely than the likeliest by this are out of question.
const ABOUT_AS_LIKELY: f64 = 0.15;
/// Less of a character than this was seen in a column: it shows nothing, and
/// what the line should say there is a guess.
const EMPTY: f64 = 0.3;

/// Whose second look at a line it is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Opinion {
    /// The recogniser's that saw it first: it errs in the same way.
    SameEyes,
    /// Another one's, which errs in its own way.
    OtherEyes,
}

/// How sure recognisers may be when their opinions are weighed: two that are
/// sure of different characters leave it open.
const HUMBLE: f64 = 2e-3;

impl Opinion {
    /// What both say together: the average of what errs alike, the product of
    /// what errs on its own.
    fn joined(self, first: &Column, second: &Column) -> Column {
        let both = first.iter().zip(second);
        let mut joined = [0.0; SYMBOLS];
        for (place, (p, q)) in joined.iter_mut().zip(both) {
            *place = match self {
                Self::SameEyes => f64::midpoint(*p, *q),
                Self::OtherEyes => (p + HUMBLE) * (q + HUMBLE),
            };
        }
        let sum: f64 = joined.iter().sum();
        joined.map(|p| p / sum.max(f64::MIN_POSITIVE))
    }
}

/// Which lines form a zone of which format.
pub(super) struct Shape {
    pub(super) format: Format,
    /// The first of its lines among those given.
    pub(super) from: usize,
    lines: Vec<Aligned>,
    /// Mean log probability per step that these are its lines.
    pub(super) likelihood: f64,
}

impl Shape {
    /// The most likely shape of `lines` of one of the lengths in `columns`.
    pub(super) fn best(lines: &[Emissions], columns: &[usize]) -> Option<Self> {
        let mut best: Option<Self> = None;
        for columns in columns.iter().copied() {
            let aligned: Vec<Option<Aligned>> =
                lines.iter().map(|line| aligned(line, columns)).collect();
            for format in Format::ALL
                .into_iter()
                .filter(|format| format.columns() == columns)
            {
                for from in 0..(aligned.len() + 1).saturating_sub(format.lines()) {
                    let shape = Self::of(format, from, &aligned[from..from + format.lines()]);
                    best = match (best, shape) {
                        (Some(best), Some(shape)) if shape.likelihood > best.likelihood => {
                            Some(shape)
                        }
                        (None, shape) => shape,
                        (best, _) => best,
                    };
                }
            }
        }
        best.filter(|best| best.likelihood > UNLIKELY)
    }

    fn of(format: Format, from: usize, lines: &[Option<Aligned>]) -> Option<Self> {
        let count = lines.len() as f64;
        let lines: Option<Vec<&Aligned>> = lines.iter().map(Option::as_ref).collect();
        let lines = lines?;
        let visa = lines[0].columns[0][decode::VISA];
        let kind = match format {
            Format::MrvA | Format::MrvB => visa,
            Format::Td1 => 1.0,
            Format::Td2 | Format::Td3 => 1.0 - visa,
        };
        let likelihood = lines.iter().map(|line| line.log_likelihood).sum::<f64>() / count;
        Some(Self {
            format,
            from,
            lines: lines.into_iter().cloned().collect(),
            likelihood: likelihood + 0.01 * kind.max(1e-6).ln(),
        })
    }

    pub(super) fn decoded(&self) -> Decoded {
        let columns: Vec<Vec<Column>> =
            self.lines.iter().map(|line| line.columns.clone()).collect();
        let empty = self.lines.iter().enumerate().flat_map(|(n, line)| {
            let presence = line.presence.iter().enumerate();
            presence
                .filter(|(_, seen)| **seen < EMPTY)
                .map(move |(column, _)| (n, column))
        });
        decode::decode(self.format, &columns).doubting(empty)
    }

    /// Joins the columns of line `n` with those of another view of it; false
    /// where the view shows no such line.
    pub(super) fn join(&mut self, n: usize, view: &Emissions, opinion: Opinion) -> bool {
        let lines = &mut self.lines[n];
        let same_places = align(view, &[lines.grid.scaled(view.steps.len() as f64)]);
        let own_places = aligned(view, self.format.columns());
        let Some(second) = likelier(same_places, own_places) else {
            return false;
        };
        if second.log_likelihood < lines.log_likelihood - AGREEMENT {
            return false;
        }
        for (column, second) in lines.columns.iter_mut().zip(&second.columns) {
            *column = opinion.joined(column, second);
        }
        for (seen, second) in lines.presence.iter_mut().zip(&second.presence) {
            *seen = seen.max(*second);
        }
        true
    }
}

/// How likely the likeliest length of a line is, and the lengths that are
/// about as likely.
pub(super) fn plausible_lengths(line: &Emissions) -> (f64, Vec<usize>) {
    let lengths: Vec<(usize, f64)> = [30, 36, 44]
        .into_iter()
        .filter_map(|columns| Some((columns, aligned(line, columns)?.log_likelihood)))
        .collect();
    let likeliest = lengths
        .iter()
        .map(|(_, likelihood)| *likelihood)
        .fold(f64::NEG_INFINITY, f64::max);
    let near = |likelihood: f64| likelihood > likeliest - ABOUT_AS_LIKELY;
    let lengths = lengths.into_iter().filter(|(_, l)| near(*l));
    (likeliest, lengths.map(|(columns, _)| columns).collect())
}

fn aligned(emissions: &Emissions, columns: usize) -> Option<Aligned> {
    align(emissions, &grid::fits(emissions, columns))
}

fn likelier(a: Option<Aligned>, b: Option<Aligned>) -> Option<Aligned> {
    [a, b]
        .into_iter()
        .flatten()
        .max_by(|a, b| a.log_likelihood.total_cmp(&b.log_likelihood))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(sure: usize, share: f64, other: usize) -> Column {
        let mut column = [0.0; SYMBOLS];
        column[sure] = share;
        column[other] = 1.0 - share;
        column
    }

    #[track_caller]
    fn check(opinion: Opinion, second: &Column, expected: f64) {
        let joined = opinion.joined(&column(10, 0.9, 11), second);
        assert!((joined.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!((joined[11] - expected).abs() < 0.02, "{}", joined[11]);
    }

    #[test]
    fn another_recogniser_settles_doubts_and_the_same_one_does_not() {
        check(Opinion::SameEyes, &column(11, 1.0, 10), 0.55);
        check(Opinion::OtherEyes, &column(11, 1.0, 10), 0.98);
        check(Opinion::OtherEyes, &column(10, 1.0, 11), 0.0);
    }

    #[test]
    fn recognisers_that_are_sure_of_different_characters_leave_it_open() {
        let joined = Opinion::OtherEyes.joined(&column(10, 1.0, 11), &column(11, 1.0, 10));
        assert!((joined[10] - 0.5).abs() < 0.02, "{}", joined[10]);
    }
}
