//! Code 39 that writes all of ASCII in pairs of characters (ISO/IEC 16388,
//! annex A): `+A` is a, `/A` is !.

/// `text` with its pairs replaced. A shift character that no letter of its set
/// follows shows that the code means the plain characters: then `text` is
/// returned as it is.
pub(super) fn read(text: &str) -> String {
    paired(text).unwrap_or_else(|| text.to_owned())
}

fn paired(text: &str) -> Option<String> {
    let mut read = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let meant = match character {
            '+' | '/' | '$' | '%' => pair(character, characters.next()?)?,
            plain => plain,
        };
        read.push(meant);
    }
    Some(read)
}

fn pair(shift: char, letter: char) -> Option<char> {
    let code = u8::try_from(letter).ok()?;
    let moved = match (shift, code) {
        ('+', b'A'..=b'Z') => code + 32,
        ('/', b'A'..=b'O') => code - 32,
        ('/', b'Z') => b':',
        ('$', b'A'..=b'Z') => code - 64,
        ('%', b'A'..=b'E') => code - 38,
        ('%', b'F'..=b'J') => code - 11,
        ('%', b'K'..=b'O') => code + 16,
        ('%', b'P'..=b'T') => code + 43,
        ('%', b'U') => 0,
        ('%', b'V') => b'@',
        ('%', b'W') => b'`',
        ('%', b'X'..=b'Z') => 127,
        _ => return None,
    };
    Some(char::from(moved))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_and_plain_codes_left_alone() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            assert_eq!(read(text), expected);
        }
        check("RSSMRA80A01H501U", "RSSMRA80A01H501U");
        check("12+A+B", "12ab");
        check("E+X+T /A/J%W", "Ext !*`");
        check("%H%V%K", "=@[");
        check("%A$A%P", "\u{1b}\u{1}{");
        check("A+1", "A+1");
        check("100%", "100%");
        check("/P", "/P");
        check("", "");
    }
}
