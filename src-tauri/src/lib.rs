//! The shell: the only code that knows Tauri.

/// Runs the application until its last window closes.
pub fn run() {}
