//! `sportelloctl eval`: how right the engine is on labelled files, as a table.
//!
//! Labels are CSV files (or, for documents, `labels.json`); paths in them are
//! relative to the file. Times are those of the engine alone, on whatever else
//! the machine does meanwhile.

mod barcode;
mod document;
mod faces;
mod labels;
mod liveness;
mod mrz;
mod statistics;
mod table;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::{Verdict, output::Format};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// What to measure.
    what: What,
    /// The labels of the files.
    labels: PathBuf,
}

/// What is measured, and by which columns.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    /// Zones: columns file, format, check_digits (valid or not), line1, line2, line3.
    Mrz,
    /// Pairs of faces: columns a, b, same (1 or 0).
    Faces,
    /// Recordings: columns file, live (1 or 0).
    Liveness,
    /// Bar codes: columns file, format (empty where there is none), expected,
    /// encoding (hex, or empty for text).
    Barcode,
    /// Documents: columns or keys file, type, and the data that are printed.
    Document,
}

/// Measures and prints one table, or one JSON object.
pub(crate) fn run(models: &Path, arguments: &Arguments, format: Format) -> anyhow::Result<Verdict> {
    let labels = &arguments.labels;
    match arguments.what {
        What::Mrz => format.print(&mrz::measure(models, labels)?, mrz::words)?,
        What::Faces => format.print(&faces::measure(models, labels)?, faces::words)?,
        What::Liveness => format.print(&liveness::measure(models, labels)?, liveness::words)?,
        What::Barcode => format.print(&barcode::measure(labels)?, barcode::words)?,
        What::Document => format.print(&document::measure(models, labels)?, document::words)?,
    }
    Ok(Verdict::Done)
}
