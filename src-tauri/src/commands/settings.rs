//! Settings of this desk.

use super::{Answer, Shared};
use crate::{
    convert::{self, api_error},
    dto,
};

const LANGUAGE: &str = "language";
const THEME: &str = "theme";
const IDLE_LOCK: &str = "idle_lock_minutes";
const BOXES: &str = "boxes";
const SHOWN: &str = "shown";
const HIDDEN: &str = "hidden";
/// Minutes without input after which an operator is signed out, until set.
const USUAL_IDLE_LOCK: u16 = 15;
/// The minutes that may be set.
const IDLE_LOCK_RANGE: std::ops::RangeInclusive<u16> = 1..=240;

/// The settings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settings(shell: Shared<'_>) -> Answer<dto::SettingsView> {
    read(&shell).await
}

/// The settings, as they were set last.
pub(super) async fn read(shell: &Shared<'_>) -> Answer<dto::SettingsView> {
    let configured = shell.config.language.as_deref();
    let Ok(open) = shell.desk().await else {
        // Before the store is open there is nothing to read settings from.
        return Ok(view(
            shell,
            dto::SettingsForm {
                language: language(configured),
                theme: dto::Theme::System,
                idle_lock_minutes: USUAL_IDLE_LOCK,
                boxes: true,
            },
        ));
    };
    let read = async |key| open.desk.setting(key).await.map_err(api_error);
    let chosen = read(LANGUAGE).await?;
    let theme = match read(THEME).await?.as_deref() {
        Some("light") => dto::Theme::Light,
        Some("dark") => dto::Theme::Dark,
        Some(_) | None => dto::Theme::System,
    };
    let minutes = read(IDLE_LOCK).await?.and_then(|text| text.parse().ok());
    let form = dto::SettingsForm {
        language: language(chosen.as_deref().or(configured)),
        theme,
        idle_lock_minutes: minutes.unwrap_or(USUAL_IDLE_LOCK),
        boxes: read(BOXES).await?.as_deref() != Some(HIDDEN),
    };
    Ok(view(shell, form))
}

/// Changes the settings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_settings(
    shell: Shared<'_>,
    form: dto::SettingsForm,
) -> Answer<dto::SettingsView> {
    if !IDLE_LOCK_RANGE.contains(&form.idle_lock_minutes) {
        return Err(convert::invalid("idleLockMinutes"));
    }
    let desk = shell.desk().await?.desk;
    let language = match form.language {
        dto::Language::It => "it",
        dto::Language::En => "en",
    };
    let theme = match form.theme {
        dto::Theme::System => "system",
        dto::Theme::Light => "light",
        dto::Theme::Dark => "dark",
    };
    let minutes = form.idle_lock_minutes.to_string();
    let boxes = if form.boxes { SHOWN } else { HIDDEN };
    for (key, value) in [
        (LANGUAGE, language),
        (THEME, theme),
        (IDLE_LOCK, minutes.as_str()),
        (BOXES, boxes),
    ] {
        desk.set_setting(key, value).await.map_err(api_error)?;
    }
    Ok(view(&shell, form))
}

/// Italian unless English is asked for.
fn language(code: Option<&str>) -> dto::Language {
    match code {
        Some(code) if code.starts_with("en") => dto::Language::En,
        Some(_) | None => dto::Language::It,
    }
}

fn view(shell: &Shared<'_>, form: dto::SettingsForm) -> dto::SettingsView {
    dto::SettingsView {
        language: form.language,
        theme: form.theme,
        idle_lock_minutes: form.idle_lock_minutes,
        boxes: form.boxes,
        central_url: shell.config.central_url.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
