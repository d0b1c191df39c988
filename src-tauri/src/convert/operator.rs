//! Operators for the window, and the forms that make and change them.

use domain::{
    id::RaoId,
    operator::{Operator, Role, Standing},
};
use secrecy::SecretString;
use workflow::records::{NewOperator, OperatorChange};

use super::invalid;
use crate::dto;

/// The first operator out of the form.
///
/// # Errors
///
/// `invalidInput` for an empty field.
pub(crate) fn new_operator(
    form: dto::FirstOperatorForm,
) -> Result<(NewOperator, SecretString), dto::ApiError> {
    let operator = NewOperator {
        user_name: filled("userName", &form.user_name)?,
        display_name: filled("displayName", &form.display_name)?,
        role: Role::Administrator,
        rao_id: RaoId(filled("raoId", &form.rao_id)?),
        rao_user_name: filled("raoUserName", &form.rao_user_name)?,
    };
    Ok((operator, form.password.into_inner()))
}

/// Another operator out of the form.
///
/// # Errors
///
/// `invalidInput` for an empty field.
pub(crate) fn new_account(
    form: dto::NewAccountForm,
) -> Result<(NewOperator, SecretString), dto::ApiError> {
    let operator = NewOperator {
        user_name: filled("userName", &form.user_name)?,
        display_name: filled("displayName", &form.display_name)?,
        role: form.role.into(),
        rao_id: RaoId(filled("raoId", &form.rao_id)?),
        rao_user_name: filled("raoUserName", &form.rao_user_name)?,
    };
    Ok((operator, form.password.into_inner()))
}

/// What an account is to be, out of the form.
///
/// # Errors
///
/// `invalidInput` for an empty field.
pub(crate) fn account_change(form: dto::AccountForm) -> Result<OperatorChange, dto::ApiError> {
    Ok(OperatorChange {
        display_name: filled("displayName", &form.display_name)?,
        role: form.role.into(),
        standing: if form.active {
            Standing::Active
        } else {
            Standing::Suspended
        },
        rao_id: RaoId(filled("raoId", &form.rao_id)?),
        rao_user_name: filled("raoUserName", &form.rao_user_name)?,
    })
}

fn filled(name: &str, value: &str) -> Result<String, dto::ApiError> {
    let value = value.trim();
    if value.is_empty() {
        Err(invalid(name))
    } else {
        Ok(value.to_owned())
    }
}

impl From<&Operator> for dto::AccountView {
    fn from(operator: &Operator) -> Self {
        Self {
            id: operator.id.to_string(),
            user_name: operator.user_name.clone(),
            display_name: operator.display_name.clone(),
            role: operator.role.into(),
            active: operator.standing == Standing::Active,
            rao_user_name: operator.rao_user_name.clone(),
            rao_id: operator.rao_id.to_string(),
        }
    }
}

impl From<&Operator> for dto::OperatorView {
    fn from(operator: &Operator) -> Self {
        Self {
            id: operator.id.to_string(),
            user_name: operator.user_name.clone(),
            display_name: operator.display_name.clone(),
            role: operator.role.into(),
            rao_user_name: operator.rao_user_name.clone(),
            rao_id: operator.rao_id.to_string(),
        }
    }
}
