//! Cases that change hands or are put aside, and what is kept meanwhile.

use super::{Answer, Shared, office::case};
use crate::{
    convert::{self, api_error, invalid},
    dto,
};

/// A sign of life of the desk that works on a case.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_lease(shell: Shared<'_>, form: dto::LeaseForm) -> Answer<String> {
    let desk = shell.desk().await?.desk;
    let lease = form.lease.parse().map_err(|_| invalid("lease"))?;
    let until = desk
        .keep_lease(convert::session(&form.case_id)?, lease)
        .await
        .map_err(api_error)?;
    Ok(until.to_string())
}

/// Takes a case over from a colleague.
#[tauri::command]
#[specta::specta]
pub(crate) async fn take_over_case(
    shell: Shared<'_>,
    form: dto::TakeOverForm,
) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    open.desk
        .take_over(convert::session(&form.case_id)?, form.reason.into())
        .await
        .map_err(api_error)?;
    case(&open, &form.case_id).await
}

/// Gives a case to a colleague.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hand_over_case(
    shell: Shared<'_>,
    form: dto::HandOverForm,
) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    let to = form.to.parse().map_err(|_| invalid("to"))?;
    open.desk
        .hand_over(convert::session(&form.case_id)?, to, form.reason.into())
        .await
        .map_err(api_error)?;
    case(&open, &form.case_id).await
}

/// Puts a case on hold.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hold_case(shell: Shared<'_>, form: dto::HoldForm) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    open.desk
        .hold(
            convert::session(&form.case_id)?,
            convert::stamp(&form.stamp)?,
            &form.note,
        )
        .await
        .map_err(api_error)?;
    case(&open, &form.case_id).await
}

/// Goes on with a case on hold.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resume_case(
    shell: Shared<'_>,
    form: dto::StampedForm,
) -> Answer<dto::CaseView> {
    let open = shell.desk().await?;
    open.desk
        .resume(
            convert::session(&form.case_id)?,
            convert::stamp(&form.stamp)?,
        )
        .await
        .map_err(api_error)?;
    case(&open, &form.case_id).await
}

/// Keeps a note that was begun, for its author alone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_draft(shell: Shared<'_>, form: dto::DraftForm) -> Answer<()> {
    let desk = shell.desk().await?.desk;
    desk.keep_draft(convert::session(&form.case_id)?, &form.note)
        .await
        .map_err(api_error)
}
