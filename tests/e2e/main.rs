//! The real application in its real window, with the real central API.
//!
//! Each test has its own screen, keyring, data and server. Where the machine
//! cannot open a window, the tests say so loudly and count as skipped.

mod at_the_kiosk;
mod in_the_window;
mod stage;
