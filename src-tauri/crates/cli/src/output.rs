//! Printing: JSON lines for programs, plain lines for people.

use std::io::{self, Write};

use serde::Serialize;

/// How answers are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One JSON object per line.
    Json,
}

impl Format {
    /// Prints `answer`, in words or as JSON.
    ///
    /// # Errors
    ///
    /// When standard output is closed.
    pub(crate) fn print<T: Serialize>(
        self,
        answer: &T,
        words: impl FnOnce(&T) -> String,
    ) -> io::Result<()> {
        let line = match self {
            Self::Text => words(answer),
            Self::Json => serde_json::to_string(answer)?,
        };
        writeln!(io::stdout().lock(), "{line}")
    }
}

/// Says in one line what went wrong, with its causes.
pub(crate) fn complain(error: &anyhow::Error) {
    let line = format!("{error:#}").replace('\n', " ");
    // Nothing can be done when standard error is closed too.
    let _closed = writeln!(io::stderr().lock(), "sportelloctl: {line}");
}
