//! Every hostile image of the shared data gets a picture or a clean refusal.

#[path = "support/shared_data.rs"]
mod shared_data;

use engine::imaging::{DecodeError, Format, Limits, decode};
use shared_data::{folder, rows};

#[test]
fn hostile_images_are_decoded_or_cleanly_refused() {
    let Some(folder) = folder("hostile") else {
        return;
    };
    let mut decoded = 0;
    let mut refused = std::collections::BTreeMap::<&str, u32>::new();
    for row in rows(&folder) {
        let bytes = std::fs::read(folder.join(&row[0])).expect("a labelled file is there");
        let outcome = decode(&bytes, &Limits::default());
        let (kind, expected) = (row[1].as_str(), row[2].as_str());
        if Format::of(&bytes).is_none() {
            assert!(
                matches!(
                    outcome,
                    Err(DecodeError::UnknownFormat | DecodeError::Empty)
                ),
                "{}: no accepted format, no picture",
                row[0]
            );
        }
        if kind == "truncated" || expected.starts_with("must be refused") {
            assert!(outcome.is_err(), "{} ({kind}) must be refused", row[0]);
        }
        match outcome {
            Ok(picture) => {
                decoded += 1;
                eprintln!("{}: {:?}", row[0], picture.image.dimensions());
            }
            Err(error) => {
                *refused.entry(error.code()).or_default() += 1;
                eprintln!("{}: {error}", row[0]);
            }
        }
    }
    eprintln!("hostile: {decoded} decoded, refused {refused:?}");
}

#[test]
fn all_eight_exif_orientations_show_the_same_picture() {
    let Some(folder) = folder("exif_orientation") else {
        return;
    };
    let open = |file: &str| {
        let bytes = std::fs::read(folder.join(file)).expect("a labelled file is there");
        decode(&bytes, &Limits::default()).expect("a good file")
    };
    let upright = open("hopper.jpg").image;
    for row in rows(&folder) {
        let turned = open(&row[0]);
        assert_eq!(turned.exif_orientation.to_string(), row[1], "{}", row[0]);
        assert_eq!(turned.image.dimensions(), upright.dimensions());
        let difference: u64 = turned
            .image
            .iter()
            .zip(upright.iter())
            .map(|(&left, &right)| u64::from(left.abs_diff(right)))
            .sum();
        let mean = difference as f64 / upright.len() as f64;
        assert!(mean < 12.0, "{}: mean difference {mean:.1}", row[0]);
    }
}
