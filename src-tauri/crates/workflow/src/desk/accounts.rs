//! The accounts of this desk, which an administrator looks after, and the
//! password that everybody changes for themselves.

use domain::{
    audit::Actor,
    id::OperatorId,
    operator::{Act, Operator, Standing},
};
use secrecy::SecretString;
use store::{NewOperator, OperatorChange};

use super::Desk;
use crate::{WorkflowError, ui};

impl Desk {
    /// Every account, in the order of their making.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotPermitted`] for who is no administrator.
    pub async fn accounts(&self) -> Result<Vec<Operator>, WorkflowError> {
        self.permitted(Act::Administer)?;
        Ok(self.inner.store.operators().await?)
    }

    /// Makes another account.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotPermitted`] for who is no administrator; the
    /// store's reasons otherwise (a password too short, a name taken).
    pub async fn create_account(
        &self,
        new: NewOperator,
        password: SecretString,
    ) -> Result<Operator, WorkflowError> {
        let by = self.permitted(Act::Administer)?;
        Ok(self
            .inner
            .store
            .create_operator(Actor::Operator(by.id), new, password)
            .await?)
    }

    /// Changes an account. A change of one's own counts from now on.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotPermitted`] for who is no administrator and for
    /// suspending oneself; the store's reasons otherwise (nobody would be left
    /// to look after the accounts).
    pub async fn change_account(
        &self,
        id: OperatorId,
        change: OperatorChange,
    ) -> Result<Operator, WorkflowError> {
        let by = self.permitted(Act::Administer)?;
        if by.id == id && change.standing == Standing::Suspended {
            return Err(WorkflowError::NotPermitted);
        }
        let changed = self.inner.store.change_operator(by.id, id, change).await?;
        if let Some(seat) = self.inner.seat().as_mut()
            && seat.operator.id == id
        {
            seat.operator = changed.clone();
        }
        self.inner.ui.notify(ui::Event::QueueChanged);
        Ok(changed)
    }

    /// Gives another's account a password, as when it was forgotten.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotPermitted`] for who is no administrator;
    /// the store's reasons otherwise (a password too short).
    pub async fn reset_password(
        &self,
        id: OperatorId,
        password: SecretString,
    ) -> Result<(), WorkflowError> {
        let by = self.permitted(Act::Administer)?;
        Ok(self.inner.store.set_password(by.id, id, password).await?)
    }

    /// Changes the password of who is signed in, who has to give the one they
    /// have: the desk may stand open.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotSignedIn`]; the store's reasons otherwise (the
    /// present password is wrong, the new one too short).
    pub async fn change_own_password(
        &self,
        present: SecretString,
        new: SecretString,
    ) -> Result<(), WorkflowError> {
        let operator = self.operator().ok_or(WorkflowError::NotSignedIn)?;
        let store = &self.inner.store;
        store.authenticate(&operator.user_name, present).await?;
        Ok(store.set_password(operator.id, operator.id, new).await?)
    }
}
