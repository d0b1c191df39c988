//! Bar codes of real photographs, read and compared with their labels, and
//! pictures without a code in which none may be read.

#[path = "support/shared_data.rs"]
mod shared_data;

use std::path::{Path, PathBuf};
use std::time::Instant;

use engine::barcode::{self, BarCode};
use engine::imaging::{Limits, decode};
use shared_data::{folder, rows};

/// The codes in the picture `path`; `None` where it is no picture.
fn codes(path: &Path) -> Option<Vec<BarCode>> {
    let bytes = std::fs::read(path).expect("a file that was listed is there");
    let picture = decode(&bytes, &Limits::default()).ok()?.image;
    let started = Instant::now();
    let found = barcode::read(&picture);
    let (width, height) = picture.dimensions();
    let took = started.elapsed().as_millis();
    eprintln!("{took:6} ms {width:5} x {height:4} {}", path.display());
    Some(found)
}

#[test]
fn every_labelled_bar_code_is_read_and_nothing_else() {
    let Some(folder) = folder("barcode") else {
        return;
    };
    for row in rows(&folder) {
        let [file, symbology, expected, encoding] = [&row[0], &row[1], &row[2], &row[3]];
        let read: Vec<(&str, String)> = codes(&folder.join(file))
            .expect("a good picture")
            .iter()
            .map(|code| {
                let text = code.text.reveal();
                let text = if encoding == "hex" {
                    text.chars()
                        .map(|c| format!("{:02x}", u32::from(c)))
                        .collect()
                } else {
                    text.clone()
                };
                (code.symbology.name(), text)
            })
            .collect();
        assert_eq!(read, [(symbology.as_str(), expected.clone())], "{file}");
    }
}

#[test]
fn documents_and_faces_without_a_code_have_none() {
    for name in ["documents", "mrz", "faces"] {
        let Some(folder) = folder(name) else {
            continue;
        };
        let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
            .expect("a folder")
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        files.sort();
        for file in files {
            if let Some(found) = codes(&file) {
                assert!(found.is_empty(), "{}: {found:?}", file.display());
            }
        }
    }
}
