//! Moving pictures: decoding recordings into frames.
//!
//! Start at [`Recording`]: it opens the bytes of an MP4, MOV or WebM file in
//! memory and gives its frames as RGB images.
//! Evidence is sealed on disk, so its plain bytes never touch a file here, and
//! a recording can make FFmpeg open nothing else: formats are white-listed and
//! every protocol is shut.

mod container;
mod decoding;
mod error;
mod frames;
mod limits;
mod orientation;
mod picture;
mod recording;
mod scan;
mod source;

#[cfg(test)]
mod films;

pub use error::DecodeError;
pub use frames::{Frames, Sampling};
pub use limits::Limits;
pub use picture::Frame;
pub use recording::{Info, Recording};
