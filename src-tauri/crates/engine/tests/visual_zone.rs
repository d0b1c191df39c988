//! Official layouts of documents, recognised and read.

use std::path::{Path, PathBuf};

use domain::field::Name;
use engine::document::kind::{self, Kind, Recognised, Side};
use engine::document::visual::{self, VisualZone};
use engine::imaging::{Limits, decode};
use engine::manifest::Models;
use engine::text::PageReader;
use jiff::civil::date;

/// The folder of documents and a reader; `None`, said loudly, where the
/// pictures or the models are missing.
fn documents() -> Option<(PathBuf, PageReader)> {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = std::env::var_os("SPORTELLO_DATA").map_or_else(
        || crate_folder.join("../../../../shared/data"),
        PathBuf::from,
    );
    let folder = data.join("documents");
    if !folder.join("labels.json").is_file() {
        eprintln!(
            "SKIPPED: the visual zone is not measured (no {})",
            folder.display()
        );
        return None;
    }
    match Models::open(&crate_folder.join("../../../models"))
        .and_then(|models| PageReader::open(&models))
    {
        Ok(reader) => Some((folder, reader)),
        Err(error) => {
            eprintln!("SKIPPED: the visual zone is not measured ({error})");
            None
        }
    }
}

fn read(picture: &Path, reader: &PageReader) -> (Recognised, VisualZone) {
    let bytes = std::fs::read(picture).expect("a labelled file is there");
    let picture = decode(&bytes, &Limits::default())
        .expect("a good picture")
        .image;
    let lines = reader.read(&picture).expect("the models run");
    let recognised = kind::recognise(&lines, None);
    let zone = visual::read(&lines, &recognised, date(2026, 11, 21));
    (recognised, zone)
}

#[test]
fn the_facsimile_of_the_electronic_card_is_read() {
    let Some((folder, reader)) = documents() else {
        return;
    };
    let labels = std::fs::read_to_string(folder.join("labels.json")).expect("labels");
    let labels: Vec<serde_json::Value> = serde_json::from_str(&labels).expect("a list");
    let label = labels
        .iter()
        .find(|label| label["file"] == "cie_front_facsimile.png")
        .expect("the facsimile is labelled");
    let (recognised, zone) = read(&folder.join("cie_front_facsimile.png"), &reader);
    assert_eq!(
        (recognised.kind, recognised.side),
        (Kind::ElectronicIdentityCard, Some(Side::Front))
    );
    let expected = [
        (Name::Surname, "surname"),
        (Name::GivenName, "name"),
        (Name::Sex, "sex"),
        (Name::BirthDate, "birth_date"),
        (Name::BirthPlace, "birth_place"),
        (Name::Citizenship, "nationality"),
        (Name::DocumentNumber, "document_number"),
        (Name::IssueDate, "issued"),
        (Name::ExpiryDate, "expiry"),
        (Name::Issuer, "municipality"),
        (Name::Height, "height"),
    ];
    let mut exact = 0;
    for (field, key) in expected {
        let value = zone.get(field).map(|read| read.value.reveal().as_str());
        let right = value == label[key].as_str();
        exact += usize::from(right);
        let verdict = if right { "exact" } else { "WRONG" };
        eprintln!("{:16} {verdict} {}", field.name(), value.unwrap_or("-"));
    }
    // The word across the facsimile hides the beginning of the place of birth.
    assert!(exact >= expected.len() - 1, "{exact} of {}", expected.len());
}

#[test]
fn blank_licences_are_recognised_and_have_no_data() {
    let Some((folder, reader)) = documents() else {
        return;
    };
    for (file, side) in [
        ("patente_front_blank.png", Side::Front),
        ("patente_back_blank.png", Side::Rear),
    ] {
        let (recognised, zone) = read(&folder.join(file), &reader);
        assert_eq!(
            (recognised.kind, recognised.side),
            (Kind::DrivingLicence, Some(side)),
            "{recognised:?}"
        );
        assert!(zone.fields.is_empty(), "{file}: {zone:?}");
    }
}
