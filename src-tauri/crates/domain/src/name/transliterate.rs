//! Letters of European alphabets in the 26 letters of machine-readable
//! documents and Italian registers.
//!
//! Sources: ICAO Doc 9303 part 3 section 6 (tables of Latin and Cyrillic
//! characters); for Italy the same values in Agenzia delle Entrate, circular
//! 34/E of 20 July 2011 (Ä=AE, Ö=OE, Ü=UE, Æ=AE, Œ=OE, ß=SS, the rest bare).

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Which of the two customs to follow for letters that have both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// Two letters where ICAO recommends them: Ä=AE, Ø=OE, Å=AA, Cyrillic.
    Icao,
    /// The bare letter without its mark: Ä=A, Ø=O, Å=A; Cyrillic stays.
    Plain,
}

/// Returns `text` composed (NFC) and in lower case, for comparing spellings.
#[must_use]
pub fn folded(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// Returns `text` in capital letters, those of the tables written in A–Z.
///
/// Blanks, apostrophes, hyphens, digits and letters in no table are kept.
#[must_use]
pub fn to_latin(text: &str, scheme: Scheme) -> String {
    let mut latin = String::with_capacity(text.len());
    for c in text.nfc() {
        match special(c, scheme) {
            Some(letters) => latin.push_str(letters),
            None => latin.extend(
                std::iter::once(c)
                    .nfd()
                    .filter(|c| !is_combining_mark(*c))
                    .flat_map(char::to_uppercase),
            ),
        }
    }
    latin
}

/// The letters A–Z of `text`, everything else left out.
#[must_use]
pub fn letters(text: &str, scheme: Scheme) -> String {
    to_latin(text, scheme)
        .chars()
        .filter(char::is_ascii_uppercase)
        .collect()
}

/// What `c` becomes where taking its mark off is not the answer.
fn special(c: char, scheme: Scheme) -> Option<&'static str> {
    let upper = c.to_uppercase().next().unwrap_or(c);
    let either = match upper {
        'ß' | 'ẞ' => "SS",
        'Æ' | 'Ǽ' => "AE",
        'Œ' => "OE",
        'Þ' => "TH",
        'Ð' | 'Đ' => "D",
        'Ħ' => "H",
        'ı' | 'İ' => "I",
        'Ĳ' => "IJ",
        'ĸ' => "K",
        'Ł' | 'Ŀ' => "L",
        'Ŋ' | 'ŉ' => "N",
        'Ŧ' => "T",
        'Ə' => "E",
        _ => "",
    };
    if !either.is_empty() {
        return Some(either);
    }
    match scheme {
        Scheme::Icao => two_letters(upper).or_else(|| cyrillic(upper)),
        Scheme::Plain => (upper == 'Ø').then_some("O"),
    }
}

fn two_letters(upper: char) -> Option<&'static str> {
    Some(match upper {
        'Ä' => "AE",
        'Å' => "AA",
        'Ö' | 'Ø' => "OE",
        'Ü' => "UE",
        _ => return None,
    })
}

/// ICAO 9303-3 section 6 B, with the values common to its languages.
fn cyrillic(upper: char) -> Option<&'static str> {
    Some(match upper {
        'А' => "A",
        'Б' => "B",
        'В' => "V",
        'Г' | 'Ґ' => "G",
        'Д' => "D",
        'Е' | 'Ё' | 'Э' => "E",
        'Ж' => "ZH",
        'З' => "Z",
        'И' | 'Й' | 'І' | 'Ї' => "I",
        'К' | 'Ќ' => "K",
        'Л' => "L",
        'М' => "M",
        'Н' => "N",
        'О' => "O",
        'П' => "P",
        'Р' => "R",
        'С' => "S",
        'Т' => "T",
        'У' | 'Ў' => "U",
        'Ф' => "F",
        'Х' => "KH",
        'Ц' => "TS",
        'Ч' => "CH",
        'Ш' => "SH",
        'Щ' => "SHCH",
        'Ъ' => "IE",
        'Ы' => "Y",
        'Ь' => "",
        'Ю' => "IU",
        'Я' => "IA",
        'Є' => "IE",
        'Ђ' => "D",
        'Ѓ' => "G",
        'Ј' => "J",
        'Љ' => "LJ",
        'Њ' => "NJ",
        'Ћ' => "C",
        'Џ' => "DZ",
        'Ѕ' => "DZ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_follow_the_published_tables() {
        for (text, icao, plain) in [
            ("Größe", "GROESSE", "GROSSE"),
            ("ÄÖÜ", "AEOEUE", "AOU"),
            ("Æbelø Århus", "AEBELOE AARHUS", "AEBELO ARHUS"),
            ("Łódź", "LODZ", "LODZ"),
            ("Þór Đặng", "THOR DANG", "THOR DANG"),
            ("Ñuñez d'Été", "NUNEZ D'ETE", "NUNEZ D'ETE"),
            ("İzmir ığdır", "IZMIR IGDIR", "IZMIR IGDIR"),
            ("Nicolo\u{300}", "NICOLO", "NICOLO"),
            ("Čašule Œuvre", "CASULE OEUVRE", "CASULE OEUVRE"),
        ] {
            assert_eq!(to_latin(text, Scheme::Icao), icao, "{text}");
            assert_eq!(to_latin(text, Scheme::Plain), plain, "{text}");
        }
        assert_eq!(to_latin("Хрущёв", Scheme::Icao), "KHRUSHCHEV");
        assert_eq!(letters("d'Été 2", Scheme::Icao), "DETE");
    }
}
