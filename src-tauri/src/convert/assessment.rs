//! The engine's findings for the window.

use domain::{
    assessment::{Assessment, MrzSummary},
    check::{FaceFinding, FaceProblem, Finding, Reason},
    evidence::{Kind, Place, Spot},
    failure::FailReason,
    feature::{Feature, Side},
};

use workflow::records::Assessed;

use super::quality::quality;
use crate::dto;

/// The assessment in one line, for the queue.
pub(super) fn summary(assessed: &Assessed) -> dto::AssessmentSummary {
    let count = |number: u64| u8::try_from(number).unwrap_or(u8::MAX);
    dto::AssessmentSummary {
        verdict: assessed.verdict.into(),
        score: assessed.similarity.map(|similarity| similarity.score()),
        level: assessed
            .similarity
            .map(|similarity| similarity.level().into()),
        no: count(assessed.no),
        not_assessable: count(assessed.not_assessable),
    }
}

/// The whole assessment, for the case.
pub(super) fn report(assessment: &Assessment) -> dto::AssessmentReport {
    dto::AssessmentReport {
        verdict: assessment.status.into(),
        checks: assessment.findings.iter().map(check).collect(),
        face: face(&assessment.face),
        features: assessment.features.iter().map(feature).collect(),
        quality: assessment.quality.iter().map(quality).collect(),
        fail_reason: assessment.fail_reason.as_ref().map(fail_reason),
        loip: assessment.loip.map(Into::into),
        mrz: assessment.mrz.as_ref().map(mrz),
        engine: assessment.engine.clone(),
        took_ms: assessment.took_ms,
    }
}

fn check(finding: &Finding) -> dto::CheckView {
    dto::CheckView {
        check: finding.check.into(),
        answer: finding.answer.into(),
        reason: reason(&finding.reason),
        seen: finding.seen.iter().map(spot).collect(),
    }
}

pub(super) fn spot(spot: &Spot) -> dto::SpotView {
    let (area, at_ms) = match spot.place {
        Place::Whole => (None, None),
        Place::Area(area) => (
            Some(dto::AreaView {
                x: area.x,
                y: area.y,
                width: area.width,
                height: area.height,
            }),
            None,
        ),
        Place::Time(ms) => (None, Some(ms)),
    };
    dto::SpotView {
        evidence: spot.evidence.into(),
        area,
        at_ms,
    }
}

fn feature(feature: &Feature) -> dto::FeatureView {
    let side = match feature.side {
        Side::Data => Kind::DocumentFront,
        Side::Back => Kind::DocumentRear,
    };
    dto::FeatureView {
        name: feature.name.into(),
        presence: feature.presence.into(),
        seen: spot(&match feature.area {
            Some(area) => Spot::area(side, area),
            None => Spot::whole(side),
        }),
    }
}

fn fail_reason(failure: &FailReason) -> dto::FailReasonView {
    dto::FailReasonView {
        code: failure.code().to_owned(),
        category: failure
            .category()
            .map(|category| category.name().to_owned()),
    }
}

fn reason(reason: &Reason) -> dto::CheckReason {
    match reason {
        Reason::ValidUntil(date) => dto::CheckReason::ValidUntil {
            date: date.to_string(),
        },
        Reason::ExpiredOn(date) => dto::CheckReason::ExpiredOn {
            date: date.to_string(),
        },
        Reason::Age(years) => dto::CheckReason::Age {
            years: u8::try_from(*years).unwrap_or(u8::MAX),
        },
        Reason::Agrees { compared } => dto::CheckReason::Agrees {
            compared: *compared,
        },
        Reason::Disagrees(fields) => dto::CheckReason::Disagrees {
            fields: fields.iter().copied().map(Into::into).collect(),
        },
        Reason::CheckDigits(parts) => dto::CheckReason::CheckDigits {
            parts: parts.iter().filter_map(|part| mrz_part(part)).collect(),
        },
        Reason::CheckCharacter { expected } => dto::CheckReason::CheckCharacter {
            expected: expected.to_string(),
        },
        Reason::Malformed => dto::CheckReason::Malformed,
        Reason::Missing(field) => dto::CheckReason::Missing {
            field: (*field).into(),
        },
        Reason::NothingRead => dto::CheckReason::NothingRead,
        Reason::EvidenceMissing(kind) => dto::CheckReason::EvidenceMissing {
            evidence: (*kind).into(),
        },
        Reason::EvidenceUnreadable(kind) => dto::CheckReason::EvidenceUnreadable {
            evidence: (*kind).into(),
        },
        Reason::NotRequested => dto::CheckReason::NotRequested,
        Reason::Reported => dto::CheckReason::Reported,
        Reason::NoMethod => dto::CheckReason::NoMethod,
        Reason::Seen(signs) => dto::CheckReason::Seen {
            signs: signs.iter().copied().map(Into::into).collect(),
        },
        Reason::NothingSuspicious => dto::CheckReason::NothingSuspicious,
    }
}

fn mrz_part(name: &str) -> Option<dto::MrzPart> {
    match name {
        "document_number" => Some(dto::MrzPart::DocumentNumber),
        "birth_date" => Some(dto::MrzPart::BirthDate),
        "expiry_date" => Some(dto::MrzPart::ExpiryDate),
        "optional_data" => Some(dto::MrzPart::OptionalData),
        "composite" => Some(dto::MrzPart::Composite),
        _ => None,
    }
}

fn face(face: &FaceFinding) -> dto::FaceView {
    match face {
        FaceFinding::Compared {
            similarity,
            frames,
            several,
        } => dto::FaceView::Compared {
            score: similarity.score(),
            level: similarity.level().into(),
            distance_milli: (similarity.distance() * 1000.0)
                .round()
                .clamp(0.0, 65_535.0) as u16,
            frames: *frames,
            several: several.iter().copied().map(Into::into).collect(),
        },
        FaceFinding::NotAssessable(problem) => {
            let (_, kind) = problem.parts();
            dto::FaceView::NotAssessable {
                problem: face_problem(*problem),
                evidence: kind.into(),
            }
        }
    }
}

fn face_problem(problem: FaceProblem) -> dto::FaceProblem {
    match problem {
        FaceProblem::NoFace(_) => dto::FaceProblem::NoFace,
        FaceProblem::TooSmall(_) => dto::FaceProblem::FaceTooSmall,
        FaceProblem::Missing(_) => dto::FaceProblem::EvidenceMissing,
        FaceProblem::Unreadable(_) => dto::FaceProblem::EvidenceUnreadable,
        FaceProblem::Blurred(_) => dto::FaceProblem::FaceBlurred,
        FaceProblem::Turned(_) => dto::FaceProblem::FaceTurned,
    }
}

fn mrz(summary: &MrzSummary) -> dto::MrzView {
    dto::MrzView {
        format: summary.format.clone(),
        lines: summary
            .lines
            .iter()
            .map(|line| line.reveal().clone())
            .collect(),
        valid: summary.valid,
        repaired: summary.repaired,
    }
}
