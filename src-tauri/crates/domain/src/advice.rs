//! What to tell a person whose picture is not good enough: stable codes, and
//! in one table the sentence for each in both languages.
//!
//! Findings, storage and interfaces carry the code; only what speaks to the
//! person looks the sentence up.

/// What the person should do, or that there is nothing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Advice {
    /// Nothing: it is good.
    Good,
    /// Nothing: it could not be judged.
    NotJudged,
    /// Hold still, let the camera focus.
    HoldStill,
    /// Tilt the document or move away from the lamp.
    AvoidGlare,
    /// More light.
    MoreLight,
    /// Less light.
    LessLight,
    /// Even light on the document.
    EvenLight,
    /// Bring the document closer.
    DocumentCloser,
    /// Show the whole document.
    WholeDocument,
    /// Take the fingers off the document.
    UncoverDocument,
    /// Bring the face closer.
    FaceCloser,
    /// Show the whole face.
    WholeFace,
    /// Show the original instead of a photocopy.
    NoPhotocopy,
    /// Show the original instead of a screen.
    NoScreen,
    /// Show the original instead of a print.
    NoPrint,
}

/// A language in which sentences exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Italian.
    Italian,
    /// English.
    English,
}

impl Advice {
    /// Every code.
    pub const ALL: [Self; 15] = [
        Self::Good,
        Self::NotJudged,
        Self::HoldStill,
        Self::AvoidGlare,
        Self::MoreLight,
        Self::LessLight,
        Self::EvenLight,
        Self::DocumentCloser,
        Self::WholeDocument,
        Self::UncoverDocument,
        Self::FaceCloser,
        Self::WholeFace,
        Self::NoPhotocopy,
        Self::NoScreen,
        Self::NoPrint,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.row().0
    }

    /// The advice behind its stable code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|advice| advice.code() == code)
    }

    /// What the person should hear.
    #[must_use]
    pub const fn sentence(self, language: Language) -> &'static str {
        let (_, italian, english) = self.row();
        match language {
            Language::Italian => italian,
            Language::English => english,
        }
    }

    /// Code, Italian, English.
    const fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Good => ("good", "Va bene così.", "This is fine."),
            Self::NotJudged => (
                "not_judged",
                "Non è stato possibile valutarlo.",
                "This could not be judged.",
            ),
            Self::HoldStill => (
                "hold_still",
                "L'immagine è sfocata: tieni fermo e lascia mettere a fuoco la fotocamera.",
                "The picture is blurred: hold still and let the camera focus.",
            ),
            Self::AvoidGlare => (
                "avoid_glare",
                "C'è un riflesso sul documento: inclinalo un poco o allontanalo dalla lampada.",
                "Light is reflected on the document: tilt it a little or move it away from the lamp.",
            ),
            Self::MoreLight => (
                "more_light",
                "L'immagine è troppo scura: cerca più luce.",
                "The picture is too dark: find more light.",
            ),
            Self::LessLight => (
                "less_light",
                "L'immagine è troppo chiara: evita la luce diretta.",
                "The picture is too bright: avoid direct light.",
            ),
            Self::EvenLight => (
                "even_light",
                "Le scritte si distinguono poco: illumina il documento in modo uniforme.",
                "The print is hard to make out: light the document evenly.",
            ),
            Self::DocumentCloser => (
                "document_closer",
                "Il documento è troppo piccolo: avvicinalo alla fotocamera.",
                "The document is too small: bring it closer to the camera.",
            ),
            Self::WholeDocument => (
                "whole_document",
                "Il documento è tagliato: inquadralo per intero, con un po' di margine.",
                "The document is cut off: show all of it, with a little room around it.",
            ),
            Self::UncoverDocument => (
                "uncover_document",
                "Qualcosa copre il documento: togli le dita.",
                "Something covers the document: take your fingers off it.",
            ),
            Self::FaceCloser => (
                "face_closer",
                "Il viso è troppo lontano: avvicinati alla fotocamera.",
                "The face is too far away: come closer to the camera.",
            ),
            Self::WholeFace => (
                "whole_face",
                "Il viso è tagliato: inquadralo per intero.",
                "The face is cut off: show all of it.",
            ),
            Self::NoPhotocopy => (
                "no_photocopy",
                "Sembra una fotocopia: mostra il documento originale.",
                "This looks like a photocopy: show the original document.",
            ),
            Self::NoScreen => (
                "no_screen",
                "Sembra l'immagine di uno schermo: mostra l'originale.",
                "This looks like the picture of a screen: show the original.",
            ),
            Self::NoPrint => (
                "no_print",
                "Sembra una stampa: mostra l'originale.",
                "This looks like a print: show the original.",
            ),
        }
    }
}

impl Language {
    /// The language of an IETF tag such as `it` or `en-GB`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next() {
            Some("it") => Some(Self::Italian),
            Some("en") => Some(Self::English),
            Some(_) | None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_its_own_and_has_a_sentence_in_both_languages() {
        for advice in Advice::ALL {
            assert_eq!(Advice::from_code(advice.code()), Some(advice));
            let [italian, english] =
                [Language::Italian, Language::English].map(|language| advice.sentence(language));
            assert!(
                italian.ends_with('.') && english.ends_with('.'),
                "{advice:?}"
            );
            assert_ne!(italian, english);
        }
    }

    #[test]
    fn a_language_is_known_by_its_tag() {
        assert_eq!(Language::from_tag("it-IT"), Some(Language::Italian));
        assert_eq!(Language::from_tag("en"), Some(Language::English));
        assert_eq!(Language::from_tag("de"), None);
    }
}
