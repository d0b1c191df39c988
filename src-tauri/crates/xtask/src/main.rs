//! Set-up, models, demo and tests in one command each.

fn main() {}
