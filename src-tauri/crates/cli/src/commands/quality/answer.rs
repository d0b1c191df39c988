//! What `sportelloctl quality` prints.

use domain::{advice::Language, check, field::Name};
use engine::{
    document::{Box2, Homography, Quad},
    quality,
};
use serde::Serialize;

use super::{Kind, Measured};

/// One picture.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    file: String,
    /// `document` or `face`; nothing where the picture cannot be opened.
    kind: Option<&'static str>,
    /// Nothing where nothing of it could be judged.
    pub(super) passed: Option<bool>,
    /// The first thing to tell the person.
    advice: Option<Advice>,
    measures: Vec<Measure>,
    pub(super) ms: u128,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct Advice {
    code: &'static str,
    sentence: &'static str,
}

#[derive(Debug, Serialize)]
struct Measure {
    measure: &'static str,
    value: Option<f32>,
    unit: &'static str,
    threshold: f32,
    /// `at_least` or `at_most`.
    bound: &'static str,
    passed: Option<bool>,
    advice: Advice,
    /// Upright rectangles in pixels of the upright picture.
    places: Vec<Place>,
    /// The fields that the places touch.
    fields: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Place {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

impl Answer {
    pub(super) fn of(file: String, measured: &Measured, language: Language) -> Self {
        let Measured {
            kind,
            report,
            to_picture,
        } = measured;
        Self {
            file,
            kind: Some(match kind {
                Kind::Document => "document",
                Kind::Face => "face",
            }),
            passed: passed(report.passed()),
            advice: Some(Advice::of(report.advice(), language)),
            measures: report
                .measures
                .iter()
                .map(|measured| Measure::of(measured, to_picture.as_ref(), language))
                .collect(),
            ms: 0,
            error: None,
        }
    }

    pub(super) fn unusable(file: String, error: &anyhow::Error) -> Self {
        Self {
            file,
            kind: None,
            passed: None,
            advice: None,
            measures: Vec::new(),
            ms: 0,
            error: Some(format!("{error:#}")),
        }
    }
}

impl Advice {
    const fn of(advice: domain::advice::Advice, language: Language) -> Self {
        Self {
            code: advice.code(),
            sentence: advice.sentence(language),
        }
    }
}

impl Measure {
    fn of(
        measured: &quality::Measured,
        to_picture: Option<&Homography>,
        language: Language,
    ) -> Self {
        Self {
            measure: measured.measure.name(),
            value: measured.value.map(rounded),
            unit: measured.unit.name(),
            threshold: measured.threshold,
            bound: measured.bound.name(),
            passed: passed(measured.passed),
            advice: Advice::of(measured.advice, language),
            places: measured
                .places
                .iter()
                .map(|place| Place::of(place, to_picture))
                .collect(),
            fields: measured.fields.iter().copied().map(Name::name).collect(),
        }
    }
}

impl Place {
    fn of(place: &Box2, to_picture: Option<&Homography>) -> Self {
        let quad = Quad::of(place);
        let bounds = to_picture.map_or(quad, |to| to.map_quad(&quad)).bounds();
        Self {
            x: bounds.x.round(),
            y: bounds.y.round(),
            width: bounds.width.round(),
            height: bounds.height.round(),
        }
    }
}

const fn passed(answer: check::Answer) -> Option<bool> {
    match answer {
        check::Answer::Yes => Some(true),
        check::Answer::No => Some(false),
        check::Answer::NotAssessable => None,
    }
}

/// Four digits behind the point are more than any threshold has.
fn rounded(value: f32) -> f32 {
    (value * 10_000.0).round() / 10_000.0
}

pub(super) fn words(answer: &Answer) -> String {
    let Answer {
        file,
        kind,
        passed,
        advice,
        measures,
        ms,
        error,
    } = answer;
    if let Some(error) = error {
        return format!("{file}: {error}");
    }
    let said = |passed: &Option<bool>| match passed {
        Some(true) => "good",
        Some(false) => "NOT good enough",
        None => "not assessable",
    };
    let mut lines = vec![format!(
        "{file}: {}, {} ({ms} ms)",
        kind.unwrap_or("nothing"),
        said(passed)
    )];
    lines.extend(advice.iter().map(|advice| format!("  {}", advice.sentence)));
    lines.extend(measures.iter().map(|measure| {
        let value = measure
            .value
            .map_or_else(|| "nothing".to_owned(), |value| value.to_string());
        let hidden = if measure.fields.is_empty() {
            String::new()
        } else {
            format!(", over {}", measure.fields.join(", "))
        };
        let bound = measure.bound.replace('_', " ");
        format!(
            "  {}: {} ({value} {}, {bound} {}{hidden})",
            measure.measure,
            said(&measure.passed),
            measure.unit,
            measure.threshold
        )
    }));
    lines.join("\n")
}
