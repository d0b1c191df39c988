//! The fonts, and which characters they have.

use std::sync::LazyLock;

use typst::{foundations::Bytes, text::Font};

/// The fonts that come with the typesetter; none of the machine's, so that a
/// document looks the same everywhere.
pub(super) static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    typst_assets::fonts()
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .collect()
});

/// Returns `text` with `?` for what no font can show.
pub(super) fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || c.is_whitespace())
        .map(|c| if can_show(c) { c } else { '?' })
        .collect()
}

fn can_show(c: char) -> bool {
    c.is_whitespace()
        || FONTS
            .iter()
            .any(|font| font.info().coverage.contains(c.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_font_has_becomes_a_question_mark() {
        assert_eq!(
            printable("Nicolò Łukasz Щукина Ελένη"),
            "Nicolò Łukasz Щукина Ελένη"
        );
        assert_eq!(printable("王小明 \u{0}x"), "??? x");
    }
}
