//! `sportelloctl liveness`: whether a recording shows a living person.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context as _, bail};
use domain::evidence::MAX_VIDEO_BYTES;
use engine::{
    face::FaceEngine,
    liveness::{Analyser, Challenge, Decision, Liveness, LivenessPolicy},
    manifest::Models,
};
use serde::Serialize;
use workflow::footage::RecordedFootage;

use crate::{Verdict, output::Format};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The recording: MP4, MOV or WebM, not mirrored.
    video: PathBuf,
    /// What the person was asked to do, in order: left, right (the person's
    /// own), blink, smile, mouth (open it) and closer, with commas between.
    #[arg(long)]
    challenge: Option<Challenge>,
}

#[derive(Debug, Serialize)]
struct Answer {
    video: String,
    /// Nothing where it is not assessable.
    live: Option<bool>,
    score: f32,
    reasons: Vec<Reason>,
    events: Vec<Event>,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge: Option<Vec<Asked>>,
    best_frames_ms: Vec<u32>,
    frames: u32,
    duration_ms: u32,
    ms: u128,
}

#[derive(Debug, Serialize)]
struct Reason {
    code: &'static str,
    outcome: &'static str,
    value: Option<f64>,
    threshold: f64,
}

#[derive(Debug, Serialize)]
struct Event {
    action: &'static str,
    from_ms: u32,
    peak_ms: u32,
    until_ms: u32,
    strength: f32,
}

#[derive(Debug, Serialize)]
struct Asked {
    action: &'static str,
    /// Nothing where it was not done in order.
    done_ms: Option<u32>,
}

pub(crate) fn run(models: &Path, arguments: &Arguments, format: Format) -> anyhow::Result<Verdict> {
    let path = &arguments.video;
    let name = || path.display().to_string();
    if std::fs::metadata(path).with_context(name)?.len() > MAX_VIDEO_BYTES {
        bail!("{}: larger than {MAX_VIDEO_BYTES} bytes", path.display());
    }
    let bytes = std::fs::read(path).with_context(name)?;
    let engine = FaceEngine::open(&Models::open(models)?)?;
    let begun = Instant::now();
    let challenge = arguments.challenge.clone();
    let analyser = Analyser::new(&engine, challenge, LivenessPolicy::default());
    let liveness = analyser
        .watch(&mut RecordedFootage::new(&bytes))
        .with_context(name)?;
    let answer = answer(name(), &liveness, begun.elapsed().as_millis());
    format.print(&answer, words)?;
    Ok(match liveness.decision {
        Decision::Live => Verdict::Done,
        Decision::NotLive | Decision::NotAssessable => Verdict::Negative,
    })
}

fn answer(video: String, liveness: &Liveness, ms: u128) -> Answer {
    let reasons = liveness.reasons.iter().map(|reason| Reason {
        code: reason.test.code(),
        outcome: reason.outcome.code(),
        value: reason.value,
        threshold: reason.threshold,
    });
    let events = liveness.events.iter().map(|event| Event {
        action: event.action.name(),
        from_ms: event.from_ms,
        peak_ms: event.peak_ms,
        until_ms: event.until_ms,
        strength: event.strength,
    });
    let challenge = liveness.fulfilment.as_ref().map(|fulfilment| {
        let asked = fulfilment.answers.iter().map(|(action, event)| Asked {
            action: action.name(),
            done_ms: event.map(|event| event.peak_ms),
        });
        asked.collect()
    });
    Answer {
        video,
        live: liveness.decision.live(),
        score: liveness.score,
        reasons: reasons.collect(),
        events: events.collect(),
        challenge,
        best_frames_ms: liveness.best.iter().map(|frame| frame.time_ms).collect(),
        frames: liveness.frames,
        duration_ms: liveness.duration_ms,
        ms,
    }
}

fn words(answer: &Answer) -> String {
    let decision = match answer.live {
        Some(true) => "live",
        Some(false) => "not live",
        None => "not assessable",
    };
    let mut lines = vec![format!(
        "{}: {decision} ({:.2}; {} frames of {} ms in {} ms)",
        answer.video, answer.score, answer.frames, answer.duration_ms, answer.ms
    )];
    lines.extend(answer.reasons.iter().map(|reason| {
        let value = reason
            .value
            .map_or_else(|| "nothing".to_owned(), |value| format!("{value:.4}"));
        format!(
            "  {}: {} ({value}, threshold {:.4})",
            reason.code, reason.outcome, reason.threshold
        )
    }));
    lines.extend(answer.challenge.iter().flatten().map(|asked| {
        let done = asked
            .done_ms
            .map_or_else(|| "not done".to_owned(), |at| format!("at {at} ms"));
        format!("  asked {}: {done}", asked.action)
    }));
    lines.extend(answer.events.iter().map(|event| {
        format!(
            "  {} from {} to {} ms",
            event.action, event.from_ms, event.until_ms
        )
    }));
    lines.join("\n")
}
