//! Demo sessions: what a customer declared and what their telephone sent.
//!
//! Start at [`Studio`], which renders the sessions that [`Story`] names.

mod cast;
mod studio;

use domain::document::Sex;

use crate::person::Person;

pub use cast::Story;
pub use studio::Studio;

/// One session, ready to be sent to the central API.
#[derive(Debug, Clone)]
pub struct DemoSession {
    /// What happens in it.
    pub story: Story,
    /// Whom the document shows.
    pub person: Person,
    /// What the customer typed.
    pub declared: Declared,
    /// The data side of the document, an encoded image.
    pub front: Vec<u8>,
    /// The other side, an encoded image.
    pub rear: Option<Vec<u8>>,
    /// The customer's face, an encoded image.
    pub selfie: Vec<u8>,
    /// The recording, MP4.
    pub video: Option<Vec<u8>>,
    /// Where the partner wants callbacks.
    pub callback: Option<String>,
}

/// What a customer types when a session begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Given names.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Sex.
    pub sex: Sex,
    /// Date of birth, `YYYY-MM-DD`.
    pub birth_date: String,
    /// Place of birth.
    pub birth_place: String,
    /// Tax code.
    pub tax_code: String,
    /// E-mail address, of a domain that cannot exist.
    pub mail: String,
    /// Mobile phone number.
    pub phone: String,
}

impl Declared {
    /// What `person` types when nothing goes wrong.
    #[must_use]
    pub fn truly(person: &Person) -> Self {
        let plain: String = format!("{}.{}", person.given_name, person.surname)
            .to_lowercase()
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '.')
            .collect();
        let digits: String = person
            .document
            .number
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        Self {
            first_name: person.given_name.clone(),
            last_name: person.surname.clone(),
            sex: person.sex,
            birth_date: person.birth_date.to_string(),
            birth_place: person.birth_place.name.to_owned(),
            tax_code: person.tax_code.clone(),
            mail: format!("{plain}@example.invalid"),
            phone: format!("+39000{digits:0>7}"),
        }
    }
}
