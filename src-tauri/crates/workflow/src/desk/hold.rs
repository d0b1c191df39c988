//! Putting a case aside, and going on with it.

use domain::{Personal, id::SessionId, lease::Stamp, operator::Act};

use super::{Desk, case};
use crate::WorkflowError;

impl Desk {
    /// Puts a case on hold; its clock stands still. A note that is not blank
    /// stands among the notes.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way, and what the store says.
    pub async fn hold(
        &self,
        session: SessionId,
        stamp: Stamp,
        note: &str,
    ) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        let file = self.file(session).await?;
        case::open(file.actions.hold, &file)?;
        let note = Some(note.trim()).filter(|note| !note.is_empty());
        let note = note.map(Personal::<String>::from);
        self.inner
            .store
            .hold(session, operator.id, stamp, note.as_ref())
            .await?;
        self.changed(session);
        Ok(())
    }

    /// Goes on with a case on hold, with the time that it had left.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way, and what the store says.
    pub async fn resume(&self, session: SessionId, stamp: Stamp) -> Result<(), WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        let file = self.file(session).await?;
        case::open(file.actions.resume, &file)?;
        let now = self.inner.clock.now();
        let record = &file.session;
        let due = match record.held_since {
            Some(held) => self.inner.house.due_after_hold(record.due_at, held, now),
            None => record.due_at,
        };
        self.inner
            .store
            .resume(session, operator.id, stamp, due)
            .await?;
        self.changed(session);
        Ok(())
    }
}
