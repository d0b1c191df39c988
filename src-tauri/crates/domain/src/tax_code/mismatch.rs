//! What a tax code and the declared data do not agree in.

use std::fmt;

use jiff::civil::Date;

use crate::{document::Sex, field, place::PlaceCode};

/// A municipality or country as a code has it.
#[derive(Clone, PartialEq, Eq)]
pub struct CodePlace {
    /// Its code.
    pub code: PlaceCode,
    /// Its name, where the table has the code.
    pub name: Option<String>,
}

impl fmt::Display for CodePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{} {name}", self.code.as_str()),
            None => write!(f, "{}, which is in no table", self.code.as_str()),
        }
    }
}

/// One point in which a code and the declared data do not agree.
/// `{:?}` prints the kind only; [`describe`](Self::describe) gives both values.
#[derive(Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// The surname has other letters.
    Surname {
        /// Three letters of the code.
        code_says: String,
        /// Three letters of the declared surname.
        declared_gives: String,
    },
    /// The given names have other letters.
    GivenName {
        /// Three letters of the code.
        code_says: String,
        /// Three letters of the declared names.
        declared_gives: String,
    },
    /// Another date of birth.
    BirthDate {
        /// The code's date, in the latest century that is past.
        code_says: Option<Date>,
        /// The declared date.
        declared: Date,
    },
    /// Another sex.
    Sex {
        /// The code's.
        code_says: Sex,
        /// The declared one.
        declared: Sex,
    },
    /// Another place of birth.
    BirthPlace {
        /// The code's place.
        code_says: CodePlace,
        /// The declared place.
        declared: String,
    },
    /// The place agrees by name, but its code was not in use at the birth.
    BirthPlaceNotInForce {
        /// The code's place.
        code_says: CodePlace,
        /// The declared date of birth.
        born: Date,
    },
    /// The declared place is in no table, so it cannot be compared: not a
    /// contradiction, but a person has to look.
    BirthPlaceUnknown {
        /// The code's place.
        code_says: CodePlace,
        /// The declared place.
        declared: String,
    },
}

impl Mismatch {
    /// The datum that does not agree.
    #[must_use]
    pub const fn field(&self) -> field::Name {
        match self {
            Self::Surname { .. } => field::Name::Surname,
            Self::GivenName { .. } => field::Name::GivenName,
            Self::BirthDate { .. } => field::Name::BirthDate,
            Self::Sex { .. } => field::Name::Sex,
            Self::BirthPlace { .. }
            | Self::BirthPlaceNotInForce { .. }
            | Self::BirthPlaceUnknown { .. } => field::Name::BirthPlace,
        }
    }

    /// Whether code and declaration contradict each other, rather than cannot
    /// be compared.
    #[must_use]
    pub const fn is_contradiction(&self) -> bool {
        !matches!(self, Self::BirthPlaceUnknown { .. })
    }

    /// What the code says and what was declared, in English, with the values:
    /// for an entitled person, never for a log.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Surname {
                code_says,
                declared_gives,
            } => {
                format!(
                    "surname: tax code says {code_says}, the declared surname gives {declared_gives}"
                )
            }
            Self::GivenName {
                code_says,
                declared_gives,
            } => {
                format!(
                    "given name: tax code says {code_says}, the declared name gives {declared_gives}"
                )
            }
            Self::BirthDate {
                code_says,
                declared,
            } => format!(
                "birth date: tax code says {}, declared is {}",
                code_says.map_or_else(|| "a date to come".to_owned(), long),
                long(*declared)
            ),
            Self::Sex {
                code_says,
                declared,
            } => {
                format!(
                    "sex: tax code says {}, declared is {}",
                    code_says.letter(),
                    declared.letter()
                )
            }
            Self::BirthPlace {
                code_says,
                declared,
            } => {
                format!("birth place: tax code says {code_says}, declared is {declared}")
            }
            Self::BirthPlaceNotInForce { code_says, born } => {
                format!(
                    "birth place: tax code says {code_says}, a code not in use on {}",
                    long(*born)
                )
            }
            Self::BirthPlaceUnknown {
                code_says,
                declared,
            } => {
                format!(
                    "birth place: tax code says {code_says}, declared is {declared}, which is in no table"
                )
            }
        }
    }
}

impl fmt::Debug for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mismatch({})", self.field().name())
    }
}

fn long(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}
