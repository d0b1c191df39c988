//! Rates, ranks and percentiles of a measurement. Pure.
//!
//! A biometric comparison is a distance: small for one person, large for two.
//! Names follow ISO/IEC 19795-1: a *false non-match* takes one person for two,
//! a *false match* two for one.

use serde::Serialize;

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Share {
    /// How many it is true of.
    pub(crate) count: usize,
    /// How many there are.
    pub(crate) of: usize,
}

impl Share {
    /// The share of `items` that `is` true of.
    pub(crate) fn that<T>(items: &[T], is: impl Fn(&T) -> bool) -> Self {
        Self {
            count: items.iter().filter(|item| is(item)).count(),
            of: items.len(),
        }
    }

    /// 0 to 1; `None` of nothing.
    pub(crate) fn rate(self) -> Option<f64> {
        (self.of > 0).then(|| self.count as f64 / self.of as f64)
    }

    /// The rate with four digits and what it is made of, such as
    /// `0.0012 (3 of 2550)`.
    pub(crate) fn words(self) -> String {
        match self.rate() {
            Some(rate) => format!("{rate:.4} ({} of {})", self.count, self.of),
            None => "- (of none)".to_owned(),
        }
    }
}

/// The false non-matches among `same` where a distance below `threshold` is a match.
pub(crate) fn false_non_matches(same: &[f32], threshold: f32) -> Share {
    Share::that(same, |distance| *distance >= threshold)
}

/// The false matches among `different` where a distance below `threshold` is a match.
pub(crate) fn false_matches(different: &[f32], threshold: f32) -> Share {
    Share::that(different, |distance| *distance < threshold)
}

/// The area under the receiver operating characteristic: how probable it is
/// that a pair of `same` lies closer than a pair of `different`, a tie counting
/// half. From the sum of ranks (Mann and Whitney 1947). `None` without pairs
/// of both sorts.
pub(crate) fn area_under_curve(same: &[f32], different: &[f32]) -> Option<f64> {
    if same.is_empty() || different.is_empty() {
        return None;
    }
    let mut all: Vec<(f32, bool)> = same
        .iter()
        .map(|distance| (*distance, true))
        .chain(different.iter().map(|distance| (*distance, false)))
        .collect();
    all.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let mut rank_sum = 0.0;
    let mut below = 0;
    for tied in all.chunk_by(|(a, _), (b, _)| a == b) {
        // Equal distances share the mean of their ranks, which begin at 1.
        let rank = below as f64 + (tied.len() as f64 + 1.0) / 2.0;
        let own = tied.iter().filter(|(_, is_same)| *is_same).count();
        rank_sum += rank * own as f64;
        below += tied.len();
    }
    let (own, other) = (same.len() as f64, different.len() as f64);
    let same_behind = rank_sum - own * (own + 1.0) / 2.0;
    Some(1.0 - same_behind / (own * other))
}

/// How long things took.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Times {
    /// Half of them took at most so many milliseconds.
    pub(crate) median_ms: f64,
    /// Nineteen of twenty took at most so many milliseconds.
    pub(crate) p95_ms: f64,
}

impl Times {
    /// The nearest-rank percentiles of `times_ms`; `None` of nothing.
    pub(crate) fn of(mut times_ms: Vec<f64>) -> Option<Self> {
        times_ms.sort_by(f64::total_cmp);
        Some(Self {
            median_ms: percentile(&times_ms, 50)?,
            p95_ms: percentile(&times_ms, 95)?,
        })
    }

    /// Both, in words.
    pub(crate) fn words(times: Option<Self>) -> String {
        times.map_or_else(
            || "not measured".to_owned(),
            |times| format!("{:.1} ms (p95 {:.1} ms)", times.median_ms, times.p95_ms),
        )
    }
}

/// The smallest of `sorted` that at least `percent` of them do not exceed.
fn percentile(sorted: &[f64], percent: usize) -> Option<f64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.max(1) - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_is_the_share_of_pairs_in_the_right_order() {
        check_area(&[0.1, 0.2], &[0.3, 0.4], Some(1.0));
        check_area(&[0.3, 0.4], &[0.1, 0.2], Some(0.0));
        check_area(&[0.1, 0.4], &[0.2, 0.3], Some(0.5));
        check_area(&[0.1, 0.35], &[0.2, 0.3, 0.4], Some(4.0 / 6.0));
        check_area(&[], &[0.1], None);
        check_area(&[0.1], &[], None);
    }

    #[test]
    fn a_tie_counts_half() {
        check_area(&[0.5], &[0.5], Some(0.5));
        check_area(&[0.2, 0.5, 0.5], &[0.5, 0.5, 0.9], Some(7.0 / 9.0));
        check_area(&[0.0; 7], &[0.0; 5], Some(0.5));
    }

    #[test]
    fn the_area_by_ranks_is_the_area_by_counting() {
        // Few distinct values, so that many pairs are tied.
        let values = |count: u32, factor: u32| -> Vec<f32> {
            (0..count)
                .map(|n| (n * factor % 17) as f32 / 10.0)
                .collect()
        };
        let (same, different) = (values(40, 5), values(61, 7));
        let counted: f64 = same
            .iter()
            .flat_map(|own| different.iter().map(move |other| (own, other)))
            .map(|(own, other)| match own.total_cmp(other) {
                std::cmp::Ordering::Less => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Greater => 0.0,
            })
            .sum();
        let expected = counted / (same.len() * different.len()) as f64;
        check_area(&same, &different, Some(expected));
    }

    #[track_caller]
    fn check_area(same: &[f32], different: &[f32], expected: Option<f64>) {
        let found = area_under_curve(same, different);
        let close = match (found, expected) {
            (Some(found), Some(expected)) => (found - expected).abs() < 1e-12,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        assert!(close, "{found:?}, expected {expected:?}");
    }

    #[test]
    fn a_distance_at_the_threshold_is_no_match() {
        let distances = [0.1, 0.45, 0.45, 0.8];
        assert_eq!(
            false_non_matches(&distances, 0.45),
            Share { count: 3, of: 4 }
        );
        assert_eq!(false_matches(&distances, 0.45), Share { count: 1, of: 4 });
    }

    #[test]
    fn a_share_of_nothing_has_no_rate() {
        assert_eq!(Share { count: 0, of: 0 }.rate(), None);
        assert_eq!(Share { count: 0, of: 0 }.words(), "- (of none)");
        assert_eq!(Share { count: 1, of: 8 }.words(), "0.1250 (1 of 8)");
    }

    #[test]
    fn percentiles_are_values_that_were_measured() {
        check_times(&[], None);
        check_times(&[7.0], Some((7.0, 7.0)));
        check_times(&[4.0, 1.0, 3.0, 2.0], Some((2.0, 4.0)));
        let hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        check_times(&hundred, Some((50.0, 95.0)));
    }

    #[track_caller]
    fn check_times(times_ms: &[f64], expected: Option<(f64, f64)>) {
        let found = Times::of(times_ms.to_vec()).map(|times| (times.median_ms, times.p95_ms));
        assert_eq!(found, expected);
    }
}
