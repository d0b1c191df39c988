//! How alike two faces are: distance, score and level, in one place.

use std::fmt;

/// How alike two faces are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Similarity {
    distance: f32,
}

/// The level of a similarity, in the Signicat vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Different people.
    VeryLow,
    /// Most likely different people.
    Low,
    /// A person has to decide.
    Medium,
    /// The same person.
    High,
}

impl Similarity {
    /// Distances below this are *high*. Closest two different people on the
    /// studio portraits measured: 0.47; farthest same person: 0.43.
    pub const HIGH_BELOW: f32 = 0.45;
    /// Distances below this (and not high) are *medium*.
    pub const MEDIUM_BELOW: f32 = 0.55;
    /// Distances below this (and not medium) are *low*; the rest *very low*.
    pub const LOW_BELOW: f32 = 0.65;

    /// The similarity of two 128-d face descriptors at Euclidean `distance`.
    #[must_use]
    pub const fn from_distance(distance: f32) -> Self {
        Self { distance }
    }

    /// The Euclidean distance of the two descriptors.
    #[must_use]
    pub const fn distance(self) -> f32 {
        self.distance
    }

    /// The similarity as 0 to 100, piecewise linear through the levels:
    /// distance 0 is 100, the bound of *high* is 80, of *medium* 60, of *low*
    /// 40, and 1.0 is 0.
    #[must_use]
    pub fn score(self) -> u8 {
        const KNOTS: [(f32, f32); 5] = [
            (0.0, 100.0),
            (Similarity::HIGH_BELOW, 80.0),
            (Similarity::MEDIUM_BELOW, 60.0),
            (Similarity::LOW_BELOW, 40.0),
            (1.0, 0.0),
        ];
        let distance = self.distance.clamp(0.0, 1.0);
        for pair in KNOTS.windows(2) {
            let [(from, high), (to, low)] = [pair[0], pair[1]];
            if distance <= to {
                let share = (distance - from) / (to - from);
                let score = high + (low - high) * share;
                // Floor, so that the score never claims a level above the distance's own.
                return score.floor().clamp(0.0, 100.0) as u8;
            }
        }
        0
    }

    /// The level the distance falls into.
    #[must_use]
    pub fn level(self) -> Level {
        if self.distance < Self::HIGH_BELOW {
            Level::High
        } else if self.distance < Self::MEDIUM_BELOW {
            Level::Medium
        } else if self.distance < Self::LOW_BELOW {
            Level::Low
        } else {
            Level::VeryLow
        }
    }
}

impl Level {
    /// The name in the Signicat vocabulary.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::VeryLow => "verylow",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn score_and_level_agree_at_their_bounds() {
        check(0.0, 100, Level::High);
        check(0.449, 80, Level::High);
        check(0.451, 79, Level::Medium);
        check(0.56, 58, Level::Low);
        check(0.66, 38, Level::VeryLow);
        check(1.4, 0, Level::VeryLow);
    }

    #[track_caller]
    fn check(distance: f32, score: u8, level: Level) {
        let similarity = Similarity::from_distance(distance);
        assert_eq!((similarity.score(), similarity.level()), (score, level));
    }
}
