//! What the commands share: the desk once it is open, and until then what
//! stands in the way.

use std::sync::Arc;

use domain::Clock;
use secrecy::SecretString;
use tauri::AppHandle;
use tokio::sync::RwLock;
use workflow::Desk;

use crate::{
    config::Config,
    convert, dto,
    media::MediaServer,
    setup::{self, Opening},
};

/// The state of the application.
pub(crate) struct Shell {
    pub(crate) config: Config,
    clock: Arc<dyn Clock>,
    app: AppHandle,
    open: RwLock<Option<OpenDesk>>,
}

/// An open desk and the server of its evidence.
#[derive(Clone)]
pub(crate) struct OpenDesk {
    pub(crate) desk: Desk,
    pub(crate) media: MediaServer,
}

impl Shell {
    /// The state of an application that has opened nothing yet.
    pub(crate) fn new(config: Config, clock: Arc<dyn Clock>, app: AppHandle) -> Self {
        Self {
            config,
            clock,
            app,
            open: RwLock::default(),
        }
    }

    /// The open desk.
    ///
    /// # Errors
    ///
    /// `notSignedIn` while the store is locked: nobody can be signed in then.
    pub(crate) async fn desk(&self) -> Result<OpenDesk, dto::ApiError> {
        let open = self.open.read().await;
        open.clone()
            .ok_or_else(|| dto::ApiError::new(dto::ErrorCode::NotSignedIn))
    }

    /// What the window has to show, opening the store where nothing more is
    /// needed for it.
    pub(crate) async fn start_state(&self) -> dto::StartState {
        self.enter(None)
            .await
            .unwrap_or_else(|error| dto::StartState::StoreUnusable { error })
    }

    /// The same, with a passphrase.
    ///
    /// # Errors
    ///
    /// When the passphrase is wrong or too short.
    pub(crate) async fn unlock(
        &self,
        passphrase: SecretString,
    ) -> Result<dto::StartState, dto::ApiError> {
        self.enter(Some(passphrase)).await
    }

    /// Ends the background work.
    pub(crate) async fn close(&self) {
        if let Some(open) = self.open.write().await.take() {
            open.media.revoke_all();
            open.desk.close().await;
        }
    }

    async fn enter(
        &self,
        passphrase: Option<SecretString>,
    ) -> Result<dto::StartState, dto::ApiError> {
        let mut open = self.open.write().await;
        if open.is_none() {
            let key = match setup::unlock(&self.config.home, passphrase).await? {
                Opening::Ready(key) => key,
                Opening::Blocked(state) => return Ok(state),
            };
            let clock = Arc::clone(&self.clock);
            *open = Some(setup::open_desk(&self.config, key, clock, self.app.clone()).await?);
        }
        match open.as_ref() {
            Some(open) => signed_in_or_out(&open.desk).await,
            None => Err(dto::ApiError::new(dto::ErrorCode::Internal)),
        }
    }
}

/// Where an open desk stands.
pub(crate) async fn signed_in_or_out(desk: &Desk) -> Result<dto::StartState, dto::ApiError> {
    if let Some(operator) = desk.operator() {
        return Ok(dto::StartState::SignedIn {
            operator: (&operator).into(),
        });
    }
    if !desk.has_operators().await.map_err(convert::api_error)? {
        return Ok(dto::StartState::FirstOperator {
            minimum_length: setup::PASSWORD_LENGTH,
        });
    }
    let last_user_name = desk.last_user_name().await.map_err(convert::api_error)?;
    Ok(dto::StartState::SignedOut { last_user_name })
}
