//! What documents are laid on.

use image::{Rgb, RgbImage};
use imageproc::drawing::{draw_filled_circle_mut, draw_polygon_mut};
use imageproc::point::Point;
use rand::Rng;
use rand::rngs::StdRng;

/// A kind of ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ground {
    /// One colour, dark or middling.
    Plain,
    /// White, as light as the document.
    White,
    /// Planks with grain.
    Wood,
    /// Woven and checked.
    Cloth,
    /// Sheets, pens, coins and a keyboard.
    Desk,
    /// Many things of any shape.
    Clutter,
}

impl Ground {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Plain,
        Self::White,
        Self::Wood,
        Self::Cloth,
        Self::Desk,
        Self::Clutter,
    ];

    /// A stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::White => "white",
            Self::Wood => "wood",
            Self::Cloth => "cloth",
            Self::Desk => "desk",
            Self::Clutter => "clutter",
        }
    }

    /// A picture of it.
    pub fn paint(self, width: u32, height: u32, random: &mut StdRng) -> RgbImage {
        match self {
            Self::Plain => {
                let colour = [0; 3].map(|_: u8| random.random_range(20..170));
                RgbImage::from_pixel(width, height, Rgb(colour))
            }
            Self::White => {
                let light = random.random_range(226..250);
                let colour = [
                    light,
                    light - random.random_range(0..6),
                    light - random.random_range(0..14),
                ];
                RgbImage::from_pixel(width, height, Rgb(colour))
            }
            Self::Wood => wood(width, height, random),
            Self::Cloth => cloth(width, height, random),
            Self::Desk => desk(width, height, random),
            Self::Clutter => clutter(width, height, random),
        }
    }
}

fn wood(width: u32, height: u32, random: &mut StdRng) -> RgbImage {
    let base = [
        [126.0, 92.0, 62.0],
        [170.0, 130.0, 92.0],
        [92.0, 62.0, 44.0],
    ][random.random_range(0..3)];
    let turn: f32 = random.random_range(0.0..std::f32::consts::PI);
    let plank: f32 = random.random_range(130.0..260.0);
    let strength: f32 = random.random_range(4.0..13.0);
    let phase: f32 = random.random_range(0.0..50.0);
    let (sin, cos) = turn.sin_cos();
    RgbImage::from_fn(width, height, |x, y| {
        let (x, y) = (x as f32, y as f32);
        let (along, across) = (x * cos + y * sin, y * cos - x * sin);
        let board = (across / plank).floor();
        let within = across - board * plank;
        let bend = 16.0 * ((along + board * 331.0) / 170.0 + phase).sin();
        let grain = ((within + bend) / 4.7).sin() * strength
            + ((within + bend * 1.7 + along / 31.0) / 1.9).sin() * strength * 0.5
            + (board * 2.4 + phase).sin() * 12.0;
        let gap = if within < 2.5 { -34.0 } else { 0.0 };
        Rgb(base.map(|value: f32| (value + grain + gap).clamp(0.0, 255.0) as u8))
    })
}

fn cloth(width: u32, height: u32, random: &mut StdRng) -> RgbImage {
    let mut colour = || [0; 3].map(|_: u8| random.random_range(30..225) as f32);
    let (one, other) = (colour(), colour());
    let checks: f32 = random.random_range(40.0..130.0);
    let turn: f32 = random.random_range(0.0..std::f32::consts::PI);
    let weave: f32 = random.random_range(0.9..2.2);
    let (sin, cos) = turn.sin_cos();
    RgbImage::from_fn(width, height, |x, y| {
        let (x, y) = (x as f32, y as f32);
        let (along, across) = (x * cos + y * sin, y * cos - x * sin);
        let band = |value: f32| {
            if (value / checks).rem_euclid(2.0) < 0.6 {
                0.5
            } else {
                0.0
            }
        };
        let share = band(along) + band(across);
        let thread = 9.0 * ((along / weave).sin() * (across / weave).cos());
        Rgb(std::array::from_fn(|n| {
            (one[n] + share * (other[n] - one[n]) + thread).clamp(0.0, 255.0) as u8
        }))
    })
}

fn desk(width: u32, height: u32, random: &mut StdRng) -> RgbImage {
    let mut picture = wood(width, height, random);
    let any = |random: &mut StdRng, low: u8, high: u8| {
        Rgb([0; 3].map(|_: u8| random.random_range(low..high)))
    };
    for _ in 0..random.random_range(1..4) {
        let colour = any(random, 170, 250);
        slab(&mut picture, random, (0.3, 0.9), 1.414, colour);
    }
    for _ in 0..random.random_range(1..4) {
        let colour = any(random, 10, 200);
        slab(&mut picture, random, (0.15, 0.5), 14.0, colour);
    }
    for _ in 0..random.random_range(0..5) {
        let centre = (
            random.random_range(0..width as i32),
            random.random_range(0..height as i32),
        );
        let colour = any(random, 90, 200);
        draw_filled_circle_mut(&mut picture, centre, random.random_range(12..34), colour);
    }
    picture
}

fn clutter(width: u32, height: u32, random: &mut StdRng) -> RgbImage {
    let mut picture = wood(width, height, random);
    for _ in 0..random.random_range(25..70) {
        let colour = Rgb([0; 3].map(|_: u8| random.random_range(10..250)));
        if random.random_bool(0.3) {
            let centre = (
                random.random_range(0..width as i32),
                random.random_range(0..height as i32),
            );
            draw_filled_circle_mut(&mut picture, centre, random.random_range(6..50), colour);
        } else {
            let aspect = random.random_range(1.0..12.0);
            slab(&mut picture, random, (0.05, 0.35), aspect, colour);
        }
    }
    picture
}

/// A rectangle of any direction; its longer side is a share of the picture.
fn slab(
    picture: &mut RgbImage,
    random: &mut StdRng,
    shares: (f32, f32),
    aspect: f32,
    colour: Rgb<u8>,
) {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let long = width.max(height) * random.random_range(shares.0..shares.1) / 2.0;
    let short = (long / aspect).max(2.0);
    let (x, y) = (
        random.random_range(0.0..width),
        random.random_range(0.0..height),
    );
    let (sin, cos) = random.random_range(0.0..std::f32::consts::PI).sin_cos();
    let corners = [
        (-long, -short),
        (long, -short),
        (long, short),
        (-long, short),
    ]
    .map(|(u, v)| {
        Point::new(
            (x + u * cos - v * sin) as i32,
            (y + u * sin + v * cos) as i32,
        )
    });
    let distinct = (1..4).all(|n| !corners[..n].contains(&corners[n]));
    if distinct {
        draw_polygon_mut(picture, &corners, colour);
    }
}
