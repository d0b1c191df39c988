//! Municipalities and countries of birth and the codes that tax codes have
//! for them (*codici catastali*, after Belfiore; `Z…` for countries).
//!
//! Start at [`PlaceTable::parse`]: the table comes as text from whoever may
//! read files.

pub(crate) mod birth_place;
mod key;
mod table;

use std::fmt;

use jiff::civil::Date;

pub use table::{PlaceTable, PlaceTableError};

/// A letter and three digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceCode([u8; 4]);

impl PlaceCode {
    /// Reads a code such as `H501`; case and blanks around it do not matter.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 4] = text.trim().as_bytes().try_into().ok()?;
        let code = bytes.map(|byte| byte.to_ascii_uppercase());
        let fits = code[0].is_ascii_uppercase() && code[1..].iter().all(u8::is_ascii_digit);
        fits.then_some(Self(code))
    }

    /// The place in sixteen characters of a tax code without omocodia.
    pub(crate) const fn from_tax_code(plain: &[u8; 16]) -> Self {
        Self([plain[11], plain[12], plain[13], plain[14]])
    }

    /// The four characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII letters and digits are let in")
    }

    /// Whether it is the code of a country.
    #[must_use]
    pub const fn is_country(self) -> bool {
        self.0[0] == b'Z'
    }
}

impl fmt::Debug for PlaceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// An Italian municipality, of today or of the past.
    Municipality,
    /// A foreign country, of today or of the past.
    Country,
}

/// One name of a place in one span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its code.
    pub code: PlaceCode,
    /// Its name.
    pub name: String,
    /// Letters of its province; empty where there are none.
    pub province: String,
    /// First day, where known.
    pub active_from: Option<Date>,
    /// Last day; `None` for a place of today.
    pub active_to: Option<Date>,
    /// Municipality or country.
    pub kind: PlaceKind,
}

impl Place {
    /// Whether the place had this name and code on `date`.
    #[must_use]
    pub fn in_force(&self, date: Date) -> bool {
        self.active_from.is_none_or(|from| from <= date)
            && self.active_to.is_none_or(|to| date <= to)
    }

    /// Its name with the province, as people write it: `San Severo (FG)`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.kind {
            PlaceKind::Municipality if !self.province.is_empty() => {
                format!("{} ({})", self.name, self.province)
            }
            PlaceKind::Municipality | PlaceKind::Country => self.name.clone(),
        }
    }
}
