//! Printed text: where it is, and what a line of it says.
//!
//! [`TextDetector`] finds lines in any direction, [`TextRecogniser`] reads a
//! straightened one, [`PageReader`] all that a picture shows. They run the
//! PP-OCR models that the manifest names.

pub mod detect;
pub mod orientation;
pub mod page;
pub mod recognise;

pub use detect::{TextBox, TextDetector};
pub use page::{PageReader, TextLine};
pub use recognise::{LineProbabilities, TextRecogniser};
