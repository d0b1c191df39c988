//! The queue and the link for the window.

use domain::{operator::Operator, queue::Group, session::State};
use jiff::{SignedDuration, Timestamp};
use workflow::records::{Delivery, GroupCounts, Owner, QueueCounts, QueueFilter, QueueList};
use workflow::{
    actions::Holder,
    desk::{
        ChecksState, ConnectionState, CredentialsState, Link, LinkProblem, Listing, Progress, Row,
    },
};

use super::assessment;
use crate::dto;

/// The most rows the window gets at once.
const MOST_ROWS: u32 = 500;

/// What the window asks for, as the store takes it.
pub(crate) fn queue_filter(query: dto::QueueQuery, operator: &Operator) -> QueueFilter {
    let text = query.search.trim();
    QueueFilter {
        owner: match query.owner {
            dto::QueueOwner::Mine => Owner::Operator(operator.id),
            dto::QueueOwner::Unassigned => Owner::Nobody,
            dto::QueueOwner::All => Owner::Any,
        },
        list: match query.list {
            dto::QueueList::Open => QueueList::Open,
            dto::QueueList::NeedsOperator => QueueList::Of(Group::NeedsOperator),
            dto::QueueList::SecondStep => QueueList::Of(Group::SecondStep),
            dto::QueueList::AwaitingCustomer => QueueList::Of(Group::AwaitingCustomer),
            dto::QueueList::OnHold => QueueList::Of(Group::OnHold),
            dto::QueueList::Refused => QueueList::Of(Group::Refused),
            dto::QueueList::Done => QueueList::Of(Group::Done),
            dto::QueueList::Unknown => QueueList::Of(Group::Unknown),
        },
        text: (!text.is_empty()).then(|| text.into()),
        offset: query.offset,
        limit: query.limit.clamp(1, MOST_ROWS),
    }
}

/// The queue.
pub(crate) fn queue_view(listing: &Listing, credentials: CredentialsState) -> dto::QueueView {
    let QueueCounts {
        mine,
        unassigned,
        all,
    } = &listing.counts;
    dto::QueueView {
        rows: listing
            .rows
            .iter()
            .map(|row| queue_row(row, credentials))
            .collect(),
        length: count(listing.length),
        counts: dto::QueueCounts {
            mine: mine.into(),
            unassigned: unassigned.into(),
            all: all.into(),
        },
    }
}

fn count(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl From<&GroupCounts> for dto::ListCounts {
    fn from(counts: &GroupCounts) -> Self {
        let of = |group| count(counts.of(group));
        Self {
            open: count(counts.open()),
            needs_operator: of(Group::NeedsOperator),
            second_step: of(Group::SecondStep),
            awaiting_customer: of(Group::AwaitingCustomer),
            on_hold: of(Group::OnHold),
            refused: of(Group::Refused),
            done: of(Group::Done),
            unknown: of(Group::Unknown),
        }
    }
}

fn queue_row(entry: &Row, credentials: CredentialsState) -> dto::QueueRow {
    let row = &entry.row;
    let group = Group::of(&row.state, row.held_since);
    dto::QueueRow {
        id: row.id.to_string(),
        central_key: row.central_key.to_string(),
        subject: subject(
            row.surname.as_ref().map(|name| name.reveal().as_str()),
            row.given_name.as_ref().map(|name| name.reveal().as_str()),
        ),
        document_type: row.document_type.clone(),
        state: (&row.state).into(),
        state_as_received: unknown(&row.state),
        created_at: row.created_at.to_string(),
        received_at: row.received_at.to_string(),
        due: due(group, row.due_at, entry.left),
        on_hold: group == Group::OnHold,
        // What is decided is nobody's work any more.
        claim: if row.state.is_terminal() {
            dto::Claim::None
        } else {
            claim(entry.holder, entry.holder_name.as_deref())
        },
        assessment: row.assessed.as_ref().map(assessment::summary),
        progress: match &entry.checks {
            Some(ChecksState::Running(progress)) => Some((*progress).into()),
            Some(ChecksState::Unavailable(_)) | None => None,
        },
        problems: u8::try_from(row.problems).unwrap_or(u8::MAX),
        delivery: row
            .delivery
            .as_ref()
            .map(|state| delivery(state, credentials)),
    }
}

/// Until when operators should have decided, where it is their turn.
pub(super) fn due(group: Group, at: Timestamp, left: SignedDuration) -> Option<dto::DueView> {
    match group {
        Group::NeedsOperator | Group::SecondStep => Some(dto::DueView {
            at: at.to_string(),
            left_minutes: i32::try_from(left.as_mins()).unwrap_or(i32::MAX),
        }),
        Group::AwaitingCustomer | Group::OnHold | Group::Refused | Group::Done | Group::Unknown => {
            None
        }
    }
}

/// Surname and given name in one line.
pub(super) fn subject(surname: Option<&str>, given_name: Option<&str>) -> Option<String> {
    match (surname, given_name) {
        (Some(surname), Some(given_name)) => Some(format!("{surname} {given_name}")),
        (Some(name), None) | (None, Some(name)) => Some(name.to_owned()),
        (None, None) => None,
    }
}

/// The status as it came, of a state that no table names.
pub(super) fn unknown(state: &State) -> Option<String> {
    match state {
        State::Unknown(status) => Some(status.clone()),
        State::Capturing
        | State::Incomplete
        | State::CaptureFailed
        | State::WaitingForReview
        | State::Validated
        | State::Approved
        | State::Refused
        | State::Cancelled => None,
    }
}

/// Who has a case.
pub(super) fn claim(holder: Holder, name: Option<&str>) -> dto::Claim {
    match holder {
        Holder::Nobody => dto::Claim::None,
        Holder::Me => dto::Claim::Mine,
        Holder::Other => dto::Claim::Other {
            name: name.map(str::to_owned),
        },
    }
}

/// How far a decision is on its way.
pub(super) fn delivery(delivery: &Delivery, credentials: CredentialsState) -> dto::DeliveryView {
    match delivery {
        Delivery::Waiting { until } => dto::DeliveryView::Waiting {
            waiting_for: match credentials {
                CredentialsState::Held => dto::WaitingFor::Undo,
                CredentialsState::Missing | CredentialsState::Rejected => {
                    dto::WaitingFor::RaoCredentials
                }
            },
            attempts: 0,
            next_attempt_at: Some(until.to_string()),
        },
        Delivery::Sending => dto::DeliveryView::Sending,
        Delivery::Delivered { at } => dto::DeliveryView::Delivered { at: at.to_string() },
        Delivery::Failed {
            attempts, retry_at, ..
        } => dto::DeliveryView::Waiting {
            waiting_for: dto::WaitingFor::Connection,
            attempts: u16::try_from(*attempts).unwrap_or(u16::MAX),
            next_attempt_at: Some(retry_at.to_string()),
        },
        Delivery::Refused { code } => dto::DeliveryView::Failed {
            error: dto::ApiError::new(dto::ErrorCode::CentralRefused).with("reason", code.clone()),
        },
    }
}

impl From<Progress> for dto::ProgressView {
    fn from(progress: Progress) -> Self {
        Self {
            done: progress.done,
            of: progress.of,
            step: progress.step.into(),
        }
    }
}

impl From<ConnectionState> for dto::ConnectionView {
    fn from(state: ConnectionState) -> Self {
        Self {
            link: match state.link {
                Link::Connecting => dto::Link::Connecting,
                Link::Online => dto::Link::Online,
                Link::Offline => dto::Link::Offline,
            },
            problem: state.problem.map(Into::into),
            last_sync_at: state.last_contact.map(|at| at.to_string()),
            waiting: state.waiting,
            failed: state.failed,
            rao_credentials: match state.credentials {
                CredentialsState::Missing => dto::RaoCredentials::Missing,
                CredentialsState::Held => dto::RaoCredentials::Held,
                CredentialsState::Rejected => dto::RaoCredentials::Rejected,
            },
        }
    }
}

impl From<LinkProblem> for dto::LinkProblem {
    fn from(problem: LinkProblem) -> Self {
        match problem {
            LinkProblem::Unreachable => Self::Unreachable,
            LinkProblem::TimedOut => Self::TimedOut,
            LinkProblem::Unauthorised => Self::Unauthorised,
            LinkProblem::ServerError => Self::ServerError,
            LinkProblem::Unexpected => Self::Unexpected,
        }
    }
}
