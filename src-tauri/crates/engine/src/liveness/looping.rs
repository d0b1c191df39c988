//! Whether a piece of a recording comes again, forwards or backwards.

use super::continuity::Thumbnail;

/// A piece must last this long and come again at least so much later.
const PIECE_MS: u32 = 1500;
const LATER_MS: u32 = 1500;

/// Frames of a piece that are farther apart than this tell how much it moves.
const APART_MS: u32 = 400;

/// Pieces that move by less than this (grey levels, root mean square over the
/// thumbnail) say nothing: everybody who sits still looks like a moment ago.
const LEAST_MOVEMENT: f32 = 0.8;

/// How a piece of a recording comes again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loop {
    /// When the piece begins.
    pub from_ms: u32,
    /// When it comes again.
    pub again_ms: u32,
    /// Whether it comes again backwards.
    pub backwards: bool,
    /// How far the two are apart, by how far the frames of the piece are from
    /// each other: 0 is the same piece.
    pub ratio: f32,
}

/// The closest repetition among `frames`, which are in order of time; `None`
/// where there is no piece that moves and has time to come again.
///
/// A loop need not be a whole number of samples long: each frame is compared
/// with what lies between two neighbours.
pub(super) fn closest(frames: &[(u32, Thumbnail)]) -> Option<Loop> {
    let (first, last) = (frames.first()?.0, frames.last()?.0);
    let step = (last - first) as f32 / (frames.len() - 1).max(1) as f32;
    if step <= 0.0 {
        return None;
    }
    let samples = |ms: u32| ((ms as f32 / step).round() as usize).max(1);
    let (piece, later) = (samples(PIECE_MS), samples(LATER_MS));
    let movement = movements(frames, piece, samples(APART_MS));
    let mut best: Option<Loop> = None;
    let mut consider = |start: usize, again: usize, backwards: bool, off: f32| {
        let moves = movement.get(start).copied().unwrap_or(0.0);
        if moves < LEAST_MOVEMENT {
            return;
        }
        let ratio = off / moves;
        if best.is_none_or(|best| ratio < best.ratio) {
            best = Some(Loop {
                from_ms: frames[start].0,
                again_ms: frames[again].0,
                backwards,
                ratio,
            });
        }
    };
    for lag in later..frames.len() {
        let offs: Vec<f32> = (0..frames.len() - lag)
            .map(|at| off(frames, at, at + lag, at + lag + 1))
            .collect();
        for (start, mean) in means(&offs, piece) {
            consider(start, start + lag, false, mean);
        }
    }
    for turn in later..2 * frames.len() {
        let begin = (turn + 1).saturating_sub(frames.len());
        let end = (turn - later) / 2;
        let offs: Vec<f32> = (begin..end)
            .map(|at| off(frames, at, turn - at, turn - at + 1))
            .collect();
        for (start, mean) in means(&offs, piece) {
            consider(begin + start, turn - begin - start, true, mean);
        }
    }
    best
}

/// How much the frames of the piece that begins at each frame differ.
fn movements(frames: &[(u32, Thumbnail)], piece: usize, apart: usize) -> Vec<f32> {
    (0..frames.len().saturating_sub(piece.saturating_sub(1)))
        .map(|start| {
            let end = start + piece;
            let pairs = (start..end).zip(start + apart..end);
            let (sum, count) = pairs.fold((0.0, 0), |(sum, count), (a, b)| {
                (sum + distance(&frames[a].1, &frames[b].1), count + 1)
            });
            sum / count.max(1) as f32
        })
        .collect()
}

/// Means of each `length` values that follow each other, with their beginning.
fn means(values: &[f32], length: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
    values
        .windows(length.max(1))
        .enumerate()
        .map(move |(start, window)| (start, window.iter().sum::<f32>() / window.len() as f32))
}

/// How far frame `at` is from what lies between the frames `from` and `to`.
fn off(frames: &[(u32, Thumbnail)], at: usize, from: usize, to: usize) -> f32 {
    let point = &frames[at].1;
    let begin = &frames[from].1;
    let Some((_, end)) = frames.get(to) else {
        return distance(point, begin);
    };
    let (mut along, mut length, mut whole) = (0.0_f32, 0.0_f32, 0.0_f32);
    for ((p, a), b) in point.iter().zip(begin).zip(end) {
        let (p, d) = (p - a, b - a);
        along += p * d;
        length += d * d;
        whole += p * p;
    }
    let share = if length > 0.0 {
        (along / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let squares = whole - 2.0 * share * along + share * share * length;
    (squares.max(0.0) / point.len().max(1) as f32).sqrt()
}

/// Root mean square difference.
fn distance(a: &[f32], b: &[f32]) -> f32 {
    let squares: f32 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    (squares / a.len().max(1) as f32).sqrt()
}
