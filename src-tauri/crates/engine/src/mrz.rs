//! Machine-readable zones (ICAO Doc 9303): from pixels to validated fields.

mod check_digit;
pub mod compose;
mod fields;
mod format;
mod layout;
pub mod parse;
pub mod symbol;

pub use check_digit::{CheckDigit, check_digit};
pub use compose::compose;
pub use fields::Fields;
pub use format::Format;
pub use layout::CheckedField;
pub use parse::parse;
