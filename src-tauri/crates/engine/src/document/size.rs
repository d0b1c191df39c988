//! The sizes that identity documents come in.

/// A size of ISO/IEC 7810, as ICAO Doc 9303 uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Size {
    /// Cards: ID-1, which Doc 9303 part 5 calls TD1.
    Id1,
    /// Larger cards: ID-2, which Doc 9303 part 6 calls TD2.
    Td2,
    /// Pages of passports: ID-3, which Doc 9303 part 4 calls TD3.
    Td3,
}

impl Size {
    /// All of them, the most frequent first.
    pub const ALL: [Self; 3] = [Self::Id1, Self::Td3, Self::Td2];

    /// A stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id1 => "ID-1",
            Self::Td2 => "TD2",
            Self::Td3 => "TD3",
        }
    }

    /// Width and height in millimetres.
    #[must_use]
    pub const fn millimetres(self) -> (f32, f32) {
        match self {
            Self::Id1 => (85.60, 53.98),
            Self::Td2 => (105.0, 74.0),
            Self::Td3 => (125.0, 88.0),
        }
    }

    /// Width and height in pixels at 300 to the inch (even numbers), which is
    /// how large a straightened document is.
    #[must_use]
    pub const fn pixels(self) -> (u32, u32) {
        match self {
            Self::Id1 => (1012, 638),
            Self::Td2 => (1240, 874),
            Self::Td3 => (1476, 1040),
        }
    }

    /// Width by height.
    #[must_use]
    pub fn aspect(self) -> f32 {
        let (width, height) = self.millimetres();
        width / height
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_are_millimetres_at_three_hundred_to_the_inch() {
        for size in Size::ALL {
            let ((width, height), (across, down)) = (size.millimetres(), size.pixels());
            for (length, pixels) in [(width, across), (height, down)] {
                let exact = length / 25.4 * 300.0;
                assert!((pixels as f32 - exact).abs() <= 1.0, "{}", size.name());
            }
        }
    }
}
