//! Signs on drawn cards: what is done to one is what it gives away.

use image::{Rgb, RgbImage};

use super::*;
use crate::document::{Quad, Size, rectify};

/// A tinted card with a portrait, a flag and letters, seen straight from above
/// at `scale` times 300 dots per inch, as far as `paint` allows.
fn card(scale: u32, paint: impl Fn(u32, u32, [u8; 3]) -> [u8; 3]) -> RgbImage {
    let (width, height) = Size::Id1.pixels();
    RgbImage::from_fn(width * scale, height * scale, |x, y| {
        let (u, v) = ((x / scale).cast_signed(), (y / scale).cast_signed());
        let colour = match (u, v) {
            (60..=320, 180..=500) if (u - 190).abs() + (v - 340).abs() < 90 => [120, 80, 66],
            (60..=320, 180..=500) => [196, 150, 124],
            (60..=180, 40..=120) => [30, 60, 150],
            (400..=940, 160..=560) if v % 48 < 20 && u % 20 < 6 + (v / 48) % 5 => [36, 38, 48],
            _ => [206, 218, 224],
        };
        Rgb(paint(x, y, colour))
    })
}

fn gray([red, green, blue]: [u8; 3]) -> u8 {
    (0.3 * f32::from(red) + 0.59 * f32::from(green) + 0.11 * f32::from(blue)) as u8
}

fn judged(picture: &RgbImage) -> Originality {
    let located = Located {
        quad: Quad::of_size(picture.width() as f32, picture.height() as f32),
        size: Size::Id1,
        confidence: 1.0,
    };
    document(picture, &located, &rectify(picture, &located))
}

#[track_caller]
fn check(name: &str, picture: &RgbImage, sign: Sign, expected: Answer) {
    let judged = judged(picture);
    let found = judged.get(sign).expect("every sign is listed");
    assert_eq!(found.free, expected, "{name}: {judged:?}");
}

#[test]
fn a_gray_copy_is_one_in_any_light_and_a_card_is_none() {
    for (name, light) in [
        ("daylight", [1.0, 1.0, 1.0]),
        ("a bulb", [1.05, 0.85, 0.55]),
        ("shade", [0.75, 0.9, 1.1]),
    ] {
        let lit = |x: u32, value: [u8; 3]| {
            // The lamp stands on the left, the window on the right.
            let part = 1.0 - 0.4 * x as f32 / 1012.0;
            let mut factors = light.iter();
            value.map(|value| {
                let factor = factors.next().copied().unwrap_or(1.0f32);
                (f32::from(value) * (1.0 + (factor - 1.0) * part)).clamp(0.0, 255.0) as u8
            })
        };
        let copy = card(1, |x, _, colour| lit(x, [gray(colour); 3]));
        check(name, &copy, Sign::Gray, Answer::No);
        assert_eq!(judged(&copy).not_bw_copy(), Answer::No, "{name}");
        let genuine = card(1, |x, _, colour| lit(x, colour));
        check(name, &genuine, Sign::Gray, Answer::Yes);
        assert_eq!(judged(&genuine).not_bw_copy(), Answer::Yes, "{name}");
    }
}

#[test]
fn what_is_dark_or_small_has_no_colours_to_judge() {
    let dark = card(1, |_, _, colour| colour.map(|value| value / 12));
    check("dark", &dark, Sign::Gray, Answer::NotAssessable);
    let small = RgbImage::from_pixel(60, 40, Rgb([200, 180, 170]));
    check("small", &small, Sign::Gray, Answer::NotAssessable);
    assert_eq!(judged(&small).judged(), []);
}

#[test]
fn the_stripes_of_a_screen_are_seen() {
    let screen = card(1, |x, y, colour| {
        let (x, y) = (x as f32 + y as f32 * 0.03, y as f32 - x as f32 * 0.03);
        let lit = (x / 4.7).rem_euclid(1.0) * 3.0;
        let row = if (y / 4.7).rem_euclid(1.0) < 0.8 {
            1.0
        } else {
            0.3
        };
        let mut stripe = 0.0;
        colour.map(|value| {
            let on = if (lit - stripe - 0.5f32).abs() < 0.6 {
                1.0
            } else {
                0.25
            };
            stripe += 1.0;
            (f32::from(value) * on * row) as u8
        })
    });
    check("screen", &screen, Sign::ScreenPixels, Answer::No);
    assert_eq!(judged(&screen).not_bw_copy(), Answer::No);
    let face = Box2 {
        x: 60.0,
        y: 180.0,
        width: 260.0,
        height: 320.0,
    };
    let seen = recapture(&screen, &face);
    assert_eq!(seen.signs[0].free, Answer::No, "{seen:?}");
    // On a face alone, that nothing repeats proves nothing.
    let genuine = recapture(&card(1, |_, _, colour| colour), &face);
    assert_eq!(genuine.signs[0].free, Answer::NotAssessable, "{genuine:?}");
}

#[test]
fn the_dots_of_a_print_are_seen_where_they_are_resolved() {
    let printed = |scale: u32, lpi: f32| {
        let period = 300.0 * scale as f32 / lpi;
        card(scale, |x, y, colour| {
            let (x, y) = (x as f32, y as f32);
            let (u, v) = (x * 0.966 + y * 0.259, y * 0.966 - x * 0.259);
            let wave = |at: f32| (at / period * std::f32::consts::TAU).cos();
            let threshold = 128.0 + 60.0 * (wave(u) + wave(v));
            let ink = f32::from(gray(colour)) - threshold;
            [(ink * 3.0 + 128.0).clamp(12.0, 244.0) as u8; 3]
        })
    };
    check("100 lpi", &printed(2, 100.0), Sign::PrintDots, Answer::No);
    check("150 lpi", &printed(2, 150.0), Sign::PrintDots, Answer::No);
    let genuine = card(2, |_, _, colour| colour);
    let dots = *judged(&genuine).get(Sign::PrintDots).expect("listed");
    assert_ne!(dots.free, Answer::No, "{dots:?}");
}

#[test]
fn a_picture_that_resolves_too_little_is_never_free_of_dots_or_pixels() {
    let coarse = image::imageops::resize(
        &card(1, |_, _, colour| colour),
        500,
        315,
        image::imageops::FilterType::Triangle,
    );
    for sign in [Sign::PrintDots, Sign::ScreenPixels] {
        check("coarse", &coarse, sign, Answer::NotAssessable);
    }
}

#[test]
fn regions_outside_the_picture_are_not_assessable() {
    let picture = RgbImage::new(300, 300);
    for (x, width) in [(-500.0, 100.0), (900.0, 50.0), (f32::NAN, f32::INFINITY)] {
        let around = Box2 {
            x,
            y: 0.0,
            width,
            height: 200.0,
        };
        let seen = recapture(&picture, &around);
        assert_eq!(seen.signs[0].free, Answer::NotAssessable, "{around:?}");
    }
}
