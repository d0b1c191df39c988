//! A drawn face, for tests that need a picture of somebody and compare no faces.

use image::{Rgb, RgbImage};
use imageproc::drawing::{
    draw_cubic_bezier_curve_mut, draw_filled_circle_mut, draw_filled_ellipse_mut,
    draw_filled_rect_mut,
};
use imageproc::rect::Rect;

/// A head and shoulders in flat colours, 480 × 600 pixels. Nobody's face, and
/// no detector is expected to find one.
#[must_use]
pub fn drawn_face() -> RgbImage {
    let mut image = RgbImage::from_pixel(480, 600, Rgb([205, 214, 222]));
    let (skin, hair, dark) = (Rgb([224, 184, 158]), Rgb([74, 52, 40]), Rgb([40, 34, 34]));
    draw_filled_ellipse_mut(&mut image, (240, 620), 210, 150, Rgb([60, 84, 120]));
    draw_filled_ellipse_mut(&mut image, (240, 240), 142, 170, hair);
    draw_filled_rect_mut(&mut image, Rect::at(198, 390).of_size(84, 110), skin);
    draw_filled_ellipse_mut(&mut image, (240, 280), 118, 156, skin);
    for x in [192, 288] {
        draw_filled_ellipse_mut(&mut image, (x, 262), 24, 13, Rgb([250, 250, 250]));
        draw_filled_circle_mut(&mut image, (x, 262), 11, dark);
        draw_filled_rect_mut(&mut image, Rect::at(x - 28, 228).of_size(56, 8), hair);
    }
    draw_filled_ellipse_mut(&mut image, (240, 318), 14, 22, Rgb([206, 160, 134]));
    for offset in 0..8 {
        let y = 366.0 + offset as f32;
        let ends = ((196.0, y), (284.0, y));
        let bends = ((220.0, y + 22.0), (260.0, y + 22.0));
        draw_cubic_bezier_curve_mut(
            &mut image,
            ends.0,
            ends.1,
            bends.0,
            bends.1,
            Rgb([170, 80, 80]),
        );
    }
    image
}
