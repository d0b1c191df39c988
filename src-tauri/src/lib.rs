//! The shell: the only code that knows Tauri.

pub mod bindings;
pub mod dto;

/// Runs the application until its last window closes.
pub fn run() {}
