//! Moving pictures: cameras, recordings made of what they show, and
//! recordings decoded into frames.
//!
//! Start at [`camera::Camera`] for an attached camera, at
//! [`record::Recorder`] for keeping what it shows, and at [`Recording`], which
//! opens the bytes of an MP4, MOV or WebM file in memory and gives its frames
//! as RGB images.
//! Evidence is sealed on disk, so its plain bytes never touch a file here:
//! recordings are written to what the caller hands in.
//! A recording can make FFmpeg open nothing else either: formats are
//! white-listed and every protocol is shut.

pub mod camera;
mod container;
mod decoding;
mod error;
mod frames;
pub mod jpeg;
mod limits;
mod orientation;
mod picture;
pub mod record;
mod recording;
mod scaler;
mod scan;
mod silence;
mod source;

#[cfg(test)]
mod films;

pub use error::DecodeError;
pub use frames::{Frames, Sampling};
pub use limits::Limits;
pub use picture::Frame;
pub use recording::{Info, Recording};
