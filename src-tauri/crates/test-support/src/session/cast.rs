//! Who appears in the demo sessions, and what goes wrong in each.

use domain::document::Sex;
use jiff::civil::date;

use crate::person::{BARI, MILANO, NAPOLI, Person, ROMA, TORINO};
use crate::portrait::Sitter;

use super::Declared;

/// What happens in a demo session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Story {
    /// Nothing: a woman with her own card.
    Genuine,
    /// The card is somebody else's.
    WrongFace,
    /// The card ran out years ago.
    Expired,
    /// The tax code of the published sample: right in itself, another person's.
    OtherTaxCode,
    /// A man with his own passport.
    Passport,
    /// The rear of the card cannot be read.
    BlurredRear,
    /// The customer typed another date of birth than the card has.
    OtherBirthDate,
    /// The selfie was taken in the dark.
    DarkSelfie,
    /// The customer is a minor.
    Minor,
    /// Nothing again: a man with his own card.
    SecondGenuine,
    /// The customer never sent the rear of the card.
    MissingRear,
    /// The customer left before the video.
    MissingVideo,
}

impl Story {
    /// Every story, in the order in which the demo sends them.
    pub const ALL: [Self; 12] = [
        Self::Genuine,
        Self::WrongFace,
        Self::Expired,
        Self::OtherTaxCode,
        Self::Passport,
        Self::BlurredRear,
        Self::OtherBirthDate,
        Self::DarkSelfie,
        Self::Minor,
        Self::SecondGenuine,
        Self::MissingRear,
        Self::MissingVideo,
    ];

    /// The stable name, used in file names and as the partner's reference.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::WrongFace => "wrong-face",
            Self::Expired => "expired",
            Self::OtherTaxCode => "other-tax-code",
            Self::Passport => "passport",
            Self::BlurredRear => "blurred-rear",
            Self::OtherBirthDate => "other-birth-date",
            Self::DarkSelfie => "dark-selfie",
            Self::Minor => "minor",
            Self::SecondGenuine => "second-genuine",
            Self::MissingRear => "missing-rear",
            Self::MissingVideo => "missing-video",
        }
    }

    /// Whether everything arrived, so that the session waits for review.
    #[must_use]
    pub const fn is_complete(self) -> bool {
        match self {
            Self::MissingRear | Self::MissingVideo => false,
            Self::Genuine
            | Self::WrongFace
            | Self::Expired
            | Self::OtherTaxCode
            | Self::Passport
            | Self::BlurredRear
            | Self::OtherBirthDate
            | Self::DarkSelfie
            | Self::Minor
            | Self::SecondGenuine => true,
        }
    }

    /// Whom the document shows.
    #[must_use]
    pub fn person(self) -> Person {
        let (female, male) = (Sex::Female, Sex::Male);
        match self {
            Self::Genuine => {
                Person::new("Campione", "Aurora Maria", female, date(1986, 11, 19), ROMA)
                    .with_number("CA00001AA")
            }
            Self::WrongFace => Person::new("Facsimile", "Bianca", female, date(1979, 2, 3), MILANO)
                .with_number("CA00002AA"),
            Self::Expired => Person::new("Prova", "Bruno", male, date(1961, 8, 4), TORINO)
                .with_number("CA00003AA")
                .expired(),
            Self::OtherTaxCode => Person::new("Rossi", "Franco", male, date(1977, 11, 6), ROMA)
                .with_number("CA00004AA")
                .with_tax_code("RSSMRA02D16A662G"),
            Self::Passport => Person::new("Esempio", "Dario", male, date(1968, 6, 24), NAPOLI)
                .with_passport("YA0000005"),
            Self::BlurredRear => Person::new("Modello", "Elena", female, date(1990, 5, 12), BARI)
                .with_number("CA00006AA"),
            Self::OtherBirthDate => {
                Person::new("D'Esempio", "Niccolò", male, date(1972, 1, 7), ROMA)
                    .with_number("CA00007AA")
            }
            Self::DarkSelfie => {
                Person::new("Specimen", "Giulia", female, date(1984, 9, 30), TORINO)
                    .with_number("CA00008AA")
            }
            Self::Minor => Person::new("Provetta", "Irene", female, date(2012, 4, 2), MILANO)
                .with_number("CA00009AA"),
            Self::SecondGenuine => Person::new("Campione", "Luca", male, date(1964, 12, 1), NAPOLI)
                .with_number("CA00010AA"),
            Self::MissingRear => Person::new("Prova", "Olga", female, date(1981, 7, 21), BARI)
                .with_number("CA00011AA"),
            Self::MissingVideo => Person::new("Esempio", "Piero", male, date(1959, 3, 15), ROMA)
                .with_number("CA00012AA"),
        }
    }

    /// What the customer typed.
    #[must_use]
    pub fn declared(self) -> Declared {
        let declared = Declared::truly(&self.person());
        match self {
            Self::OtherBirthDate => Declared {
                birth_date: "1972-07-01".to_owned(),
                ..declared
            },
            Self::Genuine
            | Self::WrongFace
            | Self::Expired
            | Self::OtherTaxCode
            | Self::Passport
            | Self::BlurredRear
            | Self::DarkSelfie
            | Self::Minor
            | Self::SecondGenuine
            | Self::MissingRear
            | Self::MissingVideo => declared,
        }
    }

    /// Whose portrait is on the document.
    #[must_use]
    pub fn on_document(self) -> Sitter {
        match self.person().sex {
            Sex::Female => Sitter::Astronaut,
            Sex::Male | Sex::Unspecified => Sitter::President,
        }
    }

    /// Who sits before the camera.
    #[must_use]
    pub fn before_camera(self) -> Sitter {
        match self {
            Self::WrongFace => Sitter::President,
            Self::Genuine
            | Self::Expired
            | Self::OtherTaxCode
            | Self::Passport
            | Self::BlurredRear
            | Self::OtherBirthDate
            | Self::DarkSelfie
            | Self::Minor
            | Self::SecondGenuine
            | Self::MissingRear
            | Self::MissingVideo => self.on_document(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_wrong_face_is_another_persons() {
        for story in Story::ALL {
            let same = story.on_document() == story.before_camera();
            assert_eq!(same, story != Story::WrongFace, "{}", story.name());
        }
    }

    #[test]
    fn no_two_documents_have_one_number() {
        let mut numbers = Story::ALL.map(|story| story.person().document.number);
        numbers.sort();
        assert!(numbers.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
