//! From the steps of a recogniser to one distribution per column.
//!
//! A zone is set in one pitch and its line length is known, which ordinary
//! text recognition cannot use: all ways to lay exactly that many characters
//! over the steps are summed (the forward-backward recursions of
//! connectionist temporal classification, Graves et al. 2006), each weighted
//! by how far its characters stray from their columns.

use std::ops::Range;

use super::super::emissions::{BLANK, Emissions, Step};
use super::super::symbol::{FILLER, SYMBOLS};
use super::grid::Grid;

/// The distribution of the character in one column.
pub(crate) type Column = [f64; SYMBOLS];

/// One line, column by column.
#[derive(Debug, Clone)]
pub(crate) struct Aligned {
    /// Sums to 1 in each column.
    pub(crate) columns: Vec<Column>,
    /// How much of a character was seen in each column at all, 0 to 1: what a
    /// column that shows nothing says is worth nothing.
    pub(crate) presence: Vec<f64>,
    /// Mean log probability per step: how well the columns explain the line,
    /// and how empty the rest is.
    pub(crate) log_likelihood: f64,
    /// Where the columns lie, as parts of the line's width.
    pub(crate) grid: Grid,
}

/// How far a character may stray from the middle of its column (standard
/// deviation in pitches): the font's side bearings and a bent page.
const STRAY: f64 = 0.35;
/// What is left to every symbol however sure the recogniser is.
const FLOOR: f64 = 2e-5;
/// Recognisers swallow fillers more than anything else.
const FILLER_FLOOR: f64 = 1e-4;
/// Two equal neighbours without a blank in between: rare, but fillers do it.
const MERGED: f64 = 0.2;

/// A weight of straying below which a column is not considered.
const NOWHERE: f64 = 1e-12;

/// What a step outside the columns costs at most, however sure the recogniser
/// is that there is a character.
const OUTSIDE: f64 = 0.02;

/// Lays characters over `emissions` along the likeliest of `grids`; `None` when
/// there are fewer steps than characters.
pub(crate) fn align(emissions: &Emissions, grids: &[Grid]) -> Option<Aligned> {
    let steps = emissions.steps.len() as f64;
    let (likelihood, grid, lattice, forward) = grids
        .iter()
        .filter_map(|grid| {
            let (lattice, outside) = Lattice::over(emissions, grid)?;
            let forward = lattice.forward();
            let likelihood = (lattice.log_likelihood(&forward) + outside) / steps;
            Some((likelihood, grid, lattice, forward))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(Aligned {
        columns: lattice.marginals(&forward),
        presence: presence(emissions, grid),
        log_likelihood: likelihood,
        grid: grid.scaled(1.0 / steps),
    })
}

fn presence(emissions: &Emissions, grid: &Grid) -> Vec<f64> {
    let half = 0.5 * grid.pitch.max(1.0);
    let last = emissions.steps.len().saturating_sub(1) as f64;
    (0..grid.columns)
        .map(|column| {
            let middle = grid.middle(column);
            let from = (middle - half).ceil().clamp(0.0, last) as usize;
            let to = (middle + half).floor().clamp(0.0, last) as usize;
            let near = emissions.steps[from..=to.max(from)].iter();
            near.map(|step| step[..BLANK].iter().sum::<f32>())
                .fold(0.0, |most, seen| f64::from(seen).max(most))
        })
        .collect()
}

struct Lattice {
    columns: usize,
    /// Per step: symbols, then blank, floors applied.
    probabilities: Vec<[f64; SYMBOLS + 1]>,
    /// Per step and column: the weight of straying.
    near: Vec<Vec<f64>>,
    /// Per step: the columns whose characters may be seen there.
    reach: Vec<Range<usize>>,
}

/// State of one step: its 37 symbols for each column in reach, and
/// `columns + 1` blanks (the one before the first column first).
struct State {
    reach: Range<usize>,
    symbols: Vec<[f64; SYMBOLS]>,
    blanks: Vec<f64>,
    /// What the entries summed to before they were scaled to sum to 1.
    scale: f64,
}

impl State {
    fn empty(columns: usize, reach: &Range<usize>) -> Self {
        Self {
            reach: reach.clone(),
            symbols: vec![[0.0; SYMBOLS]; reach.len()],
            blanks: vec![0.0; columns + 1],
            scale: 1.0,
        }
    }

    /// The symbols of `column`; none out of reach.
    fn of(&self, column: usize) -> &[f64; SYMBOLS] {
        let place = column.checked_sub(self.reach.start);
        place
            .and_then(|place| self.symbols.get(place))
            .unwrap_or(&[0.0; SYMBOLS])
    }

    /// Columns in reach with their symbols.
    fn columns_mut(&mut self) -> impl Iterator<Item = (usize, &mut [f64; SYMBOLS])> {
        self.reach.clone().zip(&mut self.symbols)
    }

    fn mass(&self, column: usize) -> f64 {
        if self.reach.contains(&column) {
            self.of(column).iter().sum()
        } else {
            0.0
        }
    }

    fn normalised(mut self) -> Self {
        let sum: f64 = self.symbols.iter().flatten().sum::<f64>() + self.blanks.iter().sum::<f64>();
        self.divide(sum);
        self.scale = sum.max(f64::MIN_POSITIVE);
        self
    }

    fn divide(&mut self, by: f64) {
        if by > 0.0 {
            self.symbols.iter_mut().flatten().for_each(|p| *p /= by);
            self.blanks.iter_mut().for_each(|p| *p /= by);
        }
    }

    /// Of two states of the same step.
    fn dot(&self, other: &Self) -> f64 {
        let symbols = self
            .symbols
            .iter()
            .flatten()
            .zip(other.symbols.iter().flatten());
        let blanks = self.blanks.iter().zip(&other.blanks);
        symbols.chain(blanks).map(|(a, b)| a * b).sum()
    }
}

impl Lattice {
    /// The lattice of the steps that belong to `grid`, and the log probability
    /// that the others are empty.
    fn over(emissions: &Emissions, grid: &Grid) -> Option<(Self, f64)> {
        let steps = &emissions.steps;
        let (from, to) = grid.window(steps.len());
        if grid.columns == 0 || to < from + grid.columns {
            return None;
        }
        let outside = steps[..from].iter().chain(&steps[to..]);
        let empty = outside
            .map(|step| f64::from(step[BLANK]).max(OUTSIDE).ln())
            .sum();
        Some((Self::new(&steps[from..to], from, grid), empty))
    }

    fn new(steps: &[Step], from: usize, grid: &Grid) -> Self {
        let probabilities = steps
            .iter()
            .map(|step| {
                let mut floored = step.map(|p| f64::from(p) + FLOOR);
                floored[FILLER] += FILLER_FLOOR;
                floored
            })
            .collect();
        let near: Vec<Vec<f64>> = (from..from + steps.len())
            .map(|step| {
                (0..grid.columns)
                    .map(|column| {
                        let strays = (step as f64 - grid.middle(column)) / grid.pitch / STRAY;
                        (-0.5 * strays * strays).exp()
                    })
                    .collect()
            })
            .collect();
        let reach = near.iter().map(|near| within(near)).collect();
        Self {
            columns: grid.columns,
            probabilities,
            near,
            reach,
        }
    }

    fn steps(&self) -> usize {
        self.probabilities.len()
    }

    fn emit(&self, step: usize, column: usize, symbol: usize) -> f64 {
        self.probabilities[step][symbol] * self.near[step][column]
    }

    /// Mass that enters `symbol` in `column` from the columns before it.
    fn entering(&self, before: &State, column: usize, symbol: usize, left: f64) -> f64 {
        let mut mass = before.blanks[column];
        if column > 0 {
            let same = before.of(column - 1)[symbol];
            mass += left - same + MERGED * same;
        }
        mass
    }

    fn first(&self) -> State {
        let mut state = State::empty(self.columns, &self.reach[0]);
        state.blanks[0] = self.probabilities[0][BLANK];
        for (_, symbols) in state.columns_mut().filter(|(column, _)| *column == 0) {
            *symbols = std::array::from_fn(|symbol| self.emit(0, 0, symbol));
        }
        state
    }

    fn forward(&self) -> Vec<State> {
        let mut states: Vec<State> = Vec::with_capacity(self.steps());
        states.push(self.first().normalised());
        for step in 1..self.steps() {
            let state = self.step_on(step, &states[step - 1]);
            states.push(state.normalised());
        }
        states
    }

    fn step_on(&self, step: usize, before: &State) -> State {
        let mut state = State::empty(self.columns, &self.reach[step]);
        let blank = self.probabilities[step][BLANK];
        let seen: Vec<f64> = (0..self.columns)
            .map(|column| before.mass(column))
            .collect();
        state.blanks[0] = blank * before.blanks[0];
        for (column, here) in seen.iter().enumerate() {
            state.blanks[column + 1] = blank * (before.blanks[column + 1] + here);
        }
        for (column, symbols) in state.columns_mut() {
            let left = column.checked_sub(1).map_or(0.0, |left| seen[left]);
            *symbols = std::array::from_fn(|symbol| {
                let mass = self.entering(before, column, symbol, left) + before.of(column)[symbol];
                self.emit(step, column, symbol) * mass
            });
        }
        state
    }

    fn log_likelihood(&self, forward: &[State]) -> f64 {
        let complete = forward.last().map_or(0.0, |last| last.dot(&self.end()));
        let scales: f64 = forward.iter().map(|state| state.scale.ln()).sum();
        scales + complete.max(f64::MIN_POSITIVE).ln()
    }

    /// Where a complete line may end: in the last column or the blank behind it.
    fn end(&self) -> State {
        let mut end = State::empty(self.columns, &self.reach[self.steps() - 1]);
        end.blanks[self.columns] = 1.0;
        let last = self.columns - 1;
        for (_, symbols) in end.columns_mut().filter(|(column, _)| *column == last) {
            *symbols = [1.0; SYMBOLS];
        }
        end
    }

    /// Walks back and gathers, per column and symbol, the mass of all paths
    /// that enter the symbol there.
    fn marginals(&self, forward: &[State]) -> Vec<Column> {
        let mut marginals = vec![[0.0; SYMBOLS]; self.columns];
        // What may follow each state; its product with the state sums to 1.
        let mut after = self.end();
        for step in (0..self.steps()).rev() {
            let product = forward[step].dot(&after);
            after.divide(product);
            self.gather(forward, step, &after, &mut marginals);
            if step > 0 {
                after = self.step_back(step, &after);
            }
        }
        for column in &mut marginals {
            let sum: f64 = column.iter().sum();
            for p in column.iter_mut() {
                *p = if sum > 0.0 {
                    *p / sum
                } else {
                    1.0 / SYMBOLS as f64
                };
            }
        }
        marginals
    }

    fn gather(&self, forward: &[State], step: usize, after: &State, marginals: &mut [Column]) {
        let scale = forward[step].scale;
        if step == 0 {
            let beginnings = forward[0].of(0).iter().zip(after.of(0));
            for (marginal, (begun, ended)) in marginals[0].iter_mut().zip(beginnings) {
                *marginal += begun * ended;
            }
            return;
        }
        let before = &forward[step - 1];
        for column in self.reach[step].clone() {
            let left = column.checked_sub(1).map_or(0.0, |left| before.mass(left));
            let ended = after.of(column);
            for (symbol, share) in marginals[column].iter_mut().enumerate() {
                *share += self.entering(before, column, symbol, left)
                    * self.emit(step, column, symbol)
                    * ended[symbol]
                    / scale;
            }
        }
    }

    /// Turns what follows `step` into what follows `step - 1`.
    fn step_back(&self, step: usize, after: &State) -> State {
        let mut back = State::empty(self.columns, &self.reach[step - 1]);
        let blank = self.probabilities[step][BLANK];
        let mut emitted = State::empty(self.columns, &self.reach[step]);
        for (column, symbols) in emitted.columns_mut() {
            let ended = after.of(column);
            *symbols =
                std::array::from_fn(|symbol| self.emit(step, column, symbol) * ended[symbol]);
        }
        let next: Vec<f64> = (0..=self.columns)
            .map(|column| emitted.mass(column))
            .collect();
        for (column, next) in next.iter().enumerate() {
            back.blanks[column] = blank * after.blanks[column] + next;
        }
        for (column, symbols) in back.columns_mut() {
            let (here, beyond) = (emitted.of(column), emitted.of(column + 1));
            let either = blank * after.blanks[column + 1] + next[column + 1];
            *symbols = std::array::from_fn(|symbol| {
                here[symbol] + either - beyond[symbol] + MERGED * beyond[symbol]
            });
        }
        back
    }
}

/// The columns between the first and the last that are near enough.
fn within(near: &[f64]) -> Range<usize> {
    let is_near = |weight: &f64| *weight > NOWHERE;
    let first = near.iter().position(is_near).unwrap_or(0);
    let behind = near.iter().rposition(is_near).map_or(0, |last| last + 1);
    first..behind
}

#[cfg(test)]
mod tests;
