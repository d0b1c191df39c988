//! The 37 characters of a machine-readable zone.

/// How many there are: ten digits, 26 letters, the filler.
pub const SYMBOLS: usize = 37;

/// The index of the filler `<`.
pub(super) const FILLER: usize = 36;

/// The character behind an index below [`SYMBOLS`]: digits, letters, filler.
#[must_use]
pub const fn character(index: usize) -> u8 {
    match index {
        0..=9 => b'0' + index as u8,
        10..=35 => b'A' + (index - 10) as u8,
        _ => b'<',
    }
}

/// The index of an MRZ character; `None` for any other.
#[must_use]
pub const fn index(character: u8) -> Option<usize> {
    match character {
        b'0'..=b'9' => Some((character - b'0') as usize),
        b'A'..=b'Z' => Some((character - b'A') as usize + 10),
        b'<' => Some(FILLER),
        _ => None,
    }
}

/// What the character counts in a check digit: digits themselves, A=10 to
/// Z=35, the filler 0 (ICAO Doc 9303 part 3, 4.9).
pub(super) const fn value(index: usize) -> usize {
    if index == FILLER { 0 } else { index }
}

/// A set of MRZ characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Charset(u64);

impl Charset {
    pub(super) const DIGITS: Self = Self(0x3ff);
    pub(super) const LETTERS: Self = Self(((1 << 26) - 1) << 10);
    pub(super) const FILL: Self = Self(1 << FILLER);
    pub(super) const ALL: Self = Self((1 << SYMBOLS) - 1);

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn one(index: usize) -> Self {
        Self(1 << index)
    }

    pub(super) const fn contains(self, index: usize) -> bool {
        self.0 >> index & 1 == 1
    }
}
