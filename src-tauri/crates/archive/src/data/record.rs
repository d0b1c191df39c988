//! The `sportello` part of `data.json`.

use domain::{
    assessment::Assessment,
    decision::{Decision, Outcome},
    evidence::Digest,
    field::{Against, Declared, Name, Review},
    operator::Operator,
};
use jiff::Timestamp;
use serde::Serialize;

use super::{
    Basis, Placed,
    assessment::AssessmentJson,
    checklist::{CheckedJson, QueryJson},
    review, settled,
};
use crate::case::{Kept, Replaced, SealedCase, Times};

/// The level of identity proofing of a session that an operator judged by
/// hand: ETSI TS 119 461 clause 9.2.2.2.
const LOIP: &str = "Baseline";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record<'a> {
    session_id: String,
    request_id: &'a str,
    loip: &'static str,
    fields: Vec<Field<'a>>,
    differences: Vec<Difference<'a>>,
    assessment: Option<AssessmentJson<'a>>,
    checklist: Vec<CheckedJson>,
    lost_and_stolen: Option<QueryJson<'a>>,
    decisions: Vec<DecisionJson<'a>>,
    operator: OperatorJson<'a>,
    times: TimesJson,
    evidence: Vec<EvidenceJson<'a>>,
    snapshots: Vec<KeptJson>,
    replaced_evidence: Vec<ReplacedJson>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Field<'a> {
    name: &'static str,
    declared: Option<&'a str>,
    read: Vec<Read<'a>>,
    confirmed: Option<&'a str>,
    review: &'static str,
    taken: Option<Basis>,
    history: Vec<EditJson<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EditJson<'a> {
    at: String,
    /// Null where a piece that was captured anew opened the datum again.
    operator_id: Option<String>,
    review: &'static str,
    from: Option<&'a str>,
    to: Option<&'a str>,
}

#[derive(Serialize)]
struct Read<'a> {
    source: &'static str,
    value: &'a str,
}

#[derive(Serialize)]
struct Difference<'a> {
    field: &'static str,
    against: &'static str,
    says: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DecisionJson<'a> {
    id: String,
    at: String,
    operator_id: String,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<RefusalJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<AskedJson<'a>>,
}

#[derive(Serialize)]
struct AskedJson<'a> {
    pieces: Vec<PieceJson>,
    text: &'a str,
}

#[derive(Serialize)]
struct PieceJson {
    piece: &'static str,
    reason: &'static str,
}

#[derive(Serialize)]
struct RefusalJson<'a> {
    reason: &'static str,
    finality: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OperatorJson<'a> {
    id: String,
    name: &'a str,
    role: &'static str,
    rao_id: &'a str,
}

/// All UTC.
#[derive(Serialize)]
struct TimesJson {
    accepted: Option<String>,
    received: Option<String>,
    claimed: Option<String>,
    decided: Option<String>,
    completed: Option<String>,
    sealed: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EvidenceJson<'a> {
    kind: &'static str,
    entry: &'a str,
    media_type: &'static str,
    size: usize,
    sha256: String,
}

/// A frame of the recording with the SHA-256 `of`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KeptJson {
    sha256: String,
    of: String,
    at_ms: u32,
    operator_id: String,
    at: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReplacedJson {
    kind: &'static str,
    media_type: &'static str,
    size: u64,
    sha256: String,
    replaced_at: String,
}

impl<'a> Record<'a> {
    pub(super) fn of(case: &SealedCase<'a>, evidence: &[Placed<'a>]) -> Self {
        Self {
            session_id: case.session.to_string(),
            request_id: case.request_id,
            loip: LOIP,
            fields: Name::ALL
                .into_iter()
                .filter_map(|name| Field::of(case, name))
                .collect(),
            differences: case.assessment.map(differences).unwrap_or_default(),
            assessment: case.assessment.map(AssessmentJson::of),
            checklist: case.checklist.iter().map(CheckedJson::of).collect(),
            lost_and_stolen: case.register.map(QueryJson::of),
            decisions: case.decisions.iter().map(DecisionJson::of).collect(),
            operator: OperatorJson::of(case.operator),
            times: TimesJson::of(&case.times),
            evidence: evidence.iter().map(EvidenceJson::of).collect(),
            snapshots: case.snapshots.iter().map(KeptJson::of).collect(),
            replaced_evidence: case.replaced.iter().map(ReplacedJson::of).collect(),
        }
    }
}

impl<'a> Field<'a> {
    /// The datum, if anybody said anything of it.
    fn of(case: &SealedCase<'a>, name: Name) -> Option<Self> {
        let declared = case.declared.iter().find(|declared| declared.field == name);
        let read: Vec<Read<'a>> = case
            .assessment
            .into_iter()
            .flat_map(|assessment| &assessment.readings)
            .filter(|reading| reading.field == name)
            .map(|reading| Read {
                source: reading.source.name(),
                value: reading.value.reveal(),
            })
            .collect();
        let review = review(case, name);
        if declared.is_none() && read.is_empty() && review.is_none() {
            return None;
        }
        let confirmed = review.and_then(Review::confirmed);
        Some(Self {
            name: name.name(),
            declared: declared.map(|declared| declared.value.reveal().as_str()),
            read,
            confirmed: confirmed.map(|value| value.reveal().as_str()),
            review: review.map_or("not_reviewed", review_name),
            taken: settled(case, name).map(|(_, basis)| basis),
            history: history(case, name, declared),
        })
    }
}

/// What was said of the datum, each with the value before it: the declared one
/// at first, then the one that was confirmed last.
fn history<'a>(
    case: &SealedCase<'a>,
    name: Name,
    declared: Option<&'a Declared>,
) -> Vec<EditJson<'a>> {
    let mut from = declared.map(|declared| declared.value.reveal().as_str());
    let edits = case.edits.iter().filter(|edit| edit.field == name);
    edits
        .map(|edit| {
            let to = edit.review.confirmed().map(|value| value.reveal().as_str());
            let line = EditJson {
                at: edit.at.to_string(),
                operator_id: edit.operator.map(|operator| operator.to_string()),
                review: review_name(&edit.review),
                from,
                to,
            };
            from = to.or(from);
            line
        })
        .collect()
}

const fn review_name(review: &Review) -> &'static str {
    match review {
        Review::NotReviewed => "not_reviewed",
        Review::Approved(_) => "approved",
        Review::Revised(_) => "revised",
        Review::Rejected => "rejected",
    }
}

fn differences(assessment: &Assessment) -> Vec<Difference<'_>> {
    let differences = assessment.differences.iter();
    differences
        .map(|difference| Difference {
            field: difference.field.name(),
            against: match difference.against {
                Against::Read(source) => source.name(),
                Against::TaxCode => "tax_code",
            },
            says: difference.says.reveal(),
        })
        .collect()
}

impl<'a> DecisionJson<'a> {
    fn of(decision: &'a Decision) -> Self {
        let refusal = match &decision.outcome {
            Outcome::Refuse(refusal) => Some(RefusalJson {
                reason: refusal.reason.code(),
                finality: refusal.finality.name(),
                text: &refusal.text,
            }),
            Outcome::Validate | Outcome::Approve | Outcome::AskAgain(_) => None,
        };
        let asked = match &decision.outcome {
            Outcome::AskAgain(asking) => Some(AskedJson {
                pieces: asking
                    .pieces()
                    .iter()
                    .map(|asked| PieceJson {
                        piece: asked.piece.name(),
                        reason: asked.reason.code(),
                    })
                    .collect(),
                text: asking.text(),
            }),
            Outcome::Validate | Outcome::Approve | Outcome::Refuse(_) => None,
        };
        Self {
            id: decision.id.to_string(),
            at: decision.at.to_string(),
            operator_id: decision.operator.to_string(),
            outcome: decision.outcome.name(),
            refusal,
            asked,
        }
    }
}

impl<'a> OperatorJson<'a> {
    fn of(operator: &'a Operator) -> Self {
        Self {
            id: operator.id.to_string(),
            name: &operator.display_name,
            role: operator.role.name(),
            rao_id: &operator.rao_id.0,
        }
    }
}

impl TimesJson {
    fn of(times: &Times) -> Self {
        let text = |time: Option<Timestamp>| time.map(|time| time.to_string());
        Self {
            accepted: text(times.accepted),
            received: text(times.received),
            claimed: text(times.claimed),
            decided: text(times.decided),
            completed: text(times.completed),
            sealed: times.sealed.to_string(),
        }
    }
}

impl<'a> EvidenceJson<'a> {
    fn of(placed: &Placed<'a>) -> Self {
        Self {
            kind: placed.kind,
            entry: placed.entry,
            media_type: placed.media.mime(),
            size: placed.bytes.len(),
            sha256: Digest::of(placed.bytes).to_hex(),
        }
    }
}

impl KeptJson {
    fn of(kept: &Kept) -> Self {
        Self {
            sha256: kept.digest.to_hex(),
            of: kept.of.to_hex(),
            at_ms: kept.at_ms,
            operator_id: kept.operator.to_string(),
            at: kept.at.to_string(),
        }
    }
}

impl ReplacedJson {
    fn of(piece: &Replaced) -> Self {
        Self {
            kind: piece.kind.name(),
            media_type: piece.media.mime(),
            size: piece.size_bytes,
            sha256: piece.digest.to_hex(),
            replaced_at: piece.at.to_string(),
        }
    }
}
