//! Evidence and video of a session, in and out.

pub(super) mod download;
pub(super) mod evidence;
pub(super) mod resume;
pub(super) mod upload;
