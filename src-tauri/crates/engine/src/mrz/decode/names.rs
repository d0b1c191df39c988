//! Names have no check digit; their grammar is the only help.
//!
//! `SURNAME<PARTS<<GIVEN<NAMES<<<<` is a walk through eight states (Doc 9303
//! part 3, 4.6); the forward-backward recursion over them says how sure each
//! column is, the best walk what it reads.

use super::super::symbol::{Charset, FILLER};
use super::Chosen;
use super::align::Column;

/// First letter of a word of the surname, its other letters, one filler,
/// the second filler of the divide; the same for given names; the fill.
const STATES: usize = 8;
const SURNAME: usize = 0;
const LETTERS: [bool; STATES] = [true, true, false, false, true, true, false, false];

/// How often one state follows another. Words of a single letter and letters
/// behind the fill are rare but not impossible.
#[rustfmt::skip]
const FOLLOWS: [[f64; STATES]; STATES] = [
    [0.00, 0.97, 0.03, 0.00, 0.00, 0.00, 0.00, 0.0],
    [0.00, 0.85, 0.15, 0.00, 0.00, 0.00, 0.00, 0.0],
    [0.30, 0.00, 0.00, 0.70, 0.00, 0.00, 0.00, 0.0],
    [0.00, 0.00, 0.00, 0.00, 0.92, 0.00, 0.00, 0.08],
    [0.00, 0.00, 0.00, 0.00, 0.00, 0.96, 0.04, 0.0],
    [0.00, 0.00, 0.00, 0.00, 0.00, 0.85, 0.15, 0.0],
    [0.00, 0.00, 0.00, 0.00, 0.45, 0.00, 0.00, 0.55],
    [0.00, 0.00, 0.00, 0.00, 1e-5, 0.00, 0.00, 1.0],
];

/// Reads a name field.
pub(super) fn read(columns: &[Column]) -> Vec<Chosen> {
    let emitted: Vec<[f64; STATES]> = columns.iter().map(emissions).collect();
    let path = best_walk(&emitted);
    let posteriors = posteriors(&emitted);
    path.into_iter()
        .zip(columns)
        .zip(posteriors)
        .map(|((state, column), posterior)| {
            if !LETTERS[state] {
                let fills = (0..STATES)
                    .filter(|s| !LETTERS[*s])
                    .map(|s| posterior[s])
                    .sum();
                return Chosen {
                    symbol: FILLER,
                    certainty: fills,
                };
            }
            let symbol = best_letter(column);
            let letters: f64 = (0..STATES)
                .filter(|s| LETTERS[*s])
                .map(|s| posterior[s])
                .sum();
            Chosen {
                symbol,
                certainty: letters * column[symbol] / letter_mass(column),
            }
        })
        .collect()
}

fn best_letter(column: &Column) -> usize {
    (0..FILLER)
        .filter(|symbol| Charset::LETTERS.contains(*symbol))
        .max_by(|a, b| column[*a].total_cmp(&column[*b]))
        .unwrap_or(FILLER)
}

fn letter_mass(column: &Column) -> f64 {
    column[10..FILLER]
        .iter()
        .sum::<f64>()
        .max(f64::MIN_POSITIVE)
}

/// A walk is as likely as its best letters, not as all letters it could be.
fn emissions(column: &Column) -> [f64; STATES] {
    let letter = letter_mass(column);
    LETTERS.map(|is_letter| if is_letter { letter } else { column[FILLER] }.max(1e-9))
}

const fn start() -> [f64; STATES] {
    let mut start = [0.0; STATES];
    start[SURNAME] = 1.0;
    start
}

fn best_walk(emitted: &[[f64; STATES]]) -> Vec<usize> {
    let mut best = start();
    let mut came_from: Vec<[usize; STATES]> = Vec::with_capacity(emitted.len());
    for (at, emission) in emitted.iter().enumerate() {
        let mut next = [0.0; STATES];
        let mut from = [0; STATES];
        for state in 0..STATES {
            let reached = |before: usize| match at {
                0 => best[state],
                _ => best[before] * FOLLOWS[before][state],
            };
            from[state] = (0..STATES)
                .max_by(|a, b| reached(*a).total_cmp(&reached(*b)))
                .unwrap_or(0);
            next[state] = reached(from[state]) * emission[state];
        }
        let sum: f64 = next.iter().sum();
        best = next.map(|p| p / sum.max(f64::MIN_POSITIVE));
        came_from.push(from);
    }
    let mut state = (0..STATES)
        .max_by(|a, b| best[*a].total_cmp(&best[*b]))
        .unwrap_or(0);
    let mut path = vec![0; emitted.len()];
    for at in (0..emitted.len()).rev() {
        path[at] = state;
        state = came_from[at][state];
    }
    path
}

fn posteriors(emitted: &[[f64; STATES]]) -> Vec<[f64; STATES]> {
    let scaled = |values: [f64; STATES]| {
        let sum: f64 = values.iter().sum();
        values.map(|p| p / sum.max(f64::MIN_POSITIVE))
    };
    let mut forward: Vec<[f64; STATES]> = Vec::with_capacity(emitted.len());
    for (at, emission) in emitted.iter().enumerate() {
        let reached: [f64; STATES] = match at {
            0 => start(),
            _ => std::array::from_fn(|state| {
                (0..STATES)
                    .map(|before| forward[at - 1][before] * FOLLOWS[before][state])
                    .sum()
            }),
        };
        forward.push(scaled(std::array::from_fn(|state| {
            reached[state] * emission[state]
        })));
    }
    let mut after = [1.0; STATES];
    for at in (0..emitted.len()).rev() {
        let here = std::array::from_fn(|state| forward[at][state] * after[state]);
        after = scaled(std::array::from_fn(|before| {
            (0..STATES)
                .map(|state| FOLLOWS[before][state] * emitted[at][state] * after[state])
                .sum()
        }));
        forward[at] = scaled(here);
    }
    forward
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mrz::symbol::{SYMBOLS, character, index};

    /// Columns that read `text`, each with its `rival` at the given share.
    fn columns(text: &str, rivals: &[(usize, u8, f64)]) -> Vec<Column> {
        let mut columns: Vec<Column> = text
            .bytes()
            .map(|byte| {
                let mut column = [0.0002; SYMBOLS];
                column[index(byte).expect("an MRZ character")] = 1.0;
                column
            })
            .collect();
        for (at, rival, share) in rivals {
            let rival = index(*rival).expect("an MRZ character");
            columns[*at] = columns[*at].map(|p| p * (1.0 - share));
            columns[*at][rival] += share;
        }
        for column in &mut columns {
            let sum: f64 = column.iter().sum();
            column.iter_mut().for_each(|p| *p /= sum);
        }
        columns
    }

    #[track_caller]
    fn check(text: &str, rivals: &[(usize, u8, f64)], expected: &str, doubtful: &[usize]) {
        let chosen = read(&columns(text, rivals));
        let said: String = chosen
            .iter()
            .map(|c| char::from(character(c.symbol)))
            .collect();
        assert_eq!(said, expected);
        let doubted: Vec<usize> = (0..chosen.len())
            .filter(|at| chosen[*at].certainty < 0.8)
            .collect();
        assert_eq!(doubted, doubtful);
    }

    #[test]
    fn names_read_as_they_are() {
        check(
            "ERIKSSON<<ANNA<MARIA<<<<",
            &[],
            "ERIKSSON<<ANNA<MARIA<<<<",
            &[],
        );
        check("CRITTENDEN<<LEE<W<<<", &[], "CRITTENDEN<<LEE<W<<<", &[]);
        check(
            "KWIATKOWSKA<KOWALSKA<<A",
            &[],
            "KWIATKOWSKA<KOWALSKA<<A",
            &[],
        );
        check("ARKFREITH<<<<<<", &[], "ARKFREITH<<<<<<", &[]);
    }

    #[test]
    fn a_letter_in_the_fill_becomes_a_filler_again() {
        check(
            "ERIKSSON<<ANNA<<<<K<<<",
            &[(18, b'<', 0.1)],
            "ERIKSSON<<ANNA<<<<<<<<",
            &[],
        );
        check(
            "ERIKSSON<<ANNA<<<<<<<K",
            &[(21, b'<', 0.1)],
            "ERIKSSON<<ANNA<<<<<<<<",
            &[],
        );
    }

    #[test]
    fn what_no_grammar_can_settle_is_doubtful() {
        check(
            "ERIKSSON<<ANNA<<<",
            &[(2, b'J', 0.45)],
            "ERIKSSON<<ANNA<<<",
            &[2],
        );
    }
}
