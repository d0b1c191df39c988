//! What the window can ask for: each command converts, calls, converts.

pub(crate) mod accounts;
pub(crate) mod archive;
pub(crate) mod checklist;
pub(crate) mod documents;
pub(crate) mod kiosk;
pub(crate) mod lease;
pub(crate) mod office;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod second;
pub(crate) mod settings;
pub(crate) mod start;

use tauri::State;

use crate::{dto::ApiError, shell::Shell};

type Shared<'a> = State<'a, Shell>;
type Answer<T> = Result<T, ApiError>;
