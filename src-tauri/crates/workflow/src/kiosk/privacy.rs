//! The bank's privacy policy, as text that a customer reads at the kiosk.
//!
//! Start at [`PrivacyTexts::read`]. One Markdown file a language; of Markdown
//! counts what a page of text needs, and nothing that would be loaded or run.

use std::{collections::BTreeMap, fs, path::Path};

use domain::evidence::Digest;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{Kiosk, view::Language};
use crate::house::HouseError;

/// No policy is longer, in bytes: it would be no file of text.
const LONGEST: usize = 256 * 1024;
/// Digits of the digest that a version shows.
const DIGITS: usize = 12;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// A list.
    List(Vec<String>),
}

/// The policy in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivacyText {
    /// Language and digest of the file: a text that was changed by a letter has
    /// another version.
    pub version: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// The policy in the languages that the bank has it in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrivacyTexts(BTreeMap<&'static str, PrivacyText>);

impl PrivacyTexts {
    /// Reads `it.md`, `en.md`, `de.md` and `fr.md` in `folder`, those that are
    /// there.
    ///
    /// # Errors
    ///
    /// When the folder is not there, or a file in it is no text.
    pub fn read(folder: &Path) -> Result<Self, HouseError> {
        let wrong = |path: &Path, reason: &str| HouseError {
            path: path.to_owned(),
            reason: reason.to_owned(),
        };
        if !folder.is_dir() {
            return Err(wrong(folder, "there is no such folder"));
        }
        let mut texts = BTreeMap::new();
        for language in Language::ALL {
            let path = folder.join(format!("{}.md", language.code()));
            if !path.is_file() {
                continue;
            }
            let bytes = fs::read(&path).map_err(|error| wrong(&path, &error.to_string()))?;
            if bytes.len() > LONGEST {
                return Err(wrong(&path, "is longer than 256 kB"));
            }
            let text = std::str::from_utf8(&bytes).map_err(|_| wrong(&path, "is not UTF-8"))?;
            let blocks = blocks(text);
            if blocks.is_empty() {
                return Err(wrong(&path, "says nothing"));
            }
            let digest = Digest::of(&bytes).to_hex();
            let version = format!("{}-{}", language.code(), &digest[..DIGITS]);
            texts.insert(language.code(), PrivacyText { version, blocks });
        }
        Ok(Self(texts))
    }

    /// The policy in `language`, where the bank has it.
    #[must_use]
    pub fn of(&self, language: Language) -> Option<&PrivacyText> {
        self.0.get(language.code())
    }
}

impl Kiosk {
    /// The policy as it is shown now.
    pub(super) fn privacy_text(&self) -> Option<&PrivacyText> {
        let language = self.inner.status().language;
        self.inner.setup.privacy.of(language)
    }

    /// The version of what a customer consents to now: of the text that is
    /// shown, else the one that the bank has given its texts elsewhere.
    pub(super) fn text_version(&self) -> &str {
        let elsewhere = &self.inner.setup.policy.terms_version;
        self.privacy_text().map_or(elsewhere, |text| &text.version)
    }
}

/// What a text under way consists of.
#[derive(Default)]
struct Page {
    blocks: Vec<Block>,
    /// The words of the part under way.
    line: String,
    /// Lists that are open, from the outermost; of a numbered one the next
    /// number.
    lists: Vec<Option<u64>>,
    /// Items of the list under way.
    items: Vec<String>,
    /// Addresses of links that are open.
    links: Vec<String>,
}

/// The parts of `text`. Emphasis is left to the words, a link is followed by
/// its address, and HTML is left out.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is not named has no words or none that are shown"
)]
fn blocks(text: &str) -> Vec<Block> {
    let mut page = Page::default();
    for event in Parser::new(text) {
        match event {
            Event::Text(words) | Event::Code(words) => page.line.push_str(&words),
            Event::SoftBreak | Event::HardBreak => page.line.push(' '),
            Event::Start(Tag::Link { dest_url, .. }) => page.links.push(dest_url.into_string()),
            Event::End(TagEnd::Link) => page.end_link(),
            Event::Start(Tag::List(first)) => {
                page.end_item();
                page.lists.push(first);
            }
            Event::End(TagEnd::Item) => page.end_item(),
            Event::End(TagEnd::List(_)) => page.end_list(),
            Event::End(TagEnd::Heading(_)) => page.end_with(Block::Heading),
            Event::End(TagEnd::Paragraph | TagEnd::CodeBlock) if page.lists.is_empty() => {
                page.end_with(Block::Paragraph);
            }
            Event::End(TagEnd::Paragraph | TagEnd::CodeBlock) => page.line.push(' '),
            _ => {}
        }
    }
    page.blocks
}

impl Page {
    /// The words of the part under way, if there are any.
    fn words(&mut self) -> Option<String> {
        let line = std::mem::take(&mut self.line);
        let words = line.trim();
        (!words.is_empty()).then(|| words.to_owned())
    }

    fn end_with(&mut self, block: impl FnOnce(String) -> Block) {
        let words = self.words();
        self.blocks.extend(words.map(block));
    }

    fn end_link(&mut self) {
        let Some(address) = self.links.pop() else {
            return;
        };
        let address = address.strip_prefix("mailto:").unwrap_or(&address);
        if !self.line.ends_with(address) {
            self.line.push_str(&format!(" ({address})"));
        }
    }

    fn end_item(&mut self) {
        let Some(words) = self.words() else { return };
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.items.push(format!("{number}. {words}"));
                *number += 1;
            }
            Some(None) | None => self.items.push(words),
        }
    }

    fn end_list(&mut self) {
        self.end_item();
        self.lists.pop();
        if self.lists.is_empty() {
            self.blocks
                .push(Block::List(std::mem::take(&mut self.items)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_markdown_the_words_are_kept() {
        check("Plain\ntext.\n\nMore.", "p Plain text.|p More.");
        check(
            "# Your data\n\nWe *only* ask **once**.",
            "h Your data|p We only ask once.",
        );
        check("- one\n- two\n  lines\n", "l one;two lines");
        check("- one\n\n- two\n", "l one;two");
        check("3. three\n4. four\n", "l 3. three;4. four");
        check("- one\n  - deeper\n- two\n", "l one;deeper;two");
        check(
            "Ask [us](https://bank.example/privacy) or <dpo@bank.example>.",
            "p Ask us (https://bank.example/privacy) or dpo@bank.example.",
        );
    }

    #[test]
    fn nothing_is_loaded_or_run() {
        check("<script>alert(1)</script>\n\nText", "p Text");
        check("A <b onclick=\"x()\">word</b>.", "p A word.");
        check(
            "![a picture](https://elsewhere.example/p.png)",
            "p a picture",
        );
        check(
            "[here](javascript:alert(1))",
            "p here (javascript:alert(1))",
        );
    }

    #[test]
    fn a_letter_makes_another_version_and_a_missing_language_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let read = || PrivacyTexts::read(folder.path());
        let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text);
        write("it.md", b"Testo.").expect("a file");
        write("en.md", b"Text.").expect("a file");
        let texts = read().expect("texts");
        let version =
            |texts: &PrivacyTexts, language| texts.of(language).map(|text| text.version.clone());
        let first = version(&texts, Language::Italian).expect("a text");
        assert!(
            first.starts_with("it-") && first.len() == 3 + DIGITS,
            "{first}"
        );
        assert_ne!(Some(first.clone()), version(&texts, Language::English));
        assert_eq!(version(&texts, Language::German), None);
        write("it.md", b"Testo!").expect("a file");
        assert_ne!(
            Some(first),
            version(&read().expect("texts"), Language::Italian)
        );

        for (bytes, named) in [(&b"\xFF"[..], "UTF-8"), (b"<!-- -->", "nothing")] {
            write("fr.md", bytes).expect("a file");
            let error = read().expect_err(named);
            assert!(error.to_string().contains("fr.md"), "{error}");
            assert!(error.reason.contains(named), "{error}");
        }
        let nowhere = PrivacyTexts::read(&folder.path().join("nowhere"));
        assert!(nowhere.is_err(), "a folder that is named is there");
    }

    #[test]
    fn the_specimen_says_that_it_is_one_in_every_language() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models/privacy");
        let texts = PrivacyTexts::read(&folder).expect("texts");
        for language in Language::ALL {
            let text = texts.of(language).expect("a text");
            let Some(Block::Heading(title)) = text.blocks.first() else {
                panic!("{language:?} has no title");
            };
            let lower = title.to_lowercase();
            assert!(
                ["esempio", "specimen", "muster", "spécimen"]
                    .iter()
                    .any(|word| lower.contains(word)),
                "{title}"
            );
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let parts: Vec<String> = blocks(text)
            .into_iter()
            .map(|block| match block {
                Block::Heading(words) => format!("h {words}"),
                Block::Paragraph(words) => format!("p {words}"),
                Block::List(items) => format!("l {}", items.join(";")),
            })
            .collect();
        assert_eq!(parts.join("|"), expected);
    }
}
