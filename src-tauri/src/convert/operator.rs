//! Operators for the window, and the form that makes the first.

use domain::{
    id::RaoId,
    operator::{Operator, Role},
};
use secrecy::SecretString;
use workflow::records::NewOperator;

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
    let filled = |name: &str, value: &str| {
        let value = value.trim();
        if value.is_empty() {
            Err(invalid(name))
        } else {
            Ok(value.to_owned())
        }
    };
    let operator = NewOperator {
        user_name: filled("userName", &form.user_name)?,
        display_name: filled("displayName", &form.display_name)?,
        role: Role::Administrator,
        rao_id: RaoId(filled("raoId", &form.rao_id)?),
        rao_user_name: filled("raoUserName", &form.rao_user_name)?,
    };
    Ok((operator, form.password.into_inner()))
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
