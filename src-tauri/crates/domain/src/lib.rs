//! The nouns of video identification and their rules.
//!
//! Nothing here touches a file, a clock, a network or a serialisation format:
//! every edge has its own types and converts.
//! Start at [`session::State`] for the life of a session, at
//! [`verdict::conclude`] for how findings become a verdict, and at
//! [`field`] for the three values of every datum.

pub mod advice;
pub mod assessment;
pub mod audit;
pub mod business;
pub mod check;
pub mod checklist;
pub mod clock;
pub mod decision;
pub mod document;
pub mod evidence;
pub mod failure;
pub mod feature;
pub mod field;
pub mod house;
pub mod id;
pub mod kiosk;
pub mod lease;
pub mod loip;
pub mod name;
pub mod operator;
pub mod personal;
pub mod phone;
pub mod place;
pub mod policy;
pub mod quality;
pub mod queue;
pub mod register;
pub mod session;
pub mod similarity;
pub mod tax_code;
pub mod verdict;

pub use clock::Clock;
pub use personal::Personal;
pub use phone::PhoneNumber;
pub use similarity::{Level, Similarity};
