//! What may happen to a session in which state, and how it goes on.

use domain::{
    audit::{Actor, Event},
    session::State,
};
use serde_json::json;
use sqlx::SqliteConnection;

use super::{Central, audit, callback, request::Request};
use crate::CentralError;

/// Something that only certain states admit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Evidence or a video comes.
    Upload,
    /// The capture fails.
    Fail,
    /// An officer validates the identification.
    Validate,
    /// An officer refuses it.
    Refuse,
    /// An officer asks for pieces again.
    AskAgain,
    /// Declaration or contract is made anew.
    Draw,
    /// An officer approves the request.
    Approve,
    /// The request is withdrawn.
    Cancel,
    /// The fields of the request are checked.
    CheckFields,
}

impl Step {
    /// Whether a session in `state` admits this step.
    pub(crate) const fn is_open_in(self, state: &State) -> bool {
        match self {
            Self::Upload | Self::Fail => matches!(
                state,
                State::Capturing | State::Incomplete | State::CaptureFailed
            ),
            Self::Validate | Self::AskAgain => matches!(state, State::WaitingForReview),
            Self::Refuse | Self::Draw => {
                matches!(state, State::WaitingForReview | State::Validated)
            }
            Self::Approve => matches!(state, State::Validated),
            Self::Cancel | Self::CheckFields => matches!(
                state,
                State::Capturing
                    | State::Incomplete
                    | State::CaptureFailed
                    | State::WaitingForReview
                    | State::Validated
            ),
        }
    }

    /// Says no where `state` does not admit this step.
    pub(crate) fn demand(self, state: &State) -> Result<(), CentralError> {
        if self.is_open_in(state) {
            Ok(())
        } else {
            Err(CentralError::InvalidState)
        }
    }
}

/// Takes `request` on to `next`, and queues a callback where its partner can
/// see the difference. To stay in a state is no change and no error.
pub(crate) async fn advance(
    central: &Central,
    tx: &mut SqliteConnection,
    request: &mut Request,
    next: State,
) -> Result<(), CentralError> {
    if request.state == next {
        return Ok(());
    }
    if !request.state.gives_way_to(&next) {
        return Err(CentralError::InvalidState);
    }
    let now = central.now();
    let before = request.state.openapi();
    request.state = next;
    request.updated_at = now;
    if request.state.is_terminal() {
        request.decided_at = Some(now);
    }
    sqlx::query("UPDATE request SET state = ?2, updated_at = ?3, decided_at = ?4 WHERE pk = ?1")
        .bind(request.pk)
        .bind(request.state.name())
        .bind(now.to_string())
        .bind(request.decided_at.map(|at| at.to_string()))
        .execute(&mut *tx)
        .await?;
    let detail = json!({"request": request.pk, "state": request.state.name()});
    audit::append(
        central,
        tx,
        Actor::Application,
        Event::StateChanged,
        request,
        &detail,
    )
    .await?;
    if request.state.openapi() != before {
        callback::queue(central, tx, request).await?;
    }
    tracing::info!(
        request = request.pk,
        state = request.state.name(),
        "A session went on to another state"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_reading_is_open_once_a_session_is_decided() {
        for state in [State::Approved, State::Refused, State::Cancelled] {
            for step in [
                Step::Upload,
                Step::Fail,
                Step::Validate,
                Step::Refuse,
                Step::AskAgain,
                Step::Draw,
                Step::Approve,
                Step::Cancel,
                Step::CheckFields,
            ] {
                assert!(!step.is_open_in(&state), "{step:?} in {state:?}");
            }
        }
    }

    #[test]
    fn every_step_of_the_way_has_its_own_state() {
        check(Step::Upload, State::Capturing, true);
        check(Step::Upload, State::Incomplete, true);
        check(Step::Upload, State::WaitingForReview, false);
        check(Step::Fail, State::Capturing, true);
        check(Step::Fail, State::WaitingForReview, false);
        check(Step::Validate, State::Capturing, false);
        check(Step::Validate, State::WaitingForReview, true);
        check(Step::Validate, State::Validated, false);
        check(Step::AskAgain, State::WaitingForReview, true);
        check(Step::AskAgain, State::Validated, false);
        check(Step::Refuse, State::Validated, true);
        check(Step::Refuse, State::Incomplete, false);
        check(Step::Approve, State::WaitingForReview, false);
        check(Step::Approve, State::Validated, true);
        check(Step::Cancel, State::Unknown("X".into()), false);
    }

    #[track_caller]
    fn check(step: Step, state: State, open: bool) {
        assert_eq!(step.is_open_in(&state), open, "{step:?} in {state:?}");
    }
}
