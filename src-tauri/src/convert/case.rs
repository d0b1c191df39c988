//! A case for the window.

use std::collections::HashMap;

use domain::{
    assessment::Problem,
    audit::{self, Actor, Event},
    check::Answer,
    checklist::Item,
    decision::{Finality, Outcome, RefusalReason},
    evidence::Kind,
    field::Name,
    id::{OperatorId, SessionId},
    lease::Stamp,
    queue::Group,
    session::State,
};
use serde_json::Value;
use workflow::records::{DecisionRecord, Delivery, EvidenceRecord};
use workflow::{
    actions::{self, Blocker, Holder},
    desk::{CaseFile, ChecksState, CredentialsState, Documents},
};

use super::{again, assessment, checklist, fields, invalid, queue};
use crate::{dto, media::MediaServer, shell::OpenDesk};

/// The id of a session.
///
/// # Errors
///
/// `invalidInput` for a text that is none.
pub(crate) fn session(id: &str) -> Result<SessionId, dto::ApiError> {
    id.parse().map_err(|_| invalid("caseId"))
}

/// Under which lease and on which version something is done.
///
/// # Errors
///
/// `invalidInput` for a text that is no lease.
pub(crate) fn stamp(view: &dto::StampView) -> Result<Stamp, dto::ApiError> {
    Ok(Stamp {
        lease: view.lease.parse().map_err(|_| invalid("lease"))?,
        version: view.version.into(),
    })
}

/// The case, with addresses under which its evidence can be loaded.
pub(crate) fn case_view(file: &CaseFile, open: &OpenDesk) -> dto::CaseView {
    let record = &file.session;
    let declared = |field| {
        record
            .declared
            .iter()
            .find(|declared| declared.field == field)
            .map(|declared| declared.value.reveal().as_str())
    };
    let problems: &[Problem] = match &file.assessment {
        Some(assessment) => &assessment.problems,
        None => &record.problems,
    };
    let holder = record
        .lease
        .as_ref()
        .and_then(|lease| file.names.get(&lease.operator));
    let group = Group::of(&record.state, record.held_since);
    let version = u32::try_from(record.version).unwrap_or(u32::MAX);
    dto::CaseView {
        id: record.id.to_string(),
        central_key: record.central_key.to_string(),
        subject: queue::subject(declared(Name::Surname), declared(Name::GivenName)),
        state: (&record.state).into(),
        state_as_received: queue::unknown(&record.state),
        created_at: record.created_at.to_string(),
        received_at: record.received_at.to_string(),
        due: queue::due(group, record.due_at, file.left),
        on_hold: group == Group::OnHold,
        claim: queue::claim(file.holder, holder.map(String::as_str)),
        stamp: match (file.holder, record.lease) {
            (Holder::Me, Some(lease)) => Some(dto::StampView {
                lease: lease.id.to_string(),
                version,
            }),
            (Holder::Me | Holder::Nobody | Holder::Other, _) => None,
        },
        version,
        // Revealed to who wrote it.
        draft: file
            .draft
            .as_ref()
            .map(|draft| draft.reveal().clone())
            .unwrap_or_default(),
        colleagues: file
            .colleagues
            .iter()
            .map(|operator| dto::ColleagueView {
                id: operator.id.to_string(),
                name: operator.display_name.clone(),
                role: operator.role.into(),
            })
            .collect(),
        unreadable: record.unreadable.clone(),
        evidence: evidence(&record.evidence, problems, &open.media),
        earlier: again::earlier(&file.superseded, &open.media),
        retries: again::retries(file.retries),
        fields: fields::fields(file),
        assessment: assessment_view(file),
        checklist: checklist::checklist(file),
        notes: file
            .notes
            .iter()
            .enumerate()
            .map(|(index, note)| dto::NoteView {
                id: index.to_string(),
                at: note.at.to_string(),
                author: name(&file.names, note.operator),
                text: note.text.reveal().clone(),
            })
            .collect(),
        timeline: file
            .timeline
            .iter()
            .map(|entry| entry_view(entry, &file.names))
            .collect(),
        decisions: file
            .decisions
            .iter()
            .map(|record| decision(record, &file.names, open.desk.credentials_state()))
            .collect(),
        actions: (&file.actions).into(),
    }
}

/// Declaration and contract, with addresses of their PDFs.
pub(crate) fn documents_view(documents: &Documents, media: &MediaServer) -> dto::DocumentsView {
    let view = |record: &EvidenceRecord, text: Option<String>| dto::DocumentView {
        text,
        url: Some(media.grant(record.id, record.media, record.size_bytes)),
        bytes: Some(u32::try_from(record.size_bytes).unwrap_or(u32::MAX)),
        sha256: record.digest.to_hex(),
    };
    dto::DocumentsView {
        declaration: view(
            &documents.declaration,
            Some(documents.declaration_text.reveal().clone()),
        ),
        contract: view(&documents.contract, None),
    }
}

fn assessment_view(file: &CaseFile) -> dto::AssessmentView {
    if let Some(assessment) = &file.assessment {
        return dto::AssessmentView::Done {
            report: assessment::report(assessment),
        };
    }
    match &file.checks {
        Some(ChecksState::Running(progress)) => dto::AssessmentView::Running {
            progress: (*progress).into(),
        },
        Some(ChecksState::Unavailable(message)) => dto::AssessmentView::Unavailable {
            error: dto::ApiError::new(dto::ErrorCode::EngineFailed)
                .with("message", message.clone()),
        },
        None => dto::AssessmentView::Waiting,
    }
}

/// The pieces that are there, and those that are missing or broken.
fn evidence(
    records: &[EvidenceRecord],
    problems: &[Problem],
    media: &MediaServer,
) -> Vec<dto::EvidenceView> {
    let problem_of = |kind: Kind| {
        problems
            .iter()
            .find(|problem| problem.evidence == kind)
            .map(|problem| evidence_problem(&problem.code))
    };
    Kind::ALL
        .into_iter()
        .filter(|kind| kind.is_captured())
        .filter_map(|kind| {
            let problem = problem_of(kind);
            let Some(record) = records.iter().find(|record| record.kind == kind) else {
                return problem.map(|problem| dto::EvidenceView {
                    id: kind.name().to_owned(),
                    kind: kind.into(),
                    media_type: String::new(),
                    bytes: 0,
                    width: None,
                    height: None,
                    duration_ms: None,
                    sha256: String::new(),
                    url: None,
                    problem: Some(problem),
                });
            };
            Some(piece(record, problem, media))
        })
        .collect()
}

/// A piece of evidence that can be shown, with an address of its own.
pub(crate) fn piece_view(record: &EvidenceRecord, media: &MediaServer) -> dto::EvidenceView {
    piece(record, None, media)
}

/// A piece that is there, with an address unless something is wrong with it.
pub(super) fn piece(
    record: &EvidenceRecord,
    problem: Option<dto::EvidenceProblem>,
    media: &MediaServer,
) -> dto::EvidenceView {
    dto::EvidenceView {
        id: record.id.to_string(),
        kind: record.kind.into(),
        media_type: record.media.mime().to_owned(),
        bytes: u32::try_from(record.size_bytes).unwrap_or(u32::MAX),
        width: None,
        height: None,
        duration_ms: None,
        sha256: record.digest.to_hex(),
        url: problem
            .is_none()
            .then(|| media.grant(record.id, record.media, record.size_bytes)),
        problem,
    }
}

fn evidence_problem(code: &str) -> dto::EvidenceProblem {
    match code {
        "missing" => dto::EvidenceProblem::Missing,
        "empty" => dto::EvidenceProblem::Empty,
        "truncated" => dto::EvidenceProblem::Truncated,
        "too_large" => dto::EvidenceProblem::FileTooLarge,
        "too_many_pixels" => dto::EvidenceProblem::DimensionsTooLarge,
        "unknown_format" => dto::EvidenceProblem::UnknownFormat,
        "altered" => dto::EvidenceProblem::Altered,
        _ => dto::EvidenceProblem::Undecodable,
    }
}

fn decision(
    record: &DecisionRecord,
    names: &HashMap<OperatorId, String>,
    credentials: CredentialsState,
) -> dto::DecisionView {
    let decision = &record.decision;
    let (refusal, asked) = match &decision.outcome {
        Outcome::Refuse(refusal) => {
            let view = dto::RefusalView {
                reason: refusal.reason.into(),
                text: refusal.text.clone(),
                finality: refusal.finality.into(),
            };
            (Some(view), None)
        }
        Outcome::AskAgain(asking) => (None, Some(again::asked(asking))),
        Outcome::Validate | Outcome::Approve => (None, None),
    };
    let waiting = matches!(record.delivery, Delivery::Waiting { .. });
    dto::DecisionView {
        id: decision.id.to_string(),
        outcome: (&decision.outcome).into(),
        at: decision.at.to_string(),
        operator: name(names, decision.operator),
        refusal,
        asked,
        undo_until: waiting.then(|| decision.leaves_at().to_string()),
        delivery: queue::delivery(&record.delivery, credentials),
    }
}

pub(super) fn name(names: &HashMap<OperatorId, String>, id: OperatorId) -> String {
    names.get(&id).cloned().unwrap_or_else(|| id.to_string())
}

fn entry_view(entry: &audit::Entry, names: &HashMap<OperatorId, String>) -> dto::TimelineEntry {
    let record = &entry.record;
    dto::TimelineEntry {
        sequence: u32::try_from(entry.sequence).unwrap_or(u32::MAX),
        at: record.at.to_string(),
        operator: match record.actor {
            Actor::Operator(id) => Some(name(names, id)),
            Actor::Application => None,
        },
        event: event(record.event),
        detail: detail(&record.detail),
    }
}

fn event(event: Event) -> dto::TimelineEvent {
    match event {
        Event::SessionReceived => dto::TimelineEvent::SessionReceived,
        Event::SessionMended => dto::TimelineEvent::SessionMended,
        Event::PiecesReceived => dto::TimelineEvent::PiecesReceived,
        Event::Assessed => dto::TimelineEvent::Assessed,
        Event::Claimed => dto::TimelineEvent::Claimed,
        Event::Released => dto::TimelineEvent::Released,
        Event::TakenOver => dto::TimelineEvent::TakenOver,
        Event::Reassigned => dto::TimelineEvent::Reassigned,
        Event::LeaseLapsed => dto::TimelineEvent::LeaseLapsed,
        Event::Held => dto::TimelineEvent::Held,
        Event::Resumed => dto::TimelineEvent::Resumed,
        Event::Viewed => dto::TimelineEvent::Viewed,
        Event::FieldReviewed => dto::TimelineEvent::FieldReviewed,
        Event::ChecklistAnswered => dto::TimelineEvent::ChecklistAnswered,
        Event::RegisterQueried => dto::TimelineEvent::RegisterQueried,
        Event::NoteAdded => dto::TimelineEvent::NoteAdded,
        Event::Decided => dto::TimelineEvent::Decided,
        Event::DecisionUndone => dto::TimelineEvent::DecisionUndone,
        Event::DocumentsShown => dto::TimelineEvent::DocumentsShown,
        Event::Delivered => dto::TimelineEvent::Delivered,
        Event::DeliveryRefused => dto::TimelineEvent::DeliveryRefused,
        Event::StateChanged => dto::TimelineEvent::StateChanged,
        Event::Exported => dto::TimelineEvent::Exported,
        Event::StoreCreated
        | Event::OperatorCreated
        | Event::OperatorChanged
        | Event::PasswordChanged
        | Event::SignedIn
        | Event::SignInFailed
        | Event::SignedOut
        | Event::CodeSent
        | Event::CodeChecked
        | Event::Kiosk(_) => dto::TimelineEvent::Other,
    }
}

/// The particulars that the store and the use cases write: codes and ids.
fn detail(text: &str) -> dto::TimelineDetail {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return dto::TimelineDetail::default();
    };
    let code = |key: &str| value.get(key).and_then(Value::as_str);
    dto::TimelineDetail {
        verdict: code("status")
            .or_else(|| code("verdict"))
            .and_then(domain::assessment::Status::from_name)
            .map(Into::into),
        field: code("field").and_then(Name::from_name).map(Into::into),
        review: code("review").and_then(review_name),
        item: code("item").and_then(Item::from_name).map(Into::into),
        answer: code("answer").and_then(Answer::from_name).map(Into::into),
        listed: value.get("listed").and_then(Value::as_bool),
        outcome: code("outcome").and_then(outcome_name),
        reason: code("reason")
            .and_then(RefusalReason::from_code)
            .map(Into::into),
        state: code("state")
            .or_else(|| code("to"))
            .map(|state| (&State::from_name(state)).into()),
        pieces: again::pieces(&value),
    }
}

fn review_name(name: &str) -> Option<dto::FieldReview> {
    match name {
        "approved" => Some(dto::FieldReview::Approved),
        "revised" => Some(dto::FieldReview::Revised),
        "rejected" => Some(dto::FieldReview::Rejected),
        "not_reviewed" => Some(dto::FieldReview::NotReviewed),
        _ => None,
    }
}

fn outcome_name(name: &str) -> Option<dto::Outcome> {
    match name {
        "validate" => Some(dto::Outcome::Validate),
        "refuse" => Some(dto::Outcome::Refuse),
        "approve" => Some(dto::Outcome::Approve),
        "ask_again" => Some(dto::Outcome::AskAgain),
        _ => None,
    }
}

impl From<&actions::Actions> for dto::Actions {
    fn from(actions: &actions::Actions) -> Self {
        Self {
            claim: actions.claim.map(Into::into),
            release: actions.release.map(Into::into),
            take_over: actions.take_over.map(Into::into),
            hand_over: actions.hand_over.map(Into::into),
            hold: actions.hold.map(Into::into),
            resume: actions.resume.map(Into::into),
            review: actions.review.map(Into::into),
            validate: actions.validate.map(Into::into),
            refuse: actions.refuse.map(Into::into),
            ask_again: actions.ask_again.map(Into::into),
            documents: actions.documents.map(Into::into),
            approve: actions.approve.map(Into::into),
            undo: actions.undo.map(Into::into),
            export: actions.export.map(Into::into),
        }
    }
}

impl From<Blocker> for dto::Blocker {
    fn from(blocker: Blocker) -> Self {
        match blocker {
            Blocker::NotClaimed => Self::NotClaimed,
            Blocker::ClaimedByOther => Self::ClaimedByOther,
            Blocker::AlreadyClaimed => Self::AlreadyClaimed,
            Blocker::Role => Self::Role,
            Blocker::OnHold => Self::OnHold,
            Blocker::NotOnHold => Self::NotOnHold,
            Blocker::SecondOperator => Self::SecondOperator,
            Blocker::NotInReview => Self::NotInReview,
            Blocker::NotValidated => Self::NotValidated,
            Blocker::ValidationOnItsWay => Self::ValidationOnItsWay,
            Blocker::Decided => Self::Decided,
            Blocker::NothingToUndo => Self::NothingToUndo,
            Blocker::DocumentsNotShown => Self::DocumentsNotShown,
            Blocker::RetriesUsedUp => Self::RetriesUsedUp,
            Blocker::ChecklistIncomplete => Self::ChecklistIncomplete,
            Blocker::ChecklistAgainst => Self::ChecklistAgainst,
        }
    }
}

impl From<dto::RefuseForm> for domain::decision::Refusal {
    fn from(form: dto::RefuseForm) -> Self {
        Self {
            reason: form.reason.into(),
            text: form.text.trim().to_owned(),
            finality: Finality::from(form.finality),
        }
    }
}

#[cfg(test)]
mod tests {
    use engine::imaging::{DecodeError, Limits, decode};

    use super::*;

    #[test]
    fn what_a_decoder_says_of_a_picture_has_a_sentence_of_its_own() {
        let code = |bytes: &[u8]| {
            decode(bytes, &Limits::default())
                .map(|_| ())
                .map_err(|error: DecodeError| evidence_problem(error.code()))
        };
        let vast = [
            &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
            &30_000_u32.to_be_bytes(),
            &30_000_u32.to_be_bytes(),
            &[8, 2, 0, 0, 0, 0xE9, 0x45, 0x6F, 0xED],
        ]
        .concat();
        assert_eq!(code(b""), Err(dto::EvidenceProblem::Empty));
        assert_eq!(code(b"%PDF-1.7"), Err(dto::EvidenceProblem::UnknownFormat));
        assert_eq!(code(&vast), Err(dto::EvidenceProblem::DimensionsTooLarge));
        assert_eq!(
            code(b"\xff\xd8\xff\xe0\0\x10JFIF\0"),
            Err(dto::EvidenceProblem::Truncated)
        );
    }

    #[test]
    fn what_a_decoder_says_of_a_recording_has_a_sentence_of_its_own() {
        for (error, problem) in [
            (capture::DecodeError::Empty, dto::EvidenceProblem::Empty),
            (
                capture::DecodeError::Truncated,
                dto::EvidenceProblem::Truncated,
            ),
            (
                capture::DecodeError::UnknownFormat,
                dto::EvidenceProblem::UnknownFormat,
            ),
        ] {
            assert_eq!(evidence_problem(error.code()), problem);
        }
    }
}
