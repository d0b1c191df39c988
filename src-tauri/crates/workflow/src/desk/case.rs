//! A case, opened: everything that a review needs, and what can be done.

use std::collections::HashMap;

use domain::{
    Personal,
    assessment::Assessment,
    audit::{self, Actor, Event, Record},
    checklist::Weight,
    decision::Outcome,
    evidence::Kind,
    house::Steps,
    id::{OperatorId, SessionId},
    operator::{Act, Operator},
    session::State,
};
use jiff::SignedDuration;
use store::{DecisionRecord, Delivery, EvidenceRecord, FieldReview, Note, SessionRecord};

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
    /// What operators said of its data.
    pub reviews: Vec<FieldReview>,
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
            .filter(|other| other.id != operator.id && other.role.may(Act::Review))
            .collect();
        let holder = holder(
            record.lease.as_ref().map(|lease| lease.operator),
            operator.id,
        );
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
        };
        Ok(CaseFile {
            actions: Actions::in_situation(&situation),
            holder,
            reviews,
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
                .between(self.inner.clock.now(), record.due_at),
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
        Blocker::AlreadyClaimed
        | Blocker::NotOnHold
        | Blocker::NotInReview
        | Blocker::NotValidated
        | Blocker::Decided => WorkflowError::WrongState {
            state: file.session.state.clone(),
        },
    })
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
