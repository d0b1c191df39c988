//! Tolerant comparison of personal names.
//!
//! Start at [`compare`]: two spellings of one name, one typed by a person and
//! one read from a document, are brought together step by step, and the answer
//! says which steps it took. No spelling is ever changed.
//! [`transliterate`] holds the letter tables.

pub mod transliterate;

use self::transliterate::Scheme;

/// How two names relate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameMatch {
    /// Letter for letter the same; case and blanks apart.
    Same,
    /// The same name in another spelling.
    SameAfterTransliteration {
        /// What had to be set aside, in the order of [`Reason`].
        reasons: Vec<Reason>,
    },
    /// One may be a part or another order of the other; a person has to look.
    Partial {
        /// What differs, in the order of [`Reason`].
        reasons: Vec<Reason>,
    },
    /// Different names, or one of them is empty.
    Different,
}

impl NameMatch {
    /// Whether it is the same name, in whatever spelling.
    #[must_use]
    pub const fn is_same(&self) -> bool {
        matches!(self, Self::Same | Self::SameAfterTransliteration { .. })
    }

    /// The answer to the same question with left and right exchanged.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Partial { reasons } => Self::Partial {
                reasons: reasons.into_iter().map(Reason::mirrored).collect(),
            },
            Self::Same | Self::SameAfterTransliteration { .. } | Self::Different => self,
        }
    }
}

/// Which of the two names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The first argument.
    Left,
    /// The second argument.
    Right,
}

/// What keeps two spellings apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Accents and other marks on letters (`NICOLÒ`, `NICOLO`).
    Accents,
    /// Apostrophes (`D'ANGELO`, `DANGELO`; also `NICOLO'` for `NICOLÒ`).
    Apostrophes,
    /// Hyphens, blanks, commas and full stops (`ANNA-MARIA`, `ANNAMARIA`).
    Separators,
    /// Letters written as two (`MÜLLER`, `MUELLER`), ICAO 9303-3 section 6.
    Transliteration,
    /// The same names in another order.
    Order,
    /// This side has fewer names (`MARIA` for `MARIA LUISA`).
    FewerNames(Side),
    /// This side stops within a name, as a full machine-readable zone does.
    Truncated(Side),
}

impl Reason {
    const fn mirrored(self) -> Self {
        match self {
            Self::FewerNames(Side::Left) => Self::FewerNames(Side::Right),
            Self::FewerNames(Side::Right) => Self::FewerNames(Side::Left),
            Self::Truncated(Side::Left) => Self::Truncated(Side::Right),
            Self::Truncated(Side::Right) => Self::Truncated(Side::Left),
            Self::Accents => Self::Accents,
            Self::Apostrophes => Self::Apostrophes,
            Self::Separators => Self::Separators,
            Self::Transliteration => Self::Transliteration,
            Self::Order => Self::Order,
        }
    }
}

/// Compares two spellings of a surname or of given names.
///
/// Fillers (`<`) of a machine-readable zone count as blanks.
/// Two empty names are the same.
#[must_use]
pub fn compare(left: &str, right: &str) -> NameMatch {
    if key(left, &[]) == key(right, &[]) {
        return NameMatch::Same;
    }
    for steps in subsets() {
        let key_left = key(left, &steps);
        if key_left == key(right, &steps) && !key_left.is_empty() {
            return NameMatch::SameAfterTransliteration { reasons: steps };
        }
    }
    [Scheme::Plain, Scheme::Icao]
        .into_iter()
        .find_map(|scheme| partial(&words(left, scheme), &words(right, scheme)))
        .map_or(NameMatch::Different, |reasons| NameMatch::Partial {
            reasons,
        })
}

/// Every set of spelling differences, the smallest first.
fn subsets() -> Vec<Vec<Reason>> {
    let all = [
        Reason::Accents,
        Reason::Apostrophes,
        Reason::Separators,
        Reason::Transliteration,
    ];
    let mut sets: Vec<Vec<Reason>> = (1_u8..16)
        .map(|mask| {
            let chosen = all
                .iter()
                .enumerate()
                .filter(|(bit, _)| mask >> bit & 1 == 1);
            chosen.map(|(_, reason)| *reason).collect()
        })
        .collect();
    sets.sort_by_key(Vec::len);
    sets
}

/// `name` with the differences in `steps` set aside.
fn key(name: &str, steps: &[Reason]) -> String {
    let mut text = transliterate::folded(name);
    if steps.contains(&Reason::Transliteration) {
        text = transliterate::to_latin(&text, Scheme::Icao);
    }
    if steps.contains(&Reason::Accents) {
        text = transliterate::to_latin(&text, Scheme::Plain);
    }
    if steps.contains(&Reason::Apostrophes) {
        text.retain(|c| !is_apostrophe(c));
    }
    let words = text.split(|c: char| c.is_whitespace() || c == '<');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    if steps.contains(&Reason::Separators) {
        words.concat().replace(is_separator, "")
    } else {
        words.join(" ")
    }
}

/// The names in `name`, in capital letters, Latin ones where there is a rule.
fn words(name: &str, scheme: Scheme) -> Vec<String> {
    transliterate::to_latin(name, scheme)
        .split(|c: char| c.is_whitespace() || is_separator(c) || c == '<')
        .map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect())
        .filter(|word: &String| !word.is_empty())
        .collect()
}

/// What keeps two lists of names apart, where one is a part of the other.
fn partial(left: &[String], right: &[String]) -> Option<Vec<Reason>> {
    let (side, short, long) = if total(left) <= total(right) {
        (Side::Left, left, right)
    } else {
        (Side::Right, right, left)
    };
    let (last, head) = short.split_last()?;
    let fewer = (short.len() < long.len()).then_some(Reason::FewerNames(side));

    if short == long {
        return Some(vec![Reason::Separators]);
    }
    if is_subsequence(short, long) {
        return Some(fewer.into_iter().collect());
    }
    if is_subset(short, long) {
        return Some([Reason::Order].into_iter().chain(fewer).collect());
    }
    let cut = long.get(head.len())?;
    (long.starts_with(head) && cut.starts_with(last.as_str()))
        .then(|| fewer.into_iter().chain([Reason::Truncated(side)]).collect())
}

fn total(words: &[String]) -> (usize, usize) {
    (words.len(), words.iter().map(String::len).sum())
}

fn is_subsequence(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|other| other == word))
}

/// Whether every name of `short` is in `long`, as often as it is in `short`.
fn is_subset(short: &[String], long: &[String]) -> bool {
    let mut rest: Vec<&String> = long.iter().collect();
    short.iter().all(|word| {
        rest.iter()
            .position(|other| *other == word)
            .map(|place| rest.swap_remove(place))
            .is_some()
    })
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | '′')
}

const fn is_separator(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '—' | ',' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use Reason::*;
    use proptest::prelude::*;

    #[test]
    fn case_and_blanks_never_separate_two_names() {
        assert_eq!(compare("Rossi", " ROSSI "), NameMatch::Same);
        assert_eq!(compare("De  Luca", "DE<LUCA"), NameMatch::Same);
        assert_eq!(
            compare("Nicolò", "NICOLO\u{300}"),
            NameMatch::Same,
            "decomposed"
        );
        assert_eq!(compare("", "  "), NameMatch::Same);
    }

    #[test]
    fn another_spelling_is_the_same_name_and_says_why() {
        same("Nicolò", "NICOLO", &[Accents]);
        same("Nicolò", "NICOLO'", &[Accents, Apostrophes]);
        same("D'Angelo", "DANGELO", &[Apostrophes]);
        same("D’Angelo", "D ANGELO", &[Apostrophes, Separators]);
        same("Anna-Maria", "ANNA MARIA", &[Separators]);
        same("De Luca", "DELUCA", &[Separators]);
        same("Müller", "MUELLER", &[Transliteration]);
        same("Müller", "MULLER", &[Accents]);
        same("Strauß", "STRAUSS", &[Accents]);
        same("Søren", "SOEREN", &[Transliteration]);
        same("Łukasz", "LUKASZ", &[Accents]);
        same("Muñoz", "MUNOZ", &[Accents]);
        same("Щукина", "SHCHUKINA", &[Transliteration]);
    }

    #[test]
    fn a_part_of_a_name_is_partial_and_says_which_side_is_short() {
        partly("Maria", "Maria Luisa", &[FewerNames(Side::Left)]);
        partly("Maria Luisa", "Luisa", &[FewerNames(Side::Right)]);
        partly("Luisa Maria", "Maria Luisa", &[Order]);
        partly(
            "Luisa Maria",
            "Maria Anna Luisa",
            &[Order, FewerNames(Side::Left)],
        );
        partly(
            "CHRISTOPHOROS ALEX",
            "Christophoros Alexandros",
            &[Truncated(Side::Left)],
        );
        partly("Jörg Peter", "JOERG", &[FewerNames(Side::Right)]);
    }

    #[test]
    fn different_names_stay_different() {
        for (left, right) in [
            ("Mario", "Franco"),
            ("Mario", "Maria"),
            ("Rossi", ""),
            ("Rossi", "Russo"),
            ("Maria Luisa", "Maria Elena"),
        ] {
            assert_eq!(
                compare(left, right),
                NameMatch::Different,
                "{left}, {right}"
            );
        }
    }

    #[track_caller]
    fn same(left: &str, right: &str, reasons: &[Reason]) {
        let reasons = reasons.to_vec();
        let expected = NameMatch::SameAfterTransliteration { reasons };
        assert_eq!(compare(left, right), expected, "{left}, {right}");
    }

    #[track_caller]
    fn partly(left: &str, right: &str, reasons: &[Reason]) {
        let reasons = reasons.to_vec();
        assert_eq!(
            compare(left, right),
            NameMatch::Partial { reasons },
            "{left}, {right}"
        );
    }

    /// Names with the letters, marks and separators that make trouble.
    fn names() -> impl Strategy<Value = String> {
        prop_oneof!["[A-Ca-cäÖßñŁøéЖ '’<-]{0,8}", ".{0,12}"]
    }

    proptest! {
        #[test]
        fn exchanging_the_names_mirrors_the_answer(left in names(), right in names()) {
            prop_assert_eq!(compare(&left, &right), compare(&right, &left).mirrored());
        }

        #[test]
        fn every_name_is_the_same_as_itself(name in names()) {
            prop_assert_eq!(compare(&name, &name), NameMatch::Same);
        }

        #[test]
        fn a_name_with_one_more_is_never_different(first in "[A-Z]{2,6}", more in "[A-Z]{2,6}") {
            prop_assert_ne!(compare(&first, &format!("{first} {more}")), NameMatch::Different);
        }
    }
}
