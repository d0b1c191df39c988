//! Measures on a drawn card: what is done to it is what fails, and only that.

use domain::check::Answer;
use image::{Rgb, RgbImage};
use imageproc::filter::gaussian_blur_f32;

use super::*;
use crate::document::{Point, Quad, Size, rectify};

const LEFT: f32 = 100.0;
const TOP: f32 = 80.0;

/// A tinted card with letters of bars on a green table, 300 dots per inch.
fn picture() -> RgbImage {
    let (width, height) = Size::Id1.pixels();
    let sharp = RgbImage::from_fn(width + 200, height + 160, |x, y| {
        let (x, y) = (x as f32 - LEFT, y as f32 - TOP);
        if x < 0.0 || y < 0.0 || x >= width as f32 || y >= height as f32 {
            return Rgb([60, 110, 70]);
        }
        let (column, row) = ((x / 24.0) as u32, (y / 40.0) as u32);
        let (u, v) = (x % 24.0, y % 40.0);
        let is_line = row % 2 == 1 && (3..38).contains(&column) && (8.0..32.0).contains(&v);
        let stroke = (4.0..8.0).contains(&u)
            || (column % 2 == 0 && (14.0..18.0).contains(&u))
            || (column % 3 == 0 && (4.0..18.0).contains(&u) && (18.0..22.0).contains(&v));
        if is_line && stroke {
            Rgb([30, 34, 44])
        } else {
            Rgb([200, 214, 222])
        }
    });
    gaussian_blur_f32(&sharp, 0.6)
}

fn located() -> Located {
    let (width, height) = Size::Id1.pixels();
    Located {
        quad: Quad(Quad::of_size(width as f32, height as f32).0.map(|p| Point {
            x: p.x + LEFT,
            y: p.y + TOP,
        })),
        size: Size::Id1,
        confidence: 1.0,
    }
}

fn measured(picture: &RgbImage, located: &Located) -> Report {
    let straight = rectify(picture, located);
    let subject = DocumentPicture {
        picture,
        located: Some(located),
        straight: Some(&straight),
        fields: &[(field::Name::Surname, middle())],
    };
    document(&subject, &DocumentQuality::default())
}

/// Where [`spotted`] has its light, in pixels of the straightened card.
fn middle() -> Box2 {
    Box2 {
        x: 450.0,
        y: 300.0,
        width: 100.0,
        height: 40.0,
    }
}

/// Names of the measures that fail.
fn failed(report: &Report) -> Vec<&'static str> {
    report
        .measures
        .iter()
        .filter(|measured| measured.passed == Answer::No)
        .map(|measured| measured.measure.name())
        .collect()
}

fn each(picture: &RgbImage, change: impl Fn(f32) -> f32) -> RgbImage {
    let mut changed = picture.clone();
    for value in changed.iter_mut() {
        *value = change(f32::from(*value)).clamp(0.0, 255.0) as u8;
    }
    changed
}

/// A lamp reflected in the middle of the card.
fn spotted(picture: &RgbImage) -> RgbImage {
    let mut spotted = picture.clone();
    for (x, y, pixel) in spotted.enumerate_pixels_mut() {
        let away = (x as f32 - 600.0).hypot(y as f32 - 400.0) / 40.0;
        let light = 255.0 * (1.5 - away / 2.0).clamp(0.0, 1.0);
        pixel.0 = pixel
            .0
            .map(|value| (f32::from(value) + light).min(255.0) as u8);
    }
    spotted
}

/// A finger over the lower edge, in the colour of skin.
fn held(picture: &RgbImage) -> RgbImage {
    let mut held = picture.clone();
    for y in 600..held.height() {
        for x in 500..680 {
            held.put_pixel(x, y, Rgb([222, 176, 148]));
        }
    }
    held
}

#[test]
fn what_is_done_to_a_picture_is_what_fails_and_nothing_else() {
    let clean = picture();
    for (name, picture, expected, advice) in [
        ("clean", clean.clone(), &[][..], Advice::Good),
        (
            "out of focus",
            gaussian_blur_f32(&clean, 3.0),
            &["sharpness"],
            Advice::HoldStill,
        ),
        ("a lamp", spotted(&clean), &["glare"], Advice::AvoidGlare),
        (
            "dark",
            each(&clean, |value| value * 0.35),
            &["underexposure"],
            Advice::MoreLight,
        ),
        (
            "burnt out",
            each(&clean, |value| value * 1.6),
            &["overexposure"],
            Advice::LessLight,
        ),
        (
            "faded",
            each(&clean, |value| 190.0 + (value - 190.0) * 0.2),
            &["contrast"],
            Advice::EvenLight,
        ),
        (
            "a finger",
            held(&clean),
            &["cover"],
            Advice::UncoverDocument,
        ),
    ] {
        let report = measured(&picture, &located());
        assert_eq!(failed(&report), expected, "{name}: {report:?}");
        assert_eq!(report.advice(), advice, "{name}");
    }
}

#[test]
fn glare_names_the_field_it_hides_and_where_it_is() {
    let report = measured(&spotted(&picture()), &located());
    let glare = report.get(Measure::Glare).expect("always measured");
    assert_eq!(glare.fields, [field::Name::Surname]);
    let [place] = &glare.places[..] else {
        panic!("{:?}", glare.places)
    };
    assert!((place.centre().x - 500.0).abs() < 12.0 && (place.centre().y - 320.0).abs() < 12.0);
}

#[test]
fn a_document_that_is_cut_off_or_small_is_said_to_be() {
    let picture = picture();
    let mut cut = located();
    for corner in &mut cut.quad.0 {
        corner.x -= LEFT + 20.0;
    }
    assert!(failed(&measured(&picture, &cut)).contains(&"crop"));

    let half = image::imageops::resize(
        &picture,
        picture.width() / 2,
        picture.height() / 2,
        image::imageops::FilterType::Triangle,
    );
    let small = Located {
        quad: located().quad.scaled(0.5),
        ..located()
    };
    assert_eq!(failed(&measured(&half, &small)), ["resolution"]);
}

#[test]
fn without_a_location_nothing_is_said_that_needs_one() {
    let report = document(
        &DocumentPicture::of(&picture()),
        &DocumentQuality::default(),
    );
    for measure in [Measure::Crop, Measure::Cover, Measure::Resolution] {
        let measured = report.get(measure).expect("always listed");
        assert_eq!(measured.passed, Answer::NotAssessable, "{measure:?}");
        assert_eq!(measured.advice, Advice::NotJudged);
    }
}

#[test]
fn a_finger_on_a_table_of_its_colour_is_not_assessable() {
    let mut wood = picture();
    for pixel in wood.pixels_mut() {
        if pixel.0[0] < pixel.0[1] && pixel.0[2] < 100 {
            *pixel = Rgb([190, 140, 110]);
        }
    }
    let report = measured(&wood, &located());
    let cover = report.get(Measure::Cover).expect("always listed");
    assert_eq!(cover.passed, Answer::NotAssessable);
}

#[test]
fn tiny_and_empty_pictures_are_measured_without_a_panic() {
    for (width, height) in [(0, 0), (1, 1), (3, 900), (900, 3), (30, 30)] {
        let picture = RgbImage::from_pixel(width, height, Rgb([250; 3]));
        let report = document(&DocumentPicture::of(&picture), &DocumentQuality::default());
        assert_eq!(report.measures.len(), 8, "{width}×{height}");
    }
}

#[test]
fn of_a_picture_without_a_face_the_light_is_measured() {
    for (level, passed, advice) in [
        (20, Answer::No, Advice::MoreLight),
        (180, Answer::Yes, Advice::Good),
    ] {
        let picture = RgbImage::from_pixel(40, 50, Rgb([level; 3]));
        let report = faceless(&picture, &FaceQuality::default());
        assert_eq!(
            (report.passed(), report.advice()),
            (passed, advice),
            "{level}"
        );
    }
    let nothing = faceless(&RgbImage::new(0, 0), &FaceQuality::default());
    assert_eq!(nothing.passed(), Answer::NotAssessable);
}

#[test]
fn a_face_of_which_nothing_is_known_is_not_assessable() {
    let picture = picture();
    let subject = FacePicture {
        picture: &picture,
        bbox: Box2::default(),
        landmarks: &[],
    };
    let report = face(&subject, &FaceQuality::default());
    assert_eq!(report.passed(), Answer::NotAssessable, "{report:?}");
}
