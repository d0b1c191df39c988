//! What can be done with a case now, and what stands in the way of the rest.

use domain::{
    decision::Retries,
    operator::{Act, Role},
    session::State,
};

/// Everything that decides which actions are open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// The role of the operator who looks.
    pub role: Role,
    /// Who has claimed the case.
    pub holder: Holder,
    /// Where the case stands on this desk.
    pub state: State,
    /// Whether it is put aside.
    pub hold: Hold,
    /// Whether the approval needs another operator than the one who looks.
    pub second: Second,
    /// How far the validation is on its way to the central API.
    pub validation: Validation,
    /// Whether declaration and contract were shown.
    pub documents: Documents,
    /// How far the operator's checklist is.
    pub checklist: Checklist,
    /// Whether the newest decision can still be taken back.
    pub undo: Undo,
    /// How often the customer was asked for pieces again, and may be.
    pub retries: Retries,
}

/// Who has claimed a case, seen from one operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Nobody.
    Nobody,
    /// The operator who looks.
    Me,
    /// Somebody else.
    Other,
}

/// Whether a case is put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// It is not.
    Not,
    /// It is.
    Aside,
}

/// Whether an approval needs a second operator, seen from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Second {
    /// The one who looks may approve.
    NotNeeded,
    /// The one who looks has validated; somebody else approves.
    Needed,
}

/// How far a validation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validation {
    /// There is none, or it has not reached the central API yet.
    Pending,
    /// It has reached the central API.
    Delivered,
}

/// Whether the documents of a case were shown to the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Documents {
    /// Not yet.
    Unseen,
    /// They were.
    Shown,
}

/// How far the operator's checklist is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checklist {
    /// Everything that is needed is answered with yes.
    Complete,
    /// Something is still to be answered.
    Incomplete,
    /// An answer speaks against an approval.
    Against,
}

/// Whether a decision can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undo {
    /// It can.
    Open,
    /// There is none, or it has left.
    Closed,
}

/// What stands in the way of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocker {
    /// The case has to be claimed first.
    NotClaimed,
    /// Somebody else has claimed it.
    ClaimedByOther,
    /// The operator has it already.
    AlreadyClaimed,
    /// The role does not allow it.
    Role,
    /// The case is on hold.
    OnHold,
    /// The case is not on hold.
    NotOnHold,
    /// The operator has validated; somebody else has to approve.
    SecondOperator,
    /// The case is not waiting for a review.
    NotInReview,
    /// The case has to be validated first.
    NotValidated,
    /// The validation has not reached the central API yet.
    ValidationOnItsWay,
    /// The case is decided.
    Decided,
    /// There is no decision that could be taken back.
    NothingToUndo,
    /// Declaration and contract have to be shown first.
    DocumentsNotShown,
    /// The customer was asked again as often as the house allows.
    RetriesUsedUp,
    /// Items of the checklist have to be answered first.
    ChecklistIncomplete,
    /// An answer of the checklist speaks against it.
    ChecklistAgainst,
}

/// Every action with what stands in its way (`None`: it is open).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actions {
    /// Claim the case.
    pub claim: Option<Blocker>,
    /// Give the claim back.
    pub release: Option<Blocker>,
    /// Take it over from somebody else.
    pub take_over: Option<Blocker>,
    /// Give it to somebody else.
    pub hand_over: Option<Blocker>,
    /// Put it aside.
    pub hold: Option<Blocker>,
    /// Go on with it.
    pub resume: Option<Blocker>,
    /// Confirm fields, write notes.
    pub review: Option<Blocker>,
    /// Validate.
    pub validate: Option<Blocker>,
    /// Refuse.
    pub refuse: Option<Blocker>,
    /// Ask the customer for pieces again.
    pub ask_again: Option<Blocker>,
    /// Open declaration and contract.
    pub documents: Option<Blocker>,
    /// Approve.
    pub approve: Option<Blocker>,
    /// Take the newest decision back.
    pub undo: Option<Blocker>,
    /// Export an archive.
    pub export: Option<Blocker>,
}

impl Actions {
    /// The actions open in `situation`.
    #[must_use]
    pub fn in_situation(situation: &Situation) -> Self {
        let Situation { role, state, .. } = situation;
        let may = |act| (!role.may(act)).then_some(Blocker::Role);
        let held = match situation.holder {
            Holder::Me => None,
            Holder::Nobody => Some(Blocker::NotClaimed),
            Holder::Other => Some(Blocker::ClaimedByOther),
        };
        let open = match state {
            State::WaitingForReview | State::Validated => None,
            State::Approved | State::Refused | State::Cancelled => Some(Blocker::Decided),
            State::Capturing | State::Incomplete | State::CaptureFailed | State::Unknown(_) => {
                Some(Blocker::NotInReview)
            }
        };
        let unvalidated = (*state == State::Validated).then_some(Blocker::Decided);
        let validated = (*state != State::Validated).then_some(Blocker::NotValidated);
        let arrived =
            (situation.validation == Validation::Pending).then_some(Blocker::ValidationOnItsWay);
        let shown =
            (situation.documents == Documents::Unseen).then_some(Blocker::DocumentsNotShown);
        let free = match situation.holder {
            Holder::Nobody => None,
            Holder::Me => Some(Blocker::AlreadyClaimed),
            Holder::Other => Some(Blocker::ClaimedByOther),
        };
        let undo = (situation.undo == Undo::Closed).then_some(Blocker::NothingToUndo);
        let aside = (situation.hold == Hold::Aside).then_some(Blocker::OnHold);
        let second = (situation.second == Second::Needed).then_some(Blocker::SecondOperator);
        let used_up = (situation.retries.left() == 0).then_some(Blocker::RetriesUsedUp);
        let review = may(Act::Review).or(open);
        let decide = may(Act::Decide).or(open).or(held).or(aside);
        let checked = match situation.checklist {
            Checklist::Complete => None,
            Checklist::Incomplete => Some(Blocker::ChecklistIncomplete),
            Checklist::Against => Some(Blocker::ChecklistAgainst),
        };
        let taken = match situation.holder {
            Holder::Other => None,
            Holder::Nobody => Some(Blocker::NotClaimed),
            Holder::Me => Some(Blocker::AlreadyClaimed),
        };
        Self {
            claim: review.or(free),
            take_over: review.or(taken),
            hand_over: review.or(held),
            hold: review.or(held).or(aside),
            resume: review
                .or(held)
                .or(aside.is_none().then_some(Blocker::NotOnHold)),
            release: may(Act::Review).or(held),
            review: review.or(held),
            validate: decide.or(unvalidated).or(checked),
            refuse: decide,
            ask_again: decide.or(unvalidated).or(used_up),
            documents: decide.or(validated).or(second).or(arrived),
            approve: decide
                .or(validated)
                .or(second)
                .or(arrived)
                .or(checked)
                .or(shown),
            undo: may(Act::Decide).or(held).or(undo),
            export: may(Act::Export),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    fn waiting() -> Situation {
        Situation {
            role: Role::Rao,
            holder: Holder::Me,
            state: State::WaitingForReview,
            hold: Hold::Not,
            second: Second::NotNeeded,
            validation: Validation::Pending,
            documents: Documents::Unseen,
            checklist: Checklist::Complete,
            undo: Undo::Closed,
            retries: Retries {
                asked: 0,
                at_most: NonZeroU32::MIN,
            },
        }
    }

    #[test]
    fn a_customer_is_asked_again_while_a_retry_is_left() {
        for (state, asked, expected) in [
            (State::WaitingForReview, 0, None),
            (State::WaitingForReview, 1, Some(Blocker::RetriesUsedUp)),
            (State::Validated, 0, Some(Blocker::Decided)),
            (State::Incomplete, 0, Some(Blocker::NotInReview)),
        ] {
            let retries = Retries {
                asked,
                at_most: NonZeroU32::MIN,
            };
            let situation = Situation {
                state,
                retries,
                ..waiting()
            };
            assert_eq!(Actions::in_situation(&situation).ask_again, expected);
        }
    }

    #[test]
    fn a_case_in_review_can_be_validated_or_refused_by_its_holder() {
        let actions = Actions::in_situation(&waiting());
        assert_eq!(
            (actions.validate, actions.refuse, actions.review),
            (None, None, None)
        );
        assert_eq!(actions.approve, Some(Blocker::NotValidated));
    }

    #[test]
    fn nobody_else_can_decide() {
        let situation = Situation {
            holder: Holder::Other,
            ..waiting()
        };
        let actions = Actions::in_situation(&situation);
        for blocker in [
            actions.claim,
            actions.validate,
            actions.refuse,
            actions.review,
        ] {
            assert_eq!(blocker, Some(Blocker::ClaimedByOther));
        }
    }

    #[test]
    fn approval_waits_for_the_validation_and_the_documents() {
        let validated = Situation {
            state: State::Validated,
            ..waiting()
        };
        check(&validated, Some(Blocker::ValidationOnItsWay));
        let arrived = Situation {
            validation: Validation::Delivered,
            ..validated
        };
        check(&arrived, Some(Blocker::DocumentsNotShown));
        let shown = Situation {
            documents: Documents::Shown,
            ..arrived
        };
        check(&shown, None);
    }

    #[test]
    fn neither_validation_nor_approval_is_open_before_the_checklist() {
        for (checklist, expected) in [
            (Checklist::Complete, None),
            (Checklist::Incomplete, Some(Blocker::ChecklistIncomplete)),
            (Checklist::Against, Some(Blocker::ChecklistAgainst)),
        ] {
            let waiting = Situation {
                checklist,
                ..waiting()
            };
            let actions = Actions::in_situation(&waiting);
            assert_eq!((actions.validate, actions.refuse), (expected, None));
            let validated = Situation {
                state: State::Validated,
                validation: Validation::Delivered,
                documents: Documents::Shown,
                ..waiting
            };
            check(&validated, expected);
        }
    }

    #[test]
    fn who_validated_does_not_approve_where_two_have_to() {
        let situation = Situation {
            state: State::Validated,
            validation: Validation::Delivered,
            documents: Documents::Shown,
            second: Second::Needed,
            ..waiting()
        };
        check(&situation, Some(Blocker::SecondOperator));
    }

    #[test]
    fn nothing_is_decided_on_hold() {
        let situation = Situation {
            hold: Hold::Aside,
            ..waiting()
        };
        let actions = Actions::in_situation(&situation);
        assert_eq!(actions.refuse, Some(Blocker::OnHold));
        assert_eq!(actions.resume, None);
        assert_eq!(actions.hold, Some(Blocker::OnHold));
        let going_on = Actions::in_situation(&waiting());
        assert_eq!(
            (going_on.hold, going_on.resume),
            (None, Some(Blocker::NotOnHold))
        );
    }

    #[test]
    fn only_what_somebody_else_has_can_be_taken_over() {
        for (holder, expected) in [
            (Holder::Other, None),
            (Holder::Nobody, Some(Blocker::NotClaimed)),
            (Holder::Me, Some(Blocker::AlreadyClaimed)),
        ] {
            let situation = Situation {
                holder,
                ..waiting()
            };
            let actions = Actions::in_situation(&situation);
            assert_eq!(actions.take_over, expected, "{holder:?}");
        }
    }

    #[test]
    fn an_auditor_looks_and_exports() {
        let situation = Situation {
            role: Role::Auditor,
            ..waiting()
        };
        let actions = Actions::in_situation(&situation);
        assert_eq!(
            (actions.refuse, actions.export),
            (Some(Blocker::Role), None)
        );
    }

    #[test]
    fn a_decided_case_is_closed_but_for_the_undo() {
        let situation = Situation {
            state: State::Refused,
            undo: Undo::Open,
            ..waiting()
        };
        let actions = Actions::in_situation(&situation);
        assert_eq!(
            (actions.refuse, actions.undo),
            (Some(Blocker::Decided), None)
        );
    }

    #[track_caller]
    fn check(situation: &Situation, approve: Option<Blocker>) {
        assert_eq!(Actions::in_situation(situation).approve, approve);
    }
}
