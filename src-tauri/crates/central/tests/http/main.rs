//! The central API over real HTTP.

mod callbacks;
mod errors;
mod faults;
mod hostile;
mod idempotency;
mod journey;
mod officers;
mod paging;
mod requests;
mod sessions;
mod states;
mod support;
