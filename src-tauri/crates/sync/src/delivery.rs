//! Getting decisions delivered: never twice, never lost.
//!
//! An attempt that was begun before may have taken effect without an answer.
//! So a repeated attempt first asks where the request stands, and only then
//! sends the decision again, under the same id.

use std::time::Duration;

use async_trait::async_trait;
use domain::{
    Clock,
    decision::{Decision, Outcome},
    id::{CentralKey, DecisionId, OperatorId, SessionId},
    session::State,
};
use jiff::Timestamp;
use rand::RngCore;

use crate::{
    Connector, RaoCredentials,
    error::{HostError, SyncError},
    retry::{Retry, retry},
    wire::unexpected,
};

/// A decision on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The decision.
    pub decision: Decision,
    /// The request it is about.
    pub key: CentralKey,
    /// How many attempts were begun before.
    pub attempts: u32,
}

/// Where decisions wait.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// What may be sent at `now`, the decisions on one session in the order in
    /// which they were made; none while an earlier one on its session waits
    /// for its own time. Also what was postponed to an instant more than
    /// [`crate::LONGEST_PAUSE`] ahead: the clock was set back since.
    async fn due(&self, now: Timestamp) -> Result<Vec<Envelope>, HostError>;

    /// Puts down, durably and before it happens, that one more attempt begins;
    /// fails for a decision that was taken back meanwhile. Exactly one of the
    /// three below ends the attempt, unless the application ends first.
    async fn sending(&self, id: DecisionId) -> Result<(), HostError>;

    /// The decision has taken effect; known at `at`.
    async fn delivered(&self, id: DecisionId, at: Timestamp) -> Result<(), HostError>;

    /// The attempt failed with `code`; the next one not before `retry_at`.
    async fn postpone(
        &self,
        id: DecisionId,
        code: &str,
        retry_at: Timestamp,
    ) -> Result<(), HostError>;

    /// The decision will not take effect, for the reason `code`; an operator
    /// has to look.
    async fn refused(&self, id: DecisionId, code: &str) -> Result<(), HostError>;
}

/// What came of a delivery.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliveryReport {
    /// Decisions that have taken effect.
    pub delivered: u32,
    /// Decisions that will not, until an operator has looked.
    pub refused: u32,
    /// Decisions that are tried again later.
    pub postponed: u32,
    /// Decisions whose operator has to give password and PIN first.
    pub waiting_for_credentials: u32,
    /// Whether the central API turned the given password or PIN down.
    pub credentials_rejected: bool,
    /// Decisions whose attempt the outbox would not begin.
    pub not_begun: u32,
    /// The code of the fault of the link that ended the round, if one did.
    pub link_fault: Option<&'static str>,
}

/// Tries to deliver what is due. `credentials` are those of the operator at
/// the desk; decisions of others wait until theirs are given.
///
/// # Errors
/// [`SyncError::Host`] when the outbox fails; every other failure is put down
/// with its decision.
pub async fn deliver(
    connector: &Connector,
    outbox: &dyn Outbox,
    credentials: Option<(OperatorId, &RaoCredentials)>,
    clock: &dyn Clock,
    random: &mut (dyn RngCore + Send),
) -> Result<DeliveryReport, SyncError> {
    let mut round = Round {
        connector,
        outbox,
        credentials,
        clock,
        random,
        report: DeliveryReport::default(),
    };
    let due = outbox.due(clock.now()).await.map_err(SyncError::Host)?;
    // The decisions on one session build on each other.
    let mut held_up: Vec<SessionId> = Vec::new();
    for envelope in &due {
        if round.report.link_fault.is_some() {
            break;
        }
        let session = envelope.decision.session;
        if held_up.contains(&session) {
            continue;
        }
        let attempt = Attempt {
            round: &mut round,
            envelope,
            begun: false,
        };
        if attempt.make().await? == Progress::HeldUp {
            held_up.push(session);
        }
    }
    Ok(round.report)
}

/// Whether later decisions on the same session may follow.
#[derive(PartialEq, Eq)]
enum Progress {
    Settled,
    HeldUp,
}

struct Round<'a> {
    connector: &'a Connector,
    outbox: &'a dyn Outbox,
    credentials: Option<(OperatorId, &'a RaoCredentials)>,
    clock: &'a dyn Clock,
    random: &'a mut (dyn RngCore + Send),
    report: DeliveryReport,
}

/// One attempt to deliver one decision.
struct Attempt<'a, 'r> {
    round: &'a mut Round<'r>,
    envelope: &'a Envelope,
    /// Whether the outbox has put it down.
    begun: bool,
}

impl Attempt<'_, '_> {
    async fn make(mut self) -> Result<Progress, SyncError> {
        let Envelope { decision, key, .. } = self.envelope;
        if self.envelope.attempts > 0 {
            match self.round.connector.state(*key).await {
                Ok(state) => match Standing::of(&decision.outcome, &state) {
                    Standing::Arrived if speaks_for_itself(&decision.outcome) => {
                        return self.delivered().await;
                    }
                    Standing::Contradicted => return self.refused("conflict").await,
                    Standing::Arrived | Standing::Open => {}
                },
                Err(error) => return self.failed(error).await,
            }
        }
        let Some(credentials) = self.round.credentials_of(decision.operator) else {
            self.round.report.waiting_for_credentials += 1;
            return Ok(Progress::HeldUp);
        };
        if !self.begin().await {
            return Ok(Progress::HeldUp);
        }
        let answer = self
            .round
            .connector
            .decide(*key, &decision.outcome, credentials, decision.id)
            .await;
        match answer {
            Ok(state) => match Standing::of(&decision.outcome, &state) {
                Standing::Arrived => self.delivered().await,
                Standing::Contradicted | Standing::Open => {
                    let operation = operation(&decision.outcome);
                    self.failed(unexpected(operation, "a state that does not follow"))
                        .await
                }
            },
            Err(error @ SyncError::WrongState { .. }) => self.reconcile(error).await,
            Err(error) => self.failed(error).await,
        }
    }

    /// The central API says that the request is elsewhere: perhaps where this
    /// decision wants it. On the first attempt somebody else brought it there,
    /// and what they decided is theirs, also where it is the same.
    async fn reconcile(self, error: SyncError) -> Result<Progress, SyncError> {
        match self.round.connector.state(self.envelope.key).await {
            Ok(state) => match Standing::of(&self.envelope.decision.outcome, &state) {
                Standing::Arrived
                    if self.envelope.attempts > 0
                        && speaks_for_itself(&self.envelope.decision.outcome) =>
                {
                    self.delivered().await
                }
                Standing::Arrived | Standing::Contradicted => self.refused("conflict").await,
                Standing::Open => self.failed(error).await,
            },
            Err(error) => self.failed(error).await,
        }
    }

    /// Has the outbox put the attempt down, once. It may say no: a decision can
    /// be taken back until this moment.
    async fn begin(&mut self) -> bool {
        if !self.begun {
            let id = self.envelope.decision.id;
            match self.round.outbox.sending(id).await {
                Ok(()) => self.begun = true,
                Err(error) => {
                    tracing::warn!(decision.id = %id, %error, "Decision {id} stays: its delivery was not begun");
                    self.round.report.not_begun += 1;
                }
            }
        }
        self.begun
    }

    async fn delivered(mut self) -> Result<Progress, SyncError> {
        if !self.begin().await {
            return Ok(Progress::HeldUp);
        }
        let Envelope { decision, key, .. } = self.envelope;
        let (id, now) = (decision.id, self.round.clock.now());
        let kept = self.round.outbox.delivered(id, now).await;
        kept.map_err(SyncError::Host)?;
        tracing::info!(decision.id = %id, central.key = %key, "Delivered decision {id}");
        self.round.report.delivered += 1;
        Ok(Progress::Settled)
    }

    async fn refused(mut self, code: &str) -> Result<Progress, SyncError> {
        if !self.begin().await {
            return Ok(Progress::HeldUp);
        }
        let Envelope { decision, key, .. } = self.envelope;
        let id = decision.id;
        let kept = self.round.outbox.refused(id, code).await;
        kept.map_err(SyncError::Host)?;
        tracing::warn!(decision.id = %id, central.key = %key, code, "Decision {id} was turned down");
        self.round.report.refused += 1;
        Ok(Progress::HeldUp)
    }

    async fn failed(mut self, error: SyncError) -> Result<Progress, SyncError> {
        let Envelope { decision, key, .. } = self.envelope;
        let (id, code) = (decision.id, error.code());
        tracing::warn!(
            decision.id = %id,
            central.key = %key,
            vendor.id = error.vendor_id(),
            %error,
            "Decision {id} was not delivered"
        );
        let attempts = self.envelope.attempts.saturating_add(1);
        let round = &mut *self.round;
        let pause = match retry(&error, attempts, &mut *round.random) {
            Retry::Never => return self.refused(code).await,
            Retry::NeedsCredentials => {
                // Each further wrong attempt brings the account nearer to its lock.
                round.credentials = None;
                round.report.credentials_rejected = true;
                round.report.waiting_for_credentials += 1;
                Duration::ZERO
            }
            Retry::After(pause) => {
                round.report.postponed += 1;
                pause
            }
        };
        if error.concerns_the_link() {
            round.report.link_fault = Some(code);
        }
        if self.begin().await {
            let now = self.round.clock.now();
            let retry_at = now.saturating_add(pause).unwrap_or(now);
            let kept = self.round.outbox.postpone(id, code, retry_at).await;
            kept.map_err(SyncError::Host)?;
        }
        Ok(Progress::HeldUp)
    }
}

impl<'r> Round<'r> {
    fn credentials_of(&self, operator: OperatorId) -> Option<&'r RaoCredentials> {
        self.credentials
            .filter(|(holder, _)| *holder == operator)
            .map(|(_, credentials)| credentials)
    }
}

/// How a request stands to a decision on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// The decision has taken effect.
    Arrived,
    /// It can take effect no more.
    Contradicted,
    /// It has not taken effect yet.
    Open,
}

impl Standing {
    fn of(outcome: &Outcome, state: &State) -> Self {
        match (outcome, state) {
            (Outcome::Validate, State::Validated | State::Approved)
            | (Outcome::Refuse(_), State::Refused)
            | (Outcome::Approve, State::Approved)
            | (Outcome::AskAgain(_), State::Incomplete) => Self::Arrived,
            (Outcome::Validate | Outcome::Approve, State::Refused | State::Cancelled)
            | (Outcome::Refuse(_), State::Approved | State::Cancelled)
            | (
                Outcome::AskAgain(_),
                State::Validated | State::Approved | State::Refused | State::Cancelled,
            ) => Self::Contradicted,
            (
                Outcome::Validate | Outcome::Refuse(_) | Outcome::Approve,
                State::Capturing
                | State::Incomplete
                | State::CaptureFailed
                | State::WaitingForReview
                | State::Unknown(_),
            )
            | (Outcome::Refuse(_) | Outcome::Approve, State::Validated)
            | (
                Outcome::AskAgain(_),
                State::Capturing
                | State::CaptureFailed
                | State::WaitingForReview
                | State::Unknown(_),
            ) => Self::Open,
        }
    }
}

/// Whether the state of a request alone proves that `outcome` has arrived. Two
/// desks can ask for different pieces: there only the answer under the
/// decision's own id does.
const fn speaks_for_itself(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Validate | Outcome::Refuse(_) | Outcome::Approve => true,
        Outcome::AskAgain(_) => false,
    }
}

const fn operation(outcome: &Outcome) -> crate::Operation {
    match outcome {
        Outcome::Validate => crate::Operation::Validate,
        Outcome::Refuse(_) => crate::Operation::Refuse,
        Outcome::Approve => crate::Operation::Approve,
        Outcome::AskAgain(_) => crate::Operation::AskAgain,
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        decision::{AskAgain, Finality, PieceAsked, PieceReason, Refusal, RefusalReason},
        kiosk::Piece,
    };

    use super::*;

    #[test]
    fn a_decision_has_arrived_where_the_request_says_so() {
        check(Outcome::Validate, State::WaitingForReview, Standing::Open);
        check(Outcome::Validate, State::Validated, Standing::Arrived);
        check(Outcome::Validate, State::Approved, Standing::Arrived);
        check(Outcome::Validate, State::Refused, Standing::Contradicted);
        check(refusal(), State::Validated, Standing::Open);
        check(refusal(), State::Refused, Standing::Arrived);
        check(refusal(), State::Approved, Standing::Contradicted);
        check(Outcome::Approve, State::Validated, Standing::Open);
        check(Outcome::Approve, State::Approved, Standing::Arrived);
        check(Outcome::Approve, State::Cancelled, Standing::Contradicted);
        check(Outcome::Approve, State::Unknown("X".into()), Standing::Open);
        check(asking(), State::WaitingForReview, Standing::Open);
        check(asking(), State::Incomplete, Standing::Arrived);
        check(asking(), State::Validated, Standing::Contradicted);
        check(asking(), State::Refused, Standing::Contradicted);
    }

    fn asking() -> Outcome {
        let asked = PieceAsked {
            piece: Piece::DocumentRear,
            reason: PieceReason::Blurred,
        };
        Outcome::AskAgain(AskAgain::new(vec![asked], "").expect("a piece"))
    }

    fn refusal() -> Outcome {
        Outcome::Refuse(Refusal {
            reason: RefusalReason::FaceMismatch,
            text: String::new(),
            finality: Finality::Definitive,
        })
    }

    #[track_caller]
    fn check(outcome: Outcome, state: State, expected: Standing) {
        assert_eq!(
            Standing::of(&outcome, &state),
            expected,
            "{outcome:?} {state:?}"
        );
    }
}
