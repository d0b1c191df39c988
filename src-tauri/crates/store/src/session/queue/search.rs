//! What a search looks through, and what it looks for.

use domain::{
    Personal,
    field::Name,
    name::transliterate::{Scheme, to_latin},
};

use crate::NewSession;

/// Letters in a row from which the index finds a word.
const INDEXED_CHARS: usize = 3;

/// The words of a search.
pub(super) struct Words {
    /// The question to the index, where a word is long enough for it.
    pub(super) indexed: Option<String>,
    /// Words that are too short for it.
    pub(super) short: Vec<String>,
}

impl Words {
    /// The words of `text`; `None` where there are none.
    pub(super) fn of(text: Option<&Personal<String>>) -> Option<Self> {
        let words = search_words(text);
        if words.is_empty() {
            return None;
        }
        let (long, short): (Vec<String>, Vec<String>) = words
            .into_iter()
            .partition(|word| word.chars().count() >= INDEXED_CHARS);
        let quoted: Vec<String> = long
            .iter()
            .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
            .collect();
        Some(Self {
            indexed: (!quoted.is_empty()).then(|| quoted.join(" AND ")),
            short,
        })
    }
}

/// Everything a search for the session looks through.
pub(in crate::session) fn search_text(new: &NewSession) -> String {
    let searched = |field: Name| {
        matches!(
            field,
            Name::Surname | Name::GivenName | Name::TaxCode | Name::DocumentNumber
        )
    };
    let declared = new.declared.iter().map(|value| (value.field, &value.value));
    let captured = new.captured.iter().map(|value| (value.field, &value.value));
    let mut text = new.central_key.to_string();
    for id in [&new.video_identifier, &new.external_reference]
        .into_iter()
        .flatten()
    {
        text.push('\n');
        text.push_str(&folded(id));
    }
    for (_, value) in declared
        .chain(captured)
        .filter(|(field, _)| searched(*field))
    {
        text.push('\n');
        // Revealed into the encrypted database.
        text.push_str(&folded(value.reveal()));
    }
    text
}

fn search_words(text: Option<&Personal<String>>) -> Vec<String> {
    text.map(|text| {
        text.reveal()
            .split_whitespace()
            .map(folded)
            .filter(|word| !word.is_empty())
            .collect()
    })
    .unwrap_or_default()
}

/// Capital Latin letters without accents and apostrophes.
fn folded(text: &str) -> String {
    to_latin(text, Scheme::Plain)
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '`'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_three_letters_are_looked_up_in_the_index() {
        let words = Words::of(Some(&Personal::from("d'angelo ro \"x\"y"))).expect("words");
        assert_eq!(
            words.indexed.as_deref(),
            Some("\"DANGELO\" AND \"\"\"X\"\"Y\"")
        );
        assert_eq!(words.short, ["RO"]);
        assert!(Words::of(Some(&Personal::from("  '"))).is_none());
    }

    #[test]
    fn spelling_does_not_stand_between_a_search_and_a_name() {
        for (typed, stored) in [
            ("dangelo", "D'Angelo"),
            ("D’ANG", "D'Angelo"),
            ("nicolo", "Nicolò"),
            ("NICOLÒ", "nicolo"),
        ] {
            assert!(
                folded(stored).contains(&folded(typed)),
                "{typed} in {stored}"
            );
        }
    }
}
