//! A case, opened: everything that a review needs, and what can be done.

use std::collections::HashMap;

use domain::{
    Personal,
    assessment::Assessment,
    audit::{self, Actor, Event, Record},
    checklist::Weight,
    decision::{Outcome, Retries},
    evidence::{Kind, Snapshot},
    house::Steps,
    id::{EvidenceId, OperatorId, SessionId},
    operator::{Act, Operator},
    session::State,
};
use jiff::{SignedDuration, Timestamp};
use store::{
    DecisionRecord, Delivery, EvidenceRecord, FieldReview, Note, SessionRecord, Superseded,
};

use super::{Checklist, ChecksState, Desk, checklist::Settled, queue::holder};
use crate::{
    WorkflowError,
    actions::{
        self, Actions, Blocker, Documents, Hold, Holder, Second, Situation, Undo, Validation,
    },
};

/// A case with everything that belongs to it.
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// The session with its evidence.
    pub session: SessionRecord,
    /// What operators said of its data, the newest of each.
    pub reviews: Vec<FieldReview>,
    /// Everything that operators said of its data, the oldest first.
    pub review_history: Vec<FieldReview>,
    /// Where the frames come from that operators kept, in order.
    pub snapshots: Vec<Snapshot>,
    /// Pieces that the customer has captured anew since, the oldest first.
    pub superseded: Vec<Superseded>,
    /// How often the customer was asked for pieces again, and may be.
    pub retries: Retries,
    /// The assessment, once there is one.
    pub assessment: Option<Assessment>,
    /// The operator's checklist.
    pub checklist: Checklist,
    /// The checks, while they run or when they could not.
    pub checks: Option<ChecksState>,
    /// Notes, the oldest first.
    pub notes: Vec<Note>,
    /// What happened, the oldest first.
    pub timeline: Vec<audit::Entry>,
    /// Decisions, the oldest first.
    pub decisions: Vec<DecisionRecord>,
    /// Who has claimed it.
    pub holder: Holder,
    /// What can be done.
    pub actions: Actions,
    /// The names of operators.
    pub names: HashMap<OperatorId, String>,
    /// Who could take it: the other operators whose role reviews.
    pub colleagues: Vec<Operator>,
    /// The note that the operator who looks has begun.
    pub draft: Option<Personal<String>>,
    /// How much of the operators' time is left until it is due.
    pub left: SignedDuration,
}

impl Desk {
    /// Opens a case and writes into the audit log that it was looked at.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotSignedIn`], and what the store says.
    pub async fn open_case(&self, session: SessionId) -> Result<CaseFile, WorkflowError> {
        let operator = self.permitted(Act::View)?;
        self.audit(Actor::Operator(operator.id), Event::Viewed, session, "{}")
            .await?;
        self.file(session).await
    }

    /// Writes into the audit log that a piece of evidence was looked at in a
    /// window of its own.
    ///
    /// # Errors
    ///
    /// When the role does not allow it, or the case has no such piece.
    pub async fn view_piece(
        &self,
        session: SessionId,
        evidence: EvidenceId,
    ) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::View)?;
        let record = self.inner.store.session(session).await?;
        if !record.evidence.iter().any(|piece| piece.id == evidence) {
            return Err(WorkflowError::UnknownCase);
        }
        let detail = serde_json::json!({ "evidence": [evidence.to_string()] }).to_string();
        let actor = Actor::Operator(operator.id);
        self.audit(actor, Event::Viewed, session, &detail).await?;
        self.changed(session);
        Ok(())
    }

    /// The case again, for a window that shows it already.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotSignedIn`], and what the store says.
    pub async fn file(&self, session: SessionId) -> Result<CaseFile, WorkflowError> {
        let operator = self.permitted(Act::View)?;
        let store = &self.inner.store;
        let record = store.session(session).await?;
        let decisions = store.decisions_of(session).await?;
        let timeline = store.audit_of(session).await?;
        let colleagues: Vec<Operator> = store
            .operators()
            .await?
            .into_iter()
            .filter(|other| other.id != operator.id && other.may(Act::Review))
            .collect();
        let holder = holder(
            record.lease.as_ref().map(|lease| lease.operator),
            operator.id,
        );
        let mut superseded = store.superseded(session).await?;
        // Documents that were drawn anew are no attempts of the customer.
        superseded.retain(|piece| piece.record.kind.is_captured());
        let retries = Retries {
            asked: asked(&decisions),
            at_most: self.inner.house.ask_again_at_most,
        };
        let reviews = store.reviews(session).await?;
        let assessment = store.assessment(session).await?;
        let checklist = self
            .checklist(Settled {
                session: &record,
                reviews: &reviews,
                assessment: assessment.as_ref(),
            })
            .await?;
        let situation = Situation {
            role: operator.role,
            holder,
            state: record.state.clone(),
            hold: match record.held_since {
                Some(_) => Hold::Aside,
                None => Hold::Not,
            },
            second: self.second_operator(&decisions, operator.id),
            validation: validation(&decisions),
            documents: documents(&record.evidence, &timeline, &record.state),
            checklist: match checklist.standing.weight() {
                None => actions::Checklist::Complete,
                Some(Weight::Missing) => actions::Checklist::Incomplete,
                Some(Weight::Against) => actions::Checklist::Against,
            },
            undo: self.undo_of(&decisions),
            retries,
        };
        Ok(CaseFile {
            actions: Actions::in_situation(&situation),
            holder,
            reviews,
            review_history: store.review_history(session).await?,
            snapshots: store.snapshots(session).await?,
            superseded,
            retries,
            assessment,
            checklist,
            checks: self.checks_state(session),
            notes: store.notes(session).await?,
            names: self.operator_names().await?,
            colleagues,
            draft: store.draft(session, operator.id).await?,
            left: self
                .inner
                .house
                .hours
                .between(counts_from(&record, self.inner.clock.now()), record.due_at),
            session: record,
            timeline,
            decisions,
        })
    }

    pub(super) async fn audit(
        &self,
        actor: Actor,
        event: Event,
        session: SessionId,
        detail: &str,
    ) -> Result<(), WorkflowError> {
        let record = Record {
            at: self.inner.clock.now(),
            actor,
            event,
            session: Some(session),
            detail: detail.to_owned(),
        };
        self.inner.store.append(record).await?;
        Ok(())
    }

    /// Whether the house wants another operator than `me` for the approval.
    fn second_operator(&self, decisions: &[DecisionRecord], me: OperatorId) -> Second {
        let validated_by_me = decisions.iter().any(|record| {
            record.decision.outcome == Outcome::Validate && record.decision.operator == me
        });
        match self.inner.house.steps {
            Steps::Two if validated_by_me => Second::Needed,
            Steps::One | Steps::Two => Second::NotNeeded,
        }
    }

    fn undo_of(&self, decisions: &[DecisionRecord]) -> Undo {
        let now = self.inner.clock.now();
        match decisions.last() {
            Some(record)
                if matches!(record.delivery, Delivery::Waiting { .. })
                    && now < record.decision.leaves_at() =>
            {
                Undo::Open
            }
            Some(_) | None => Undo::Closed,
        }
    }
}

/// The error that belongs to what stands in the way, if anything does.
pub(super) fn open(blocker: Option<Blocker>, file: &CaseFile) -> Result<(), WorkflowError> {
    let Some(blocker) = blocker else {
        return Ok(());
    };
    Err(match blocker {
        Blocker::NotClaimed => WorkflowError::NotClaimed,
        Blocker::ClaimedByOther => WorkflowError::ClaimedByOther,
        Blocker::Role => WorkflowError::NotPermitted,
        Blocker::ValidationOnItsWay => WorkflowError::ValidationNotDelivered,
        Blocker::DocumentsNotShown => WorkflowError::DocumentsNotShown,
        Blocker::ChecklistIncomplete => WorkflowError::ChecklistIncomplete,
        Blocker::ChecklistAgainst => WorkflowError::ChecklistAgainst,
        Blocker::NothingToUndo => WorkflowError::TooLate,
        Blocker::OnHold => WorkflowError::OnHold,
        Blocker::SecondOperator => WorkflowError::SecondOperatorNeeded,
        Blocker::RetriesUsedUp => WorkflowError::RetriesUsedUp,
        Blocker::AlreadyClaimed
        | Blocker::NotOnHold
        | Blocker::NotInReview
        | Blocker::NotValidated
        | Blocker::Decided => WorkflowError::WrongState {
            state: file.session.state.clone(),
        },
    })
}

/// The instant from which the rest of the operators' time counts: not while the
/// customer has the case.
fn counts_from(record: &SessionRecord, now: Timestamp) -> Timestamp {
    if record.state.is_with_customer() {
        record.state_since
    } else {
        now
    }
}

/// How often the customer was asked for pieces again.
fn asked(decisions: &[DecisionRecord]) -> u32 {
    let asked = decisions.iter().filter(|record| {
        matches!(record.decision.outcome, Outcome::AskAgain(_))
            && !matches!(record.delivery, Delivery::Refused { .. })
    });
    u32::try_from(asked.count()).unwrap_or(u32::MAX)
}

fn validation(decisions: &[DecisionRecord]) -> Validation {
    let delivered = decisions.iter().any(|record| {
        record.decision.outcome == Outcome::Validate
            && matches!(record.delivery, Delivery::Delivered { .. })
    });
    if delivered {
        Validation::Delivered
    } else {
        Validation::Pending
    }
}

/// Documents count as shown when both are kept and the showing is in the log.
fn documents(evidence: &[EvidenceRecord], timeline: &[audit::Entry], state: &State) -> Documents {
    let kept = |kind| evidence.iter().any(|evidence| evidence.kind == kind);
    let shown = timeline
        .iter()
        .any(|entry| entry.record.event == Event::DocumentsShown);
    if *state == State::Validated && shown && kept(Kind::Declaration) && kept(Kind::Contract) {
        Documents::Shown
    } else {
        Documents::Unseen
    }
}
