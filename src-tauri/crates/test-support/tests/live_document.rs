//! A document held before a camera, frame by frame: told what to do, taken
//! when it is good, and not before it was tilted as asked.

use domain::document::Sex;
use engine::live::{DocumentGuide, DocumentSight, DocumentStage, Hint, Tilt};
use engine::quality::DocumentQuality;
use image::{Rgb, RgbImage};
use jiff::civil::date;
use test_support::person::{Person, ROMA};
use test_support::specimen::{Ground, Scene, Sheet, rear};

/// Milliseconds between two frames.
const EVERY_MS: u32 = 100;

struct Camera {
    print: RgbImage,
    guide: DocumentGuide,
    at_ms: u32,
    seed: u64,
}

impl Camera {
    fn asking(tilt: Tilt) -> Self {
        let person = Person::new("Rossi", "Maria", Sex::Female, date(1980, 1, 1), ROMA);
        // What a 720p camera resolves of a card that fills half of its frame.
        let quality = DocumentQuality {
            least_dpi: 150.0,
            ..DocumentQuality::default()
        };
        Self {
            print: rear(&person).expect("fonts"),
            guide: DocumentGuide::new(quality, tilt),
            at_ms: 0,
            seed: 0,
        }
    }

    /// What `frames` frames of `scene` lead to.
    fn see(&mut self, scene: &Scene, frames: u32) -> DocumentSight {
        let shot = scene.take(Sheet {
            print: &self.print,
            size_mm: (85.6, 53.98),
            is_card: true,
            wanted: (0.0, 0.0, 1.0, 1.0),
        });
        self.see_picture(&shot.picture, frames)
    }

    fn see_picture(&mut self, picture: &RgbImage, frames: u32) -> DocumentSight {
        let mut sight = None;
        for _ in 0..frames {
            self.at_ms += EVERY_MS;
            self.seed += 1;
            sight = Some(self.guide.look(self.at_ms, picture));
        }
        sight.expect("a frame was seen")
    }
}

fn held() -> Scene {
    Scene {
        size_px: (1280, 720),
        ground: Ground::Plain,
        quarters: 0,
        angle_degrees: 2.0,
        lean_degrees: (0.0, 0.0),
        share: 0.62,
        offset: (0.0, 0.0),
        blur_px: 0.4,
        noise: 2.0,
        falloff: 0.1,
        shadow: 0.0,
        fingers: 0,
        seed: 7,
    }
}

/// The card as it is held after it was tilted.
fn tilted(tilt: Tilt) -> Scene {
    let lean_degrees = match tilt {
        Tilt::Left => (0.0, 22.0),
        Tilt::Right => (0.0, -22.0),
        Tilt::Away => (-24.0, 0.0),
        Tilt::Towards => (24.0, 0.0),
    };
    Scene {
        lean_degrees,
        ..held()
    }
}

#[test]
fn a_card_is_taken_once_it_is_good_and_tilted_as_asked() {
    for tilt in Tilt::ALL {
        let mut camera = Camera::asking(tilt);
        let sight = camera.see(&held(), 12);
        assert_eq!(sight.stage, DocumentStage::Tilt, "{tilt:?}: {sight:?}");
        let sight = camera.see(&tilted(tilt), 2);
        assert_eq!(sight.stage, DocumentStage::Done, "{tilt:?}: {sight:?}");
        let still = camera.guide.best().expect("a good frame");
        assert_eq!(still.image.dimensions(), (1280, 720));
    }
}

#[test]
fn another_tilt_than_the_one_asked_does_not_count() {
    let mut camera = Camera::asking(Tilt::Left);
    camera.see(&held(), 12);
    for shown in [Tilt::Right, Tilt::Away, Tilt::Towards] {
        let sight = camera.see(&tilted(shown), 12);
        assert_eq!(sight.stage, DocumentStage::Tilt, "{shown:?}");
    }
    let sight = camera.see(&held(), 12);
    assert_eq!(sight.hint, Some(Hint::TiltMore));
}

#[test]
fn a_card_that_was_held_askew_at_first_can_still_be_tilted() {
    for (askew, asked) in [(Tilt::Left, Tilt::Left), (Tilt::Away, Tilt::Right)] {
        let mut camera = Camera::asking(asked);
        let sight = camera.see(&tilted(askew), 12);
        assert_eq!(sight.stage, DocumentStage::Tilt, "{askew:?}: {sight:?}");
        let sight = camera.see(&held(), 8);
        assert_eq!(sight.stage, DocumentStage::Tilt, "{askew:?}: {sight:?}");
        let sight = camera.see(&tilted(asked), 2);
        assert_eq!(sight.stage, DocumentStage::Done, "{askew:?}: {sight:?}");
    }
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_taken() {
    let empty = RgbImage::from_fn(1280, 720, |x, y| Rgb([90, (x / 16) as u8, (y / 16) as u8]));
    let mut camera = Camera::asking(Tilt::Left);
    let sight = camera.see_picture(&empty, 12);
    assert_eq!(
        (sight.stage, sight.hint),
        (DocumentStage::Seek, Some(Hint::NoDocument))
    );
    for (name, scene, hint) in [
        (
            "far away",
            Scene {
                share: 0.33,
                ..held()
            },
            Hint::MoveCloser,
        ),
        (
            "out of focus",
            Scene {
                blur_px: 6.0,
                ..held()
            },
            Hint::Blurred,
        ),
    ] {
        let mut camera = Camera::asking(Tilt::Left);
        let sight = camera.see(&scene, 12);
        assert_eq!(sight.hint, Some(hint), "{name}: {sight:?}");
        assert!(camera.guide.best().is_none(), "{name}");
    }
}

#[test]
fn a_card_that_is_waved_has_to_be_held_still() {
    let mut camera = Camera::asking(Tilt::Left);
    for step in 0..8u8 {
        let scene = Scene {
            offset: (f32::from(step) * 0.2 - 0.8, 0.0),
            ..held()
        };
        let sight = camera.see(&scene, 1);
        assert_eq!(sight.hint, Some(Hint::HoldStill), "step {step}: {sight:?}");
    }
    assert!(camera.guide.best().is_none());
}
