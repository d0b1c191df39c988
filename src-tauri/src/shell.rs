//! What the commands share: the desk once it is open, and until then what
//! stands in the way.

use std::sync::Arc;

use domain::{
    Clock,
    id::{EvidenceId, OperatorId, SessionId},
};
use secrecy::SecretString;
use tauri::AppHandle;
use tokio::sync::RwLock;
use workflow::Desk;

use crate::{
    config::Config,
    convert, dto,
    kiosk::{self, OpenKiosk},
    media::MediaServer,
    setup::{self, Opening, SharedStore},
    windows,
};

/// The state of the application.
pub(crate) struct Shell {
    pub(crate) config: Config,
    clock: Arc<dyn Clock>,
    app: AppHandle,
    open: RwLock<Option<OpenDesk>>,
    kiosk: RwLock<Option<OpenKiosk>>,
    second: RwLock<Option<Shown>>,
}

/// The piece of evidence in the second window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) session: SessionId,
    pub(crate) evidence: EvidenceId,
}

/// An open desk and the server of its evidence.
#[derive(Clone)]
pub(crate) struct OpenDesk {
    pub(crate) desk: Desk,
    pub(crate) media: MediaServer,
    pub(crate) store: SharedStore,
}

impl Shell {
    /// The state of an application that has opened nothing yet.
    pub(crate) fn new(config: Config, clock: Arc<dyn Clock>, app: AppHandle) -> Self {
        Self {
            config,
            clock,
            app,
            open: RwLock::default(),
            kiosk: RwLock::default(),
            second: RwLock::default(),
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

    /// What the second window shows.
    pub(crate) async fn shown_in_second(&self) -> Option<Shown> {
        *self.second.read().await
    }

    /// Chooses what the second window shows; nothing closes it.
    pub(crate) async fn show_second(&self, shown: Option<Shown>) {
        let mut second = self.second.write().await;
        *second = shown;
        if shown.is_none() {
            windows::close_second(&self.app);
        }
    }

    /// Another case lies on the desk: what the second window shows of this one
    /// goes with it.
    pub(crate) async fn opened(&self, session: SessionId) {
        let shown = self.shown_in_second().await;
        if shown.is_some_and(|shown| shown.session != session) {
            self.show_second(None).await;
        }
    }

    /// Ends the background work.
    pub(crate) async fn close(&self) {
        self.close_kiosk().await;
        if let Some(open) = self.open.write().await.take() {
            open.media.revoke_all();
            open.desk.close().await;
        }
    }

    /// The open kiosk; where the kiosk is all there is, it is opened first.
    ///
    /// # Errors
    ///
    /// Why it cannot be opened: what its window has to show.
    pub(crate) async fn kiosk(&self) -> Result<OpenKiosk, dto::KioskView> {
        if let Some(open) = &*self.kiosk.read().await {
            return Ok(open.clone());
        }
        if !self.config.kiosk.alone {
            return Err(kiosk::locked(None));
        }
        let mut kiosk = self.kiosk.write().await;
        if let Some(open) = &*kiosk {
            return Ok(open.clone());
        }
        let opened = self.open_kiosk_alone().await?;
        *kiosk = Some(opened.clone());
        Ok(opened)
    }

    /// The kiosk, where it is open.
    pub(crate) async fn open_kiosk(&self) -> Option<OpenKiosk> {
        self.kiosk.read().await.clone()
    }

    /// Opens the kiosk beside the desk, for the operator who is signed in.
    ///
    /// # Errors
    ///
    /// `notSignedIn`; whatever keeps the kiosk from being opened.
    pub(crate) async fn open_assisted(&self) -> Result<(), dto::ApiError> {
        let open = self.desk().await?;
        let operator = open.desk.operator().ok_or_else(convert::not_signed_in)?;
        let mut kiosk = self.kiosk.write().await;
        if kiosk.is_none() {
            let beside = Some(operator.id);
            *kiosk = Some(self.assemble(open.store, beside).await?);
        }
        Ok(())
    }

    /// Ends the kiosk, if it is open.
    pub(crate) async fn close_kiosk(&self) {
        if let Some(open) = self.kiosk.write().await.take() {
            open.close().await;
        }
    }

    async fn open_kiosk_alone(&self) -> Result<OpenKiosk, dto::KioskView> {
        let unusable = |error: dto::ApiError| kiosk::locked(Some(error.code));
        let key = match setup::unlock(&self.config.home, None).await {
            Ok(Opening::Ready(key)) => key,
            Ok(Opening::Blocked(_)) => return Err(kiosk::locked(None)),
            Err(error) => return Err(unusable(error)),
        };
        let store = setup::open_store(&self.config, &key, &self.clock)
            .await
            .map_err(unusable)?;
        self.assemble(store, None).await.map_err(unusable)
    }

    async fn assemble(
        &self,
        store: SharedStore,
        beside: Option<OperatorId>,
    ) -> Result<OpenKiosk, dto::ApiError> {
        let clock = Arc::clone(&self.clock);
        setup::kiosk::open(&self.config, store, clock, self.app.clone(), beside).await
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
