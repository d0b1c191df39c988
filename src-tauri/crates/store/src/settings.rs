//! Settings of this desk.

use crate::{Store, StoreError};

impl Store {
    /// The value of a setting, if it was ever set.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let value = sqlx::query_scalar("SELECT value FROM settings WHERE key = ?")
            .bind(key)
            .fetch_optional(self.pool())
            .await?;
        Ok(value)
    }

    /// Sets a setting.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        sqlx::query(
            "INSERT INTO settings (key, value) VALUES (?, ?) \
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )
        .bind(key)
        .bind(value)
        .execute(write.connection())
        .await?;
        write.commit().await
    }
}
