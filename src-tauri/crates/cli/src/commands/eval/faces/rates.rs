//! How well one threshold parts the distances of one person from those of two.

use domain::{Similarity, similarity::Level};
use serde::Serialize;

use super::super::{
    statistics::{Share, area_under_curve, false_matches, false_non_matches},
    table::row,
};

/// Distances below which two faces may be taken for one person's.
const THRESHOLDS: [f32; 3] = [0.45, 0.50, 0.60];

/// What the distances say.
#[derive(Debug, Serialize)]
pub(super) struct Rates {
    same_pairs: usize,
    different_pairs: usize,
    auc: Option<f64>,
    thresholds: Vec<At>,
    levels: Vec<AtLevel>,
    farthest_same: Option<f32>,
    closest_different: Option<f32>,
}

#[derive(Debug, Serialize)]
struct At {
    below: f32,
    /// One person taken for two.
    fnmr: Share,
    /// Two people taken for one.
    fmr: Share,
}

#[derive(Debug, Serialize)]
struct AtLevel {
    level: &'static str,
    same: Share,
    different: Share,
}

impl Rates {
    /// Of the distances between pictures of the same person and of different
    /// people.
    pub(super) fn of(same: &[f32], different: &[f32]) -> Self {
        let level = |distance: &f32| Similarity::from_distance(*distance).level();
        Self {
            same_pairs: same.len(),
            different_pairs: different.len(),
            auc: area_under_curve(same, different),
            thresholds: THRESHOLDS
                .into_iter()
                .map(|below| At {
                    below,
                    fnmr: false_non_matches(same, below),
                    fmr: false_matches(different, below),
                })
                .collect(),
            levels: [Level::High, Level::Medium, Level::Low, Level::VeryLow]
                .into_iter()
                .map(|of| AtLevel {
                    level: of.name(),
                    same: Share::that(same, |distance| level(distance) == of),
                    different: Share::that(different, |distance| level(distance) == of),
                })
                .collect(),
            farthest_same: same.iter().copied().max_by(f32::total_cmp),
            closest_different: different.iter().copied().min_by(f32::total_cmp),
        }
    }

    /// The pairs that were compared.
    pub(super) const fn compared(&self) -> usize {
        self.same_pairs + self.different_pairs
    }

    /// The rows of a table: the pairs, the rates, and the distances at the ends.
    pub(super) fn rows(&self) -> Vec<(String, String)> {
        let distance =
            |distance: Option<f32>| distance.map_or("-".to_owned(), |d| format!("{d:.3}"));
        let auc = self.auc.map_or("-".to_owned(), |auc| format!("{auc:.5}"));
        let mut rows = vec![
            row(
                "same / different pairs",
                format!("{} / {}", self.same_pairs, self.different_pairs),
            ),
            row("AUC", auc),
        ];
        for at in &self.thresholds {
            rows.push(row(&format!("FNMR at {:.2}", at.below), at.fnmr.words()));
            rows.push(row(&format!("FMR at {:.2}", at.below), at.fmr.words()));
        }
        for at in &self.levels {
            rows.push(row(
                &format!("same people at level {}", at.level),
                at.same.words(),
            ));
            rows.push(row(
                &format!("different people at level {}", at.level),
                at.different.words(),
            ));
        }
        rows.extend([
            row("farthest same", distance(self.farthest_same)),
            row("closest different", distance(self.closest_different)),
        ]);
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_stands_at_one_level() {
        let answer = Rates::of(&[0.2, 0.44, 0.5, 0.7], &[0.44, 0.6, 0.66, 0.9, 1.0]);
        let counts: Vec<_> = answer
            .levels
            .iter()
            .map(|at| (at.level, at.same.count, at.different.count))
            .collect();
        assert_eq!(
            counts,
            [
                ("high", 2, 1),
                ("medium", 1, 0),
                ("low", 0, 1),
                ("verylow", 1, 3)
            ]
        );
    }

    #[test]
    fn the_rates_are_those_of_the_distances() {
        let answer = Rates::of(&[0.2, 0.47], &[0.48, 0.58, 0.7]);
        assert_eq!(answer.auc, Some(1.0));
        let found: Vec<_> = answer
            .thresholds
            .iter()
            .map(|at| (at.fnmr.count, at.fmr.count))
            .collect();
        assert_eq!(found, [(1, 0), (0, 1), (0, 2)]);
        assert_eq!(answer.farthest_same, Some(0.47));
        assert_eq!(answer.closest_different, Some(0.48));
    }
}
