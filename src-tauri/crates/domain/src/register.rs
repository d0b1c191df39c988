//! Registers of lost and stolen documents: what is asked and what they answer.
//!
//! That nobody has asked is never an answer: there is a [`Query`], or there is
//! none.

use jiff::{Timestamp, civil::Date};

use crate::{Personal, id::OperatorId};

/// The document that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its number, in one spelling ([`spelled`]).
    pub number: Personal<String>,
    /// The country that issued it: ISO 3166-1 alpha-3, or what a
    /// machine-readable zone has in its place.
    pub country: String,
}

impl Wanted {
    /// The document behind a number and a country as they stand on it.
    #[must_use]
    pub fn new(number: &str, country: &str) -> Self {
        Self {
            number: spelled(number).into(),
            country: spelled(country),
        }
    }
}

/// What a register said of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// It does not list the document.
    NotListed,
    /// It lists the document as lost or stolen.
    Listed {
        /// Since when, where the register says so.
        reported: Option<Date>,
    },
}

/// A question to a register and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What was asked for.
    pub wanted: Wanted,
    /// What the register said.
    pub listing: Listing,
    /// As of when the register is, where it says so.
    pub as_of: Option<Timestamp>,
    /// Who asked.
    pub operator: OperatorId,
    /// When.
    pub at: Timestamp,
}

/// One spelling for a number or a code: capital letters and digits alone.
#[must_use]
pub fn spelled(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        for text in ["CA 00000-AA", "ca00000aa", " CA00000AA<<"] {
            assert_eq!(spelled(text), "CA00000AA", "{text}");
        }
    }
}
