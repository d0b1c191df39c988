//! An assessment as JSON.

use domain::{
    Personal, Similarity,
    assessment::{Assessment, MrzSummary, ProcessType, Status},
    check::{Answer, Check, FaceFinding, FaceProblem, Finding},
    evidence::Kind,
    field::{Against, Difference, Name, Source},
    loip::Loip,
};
use serde::{Deserialize, Serialize};

use super::{
    bad,
    session::{ProblemRow, ReadingRow},
    spot::SpotRow,
    to_json,
};
use crate::StoreError;

mod failure;
mod feature;
mod quality;
mod reason;

use failure::FailReasonRow;
use feature::FeatureRow;
use quality::QualityRow;
use reason::ReasonRow;

#[derive(Serialize, Deserialize)]
struct AssessmentRow {
    process: String,
    status: String,
    findings: Vec<FindingRow>,
    face: FaceRow,
    // From here on, `default` reads rows written before there was such a thing.
    #[serde(default)]
    features: Vec<FeatureRow>,
    #[serde(default)]
    quality: Vec<QualityRow>,
    #[serde(default)]
    fail_reason: Option<FailReasonRow>,
    #[serde(default)]
    loip: Option<String>,
    readings: Vec<ReadingRow>,
    differences: Vec<DifferenceRow>,
    mrz: Option<MrzRow>,
    problems: Vec<ProblemRow>,
    engine: String,
    took_ms: u32,
}

#[derive(Serialize, Deserialize)]
struct FindingRow {
    check: String,
    answer: String,
    reason: ReasonRow,
    #[serde(default)]
    seen: Vec<SpotRow>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
enum FaceRow {
    Compared {
        distance: f32,
        frames: u8,
        several: Vec<String>,
    },
    NotAssessable {
        problem: String,
        evidence: String,
    },
}

#[derive(Serialize, Deserialize)]
struct DifferenceRow {
    field: String,
    /// Name of the source that read it; none when it follows from the tax code.
    source: Option<String>,
    says: String,
}

#[derive(Serialize, Deserialize)]
struct MrzRow {
    format: String,
    lines: Vec<String>,
    valid: bool,
    repaired: u16,
}

/// `assessment` as JSON.
pub(crate) fn to_text(assessment: &Assessment) -> Result<String, StoreError> {
    let row = AssessmentRow {
        process: assessment.process.name().to_owned(),
        status: assessment.status.name().to_owned(),
        findings: assessment.findings.iter().map(FindingRow::from).collect(),
        face: FaceRow::from_domain(&assessment.face)?,
        features: assessment.features.iter().map(FeatureRow::from).collect(),
        quality: assessment.quality.iter().map(QualityRow::from).collect(),
        fail_reason: assessment.fail_reason.as_ref().map(FailReasonRow::from),
        loip: assessment.loip.map(|level| level.name().to_owned()),
        readings: assessment.readings.iter().map(ReadingRow::from).collect(),
        differences: assessment
            .differences
            .iter()
            .map(DifferenceRow::from)
            .collect(),
        mrz: assessment.mrz.as_ref().map(MrzRow::from),
        problems: assessment.problems.iter().map(ProblemRow::from).collect(),
        engine: assessment.engine.clone(),
        took_ms: assessment.took_ms,
    };
    to_json(&row, "assessment")
}

/// The assessment behind [`to_text`].
pub(crate) fn from_text(text: &str) -> Result<Assessment, StoreError> {
    serde_json::from_str(text)
        .ok()
        .and_then(AssessmentRow::into_domain)
        .ok_or(bad("assessments", "body"))
}

impl AssessmentRow {
    fn into_domain(self) -> Option<Assessment> {
        Some(Assessment {
            process: ProcessType::from_name(&self.process)?,
            status: Status::from_name(&self.status)?,
            findings: each(self.findings, FindingRow::into_domain)?,
            face: self.face.into_domain()?,
            features: each(self.features, FeatureRow::into_domain)?,
            quality: each(self.quality, QualityRow::into_domain)?,
            fail_reason: match self.fail_reason {
                Some(row) => Some(row.into_domain()?),
                None => None,
            },
            loip: match self.loip {
                Some(name) => Some(Loip::from_name(&name)?),
                None => None,
            },
            readings: each(self.readings, ReadingRow::into_domain)?,
            differences: each(self.differences, DifferenceRow::into_domain)?,
            mrz: self.mrz.map(MrzRow::into_domain),
            problems: each(self.problems, ProblemRow::into_domain)?,
            engine: self.engine,
            took_ms: self.took_ms,
        })
    }
}

fn each<Row, T>(rows: Vec<Row>, into_domain: fn(Row) -> Option<T>) -> Option<Vec<T>> {
    rows.into_iter().map(into_domain).collect()
}

impl From<&Finding> for FindingRow {
    fn from(finding: &Finding) -> Self {
        Self {
            check: finding.check.name().to_owned(),
            answer: finding.answer.name().to_owned(),
            reason: ReasonRow::from(&finding.reason),
            seen: finding.seen.iter().map(SpotRow::from).collect(),
        }
    }
}

impl FindingRow {
    fn into_domain(self) -> Option<Finding> {
        let finding = Finding::new(
            Check::from_name(&self.check)?,
            Answer::from_name(&self.answer)?,
            self.reason.into_domain()?,
        );
        Some(finding.seen_at(each(self.seen, SpotRow::into_domain)?))
    }
}

impl FaceRow {
    fn from_domain(face: &FaceFinding) -> Result<Self, StoreError> {
        match face {
            FaceFinding::Compared {
                similarity,
                frames,
                several,
            } => {
                // JSON has no such numbers; the row could not be read back.
                if !similarity.distance().is_finite() {
                    return Err(StoreError::Unstorable {
                        what: "face distance",
                    });
                }
                Ok(Self::Compared {
                    distance: similarity.distance(),
                    frames: *frames,
                    several: several.iter().map(|kind| kind.name().to_owned()).collect(),
                })
            }
            FaceFinding::NotAssessable(problem) => {
                let (name, kind) = problem.parts();
                Ok(Self::NotAssessable {
                    problem: name.to_owned(),
                    evidence: kind.name().to_owned(),
                })
            }
        }
    }

    fn into_domain(self) -> Option<FaceFinding> {
        match self {
            Self::Compared {
                distance,
                frames,
                several,
            } => Some(FaceFinding::Compared {
                similarity: Similarity::from_distance(distance),
                frames,
                several: several
                    .iter()
                    .map(|name| Kind::from_name(name))
                    .collect::<Option<_>>()?,
            }),
            Self::NotAssessable { problem, evidence } => {
                FaceProblem::from_parts(&problem, Kind::from_name(&evidence)?)
                    .map(FaceFinding::NotAssessable)
            }
        }
    }
}

impl From<&Difference> for DifferenceRow {
    fn from(difference: &Difference) -> Self {
        Self {
            field: difference.field.name().to_owned(),
            source: match difference.against {
                Against::Read(source) => Some(source.name().to_owned()),
                Against::TaxCode => None,
            },
            // Revealed into the encrypted database.
            says: difference.says.reveal().clone(),
        }
    }
}

impl DifferenceRow {
    fn into_domain(self) -> Option<Difference> {
        Some(Difference {
            field: Name::from_name(&self.field)?,
            against: match self.source {
                Some(source) => Against::Read(Source::from_name(&source)?),
                None => Against::TaxCode,
            },
            says: Personal::new(self.says),
        })
    }
}

impl From<&MrzSummary> for MrzRow {
    fn from(mrz: &MrzSummary) -> Self {
        Self {
            format: mrz.format.clone(),
            // Revealed into the encrypted database.
            lines: mrz.lines.iter().map(|line| line.reveal().clone()).collect(),
            valid: mrz.valid,
            repaired: mrz.repaired,
        }
    }
}

impl MrzRow {
    fn into_domain(self) -> MrzSummary {
        MrzSummary {
            format: self.format,
            lines: self.lines.into_iter().map(Personal::new).collect(),
            valid: self.valid,
            repaired: self.repaired,
        }
    }
}

#[cfg(test)]
mod tests;
