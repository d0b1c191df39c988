//! The open kiosk and its window.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::{evidence::Media, id::EvidenceId};
use tauri::{AppHandle, Manager, Window, WindowEvent};
use tauri_specta::Event as _;
use workflow::{
    Kiosk,
    kiosk::{KioskUi, View, view::PartView},
};

use crate::{convert, dto, media::MediaServer, shell::Shell, windows};

/// An open kiosk, with the server of what it has captured.
#[derive(Clone)]
pub(crate) struct OpenKiosk {
    pub(crate) kiosk: Kiosk,
    media: MediaServer,
    /// Where the window loads the parts that it shows.
    addresses: Arc<Mutex<HashMap<EvidenceId, String>>>,
}

impl OpenKiosk {
    /// `kiosk`, whose parts `media` serves.
    pub(crate) fn new(kiosk: Kiosk, media: MediaServer) -> Self {
        Self {
            kiosk,
            media,
            addresses: Arc::default(),
        }
    }

    /// The kiosk as its window has to show it; addresses of what is no longer
    /// shown lead nowhere.
    pub(crate) fn view(&self, view: &View) -> dto::KioskView {
        let shown = convert::kiosk_view(view, &|part| self.address(part));
        if view.steps.is_empty() {
            let mut addresses = self.addresses();
            if !addresses.is_empty() {
                addresses.clear();
                self.media.revoke_all();
            }
        }
        shown
    }

    /// Ends it.
    pub(crate) async fn close(&self) {
        self.media.revoke_all();
        self.kiosk.close().await;
    }

    fn address(&self, part: &PartView) -> String {
        let media = if part.moving { Media::Mp4 } else { Media::Jpeg };
        let grant = || self.media.grant(part.id, media, part.size_bytes);
        self.addresses()
            .entry(part.id)
            .or_insert_with(grant)
            .clone()
    }

    fn addresses(&self) -> std::sync::MutexGuard<'_, HashMap<EvidenceId, String>> {
        // A panic while the map was held leaves it whole.
        self.addresses
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a window shows while there is no kiosk to ask.
pub(crate) fn locked(code: Option<dto::ErrorCode>) -> dto::KioskView {
    bare(dto::KioskScreen::OutOfService {
        reason: dto::OutOfService::StoreLocked,
        detail: code.map(|code| format!("{code:?}")),
    })
}

/// A screen with nothing around it.
pub(crate) fn bare(screen: dto::KioskScreen) -> dto::KioskView {
    dto::KioskView {
        screen,
        language: dto::KioskLanguage::It,
        theme: None,
        steps: Vec::new(),
        asked: Vec::new(),
        can_go_back: false,
        assisted: false,
        staff_called: false,
        idle: None,
        waiting_to_send: 0,
        online: false,
    }
}

/// The window as the kiosk sees it.
pub(crate) struct KioskWindow {
    app: AppHandle,
    /// Somebody is about to tell the window already.
    telling: Arc<AtomicBool>,
}

/// Changes come at the rate of the cameras; the window is told this much later
/// of all that came meanwhile.
const GATHER: Duration = Duration::from_millis(60);

impl KioskWindow {
    /// Tells the kiosk's window of `app`.
    pub(crate) fn new(app: AppHandle) -> Self {
        Self {
            app,
            telling: Arc::default(),
        }
    }
}

impl KioskUi for KioskWindow {
    fn changed(&self) {
        if self.telling.swap(true, Ordering::AcqRel) {
            return;
        }
        let (app, telling) = (self.app.clone(), Arc::clone(&self.telling));
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(GATHER).await;
            telling.store(false, Ordering::Release);
            let shell = app.state::<Shell>();
            let Some(open) = shell.open_kiosk().await else {
                return;
            };
            let view = open.view(&open.kiosk.view().await);
            // To this window alone: what it shows is a customer's.
            let told = dto::KioskChanged { view }.emit_to(&app, windows::KIOSK);
            if let Err(error) = told {
                tracing::debug!(%error, "The kiosk's window could not be told");
            }
        });
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most of what happens to a window is its own affair"
)]
/// A kiosk that is alone cannot be closed; the window beside the desk takes its
/// session along.
pub(crate) fn on_window_event(window: &Window, event: &WindowEvent) {
    if window.label() != windows::KIOSK {
        return;
    }
    let app = window.app_handle().clone();
    match event {
        WindowEvent::CloseRequested { api, .. } if app.state::<Shell>().config.kiosk.alone => {
            api.prevent_close();
        }
        WindowEvent::Destroyed => {
            tauri::async_runtime::spawn(async move {
                let shell = app.state::<Shell>();
                if let Some(open) = shell.open_kiosk().await
                    && !shell.config.kiosk.alone
                    && let Err(error) = open.kiosk.leave(String::new().into()).await
                {
                    tracing::warn!(error = ?convert::api_error(error).code, "The session was not ended");
                }
                shell.close_kiosk().await;
            });
        }
        _ => {}
    }
}
