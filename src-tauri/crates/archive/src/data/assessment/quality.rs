//! How good the pictures are: each measure with its threshold and the sentence
//! the person should hear.

use domain::{
    advice::Language,
    check::Answer,
    evidence::Area,
    field::Name,
    quality::{Measured, PictureQuality},
};
use serde::Serialize;

use super::spot::{BoxJson, SpotJson};

/// `passed` is null where nothing could be judged; `subject` is `document` or
/// `face`, and `bbox` where it lies.
#[derive(Serialize)]
pub(super) struct QualityJson {
    evidence: &'static str,
    subject: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    bbox: Option<BoxJson>,
    passed: Option<bool>,
    advice: AdviceJson,
    measures: Vec<MeasureJson>,
}

#[derive(Serialize)]
struct MeasureJson {
    measure: &'static str,
    value: Option<f64>,
    /// `px`, `dpi`, `share` (0 to 1) or `level` (0 to 255).
    unit: &'static str,
    threshold: f64,
    /// `at_least` or `at_most`.
    bound: &'static str,
    passed: Option<bool>,
    /// What the person should hear, where it fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<AdviceJson>,
    /// Where it fails.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    seen: Vec<SpotJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<&'static str>,
}

#[derive(Serialize)]
struct AdviceJson {
    code: &'static str,
    it: &'static str,
    en: &'static str,
}

impl QualityJson {
    pub(super) fn of(quality: &PictureQuality) -> Self {
        let report = &quality.report;
        Self {
            evidence: quality.evidence.name(),
            subject: quality.subject.name(),
            bbox: quality.area.map(BoxJson::of),
            passed: passed(report.passed()),
            advice: AdviceJson::of(report.advice()),
            measures: report
                .measures
                .iter()
                .map(|measured| MeasureJson::of(quality, measured))
                .collect(),
        }
    }
}

impl MeasureJson {
    fn of(quality: &PictureQuality, measured: &Measured<Area>) -> Self {
        let (seen, advice) = match measured.passed {
            Answer::No => (
                quality.seen(measured),
                Some(AdviceJson::of(measured.advice)),
            ),
            Answer::Yes | Answer::NotAssessable => (Vec::new(), None),
        };
        Self {
            measure: measured.measure.name(),
            value: measured.value.map(rounded),
            unit: measured.unit.name(),
            threshold: rounded(measured.threshold),
            bound: measured.bound.name(),
            passed: passed(measured.passed),
            advice,
            seen: seen.iter().map(SpotJson::of).collect(),
            fields: measured.fields.iter().copied().map(Name::name).collect(),
        }
    }
}

impl AdviceJson {
    const fn of(advice: domain::advice::Advice) -> Self {
        Self {
            code: advice.code(),
            it: advice.sentence(Language::Italian),
            en: advice.sentence(Language::English),
        }
    }
}

const fn passed(answer: Answer) -> Option<bool> {
    match answer {
        Answer::Yes => Some(true),
        Answer::No => Some(false),
        Answer::NotAssessable => None,
    }
}

/// Four digits behind the point are more than any threshold has.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1e4).round() / 1e4
}
