use image::Rgb;
use imageproc::geometric_transformations::{Interpolation, rotate_about_center};
use proptest::prelude::*;

use super::*;

/// Elements of the characters used here, bar first (ISO/IEC 16388, table 1).
const PATTERNS: [(char, &str); 12] = [
    ('*', "nWnnWnWnn"),
    ('0', "nnnWWnWnn"),
    ('1', "WnnWnnnnW"),
    ('5', "WnnWWnnnn"),
    ('8', "WnnWnnWnn"),
    ('A', "WnnnnWnnW"),
    ('H', "WnnnnWWnn"),
    ('M', "WnWnnnnWn"),
    ('R', "WnnnnnWWn"),
    ('S', "nnWnnnWWn"),
    ('U', "WWnnnnnnW"),
    ('+', "nWnnnWnWn"),
];

/// A sheet of 900 × 900 pixels with `text` as Code 39 at (150, 400), the bars
/// 120 pixels high; narrow elements are two pixels wide, wide ones five.
fn card(text: &str) -> (RgbImage, f32) {
    let mut card = RgbImage::from_pixel(900, 900, Rgb([226, 230, 222]));
    let mut x = 150;
    for character in format!("*{text}*").chars() {
        let pattern = PATTERNS
            .iter()
            .find(|(known, _)| *known == character)
            .expect("a character of the table")
            .1;
        for (index, element) in pattern.chars().enumerate() {
            let width = if element == 'W' { 5 } else { 2 };
            for column in x..x + width {
                if index % 2 == 0 {
                    for row in 400..520 {
                        card.put_pixel(column, row, Rgb([20, 20, 24]));
                    }
                }
            }
            x += width;
        }
        x += 2;
    }
    (card, x as f32 - 2.0)
}

const TAX_CODE: &str = "RSSMRA80A01H501U";

#[test]
fn a_tax_code_is_read_and_its_bars_enclosed() {
    let (card, right) = card(TAX_CODE);
    let found = read(&card);
    assert_eq!(found.len(), 1);
    let code = &found[0];
    assert_eq!(code.symbology, Symbology::Code39);
    assert_eq!(code.text.reveal(), TAX_CODE);
    let bounds = code.quad.bounds();
    assert!((bounds.y - 400.0).abs() < 3.0, "{bounds:?}");
    assert!((bounds.height - 120.0).abs() < 5.0, "{bounds:?}");
    assert!(bounds.x > 120.0 && bounds.x < 220.0, "{bounds:?}");
    assert!(bounds.x + bounds.width < right + 30.0, "{bounds:?}");
}

#[test]
fn a_turned_code_is_read() {
    let (card, _) = card(TAX_CODE);
    for degrees in [-180.0_f32, -90.0, -40.0, -18.0, 7.0, 25.0, 90.0] {
        let turned = rotate_about_center(
            &card,
            degrees.to_radians(),
            Interpolation::Bilinear,
            Rgb([226, 230, 222]),
        );
        let found = read(&turned);
        let text = found.first().map(|code| code.text.reveal().as_str());
        assert_eq!(text, Some(TAX_CODE), "{degrees}°");
    }
}

#[test]
fn pairs_are_read_as_full_ascii() {
    let (card, _) = card("A+A+R0");
    assert_eq!(read(&card)[0].text.reveal(), "Aar0");
}

#[test]
fn a_picture_without_a_code_has_none() {
    let plain = RgbImage::from_pixel(640, 400, Rgb([200, 180, 170]));
    assert!(read(&plain).is_empty());
    assert!(read(&RgbImage::new(0, 0)).is_empty());
    assert!(read(&RgbImage::new(15, 900)).is_empty());
}

#[test]
fn what_a_code_says_does_not_print() {
    let (card, _) = card(TAX_CODE);
    assert!(!format!("{:?}", read(&card)).contains(TAX_CODE));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn scratched_codes_are_read_or_not_but_never_break_the_reader(
        scratches in prop::collection::vec((150u32..800, 400u32..520, 1u32..40, any::<u8>()), 1..60),
    ) {
        let (mut card, _) = card(TAX_CODE);
        for (x, y, length, shade) in scratches {
            for column in x..(x + length).min(900) {
                card.put_pixel(column, y, Rgb([shade; 3]));
            }
        }
        for code in read(&card) {
            prop_assert_eq!(code.text.reveal(), TAX_CODE);
        }
    }
}
