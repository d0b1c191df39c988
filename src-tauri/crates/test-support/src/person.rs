//! The fictitious people of specimens and demo sessions.

use domain::document::{Sex, Type};
use domain::place::PlaceCode;
use domain::tax_code;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

/// Where somebody was born, as a document prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BirthPlace {
    /// The municipality.
    pub name: &'static str,
    /// Letters of its province.
    pub province: &'static str,
    /// Its code in tax codes.
    pub code: &'static str,
}

/// Rome.
pub const ROMA: BirthPlace = BirthPlace {
    name: "Roma",
    province: "RM",
    code: "H501",
};
/// Milan.
pub const MILANO: BirthPlace = BirthPlace {
    name: "Milano",
    province: "MI",
    code: "F205",
};
/// Turin.
pub const TORINO: BirthPlace = BirthPlace {
    name: "Torino",
    province: "TO",
    code: "L219",
};
/// Naples.
pub const NAPOLI: BirthPlace = BirthPlace {
    name: "Napoli",
    province: "NA",
    code: "F839",
};
/// Bari.
pub const BARI: BirthPlace = BirthPlace {
    name: "Bari",
    province: "BA",
    code: "A662",
};

/// The identity document of a specimen person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Identity card or passport.
    pub kind: Type,
    /// `CA00000AA` for cards, `YA0000000` for passports.
    pub number: String,
    /// Date of issue.
    pub issued: Date,
    /// Date of expiry.
    pub expires: Date,
    /// Who issued it.
    pub issuer: String,
}

/// Somebody who does not exist, and the document that shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Family name.
    pub surname: String,
    /// Given names.
    pub given_name: String,
    /// Sex.
    pub sex: Sex,
    /// Date of birth.
    pub birth_date: Date,
    /// Place of birth, in Italy.
    pub birth_place: BirthPlace,
    /// The tax code on the rear of the card; the derived one unless it was changed.
    pub tax_code: String,
    /// Height in centimetres.
    pub height_cm: u16,
    /// The document.
    pub document: Document,
}

impl Person {
    /// Somebody with an identity card that runs out in 2034 and the tax code
    /// that follows from the data.
    ///
    /// # Panics
    /// When `sex` is unspecified, for which no tax code exists, or when the
    /// place has no code.
    #[must_use]
    pub fn new(
        surname: &str,
        given_name: &str,
        sex: Sex,
        birth_date: Date,
        birth_place: BirthPlace,
    ) -> Self {
        let place = PlaceCode::parse(birth_place.code).expect("the places here have codes");
        let tax_code = tax_code::derive(surname, given_name, birth_date, sex, place)
            .expect("specimen people are male or female")
            .as_str()
            .to_owned();
        let issued = date(2024, birth_date.month(), birth_date.day().min(28));
        Self {
            surname: surname.to_owned(),
            given_name: given_name.to_owned(),
            sex,
            birth_date,
            tax_code,
            height_cm: match sex {
                Sex::Female => 166,
                Sex::Male | Sex::Unspecified => 178,
            },
            document: Document {
                kind: Type::IdentityCard,
                number: "CA00000AA".to_owned(),
                issued,
                expires: issued.saturating_add(10.years()),
                issuer: format!("Comune di {}", birth_place.name),
            },
            birth_place,
        }
    }

    /// The same person with the document number `number`.
    #[must_use]
    pub fn with_number(mut self, number: &str) -> Self {
        number.clone_into(&mut self.document.number);
        self
    }

    /// The same person with the tax code `code`, whatever it says.
    #[must_use]
    pub fn with_tax_code(mut self, code: &str) -> Self {
        code.clone_into(&mut self.tax_code);
        self
    }

    /// The same person with a passport of the number `number`.
    #[must_use]
    pub fn with_passport(mut self, number: &str) -> Self {
        self.document.kind = Type::Passport;
        number.clone_into(&mut self.document.number);
        "Ministro Affari Esteri".clone_into(&mut self.document.issuer);
        self
    }

    /// The same person with a document that ran out in 2021.
    #[must_use]
    pub fn expired(mut self) -> Self {
        self.document.issued = date(2011, 3, 14);
        self.document.expires = date(2021, 3, 14);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tax_code_follows_from_the_data_unless_it_is_changed() {
        let person = Person::new("Rossi", "Mario", Sex::Male, date(1980, 1, 1), ROMA);
        assert_eq!(person.tax_code, "RSSMRA80A01H501U");
        let other = person.with_tax_code("RSSMRA02D16A662G");
        assert_eq!(other.tax_code, "RSSMRA02D16A662G");
    }

    #[test]
    fn an_expired_document_ran_out_before_the_specimens_were_drawn() {
        let person = Person::new("Prova", "Elena", Sex::Female, date(1990, 5, 2), BARI);
        assert!(person.document.expires > date(2033, 1, 1));
        assert!(person.expired().document.expires < date(2022, 1, 1));
    }
}
