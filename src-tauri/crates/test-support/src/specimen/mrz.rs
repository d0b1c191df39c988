//! The machine-readable zones of specimens (ICAO 9303 parts 4 and 5).

use jiff::civil::Date;

use crate::person::Person;

/// The three lines of 30 characters of an identity card (TD1).
#[must_use]
pub fn card_zone(person: &Person) -> Vec<String> {
    let number = field(&person.document.number, 9);
    let birth = six(person.birth_date);
    let expiry = six(person.document.expires);
    let first = format!("C<ITA{number}{}{}", digit(&number), "<".repeat(15));
    let second = format!(
        "{birth}{}{}{expiry}{}ITA{}",
        digit(&birth),
        person.sex.letter().replace('X', "<"),
        digit(&expiry),
        "<".repeat(11)
    );
    let all = format!(
        "{}{}{}{}",
        &first[5..30],
        &second[0..7],
        &second[8..15],
        &second[18..29]
    );
    let second = format!("{second}{}", digit(&all));
    vec![first, second, field(&names(person), 30)]
}

/// The two lines of 44 characters of a passport (TD3).
#[must_use]
pub fn passport_zone(person: &Person) -> Vec<String> {
    let number = field(&person.document.number, 9);
    let birth = six(person.birth_date);
    let expiry = six(person.document.expires);
    let personal = "<".repeat(14);
    let second = format!(
        "{number}{}ITA{birth}{}{}{expiry}{}{personal}{}",
        digit(&number),
        digit(&birth),
        person.sex.letter().replace('X', "<"),
        digit(&expiry),
        digit(&personal)
    );
    let all = format!("{}{}{}", &second[0..10], &second[13..20], &second[21..43]);
    let second = format!("{second}{}", digit(&all));
    vec![field(&format!("P<ITA{}", names(person)), 44), second]
}

fn names(person: &Person) -> String {
    format!(
        "{}<<{}",
        letters(&person.surname),
        letters(&person.given_name)
    )
}

/// A name in the letters of the zone: accents and apostrophes fall away,
/// blanks and hyphens become fillers.
fn letters(name: &str) -> String {
    name.to_uppercase()
        .chars()
        .filter_map(|letter| match letter {
            'A'..='Z' => Some(letter),
            'À' | 'Á' => Some('A'),
            'È' | 'É' => Some('E'),
            'Ì' | 'Í' => Some('I'),
            'Ò' | 'Ó' => Some('O'),
            'Ù' | 'Ú' => Some('U'),
            ' ' | '-' => Some('<'),
            _ => None,
        })
        .collect()
}

fn field(text: &str, width: usize) -> String {
    let mut field: String = text.chars().take(width).collect();
    field.extend(std::iter::repeat_n('<', width - field.len()));
    field
}

fn six(date: Date) -> String {
    format!(
        "{:02}{:02}{:02}",
        date.year() % 100,
        date.month(),
        date.day()
    )
}

/// The check digit: weights 7, 3, 1; letters count from 10, fillers zero.
fn digit(text: &str) -> u32 {
    text.chars()
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(character, weight)| character.to_digit(36).unwrap_or(0) * weight)
        .sum::<u32>()
        % 10
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::ROMA;
    use domain::document::Sex;
    use jiff::civil::date;

    #[test]
    fn check_digits_are_those_of_the_standards_examples() {
        assert_eq!(digit("520727"), 3, "ICAO 9303 part 3, appendix A");
        let zone = "D231458907<<<<<<<<<<<<<<<74081221204159<<<<<<<<<<<";
        assert_eq!(digit(zone), 6, "ICAO 9303 part 5, appendix A");
    }

    #[test]
    fn lines_have_the_width_of_their_format() {
        let person = Person::new(
            "D'Esempio",
            "Nicolò Maria",
            Sex::Male,
            date(1977, 11, 6),
            ROMA,
        );
        let card = card_zone(&person);
        assert!(card.iter().all(|line| line.len() == 30), "{card:?}");
        assert_eq!(card[2], "DESEMPIO<<NICOLO<MARIA<<<<<<<<");
        let passport = passport_zone(&person.with_passport("YA0000000"));
        assert!(passport.iter().all(|line| line.len() == 44), "{passport:?}");
    }
}
