//! From the domain to what crosses to the window, and back.
//!
//! The types on both sides are closed lists: a new variant on one side does
//! not compile until the other has it.

mod again;
mod archive;
mod assessment;
mod case;
mod checklist;
mod documents;
mod error;
mod evidence;
mod fields;
mod kiosk;
mod names;
mod operator;
mod quality;
mod queue;
mod report;
mod timeline;

pub(crate) use again::{asking, piece_reasons};
pub(crate) use archive::archive_report;
pub(crate) use case::{case_view, documents_view, session, stamp};
pub(crate) use checklist::checklist_answer;
pub(crate) use documents::templates_view;
pub(crate) use error::{api_error, invalid, not_signed_in};
pub(crate) use evidence::piece_view;
pub(crate) use fields::review;
pub(crate) use kiosk::{kiosk_view, new_request};
pub(crate) use operator::{account_change, new_account, new_operator};
pub(crate) use queue::{queue_filter, queue_view};
pub(crate) use report::{duplicates_view, period, statistics_view};
