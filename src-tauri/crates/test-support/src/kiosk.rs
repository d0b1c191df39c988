//! A customer at the kiosk: what its two cameras see of them, and in [`Visit`]
//! their way through the window, one step a function.

mod visit;

use std::collections::HashMap;
use std::path::Path;

use image::{Rgb, RgbImage, imageops};

use crate::actor::{Actor, Gesture, Point};
use crate::fake_camera::{Cameras, Coding, FakeCamera, Mode};
use crate::person::Person;
use crate::portrait::{Portrait, Sitter};
use crate::specimen::{self, Ground, Scene, Sheet};

pub use visit::Visit;

/// What both cameras deliver.
pub const MODE: Mode = Mode::new(Coding::Mjpeg, 1280, 720);
const SIZE: (u32, u32) = (1280, 720);
/// Quality of the cameras' JPEGs.
const QUALITY: u8 = 90;
/// The number of the camera that looks at the customer.
pub const FACE: u32 = 0;
/// The number of the camera that looks at documents.
pub const DOCUMENT: u32 = 1;
/// Pictures of a gesture a second; each is shown twice, so that 25 are seen.
const DRAWN_RATE: u32 = 12;

/// What the cameras of a kiosk see of one customer, as JPEGs.
#[derive(Clone)]
pub struct Films {
    front: Vec<Vec<u8>>,
    rear: Vec<Vec<u8>>,
    selfie: Vec<Vec<u8>>,
    face: Vec<Vec<u8>>,
}

impl Films {
    /// Films of `person`, who looks like the president; `mesh` finds the points
    /// of the face in a picture.
    ///
    /// # Errors
    /// When a portrait or a font is missing.
    pub fn of(
        models: &Path,
        person: &Person,
        mesh: impl Fn(&RgbImage) -> Vec<Point>,
    ) -> anyhow::Result<Self> {
        let portrait = Portrait::load(models, Sitter::President)?;
        let front = specimen::front(person, &portrait.passport_photo())?;
        let rear = specimen::rear(person)?;
        let scene = seated(&portrait);
        let actor = Actor::new(scene.clone(), mesh(&scene));
        let card = imageops::resize(&front, 300, 189, imageops::FilterType::Triangle);
        let with_card = || {
            let mut frames = actor.play(&[], 1500, DRAWN_RATE);
            for frame in &mut frames {
                // Where the window's frame asks for it, which it mirrors.
                imageops::replace(frame, &card, 245, 440);
            }
            frames
        };
        let gestures = [Gesture::Left, Gesture::Closer, Gesture::Smile];
        // Each takes seconds.
        std::thread::scope(|scope| {
            let front = scope.spawn(|| held(&front));
            let rear = scope.spawn(|| held(&rear));
            let selfie = scope.spawn(|| twice(&with_card()));
            let face = scope.spawn(|| twice(&actor.play(&gestures, 900, DRAWN_RATE)));
            Ok(Self {
                front: drawn(front)?,
                rear: drawn(rear)?,
                selfie: drawn(selfie)?,
                face: drawn(face)?,
            })
        })
    }
}

impl Films {
    /// What the camera sees of somebody who sits still, a card beside the face.
    #[must_use]
    pub fn seated(&self) -> &[Vec<u8>] {
        &self.selfie
    }

    /// What a camera sees of the card's front another time: no two pictures of
    /// one thing are the same.
    ///
    /// # Errors
    /// When a picture cannot be coded.
    pub fn front_again(&self) -> anyhow::Result<Vec<Vec<u8>>> {
        // Few are drawn, and shown many times.
        let mut coded: HashMap<&[u8], Vec<u8>> = HashMap::new();
        for frame in &self.front {
            if !coded.contains_key(&**frame) {
                let picture = image::load_from_memory(frame)?.into_rgb8();
                coded.insert(frame, specimen::jpeg(&picture, QUALITY - 5)?);
            }
        }
        let again = |frame: &Vec<u8>| coded[&**frame].clone();
        Ok(self.front.iter().map(again).collect())
    }

    /// What it sees of somebody who does everything that is asked.
    #[must_use]
    pub fn face(&self) -> &[Vec<u8>] {
        &self.face
    }
}

/// The person before the kiosk: in the middle of a frame, a wall beside.
fn seated(portrait: &Portrait) -> RgbImage {
    let scene = imageops::resize(&portrait.scene(), 960, 720, imageops::FilterType::Triangle);
    let wall = *scene.get_pixel(2, 2);
    let mut frame = RgbImage::from_pixel(SIZE.0, SIZE.1, Rgb(wall.0));
    imageops::replace(&mut frame, &scene, 160, 0);
    frame
}

/// What was drawn on a thread of its own.
fn drawn(
    thread: std::thread::ScopedJoinHandle<'_, anyhow::Result<Vec<Vec<u8>>>>,
) -> anyhow::Result<Vec<Vec<u8>>> {
    let result = thread.join();
    result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// `print` as it is held before the camera: still, then tilted each way.
fn held(print: &RgbImage) -> anyhow::Result<Vec<Vec<u8>>> {
    let sheet = Sheet {
        print,
        size_mm: (85.6, 53.98),
        is_card: true,
        wanted: (0.0, 0.0, 1.0, 1.0),
    };
    let shown = |lean_degrees: (f32, f32)| {
        let scene = Scene {
            size_px: SIZE,
            ground: Ground::Plain,
            quarters: 0,
            angle_degrees: 2.0,
            lean_degrees,
            share: 0.66,
            offset: (0.0, 0.0),
            blur_px: 0.4,
            noise: 2.0,
            falloff: 0.1,
            shadow: 0.0,
            fingers: 0,
            seed: 7,
        };
        specimen::jpeg(&scene.take(sheet).picture, QUALITY)
    };
    let flat = shown((0.0, 0.0))?;
    let mut frames = vec![flat.clone(); 40];
    for lean in [(0.0, 22.0), (0.0, -22.0), (-24.0, 0.0), (24.0, 0.0)] {
        let tilted = shown(lean)?;
        frames.extend(std::iter::repeat_n(tilted, 20));
        frames.extend(std::iter::repeat_n(flat.clone(), 15));
    }
    Ok(frames)
}

fn twice(frames: &[RgbImage]) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut coded = Vec::with_capacity(frames.len() * 2);
    for frame in frames {
        let picture = specimen::jpeg(frame, QUALITY)?;
        coded.push(picture.clone());
        coded.push(picture);
    }
    Ok(coded)
}

/// The two cameras of a kiosk.
///
/// # Errors
/// When they cannot be made.
pub fn cameras(films: &Films) -> anyhow::Result<Cameras> {
    let cameras = Cameras::new()?;
    for (number, name, port, frames) in [
        (FACE, "Face camera", "1", &films.selfie),
        (DOCUMENT, "Document camera", "2", &films.front),
    ] {
        let mut camera = FakeCamera::new(name, port, MODE);
        camera.frames.clone_from(frames);
        cameras.plug(number, &camera)?;
    }
    Ok(cameras)
}
