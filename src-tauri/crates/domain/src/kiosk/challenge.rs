//! What nobody can prepare for: drawn anew for each attempt.

/// Which edge of the document moves away from the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tilt {
    /// The left one.
    Left,
    /// The right one.
    Right,
    /// The lower one: the upper one comes closer.
    Towards,
    /// The upper one.
    Away,
}

impl Tilt {
    const ALL: [Self; 4] = [Self::Left, Self::Right, Self::Towards, Self::Away];

    /// One of them; `random` gives any number.
    #[must_use]
    pub fn drawn(mut random: impl FnMut() -> u32) -> Self {
        Self::ALL[below(Self::ALL.len(), &mut random)]
    }

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Towards => "towards",
            Self::Away => "away",
        }
    }
}

/// What is asked of a face. Left and right are the person's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gesture {
    /// Turn the head to the left.
    Left,
    /// Turn the head to the right.
    Right,
    /// Close both eyes for a moment.
    Blink,
    /// Smile.
    Smile,
    /// Come closer.
    Closer,
}

impl Gesture {
    /// Every gesture.
    pub const ALL: [Self; 5] = [
        Self::Left,
        Self::Right,
        Self::Blink,
        Self::Smile,
        Self::Closer,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Blink => "blink",
            Self::Smile => "smile",
            Self::Closer => "closer",
        }
    }
}

/// Gestures in the order in which they are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge(Vec<Gesture>);

impl Challenge {
    /// Gestures in a challenge.
    const LENGTH: usize = 3;

    /// Three different gestures, a turn of the head among them: it is what
    /// tells a head from a picture of one. `random` gives any number.
    #[must_use]
    pub fn drawn(mut random: impl FnMut() -> u32) -> Self {
        let mut left = Gesture::ALL.to_vec();
        // The turns are the first two.
        let turn = left.remove(below(2, &mut random));
        let mut gestures = Vec::with_capacity(Self::LENGTH);
        while gestures.len() + 1 < Self::LENGTH {
            gestures.push(left.remove(below(left.len(), &mut random)));
        }
        gestures.insert(below(Self::LENGTH, &mut random), turn);
        Self(gestures)
    }

    /// The gestures behind their names with commas between them: `left,smile`;
    /// `None` where one has no such name or there is none.
    #[must_use]
    pub fn from_names(names: &str) -> Option<Self> {
        let gesture = |name: &str| Gesture::ALL.into_iter().find(|known| known.name() == name);
        names
            .split(',')
            .map(gesture)
            .collect::<Option<_>>()
            .map(Self)
    }

    /// The gestures in order.
    #[must_use]
    pub fn gestures(&self) -> &[Gesture] {
        &self.0
    }
}

fn below(bound: usize, random: &mut impl FnMut() -> u32) -> usize {
    // The bounds are tiny beside the range of `random`: the bias does not matter.
    random() as usize % bound
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_challenge_asks_for_three_different_things_and_a_turn() {
        let mut seen = HashSet::new();
        for seed in 0..2_000 {
            let challenge = Challenge::drawn(numbers(seed));
            let gestures = challenge.gestures().to_vec();
            let different: HashSet<_> = gestures.iter().collect();
            assert_eq!((gestures.len(), different.len()), (3, 3), "{gestures:?}");
            let turn = |gesture: &Gesture| matches!(gesture, Gesture::Left | Gesture::Right);
            assert!(gestures.iter().any(turn), "{gestures:?}");
            seen.insert(gestures);
        }
        assert!(seen.len() >= 50, "only {} challenges are drawn", seen.len());
    }

    #[test]
    fn a_challenge_is_read_by_its_names() {
        let challenge = Challenge::from_names("left,closer").expect("two gestures");
        assert_eq!(challenge.gestures(), [Gesture::Left, Gesture::Closer]);
        for names in ["", "left,", "hop"] {
            assert_eq!(Challenge::from_names(names), None, "{names:?}");
        }
    }

    #[test]
    fn every_tilt_is_drawn() {
        let drawn: HashSet<Tilt> = (0..4).map(|number| Tilt::drawn(|| number)).collect();
        assert_eq!(drawn.len(), 4);
    }

    /// A small generator, good enough to spread over a table.
    fn numbers(seed: u32) -> impl FnMut() -> u32 {
        let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
        move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 8
        }
    }
}
