//! The engine's assessment in the vocabulary of Signicat VideoID.

mod failure;
mod feature;
mod quality;
mod reason;
mod spot;

use domain::{
    assessment::{Assessment, MrzSummary, Problem},
    check::{Answer, Check, FaceFinding, Finding},
    document,
    field::Name,
    loip::{self, Basis, Loip},
};
use serde::{Serialize, Serializer};

use failure::FailReasonJson;
use feature::FeatureJson;
use quality::QualityJson;
use reason::ReasonJson;
pub(super) use spot::SpotJson;

pub use failure::{fail_reason, read_fail_reason};

/// `assessment` as JSON: `status`, `similarityScore`, `securityChecks` and the
/// read data under Signicat's names; each check beside `valid` with its answer
/// (`yes`, `no`, `not_assessable`), reason, where it is seen and what it is
/// evidence for; how good each picture is; `failReason` where it failed, and the
/// level of identity proofing.
#[must_use]
pub fn signicat(assessment: &Assessment) -> serde_json::Value {
    serde_json::to_value(AssessmentJson::of(assessment))
        .expect("texts, numbers and lists always have a JSON form")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssessmentJson<'a> {
    process_type: &'static str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fail_reason: Option<FailReasonJson<'a>>,
    loip: Option<LoipJson>,
    similarity_score: Option<&'static str>,
    liveness_detected: Option<&'static str>,
    #[serde(serialize_with = "by_name")]
    security_checks: Vec<(&'static str, CheckJson)>,
    features: Vec<FeatureJson>,
    quality: Vec<QualityJson>,
    #[serde(flatten)]
    ocr: Ocr<'a>,
    faces: FacesJson,
    mrz: Option<MrzJson<'a>>,
    problems: Vec<ProblemJson<'a>>,
    engine: &'a str,
    took_ms: u32,
}

/// The read data under Signicat's names.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ocr<'a> {
    document_type: Option<&'static str>,
    document_number: Option<&'a str>,
    date_of_expiry: Option<&'a str>,
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    date_of_birth: Option<&'a str>,
    gender: Option<&'a str>,
    nationality: Option<&'a str>,
    issuing_country: Option<&'a str>,
    tax_number: Option<&'a str>,
}

#[derive(Serialize)]
struct CheckJson {
    valid: Option<bool>,
    answer: &'static str,
    reason: ReasonJson,
    seen: Vec<SpotJson>,
    etsi: EtsiJson,
}

/// What a check is evidence for in ETSI TS 119 461.
#[derive(Serialize)]
struct EtsiJson {
    basis: &'static str,
    clauses: &'static [&'static str],
}

/// The level of identity proofing that is reached on acceptance.
#[derive(Serialize)]
struct LoipJson {
    level: &'static str,
    oid: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase", untagged)]
enum FacesJson {
    #[serde(rename_all = "camelCase")]
    Compared {
        score: u8,
        level: &'static str,
        distance: f64,
        video_frames: u8,
        several_faces_in: Vec<&'static str>,
    },
    NotAssessable {
        reason: &'static str,
        evidence: &'static str,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MrzJson<'a> {
    format: &'a str,
    lines: Vec<&'a str>,
    valid: bool,
    repaired: u16,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    evidence: &'static str,
    code: &'a str,
}

impl<'a> AssessmentJson<'a> {
    pub(super) fn of(assessment: &'a Assessment) -> Self {
        let findings = assessment.findings.iter();
        let liveness = assessment
            .findings
            .iter()
            .find(|finding| finding.check == Check::LivenessDetected);
        Self {
            process_type: assessment.process.name(),
            status: assessment.status.name(),
            fail_reason: assessment.fail_reason.as_ref().map(FailReasonJson::of),
            loip: assessment.loip.map(LoipJson::of),
            similarity_score: assessment.face.level().map(domain::Level::name),
            liveness_detected: liveness.and_then(|finding| match finding.answer {
                Answer::Yes => Some("true"),
                Answer::No => Some("false"),
                Answer::NotAssessable => None,
            }),
            security_checks: findings
                .map(|finding| (finding.check.name(), CheckJson::of(finding)))
                .collect(),
            features: assessment.features.iter().map(FeatureJson::of).collect(),
            quality: assessment.quality.iter().map(QualityJson::of).collect(),
            ocr: Ocr::of(assessment),
            faces: FacesJson::of(&assessment.face),
            mrz: assessment.mrz.as_ref().map(MrzJson::of),
            problems: assessment.problems.iter().map(ProblemJson::of).collect(),
            engine: &assessment.engine,
            took_ms: assessment.took_ms,
        }
    }
}

impl<'a> Ocr<'a> {
    fn of(assessment: &'a Assessment) -> Self {
        let read = |name: Name| {
            let reading = assessment
                .readings
                .iter()
                .find(|reading| reading.field == name);
            reading.map(|reading| reading.value.reveal().as_str())
        };
        Self {
            document_type: read(Name::DocumentType)
                .and_then(document::Type::from_name)
                .map(document::Type::signicat),
            document_number: read(Name::DocumentNumber),
            date_of_expiry: read(Name::ExpiryDate),
            first_name: read(Name::GivenName),
            last_name: read(Name::Surname),
            date_of_birth: read(Name::BirthDate),
            gender: read(Name::Sex),
            nationality: read(Name::Citizenship),
            issuing_country: read(Name::IssuingCountry),
            tax_number: read(Name::TaxCode),
        }
    }
}

impl CheckJson {
    fn of(finding: &Finding) -> Self {
        Self {
            valid: match finding.answer {
                Answer::Yes => Some(true),
                Answer::No => Some(false),
                Answer::NotAssessable => None,
            },
            answer: finding.answer.name(),
            reason: ReasonJson::of(&finding.reason),
            seen: finding.seen.iter().map(SpotJson::of).collect(),
            etsi: EtsiJson::of(finding.check),
        }
    }
}

impl EtsiJson {
    const fn of(check: Check) -> Self {
        let support = loip::support(check);
        Self {
            basis: match support.basis {
                Basis::DocumentData => "document_data",
                Basis::DocumentPicture => "document_picture",
                Basis::BothSides => "both_sides",
                Basis::FaceVideo => "face_video",
                Basis::Declaration => "declaration",
                Basis::Telephone => "telephone",
            },
            clauses: support.clauses,
        }
    }
}

impl LoipJson {
    const fn of(level: Loip) -> Self {
        Self {
            level: level.name(),
            oid: level.oid(),
        }
    }
}

impl FacesJson {
    fn of(face: &FaceFinding) -> Self {
        match face {
            FaceFinding::Compared {
                similarity,
                frames,
                several,
            } => Self::Compared {
                score: similarity.score(),
                level: similarity.level().name(),
                distance: (f64::from(similarity.distance()) * 1e4).round() / 1e4,
                video_frames: *frames,
                several_faces_in: several.iter().map(|kind| kind.name()).collect(),
            },
            FaceFinding::NotAssessable(problem) => {
                let (reason, evidence) = problem.parts();
                Self::NotAssessable {
                    reason,
                    evidence: evidence.name(),
                }
            }
        }
    }
}

impl<'a> MrzJson<'a> {
    fn of(mrz: &'a MrzSummary) -> Self {
        Self {
            format: &mrz.format,
            lines: mrz
                .lines
                .iter()
                .map(|line| line.reveal().as_str())
                .collect(),
            valid: mrz.valid,
            repaired: mrz.repaired,
        }
    }
}

impl<'a> ProblemJson<'a> {
    fn of(problem: &'a Problem) -> Self {
        Self {
            evidence: problem.evidence.name(),
            code: &problem.code,
        }
    }
}

/// The checks as an object, in their own order.
fn by_name<S: Serializer>(
    checks: &[(&'static str, CheckJson)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(checks.iter().map(|(name, check)| (name, check)))
}
