//! Lines in which characters were swallowed or run together.

use super::*;
use crate::mrz::symbol::{character, index};

/// Steps as a recogniser gives them for `text`: a character every 3.6
/// steps, `swallowed` ones missing, neighbours in `merged` run together.
fn emissions(text: &str, swallowed: &[usize], merged: std::ops::Range<usize>) -> Emissions {
    let width = (text.len() as f64 * 3.6) as usize + 12;
    let mut steps = vec![[0.0; SYMBOLS + 1]; width];
    for step in &mut steps {
        step[BLANK] = 0.999;
    }
    for (column, byte) in text
        .bytes()
        .enumerate()
        .filter(|(n, _)| !swallowed.contains(n))
    {
        let symbol = index(byte).expect("an MRZ character");
        let at = (6.0 + column as f64 * 3.6).round() as usize;
        let wide = if merged.contains(&column) { 4 } else { 1 };
        for step in &mut steps[at..at + wide] {
            step[BLANK] = 0.05;
            step[symbol] = 0.94;
        }
    }
    Emissions { steps }
}

#[track_caller]
fn check(text: &str, swallowed: &[usize], merged: std::ops::Range<usize>) {
    let grid = Grid {
        columns: text.len(),
        first: 6.0,
        pitch: 3.6,
        bend: 0.0,
    };
    let aligned = align(&emissions(text, swallowed, merged), &[grid]).expect("wide enough");
    let read: String = aligned
        .columns
        .iter()
        .map(|column| {
            let best = (0..SYMBOLS).max_by(|a, b| column[*a].total_cmp(&column[*b]));
            char::from(character(best.expect("37 symbols")))
        })
        .collect();
    assert_eq!(read, text);
}

#[test]
fn every_column_gets_its_character() {
    check("PL00000008POL6002084F0505011<<<<<<<0", &[], 0..0);
}

#[test]
fn fillers_that_were_swallowed_or_run_together_are_counted_all_the_same() {
    check("ERIKSSON<<ANNA<MARIA<<<<<<<<<<", &[9, 22, 25], 0..0);
    check("ERIKSSON<<ANNA<MARIA<<<<<<<<<<", &[], 20..30);
}

#[test]
fn the_right_number_of_columns_is_the_most_likely() {
    let text = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
    let likelihood = |columns| {
        let emissions = emissions(text, &[], 0..0);
        let grids = super::super::grid::fits(&emissions, columns);
        align(&emissions, &grids).map_or(f64::NEG_INFINITY, |aligned| aligned.log_likelihood)
    };
    assert!(likelihood(44) > likelihood(36) + 0.1);
    assert!(likelihood(44) > likelihood(30) + 0.1);
}
