//! Changes of an account after it was made.

use domain::{
    audit::{Actor, Event},
    id::{OperatorId, RaoId},
    operator::{self, Operator, Role, Standing},
};
use secrecy::SecretString;

use super::{from_row, password};
use crate::{Store, StoreError, open::off_thread};

/// What an account is to be from now on. The user name stays: the audit log and
/// people know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorChange {
    /// The name shown to colleagues and printed on declarations.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// Whether the account lets anybody in.
    pub standing: Standing,
    /// The operator's record at the central API.
    pub rao_id: RaoId,
    /// The operator's user name at the central API.
    pub rao_user_name: String,
}

impl Store {
    /// Changes the account `id`; `by` is who asked for it.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownOperator`]; [`StoreError::LastAdministrator`] when
    /// nobody would be left to look after the accounts.
    pub async fn change_operator(
        &self,
        by: OperatorId,
        id: OperatorId,
        change: OperatorChange,
    ) -> Result<Operator, StoreError> {
        let mut write = self.write().await?;
        let rows = sqlx::query("SELECT * FROM operators")
            .fetch_all(write.connection())
            .await?;
        let mut operators: Vec<Operator> = rows.iter().map(from_row).collect::<Result<_, _>>()?;
        let changed = operators
            .iter_mut()
            .find(|operator| operator.id == id)
            .ok_or(StoreError::UnknownOperator(id))?;
        changed.display_name = change.display_name.trim().to_owned();
        changed.role = change.role;
        changed.standing = change.standing;
        changed.rao_id = change.rao_id;
        changed.rao_user_name = change.rao_user_name;
        let changed = changed.clone();
        if !operator::is_administered(&operators) {
            return Err(StoreError::LastAdministrator);
        }
        sqlx::query(
            "UPDATE operators SET display_name = ?, role = ?, standing = ?, rao_id = ?, \
             rao_user_name = ? WHERE id = ?",
        )
        .bind(&changed.display_name)
        .bind(changed.role.name())
        .bind(changed.standing.name())
        .bind(&changed.rao_id.0)
        .bind(&changed.rao_user_name)
        .bind(id.to_string())
        .execute(write.connection())
        .await?;
        let detail = serde_json::json!({
            "operator": id.to_string(),
            "role": changed.role.name(),
            "standing": changed.standing.name(),
        });
        let entry = self.note(
            Actor::Operator(by),
            Event::OperatorChanged,
            None,
            &detail.to_string(),
        );
        write.append(&entry).await?;
        write.commit().await?;
        Ok(changed)
    }

    /// Gives the account `id` another password; `by` is who asked for it.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownOperator`], [`StoreError::PasswordTooShort`].
    pub async fn set_password(
        &self,
        by: OperatorId,
        id: OperatorId,
        password: SecretString,
    ) -> Result<(), StoreError> {
        let hash = off_thread(move || password::hash(&password)).await?;
        let mut write = self.write().await?;
        self.demand_operator(&mut write, id).await?;
        sqlx::query("UPDATE operators SET password_hash = ? WHERE id = ?")
            .bind(hash)
            .bind(id.to_string())
            .execute(write.connection())
            .await?;
        let detail = serde_json::json!({ "operator": id.to_string() });
        let entry = self.note(
            Actor::Operator(by),
            Event::PasswordChanged,
            None,
            &detail.to_string(),
        );
        write.append(&entry).await?;
        write.commit().await
    }
}
