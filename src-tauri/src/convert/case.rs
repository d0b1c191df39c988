//! A case for the window.

use std::collections::HashMap;

use domain::{
    assessment::Problem,
    decision::{Finality, Outcome},
    field::Name,
    id::{OperatorId, SessionId},
    lease::Stamp,
    queue::Group,
};
use workflow::records::{DecisionRecord, Delivery, EvidenceRecord};
use workflow::{
    actions::{self, Blocker, Holder},
    desk::{CaseFile, ChecksState, CredentialsState, Documents},
};

use super::{again, assessment, checklist, evidence, fields, invalid, queue, timeline};
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
        evidence: evidence::pieces(file, problems, &open.media),
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
            .map(|entry| timeline::entry(entry, &file.names))
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
            report: Box::new(assessment::report(assessment)),
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
