//! What crosses to the webview: the contract between the shell and the desk.
//!
//! Plain data only. Ids and instants are strings (instants RFC 3339 in UTC,
//! civil dates `YYYY-MM-DD`), numbers are small integers, every text that a
//! person reads is a code that the window turns into words. The TypeScript of
//! these types is generated into `ui/src/lib/ipc/bindings.ts`.
//!
//! # Commands
//!
//! Every command answers `Result<…, ApiError>`; names are snake case on the
//! Rust side and camel case in the window.
//!
//! | command | takes | gives |
//! | --- | --- | --- |
//! | `start_state` | | [`StartState`] |
//! | `choose_passphrase` | `passphrase` | [`StartState`] |
//! | `unlock` | `passphrase` | [`StartState`] |
//! | `create_first_operator` | [`FirstOperatorForm`] `form` | [`StartState`] |
//! | `sign_in` | [`SignInForm`] `form` | [`StartState`] |
//! | `sign_out` | | [`StartState`] |
//! | `connection_state` | | [`ConnectionView`] |
//! | `retry_now` | | [`ConnectionView`] |
//! | `provide_rao_credentials` | [`RaoCredentialsForm`] `form` | [`ConnectionView`] |
//! | `list_queue` | [`QueueQuery`] `query` | [`QueueView`] |
//! | `open_case` | `case_id` | [`CaseView`] (writes the view to the audit log) |
//! | `refresh_case` | `case_id` | [`CaseView`] (the open case again, no audit) |
//! | `next_case` | | `Option<`[`CaseView`]`>` (claims one of those due first) |
//! | `claim_case`, `release_case` | `case_id` | [`CaseView`] |
//! | `keep_lease` | [`LeaseForm`] `form` | until when the lease holds |
//! | `take_over_case` | [`TakeOverForm`] `form` | [`CaseView`] |
//! | `hand_over_case` | [`HandOverForm`] `form` | [`CaseView`] |
//! | `hold_case` | [`HoldForm`] `form` | [`CaseView`] |
//! | `resume_case` | [`StampedForm`] `form` | [`CaseView`] |
//! | `keep_draft` | [`DraftForm`] `form` | |
//! | `review_field` | [`FieldReviewForm`] `form` | [`CaseView`] |
//! | `add_note` | [`NoteForm`] `form` | [`CaseView`] |
//! | `keep_snapshot` | [`SnapshotForm`] `form` | [`CaseView`] |
//! | `answer_checklist` | [`ChecklistForm`] `form` | [`CaseView`] |
//! | `query_register` | [`StampedForm`] `form` | [`CaseView`] |
//! | `open_reference` | `case_id` | (opens the browser) |
//! | `refusal_reasons` | | `Vec<`[`RefusalReasonView`]`>` |
//! | `validate_case` | [`StampedForm`] `form` | [`CaseView`] |
//! | `refuse_case` | [`RefuseForm`] `form` | [`CaseView`] |
//! | `piece_reasons` | | `Vec<`[`PieceReasonView`]`>` |
//! | `ask_again` | [`AskAgainForm`] `form` | [`CaseView`] |
//! | `load_documents` | `case_id` | [`DocumentsView`] |
//! | `approve_case` | [`StampedForm`] `form` | [`CaseView`] |
//! | `undo_decision` | `case_id` | [`CaseView`] |
//! | `export_archive` | [`ExportForm`] `form` | [`ExportOutcome`] (native dialog) |
//! | `verify_archive` | `path: Option<String>` | [`VerifyOutcome`] (native dialog without a path) |
//! | `statistics` | [`StatisticsQuery`] `query` | [`StatisticsView`] |
//! | `export_statistics` | [`StatisticsQuery`] `query` | [`SaveOutcome`] (native dialog) |
//! | `duplicates` | `case_id` | [`DuplicatesView`] |
//! | `print_timeline` | `case_id`, [`Language`] `language` | [`SaveOutcome`] (native dialog) |
//! | `accounts` | | [`AccountsView`] |
//! | `create_account` | [`NewAccountForm`] `form` | [`AccountsView`] |
//! | `change_account` | [`AccountForm`] `form` | [`AccountsView`] |
//! | `reset_password` | [`ResetPasswordForm`] `form` | |
//! | `change_own_password` | [`OwnPasswordForm`] `form` | |
//! | `preview_templates` | [`Language`] `language` | [`TemplatesView`] |
//! | `open_template_folder` | | |
//! | `open_second_window` | [`PieceForm`] `form` | (writes the view to the audit log) |
//! | `close_second_window` | | |
//! | `shown_piece` | | [`PieceView`] (of the second window) |
//! | `settings` | | [`SettingsView`] |
//! | `change_settings` | [`SettingsForm`] `form` | [`SettingsView`] |
//!
//! # Events
//!
//! [`QueueChanged`], [`CaseChanged`], [`ConnectionChanged`],
//! [`ChecksProgressed`], [`StartChanged`].
//!
//! The kiosk's window has a contract of its own: [`KioskView`].

mod accounts;
mod again;
mod archive;
mod assessment;
mod case;
mod checklist;
mod connection;
mod decision;
mod documents;
mod error;
mod event;
mod evidence;
mod field;
mod kiosk;
mod lease;
mod queue;
mod report;
mod secret;
mod settings;
mod start;
mod timeline;

pub use accounts::*;
pub use again::*;
pub use archive::*;
pub use assessment::*;
pub use case::*;
pub use checklist::*;
pub use connection::*;
pub use decision::*;
pub use documents::*;
pub use error::*;
pub use event::*;
pub use evidence::*;
pub use field::*;
pub use kiosk::*;
pub use lease::*;
pub use queue::*;
pub use report::*;
pub use secret::*;
pub use settings::*;
pub use start::*;
pub use timeline::*;
