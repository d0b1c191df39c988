//! `sportelloctl archive verify`: proves that an archive is as it was sealed.

use std::{fs::File, io::BufReader, path::PathBuf};

use anyhow::Context as _;
use serde_json::json;

use crate::{Verdict, output::Format};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Verify an archive: exit code 0 when it is intact, 1 when it is not.
    Verify {
        /// The archive.
        file: PathBuf,
    },
}

pub(crate) fn run(command: &Command, format: Format) -> anyhow::Result<Verdict> {
    let Command::Verify { file } = command;
    let name = file.display().to_string();
    let opened = File::open(file).with_context(|| name.clone())?;
    let report = archive::verify(BufReader::new(opened)).with_context(|| name.clone())?;
    let problems: Vec<String> = report
        .problems
        .iter()
        .map(std::string::ToString::to_string)
        .collect();
    let answer = json!({
        "file": name,
        "intact": problems.is_empty(),
        "entries": report.entries.len(),
        "problems": problems,
    });
    format.print(&answer, |_| {
        if problems.is_empty() {
            format!("{name}: intact, {} entries", report.entries.len())
        } else {
            format!("{name}: ALTERED\n  {}", problems.join("\n  "))
        }
    })?;
    Ok(if problems.is_empty() {
        Verdict::Done
    } else {
        Verdict::Negative
    })
}
