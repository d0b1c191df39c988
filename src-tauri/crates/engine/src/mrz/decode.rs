//! The most likely zone behind what a recogniser saw, and how sure it is.
//!
//! Kinds of knowledge, each in a file of its own: [`checked`] chooses among
//! readings whose check digits add up, [`names`] knows the grammar of names,
//! [`states`] the codes of states, [`numbers`] how they number documents,
//! [`confusion`] what recognisers take for what. What none of them settles is
//! reported as doubtful; digits that do not add up are left as they are
//! printed.

pub(crate) mod align;
mod checked;
mod confusion;
pub(crate) mod grid;
mod names;
mod numbers;
mod states;

use super::format::Format;
use super::layout::{CODE, Layout, Span};
use super::symbol::{Charset, FILLER, SYMBOLS, character, index};

pub(crate) use align::Column;

/// The letter that visas start with.
pub(crate) const VISA: usize = symbol(b'V');

/// A character that was taken for another one than the recogniser's first choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repair {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What the recogniser saw first.
    pub from: char,
    /// What it was taken for.
    pub to: char,
    /// What spoke for that.
    pub cause: Cause,
}

/// What made a character another one than the recogniser's first choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The standard does not allow the first choice there, and this is what
    /// it looks like among what is allowed: `O` among digits.
    Place,
    /// Check digits, the grammar of names, lists of states or the patterns of
    /// their numbers: a suggestion that nothing is left to confirm.
    Context,
}

/// A decoded zone.
#[derive(Debug, Clone)]
pub(crate) struct Decoded {
    pub(crate) lines: Vec<String>,
    pub(crate) repaired: Vec<Repair>,
    /// Line and column, from 1.
    pub(crate) doubtful: Vec<(usize, usize)>,
    /// Whether the reading is one whose check digits all add up, and that is
    /// likely enough to be more than wishful.
    pub(crate) adds_up: bool,
}

impl Decoded {
    /// The same with more in doubt: `places` are line and column, from 0.
    pub(crate) fn doubting(mut self, places: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let places = places.into_iter();
        self.doubtful
            .extend(places.map(|(line, column)| (line + 1, column + 1)));
        self.doubtful.sort_unstable();
        self.doubtful.dedup();
        self
    }
}

/// The character chosen for a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Chosen {
    pub(crate) symbol: usize,
    /// Probability that it is right, given everything.
    pub(crate) certainty: f64,
}

/// Below this certainty a character is doubtful.
const DOUBTFUL: f64 = 0.8;
/// Below this certainty one of a name is, which no check digit vouches for.
const DOUBTFUL_NAME: f64 = 0.93;
/// So is one that the recogniser gave no more than this, whatever speaks for it.
const UNSEEN: f64 = 0.004;
/// At least this share of what was seen must add up before digits that add up
/// are believed: a document may really carry a wrong digit.
const BELIEVABLE: f64 = 0.06;

/// Decodes the columns of the lines of a `format` zone.
pub(crate) fn decode(format: Format, lines: &[Vec<Column>]) -> Decoded {
    let mut likely: Vec<Vec<Column>> = lines
        .iter()
        .zip(Layout::charsets(format))
        .map(|(line, charsets)| {
            let places = line.iter().zip(charsets);
            places
                .map(|(column, allowed)| confusion::spread(column, allowed))
                .collect()
        })
        .collect();
    let layout = Layout::of(format);
    let states = states::read(layout, &likely);
    let issuer = states
        .issuer
        .iter()
        .map(|choice| char::from(character(choice.symbol)));
    numbers::weigh(format, &issuer.collect::<String>(), &mut likely);
    let mut chosen = as_printed(format, &likely);
    let span = layout.names;
    put(
        &mut chosen[span.line][span.from..],
        names::read(&likely[span.line][span.from..span.to]),
    );
    put(
        &mut chosen[0][CODE.from..],
        document_code(format, &likely[0]),
    );
    put(&mut chosen[0][2..], states.issuer);
    let nationality = layout.nationality;
    put(
        &mut chosen[nationality.line][nationality.from..],
        states.nationality,
    );
    let reading = checked::read(format, &likely);
    let mut adds_up = false;
    if let Some(reading) = reading.filter(|reading| reading.consistent >= BELIEVABLE) {
        adds_up = true;
        for ((line, column), choice) in reading.chosen {
            chosen[line][column] = choice;
        }
    }
    doubt_unseen(&mut chosen, &likely);
    let forced = forced(format, lines);
    doubt_unclear(&mut chosen, &forced);
    Decoded {
        adds_up,
        ..report(layout.names, &chosen, lines, &forced)
    }
}

fn put(places: &mut [Chosen], choices: Vec<Chosen>) {
    for (place, choice) in places.iter_mut().zip(choices) {
        *place = choice;
    }
}

/// The best allowed character of each column on its own.
fn as_printed(format: Format, lines: &[Vec<Column>]) -> Vec<Vec<Chosen>> {
    Layout::charsets(format)
        .iter()
        .zip(lines)
        .map(|(charsets, line)| {
            charsets
                .iter()
                .zip(line)
                .map(|(charset, column)| choice(column, *charset))
                .collect()
        })
        .collect()
}

fn choice(column: &Column, charset: Charset) -> Chosen {
    let symbol = best(column, charset);
    let allowed: f64 = (0..SYMBOLS)
        .filter(|s| charset.contains(*s))
        .map(|s| column[s])
        .sum();
    Chosen {
        symbol,
        certainty: column[symbol] / allowed.max(f64::MIN_POSITIVE),
    }
}

fn best(column: &Column, charset: Charset) -> usize {
    (0..SYMBOLS)
        .filter(|symbol| charset.contains(*symbol))
        .max_by(|a, b| column[*a].total_cmp(&column[*b]))
        .unwrap_or(FILLER)
}

/// Passports start with P, cards with A, C or I, visas with V; the second
/// character is mostly a filler.
fn document_code(format: Format, line: &[Column]) -> Vec<Chosen> {
    let (usual, rare): (&[u8], f64) = match format {
        Format::Td1 | Format::Td2 => (b"ACI", 0.02),
        Format::Td3 => (b"P", 0.02),
        Format::MrvA | Format::MrvB => (b"V", 0.0001),
    };
    let weighted = |column: &Column, weight: &dyn Fn(usize) -> f64| {
        std::array::from_fn(|symbol| column[symbol] * weight(symbol))
    };
    let first: Column = weighted(&line[0], &|symbol| {
        if usual.contains(&character(symbol)) {
            1.0
        } else {
            rare
        }
    });
    let second: Column = weighted(&line[1], &|symbol| match symbol {
        FILLER => 1.0,
        0..=9 => 0.1,
        _ => 0.4,
    });
    vec![
        choice(&first, Charset::LETTERS),
        choice(&second, Charset::ALL),
    ]
}

/// Knowledge may choose among what was seen, not overrule it.
fn doubt_unseen(chosen: &mut [Vec<Chosen>], likely: &[Vec<Column>]) {
    for (choice, column) in chosen.iter_mut().flatten().zip(likely.iter().flatten()) {
        if column[choice.symbol] < UNSEEN {
            choice.certainty = 0.0;
        }
    }
}

/// What the recognisers saw, each place restricted to what is allowed there,
/// without any other knowledge: the certainty is what was seen of the character
/// or of what it alone is taken for, out of all that was seen.
fn forced(format: Format, lines: &[Vec<Column>]) -> Vec<Vec<Chosen>> {
    let charsets = Layout::charsets(format);
    let lines = lines.iter().zip(&charsets);
    lines
        .map(|(line, charsets)| {
            let places = line.iter().zip(charsets);
            places
                .map(|(column, allowed)| {
                    let forced = confusion::forced(column, *allowed);
                    let symbol = best(&forced, *allowed);
                    let certainty = forced[symbol];
                    Chosen { symbol, certainty }
                })
                .collect()
        })
        .collect()
}

/// A character must be clear by itself: that a sum comes out right is for the
/// check digit to say, not for the reader to use, and that something else is
/// not allowed at a place makes a blot no letter.
fn doubt_unclear(chosen: &mut [Vec<Chosen>], forced: &[Vec<Chosen>]) {
    for (choice, seen) in chosen.iter_mut().flatten().zip(forced.iter().flatten()) {
        let clear = if choice.symbol == seen.symbol {
            seen.certainty
        } else {
            1.0 - seen.certainty
        };
        choice.certainty = choice.certainty.min(clear);
    }
}

fn report(
    names: Span,
    chosen: &[Vec<Chosen>],
    lines: &[Vec<Column>],
    forced: &[Vec<Chosen>],
) -> Decoded {
    let mut decoded = Decoded {
        lines: Vec::new(),
        repaired: Vec::new(),
        doubtful: Vec::new(),
        adds_up: false,
    };
    for (line, choices) in chosen.iter().enumerate() {
        for (column, choice) in choices.iter().enumerate() {
            let seen = best(&lines[line][column], Charset::ALL);
            if choice.symbol != seen {
                let cause = if choice.symbol == forced[line][column].symbol {
                    Cause::Place
                } else {
                    Cause::Context
                };
                decoded.repaired.push(Repair {
                    line: line + 1,
                    column: column + 1,
                    from: char::from(character(seen)),
                    to: char::from(character(choice.symbol)),
                    cause,
                });
            }
            let is_name = line == names.line && (names.from..names.to).contains(&column);
            let least = if is_name { DOUBTFUL_NAME } else { DOUBTFUL };
            if choice.certainty < least {
                decoded.doubtful.push((line + 1, column + 1));
            }
        }
        let text = choices
            .iter()
            .map(|choice| char::from(character(choice.symbol)));
        decoded.lines.push(text.collect());
    }
    decoded
}

/// The index of an MRZ letter, for tables.
const fn symbol(letter: u8) -> usize {
    match index(letter) {
        Some(index) => index,
        None => FILLER,
    }
}

#[cfg(test)]
pub(super) mod tests;
