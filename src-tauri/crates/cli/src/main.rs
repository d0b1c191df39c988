//! sportelloctl: engine, archive and central API without a window.

fn main() {}
