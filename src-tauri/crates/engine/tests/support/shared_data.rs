//! Real inputs that lie beside the checkout and are never part of it.

use std::path::{Path, PathBuf};

/// The folder `name` of the shared data, from `SPORTELLO_DATA` or beside the
/// checkout; `None`, said loudly, where it is missing.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("SPORTELLO_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data"),
        PathBuf::from,
    );
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!(
        "SKIPPED: {name} is not measured (no {}; set SPORTELLO_DATA)",
        folder.display()
    );
    None
}

/// The rows of `labels.csv` in `folder` without its header; a quoted cell may
/// hold commas.
pub(crate) fn rows(folder: &Path) -> Vec<Vec<String>> {
    let table = std::fs::read_to_string(folder.join("labels.csv")).expect("a readable table");
    table.lines().skip(1).map(cells).collect()
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells
                .last_mut()
                .expect("a row has a first cell")
                .push(other),
        }
    }
    cells
}
