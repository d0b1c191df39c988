//! The page that the demo leaves: what was done, what came of it, pictures.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// What the summary tells.
pub(crate) struct Summary {
    folder: PathBuf,
    pictures: Vec<Picture>,
    findings: Vec<Finding>,
}

struct Picture {
    file: String,
    caption: String,
}

struct Finding {
    what: String,
    came: String,
}

impl Summary {
    /// An empty summary whose pictures lie in `folder`.
    pub(crate) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            pictures: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Names the next picture and returns where it has to be written.
    pub(crate) fn picture(&mut self, name: &str, caption: &str) -> PathBuf {
        let file = format!("{:02}-{name}.png", self.pictures.len() + 1);
        let path = self.folder.join("screenshots").join(&file);
        self.pictures.push(Picture {
            file: format!("screenshots/{file}"),
            caption: caption.to_owned(),
        });
        path
    }

    /// Notes what came of something.
    pub(crate) fn finding(&mut self, what: &str, came: impl Into<String>) {
        let came = came.into();
        eprintln!("{what}: {came}");
        self.findings.push(Finding {
            what: what.to_owned(),
            came,
        });
    }

    /// Writes `summary.md` and `summary.html`.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub(crate) fn write(&self) -> anyhow::Result<()> {
        for (name, text) in [
            ("summary.md", self.markdown()),
            ("summary.html", self.html()),
        ] {
            let path = self.folder.join(name);
            std::fs::write(&path, text)
                .with_context(|| format!("{} cannot be written", path.display()))?;
        }
        Ok(())
    }

    fn markdown(&self) -> String {
        let mut text = "# Sportello: the demo\n\n| What | Came to |\n| --- | --- |\n".to_owned();
        for Finding { what, came } in &self.findings {
            writeln!(text, "| {what} | {came} |").ok();
        }
        text.push('\n');
        for Picture { file, caption } in &self.pictures {
            writeln!(text, "## {caption}\n\n![{caption}]({file})\n").ok();
        }
        text
    }

    fn html(&self) -> String {
        let mut text = String::from(
            "<!doctype html><html lang=en><meta charset=utf-8><title>Sportello: the demo</title>\
             <style>body{font:15px/1.5 system-ui,sans-serif;max-width:1400px;margin:24px auto;padding:0 16px}\
             table{border-collapse:collapse}td{border:1px solid #ccc;padding:4px 10px}\
             main{display:grid;grid-template-columns:repeat(auto-fill,minmax(420px,1fr));gap:16px}\
             figure{margin:0}img{width:100%;border:1px solid #ccc;border-radius:6px}</style>\
             <h1>Sportello: the demo</h1><table>",
        );
        for Finding { what, came } in &self.findings {
            write!(text, "<tr><td>{}<td>{}", escaped(what), escaped(came)).ok();
        }
        text.push_str("</table><main>");
        for Picture { file, caption } in &self.pictures {
            let caption = escaped(caption);
            write!(
                text,
                "<figure><a href=\"{file}\"><img src=\"{file}\" alt=\"{caption}\"></a>\
                 <figcaption>{caption}</figcaption></figure>"
            )
            .ok();
        }
        text.push_str("</main></html>\n");
        text
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_numbered_and_both_pages_show_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut summary = Summary::new(folder.path());
        summary.finding("status", "<ok>");
        let first = summary.picture("queue", "The queue");
        assert!(first.ends_with("screenshots/01-queue.png"));
        summary.write().expect("writable");
        for (page, status) in [("summary.md", "<ok>"), ("summary.html", "&lt;ok&gt;")] {
            let text = std::fs::read_to_string(folder.path().join(page)).expect("written");
            assert!(text.contains("screenshots/01-queue.png"), "{page}");
            assert!(text.contains(status), "{page}");
        }
    }
}
