//! The windows: the desk's, the one beside it, and the kiosk's.

use tauri::{
    App, AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window,
    WindowEvent, Wry, webview::NewWindowResponse,
};

use crate::{drawing, shell::Shell};

/// The label of the desk's window; its capability file names it.
pub(crate) const OFFICE: &str = "office";

/// Opens the desk's window.
///
/// # Errors
///
/// When the system gives no window.
pub(crate) fn open_office(app: &App) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, OFFICE, WebviewUrl::App("index.html".into()))
        .title("Sportello")
        .inner_size(1440.0, 900.0)
        .min_inner_size(900.0, 640.0)
        .center()
        .build()?;
    drawing::fit(&window);
    Ok(window)
}

/// The label of the second window; its capability file names it.
pub(crate) const SECOND: &str = "second";

/// Opens the window for one piece of evidence, or has it show another.
///
/// # Errors
///
/// When the system gives no window.
pub(crate) fn open_second(app: &AppHandle) -> tauri::Result<()> {
    if let Some(open) = app.get_webview_window(SECOND) {
        open.reload()?;
        return open.set_focus();
    }
    let window = WebviewWindowBuilder::new(app, SECOND, WebviewUrl::App("second".into()))
        .title("Sportello")
        .inner_size(1024.0, 768.0)
        .min_inner_size(480.0, 360.0)
        .devtools(false)
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .build()?;
    drawing::fit(&window);
    Ok(())
}

/// Closes the second window, if it is open.
pub(crate) fn close_second(app: &AppHandle) {
    if let Some(open) = app.get_webview_window(SECOND)
        && let Err(error) = open.destroy()
    {
        tracing::error!(%error, "The second window does not close");
    }
}

/// The desk's window takes the second one along; the second one, closed,
/// shows nothing any more.
pub(crate) fn on_window_event(window: &Window, event: &WindowEvent) {
    if matches!(event, WindowEvent::Destroyed) && [OFFICE, SECOND].contains(&window.label()) {
        let app = window.app_handle().clone();
        tauri::async_runtime::spawn(async move {
            app.state::<Shell>().show_second(None).await;
        });
    }
}

/// The label of the kiosk's window; its capability file names it.
pub(crate) const KIOSK: &str = "kiosk";

/// Keeps a customer inside: no menu, and none of the keys that reload, print,
/// search, go elsewhere or open what developers use. Keys that the system
/// takes first are the system's to withhold (`docs/kiosk.md`).
const LOCK: &str = r#"
addEventListener('contextmenu', (event) => event.preventDefault(), true);
addEventListener('dragover', (event) => event.preventDefault(), true);
addEventListener('drop', (event) => event.preventDefault(), true);
addEventListener('keydown', (event) => {
  const command = event.ctrlKey || event.metaKey;
  const history = event.altKey && (event.key.startsWith('Arrow') || event.key === 'Home');
  const named = /^(F[1-9]|F1[0-2]|BrowserBack|BrowserForward|BrowserRefresh|BrowserHome)$/;
  const edits = command && !event.shiftKey && /^[acvxz]$/i.test(event.key);
  if (named.test(event.key) || history || (command && !edits)) {
    event.preventDefault();
  }
}, true);
"#;

/// Opens the kiosk's window: alone on the whole screen, or beside the desk.
///
/// # Errors
///
/// When the system gives no window.
pub(crate) fn open_kiosk(manager: &impl Manager<Wry>, alone: bool) -> tauri::Result<WebviewWindow> {
    if let Some(open) = manager.get_webview_window(KIOSK) {
        open.set_focus()?;
        return Ok(open);
    }
    let window = WebviewWindowBuilder::new(manager, KIOSK, WebviewUrl::App("kiosk".into()))
        .title("Sportello")
        .inner_size(1280.0, 900.0)
        .fullscreen(alone)
        .decorations(!alone)
        .always_on_top(alone)
        .closable(!alone)
        .minimizable(!alone)
        .devtools(false)
        .initialization_script(LOCK)
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .build()?;
    drawing::fit(&window);
    Ok(window)
}

/// Whether an address is one of the application's own.
fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => true,
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kiosk_goes_nowhere_else() {
        check("tauri://localhost/kiosk", true);
        check("http://tauri.localhost/kiosk", true);
        check("https://example.org/", false);
        check("http://127.0.0.1:8787/", false);
        check("file:///etc/passwd", false);
        check("data:text/html,x", false);
        check("about:blank", false);
    }

    #[track_caller]
    fn check(address: &str, expected: bool) {
        let url = address.parse().expect("an address");
        assert_eq!(is_ours(&url), expected, "{address}");
    }
}
