//! Who sits at the desk: the first account, signing in and out, and the RAO
//! password and PIN, which live in memory only.

use domain::{
    audit::{Actor, Event, Record},
    operator::{Act, Operator, Role},
};
use outbox::RaoCredentials;
use secrecy::SecretString;
use store::NewOperator;

use super::Desk;
use crate::{WorkflowError, ui};

/// The operator at the desk, with what must not outlive the sign-in.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) operator: Operator,
    pub(super) credentials: Credentials,
}

/// Where the RAO password and PIN stand.
#[derive(Debug)]
pub(super) enum Credentials {
    /// Not given since sign-in.
    Missing,
    /// In memory.
    Held(RaoCredentials),
    /// Given, and turned down by the central API.
    Rejected,
}

/// Where the RAO password and PIN stand, without them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialsState {
    /// Not given since sign-in.
    Missing,
    /// In memory.
    Held,
    /// Given, and turned down by the central API.
    Rejected,
}

impl Desk {
    /// Whether this desk has an operator yet.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn has_operators(&self) -> Result<bool, WorkflowError> {
        Ok(!self.inner.store.operators().await?.is_empty())
    }

    /// Makes the first account of the desk, an administrator's.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotPermitted`] when there is an account already; the
    /// store's reasons otherwise (a password too short, a name taken).
    pub async fn create_first_operator(
        &self,
        mut new: NewOperator,
        password: SecretString,
    ) -> Result<Operator, WorkflowError> {
        if self.has_operators().await? {
            return Err(WorkflowError::NotPermitted);
        }
        new.role = Role::Administrator;
        let operator = self
            .inner
            .store
            .create_operator(Actor::Application, new, password)
            .await?;
        self.seat(operator.clone());
        Ok(operator)
    }

    /// Signs an operator in.
    ///
    /// # Errors
    ///
    /// The store's: wrong name or password, too many attempts.
    pub async fn sign_in(
        &self,
        user_name: &str,
        password: SecretString,
    ) -> Result<Operator, WorkflowError> {
        let operator = self.inner.store.authenticate(user_name, password).await?;
        self.inner
            .store
            .set_setting(LAST_USER_NAME, &operator.user_name)
            .await?;
        self.seat(operator.clone());
        Ok(operator)
    }

    /// Signs the operator out and wipes RAO password and PIN.
    ///
    /// # Errors
    ///
    /// When the audit log cannot be written; the operator is out all the same.
    pub async fn sign_out(&self) -> Result<(), WorkflowError> {
        let Some(seat) = self.inner.seat().take() else {
            return Ok(());
        };
        self.inner.ui.notify(ui::Event::ConnectionChanged);
        let record = Record {
            at: self.inner.clock.now(),
            actor: Actor::Operator(seat.operator.id),
            event: Event::SignedOut,
            session: None,
            detail: "{}".to_owned(),
        };
        self.inner.store.append(record).await?;
        Ok(())
    }

    /// The operator at the desk.
    #[must_use]
    pub fn operator(&self) -> Option<Operator> {
        self.inner.seat().as_ref().map(|seat| seat.operator.clone())
    }

    /// Who signed in last, to be offered again.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn last_user_name(&self) -> Result<Option<String>, WorkflowError> {
        Ok(self.inner.store.setting(LAST_USER_NAME).await?)
    }

    /// Takes RAO password and PIN into memory, until sign-out, and lets what
    /// waited for them go.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotSignedIn`].
    pub fn provide_credentials(
        &self,
        password: SecretString,
        pin: SecretString,
    ) -> Result<(), WorkflowError> {
        {
            let mut seat = self.inner.seat();
            let seat = seat.as_mut().ok_or(WorkflowError::NotSignedIn)?;
            seat.credentials = Credentials::Held(RaoCredentials {
                user_name: seat.operator.rao_user_name.clone(),
                password,
                pin,
                rao_id: seat.operator.rao_id.clone(),
            });
        }
        self.inner.ui.notify(ui::Event::ConnectionChanged);
        self.inner.wake.notify_one();
        Ok(())
    }

    /// Where RAO password and PIN stand.
    #[must_use]
    pub fn credentials_state(&self) -> CredentialsState {
        match self.inner.seat().as_ref().map(|seat| &seat.credentials) {
            None | Some(Credentials::Missing) => CredentialsState::Missing,
            Some(Credentials::Held(_)) => CredentialsState::Held,
            Some(Credentials::Rejected) => CredentialsState::Rejected,
        }
    }

    /// The operator, if the role allows `act`.
    pub(super) fn permitted(&self, act: Act) -> Result<Operator, WorkflowError> {
        let operator = self.operator().ok_or(WorkflowError::NotSignedIn)?;
        if operator.role.may(act) {
            Ok(operator)
        } else {
            Err(WorkflowError::NotPermitted)
        }
    }

    fn seat(&self, operator: Operator) {
        *self.inner.seat() = Some(Seat {
            operator,
            credentials: Credentials::Missing,
        });
        self.inner.ui.notify(ui::Event::QueueChanged);
        self.inner.ui.notify(ui::Event::ConnectionChanged);
        self.inner.wake.notify_one();
    }
}

const LAST_USER_NAME: &str = "last_user_name";
