//! `sportelloctl verify`: assesses a session from a folder.
//!
//! The folder holds `request.json` (the `user` object of the Openapi request,
//! with `documentNumber` and `documentExpiration` where they are declared) and
//! evidence files named after what they are: `document_front.jpg`,
//! `document_rear.png`, `document_photo.jpg`, `selfie.jpg`, `video.mp4`.
//! A `failReason` in the request, in either published shape, makes it a session
//! that failed.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use domain::{
    Clock as _,
    advice::Language,
    assessment::{Assessment, ProcessType, Status},
    check::Answer,
    clock::SystemClock,
    evidence::{Kind, MAX_VIDEO_BYTES},
    field::{Declared, Name},
    quality::PictureQuality,
};
use engine::{Unwatched, quality::QualityPolicy};
use serde_json::{Map, Value, json};
use workflow::verification::{EmbeddedVerifier, Input, Verifier as _};

use crate::{Verdict, output::Format};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder.
    folder: PathBuf,
    /// The process type: substantial, substantialFullyAuto or high.
    #[arg(long, default_value = "high")]
    process_type: String,
    /// A file that says how verdicts are made, instead of `policy.toml` among
    /// the models.
    #[arg(long)]
    policy: Option<PathBuf>,
    /// A file with the thresholds of quality, instead of `quality.toml` among
    /// the models.
    #[arg(long)]
    quality: Option<PathBuf>,
}

/// Names of the request and the data they declare.
const DECLARED: [(&str, Name); 11] = [
    ("firstName", Name::GivenName),
    ("lastName", Name::Surname),
    ("gender", Name::Sex),
    ("birthDate", Name::BirthDate),
    ("birthPlace", Name::BirthPlace),
    ("birthCountry", Name::BirthCountry),
    ("taxCode", Name::TaxCode),
    ("documentType", Name::DocumentType),
    ("documentNumber", Name::DocumentNumber),
    ("documentDate", Name::IssueDate),
    ("documentExpiration", Name::ExpiryDate),
];

pub(crate) fn run(models: &Path, arguments: &Arguments, format: Format) -> anyhow::Result<Verdict> {
    let process = ProcessType::from_name(&arguments.process_type)
        .context("--process-type takes substantial, substantialFullyAuto or high")?;
    let input = input(&arguments.folder, process)?;
    let mut verifier = EmbeddedVerifier::new(models);
    if let Some(file) = &arguments.policy {
        verifier = verifier.with_policy(engine::policy::read(file)?);
    }
    if let Some(file) = &arguments.quality {
        verifier = verifier.with_quality(QualityPolicy::read(file)?);
    }
    let assessment = verifier.verify(&input, &mut Unwatched)?;
    format.print(&answer(&arguments.folder, &assessment), |_| {
        words(&assessment)
    })?;
    Ok(match assessment.status {
        Status::Accepted => Verdict::Done,
        Status::Rejected | Status::Inconclusive | Status::Failed => Verdict::Negative,
    })
}

fn input(folder: &Path, process: ProcessType) -> anyhow::Result<Input> {
    let request = folder.join("request.json");
    let name = || request.display().to_string();
    let text = std::fs::read_to_string(&request).with_context(name)?;
    let value: Value = serde_json::from_str(&text).with_context(name)?;
    let user = value.get("user").unwrap_or(&value);
    let Some(user) = user.as_object() else {
        bail!("{}: there is no object `user`", request.display());
    };
    let failure = match user.get("failReason").or_else(|| value.get("failReason")) {
        Some(said) => Some(
            archive::read_fail_reason(said)
                .with_context(|| format!("{}: failReason has neither shape", name()))?,
        ),
        None => None,
    };
    let mut input = Input {
        process,
        declared: declared(user),
        captured: Vec::new(),
        reported: Vec::new(),
        pictures: Vec::new(),
        video: None,
        problems: Vec::new(),
        failure,
        today: SystemClock.today(),
    };
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        let Some(kind) = Kind::from_name(stem) else {
            continue;
        };
        let name = || path.display().to_string();
        if std::fs::metadata(&path).with_context(name)?.len() > MAX_VIDEO_BYTES {
            bail!("{}: larger than {MAX_VIDEO_BYTES} bytes", path.display());
        }
        let bytes = std::fs::read(&path).with_context(name)?;
        if kind == Kind::Video {
            input.video = Some(bytes);
        } else if kind.is_image() {
            input.pictures.push((kind, bytes));
        }
    }
    input.pictures.sort_by_key(|(kind, _)| *kind);
    if input.pictures.is_empty() && input.video.is_none() {
        bail!("{}: there is no evidence in it", folder.display());
    }
    Ok(input)
}

fn declared(user: &Map<String, Value>) -> Vec<Declared> {
    DECLARED
        .into_iter()
        .filter_map(|(key, field)| {
            let value = user.get(key)?.as_str()?;
            Some(Declared {
                field,
                value: value.into(),
            })
        })
        .collect()
}

/// The assessment in the Signicat shape, with what it leaves out beside it.
fn answer(folder: &Path, assessment: &Assessment) -> Value {
    let mut answer = archive::signicat(assessment);
    if let Some(object) = answer.as_object_mut() {
        object.insert("folder".to_owned(), json!(folder.display().to_string()));
        object.insert("ms".to_owned(), json!(assessment.took_ms));
        let problems: Vec<Value> = assessment
            .problems
            .iter()
            .map(|problem| json!({ "evidence": problem.evidence.name(), "code": problem.code }))
            .collect();
        object.insert("problems".to_owned(), json!(problems));
    }
    answer
}

fn words(assessment: &Assessment) -> String {
    let mut lines = vec![format!(
        "{} ({} ms)",
        assessment.status.name(),
        assessment.took_ms
    )];
    if let Some(failure) = &assessment.fail_reason {
        let category = failure
            .category()
            .map_or("unknown", |category| category.name());
        lines.push(format!("  {category}: {}", failure.code()));
    }
    if let Some(level) = assessment.loip {
        lines.push(format!("  level of identity proofing: {}", level.name()));
    }
    if let Some(level) = assessment.face.level() {
        lines.push(format!("  faces: {level}"));
    }
    lines.extend(assessment.findings.iter().map(|finding| {
        format!(
            "  {}: {} ({:?})",
            finding.check.name(),
            finding.answer.name(),
            finding.reason
        )
    }));
    lines.extend(
        assessment
            .problems
            .iter()
            .map(|problem| format!("  {}: {}", problem.evidence.name(), problem.code)),
    );
    lines.extend(assessment.quality.iter().map(condition));
    lines.join("\n")
}

/// How good a picture is: in one line where nothing fails, else what and why.
fn condition(quality: &PictureQuality) -> String {
    let said = match quality.report.passed() {
        Answer::Yes => "good",
        Answer::No => "NOT good enough",
        Answer::NotAssessable => "not assessable",
    };
    let (evidence, subject) = (quality.evidence.name(), quality.subject.name());
    let mut lines = vec![format!("  picture {evidence} ({subject}): {said}")];
    lines.extend(quality.report.failing().map(|measured| {
        let fields: Vec<_> = measured.fields.iter().map(|field| field.name()).collect();
        let hidden = if fields.is_empty() {
            String::new()
        } else {
            format!(", over {}", fields.join(", "))
        };
        format!(
            "    {}: {:.3} {}, {} {}{hidden}. {}",
            measured.measure.name(),
            measured.value.unwrap_or(f32::NAN),
            measured.unit.name(),
            measured.bound.name().replace('_', " "),
            measured.threshold,
            measured.advice.sentence(Language::English)
        )
    }));
    lines.join("\n")
}
