//! Code 39 bar codes (ISO/IEC 16388), as on the rear of the Italian card.

/// One bar or gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    /// One module wide.
    Narrow,
    /// Two and a half modules wide.
    Wide,
}

/// Width of a wide element in modules.
pub(super) const WIDE: f32 = 2.5;

/// Letters and digits with their nine elements, bar first; `W` is a wide one.
const PATTERNS: [(char, &str); 37] = [
    ('0', "nnnWWnWnn"),
    ('1', "WnnWnnnnW"),
    ('2', "nnWWnnnnW"),
    ('3', "WnWWnnnnn"),
    ('4', "nnnWWnnnW"),
    ('5', "WnnWWnnnn"),
    ('6', "nnWWWnnnn"),
    ('7', "nnnWnnWnW"),
    ('8', "WnnWnnWnn"),
    ('9', "nnWWnnWnn"),
    ('A', "WnnnnWnnW"),
    ('B', "nnWnnWnnW"),
    ('C', "WnWnnWnnn"),
    ('D', "nnnnWWnnW"),
    ('E', "WnnnWWnnn"),
    ('F', "nnWnWWnnn"),
    ('G', "nnnnnWWnW"),
    ('H', "WnnnnWWnn"),
    ('I', "nnWnnWWnn"),
    ('J', "nnnnWWWnn"),
    ('K', "WnnnnnnWW"),
    ('L', "nnWnnnnWW"),
    ('M', "WnWnnnnWn"),
    ('N', "nnnnWnnWW"),
    ('O', "WnnnWnnWn"),
    ('P', "nnWnWnnWn"),
    ('Q', "nnnnnnWWW"),
    ('R', "WnnnnnWWn"),
    ('S', "nnWnnnWWn"),
    ('T', "nnnnWnWWn"),
    ('U', "WWnnnnnnW"),
    ('V', "nWWnnnnnW"),
    ('W', "WWWnnnnnn"),
    ('X', "nWnnWnnnW"),
    ('Y', "WWnnWnnnn"),
    ('Z', "nWWnWnnnn"),
    ('*', "nWnnWnWnn"),
];

/// The elements of `text` between its start and stop characters, bar first,
/// bars and gaps in turn. Characters other than digits and capitals are left out.
pub(super) fn elements(text: &str) -> Vec<Element> {
    let framed = format!("*{text}*");
    let mut elements = Vec::new();
    for character in framed.chars() {
        let Some((_, pattern)) = PATTERNS.iter().find(|(known, _)| *known == character) else {
            continue;
        };
        if !elements.is_empty() {
            elements.push(Element::Narrow);
        }
        elements.extend(pattern.chars().map(|width| match width {
            'W' => Element::Wide,
            _ => Element::Narrow,
        }));
    }
    elements
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_has_nine_elements_of_which_three_are_wide() {
        for (character, pattern) in PATTERNS {
            assert_eq!(pattern.len(), 9, "{character}");
            assert_eq!(pattern.matches('W').count(), 3, "{character}");
        }
        let mut patterns = PATTERNS.map(|(_, pattern)| pattern);
        patterns.sort_unstable();
        assert!(patterns.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn a_code_of_sixteen_characters_has_eighteen_and_the_gaps_between_them() {
        assert_eq!(elements("RSSMRA80A01H501U").len(), 18 * 9 + 17);
    }
}
