//! Documents in pictures: where one lies, which size it has, how it looks
//! straightened.
//!
//! Start at [`Locator::locate`] and [`rectify`].
//!
//! All coordinates are pixels of the picture that was handed in, x to the
//! right and y down, with the corner of the first pixel at (0, 0).

mod candidates;
mod close;
mod edges;
mod evidence;
mod homography;
pub mod kind;
mod lines;
mod locate;
mod page;
mod prospect;
mod quad;
mod rectify;
mod refine;
mod shape;
mod size;
pub mod visual;

pub use crate::face::{Box2, Point};
pub(crate) use candidates::candidates;
pub use homography::Homography;
pub use locate::{LocateError, Locator};
pub use quad::Quad;
pub use rectify::rectify;
pub use size::Size;

/// Where a document lies in a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Located {
    /// Its corners in the picture, from the top left one of the upright
    /// document clockwise. They may lie beyond the picture where it is cut off.
    pub quad: Quad,
    /// Which size of document it has.
    pub size: Size,
    /// How certain it is that a document lies exactly there, 0 to 1.
    pub confidence: f32,
}

impl Located {
    /// From pixels of the straightened document, as [`rectify`] makes it, to
    /// pixels of the picture; `None` where the corners span no area.
    /// [`Homography::inverse`] leads back.
    #[must_use]
    pub fn to_picture(&self) -> Option<Homography> {
        let (width, height) = self.size.pixels();
        Homography::onto(width as f32, height as f32, &self.quad)
    }
}
