//! Settings of the desk, by name.

use super::Desk;
use crate::WorkflowError;

impl Desk {
    /// The setting `key`, if it was ever set.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, WorkflowError> {
        Ok(self.inner.store.setting(key).await?)
    }

    /// Sets `key` to `value`.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotSignedIn`], and when the store cannot be written.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), WorkflowError> {
        self.operator().ok_or(WorkflowError::NotSignedIn)?;
        Ok(self.inner.store.set_setting(key, value).await?)
    }
}
