//! What a search looks through, and what it looks for.

use domain::{
    Personal,
    field::Name,
    name::transliterate::{Scheme, to_latin},
};

use crate::NewSession;

/// Letters in a row from which the index of parts finds a word.
const PART_CHARS: usize = 3;

/// The questions that the words of a search put to the two indexes.
pub(super) struct Words {
    /// Words that are found anywhere, where one is long enough for that.
    pub(super) parts: Option<String>,
    /// Shorter ones, which are found where a word begins.
    pub(super) beginnings: Option<String>,
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
            .partition(|word| word.chars().count() >= PART_CHARS);
        Some(Self {
            parts: every(&long, ""),
            beginnings: every(&short, " *"),
        })
    }
}

/// The question for texts with all of `words`, in the language of FTS5.
fn every(words: &[String], mark: &str) -> Option<String> {
    let quoted: Vec<String> = words
        .iter()
        .map(|word| format!("\"{}\"{mark}", word.replace('"', "\"\"")))
        .collect();
    (!quoted.is_empty()).then(|| quoted.join(" AND "))
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
    fn words_of_three_letters_are_found_anywhere_and_shorter_ones_at_a_beginning() {
        let words = Words::of(Some(&Personal::from("d'angelo ro \"x\"y \""))).expect("words");
        let (parts, beginnings) = (words.parts, words.beginnings);
        assert_eq!(parts.as_deref(), Some("\"DANGELO\" AND \"\"\"X\"\"Y\""));
        assert_eq!(beginnings.as_deref(), Some("\"RO\" * AND \"\"\"\" *"));
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
