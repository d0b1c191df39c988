//! What a camera really delivers: size and rate over the last moments.

use std::{collections::VecDeque, time::Duration};

use super::Delivered;

/// Pictures before this are no part of the measure.
const WINDOW: Duration = Duration::from_secs(2);

/// Pictures at the beginning that come in a burst, while buffers fill.
const WARM_UP: usize = 2;

/// The times of the last pictures and the size of the last one.
#[derive(Default)]
pub(super) struct Pace {
    seen: usize,
    times: VecDeque<Duration>,
    size: (u32, u32),
}

impl Pace {
    /// Takes note of a picture of `size` that came at `at`.
    pub(super) fn note(&mut self, at: Duration, size: (u32, u32)) {
        self.size = size;
        self.seen += 1;
        if self.seen <= WARM_UP {
            return;
        }
        self.times.push_back(at);
        // Two always stay, so that a slow camera has a rate as well.
        while self.times.len() > 2
            && self
                .times
                .front()
                .is_some_and(|first| at.saturating_sub(*first) > WINDOW)
        {
            self.times.pop_front();
        }
    }

    /// For how long has been measured.
    pub(super) fn measured_for(&self) -> Duration {
        match (self.times.front(), self.times.back()) {
            (Some(first), Some(last)) => last.saturating_sub(*first),
            (None, _) | (_, None) => Duration::ZERO,
        }
    }

    /// What is delivered; a rate of 0 before three pictures.
    pub(super) fn delivered(&self) -> Delivered {
        let seconds = self.measured_for().as_secs_f64();
        let frames_per_second = if seconds > 0.0 {
            (self.times.len() - 1) as f64 / seconds
        } else {
            0.0
        };
        Delivered {
            width: self.size.0,
            height: self.size.1,
            frames_per_second,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_the_last_two_seconds() {
        check(&[(40, 75)], 25.0);
        check(&[(40, 75), (100, 40)], 10.0);
        check(&[(3000, 6)], 1.0 / 3.0);
        check(&[(40, 3)], 0.0);
    }

    /// `runs`: so many pictures, each so many milliseconds after the one before.
    #[track_caller]
    fn check(runs: &[(u64, usize)], rate: f64) {
        let mut pace = Pace::default();
        let mut at = Duration::ZERO;
        for (pause, count) in runs {
            for _ in 0..*count {
                at += Duration::from_millis(*pause);
                pace.note(at, (4, 3));
            }
        }
        let found = pace.delivered();
        assert!((found.frames_per_second - rate).abs() < 0.01, "{found:?}");
        assert_eq!((found.width, found.height), (4, 3));
    }
}
