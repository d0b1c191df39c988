//! Features on drawn sides: what is drawn is found where it is, what is not is
//! missing where it would have been seen.

use image::{Rgb, RgbImage};

use super::*;
use crate::document::{Point, Size};
use crate::mrz::Format;

/// Pixels to a millimetre of a straightened card.
fn px_per_mm() -> f32 {
    Size::Id1.pixels().0 as f32 / Size::Id1.millimetres().0
}

/// A side under construction; lengths are millimetres.
struct Drawn {
    side: Side,
    image: RgbImage,
    lines: Vec<TextLine>,
    recognised: Recognised,
    is_straight: bool,
}

impl Drawn {
    fn new(kind: Kind, side: Side) -> Self {
        let (width, height) = Size::Id1.pixels();
        // Ornament that is weaker than ink.
        let image = RgbImage::from_fn(width, height, |x, y| {
            let wave = ((x as f32 / 9.0).sin() + (y as f32 / 7.0 + x as f32 / 40.0).sin()) * 6.0;
            Rgb([208.0, 218.0, 224.0].map(|value: f32| (value + wave) as u8))
        });
        let shown = match side {
            Side::Data => kind::Side::Front,
            Side::Back => kind::Side::Rear,
        };
        Self {
            side,
            image,
            lines: Vec::new(),
            recognised: Recognised {
                kind,
                side: Some(shown),
                confidence: 0.9,
                words: Vec::new(),
            },
            is_straight: true,
        }
    }

    /// The front of an electronic identity card with its title and captions.
    fn front() -> Self {
        let mut drawn = Self::new(Kind::ElectronicIdentityCard, Side::Data);
        drawn.line((13.0, 2.5), "REPUBBLICA ITALIANA");
        drawn.line((13.0, 6.5), "CARTA DI IDENTITÀ / IDENTITY CARD");
        drawn.line((32.0, 12.0), "COGNOME / SURNAME");
        drawn.line((32.0, 18.0), "NOME / NAME");
        drawn.line((32.0, 44.0), "FIRMA DEL TITOLARE / HOLDER'S SIGNATURE");
        drawn
    }

    /// The rear of the same card with its captions.
    fn rear() -> Self {
        let mut drawn = Self::new(Kind::ElectronicIdentityCard, Side::Back);
        for (row, caption) in ["CODICE FISCALE", "RESIDENZA", "ATTO DI NASCITA", "ITA"]
            .into_iter()
            .enumerate()
        {
            drawn.line((5.0, 4.0 + 5.0 * row as f32), caption);
        }
        drawn
    }

    fn line(&mut self, (x, y): (f32, f32), text: &str) {
        let px = px_per_mm();
        let quad = Quad::of_size(text.chars().count() as f32 * 1.1 * px, 1.6 * px);
        let moved = quad.0.map(|p| Point {
            x: p.x + x * px,
            y: p.y + y * px,
        });
        self.lines.push(TextLine::new(text, Quad(moved), 0.95));
    }

    fn fill(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), level: u8) {
        let px = px_per_mm();
        let span = |from: f32, length: f32| (from * px) as u32..((from + length) * px) as u32;
        for y in span(y, height) {
            for x in span(x, width) {
                if let Some(pixel) = self.image.get_pixel_mut_checked(x, y) {
                    *pixel = Rgb([level; 3]);
                }
            }
        }
    }

    fn with_signature(mut self) -> Self {
        for step in 0..400 {
            let along = step as f32 / 400.0;
            let y = 48.6 + 1.6 * (along * 30.0).sin();
            self.fill((34.0 + 22.0 * along, y), (0.35, 0.35), 40);
        }
        self
    }

    /// The sign of the chip, dark on light or light on dark.
    fn with_chip(mut self, ink: u8, gap: u8) -> Self {
        let px = px_per_mm();
        let (left, top, width, height) = (3.5, 2.6, 7.2, 4.2);
        self.fill((left, top), (width, height), ink);
        self.fill((left + 0.4, top + 1.85), (width - 0.8, 0.5), gap);
        let (cx, cy) = (left + width / 2.0, top + height / 2.0);
        for y in 0..self.image.height() {
            for x in 0..self.image.width() {
                let radius = (x as f32 / px - cx).hypot(y as f32 / px - cy) / height;
                if radius < 0.31 {
                    let level = if radius < 0.2 { ink } else { gap };
                    self.image.put_pixel(x, y, Rgb([level; 3]));
                }
            }
        }
        self
    }

    fn with_bars(mut self) -> Self {
        for bar in 0..60u32 {
            let width = if bar.is_multiple_of(3) { 0.45 } else { 0.2 };
            self.fill((30.0 + bar as f32 * 0.75, 24.0), (width, 9.0), 20);
        }
        self
    }

    fn list(drawn: &[Self], zone: Option<Area>, portraits: Portraits) -> Vec<Feature> {
        let to_picture = |quad: &Quad| {
            let bounds = quad.bounds();
            Area {
                x: bounds.x as u32,
                y: bounds.y as u32,
                width: bounds.width as u32,
                height: bounds.height as u32,
            }
        };
        let looks: Vec<Look<'_>> = drawn
            .iter()
            .map(|drawn| Look {
                side: drawn.side,
                pixels: &drawn.image,
                px_per_mm: drawn.is_straight.then(px_per_mm),
                lines: &drawn.lines,
                recognised: &drawn.recognised,
                portraits: match drawn.side {
                    Side::Data => portraits,
                    Side::Back => Portraits::default(),
                },
                codes: Vec::new(),
                zone: zone.filter(|_| drawn.side == Side::Back),
                to_picture: &to_picture,
            })
            .collect();
        list(&looks)
    }
}

/// What the features of a document with these sides come to.
fn listed(drawn: &[Drawn]) -> Vec<Feature> {
    Drawn::list(drawn, None, Portraits::default())
}

#[track_caller]
fn check(drawn: &[Drawn], name: Name, expected: Presence) -> Option<Area> {
    let features = listed(drawn);
    let found = features.iter().find(|feature| feature.name == name);
    let found = found.expect("the table has it");
    assert_eq!(found.presence, expected, "{name:?}: {features:?}");
    found.area
}

#[track_caller]
fn lies(area: Option<Area>, (x, y, width, height): (f32, f32, f32, f32)) {
    let area = area.expect("what is found has a place");
    let px = px_per_mm();
    let off = [
        area.x as f32 / px - x,
        area.y as f32 / px - y,
        area.width as f32 / px - width,
        area.height as f32 / px - height,
    ];
    assert!(off.iter().all(|off| off.abs() < 1.5), "{area:?}: {off:?}");
}

#[test]
fn a_title_is_found_where_its_lines_are() {
    let area = check(&[Drawn::front()], Name::Header, Presence::Found);
    lies(area, (13.0, 2.5, 36.3, 5.6));
    let mut untitled = Drawn::front();
    untitled.lines.drain(..2);
    untitled.line((32.0, 24.0), "SESSO / SEX");
    check(&[untitled], Name::Header, Presence::Missing);
}

#[test]
fn strokes_below_the_caption_are_a_signature() {
    let signed = check(
        &[Drawn::front().with_signature()],
        Name::Signature,
        Presence::Found,
    );
    lies(signed, (34.0, 47.0, 22.3, 3.6));
    check(&[Drawn::front()], Name::Signature, Presence::Missing);
    let mut captionless = Drawn::front();
    captionless.lines.pop();
    check(&[captionless], Name::Signature, Presence::NotAssessable);
    let mut covered = Drawn::front();
    covered.fill((28.0, 45.7), (40.0, 6.0), 60);
    check(&[covered], Name::Signature, Presence::NotAssessable);
}

#[test]
fn the_signature_of_a_licence_is_beside_its_seven() {
    let licence = || {
        let mut drawn = Drawn::new(Kind::DrivingLicence, Side::Data);
        for (row, text) in ["PATENTE DI GUIDA", "1. ROSSI", "2. BIANCA", "5. XX"]
            .into_iter()
            .enumerate()
        {
            drawn.line((25.0, 3.0 + 5.0 * row as f32), text);
        }
        drawn.line((30.0, 47.5), "7.");
        drawn
    };
    check(&[licence()], Name::Signature, Presence::Missing);
    check(
        &[licence().with_signature()],
        Name::Signature,
        Presence::Found,
    );
}

#[test]
fn the_sign_of_a_chip_is_found_whichever_is_darker() {
    for (ink, gap) in [(120, 240), (240, 120), (30, 200)] {
        let area = check(
            &[Drawn::front().with_chip(ink, gap)],
            Name::Chip,
            Presence::Found,
        );
        lies(area, (3.5, 2.6, 7.2, 4.2));
    }
    check(&[Drawn::front()], Name::Chip, Presence::Missing);
}

#[test]
fn bars_that_cannot_be_read_are_not_missing() {
    let sides = |rear| [Drawn::front(), rear];
    check(&sides(Drawn::rear()), Name::BarCode, Presence::Missing);
    check(
        &sides(Drawn::rear().with_bars()),
        Name::BarCode,
        Presence::NotAssessable,
    );
}

#[test]
fn a_zone_is_found_as_it_was_read_and_missing_where_nothing_looks_like_one() {
    let zone = Area {
        x: 7,
        y: 8,
        width: 900,
        height: 200,
    };
    let features = Drawn::list(&[Drawn::rear()], Some(zone), Portraits::default());
    let found = features.iter().find(|feature| feature.name == Name::Mrz);
    assert_eq!(found.and_then(|feature| feature.area), Some(zone));
    check(&[Drawn::rear()], Name::Mrz, Presence::Missing);
    let mut unread = Drawn::rear();
    unread.line((5.0, 40.0), "ROSSI<<BIANCA<<<<<<<");
    check(&[unread], Name::Mrz, Presence::NotAssessable);
}

#[test]
fn portraits_are_found_on_whichever_side_they_are() {
    let face = |x: f32| Some(upright(x, 100.0, x + 200.0, 400.0));
    let portraits = Portraits {
        main: face(40.0),
        second: face(700.0),
    };
    let features = Drawn::list(&[Drawn::front(), Drawn::rear()], None, portraits);
    for (name, left) in [(Name::Photo, 40), (Name::GhostPortrait, 700)] {
        let found = features.iter().find(|feature| feature.name == name);
        let found = found.expect("it is listed");
        assert_eq!(found.presence, Presence::Found);
        assert_eq!(found.side, Side::Data);
        assert_eq!(found.area.map(|area| area.x), Some(left));
    }
    check(&[Drawn::front()], Name::Photo, Presence::Missing);
    check(
        &[Drawn::front(), Drawn::rear()],
        Name::GhostPortrait,
        Presence::NotAssessable,
    );
}

#[test]
fn what_the_pictures_cannot_show_is_not_assessable() {
    // No side, not the side that was asked for, hard to read, not located.
    let other = || {
        let mut drawn = Drawn::rear();
        drawn.recognised.side = Some(kind::Side::Front);
        drawn
    };
    let blurred = || {
        let mut drawn = Drawn::rear();
        for line in &mut drawn.lines {
            line.confidence = 0.6;
        }
        drawn
    };
    let crooked = || Drawn {
        is_straight: false,
        ..Drawn::rear()
    };
    for rear in [None, Some(other()), Some(blurred()), Some(crooked())] {
        let sides: Vec<Drawn> = [Drawn::front()].into_iter().chain(rear).collect();
        for name in [Name::Mrz, Name::BarCode, Name::GhostPortrait] {
            check(&sides, name, Presence::NotAssessable);
        }
    }
    check(&[Drawn::front()], Name::Ovi1, Presence::NotAssessable);
}

#[test]
fn every_kind_lists_its_features_once_and_in_order() {
    let formats = [
        Format::Td1,
        Format::Td2,
        Format::Td3,
        Format::MrvA,
        Format::MrvB,
    ];
    let known = [
        Kind::ElectronicIdentityCard,
        Kind::OlderIdentityCard,
        Kind::PaperIdentityCard,
        Kind::DrivingLicence,
        Kind::Passport,
        Kind::HealthCard,
        Kind::Unknown,
    ];
    for kind in formats.map(Kind::Mrz).into_iter().chain(known) {
        let names: Vec<Name> = listed(&[Drawn::new(kind, Side::Data)])
            .iter()
            .map(|feature| feature.name)
            .collect();
        assert!(names.is_sorted_by(|a, b| a < b), "{kind:?}: {names:?}");
        assert_eq!(names.len(), expected(kind).len());
    }
    assert_eq!(listed(&[]).len(), 2, "nothing was sent");
}

#[test]
fn tiny_pictures_are_looked_over_without_a_fault() {
    for (width, height) in [(0, 0), (1, 1), (9, 3), (200, 5)] {
        let mut drawn = Drawn::front();
        drawn.image = RgbImage::new(width, height);
        let mut rear = Drawn::rear();
        rear.image = RgbImage::new(width, height);
        assert_eq!(listed(&[drawn, rear]).len(), 8);
    }
}
