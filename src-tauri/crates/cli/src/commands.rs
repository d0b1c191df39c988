//! The commands, one file each.

pub(crate) mod archive;
pub(crate) mod central;
pub(crate) mod document;
pub(crate) mod eval;
pub(crate) mod faces;
pub(crate) mod liveness;
pub(crate) mod mrz;
pub(crate) mod portraits;
pub(crate) mod quality;
pub(crate) mod taxcode;
pub(crate) mod verify;
pub(crate) mod view;
