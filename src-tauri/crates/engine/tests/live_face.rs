//! A face before the camera: told what to do, asked one gesture after the
//! other, and none counts that was not asked. On a public-domain portrait
//! among the fetched files, and on recordings of people where there are some.

#[path = "support/film.rs"]
mod film;
#[expect(dead_code, reason = "other tests use the rest")]
#[path = "support/replay.rs"]
mod replay;
#[expect(dead_code, reason = "other tests use the rest")]
#[path = "support/shared_data.rs"]
mod shared_data;

use std::path::Path;
use std::sync::LazyLock;

use engine::face::{FaceEngine, main_face};
use engine::imaging::{self, Limits};
use engine::live::{FaceGuide, FaceSight, FaceStage, Hint};
use engine::liveness::{Action, LONGER_SIDE_PX};
use engine::manifest::Models;
use engine::quality::FaceQuality;
use image::{Rgb, RgbImage, imageops};

/// The engine and a close-up of a portrait; `None` where the models are not
/// fetched.
static HOUSE: LazyLock<Option<House>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models");
    if !folder.join("fetched").is_dir() {
        eprintln!("SKIPPED: a face before the camera (run: cargo xtask models)");
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
    let still = replay::close_up(&photo, main_face(&faces).expect("a face"));
    Some(House { engine, still })
});

struct House {
    engine: FaceEngine,
    still: RgbImage,
}

impl House {
    fn asking(&self, challenge: &str) -> FaceGuide<'_> {
        let challenge = challenge.parse().expect("actions");
        // The portrait is a photograph of its own sharpness and light.
        let quality = FaceQuality {
            most_blur_share: 1.0,
            ..FaceQuality::default()
        };
        FaceGuide::new(&self.engine, challenge, quality)
    }

    /// The portrait in the middle of a frame, `share` of its height.
    fn frame(&self, share: f32, left: f32) -> RgbImage {
        let side = (480.0 * share) as u32;
        let face = imageops::resize(&self.still, side, side, imageops::FilterType::Triangle);
        let mut frame = RgbImage::from_pixel(640, 480, Rgb([120; 3]));
        let x = ((640.0 - side as f32) / 2.0 + left * 640.0) as i64;
        imageops::replace(&mut frame, &face, x, (480 - i64::from(side)) / 2);
        frame
    }
}

fn see(guide: &mut FaceGuide<'_>, from_ms: u32, frame: &RgbImage, frames: u32) -> FaceSight {
    let mut sight = None;
    for index in 0..frames {
        let seen = guide.look(from_ms + index * 80, frame);
        sight = Some(seen.expect("the models run"));
    }
    sight.expect("a frame was seen")
}

#[test]
fn the_face_is_led_to_its_place() {
    let Some(house) = &*HOUSE else { return };
    let nobody = RgbImage::from_pixel(640, 480, Rgb([120; 3]));
    let mut two = house.frame(0.6, -0.24);
    imageops::replace(&mut two, &house.frame(0.6, 0.24), 0, 0);
    let right = imageops::crop_imm(&house.frame(0.6, -0.24), 0, 0, 320, 480).to_image();
    imageops::replace(&mut two, &right, 0, 0);
    for (name, frame, hint) in [
        ("nobody", nobody, Hint::NoFace),
        ("far away", house.frame(0.4, 0.0), Hint::FaceTooSmall),
        ("at the side", house.frame(0.8, 0.3), Hint::CentreFace),
        ("two people", two, Hint::SeveralFaces),
    ] {
        let mut guide = house.asking("closer");
        let sight = see(&mut guide, 0, &frame, 3);
        assert_eq!(sight.hint, Some(hint), "{name}: {sight:?}");
        assert_eq!(sight.stage, FaceStage::Position, "{name}");
        assert_eq!(sight.asked, None, "{name}");
    }
}

#[test]
fn a_gesture_is_asked_once_the_face_is_in_its_place_and_seen_when_it_comes() {
    let Some(house) = &*HOUSE else { return };
    let mut guide = house.asking("closer,smile");
    let sight = see(&mut guide, 0, &house.frame(0.8, 0.0), 12);
    assert_eq!((sight.stage, sight.hint), (FaceStage::Action, None));
    assert_eq!(sight.asked, Some(Action::ComeCloser));
    let sight = see(&mut guide, 1000, &house.frame(1.25, 0.0), 8);
    assert_eq!((sight.done, sight.of), (1, 2), "{sight:?}");
    assert_eq!(sight.asked, Some(Action::Smile));
    let sight = see(&mut guide, 2000, &house.frame(0.8, 0.0), 8);
    assert_eq!(sight.done, 1, "a face that does not smile");
}

#[test]
fn people_are_seen_doing_what_they_do_in_the_order_asked() {
    let Some(house) = &*HOUSE else { return };
    let Some(data) = shared_data::folder("videos") else {
        return;
    };
    for (name, challenge, done) in [
        ("genuine_d12.mp4", "right,left", 2),
        ("genuine_d12.mp4", "left,right", 1),
        ("genuine_d3.mp4", "blink,left", 2),
        ("genuine_d10.mp4", "left", 0),
    ] {
        let mut guide = house.asking(challenge);
        let mut most = 0;
        film::frames(&data.join(name), 80, LONGER_SIDE_PX, |at_ms, frame| {
            let sight = guide.look(at_ms, frame).expect("the models run");
            most = sight.done;
        });
        assert_eq!(most, done, "{name}: {challenge}");
    }
}
