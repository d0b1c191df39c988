//! Captions of the documents, Italian and English.

use domain::name::transliterate::{Scheme, letters};

use crate::document::kind::{prefix_distance, tolerance};

/// What stands beside or below a caption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Meaning {
    Surname,
    GivenName,
    BirthPlaceAndDate,
    BirthDate,
    BirthPlace,
    Sex,
    Height,
    Citizenship,
    IssueDate,
    ExpiryDate,
    Issuer,
    TaxCode,
    Number,
    PersonalNumber,
    Institution,
    CardNumber,
    /// Something that is not read; its value is nobody else's.
    Other,
}

impl Meaning {
    /// All that are read; those that name one datum before those that name two.
    pub(super) const ALL: [Self; 16] = [
        Self::Surname,
        Self::GivenName,
        Self::BirthDate,
        Self::BirthPlaceAndDate,
        Self::BirthPlace,
        Self::Sex,
        Self::Height,
        Self::Citizenship,
        Self::IssueDate,
        Self::ExpiryDate,
        Self::Issuer,
        Self::TaxCode,
        Self::PersonalNumber,
        Self::Institution,
        Self::CardNumber,
        Self::Number,
    ];
}

/// Captions in letters A–Z and blanks. Where one begins with another, the
/// longer one is meant.
const CAPTIONS: [(&str, Meaning); 75] = [
    ("COGNOME", Meaning::Surname),
    ("SURNAME", Meaning::Surname),
    ("NOME", Meaning::GivenName),
    ("NOMI", Meaning::GivenName),
    ("NAME", Meaning::GivenName),
    ("GIVEN NAMES", Meaning::GivenName),
    ("GIVEN NAME", Meaning::GivenName),
    ("PRENOMS", Meaning::GivenName),
    ("LUOGO E DATA DI NASCITA", Meaning::BirthPlaceAndDate),
    ("PLACE AND DATE OF BIRTH", Meaning::BirthPlaceAndDate),
    ("DATA E LUOGO DI NASCITA", Meaning::BirthPlaceAndDate),
    ("DATA DI NASCITA", Meaning::BirthDate),
    ("DATE OF BIRTH", Meaning::BirthDate),
    ("DATE DE NAISSANCE", Meaning::BirthDate),
    ("NATO IL", Meaning::BirthDate),
    ("NATA IL", Meaning::BirthDate),
    ("LUOGO DI NASCITA", Meaning::BirthPlace),
    ("PLACE OF BIRTH", Meaning::BirthPlace),
    ("LIEU DE NAISSANCE", Meaning::BirthPlace),
    ("PLACE", Meaning::BirthPlace),
    ("NATO A", Meaning::BirthPlace),
    ("NATA A", Meaning::BirthPlace),
    ("SESSO", Meaning::Sex),
    ("SEX", Meaning::Sex),
    ("SEXE", Meaning::Sex),
    ("STATURA", Meaning::Height),
    ("HEIGHT", Meaning::Height),
    ("CITTADINANZA", Meaning::Citizenship),
    ("NATIONALITY", Meaning::Citizenship),
    ("NATIONALITE", Meaning::Citizenship),
    ("EMISSIONE", Meaning::IssueDate),
    ("ISSUING", Meaning::IssueDate),
    ("ISSUE", Meaning::IssueDate),
    ("RILASCIO", Meaning::IssueDate),
    ("DATA DI RILASCIO", Meaning::IssueDate),
    ("DATA DI EMISSIONE", Meaning::IssueDate),
    ("DATE OF ISSUE", Meaning::IssueDate),
    ("SCADENZA", Meaning::ExpiryDate),
    ("EXPIRY", Meaning::ExpiryDate),
    ("DATA DI SCADENZA", Meaning::ExpiryDate),
    ("DATE OF EXPIRY", Meaning::ExpiryDate),
    ("VALIDA FINO AL", Meaning::ExpiryDate),
    ("SCADE IL", Meaning::ExpiryDate),
    ("COMUNE DI", Meaning::Issuer),
    ("MUNICIPALITY", Meaning::Issuer),
    ("RILASCIATA DA", Meaning::Issuer),
    ("ISSUED BY", Meaning::Issuer),
    ("AUTORITA", Meaning::Issuer),
    ("AUTHORITY", Meaning::Issuer),
    ("CODICE FISCALE", Meaning::TaxCode),
    ("FISCAL CODE", Meaning::TaxCode),
    ("PASSAPORTO N", Meaning::Number),
    ("PASSPORT NO", Meaning::Number),
    (
        "NUMERO DI IDENTIFICAZIONE PERSONALE",
        Meaning::PersonalNumber,
    ),
    ("PERSONAL IDENTIFICATION NUMBER", Meaning::PersonalNumber),
    ("IDENTIFICAZIONE DELL ISTITUZIONE", Meaning::Institution),
    (
        "NUMERO DI IDENTIFICAZIONE DELL ISTITUZIONE",
        Meaning::Institution,
    ),
    (
        "IDENTIFICATION NUMBER OF THE INSTITUTION",
        Meaning::Institution,
    ),
    (
        "NUMERO DI IDENTIFICAZIONE DELLA TESSERA",
        Meaning::CardNumber,
    ),
    ("NUMERO IDENTIFICAZIONE TESSERA", Meaning::CardNumber),
    ("IDENTIFICATION NUMBER OF THE CARD", Meaning::CardNumber),
    ("FIRMA DEL TITOLARE", Meaning::Other),
    ("HOLDERS SIGNATURE", Meaning::Other),
    ("INDIRIZZO DI RESIDENZA", Meaning::Other),
    ("RESIDENZA", Meaning::Other),
    ("RESIDENCE", Meaning::Other),
    ("ESTREMI ATTO DI NASCITA", Meaning::Other),
    ("COGNOME E NOME DEI GENITORI", Meaning::Other),
    ("PARENTS", Meaning::Other),
    ("PROVINCIA", Meaning::Other),
    ("TIPO", Meaning::Other),
    ("TYPE", Meaning::Other),
    ("CODICE PAESE", Meaning::Other),
    ("CODE", Meaning::Other),
    ("STATO CIVILE", Meaning::Other),
];

/// A caption in a line, by the indices of its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Caption {
    pub(super) meaning: Meaning,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The captions in `line`, from left to right.
pub(super) fn find(line: &[char]) -> Vec<Caption> {
    let (folded, origin) = fold(line);
    let mut found: Vec<Caption> = Vec::new();
    for from in 0..line.len() {
        let begins =
            line[from].is_alphanumeric() && (from == 0 || !line[from - 1].is_alphanumeric());
        let taken = found.last().is_some_and(|last| from < last.to);
        if !begins || taken {
            continue;
        }
        let Some(start) = origin.iter().position(|index| *index >= from) else {
            continue;
        };
        if let Some((meaning, length)) = at(&folded[start..]) {
            let last = origin[start + length - 1];
            let ends = line.get(last + 1).is_none_or(|next| !next.is_alphabetic());
            // Run together words are a caption only when they are long.
            if ends || length >= 8 {
                found.push(Caption {
                    meaning,
                    from,
                    to: last + 1,
                });
            }
        }
    }
    found
}

/// The longest caption at the beginning of `text` (letters A–Z), and its length.
fn at(text: &[u8]) -> Option<(Meaning, usize)> {
    let mut best: Option<(usize, usize, Meaning)> = None;
    for (phrase, meaning) in CAPTIONS {
        let pattern: Vec<u8> = phrase.bytes().filter(u8::is_ascii_alphabetic).collect();
        let (distance, length) = prefix_distance(&pattern, text);
        let better = best.is_none_or(|(known, ..)| pattern.len() > known);
        if distance <= tolerance(pattern.len()) && length > 0 && better {
            best = Some((pattern.len(), length, meaning));
        }
    }
    best.map(|(_, length, meaning)| (meaning, length))
}

/// The letters A–Z of `line`, and the character each came from.
fn fold(line: &[char]) -> (Vec<u8>, Vec<usize>) {
    let mut folded = Vec::with_capacity(line.len());
    let mut origin = Vec::with_capacity(line.len());
    for (index, character) in line.iter().enumerate() {
        // Digits that recognisers see in letters.
        let character = match character {
            '0' => 'O',
            '1' => 'I',
            '5' => 'S',
            other => *other,
        };
        for letter in letters(character.encode_utf8(&mut [0; 4]), Scheme::Plain).bytes() {
            folded.push(letter);
            origin.push(index);
        }
    }
    (folded, origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_found_where_they_stand() {
        #[track_caller]
        fn check(line: &str, expected: &[(Meaning, &str)]) {
            let line: Vec<char> = line.chars().collect();
            let found: Vec<(Meaning, String)> = find(&line)
                .into_iter()
                .map(|caption| {
                    (
                        caption.meaning,
                        line[caption.from..caption.to].iter().collect(),
                    )
                })
                .collect();
            let expected: Vec<(Meaning, String)> = expected
                .iter()
                .map(|(meaning, text)| (*meaning, (*text).to_owned()))
                .collect();
            assert_eq!(found, expected);
        }
        check(
            "COGNOME / SURNAME",
            &[(Meaning::Surname, "COGNOME"), (Meaning::Surname, "SURNAME")],
        );
        check(
            "NOME/NAME",
            &[(Meaning::GivenName, "NOME"), (Meaning::GivenName, "NAME")],
        );
        check(
            "LUOGOE DATADINASCITA",
            &[(Meaning::BirthPlaceAndDate, "LUOGOE DATADINASCITA")],
        );
        check("5ESSO", &[(Meaning::Sex, "5ESSO")]);
        check("Cognome ROSSI", &[(Meaning::Surname, "Cognome")]);
        check(
            "AUTORITÀ / AUTHORITY (9)",
            &[
                (Meaning::Issuer, "AUTORITÀ"),
                (Meaning::Issuer, "AUTHORITY"),
            ],
        );
        check(
            "COGNOME E NOME DEI GENITORI O DI CHI",
            &[(Meaning::Other, "COGNOME E NOME DEI GENITORI")],
        );
        check("NOMENTANA", &[]);
        check("VIA NOMENTANA 4", &[]);
        check("SESSORI", &[]);
        check("ROSSI", &[]);
        check("", &[]);
    }
}
