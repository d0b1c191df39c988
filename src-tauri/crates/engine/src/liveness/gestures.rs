//! What the person does, with time codes: turns, blinks, smiles, an open
//! mouth, coming closer.
//!
//! Every measure is judged against the person's own baseline within a window
//! of the recording, because eyes and mouths differ more between people than
//! they move. A recording longer than a window is judged window by window, so
//! that memory stays the same however long it is.

use super::expression::Expression;
use super::pose::Pose;

/// Something a person can be asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Turn the head to the person's own left.
    TurnLeft,
    /// Turn the head to the person's own right.
    TurnRight,
    /// Close and open the eyes.
    Blink,
    /// Smile.
    Smile,
    /// Open the mouth.
    OpenMouth,
    /// Come closer to the camera.
    ComeCloser,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::TurnLeft,
        Self::TurnRight,
        Self::Blink,
        Self::Smile,
        Self::OpenMouth,
        Self::ComeCloser,
    ];

    /// The name in files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TurnLeft => "left",
            Self::TurnRight => "right",
            Self::Blink => "blink",
            Self::Smile => "smile",
            Self::OpenMouth => "mouth",
            Self::ComeCloser => "closer",
        }
    }

    /// The action called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}

/// Something the person did. Times are milliseconds from the first frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// What.
    pub action: Action,
    /// When it began.
    pub from_ms: u32,
    /// When it was strongest.
    pub peak_ms: u32,
    /// When it was over.
    pub until_ms: u32,
    /// How strong it was: degrees of a turn; how far an open mouth opens more
    /// than at rest, by the distance between the outer corners of the eyes; for
    /// the others how far the measure departs from the person's own baseline,
    /// as a share of it.
    pub strength: f32,
}

/// What one frame says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) time_ms: u32,
    pub(crate) pose: Pose,
    pub(crate) expression: Expression,
}

/// When a measure counts as a gesture: it begins where the strength reaches
/// `enter` and lasts while it stays above `leave`.
struct Rule {
    action: Action,
    enter: f32,
    leave: f32,
    least_ms: u32,
    most_ms: u32,
}

/// In the units of [`Event::strength`].
const RULES: [Rule; 6] = [
    Rule {
        action: Action::TurnLeft,
        enter: 18.0,
        leave: 11.0,
        least_ms: 150,
        most_ms: u32::MAX,
    },
    Rule {
        action: Action::TurnRight,
        enter: 18.0,
        leave: 11.0,
        least_ms: 150,
        most_ms: u32::MAX,
    },
    Rule {
        action: Action::Blink,
        enter: 0.25,
        leave: 0.15,
        least_ms: 0,
        most_ms: 700,
    },
    Rule {
        action: Action::Smile,
        enter: 0.15,
        leave: 0.08,
        least_ms: 300,
        most_ms: u32::MAX,
    },
    Rule {
        action: Action::OpenMouth,
        enter: 0.25,
        leave: 0.15,
        least_ms: 150,
        most_ms: u32::MAX,
    },
    Rule {
        action: Action::ComeCloser,
        enter: 0.25,
        leave: 0.15,
        least_ms: 300,
        most_ms: u32::MAX,
    },
];

/// Eyes are compared with how far they are open around the frame: looking
/// down lowers the lids for longer than a blink.
const AROUND_MS: u32 = 1500;

/// Turned farther than this, eyes and mouth are seen too much from the side.
const SIDEWAYS_DEGREES: f32 = 30.0;

/// Samples of a window, and how many of them the next window begins with.
const WINDOW: usize = 1024;
const OVERLAP: usize = 256;

/// No more events than this are kept.
const MOST_EVENTS: usize = 512;

/// Collects samples and finds what the person did.
pub(crate) struct Gestures {
    window: Vec<Sample>,
    /// Events that began before this are known already.
    settled_ms: Option<u32>,
    events: Vec<Event>,
}

impl Gestures {
    pub(crate) const fn new() -> Self {
        Self {
            window: Vec::new(),
            settled_ms: None,
            events: Vec::new(),
        }
    }

    pub(crate) fn push(&mut self, sample: Sample) {
        self.window.push(sample);
        if self.window.len() == WINDOW {
            let rest = WINDOW - OVERLAP;
            let until = self.window[rest].time_ms;
            self.settle(Some(until));
            self.window.drain(..rest);
        }
    }

    /// Everything the person did, in order of the beginnings.
    pub(crate) fn finish(mut self) -> Vec<Event> {
        self.settle(None);
        self.events
            .sort_by_key(|event| (event.from_ms, event.peak_ms));
        self.events
    }

    /// Takes over what the window shows up to `until_ms`.
    fn settle(&mut self, until_ms: Option<u32>) {
        let settled = self.settled_ms;
        let fresh = found(&self.window).into_iter().filter(|event| {
            settled.is_none_or(|settled| event.from_ms >= settled)
                && until_ms.is_none_or(|until| event.from_ms < until)
        });
        self.events.extend(fresh);
        self.events.truncate(MOST_EVENTS);
        self.settled_ms = until_ms;
    }
}

/// What `samples` show, rule by rule.
pub(crate) fn found(samples: &[Sample]) -> Vec<Event> {
    RULES
        .iter()
        .flat_map(|rule| {
            let strengths = strengths(rule.action, samples);
            runs(rule, samples, &strengths)
        })
        .collect()
}

/// The strength of `action` in each sample.
fn strengths(action: Action, samples: &[Sample]) -> Vec<f32> {
    let by = |measure: fn(&Sample) -> f32, share: f32| {
        let frontal = samples.iter().filter(|sample| looks_ahead(sample));
        percentile(frontal.map(measure).collect(), share)
    };
    let ahead = |value: f32, sample: &Sample| if looks_ahead(sample) { value } else { 0.0 };
    let each = |strength: &dyn Fn(&Sample) -> f32| samples.iter().map(strength).collect();
    match action {
        Action::TurnLeft => each(&|sample| sample.pose.yaw),
        Action::TurnRight => each(&|sample| -sample.pose.yaw),
        Action::Blink => eyes_closed(samples),
        Action::Smile => {
            let baseline = by(|sample| sample.expression.mouth_width, 0.3).max(1e-3);
            each(&|sample| ahead(sample.expression.mouth_width / baseline - 1.0, sample))
        }
        Action::OpenMouth => {
            let baseline = by(|sample| sample.expression.mouth_open, 0.3);
            each(&|sample| ahead(sample.expression.mouth_open - baseline, sample))
        }
        Action::ComeCloser => {
            let baseline = by(|sample| sample.expression.size_px, 0.2).max(1e-3);
            each(&|sample| sample.expression.size_px / baseline - 1.0)
        }
    }
}

/// How far the eyes are closed against what they are around each sample.
fn eyes_closed(samples: &[Sample]) -> Vec<f32> {
    samples
        .iter()
        .map(|sample| {
            let (from, until) = (
                sample.time_ms.saturating_sub(AROUND_MS),
                sample.time_ms.saturating_add(AROUND_MS),
            );
            let begin = samples.partition_point(|other| other.time_ms < from);
            let end = samples.partition_point(|other| other.time_ms <= until);
            let around = samples[begin..end]
                .iter()
                .filter(|other| looks_ahead(other));
            let open = percentile(
                around.map(|other| other.expression.eyes_open).collect(),
                0.7,
            );
            if looks_ahead(sample) && open > 0.0 {
                1.0 - sample.expression.eyes_open / open
            } else {
                0.0
            }
        })
        .collect()
}

fn looks_ahead(sample: &Sample) -> bool {
    sample.pose.yaw.abs() < SIDEWAYS_DEGREES
}

/// The runs of samples whose strength obeys `rule`.
fn runs(rule: &Rule, samples: &[Sample], strengths: &[f32]) -> Vec<Event> {
    let mut events = Vec::new();
    let mut at = 0;
    while at < samples.len() {
        if strengths[at] <= rule.leave {
            at += 1;
            continue;
        }
        let run = strengths[at..]
            .iter()
            .take_while(|strength| **strength > rule.leave)
            .count();
        let end = at + run;
        let peak = (at..end)
            .max_by(|a, b| strengths[*a].total_cmp(&strengths[*b]))
            .unwrap_or(at);
        let (from_ms, until_ms) = (samples[at].time_ms, samples[end - 1].time_ms);
        let lasted = until_ms - from_ms;
        if strengths[peak] >= rule.enter && (rule.least_ms..=rule.most_ms).contains(&lasted) {
            events.push(Event {
                action: rule.action,
                from_ms,
                peak_ms: samples[peak].time_ms,
                until_ms,
                strength: strengths[peak],
            });
        }
        at = end;
    }
    events
}

fn percentile(mut values: Vec<f32>, share: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    let at = (share * values.len().saturating_sub(1) as f32).round() as usize;
    values.get(at).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests;
