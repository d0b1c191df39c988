//! Pixels to findings: documents, faces, machine-readable zones, verdicts.

pub mod barcode;
pub mod document;
mod error;
pub mod face;
pub mod features;
mod heap;
pub mod imaging;
pub mod live;
pub mod liveness;
pub mod manifest;
pub mod model;
pub mod mrz;
pub mod originality;
pub mod policy;
pub mod quality;
pub mod text;
mod threads;
pub mod verify;

pub use error::EngineError;
pub use verify::{Case, Engine, Footage, Step, Stopped, Unwatched, Watch};
