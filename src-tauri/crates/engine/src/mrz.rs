//! Machine-readable zones (ICAO Doc 9303): from pixels to validated fields.
//!
//! [`MrzReader::read`] goes all the way: text is found ([`crate::text`]), long
//! parallel rows are taken for lines of a zone (`locate`), cut out straight
//! (`cut`), recognised ([`LineRecogniser`]), and decoded with everything that
//! the standard says about each place (`decode`). [`parse`] and [`compose`]
//! are the pure parts: lines to fields and back.

mod check_digit;
pub mod compose;
mod cut;
mod decode;
pub mod emissions;
mod error;
mod fields;
mod format;
mod layout;
mod locate;
mod own;
pub mod parse;
mod reader;
mod recognise;
mod spot;
pub mod symbol;
mod verdict;
mod zone;

pub use check_digit::{CheckDigit, check_digit};
pub use compose::compose;
pub use decode::{Cause, Repair};
pub use emissions::{Emissions, LineRecogniser, View};
pub use error::MrzError;
pub use fields::Fields;
pub use format::Format;
pub use layout::CheckedField;
pub use own::OwnLines;
pub use parse::parse;
pub use reader::{MrzReader, MrzReading};
pub use recognise::PpOcrLines;
