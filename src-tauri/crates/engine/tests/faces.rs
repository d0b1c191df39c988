//! Faces are found and told apart in pictures of the two public-domain
//! portraits among the fetched files.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use engine::face::{Descriptor, Face, FaceEngine, main_face};
use engine::imaging::{self, Limits};
use engine::manifest::Models;
use image::{Rgb, RgbImage, imageops};

/// The engine and both portraits; `None` where the models are not fetched.
static HOUSE: LazyLock<Option<House>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models");
    if !folder.join("fetched").is_dir() {
        eprintln!("SKIPPED: faces in portraits (models not fetched; run: cargo xtask models)");
        return None;
    }
    let models = Models::open(&folder).expect("the manifest");
    let portrait = |name: &str| {
        let bytes = fs::read(models.path(name).expect("a portrait")).expect("readable");
        imaging::decode(&bytes, &Limits::default())
            .expect("an image")
            .image
    };
    Some(House {
        astronaut: portrait("portrait-astronaut"),
        president: portrait("portrait-president"),
        engine: FaceEngine::open(&models).expect("the models of faces"),
    })
});

struct House {
    engine: FaceEngine,
    astronaut: RgbImage,
    president: RgbImage,
}

impl House {
    /// The only face of `picture`, and its descriptor.
    #[track_caller]
    fn only(&self, picture: &RgbImage) -> (Face, Descriptor) {
        let faces = self.engine.faces(picture).expect("the models run");
        assert_eq!(
            faces.len(),
            1,
            "faces in {}×{}",
            picture.width(),
            picture.height()
        );
        let face = main_face(&faces).expect("there is one");
        (
            face.clone(),
            self.engine
                .describe(picture, face)
                .expect("it can be aligned"),
        )
    }
}

/// `portrait`, so scaled that it is `width` wide, on a grey ground.
fn on_a_table(portrait: &RgbImage, width: u32) -> RgbImage {
    let height = portrait.height() * width / portrait.width();
    let small = imageops::resize(portrait, width, height, imageops::FilterType::Triangle);
    let mut table = RgbImage::from_pixel(2000, 1500, Rgb([120, 118, 110]));
    imageops::replace(&mut table, &small, 1310, 620);
    table
}

#[test]
fn two_people_are_told_apart_and_one_is_recognised_in_any_picture() {
    let Some(house) = &*HOUSE else { return };
    let (_, president) = house.only(&house.president);
    let (face, astronaut) = house.only(&house.astronaut);
    assert!(
        astronaut.distance(&president) > 0.65,
        "{}",
        astronaut.distance(&president)
    );
    assert!(
        face.score > 0.8 && face.roll_degrees().abs() < 10.0,
        "{face:?}"
    );
    assert!((150.0..210.0).contains(&face.bbox.x) && (80.0..120.0).contains(&face.bbox.width));

    let portrait = &house.astronaut;
    let half = imageops::resize(portrait, 256, 256, imageops::FilterType::Triangle);
    let tight = imageops::crop_imm(portrait, 165, 55, 125, 130).to_image();
    for (name, picture, roll) in [
        ("mirrored", imageops::flip_horizontal(portrait), 0.0),
        ("half as large", half, 0.0),
        ("cut to the face", tight, 0.0),
        ("turned right", imageops::rotate90(portrait), 90.0),
        ("turned left", imageops::rotate270(portrait), -90.0),
        ("upside down", imageops::rotate180(portrait), 180.0),
        ("brighter", imageops::colorops::brighten(portrait, 25), 0.0),
        ("small on a table", on_a_table(portrait, 280), 0.0),
        (
            "small on a table, turned",
            imageops::rotate90(&on_a_table(portrait, 400)),
            90.0,
        ),
    ] {
        let (face, descriptor) = house.only(&picture);
        let distance = descriptor.distance(&astronaut);
        eprintln!(
            "{name}: distance {distance:.3}, roll {:.0}°",
            face.roll_degrees()
        );
        assert!(distance < 0.42, "{name}: {distance}");
        assert!(descriptor.distance(&president) > 0.55, "{name}");
        let off = (face.roll_degrees() - roll).to_radians();
        assert!(off.cos() > 0.96, "{name}: {}", face.roll_degrees());
    }
}

#[test]
fn the_larger_of_two_people_is_the_main_face() {
    let Some(house) = &*HOUSE else { return };
    let mut picture = RgbImage::new(1300, 700);
    let large = imageops::resize(&house.president, 560, 700, imageops::FilterType::Triangle);
    imageops::replace(&mut picture, &large, 700, 0);
    imageops::replace(&mut picture, &house.astronaut, 0, 100);
    let faces = house.engine.faces(&picture).expect("the models run");
    assert_eq!(faces.len(), 2);
    let (_, president) = house.only(&house.president);
    let main = house
        .engine
        .describe(&picture, &faces[0])
        .expect("it can be aligned");
    assert!(
        main.distance(&president) < 0.3,
        "{}",
        main.distance(&president)
    );
}

#[test]
fn landmarks_lie_where_eyes_nose_and_mouth_are() {
    let Some(house) = &*HOUSE else { return };
    let (face, _) = house.only(&house.astronaut);
    assert_eq!(face.landmarks.len(), engine::face::LANDMARKS);
    for (name, index, x, y) in [
        ("right eye, outer corner", 33, 193.5, 100.5),
        ("left eye, outer corner", 263, 258.5, 103.0),
        ("base of the nose", 2, 224.0, 133.0),
        ("lower edge of the upper lip", 13, 224.0, 142.5),
    ] {
        let landmark = face.landmarks[index];
        let off = (landmark.x - x).hypot(landmark.y - y);
        assert!(off < 4.0, "{name}: {landmark:?}");
    }
}

#[test]
fn a_picture_without_a_face_has_none() {
    let Some(house) = &*HOUSE else { return };
    let noise = |x: u32, y: u32| {
        let value = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(97) >> 9;
        Rgb([value as u8, (value >> 8) as u8, (value >> 4) as u8])
    };
    let back_of_the_portrait = imageops::crop_imm(&house.astronaut, 300, 0, 212, 400).to_image();
    for picture in [
        RgbImage::new(0, 0),
        RgbImage::new(1, 1),
        RgbImage::new(3000, 2),
        RgbImage::from_pixel(640, 480, Rgb([200, 180, 160])),
        RgbImage::from_fn(400, 700, noise),
        back_of_the_portrait,
    ] {
        for faces in [
            house.engine.faces(&picture),
            house.engine.frame_faces(&picture),
        ] {
            assert_eq!(
                faces.expect("the models run"),
                [],
                "{:?}",
                picture.dimensions()
            );
        }
    }
}
