//! The kiosk: every act answers how it is to be shown.

use tauri::{AppHandle, Manager as _, ipc::Channel};
use workflow::{Kiosk, WorkflowError, kiosk::View};

use super::{Answer, Shared};
use crate::{
    convert::{self, api_error},
    dto::{self, KioskView},
    kiosk,
    speech::Voice,
    windows,
};

/// Carries an act out and gives what is to be shown.
async fn act<Done>(shell: Shared<'_>, act: impl FnOnce(Kiosk) -> Done) -> Answer<KioskView>
where
    Done: Future<Output = Result<View, WorkflowError>>,
{
    match shell.kiosk().await {
        Ok(open) => {
            let view = act(open.kiosk.clone()).await.map_err(api_error)?;
            Ok(open.view(&view))
        }
        Err(shown) => Ok(shown),
    }
}

/// The kiosk as it is now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_state(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { Ok(kiosk.view().await) }).await
}

/// Somebody wants to begin.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_begin(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.begin().await }).await
}

/// The customer chooses a language.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_choose_language(
    shell: Shared<'_>,
    language: dto::KioskLanguage,
) -> Answer<KioskView> {
    act(shell, |kiosk| async move {
        kiosk.choose_language(language.into()).await
    })
    .await
}

/// The customer gives the code of a request.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_find_request(shell: Shared<'_>, code: String) -> Answer<KioskView> {
    act(
        shell,
        |kiosk| async move { kiosk.find_request(&code).await },
    )
    .await
}

/// The customer has no request and wants one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_start_new(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.start_new().await }).await
}

/// The customer gives the data of a new request.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_new_request(
    shell: Shared<'_>,
    form: dto::NewRequestForm,
) -> Answer<KioskView> {
    act(shell, |kiosk| async move {
        kiosk.new_request(&convert::new_request(form)).await
    })
    .await
}

/// The customer has seen that the devices are well.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_devices_ready(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.devices_ready().await }).await
}

/// The customer consents, or does not.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_consent(
    shell: Shared<'_>,
    privacy: bool,
    authenticity: bool,
) -> Answer<KioskView> {
    act(shell, |kiosk| async move {
        kiosk.consent(privacy, authenticity).await
    })
    .await
}

/// Takes the picture by hand.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_take_now(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.take_now().await }).await
}

/// Takes a piece again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_retake(shell: Shared<'_>, piece: dto::KioskPiece) -> Answer<KioskView> {
    act(
        shell,
        |kiosk| async move { kiosk.retake(piece.into()).await },
    )
    .await
}

/// Goes on with what was taken.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_keep(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.keep().await }).await
}

/// Sends a code to a phone number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_phone(shell: Shared<'_>, number: String) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.phone(&number).await }).await
}

/// The customer gives the code that came by phone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_code(shell: Shared<'_>, code: String) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.code(&code).await }).await
}

/// Begins the recording of the face.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_begin_face(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.begin_face().await }).await
}

/// Goes one step back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_back(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.back().await }).await
}

/// Sends everything.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_submit(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.submit().await }).await
}

/// The customer stops: everything is wiped.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_stop(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.stop().await }).await
}

/// The customer wants help.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_call_staff(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.call_staff().await }).await
}

/// The customer would rather be identified by staff, in person: everything is
/// wiped, and staff is called.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_in_person(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.in_person().await }).await
}

/// The customer wants more time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_more_time(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.more_time().await }).await
}

/// The customer is still there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_touched(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.touched().await }).await
}

/// Tests everything that a session needs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_self_test(shell: Shared<'_>) -> Answer<KioskView> {
    act(shell, |kiosk| async move { kiosk.self_test().await }).await
}

/// Leaves the kiosk with the PIN for it; the window closes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_close(
    shell: Shared<'_>,
    app: AppHandle,
    pin: dto::Secret,
) -> Answer<KioskView> {
    let open = shell.open_kiosk().await;
    // A store that is locked knows no PIN, and lets nobody out.
    let open = open.ok_or_else(convert::not_signed_in)?;
    open.kiosk
        .leave(pin.into_inner())
        .await
        .map_err(api_error)?;
    shell.close_kiosk().await;
    if shell.config.kiosk.alone {
        app.exit(0);
    } else if let Some(window) = app.get_webview_window(windows::KIOSK)
        && let Err(error) = window.destroy()
    {
        tracing::warn!(%error, "The kiosk's window could not be closed");
    }
    Ok(kiosk::bare(dto::KioskScreen::Starting))
}

/// Sends frames of a camera until `kiosk_preview_stop`, or until another
/// preview begins.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_preview(
    shell: Shared<'_>,
    channel: Channel<dto::PreviewFrame>,
    source: dto::PreviewSource,
) -> Answer<()> {
    if let Some(open) = shell.open_kiosk().await {
        open.kiosk.preview(source.into(), move |frame| {
            channel.send(dto::PreviewFrame(frame)).is_ok()
        });
    }
    Ok(())
}

/// Sends no more frames.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_preview_stop(shell: Shared<'_>) -> Answer<()> {
    if let Some(open) = shell.open_kiosk().await {
        open.kiosk.end_preview();
    }
    Ok(())
}

/// Says a text aloud, in the place of what is being said.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_speak(text: String, language: dto::KioskLanguage) -> Answer<()> {
    let voice = Voice::default();
    voice.hush().await;
    voice.say(&text, language).await;
    Ok(())
}

/// Ends what is being said.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kiosk_hush() -> Answer<()> {
    Voice::default().hush().await;
    Ok(())
}

/// Opens the kiosk's window from the desk: an operator sits beside the customer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_assisted_session(shell: Shared<'_>, app: AppHandle) -> Answer<()> {
    shell.open_assisted().await?;
    windows::open_kiosk(&app, false)
        .map(|_| ())
        .map_err(|error| {
            tracing::error!(%error, "The kiosk's window did not open");
            dto::ApiError::new(dto::ErrorCode::Internal)
        })
}
