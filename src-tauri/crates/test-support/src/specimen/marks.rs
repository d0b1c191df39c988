//! What a card shows besides print and portraits: the sign of its chip, a
//! signature.

use image::Rgb;

use super::canvas::{Area, Canvas};

/// The gold of the sign.
const GOLD: Rgb<u8> = Rgb([214, 152, 48]);
/// What its bar and its ring let through.
const LIGHT: Rgb<u8> = Rgb([250, 246, 236]);
/// The black of a laser.
const STROKE: Rgb<u8> = Rgb([34, 34, 40]);

/// The sign of a contactless chip (ICAO Doc 9303 part 9, 2.3): a rectangle cut
/// in two by a bar with a ring in its middle.
pub(super) fn chip_sign(canvas: &mut Canvas, area: Area) {
    canvas.fill(area, GOLD);
    let part = |x: f32, y: f32, width: f32, height: f32| Area {
        x: area.x + x * area.width,
        y: area.y + y * area.height,
        width: width * area.width,
        height: height * area.height,
    };
    canvas.fill(part(0.06, 0.44, 0.88, 0.12), LIGHT);
    let middle = (area.x + area.width / 2.0, area.y + area.height / 2.0);
    canvas.disc(middle, 0.31 * area.height, LIGHT);
    canvas.disc(middle, 0.2 * area.height, GOLD);
}

/// Strokes that nobody writes, in `area`; another `name` gives others.
pub(super) fn signature(canvas: &mut Canvas, area: Area, name: &str) {
    const STEPS: usize = 900;
    let seed: u32 = name.chars().map(u32::from).sum();
    let phase = f32::from(seed as u8) / 40.0;
    let loops = 4.0 + (seed % 3) as f32;
    for step in 0..STEPS {
        let along = step as f32 / STEPS as f32;
        let turn = along * loops * std::f32::consts::TAU + phase;
        // Loops that lean to the right and become smaller, like writing.
        let height = 0.46 * (1.0 - 0.6 * along);
        let x = area.x + area.width * (0.06 + 0.86 * along + 0.04 * turn.cos());
        let y = area.y + area.height * (0.5 - height * (turn + along).sin());
        canvas.disc((x, y), 0.17, STROKE);
    }
}
