//! A document somewhere in a photograph, and where exactly.
//!
//! Start at [`Scene::random`]: the same seed gives the same picture.

mod ground;
mod light;

use image::{Rgb, RgbImage};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

pub use ground::Ground;

/// Millimetres that the corners of an ID-1 card are rounded by (ISO/IEC 7810).
const CARD_RADIUS_MM: f32 = 3.18;

/// How a document is photographed by a pinhole camera whose focal length is
/// that of a telephone.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Width and height of the picture in pixels.
    pub size_px: (u32, u32),
    /// What the document lies on.
    pub ground: Ground,
    /// Quarter turns clockwise, 0 to 3, before everything else.
    pub quarters: u8,
    /// Further turn, clockwise, in degrees.
    pub angle_degrees: f32,
    /// How the plane of the document leans away: around the horizontal and
    /// around the vertical axis, in degrees.
    pub lean_degrees: (f32, f32),
    /// Longer side of the document's bounding box by that of the picture (or
    /// what fills the picture, where that is less).
    pub share: f32,
    /// Where the middle of the document lies: shares of the room that is left,
    /// -1 to 1.
    pub offset: (f32, f32),
    /// Standard deviation of the blur, in pixels.
    pub blur_px: f32,
    /// Standard deviation of the sensor's noise, in steps of 256.
    pub noise: f32,
    /// How much darker the far corner is than the near one, 0 to 1.
    pub falloff: f32,
    /// How dark the shadow that falls across the picture is, 0 to 1.
    pub shadow: f32,
    /// How many fingers hold an edge of the document.
    pub fingers: u8,
    /// What everything random in the picture follows from.
    pub seed: u64,
}

/// A photograph of a document.
#[derive(Debug, Clone)]
pub struct Shot {
    /// The photograph.
    pub picture: RgbImage,
    /// Corners of the document in pixels, clockwise from its own top left one.
    pub corners: [(f32, f32); 4],
}

/// A document to be photographed.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// Its print, upright.
    pub print: &'a RgbImage,
    /// Width and height in millimetres.
    pub size_mm: (f32, f32),
    /// Whether its corners are rounded as those of a card.
    pub is_card: bool,
    /// The part that is wanted, in shares of the sheet: left, top, right,
    /// bottom. The whole sheet but for the page of an open passport.
    pub wanted: (f32, f32, f32, f32),
}

impl Scene {
    /// Some scene: any ground, up to 30° of turn on top of quarter turns, up
    /// to 25° of lean, 35 to 100 % of the frame.
    #[must_use]
    pub fn random(seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let ground = Ground::ALL[random.random_range(0..Ground::ALL.len())];
        let size_px = if random.random_bool(0.5) {
            (1024, 768)
        } else {
            (768, 1024)
        };
        Self {
            size_px,
            ground,
            quarters: random.random_range(0..4),
            angle_degrees: random.random_range(-30.0..30.0),
            lean_degrees: (
                random.random_range(-25.0..25.0),
                random.random_range(-25.0..25.0),
            ),
            share: random.random_range(0.35..0.97),
            offset: (
                random.random_range(-0.9..0.9),
                random.random_range(-0.9..0.9),
            ),
            blur_px: random.random_range(0.4..1.8),
            noise: random.random_range(1.0..7.0),
            falloff: random.random_range(0.0..0.4),
            shadow: if random.random_bool(0.4) {
                random.random_range(0.1..0.45)
            } else {
                0.0
            },
            fingers: if random.random_bool(0.25) {
                random.random_range(1..3)
            } else {
                0
            },
            seed,
        }
    }

    /// The photograph of `sheet`.
    #[must_use]
    pub fn take(&self, sheet: Sheet<'_>) -> Shot {
        let mut random = StdRng::seed_from_u64(self.seed ^ 0x5ce);
        let (width, height) = self.size_px;
        let camera = Camera::framing(self, sheet.size_mm);
        let mut picture = self.ground.paint(width, height, &mut random);
        let corners = sheet.corners().map(|(x, y)| camera.project(x, y));
        light::contact_shadow(&mut picture, &corners);
        lay(&mut picture, &camera, sheet);
        light::fingers(&mut picture, &corners, self.fingers, &mut random);
        light::shade(&mut picture, self.falloff, self.shadow, &mut random);
        let mut picture = imageproc::filter::gaussian_blur_f32(&picture, self.blur_px.max(0.1));
        light::add_noise(&mut picture, self.noise, &mut random);
        Shot {
            picture,
            corners: sheet.wanted_corners().map(|(x, y)| camera.project(x, y)),
        }
    }
}

impl Sheet<'_> {
    /// The corners in millimetres from its middle.
    fn corners(&self) -> [(f32, f32); 4] {
        self.at((0.0, 0.0, 1.0, 1.0))
    }

    fn wanted_corners(&self) -> [(f32, f32); 4] {
        self.at(self.wanted)
    }

    fn at(&self, (left, top, right, bottom): (f32, f32, f32, f32)) -> [(f32, f32); 4] {
        let (width, height) = self.size_mm;
        [(left, top), (right, top), (right, bottom), (left, bottom)]
            .map(|(x, y)| ((x - 0.5) * width, (y - 0.5) * height))
    }

    /// How much of the point is covered by the sheet, 0 to 1, where one pixel
    /// of the picture is `pixel_mm` wide.
    fn cover(&self, x: f32, y: f32, pixel_mm: f32) -> f32 {
        let (half_width, half_height) = (self.size_mm.0 / 2.0, self.size_mm.1 / 2.0);
        let radius = if self.is_card { CARD_RADIUS_MM } else { 0.4 };
        // Signed distance to a rounded rectangle.
        let (dx, dy) = (
            x.abs() - half_width + radius,
            y.abs() - half_height + radius,
        );
        let outside = dx.max(0.0).hypot(dy.max(0.0));
        let distance = outside + dx.max(dy).min(0.0) - radius;
        (0.5 - distance / pixel_mm).clamp(0.0, 1.0)
    }

    /// The print at a point given in millimetres from the middle.
    fn colour(&self, x: f32, y: f32) -> [f32; 3] {
        let (width, height) = self.print.dimensions();
        let u = (x / self.size_mm.0 + 0.5) * width as f32 - 0.5;
        let v = (y / self.size_mm.1 + 0.5) * height as f32 - 0.5;
        let (u, v) = (
            u.clamp(0.0, width as f32 - 1.001),
            v.clamp(0.0, height as f32 - 1.001),
        );
        let (left, top) = (u as u32, v as u32);
        let (across, down) = (u - left as f32, v - top as f32);
        let at = |x: u32, y: u32| {
            self.print
                .get_pixel(x.min(width - 1), y.min(height - 1))
                .0
                .map(f32::from)
        };
        let (a, b) = (at(left, top), at(left + 1, top));
        let (c, d) = (at(left, top + 1), at(left + 1, top + 1));
        std::array::from_fn(|n| {
            let upper = a[n] + across * (b[n] - a[n]);
            let lower = c[n] + across * (d[n] - c[n]);
            upper + down * (lower - upper)
        })
    }
}

/// Where the camera stands, in the frame of the document: millimetres on its
/// plane from its middle.
struct Camera {
    /// Axes of the document as the camera sees them.
    across: [f32; 3],
    down: [f32; 3],
    /// Middle of the document before the camera, in millimetres.
    middle: [f32; 3],
    focal_px: f32,
    /// Middle of the picture.
    centre: (f32, f32),
}

impl Camera {
    /// A camera that sees the document as `scene` wants it.
    fn framing(scene: &Scene, (width_mm, height_mm): (f32, f32)) -> Self {
        let (width, height) = (scene.size_px.0 as f32, scene.size_px.1 as f32);
        let turn = (scene.angle_degrees + 90.0 * f32::from(scene.quarters)).to_radians();
        let (pitch, yaw) = (
            scene.lean_degrees.0.to_radians(),
            scene.lean_degrees.1.to_radians(),
        );
        let leaning = |x: f32, y: f32| {
            let (x, y) = (
                x * turn.cos() - y * turn.sin(),
                x * turn.sin() + y * turn.cos(),
            );
            let (y, z) = (y * pitch.cos(), y * pitch.sin());
            [
                x * yaw.cos() + z * yaw.sin(),
                y,
                z * yaw.cos() - x * yaw.sin(),
            ]
        };
        let mut camera = Self {
            across: leaning(1.0, 0.0),
            down: leaning(0.0, 1.0),
            middle: [0.0, 0.0, 400.0],
            focal_px: 0.8 * width.max(height),
            centre: (width / 2.0, height / 2.0),
        };
        // Closer or farther until the bounding box has the share, then aside;
        // both change the perspective a little, so a few times.
        for _ in 0..8 {
            let (low, high) = camera.bounds(width_mm, height_mm);
            let (across, down) = (high.0 - low.0, high.1 - low.1);
            let goal = scene.share * width.max(height);
            let ratio = (goal / across.max(down))
                .min(0.97 * width / across)
                .min(0.97 * height / down);
            camera.middle = camera.middle.map(|value| value / ratio);
            let (low, high) = camera.bounds(width_mm, height_mm);
            let room = (width - (high.0 - low.0), height - (high.1 - low.1));
            let goal = (
                (width + scene.offset.0 * room.0) / 2.0,
                (height + scene.offset.1 * room.1) / 2.0,
            );
            let by = camera.middle[2] / camera.focal_px;
            camera.middle[0] += (goal.0 - (low.0 + high.0) / 2.0) * by;
            camera.middle[1] += (goal.1 - (low.1 + high.1) / 2.0) * by;
        }
        camera
    }

    fn bounds(&self, width_mm: f32, height_mm: f32) -> ((f32, f32), (f32, f32)) {
        let (x, y) = (width_mm / 2.0, height_mm / 2.0);
        [(-x, -y), (x, -y), (x, y), (-x, y)]
            .map(|(x, y)| self.project(x, y))
            .into_iter()
            .fold(
                ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN)),
                |(low, high), (x, y)| {
                    ((low.0.min(x), low.1.min(y)), (high.0.max(x), high.1.max(y)))
                },
            )
    }

    /// Where a point of the document comes to lie in the picture.
    fn project(&self, x: f32, y: f32) -> (f32, f32) {
        let [px, py, pz]: [f32; 3] =
            std::array::from_fn(|n| self.middle[n] + x * self.across[n] + y * self.down[n]);
        (
            self.centre.0 + self.focal_px * px / pz,
            self.centre.1 + self.focal_px * py / pz,
        )
    }

    /// The point of the document's plane that a point of the picture shows,
    /// and how many millimetres a pixel is there.
    fn unproject(&self, u: f32, v: f32) -> (f32, f32, f32) {
        let ray = [
            (u - self.centre.0) / self.focal_px,
            (v - self.centre.1) / self.focal_px,
            1.0,
        ];
        let normal = cross(self.across, self.down);
        let depth = dot(normal, self.middle) / dot(normal, ray);
        let at: [f32; 3] = std::array::from_fn(|n| ray[n] * depth - self.middle[n]);
        (
            dot(at, self.across),
            dot(at, self.down),
            depth / self.focal_px,
        )
    }
}

fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: [f32; 3], b: [f32; 3]) -> [f32; 3] {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

/// Lays the sheet over the picture; four samples a pixel.
fn lay(picture: &mut RgbImage, camera: &Camera, sheet: Sheet<'_>) {
    for (column, row, pixel) in picture.enumerate_pixels_mut() {
        let (x, y, pixel_mm) = camera.unproject(column as f32 + 0.5, row as f32 + 0.5);
        let cover = sheet.cover(x, y, pixel_mm);
        if cover <= 0.0 {
            continue;
        }
        let mut sum = [0.0; 3];
        for (dx, dy) in [(-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25)] {
            let colour = sheet.colour(x + dx * pixel_mm, y + dy * pixel_mm);
            for (sum, value) in sum.iter_mut().zip(colour) {
                *sum += value / 4.0;
            }
        }
        *pixel = Rgb(std::array::from_fn(|n| {
            let below = f32::from(pixel[n]);
            (below + cover * (sum[n] - below)).clamp(0.0, 255.0) as u8
        }));
    }
}
