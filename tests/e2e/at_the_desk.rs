//! What operators do at the desk beyond deciding one case alone.

mod colleagues;
mod one_case;
mod queue;
mod reports;
mod two_desks;
