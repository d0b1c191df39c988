//! The checklist of a case: answering it, and asking the register of lost and
//! stolen documents.

use std::sync::Arc;

use domain::{
    assessment::Assessment,
    check::Answer,
    checklist::{Answered, Item, Register, Sight, Standing, Subject, prado},
    document::Type,
    field::{Name, Review},
    id::SessionId,
    lease::Stamp,
    operator::Act,
    register::{Query, Wanted},
};
use store::{FieldReview, NewAnswer, SessionRecord};

use super::{Desk, case};
use crate::WorkflowError;

/// The checklist of a case.
#[derive(Debug, Clone)]
pub struct Checklist {
    /// The answers that stand, in the order of the items.
    pub answers: Vec<Answered>,
    /// What is asked, how much of it is answered, and what is in the way.
    pub standing: Standing,
    /// What the register says of the document as its data stand now.
    pub register: Register,
    /// The question to the register behind that.
    pub query: Option<Query>,
    /// Where the document can be looked up.
    pub reference: String,
}

impl Desk {
    /// Answers an item of the checklist; without an answer takes the one that
    /// stands back.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotClaimed`], and what the store says.
    pub async fn answer_item(
        &self,
        session: SessionId,
        stamp: Stamp,
        item: Item,
        answer: Option<(Answer, Option<Sight>)>,
    ) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        self.open_for_review(session).await?;
        self.inner
            .store
            .answer_item(session, NewAnswer { item, answer }, operator.id, stamp)
            .await?;
        self.changed(session);
        Ok(())
    }

    /// Asks the register of lost and stolen documents about the document of a
    /// session, and keeps question and answer.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NoRegister`], [`WorkflowError::DatumMissing`] for the
    /// number or the country, [`WorkflowError::Register`] where it does not
    /// answer; [`WorkflowError::NotClaimed`], and what the store says.
    pub async fn query_register(
        &self,
        session: SessionId,
        stamp: Stamp,
    ) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        let register = self.inner.register.as_ref().map(Arc::clone);
        let register = register.ok_or(WorkflowError::NoRegister)?;
        let file = self.file(session).await?;
        case::open(file.actions.review, &file)?;
        let settled = Settled {
            session: &file.session,
            reviews: &file.reviews,
            assessment: file.assessment.as_ref(),
        };
        let wanted = settled.wanted()?;
        let asked = wanted.clone();
        let reply = tokio::task::spawn_blocking(move || register.ask(&asked))
            .await
            .map_err(|_| WorkflowError::Interrupted)??;
        let query = Query {
            wanted,
            listing: reply.listing,
            as_of: reply.as_of,
            operator: operator.id,
            at: self.inner.clock.now(),
        };
        self.inner.store.keep_query(session, &query, stamp).await?;
        self.changed(session);
        Ok(())
    }

    pub(super) async fn checklist(&self, settled: Settled<'_>) -> Result<Checklist, WorkflowError> {
        let store = &self.inner.store;
        let session = settled.session.id;
        let answers = store.checklist(session).await?;
        let query = store.newest_query(session).await?;
        // Asked about another number or country: not asked about this document.
        let query =
            query.filter(|query| settled.wanted().is_ok_and(|wanted| wanted == query.wanted));
        let register = match (&query, &self.inner.register) {
            (Some(query), _) => Register::Queried(query.listing),
            (None, Some(_)) => Register::NotQueried,
            (None, None) => Register::Absent,
        };
        let subject = Subject {
            kind: settled.kind(),
            seed: session.as_bytes(),
            register,
        };
        let standing = Standing::of(&self.inner.house.checklist, &subject, &answers);
        Ok(Checklist {
            answers,
            standing,
            register,
            query,
            reference: prado(subject.kind, settled.value(Name::IssuingCountry)),
        })
    }
}

/// The data of a document as they stand: what the operator confirmed, else
/// what was read on it, else what was declared.
#[derive(Clone, Copy)]
pub(super) struct Settled<'a> {
    pub(super) session: &'a SessionRecord,
    pub(super) reviews: &'a [FieldReview],
    pub(super) assessment: Option<&'a Assessment>,
}

impl<'a> Settled<'a> {
    /// What stands for `name`; nothing where the operator rejected it.
    fn value(&self, name: Name) -> Option<&'a str> {
        let review = self.reviews.iter().find(|review| review.field == name);
        match review.map(|review| &review.review) {
            Some(Review::Approved(value) | Review::Revised(value)) => {
                return Some(value.reveal().as_str());
            }
            Some(Review::Rejected) => return None,
            Some(Review::NotReviewed) | None => {}
        }
        let readings = match self.assessment {
            Some(assessment) => &assessment.readings,
            None => &self.session.captured,
        };
        let read = readings.iter().find(|reading| reading.field == name);
        let declared = self.session.declared.iter();
        let mut declared = declared.filter(|declared| declared.field == name);
        read.map(|reading| &reading.value)
            .or_else(|| declared.next().map(|declared| &declared.value))
            .map(|value| value.reveal().as_str())
    }

    /// The type of the document.
    fn kind(&self) -> Type {
        self.value(Name::DocumentType)
            .and_then(Type::from_name)
            .unwrap_or(Type::Other)
    }

    /// What a register is asked for.
    fn wanted(&self) -> Result<Wanted, WorkflowError> {
        let datum = |name| self.value(name).ok_or(WorkflowError::DatumMissing(name));
        let (number, country) = (datum(Name::DocumentNumber)?, datum(Name::IssuingCountry)?);
        Ok(Wanted::new(number, country))
    }
}
