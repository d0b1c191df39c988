//! A customer captures a session at a kiosk of the branch.
//!
//! Start at [`Flow`], the way of one session from the devices to the
//! submission; [`Plan`] is made from what the request requires. Time and
//! randomness are handed in.

mod challenge;
mod consent;
mod event;
mod flow;
mod idle;
mod piece;
mod plan;
mod policy;

pub use challenge::{Challenge, Gesture, Tilt};
pub use consent::Consent;
pub use event::KioskEvent;
pub use flow::{Facts, Flow, OutOfPlace, Place, Stop};
pub use idle::{Idle, IdleRule};
pub use piece::Piece;
pub use plan::{Needs, Plan, Progress, Step};
pub use policy::{KioskPolicy, Least};
