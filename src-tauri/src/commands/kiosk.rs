//! The kiosk: every act answers how it is to be shown.

use tauri::{AppHandle, ipc::Channel};

use super::{Answer, Shared};
use crate::dto::{self, KioskView};

fn stub() -> Answer<KioskView> {
    Err(dto::ApiError::new(dto::ErrorCode::Internal))
}

/// The kiosk as it is now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_state(shell: Shared<'_>) -> Answer<KioskView> {
    stub()
}

/// Somebody wants to begin.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_begin(shell: Shared<'_>) -> Answer<KioskView> {
    stub()
}

/// The customer chooses a language.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_choose_language(
    shell: Shared<'_>,
    language: dto::KioskLanguage,
) -> Answer<KioskView> {
    stub()
}

/// The customer gives the code of a request.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_find_request(shell: Shared<'_>, code: String) -> Answer<KioskView> {
    stub()
}

/// The customer has no request and wants one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_start_new(shell: Shared<'_>) -> Answer<KioskView> {
    stub()
}

/// The customer gives the data of a new request.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_new_request(
    shell: Shared<'_>,
    form: dto::NewRequestForm,
) -> Answer<KioskView> {
    stub()
}

/// The customer has seen that the devices are well.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_devices_ready(shell: Shared<'_>) -> Answer<KioskView> {
    stub()
}

/// The customer consents, or does not.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_consent(
    shell: Shared<'_>,
    privacy: bool,
    authenticity: bool,
) -> Answer<KioskView> {
    stub()
}

/// Takes the picture by hand.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_take_now(shell: Shared<'_>) -> Answer<KioskView> {
    stub()
}

/// Takes a piece again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_retake(shell: Shared<'_>, piece: dto::KioskPiece) -> Answer<KioskView> {
    stub()
}

/// Goes on with what was taken.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_keep(shell: Shared<'_>) -> Answer<KioskView> {
    stub()
}

/// Sends a code to a phone number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_phone(shell: Shared<'_>, number: String) -> Answer<KioskView> {
    stub()
}

/// The customer gives the code that came by phone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_code(shell: Shared<'_>, code: String) -> Answer<KioskView> {
    stub()
}

/// Begins the recording of the face.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_begin_face(shell: Shared<'_>) -> Answer<KioskView> {
    stub()
}

/// Goes one step back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_back(shell: Shared<'_>) -> Answer<KioskView> {
    stub()
}

/// Sends everything.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_submit(shell: Shared<'_>) -> Answer<KioskView> {
    stub()
}

/// The customer stops: everything is wiped.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_stop(shell: Shared<'_>) -> Answer<KioskView> {
    stub()
}

/// The customer wants help.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_call_staff(shell: Shared<'_>) -> Answer<KioskView> {
    stub()
}

/// The customer wants more time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_more_time(shell: Shared<'_>) -> Answer<KioskView> {
    stub()
}

/// The customer is still there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_touched(shell: Shared<'_>) -> Answer<KioskView> {
    stub()
}

/// Tests everything that a session needs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_self_test(shell: Shared<'_>) -> Answer<KioskView> {
    stub()
}

/// Leaves the kiosk with the PIN for it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_close(shell: Shared<'_>, app: AppHandle, pin: dto::Secret) -> Answer<()> {
    stub().map(|_| ())
}

/// Sends frames of a camera until [`kiosk_preview_stop`].
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_preview(
    shell: Shared<'_>,
    channel: Channel<dto::PreviewFrame>,
    source: dto::PreviewSource,
) -> Answer<()> {
    stub().map(|_| ())
}

/// Sends no more frames.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_preview_stop(shell: Shared<'_>) -> Answer<()> {
    stub().map(|_| ())
}

/// Opens the kiosk's window from the desk: an operator sits beside the customer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_assisted_session(shell: Shared<'_>, app: AppHandle) -> Answer<()> {
    stub().map(|_| ())
}
