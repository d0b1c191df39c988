//! What two cameras cost, and what recording one of them adds: 1280 × 720
//! MJPEG, 25 pictures a second, virtual cameras.
//!
//! `SPORTELLO_FOOTAGE=VIDEO cargo bench -p sportello-capture --profile dev`;
//! the video may have any size and rate; its path begins at the checkout.

#[expect(
    dead_code,
    unreachable_pub,
    reason = "the module serves the whole application as well"
)]
#[path = "../../test-support/src/fake_camera.rs"]
mod fake_camera;

use std::{
    env, fs, io,
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use capture::{
    camera::{Camera, CameraState, Frame, FrameReceiver, Timeouts, Wish, cameras},
    record::Recorder,
};
use fake_camera::{Cameras, Coding, FakeCamera, Mode, footage};

const FOR: Duration = Duration::from_secs(10);

fn main() {
    if Cameras::of_this_process().is_some() {
        measure();
        return;
    }
    let Some(video) = env::var_os("SPORTELLO_FOOTAGE") else {
        eprintln!("SKIPPED: cameras (SPORTELLO_FOOTAGE names no video)");
        return;
    };
    let mode = Mode::new(Coding::Mjpeg, 1280, 720);
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let frames = footage::of(&checkout.join(video), mode).expect("footage");
    let stage = Cameras::new().expect("a folder");
    for (number, name) in (0..).zip(["Face", "Document"]) {
        let camera = FakeCamera {
            frames: frames.clone(),
            ..FakeCamera::new(name, &number.to_string(), mode)
        };
        stage.plug(number, &camera).expect("a camera");
    }
    let status = Command::new(env::current_exe().expect("this program"))
        .envs(stage.environment().expect("the library"))
        .status();
    assert!(status.expect("this program again").success());
}

fn measure() {
    let wish = Wish {
        accept_less: true,
        ..Wish::default()
    };
    let open: Vec<Camera> = cameras()
        .expect("a list")
        .iter()
        .map(|camera| Camera::open(&camera.id, wish, Timeouts::default()).expect("a camera"))
        .collect();
    let face = open[0].subscribe();
    report("two cameras", &open, &face, |_| {});

    let mut recorder = recorder_into_nothing();
    let face = open[0].subscribe();
    report("two cameras, one recorded", &open, &face, |frame| {
        recorder.push(frame).expect("a frame");
    });
    eprintln!("{:?}", recorder.finish().expect("a recording"));

    // Without the cameras, which a busy machine slows down.
    let face = open[0].subscribe();
    let frames: Vec<Arc<Frame>> = (0..50).filter_map(|_| face.next(FOR)).collect();
    drop(open);
    let mut recorder = recorder_into_nothing();
    let cpu = cpu_seconds();
    for frame in &frames {
        recorder.push(frame).expect("a frame");
    }
    let ms = (cpu_seconds() - cpu) * 1000.0 / frames.len() as f64;
    eprintln!("recording: {ms:.1} ms of a core for each picture");
}

fn recorder_into_nothing() -> Recorder {
    Recorder::start(io::sink(), (1280, 720)).expect("a recorder")
}

fn report(what: &str, cameras: &[Camera], face: &FrameReceiver, mut take: impl FnMut(&Frame)) {
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    let mut taken = 0;
    while begun.elapsed() < FOR {
        if let Some(frame) = face.next(FOR) {
            take(&frame);
            taken += 1;
        }
    }
    let share = (cpu_seconds() - cpu) / begun.elapsed().as_secs_f64() * 100.0;
    let dropped = face.dropped();
    eprintln!("{what}: {share:.0} % of a core, {taken} pictures taken, {dropped} dropped");
    for camera in cameras {
        if let CameraState::Streaming { measured } = camera.state() {
            eprintln!("  {measured}");
        }
    }
}

/// Time on a processor that this process has had: fields 14 and 15 of
/// `/proc/self/stat`, in hundredths of a second.
fn cpu_seconds() -> f64 {
    let told = fs::read_to_string("/proc/self/stat").expect("a process");
    let (_, after_name) = told.rsplit_once(") ").expect("a name");
    let fields: Vec<&str> = after_name.split(' ').collect();
    let ticks = |field: usize| fields[field].parse::<f64>().expect("a number");
    (ticks(11) + ticks(12)) / 100.0
}
