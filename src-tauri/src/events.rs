//! Tells the window what happened.

use domain::id::SessionId;
use tauri::{AppHandle, Manager};
use tauri_specta::Event as _;
use workflow::{Ui, ui::Event};

use crate::{convert, dto, shell::Shell};

/// The window as the use cases see it.
pub(crate) struct Window {
    app: AppHandle,
}

impl Window {
    /// Tells the windows of `app`.
    pub(crate) const fn new(app: AppHandle) -> Self {
        Self { app }
    }
}

impl Ui for Window {
    fn notify(&self, event: Event) {
        let told = match event {
            Event::QueueChanged => dto::QueueChanged.emit(&self.app),
            Event::CaseChanged(session) => dto::CaseChanged {
                case_id: session.to_string(),
            }
            .emit(&self.app),
            Event::ChecksProgressed { session, progress } => {
                self.progressed(session, progress.into())
            }
            Event::ConnectionChanged => {
                tell_connection(self.app.clone());
                Ok(())
            }
        };
        if let Err(error) = told {
            tracing::debug!(%error, "The window could not be told");
        }
    }
}

impl Window {
    fn progressed(&self, session: SessionId, progress: dto::ProgressView) -> tauri::Result<()> {
        dto::ChecksProgressed {
            case_id: session.to_string(),
            progress,
        }
        .emit(&self.app)
    }
}

/// The new state of the link is read beside: whoever reports an event must
/// not wait.
fn tell_connection(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let shell = app.state::<Shell>();
        let Ok(open) = shell.desk().await else { return };
        match open.desk.connection_state().await {
            Ok(state) => {
                let event = dto::ConnectionChanged {
                    connection: state.into(),
                };
                if let Err(error) = event.emit(&app) {
                    tracing::debug!(%error, "The window could not be told");
                }
            }
            Err(error) => {
                tracing::warn!(error = ?convert::api_error(error).code, "The link could not be described");
            }
        }
    });
}
