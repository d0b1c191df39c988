//! Tables in Markdown, so that a measurement can be kept as it is printed.

use std::fmt::Write as _;

/// A table of two columns, without a heading of its own.
pub(crate) fn table(rows: &[(String, String)]) -> String {
    let mut text = "| | |\n| --- | --- |".to_owned();
    for (name, value) in rows {
        // Writing to a String does not fail.
        let _written = write!(text, "\n| {name} | {value} |");
    }
    text
}

/// A row of a table.
pub(crate) fn row(name: &str, value: impl ToString) -> (String, String) {
    (name.to_owned(), value.to_string())
}
