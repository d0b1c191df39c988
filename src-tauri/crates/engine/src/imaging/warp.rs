//! Straightening a quadrilateral of an image.

use image::{GrayImage, Luma};
use imageproc::geometric_transformations::{Interpolation, Projection, warp_into};

/// Four corners in pixels of the image they were found in: top left, top
/// right, bottom right, bottom left *of the content*, x to the right and y down.
pub type Quad = [(f32, f32); 4];

/// Cuts `quad` out of `image` and straightens it into `width`×`height` pixels
/// (bilinear; what lies outside the image is `outside`).
///
/// `None` where the corners do not span an area.
#[must_use]
pub fn straighten(
    image: &GrayImage,
    quad: &Quad,
    (width, height): (u32, u32),
    outside: u8,
) -> Option<GrayImage> {
    if width == 0 || height == 0 {
        return None;
    }
    let (right, bottom) = (width as f32, height as f32);
    let corners = [(0.0, 0.0), (right, 0.0), (right, bottom), (0.0, bottom)];
    let projection = Projection::from_control_points(*quad, corners)?;
    let mut straight = GrayImage::new(width, height);
    warp_into(
        image,
        &projection,
        Interpolation::Bilinear,
        Luma([outside]),
        &mut straight,
    );
    Some(straight)
}
