//! Light and hands: shadows, falloff, fingers, noise.

use image::{Rgb, RgbImage};
use rand::Rng as _;
use rand::rngs::StdRng;

/// The soft darkness around something that lies on a surface.
pub(super) fn contact_shadow(picture: &mut RgbImage, corners: &[(f32, f32); 4]) {
    const REACH_PX: f32 = 7.0;
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        // The light comes from the upper left.
        let at = (x as f32 - 2.0, y as f32 - 3.0);
        let distance = outside(corners, at);
        if distance < REACH_PX {
            let shade = 0.30 * (1.0 - distance.max(0.0) / REACH_PX).powi(2);
            dim(pixel, 1.0 - shade);
        }
    }
}

/// Fingers that come from outside and lie over an edge.
pub(super) fn fingers(
    picture: &mut RgbImage,
    corners: &[(f32, f32); 4],
    count: u8,
    random: &mut StdRng,
) {
    let size = corners_size(corners);
    let centre = corners
        .iter()
        .fold((0.0, 0.0), |sum, p| (sum.0 + p.0 / 4.0, sum.1 + p.1 / 4.0));
    for _ in 0..count {
        let side = random.random_range(0..4);
        let (from, to) = (corners[side], corners[(side + 1) % 4]);
        let share: f32 = random.random_range(0.2..0.8);
        let on_edge = (
            from.0 + share * (to.0 - from.0),
            from.1 + share * (to.1 - from.1),
        );
        let inwards = (centre.0 - on_edge.0, centre.1 - on_edge.1);
        let length = inwards.0.hypot(inwards.1).max(1.0);
        let inwards = (inwards.0 / length, inwards.1 / length);
        let reach = size * random.random_range(0.05..0.13);
        let tip = (on_edge.0 + inwards.0 * reach, on_edge.1 + inwards.1 * reach);
        let radius = size * random.random_range(0.07..0.10);
        let skin = [
            [222.0, 180.0, 152.0],
            [188.0, 140.0, 110.0],
            [120.0, 82.0, 62.0],
        ][random.random_range(0..3)];
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            let (dx, dy) = (x as f32 - tip.0, y as f32 - tip.1);
            // Along the finger, which goes outwards without an end.
            let along = (-(dx * inwards.0 + dy * inwards.1)).max(0.0);
            let off = (dx + along * inwards.0).hypot(dy + along * inwards.1);
            if off < radius {
                let round = 1.0 - 0.35 * (off / radius).powi(2);
                *pixel = Rgb(skin.map(|value: f32| (value * round) as u8));
            }
        }
    }
}

/// Light that falls off towards a corner, and a shadow with a soft edge.
pub(super) fn shade(picture: &mut RgbImage, falloff: f32, shadow: f32, random: &mut StdRng) {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let (sin, cos) = random.random_range(0.0..std::f32::consts::TAU).sin_cos();
    let (shadow_sin, shadow_cos) = random.random_range(0.0..std::f32::consts::TAU).sin_cos();
    let edge: f32 = random.random_range(-0.25..0.25);
    let softness: f32 = random.random_range(0.01..0.12);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (u, v) = (x as f32 / width - 0.5, y as f32 / height - 0.5);
        let light = 1.0 - falloff * ((u * cos + v * sin) / 1.42 + 0.5);
        let depth = (u * shadow_cos + v * shadow_sin - edge) / softness;
        let shaded = 1.0 - shadow / (1.0 + (-depth).exp());
        dim(pixel, light * shaded);
    }
}

/// Noise of standard deviation `sigma`.
pub(super) fn add_noise(picture: &mut RgbImage, sigma: f32, random: &mut StdRng) {
    for pixel in picture.pixels_mut() {
        pixel.0 = pixel.0.map(|value| {
            // The sum of four uniform values is as good as normal here.
            let sum: f32 = (0..4).map(|_| random.random_range(-1.0f32..1.0)).sum();
            (f32::from(value) + sum * sigma / 1.155).clamp(0.0, 255.0) as u8
        });
    }
}

fn dim(pixel: &mut Rgb<u8>, by: f32) {
    pixel.0 = pixel.0.map(|value| (f32::from(value) * by) as u8);
}

/// How far `at` is outside the convex shape; negative inside.
fn outside(corners: &[(f32, f32); 4], at: (f32, f32)) -> f32 {
    (0..4)
        .map(|n| {
            let (from, to) = (corners[n], corners[(n + 1) % 4]);
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            ((at.0 - from.0) * dy - (at.1 - from.1) * dx) / dx.hypot(dy).max(1e-3)
        })
        .fold(f32::MIN, f32::max)
}

fn corners_size(corners: &[(f32, f32); 4]) -> f32 {
    (corners[2].0 - corners[0].0).hypot(corners[2].1 - corners[0].1)
}
