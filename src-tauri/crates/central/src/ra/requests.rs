//! The operations on requests, one file each.

pub(super) mod approve;
pub(super) mod ask_again;
pub(super) mod cancel;
pub(super) mod check_fields;
pub(super) mod contact_limits;
pub(super) mod contract;
pub(super) mod create;
pub(super) mod declaration;
pub(super) mod document;
pub(super) mod documents;
pub(super) mod fail;
pub(super) mod find;
pub(super) mod list;
pub(super) mod otp;
pub(super) mod refuse;
pub(super) mod show;
pub(super) mod validate;
