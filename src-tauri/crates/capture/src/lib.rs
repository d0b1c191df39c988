//! Moving pictures: decoding recordings into frames.
