//! A person before a camera who does what is asked: a portrait whose face is
//! moved by the points of its mesh.
//!
//! Good enough for the engine to see the gestures; no proof of life, and no
//! match for a person.

use image::{Rgb, RgbImage};

/// Points of MediaPipe's face mesh: corners of the mouth, the person's right
/// and left.
const MOUTH: [usize; 2] = [61, 291];
/// Outermost points at the temples.
const TEMPLES: [usize; 2] = [234, 454];
/// Pixels between two points at which the movement is worked out.
const STEP: usize = 4;

/// A point of the mesh: to the right, down, away from the camera, in pixels.
pub type Point = (f32, f32, f32);

/// What the face does at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pose {
    /// Degrees by which the head is turned to the person's own left.
    pub turn: f32,
    /// How much wider the mouth is, as a share of its width.
    pub smile: f32,
    /// How much larger everything is.
    pub zoom: f32,
    /// How far the picture has moved, in pixels.
    pub sway: (f32, f32),
}

impl Default for Pose {
    fn default() -> Self {
        Self {
            turn: 0.0,
            smile: 0.0,
            zoom: 1.0,
            sway: (0.0, 0.0),
        }
    }
}

/// Something an actor does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// Turn to the person's own left and back.
    Left,
    /// The same to the right.
    Right,
    /// Smile for a while.
    Smile,
    /// Come closer and go back.
    Closer,
}

impl Gesture {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Left, Self::Right, Self::Smile, Self::Closer];

    /// How many milliseconds it takes.
    #[must_use]
    pub const fn lasts_ms(self) -> u32 {
        match self {
            Self::Left | Self::Right | Self::Closer => 1400,
            Self::Smile => 1300,
        }
    }

    /// The pose when `part` of it (0 to 1) is over.
    fn at(self, part: f32) -> Pose {
        // Up within the first third, down within the last.
        let strength = (part * 3.0).min((1.0 - part) * 3.0).clamp(0.0, 1.0);
        let strength = strength * strength * (3.0 - 2.0 * strength);
        let rest = Pose::default();
        match self {
            Self::Left => Pose {
                turn: 42.0 * strength,
                ..rest
            },
            Self::Right => Pose {
                turn: -45.0 * strength,
                ..rest
            },
            Self::Smile => Pose {
                smile: 0.4 * strength,
                ..rest
            },
            Self::Closer => Pose {
                zoom: 1.0 + 0.45 * strength,
                ..rest
            },
        }
    }
}

/// A portrait that can be moved.
pub struct Actor {
    scene: RgbImage,
    mesh: Vec<Point>,
}

impl Actor {
    /// The person in `scene`, the 468 points of whose face are `mesh`.
    #[must_use]
    pub const fn new(scene: RgbImage, mesh: Vec<Point>) -> Self {
        Self { scene, mesh }
    }

    /// What the camera sees of `gestures`, one after the other, with a moment
    /// of rest before each and at the end, `rate` frames a second.
    pub fn play(&self, gestures: &[Gesture], rest_ms: u32, rate: u32) -> Vec<RgbImage> {
        let mut poses = Vec::new();
        let frames = |ms: u32| ms * rate / 1000;
        for gesture in gestures {
            poses.extend((0..frames(rest_ms)).map(|_| Pose::default()));
            let count = frames(gesture.lasts_ms());
            poses.extend((0..count).map(|index| gesture.at(index as f32 / count as f32)));
        }
        poses.extend((0..frames(rest_ms)).map(|_| Pose::default()));
        (0..)
            .zip(poses)
            .map(|(index, pose): (u32, Pose)| {
                // Nobody sits as still as a picture.
                let time = index as f32 / rate as f32;
                let sway = (3.0 * (1.9 * time).sin(), 2.0 * (1.3 * time).cos());
                self.frame(&Pose { sway, ..pose })
            })
            .collect()
    }

    /// What the camera sees of `pose`.
    #[must_use]
    pub fn frame(&self, pose: &Pose) -> RgbImage {
        let field = Field::of(self, pose);
        let middle = self.middle();
        let (width, height) = self.scene.dimensions();
        RgbImage::from_fn(width, height, |x, y| {
            let at = (
                middle.0 + (x as f32 - pose.sway.0 - middle.0) / pose.zoom,
                middle.1 + (y as f32 - pose.sway.1 - middle.1) / pose.zoom,
            );
            // Where the point came from: a few steps find it.
            let mut from = at;
            for _ in 0..3 {
                let moved = field.at(from);
                from = (at.0 - moved.0, at.1 - moved.1);
            }
            sample(&self.scene, from)
        })
    }

    fn middle(&self) -> (f32, f32) {
        let count = self.mesh.len().max(1) as f32;
        let sum = |of: fn(&Point) -> f32| self.mesh.iter().map(of).sum::<f32>() / count;
        (sum(|p| p.0), sum(|p| p.1))
    }

    /// How wide the face is, from temple to temple.
    fn width(&self) -> f32 {
        let [right, left] = TEMPLES.map(|index| self.point(index));
        (left.0 - right.0).abs().max(1.0)
    }

    fn point(&self, index: usize) -> Point {
        self.mesh.get(index).copied().unwrap_or_default()
    }

    /// How far each point of the mesh moves.
    fn moves(&self, pose: &Pose) -> Vec<(f32, f32)> {
        let mut moves = vec![(0.0, 0.0); self.mesh.len()];
        let middle = self.middle().0;
        let (sin, cos) = pose.turn.to_radians().sin_cos();
        for (by, (x, _, z)) in moves.iter_mut().zip(&self.mesh) {
            // What is near the camera goes to the side the head turns to.
            by.0 += (x - middle) * (cos - 1.0) - z * sin;
        }
        let [right, left] = MOUTH.map(|index| self.point(index));
        let wide = left.0 - right.0;
        for (corner, side) in [(right, -0.5), (left, 0.5)] {
            for (by, (x, y, _)) in moves.iter_mut().zip(&self.mesh) {
                let off = ((x - corner.0).powi(2) + (y - corner.1).powi(2)) / (0.3 * wide).powi(2);
                let pull = (-off).exp() * pose.smile * wide * side;
                by.0 += pull;
                by.1 -= pull.abs() * 0.3;
            }
        }
        moves
    }
}

/// How far each place of the picture moves.
struct Field {
    columns: usize,
    values: Vec<(f32, f32)>,
}

impl Field {
    fn of(actor: &Actor, pose: &Pose) -> Self {
        let columns = actor.scene.width() as usize / STEP + 2;
        let rows = actor.scene.height() as usize / STEP + 2;
        let mut sums = vec![(0.0, 0.0, 0.0_f32); columns * rows];
        let reach = 0.035 * actor.width();
        let around = (4.0 * reach) as i64 / STEP as i64 + 1;
        for ((x, y, _), by) in actor.mesh.iter().zip(actor.moves(pose)) {
            let (column, row) = ((x / STEP as f32) as i64, (y / STEP as f32) as i64);
            for v in (row - around).max(0)..(row + around).min(rows as i64) {
                for u in (column - around).max(0)..(column + around).min(columns as i64) {
                    let off = ((u * STEP as i64) as f32 - x).powi(2)
                        + ((v * STEP as i64) as f32 - y).powi(2);
                    let weight = (-off / (2.0 * reach * reach)).exp();
                    let sum = &mut sums[v as usize * columns + u as usize];
                    *sum = (sum.0 + weight * by.0, sum.1 + weight * by.1, sum.2 + weight);
                }
            }
        }
        let values = sums
            .into_iter()
            // Far from every point nothing moves.
            .map(|(x, y, weight)| (x / (weight + 0.05), y / (weight + 0.05)))
            .collect();
        Self { columns, values }
    }

    fn at(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let (u, v) = ((x / STEP as f32).max(0.0), (y / STEP as f32).max(0.0));
        let (column, row) = (u as usize, v as usize);
        let (a, b) = (u.fract(), v.fract());
        let value = |column: usize, row: usize| {
            let column = column.min(self.columns - 1);
            let index = row * self.columns + column;
            self.values.get(index).copied().unwrap_or_default()
        };
        let mix =
            |p: (f32, f32), q: (f32, f32), t: f32| (p.0 + (q.0 - p.0) * t, p.1 + (q.1 - p.1) * t);
        let above = mix(value(column, row), value(column + 1, row), a);
        let below = mix(value(column, row + 1), value(column + 1, row + 1), a);
        mix(above, below, b)
    }
}

fn sample(scene: &RgbImage, (x, y): (f32, f32)) -> Rgb<u8> {
    let (right, bottom) = (scene.width() - 1, scene.height() - 1);
    let (x, y) = (x.clamp(0.0, right as f32), y.clamp(0.0, bottom as f32));
    let (left, top) = (x as u32, y as u32);
    let (a, b) = (x.fract(), y.fract());
    let at = |dx: u32, dy: u32| {
        scene
            .get_pixel((left + dx).min(right), (top + dy).min(bottom))
            .0
            .map(f32::from)
    };
    let [p, q, r, s] = [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
    Rgb(std::array::from_fn(|n| {
        let (above, below) = (p[n] + (q[n] - p[n]) * a, r[n] + (s[n] - r[n]) * a);
        (above + (below - above) * b) as u8
    }))
}
