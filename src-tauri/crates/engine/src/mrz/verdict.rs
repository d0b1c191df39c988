//! When a reading is valid.
//!
//! A check digit finds a misreading only as long as nobody has chosen
//! characters by it. So check digits may suggest what a zone says, and the
//! suggestion is returned and marked; *valid* is a reading that did not need
//! them: what the recognisers saw, restricted to what the standard allows at
//! each place, is clear by itself and adds up.

use super::decode::{Cause, Decoded};
use super::parse::Parsed;

/// Whether `decoded` says what is printed for certain, and what is printed, as
/// `parsed`, is a zone without fault.
pub(super) fn is_valid(decoded: &Decoded, parsed: &Parsed) -> bool {
    is_as_seen(decoded) && parsed.valid
}

/// Whether nothing is left to look for: the reading is clear and adds up.
pub(super) fn is_settled(decoded: &Decoded) -> bool {
    is_as_seen(decoded) && decoded.adds_up
}

/// Whether every character is one that was seen clearly, but for what its
/// place alone forces.
pub(super) fn is_as_seen(decoded: &Decoded) -> bool {
    let by_place = |cause| match cause {
        Cause::Place => true,
        Cause::Context => false,
    };
    decoded.doubtful.is_empty() && decoded.repaired.iter().all(|repair| by_place(repair.cause))
}

#[cfg(test)]
mod tests;
