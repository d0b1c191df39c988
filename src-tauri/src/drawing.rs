//! Who draws the windows: the graphics card, or where there is none the
//! processor by itself.

use tauri::WebviewWindow;

/// Has `window` drawn without a graphics card where the machine has none.
///
/// WebKitGTK would compute what the card does instead, which takes several
/// times as long (`BENCHMARKS.md`, the kiosk's window).
#[cfg(target_os = "linux")]
pub(crate) fn fit(window: &WebviewWindow) {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};

    if has_card("/dev/dri".as_ref()) {
        return;
    }
    let plain = window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    });
    if let Err(error) = plain {
        tracing::warn!(%error, "The window is drawn as if there were a graphics card");
    }
}

/// Elsewhere the system's webview decides by itself.
#[cfg(not(target_os = "linux"))]
pub(crate) fn fit(_: &WebviewWindow) {}

/// Whether `devices`, where Linux lists what draws, has something that renders.
#[cfg(target_os = "linux")]
fn has_card(devices: &std::path::Path) -> bool {
    let entries = std::fs::read_dir(devices).into_iter().flatten().flatten();
    let mut names = entries.map(|entry| entry.file_name());
    names.any(|name| name.to_string_lossy().starts_with("renderD"))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_machine_has_a_card_where_something_renders() {
        let devices = tempfile::tempdir().expect("a folder");
        assert!(!has_card(&devices.path().join("dri")));
        fs::write(devices.path().join("card0"), "").expect("a screen without a renderer");
        assert!(!has_card(devices.path()));
        fs::write(devices.path().join("renderD128"), "").expect("a renderer");
        assert!(has_card(devices.path()));
    }
}
