//! How well people are told from photographs on `../shared/data`, as tables in
//! the log, and that it does not get worse.

#[path = "support/film.rs"]
mod film;
#[expect(dead_code, reason = "other tests use the rest")]
#[path = "support/replay.rs"]
mod replay;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use engine::face::{FaceEngine, main_face};
use engine::imaging::{self, Limits};
use engine::liveness::{
    Action, Analyser, Decision, LONGER_SIDE_PX, Liveness, LivenessPolicy, SAMPLE_EVERY_MS, Test,
};
use engine::manifest::Models;
use image::RgbImage;
use replay::{EVERY_MS, Motion, close_up, encode, has_ffmpeg, replay};

/// Folders of recordings of people, and how many must be found live.
const PEOPLE: [(&str, usize); 3] = [("videos", 5), ("video_grid", 5), ("video_asl", 5)];

/// Blinks that were read by eye: least share that is found, and least share of
/// those found that are there.
const BLINKS: (f64, f64) = (0.8, 0.8);

/// Folders of photographs that are replayed, and how many of each.
const STILLS: [(&str, usize); 3] = [
    ("faces", 20),
    ("faces_studio", 24),
    ("liveness_silentface", 3),
];

/// Least share of the replays that are refused for being flat; the others must
/// be refused as well.
const FLAT: f64 = 0.95;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

fn engine(what: &str) -> Option<FaceEngine> {
    if !root().join("models/fetched").is_dir() {
        eprintln!("SKIPPED: {what} (models not fetched; run: cargo xtask models)");
        return None;
    }
    let models = Models::open(&root().join("models")).expect("the manifest");
    Some(FaceEngine::open(&models).expect("the models of faces"))
}

/// The files of the folder `name` of the shared data, in order.
fn files(name: &str, extensions: &[&str]) -> Vec<PathBuf> {
    let folder = root().join("../shared/data").join(name);
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!(
            "SKIPPED: liveness on {name} ({} is not there)",
            folder.display()
        );
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|end| extensions.iter().any(|name| end == *name))
        })
        .collect();
    files.sort();
    files
}

fn judge_film(engine: &FaceEngine, film: &Path) -> (Liveness, Duration) {
    let mut analyser = Analyser::new(engine, None, LivenessPolicy::default());
    let mut spent = Duration::ZERO;
    film::frames(film, SAMPLE_EVERY_MS, LONGER_SIDE_PX, |time_ms, frame| {
        let begun = Instant::now();
        analyser.push(time_ms, frame).expect("the models run");
        spent += begun.elapsed();
    });
    let begun = Instant::now();
    let liveness = analyser.finish();
    (liveness, spent + begun.elapsed())
}

fn planarity(liveness: &Liveness) -> f64 {
    let reason = liveness
        .reasons
        .iter()
        .find(|reason| reason.test == Test::Planarity);
    reason.and_then(|reason| reason.value).unwrap_or(f64::NAN)
}

fn missed(liveness: &Liveness) -> String {
    let missed = liveness
        .reasons
        .iter()
        .filter(|reason| reason.outcome.code() != "passed");
    missed
        .map(|reason| reason.test.code())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn people_are_live() {
    let Some(engine) = engine("liveness of people") else {
        return;
    };
    if !has_ffmpeg("liveness of people") {
        return;
    }
    eprintln!(
        "| recording | decision | score | correlation | repetition | frames | ms | not passed |"
    );
    eprintln!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (folder, expected) in PEOPLE {
        let films = files(folder, &["mp4", "mpg", "mkv"]);
        let mut live = 0;
        for film in &films {
            let (liveness, took) = judge_film(&engine, film);
            live += usize::from(liveness.decision == Decision::Live);
            eprintln!(
                "| {folder}/{} | {:?} | {:.2} | {:.4} | {:.2} | {} | {} | {} |",
                film.file_stem().expect("a name").display(),
                liveness.decision,
                liveness.score,
                planarity(&liveness),
                liveness
                    .continuity
                    .repetition
                    .map_or(f32::NAN, |found| found.ratio),
                liveness.frames,
                took.as_millis(),
                missed(&liveness),
            );
        }
        assert!(
            films.is_empty() || live >= expected,
            "{folder}: {live} live"
        );
    }
}

#[test]
fn replayed_photographs_are_refused() {
    let Some(engine) = engine("liveness of replays") else {
        return;
    };
    let with_ffmpeg = has_ffmpeg("replays that are encoded again");
    let folder = tempfile::tempdir().expect("a folder");
    let (mut replays, mut flat, mut most) = (0, 0, Vec::new());
    eprintln!("| still | motion | decision | correlation | not passed |");
    eprintln!("| --- | --- | --- | --- | --- |");
    for (name, count) in STILLS {
        let stills = files(name, &["jpg", "png"]);
        for (index, path) in stills.iter().take(count).enumerate() {
            let bytes = fs::read(path).expect("readable");
            let photo = imaging::decode(&bytes, &Limits::default())
                .expect("an image")
                .image;
            let faces = engine.faces(&photo).expect("the models run");
            let Some(face) = main_face(&faces) else {
                continue;
            };
            let still = close_up(&photo, face);
            let motion = Motion::ALL[index % Motion::ALL.len()];
            let frames = replay(&still, motion, index as u64);
            // Every second one as a telephone would send it.
            let (how, liveness) = if with_ffmpeg && index % 2 == 1 {
                let film = folder.path().join("replay.mp4");
                encode(&frames, &film);
                (" encoded", judge_film(&engine, &film).0)
            } else {
                ("", judge_frames(&engine, &frames))
            };
            let file = path.file_stem().expect("a name").display();
            eprintln!(
                "| {name}/{file} | {motion:?}{how} | {:?} | {:.4} | {} |",
                liveness.decision,
                planarity(&liveness),
                missed(&liveness),
            );
            assert_ne!(liveness.decision, Decision::Live, "{file} {motion:?}{how}");
            replays += 1;
            flat += usize::from(liveness.decision == Decision::NotLive);
            most.push(planarity(&liveness));
        }
    }
    if replays == 0 {
        return;
    }
    most.sort_by(f64::total_cmp);
    eprintln!(
        "{flat} of {replays} replays not live, the others not assessable; least correlation {:.4}",
        most[0]
    );
    assert!(
        flat as f64 >= FLAT * f64::from(replays),
        "{flat} of {replays}"
    );
}

/// What is done to recordings of people: its name, the recordings that go in,
/// the filter of FFmpeg, and the test that must fail.
const TAMPERED: [(&str, &[&str], &str, Test); 4] = [
    (
        "repeated",
        &["genuine_d10"],
        "[0:v]trim=0:2.6,split=3[a][b][c];[a][b][c]concat=n=3",
        Test::Repetition,
    ),
    (
        "there and back",
        &["genuine_d12"],
        "[0:v]trim=0:2.5,split[a][b];[b]reverse[c];[a][c]concat=n=2",
        Test::Repetition,
    ),
    (
        "frozen",
        &["genuine_d3"],
        "[0:v]trim=0:3,tpad=stop_mode=clone:stop_duration=2",
        Test::Freeze,
    ),
    (
        "cut",
        &["genuine_d3", "genuine_d10"],
        "[0:v]trim=0:2[a];[1:v]trim=0:2[b];[a][b]concat=n=2",
        Test::Cuts,
    ),
];

#[test]
fn tampered_recordings_of_people_are_refused() {
    let Some(engine) = engine("tampered recordings") else {
        return;
    };
    let films = files("videos", &["mp4"]);
    if films.is_empty() || !has_ffmpeg("tampered recordings") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let tampered = folder.path().join("tampered.mp4");
    for (name, sources, filter, test) in TAMPERED {
        let mut command = Command::new("ffmpeg");
        command.args(["-y", "-v", "error"]);
        for source in sources {
            let film = films
                .iter()
                .find(|film| film.file_stem().is_some_and(|stem| stem == *source));
            command.arg("-i").arg(film.expect("the recording"));
        }
        command.args(["-filter_complex", filter, "-an", "-c:v", "libx264"]);
        command.args(["-preset", "veryfast", "-crf", "24", "-pix_fmt", "yuv420p"]);
        assert!(
            command
                .arg(&tampered)
                .status()
                .expect("ffmpeg runs")
                .success()
        );
        let liveness = judge_film(&engine, &tampered).0;
        eprintln!(
            "{name}: {:?}, not passed: {}",
            liveness.decision,
            missed(&liveness)
        );
        assert_eq!(liveness.decision, Decision::NotLive, "{name}");
        assert!(missed(&liveness).contains(test.code()), "{name}");
    }
}

fn judge_frames(engine: &FaceEngine, frames: &[RgbImage]) -> Liveness {
    let mut analyser = Analyser::new(engine, None, LivenessPolicy::default());
    for (index, frame) in (0..).zip(frames) {
        analyser
            .push(index * EVERY_MS, frame)
            .expect("the models run");
    }
    analyser.finish()
}

#[test]
fn blinks_are_found_where_a_person_sees_them() {
    let Some(engine) = engine("blinks") else {
        return;
    };
    if !has_ffmpeg("blinks") {
        return;
    }
    let (mut there, mut seen, mut right, mut wrong) = (0, 0, 0, 0);
    for film in files("video_grid", &["mpg"]) {
        let table = fs::read_to_string(film.with_file_name("labels.csv")).expect("labels");
        let name = film.file_name().expect("a name").display().to_string();
        let row = table
            .lines()
            .find(|row| row.starts_with(&name))
            .expect("a row");
        // Frame numbers at 25 a second, one more either side.
        let blinks: Vec<(u32, u32)> = row
            .split(',')
            .nth(6)
            .expect("blink frames")
            .split(';')
            .filter_map(|blink| blink.split_once('-'))
            .map(|(from, until)| {
                let number = |text: &str| text.parse::<u32>().expect("a frame");
                (
                    number(from).saturating_sub(1) * 40,
                    (number(until) + 1) * 40,
                )
            })
            .collect();
        let liveness = judge_film(&engine, &film).0;
        let events: Vec<_> = liveness
            .events
            .iter()
            .filter(|event| event.action == Action::Blink)
            .collect();
        let meets = |(from, until): &(u32, u32), at: u32| (*from..=*until).contains(&at);
        let is_seen = |blink: &&(u32, u32)| events.iter().any(|event| meets(blink, event.peak_ms));
        let hits = events
            .iter()
            .filter(|event| blinks.iter().any(|blink| meets(blink, event.peak_ms)))
            .count();
        there += blinks.len();
        seen += blinks.iter().filter(is_seen).count();
        right += hits;
        wrong += events.len() - hits;
        eprintln!(
            "{name}: {} blinks, {} found, {hits} of them right",
            blinks.len(),
            events.len()
        );
    }
    if there == 0 {
        return;
    }
    let recall = seen as f64 / there as f64;
    let precision = right as f64 / (right + wrong).max(1) as f64;
    eprintln!("blinks: recall {recall:.2}, precision {precision:.2}");
    assert!(recall >= BLINKS.0 && precision >= BLINKS.1);
}
