//! The timeline of a case for the window.

use std::collections::HashMap;

use domain::{
    audit::{self, Actor, Event},
    check::Answer,
    checklist::Item,
    decision::RefusalReason,
    field::Name,
    id::OperatorId,
    session::State,
};
use serde_json::Value;

use super::{again, case::name};
use crate::dto;

pub(super) fn entry(
    entry: &audit::Entry,
    names: &HashMap<OperatorId, String>,
) -> dto::TimelineEntry {
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
        Event::SnapshotKept => dto::TimelineEvent::SnapshotKept,
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
        at_ms: value
            .get("at_ms")
            .and_then(Value::as_u64)
            .and_then(|ms| u32::try_from(ms).ok()),
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
