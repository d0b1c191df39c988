//! The sizes of machine-readable zones.

/// The format of a zone (ICAO Doc 9303 parts 4 to 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Cards of credit-card size: three lines of 30.
    Td1,
    /// Larger cards: two lines of 36.
    Td2,
    /// Passports: two lines of 44.
    Td3,
    /// Visas of passport size: two lines of 44.
    MrvA,
    /// Smaller visas: two lines of 36.
    MrvB,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Td1, Self::Td2, Self::Td3, Self::MrvA, Self::MrvB];

    /// `TD1`, `TD2`, `TD3`, `MRVA` or `MRVB`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Td1 => "TD1",
            Self::Td2 => "TD2",
            Self::Td3 => "TD3",
            Self::MrvA => "MRVA",
            Self::MrvB => "MRVB",
        }
    }

    /// How many lines the zone has.
    #[must_use]
    pub const fn lines(self) -> usize {
        match self {
            Self::Td1 => 3,
            Self::Td2 | Self::Td3 | Self::MrvA | Self::MrvB => 2,
        }
    }

    /// How many characters a line has.
    #[must_use]
    pub const fn columns(self) -> usize {
        match self {
            Self::Td1 => 30,
            Self::Td2 | Self::MrvB => 36,
            Self::Td3 | Self::MrvA => 44,
        }
    }

    /// The format of a zone of `lines` lines of `columns` characters that
    /// starts with `first`: visas start with `V`.
    #[must_use]
    pub fn of(lines: usize, columns: usize, first: u8) -> Option<Self> {
        let visa = first == b'V';
        match (lines, columns, visa) {
            (3, 30, _) => Some(Self::Td1),
            (2, 36, false) => Some(Self::Td2),
            (2, 36, true) => Some(Self::MrvB),
            (2, 44, false) => Some(Self::Td3),
            (2, 44, true) => Some(Self::MrvA),
            _ => None,
        }
    }
}
