//! The accounts of this desk.

use super::{Answer, Shared};
use crate::{
    convert::{self, api_error, invalid},
    dto,
    setup::PASSWORD_LENGTH,
};

/// Every account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn accounts(shell: Shared<'_>) -> Answer<dto::AccountsView> {
    let desk = shell.desk().await?.desk;
    let operators = desk.accounts().await.map_err(api_error)?;
    Ok(dto::AccountsView {
        minimum_length: PASSWORD_LENGTH,
        accounts: operators.iter().map(Into::into).collect(),
    })
}

/// Makes another account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_account(
    shell: Shared<'_>,
    form: dto::NewAccountForm,
) -> Answer<dto::AccountsView> {
    let desk = shell.desk().await?.desk;
    let (operator, password) = convert::new_account(form)?;
    desk.create_account(operator, password)
        .await
        .map_err(api_error)?;
    accounts(shell).await
}

/// Changes an account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_account(
    shell: Shared<'_>,
    form: dto::AccountForm,
) -> Answer<dto::AccountsView> {
    let desk = shell.desk().await?.desk;
    let id = form.id.parse().map_err(|_| invalid("id"))?;
    desk.change_account(id, convert::account_change(form)?)
        .await
        .map_err(api_error)?;
    accounts(shell).await
}

/// Gives an account a password in the place of a forgotten one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reset_password(shell: Shared<'_>, form: dto::ResetPasswordForm) -> Answer<()> {
    let desk = shell.desk().await?.desk;
    let id = form.id.parse().map_err(|_| invalid("id"))?;
    desk.reset_password(id, form.password.into_inner())
        .await
        .map_err(api_error)
}

/// Changes the password of who is signed in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_own_password(
    shell: Shared<'_>,
    form: dto::OwnPasswordForm,
) -> Answer<()> {
    let desk = shell.desk().await?.desk;
    desk.change_own_password(form.present.into_inner(), form.new.into_inner())
        .await
        .map_err(api_error)
}
