//! What a person before a camera is told while they hold a document or their
//! face up to it, frame by frame.
//!
//! Start at [`DocumentGuide`], [`SelfieGuide`] and [`FaceGuide`]: frames go in as they come,
//! out comes what is seen, what is good already and the one thing to tell the
//! person. Guides decide when a still is taken and what is asked next; they
//! conclude nothing about document or person. That is for the analysis of what
//! was recorded ([`crate::verify`], [`crate::liveness`]), which needs no guide.
//!
//! Times are milliseconds of one clock that never goes back. Places are pixels
//! of the frame, x to the right and y down, not mirrored.

mod document;
mod face;
mod hint;
mod light;
mod selfie;
mod shrunk;
mod tilt;

pub use document::{DocumentGuide, DocumentSight, DocumentStage, Still};
pub use face::{FaceGuide, FaceSight, FaceStage};
pub use hint::Hint;
pub use light::{Light, light};
pub use selfie::{SelfieGuide, SelfieSight};
pub use tilt::Tilt;
