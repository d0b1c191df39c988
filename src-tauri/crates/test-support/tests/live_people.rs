//! People before a camera: a portrait that is moved does each gesture, and is
//! taken with a card beside the face.

use domain::document::Sex;
use engine::face::{FaceEngine, main_face};
use engine::live::{FaceGuide, Hint, SelfieGuide};
use engine::liveness::{Action, Challenge};
use engine::manifest::Models;
use engine::quality::FaceQuality;
use image::{RgbImage, imageops};
use jiff::civil::date;
use test_support::actor::{Actor, Gesture};
use test_support::person::{Person, ROMA};
use test_support::portrait::{Portrait, Sitter, models};
use test_support::specimen::front;

const SIZE: (u32, u32) = (1280, 720);
const EVERY_MS: u32 = 80;

struct House {
    engine: FaceEngine,
    scene: RgbImage,
    actor: Actor,
}

/// `None`, said loudly, where the models were not fetched.
fn house() -> Option<House> {
    let Some(folder) = models() else {
        eprintln!("SKIPPED: nobody is before the camera (run: cargo xtask models)");
        return None;
    };
    let engine = FaceEngine::open(&Models::open(&folder).expect("a manifest")).expect("models");
    let portrait = Portrait::load(&folder, Sitter::President).expect("a portrait");
    let scene = imageops::resize(&portrait.scene(), 960, 720, imageops::FilterType::Triangle);
    let mut wide = RgbImage::from_pixel(SIZE.0, SIZE.1, *scene.get_pixel(2, 2));
    imageops::replace(&mut wide, &scene, 160, 0);
    let faces = engine.frame_faces(&wide).expect("the models run");
    let face = main_face(&faces).expect("a face");
    let mesh = face.landmarks.iter().map(|p| (p.x, p.y, p.z)).collect();
    Some(House {
        actor: Actor::new(wide.clone(), mesh),
        scene: wide,
        engine,
    })
}

const fn action(gesture: Gesture) -> Action {
    match gesture {
        Gesture::Left => Action::TurnLeft,
        Gesture::Right => Action::TurnRight,
        Gesture::Smile => Action::Smile,
        Gesture::Closer => Action::ComeCloser,
    }
}

#[test]
fn each_gesture_of_an_actor_is_seen() {
    let Some(house) = house() else { return };
    for gesture in Gesture::ALL {
        let challenge = Challenge {
            actions: vec![action(gesture)],
        };
        let mut guide = FaceGuide::new(&house.engine, challenge, FaceQuality::default());
        let mut at_ms = 0;
        let mut sight = None;
        for frame in house.actor.play(&[gesture], 1600, 1000 / EVERY_MS) {
            sight = Some(guide.look(at_ms, &frame).expect("the models run"));
            at_ms += EVERY_MS;
        }
        let sight = sight.expect("frames");
        assert_eq!((sight.done, sight.of), (1, 1), "{gesture:?}: {sight:?}");
    }
}

#[test]
fn a_selfie_is_taken_once_the_document_is_beside_the_face() {
    let Some(house) = house() else { return };
    let see = |guide: &mut SelfieGuide<'_>, frame: &RgbImage, from_ms: u32| {
        let mut sight = None;
        for index in 0..16 {
            let seen = guide.look(from_ms + index * EVERY_MS, frame);
            sight = Some(seen.expect("the models run"));
        }
        sight.expect("a frame was seen")
    };
    let mut guide = SelfieGuide::new(&house.engine, FaceQuality::default());
    let sight = see(&mut guide, &house.scene, 0);
    assert_eq!(sight.hint, Some(Hint::DocumentMissing), "{sight:?}");
    assert!(!sight.done && guide.best().is_none());

    let person = Person::new("Rossi", "Maria", Sex::Female, date(1980, 1, 1), ROMA);
    let print = front(&person, &RgbImage::new(350, 450)).expect("fonts");
    let card = imageops::resize(&print, 300, 189, imageops::FilterType::Triangle);
    let mut frame = house.scene.clone();
    imageops::replace(&mut frame, &card, 245, 440);
    let sight = see(&mut guide, &frame, 2000);
    assert!(sight.done, "{sight:?}");
    assert_eq!(guide.best().map(RgbImage::dimensions), Some(SIZE));
}
