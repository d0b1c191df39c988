//! Operators' accounts.

mod change;
mod exit_pin;
mod password;
mod sign_in;

use domain::{
    audit::{Actor, Event},
    id::{OperatorId, RaoId},
    operator::{Operator, Role, Standing},
};
use secrecy::SecretString;
use sqlx::{Row as _, sqlite::SqliteRow};

pub use change::OperatorChange;
pub use exit_pin::MIN_PIN_DIGITS;
pub use password::MIN_PASSWORD_CHARS;

use crate::{
    Store, StoreError,
    open::{Write, off_thread},
    row::{self, Read as _},
};

const MAX_USER_NAME_CHARS: usize = 64;

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewOperator {
    /// The name typed at sign-in; case does not matter.
    pub user_name: String,
    /// The name shown to colleagues and printed on declarations.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// The operator's record at the central API.
    pub rao_id: RaoId,
    /// The operator's user name at the central API.
    pub rao_user_name: String,
}

impl Store {
    /// The accounts on this desk, in the order of their making.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn operators(&self) -> Result<Vec<Operator>, StoreError> {
        let rows = sqlx::query("SELECT * FROM operators ORDER BY created_ns, id")
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(from_row).collect()
    }

    /// Makes an account; `by` is who asked for it.
    ///
    /// # Errors
    ///
    /// [`StoreError::PasswordTooShort`], [`StoreError::BadUserName`],
    /// [`StoreError::UserNameTaken`].
    pub async fn create_operator(
        &self,
        by: Actor,
        new: NewOperator,
        password: SecretString,
    ) -> Result<Operator, StoreError> {
        let user_name = folded_user_name(&new.user_name);
        let length = user_name.chars().count();
        if !(1..=MAX_USER_NAME_CHARS).contains(&length) || user_name.contains(char::is_whitespace) {
            return Err(StoreError::BadUserName {
                maximum: MAX_USER_NAME_CHARS,
            });
        }
        let hash = off_thread(move || password::hash(&password)).await?;
        let operator = Operator {
            id: OperatorId::fresh(),
            user_name,
            display_name: new.display_name.trim().to_owned(),
            role: new.role,
            standing: Standing::Active,
            rao_id: new.rao_id,
            rao_user_name: new.rao_user_name,
        };
        let mut write = self.write().await?;
        let inserted = sqlx::query(
            "INSERT INTO operators (id, user_name, display_name, role, rao_id, rao_user_name, \
             password_hash, created_ns) VALUES (?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT (user_name) DO NOTHING",
        )
        .bind(operator.id.to_string())
        .bind(&operator.user_name)
        .bind(&operator.display_name)
        .bind(operator.role.name())
        .bind(&operator.rao_id.0)
        .bind(&operator.rao_user_name)
        .bind(hash)
        .bind(row::nanoseconds(self.now())?)
        .execute(write.connection())
        .await?;
        if inserted.rows_affected() == 0 {
            return Err(StoreError::UserNameTaken);
        }
        let detail = serde_json::json!({
            "operator": operator.id.to_string(),
            "role": operator.role.name(),
        });
        let entry = self.note(by, Event::OperatorCreated, None, &detail.to_string());
        write.append(&entry).await?;
        write.commit().await?;
        Ok(operator)
    }

    /// Demands that there is such an operator.
    pub(crate) async fn demand_operator(
        &self,
        write: &mut Write,
        id: OperatorId,
    ) -> Result<(), StoreError> {
        let exists: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM operators WHERE id = ?)")
                .bind(id.to_string())
                .fetch_one(write.connection())
                .await?;
        if exists {
            Ok(())
        } else {
            Err(StoreError::UnknownOperator(id))
        }
    }
}

/// A user name as it is compared.
fn folded_user_name(typed: &str) -> String {
    typed.trim().to_lowercase()
}

fn from_row(found: &SqliteRow) -> Result<Operator, StoreError> {
    const TABLE: &str = "operators";
    Ok(Operator {
        id: found.id(TABLE, "id")?,
        user_name: found.try_get("user_name")?,
        display_name: found.try_get("display_name")?,
        role: found.named(TABLE, "role", Role::from_name)?,
        standing: found.named(TABLE, "standing", Standing::from_name)?,
        rao_id: RaoId(found.try_get("rao_id")?),
        rao_user_name: found.try_get("rao_user_name")?,
    })
}
