//! The kiosk as its window uses it: the real store and the real central API;
//! cameras, recorder, guides and engine are stand-ins at their borders.

#![expect(unreachable_pub, reason = "nobody calls a test from outside")]

mod central;
mod delivery;
mod devices;
mod ends;
mod flow;
mod machine;
mod pieces;
mod support;
