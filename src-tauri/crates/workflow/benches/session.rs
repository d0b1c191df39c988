//! How long a whole session takes beside its parts, and what memory the first
//! one and later ones leave behind.
//!
//! `SPORTELLO_SESSION=FOLDER cargo bench -p sportello-workflow --profile dev`;
//! the folder holds evidence as `sportelloctl verify` takes it, such as the
//! example `render_sessions` of `test-support` writes: `measured` is the one
//! with 10 s of 720p.

use std::{
    env, fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use criterion::{Criterion, criterion_group, criterion_main};
use domain::{assessment::ProcessType, evidence::Kind};
use engine::{
    Unwatched, barcode,
    face::{FaceEngine, main_face},
    imaging::{self, Limits},
    manifest::Models,
    mrz::MrzReader,
};
use image::RgbImage;
use jiff::civil::date;
use workflow::verification::{EmbeddedVerifier, Input, Verifier as _};

/// Sessions after which memory is looked at.
const LOOKS: [u32; 4] = [1, 2, 3, 10];

fn session(criterion: &mut Criterion) {
    let Some((folder, models)) = session_and_models() else {
        return;
    };
    let input = input(&folder);
    let verifier = EmbeddedVerifier::new(&models);
    let verify = || {
        verifier
            .verify(&input, &mut Unwatched)
            .expect("the models run")
    };
    for number in 1..=LOOKS[LOOKS.len() - 1] {
        let assessment = verify();
        if LOOKS.contains(&number) {
            let (now, peak) = (memory_mb("VmRSS:"), memory_mb("VmHWM:"));
            let took = assessment.took_ms;
            eprintln!("session {number}: {took} ms, holds {now} MB, at most {peak} MB");
        }
    }
    criterion.bench_function("a whole session", |bencher| bencher.iter(verify));
}

/// The parts that have a bar of their own, on pictures of the same session.
fn parts(criterion: &mut Criterion) {
    let Some((folder, models)) = session_and_models() else {
        return;
    };
    let input = input(&folder);
    let models = Models::open(&models).expect("fetched");
    let picture = |kind: Kind| {
        let (_, bytes) = input.pictures.iter().find(|(name, _)| *name == kind)?;
        let decoded = imaging::decode(bytes, &Limits::default()).expect("a good picture");
        Some(decoded.image)
    };
    if let Some(rear) = picture(Kind::DocumentRear) {
        let reader = MrzReader::open(&models).expect("the models run");
        let read = || reader.read(&rear, input.today).expect("the models run");
        criterion.bench_function("one zone", |bencher| bencher.iter(read));
        let codes = || barcode::read(&rear);
        criterion.bench_function("bar codes of one picture", |bencher| bencher.iter(codes));
    }
    if let Some((front, selfie)) = picture(Kind::DocumentFront).zip(picture(Kind::Selfie)) {
        let engine = FaceEngine::open(&models).expect("the models run");
        let described = |picture: &RgbImage| {
            let faces = engine.faces(picture).expect("the models run");
            let face = main_face(&faces).expect("a face");
            engine.describe(picture, face).expect("the models run")
        };
        let compare = || {
            thread::scope(|scope| {
                let portrait = scope.spawn(|| described(&front));
                let person = described(&selfie);
                let portrait = portrait.join().expect("no thread panics");
                portrait.distance(&person)
            })
        };
        criterion.bench_function("one face comparison", |bencher| bencher.iter(compare));
    }
}

/// The session's folder and that of the models; `None`, said loudly, where one
/// is missing.
fn session_and_models() -> Option<(PathBuf, PathBuf)> {
    let Some(folder) = env::var_os("SPORTELLO_SESSION").map(PathBuf::from) else {
        eprintln!("SKIPPED: a session (SPORTELLO_SESSION names no folder)");
        return None;
    };
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models");
    if !models.join("fetched").is_dir() {
        eprintln!("SKIPPED: a session (models not fetched; run: cargo xtask models)");
        return None;
    }
    Some((folder, models))
}

fn input(folder: &Path) -> Input {
    let mut input = Input {
        process: ProcessType::High,
        declared: Vec::new(),
        captured: Vec::new(),
        reported: Vec::new(),
        pictures: Vec::new(),
        video: None,
        problems: Vec::new(),
        failure: None,
        today: date(2026, 11, 21),
    };
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("readable").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        match stem.and_then(Kind::from_name) {
            Some(Kind::Video) => input.video = Some(fs::read(&path).expect("readable")),
            Some(kind) if kind.is_image() => {
                input
                    .pictures
                    .push((kind, fs::read(&path).expect("readable")));
            }
            Some(_) | None => {}
        }
    }
    input.pictures.sort_by_key(|(kind, _)| *kind);
    assert!(!input.pictures.is_empty(), "a session has pictures");
    input
}

/// A line of `/proc/self/status`; 0 where the system has none.
fn memory_mb(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .and_then(|line| line.trim().strip_suffix(" kB"))
        .and_then(|kilobytes| kilobytes.parse::<u64>().ok())
        .map_or(0, |kilobytes| kilobytes * 1024 / 1_000_000)
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(20));
    targets = session, parts
}
criterion_main!(benches);
