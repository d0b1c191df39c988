//! A photograph that is moved before the camera is never live; a head with
//! depth is no flat picture. On a public-domain portrait among the fetched
//! files.

#[expect(dead_code, reason = "other tests use the rest")]
#[path = "support/replay.rs"]
mod replay;

use std::path::Path;
use std::sync::LazyLock;

use engine::face::{Face, FaceEngine, main_face};
use engine::imaging::{self, Limits};
use engine::liveness::{Analyser, Challenge, Decision, Liveness, LivenessPolicy, Outcome, Test};
use engine::manifest::Models;
use image::RgbImage;
use replay::{EVERY_MS, FRAMES, Motion, close_up, synthetic_head};

/// The engine and the portrait; `None` where the models are not fetched.
static HOUSE: LazyLock<Option<House>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models");
    if !folder.join("fetched").is_dir() {
        eprintln!("SKIPPED: liveness of a portrait (models not fetched; run: cargo xtask models)");
        return None;
    }
    let models = Models::open(&folder).expect("the manifest");
    let engine = FaceEngine::open(&models).expect("the models of faces");
    let path = models.path("portrait-astronaut").expect("a portrait");
    let bytes = std::fs::read(path).expect("readable");
    let photo = imaging::decode(&bytes, &Limits::default())
        .expect("an image")
        .image;
    let faces = engine.faces(&photo).expect("the models run");
    let still = close_up(&photo, main_face(&faces).expect("a face"));
    let faces = engine.faces(&still).expect("the models run");
    let face = main_face(&faces).expect("a face").clone();
    Some(House {
        engine,
        still,
        face,
    })
});

struct House {
    engine: FaceEngine,
    still: RgbImage,
    face: Face,
}

impl House {
    fn judge(&self, frames: &[RgbImage], challenge: Option<Challenge>) -> Liveness {
        let mut analyser = Analyser::new(&self.engine, challenge, LivenessPolicy::default());
        for (index, frame) in (0..).zip(frames) {
            analyser
                .push(index * EVERY_MS, frame)
                .expect("the models run");
        }
        analyser.finish()
    }
}

#[track_caller]
fn outcome(liveness: &Liveness, test: Test) -> Outcome {
    let reason = liveness.reasons.iter().find(|reason| reason.test == test);
    reason
        .unwrap_or_else(|| panic!("{} was not tested", test.code()))
        .outcome
}

#[test]
fn a_photograph_however_moved_is_flat() {
    let Some(house) = &*HOUSE else { return };
    for (seed, motion) in (1..).zip(Motion::ALL) {
        let liveness = house.judge(&replay::replay(&house.still, motion, seed), None);
        assert_eq!(
            liveness.decision,
            Decision::NotLive,
            "{motion:?}: {:?}",
            liveness.reasons
        );
        assert_eq!(
            outcome(&liveness, Test::Planarity),
            Outcome::Failed,
            "{motion:?}"
        );
        assert!(liveness.score < 0.1, "{motion:?}: {}", liveness.score);
        assert_eq!(liveness.frames, FRAMES);
    }
}

#[test]
fn a_synthetic_head_with_depth_is_no_flat_picture() {
    let Some(house) = &*HOUSE else { return };
    let frames = synthetic_head(&house.still, &house.face, 7);
    let liveness = house.judge(&frames, None);
    assert_eq!(
        outcome(&liveness, Test::Planarity),
        Outcome::Passed,
        "{:?}",
        liveness.reasons
    );
    assert_eq!(liveness.decision, Decision::Live, "{:?}", liveness.reasons);
    assert!(!liveness.best.is_empty());

    let asked = "smile,left,blink".parse().expect("actions");
    let liveness = house.judge(&frames, Some(asked));
    assert_eq!(
        liveness.decision,
        Decision::NotLive,
        "it did nothing of what was asked"
    );
    assert_eq!(outcome(&liveness, Test::Challenge), Outcome::Failed);
}

#[test]
fn what_does_not_move_or_is_empty_is_not_live() {
    let Some(house) = &*HOUSE else { return };
    let frozen = house.judge(&vec![house.still.clone(); 30], None);
    assert_eq!(frozen.decision, Decision::NotLive);
    assert_eq!(outcome(&frozen, Test::Freeze), Outcome::Failed);

    let single = house.judge(std::slice::from_ref(&house.still), None);
    assert_ne!(single.decision, Decision::Live);

    let mut empty = RgbImage::new(320, 240);
    let frames: Vec<RgbImage> = (0..30_u8)
        .map(|index| {
            empty.put_pixel(u32::from(index) * 5, 9, image::Rgb([255; 3]));
            empty.clone()
        })
        .collect();
    let empty = house.judge(&frames, None);
    assert_ne!(empty.decision, Decision::Live);
    assert_eq!(outcome(&empty, Test::Held), Outcome::NotAssessable);
    assert_ne!(house.judge(&[], None).decision, Decision::Live);
}

#[test]
fn a_face_that_gives_way_to_another_place_is_not_live() {
    let Some(house) = &*HOUSE else { return };
    // The head leaves to the left and is on the right at once.
    let frames: Vec<RgbImage> = synthetic_head(&house.still, &house.face, 9)
        .into_iter()
        .enumerate()
        .map(|(index, frame)| {
            let mut wide = RgbImage::from_pixel(1000, 480, image::Rgb([90; 3]));
            let left = if index < 20 { 0 } else { 520 };
            image::imageops::replace(&mut wide, &frame, left, 0);
            wide
        })
        .collect();
    assert_ne!(house.judge(&frames, None).decision, Decision::Live);
}
