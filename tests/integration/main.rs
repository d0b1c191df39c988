//! What crosses crates.

mod architecture;
mod kiosk_wire;
mod papers;
mod pieces;
