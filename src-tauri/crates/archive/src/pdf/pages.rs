//! What stands on the pages of a document.

use typst::layout::{Frame, FrameItem, Point};
use typst_layout::PagedDocument;

/// A run of text and where it begins.
type Run = (Point, String);

/// The runs on each page, in the order in which they were laid out.
fn runs(document: &PagedDocument) -> Vec<Vec<Run>> {
    let mut pages = Vec::new();
    for page in document.pages() {
        let mut found = Vec::new();
        gather(&page.frame, Point::zero(), &mut found);
        pages.push(found);
    }
    pages
}

fn gather(frame: &Frame, origin: Point, found: &mut Vec<Run>) {
    for (place, item) in frame.items() {
        let at = origin + *place;
        match item {
            FrameItem::Group(group) => gather(&group.frame, at, found),
            FrameItem::Text(text) => found.push((at, text.text.to_string())),
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => {}
        }
    }
}

/// Whether `text` stands on the pages, word after word. Lines and pages may
/// break anywhere, and one word in ten may be divided by the foot of a page.
pub(super) fn show(document: &PagedDocument, text: &str) -> bool {
    let runs = runs(document).into_iter().flatten();
    let pages = letters(&runs.map(|(_, text)| text).collect::<String>());
    let (mut from, mut seen, mut all) = (0, 0, 0);
    for word in text.split_whitespace().map(letters) {
        if word.is_empty() {
            continue;
        }
        all += 1;
        if let Some(at) = pages[from..].find(&word) {
            from += at + word.len();
            seen += 1;
        }
    }
    seen * 10 >= all * 9
}

/// Letters and digits alone, in small letters: quotes may have been curled,
/// words divided, headings set in capitals.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The pages as lines of text, as one reads them.
#[cfg(test)]
pub(super) fn lines(document: &PagedDocument) -> String {
    let mut text = String::new();
    for (page, runs) in (1..).zip(runs(document)) {
        text.push_str(&format!("--- {page} ---\n"));
        let mut line = None;
        for (at, run) in runs {
            let height = at.y.to_pt().round();
            match line {
                Some(before) if before == height => text.push(' '),
                Some(_) => text.push('\n'),
                None => {}
            }
            line = Some(height);
            text.push_str(run.trim());
        }
        text.push('\n');
    }
    text
}
