//! The windows: the desk's.

use tauri::{App, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

/// The label of the desk's window; its capability file names it.
pub(crate) const OFFICE: &str = "office";

/// Opens the desk's window.
///
/// # Errors
///
/// When the system gives no window.
pub(crate) fn open_office(app: &App) -> tauri::Result<WebviewWindow> {
    WebviewWindowBuilder::new(app, OFFICE, WebviewUrl::App("index.html".into()))
        .title("Sportello")
        .inner_size(1440.0, 900.0)
        .min_inner_size(960.0, 640.0)
        .center()
        .build()
}
