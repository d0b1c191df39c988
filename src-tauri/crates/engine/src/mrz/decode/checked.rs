//! Fields under check digits: of all readings whose digits add up, the best.
//!
//! A check digit is a sum modulo ten, so the state of a walk over the columns
//! is the running sum of the field and that of the composite: a hundred
//! states, and every reading that adds up is a path through them. Summing the
//! paths says how much of what the recogniser saw is consistent at all;
//! the best path is the reading; and summing the paths through one character
//! says how sure it is, given that everything adds up.

use super::super::check_digit::WEIGHTS;
use super::super::format::Format;
use super::super::layout::{Check, CheckedField, Layout, Span};
use super::super::symbol::{Charset, FILLER, SYMBOLS, value};
use super::Chosen;
use super::align::Column;

/// Columns that a digit protects, the place of the digit, and whether it may
/// be left out.
type Field = (Vec<(usize, usize)>, (usize, usize), bool);

/// What one column does in the sums.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: (usize, usize),
    /// What the standard allows there, and what this reading does.
    allowed: Charset,
    charset: Charset,
    /// Its weight in the sum of its field, and in the composite's.
    field: usize,
    composite: usize,
    compared: Compared,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compared {
    /// No check digit.
    Nothing,
    /// The digit of a field, where an empty field may have a filler.
    Field { filler: bool },
    /// The digit of the whole.
    Composite,
}

/// A reading whose check digits all add up.
pub(super) struct Reading {
    /// The columns it decides, with what it decides.
    pub(super) chosen: Vec<((usize, usize), Chosen)>,
    /// The share of all allowed readings, weighted by how likely each is,
    /// that add up.
    pub(super) consistent: f64,
}

/// The best reading of the checked columns of `lines`; `None` when none adds up.
pub(super) fn read(format: Format, lines: &[Vec<Column>]) -> Option<Reading> {
    let whole = plan(format, None);
    let mut best = walk(&whole, lines);
    let Some(optional) = Layout::long_number(format) else {
        return best;
    };
    for digit in optional.from..optional.to {
        if let Some(long) = walk(&plan(format, Some(digit)), lines)
            && best
                .as_ref()
                .is_none_or(|best| long.consistent > best.consistent)
        {
            best = Some(long);
        }
    }
    best
}

/// The columns in the order of the zone; with `long`, the number goes on in
/// the optional data up to its check digit in that column.
fn plan(format: Format, long: Option<usize>) -> Vec<Place> {
    let layout = Layout::of(format);
    let charsets = Layout::charsets(format);
    let composite = layout
        .checks
        .iter()
        .find(|check| check.field == CheckedField::Composite);
    let covered: Vec<(usize, usize)> = composite
        .map(|check| check.over.iter().flat_map(|span| columns(*span)).collect())
        .unwrap_or_default();
    let mut fields: Vec<Field> = layout
        .checks
        .iter()
        .filter(|check| check.field != CheckedField::Composite)
        .map(|check: &Check| {
            let over = check.over.iter().flat_map(|span| columns(*span)).collect();
            (over, check.at, check.field == CheckedField::OptionalData)
        })
        .collect();
    let number_digit = layout.checks[0].at;
    if let Some(digit) = long {
        let optional = layout.optional;
        fields[0]
            .0
            .extend((optional.from..digit).map(|column| (optional.line, column)));
        fields[0].1 = (optional.line, digit);
    }
    let mut order = covered.clone();
    for (over, at, _) in &fields {
        order.extend(over);
        order.push(*at);
    }
    order.extend(composite.map(|check| check.at));
    order.sort_unstable();
    order.dedup();
    order
        .into_iter()
        .map(|at| {
            let weight = |over: &[(usize, usize)]| {
                over.iter()
                    .position(|other| *other == at)
                    .map_or(0, |n| WEIGHTS[n % 3])
            };
            let field = fields
                .iter()
                .map(|(over, ..)| weight(over))
                .find(|w| *w > 0)
                .unwrap_or(0);
            let compared = match fields.iter().find(|(_, digit, _)| *digit == at) {
                Some((_, _, filler)) => Compared::Field { filler: *filler },
                None if composite.is_some_and(|check| check.at == at) => Compared::Composite,
                None => Compared::Nothing,
            };
            let allowed = charsets[at.0][at.1];
            let mut charset = allowed;
            if let Some(digit) = long {
                charset = long_charset(layout, digit, number_digit, at).unwrap_or(charset);
            } else if at == number_digit {
                charset = Charset::DIGITS;
            }
            Place {
                at,
                allowed,
                charset,
                field,
                composite: weight(&covered),
                compared,
            }
        })
        .collect()
}

/// What a long number allows where it differs from a short one.
fn long_charset(
    layout: &Layout,
    digit: usize,
    number_digit: (usize, usize),
    at: (usize, usize),
) -> Option<Charset> {
    let used = Charset::DIGITS.or(Charset::LETTERS);
    let Span { line, from, .. } = layout.optional;
    match at {
        at if at == number_digit => Some(Charset::FILL),
        (l, c)
            if l == layout.number.line && (layout.number.from..layout.number.to).contains(&c) =>
        {
            Some(used)
        }
        (l, c) if l == line && (from..digit).contains(&c) => Some(used),
        (l, c) if l == line && c == digit => Some(Charset::DIGITS),
        (l, c) if l == line && c == digit + 1 && c < layout.optional.to => Some(Charset::FILL),
        _ => None,
    }
}

fn columns(span: Span) -> impl Iterator<Item = (usize, usize)> {
    (span.from..span.to).map(move |column| (span.line, column))
}

/// Sums modulo ten: of the field in the tens, of the composite in the ones.
const SUMS: usize = 100;
type Sums = [f64; SUMS];

impl Place {
    /// The state behind `symbol` in state `sums`; `None` when a digit is wrong.
    fn next(&self, sums: usize, symbol: usize) -> Option<usize> {
        let (field, composite) = (sums / 10, sums % 10);
        let after = (composite + self.composite * value(symbol)) % 10;
        match self.compared {
            Compared::Nothing => Some((field + self.field * value(symbol)) % 10 * 10 + after),
            Compared::Field { filler } => {
                let right = symbol == field || (filler && symbol == FILLER && field == 0);
                right.then_some(after)
            }
            Compared::Composite => (symbol == composite).then_some(0),
        }
    }

    fn shares(&self, lines: &[Vec<Column>]) -> [f64; SYMBOLS] {
        let column = &lines[self.at.0][self.at.1];
        let sum: f64 = (0..SYMBOLS)
            .filter(|symbol| self.allowed.contains(*symbol))
            .map(|symbol| column[symbol])
            .sum();
        std::array::from_fn(|symbol| {
            if self.charset.contains(symbol) {
                column[symbol] / sum.max(f64::MIN_POSITIVE)
            } else {
                0.0
            }
        })
    }
}

fn walk(plan: &[Place], lines: &[Vec<Column>]) -> Option<Reading> {
    let shares: Vec<[f64; SYMBOLS]> = plan.iter().map(|place| place.shares(lines)).collect();
    // What can still follow each state, from the end to the start.
    let mut after: Vec<Sums> = vec![[1.0; SUMS]; plan.len() + 1];
    for at in (0..plan.len()).rev() {
        after[at] = std::array::from_fn(|sums| {
            (0..SYMBOLS)
                .filter_map(|symbol| {
                    Some(shares[at][symbol] * after[at + 1][plan[at].next(sums, symbol)?])
                })
                .sum()
        });
    }
    let consistent = after[0][0];
    if consistent <= 0.0 {
        return None;
    }
    let path = best_path(plan, &shares)?;
    let mut before: Sums = [0.0; SUMS];
    before[0] = 1.0;
    let mut chosen = Vec::with_capacity(plan.len());
    for (at, place) in plan.iter().enumerate() {
        let symbol = path[at];
        let mut through = 0.0;
        let mut reached: Sums = [0.0; SUMS];
        for sums in (0..SUMS).filter(|sums| before[*sums] > 0.0) {
            for other in (0..SYMBOLS).filter(|other| shares[at][*other] > 0.0) {
                let Some(next) = place.next(sums, other) else {
                    continue;
                };
                let mass = before[sums] * shares[at][other];
                reached[next] += mass;
                if other == symbol {
                    through += mass * after[at + 1][next];
                }
            }
        }
        chosen.push((
            place.at,
            Chosen {
                symbol,
                certainty: through / consistent,
            },
        ));
        before = reached;
    }
    Some(Reading { chosen, consistent })
}

fn best_path(plan: &[Place], shares: &[[f64; SYMBOLS]]) -> Option<Vec<usize>> {
    let mut best: [f64; SUMS] = [f64::NEG_INFINITY; SUMS];
    best[0] = 0.0;
    let mut came: Vec<[(usize, usize); SUMS]> = Vec::with_capacity(plan.len());
    for (place, shares) in plan.iter().zip(shares) {
        let mut next = [f64::NEG_INFINITY; SUMS];
        let mut from = [(0, 0); SUMS];
        for sums in (0..SUMS).filter(|sums| best[*sums] > f64::NEG_INFINITY) {
            for symbol in (0..SYMBOLS).filter(|symbol| shares[*symbol] > 0.0) {
                if let Some(to) = place.next(sums, symbol) {
                    let score = best[sums] + shares[symbol].ln();
                    if score > next[to] {
                        next[to] = score;
                        from[to] = (sums, symbol);
                    }
                }
            }
        }
        best = next;
        came.push(from);
    }
    let mut sums = (0..SUMS)
        .filter(|sums| best[*sums] > f64::NEG_INFINITY)
        .max_by(|a, b| best[*a].total_cmp(&best[*b]))?;
    let mut path = vec![0; plan.len()];
    for at in (0..plan.len()).rev() {
        let (before, symbol) = came[at][sums];
        path[at] = symbol;
        sums = before;
    }
    Some(path)
}
