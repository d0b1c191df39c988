//! The way in: the key of the store, the first operator, signing in and out.

use super::{Answer, Shared};
use crate::{
    convert::{self, api_error},
    dto,
    shell::signed_in_or_out,
};

/// What the window has to show before anything else.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_state(shell: Shared<'_>) -> Answer<dto::StartState> {
    Ok(shell.start_state().await)
}

/// Chooses the passphrase of a store without a keyring.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_passphrase(
    shell: Shared<'_>,
    passphrase: dto::Secret,
) -> Answer<dto::StartState> {
    shell.unlock(passphrase.into_inner()).await
}

/// Opens a store with its passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock(shell: Shared<'_>, passphrase: dto::Secret) -> Answer<dto::StartState> {
    shell.unlock(passphrase.into_inner()).await
}

/// Makes the first account of this desk and signs it in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_first_operator(
    shell: Shared<'_>,
    form: dto::FirstOperatorForm,
) -> Answer<dto::StartState> {
    let desk = shell.desk().await?.desk;
    let (operator, password) = convert::new_operator(form)?;
    desk.create_first_operator(operator, password)
        .await
        .map_err(api_error)?;
    signed_in_or_out(&desk).await
}

/// Signs an operator in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in(shell: Shared<'_>, form: dto::SignInForm) -> Answer<dto::StartState> {
    let desk = shell.desk().await?.desk;
    desk.sign_in(form.user_name.trim(), form.password.into_inner())
        .await
        .map_err(api_error)?;
    signed_in_or_out(&desk).await
}

/// Signs the operator out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_out(shell: Shared<'_>) -> Answer<dto::StartState> {
    let open = shell.desk().await?;
    shell.show_second(None).await;
    open.media.revoke_all();
    open.desk.sign_out().await.map_err(api_error)?;
    signed_in_or_out(&open.desk).await
}
