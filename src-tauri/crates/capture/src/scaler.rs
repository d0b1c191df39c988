//! From one pixel format and size to another, by FFmpeg.

use ffmpeg_next::{
    Error,
    format::Pixel,
    frame,
    software::scaling::{Context, Flags},
};
use image::RgbImage;

/// A converter that is kept between two pictures of one size.
pub(crate) struct Scaler {
    into: Pixel,
    care: Flags,
    context: Option<Context>,
}

#[expect(
    unsafe_code,
    reason = "FFmpeg's converter is memory of its own that no thread is tied to; \
              ffmpeg-next leaves out to say so, as it does for all its other contexts"
)]
// SAFETY: the context is only reached through `&mut self`.
unsafe impl Send for Scaler {}

impl Scaler {
    /// Gives pictures in `into`, as near to the original as can be.
    pub(crate) const fn exact(into: Pixel) -> Self {
        Self {
            into,
            care: Flags::ACCURATE_RND.union(Flags::FULL_CHR_H_INT),
            context: None,
        }
    }

    /// Gives pictures in `into`, fast enough for a camera.
    pub(crate) const fn quick(into: Pixel) -> Self {
        Self {
            into,
            care: Flags::empty(),
            context: None,
        }
    }

    /// `picture` at `width` × `height`; its own size and format may differ
    /// from call to call.
    pub(crate) fn run(
        &mut self,
        picture: &frame::Video,
        (width, height): (u32, u32),
    ) -> Result<frame::Video, Error> {
        let fits = self.context.as_ref().is_some_and(|context| {
            let (from, to) = (context.input(), context.output());
            (from.format, from.width, from.height)
                == (picture.format(), picture.width(), picture.height())
                && (to.width, to.height) == (width, height)
        });
        if !fits {
            self.context = None;
        }
        let context = match &mut self.context {
            Some(context) => context,
            empty => empty.insert(self::context(
                picture,
                self.into,
                (width, height),
                self.care,
            )?),
        };
        let mut scaled = frame::Video::empty();
        context.run(picture, &mut scaled)?;
        Ok(scaled)
    }
}

fn context(
    picture: &frame::Video,
    into: Pixel,
    (width, height): (u32, u32),
    care: Flags,
) -> Result<Context, Error> {
    let filter = if width < picture.width() {
        Flags::AREA
    } else {
        Flags::BICUBIC
    };
    Context::get(
        picture.format(),
        picture.width(),
        picture.height(),
        into,
        width,
        height,
        filter | care,
    )
}

/// The pixels of an RGB picture without the padding at the end of its rows.
pub(crate) fn rgb_image(picture: &frame::Video) -> Option<RgbImage> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut pixels = Vec::with_capacity(width * height * 3);
    for row in picture.data(0).chunks(picture.stride(0)).take(height) {
        pixels.extend_from_slice(row.get(..width * 3).unwrap_or_default());
    }
    RgbImage::from_raw(picture.width(), picture.height(), pixels)
}
