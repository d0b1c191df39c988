//! One attempt at one piece: a thread that looks at the newest frame, and one
//! that records every frame.

use std::{
    io::Write,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use capture::jpeg;
use domain::{
    id::EvidenceId,
    kiosk::{Challenge, Piece, Tilt},
};
use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedSender;

use super::{
    camera::{Eye, Frame, Recorders},
    guide::{FaceSight, Guides, StillSight, StillStage},
};

/// How long a thread waits for a frame before it looks whether it is to stop.
const BREATH: Duration = Duration::from_millis(100);
/// The quality of stills: the file is large, and nothing is lost that matters.
const QUALITY: u8 = 92;

/// What an attempt says of itself.
pub(super) struct Report {
    /// Which attempt.
    pub(super) run: u64,
    /// What happened.
    pub(super) news: News,
}

/// What happened in an attempt.
pub(super) enum News {
    /// Something that is shown has changed.
    Seen,
    /// A picture was taken, as a JPEG; by hand or not.
    Still { jpeg: Vec<u8>, manual: bool },
    /// The face has done everything.
    FaceDone,
    /// It cannot go on; a stable code.
    Failed(String),
}

/// What is seen at the moment.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sight {
    pub(super) still: Option<StillSight>,
    pub(super) face: Option<FaceSight>,
    /// Width and height of the frame that was looked at.
    pub(super) size: (u32, u32),
    /// There is no guide: a picture can be taken by hand alone.
    pub(super) unguided: bool,
}

/// A running attempt.
pub(super) struct Taking {
    pub(super) run: u64,
    pub(super) piece: Piece,
    pub(super) attempt: u8,
    pub(super) tilt: Tilt,
    pub(super) since: Timestamp,
    /// The recording, where one was begun.
    pub(super) draft: Option<EvidenceId>,
    shared: Arc<Shared>,
    watching: Option<JoinHandle<()>>,
    recording: Option<JoinHandle<Result<(), String>>>,
}

/// What an attempt is made of.
pub(super) struct Start {
    pub(super) run: u64,
    pub(super) piece: Piece,
    pub(super) attempt: u8,
    pub(super) tilt: Tilt,
    pub(super) challenge: Challenge,
    pub(super) since: Timestamp,
    pub(super) eye: Arc<dyn Eye>,
    pub(super) guides: Arc<dyn Guides>,
    pub(super) recorders: Arc<dyn Recorders>,
    /// Where the recording goes.
    pub(super) draft: Option<(EvidenceId, Box<dyn Write + Send>)>,
    pub(super) reports: UnboundedSender<Report>,
}

struct Shared {
    run: u64,
    sight: Mutex<Sight>,
    stop: AtomicBool,
    take_now: AtomicBool,
    reports: UnboundedSender<Report>,
}

impl Shared {
    // A panic while the sight was held leaves it whole: it is only replaced.
    fn sight(&self) -> MutexGuard<'_, Sight> {
        self.sight.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }

    fn report(&self, news: News) {
        let report = Report {
            run: self.run,
            news,
        };
        // Nobody listens any more: the kiosk is closing.
        drop(self.reports.send(report));
    }

    fn see(&self, change: impl FnOnce(&mut Sight)) {
        let mut sight = self.sight();
        let before = *sight;
        change(&mut sight);
        let changed = *sight != before;
        drop(sight);
        if changed {
            self.report(News::Seen);
        }
    }
}

impl Taking {
    /// Begins an attempt.
    pub(super) fn begin(start: Start) -> Self {
        let Start {
            run,
            piece,
            attempt,
            tilt,
            challenge,
            since,
            eye,
            guides,
            recorders,
            draft,
            reports,
        } = start;
        let shared = Arc::new(Shared {
            run,
            sight: Mutex::default(),
            stop: AtomicBool::new(false),
            take_now: AtomicBool::new(false),
            reports,
        });
        let (draft, recording) = match draft {
            Some((id, sink)) => {
                let (eye, shared) = (Arc::clone(&eye), Arc::clone(&shared));
                let thread = thread::spawn(move || record(&*eye, &*recorders, sink, &shared));
                (Some(id), Some(thread))
            }
            None => (None, None),
        };
        let watching = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                let guided = if piece == Piece::Face {
                    watch_face(&*eye, &*guides, &challenge, &shared)
                } else {
                    watch_still(&*eye, &*guides, piece, tilt, &shared)
                };
                if let Err(code) = guided {
                    tracing::warn!(%code, "There is no guide to {}", piece.name());
                    if piece == Piece::Face {
                        shared.report(News::Failed(code));
                    } else {
                        shared.see(|sight| sight.unguided = true);
                        by_hand(&*eye, &shared);
                    }
                }
            })
        };
        Self {
            run,
            piece,
            attempt,
            tilt,
            since,
            draft,
            shared,
            watching: Some(watching),
            recording,
        }
    }

    /// What is seen at the moment.
    pub(super) fn sight(&self) -> Sight {
        *self.shared.sight()
    }

    /// Takes the picture by hand.
    pub(super) fn take_now(&self) {
        self.shared.take_now.store(true, Ordering::Release);
    }

    /// Ends both threads and waits for them; blocks for a breath. Whether the
    /// recording is whole.
    pub(super) fn end(mut self) -> bool {
        self.shared.stop.store(true, Ordering::Release);
        if let Some(watching) = self.watching.take()
            && watching.join().is_err()
        {
            tracing::error!("The thread that looks at frames has panicked");
        }
        match self.recording.take().map(JoinHandle::join) {
            Some(Ok(Ok(()))) => true,
            Some(Ok(Err(code))) => {
                tracing::warn!(%code, "The recording failed");
                false
            }
            Some(Err(_)) => {
                tracing::error!("The thread that records has panicked");
                false
            }
            None => false,
        }
    }
}

impl Drop for Taking {
    /// Whoever forgets to end it ends it all the same, without waiting.
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
    }
}

/// Records every frame until it is told to stop.
fn record(
    eye: &dyn Eye,
    recorders: &dyn Recorders,
    sink: Box<dyn Write + Send>,
    shared: &Shared,
) -> Result<(), String> {
    let mut frames = eye.subscribe();
    let mut sink = Some(sink);
    let mut film = None;
    while !shared.stopped() {
        let Some(frame) = frames.next(BREATH) else {
            continue;
        };
        if let Some(sink) = sink.take() {
            film = Some(recorders.start(sink, frame.image.dimensions())?);
        }
        if let Some(film) = film.as_mut() {
            film.push(&frame)?;
        }
    }
    film.map_or_else(|| Err("no_frames".to_owned()), |film| film.finish())
}

/// Gives every newest frame to `look` until it says that it is enough, or the
/// attempt ends. What the guide kept up with goes to the log.
fn each_frame(eye: &dyn Eye, shared: &Shared, mut look: impl FnMut(u32, &Frame) -> bool) {
    let mut after = 0;
    let mut first = None;
    let (mut looked, mut watched_ms) = (0_u32, 0);
    while !shared.stopped() {
        let Some(frame) = eye.wait(after, BREATH) else {
            continue;
        };
        after = frame.sequence;
        let since = frame.at.saturating_sub(*first.get_or_insert(frame.at));
        watched_ms = u32::try_from(since.as_millis()).unwrap_or(u32::MAX);
        looked += 1;
        if look(watched_ms, &frame) {
            break;
        }
    }
    tracing::info!(looked, watched_ms, "A guide has ended");
}

fn watch_still(
    eye: &dyn Eye,
    guides: &dyn Guides,
    piece: Piece,
    tilt: Tilt,
    shared: &Shared,
) -> Result<(), String> {
    guides.with_still(piece, tilt, &mut |guide| {
        each_frame(eye, shared, |at_ms, frame| {
            if taken_by_hand(frame, shared) {
                return true;
            }
            let seen = guide.look(at_ms, &frame.image);
            let best = (seen.stage == StillStage::Done)
                .then(|| guide.best())
                .flatten();
            shared.see(|sight| {
                sight.size = frame.image.dimensions();
                sight.still = Some(seen);
            });
            match best.map(|best| jpeg::encode(&best, QUALITY)) {
                Some(Some(jpeg)) => {
                    shared.report(News::Still {
                        jpeg,
                        manual: false,
                    });
                    true
                }
                Some(None) | None => false,
            }
        });
    })
}

fn by_hand(eye: &dyn Eye, shared: &Shared) {
    each_frame(eye, shared, |_, frame| taken_by_hand(frame, shared));
}

fn taken_by_hand(frame: &Frame, shared: &Shared) -> bool {
    if !shared.take_now.swap(false, Ordering::AcqRel) {
        return false;
    }
    let Some(jpeg) = jpeg::encode(&frame.image, QUALITY) else {
        return false;
    };
    shared.report(News::Still { jpeg, manual: true });
    true
}

fn watch_face(
    eye: &dyn Eye,
    guides: &dyn Guides,
    challenge: &Challenge,
    shared: &Shared,
) -> Result<(), String> {
    guides.with_face(challenge, &mut |guide| {
        each_frame(eye, shared, |at_ms, frame| {
            match guide.look(at_ms, &frame.image) {
                Ok(seen) => {
                    shared.see(|sight| {
                        sight.size = frame.image.dimensions();
                        sight.face = Some(seen);
                    });
                    if seen.finished {
                        shared.report(News::FaceDone);
                    }
                    seen.finished
                }
                Err(code) => {
                    shared.report(News::Failed(code));
                    true
                }
            }
        });
    })
}
