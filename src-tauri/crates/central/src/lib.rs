//! The central API: its faces over one core.
//!
//! [`Central`] owns the database and the evidence folder; [`router`] puts the
//! RA face (External VideoID, for desk and kiosk) and the Openapi face (for
//! partners) over it; [`serve`] answers on a listener and delivers callbacks.
//! `docs/central-api.md` describes every operation.
//!
//! In production, client certificates are checked by a reverse proxy in front
//! of this server; within, each face asks for a bearer token.
//!
//! Start at [`Central::open`] and `ra::routes`; the rules of a session are in
//! `core::session`.

mod config;
mod core;
mod error;
pub mod faults;
mod messages;
mod openapi;
mod ra;
mod serve;
mod token;

pub use config::{Config, OneTimeCode, Partner, Rao, RegistrationAuthority};
pub use core::Central;
pub use error::CentralError;
pub use messages::{MessageError, MessageFolder, TextMessage, TextMessages};
pub use serve::{router, serve};
