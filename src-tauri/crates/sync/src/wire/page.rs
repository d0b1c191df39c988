//! A page of the list of requests.

use domain::{id::CentralKey, session::State};
use serde::Deserialize;
use serde_json::Value;

use crate::remote::Summary;

/// A page of the list.
#[derive(Deserialize)]
pub(crate) struct Page {
    /// The address of the next page.
    pub(crate) next: Option<String>,
    results: Vec<Value>,
}

impl Page {
    /// The rows as they came.
    pub(crate) fn results(&self) -> &[Value] {
        &self.results
    }

    /// Each row, `None` for one without key or status.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Option<Summary>> {
        self.results.iter().map(|row| {
            let key = row.get("pk")?;
            let key = key.as_i64().or_else(|| key.as_str()?.parse().ok())?;
            let status = row.get("status")?.as_str()?;
            Some(Summary {
                key: CentralKey(key),
                state: State::from_registration_authority(status),
            })
        })
    }
}
