//! The logo of a partner: fetched from where the request says, drawn anew, and
//! shown from memory, because the window loads nothing from elsewhere.

use std::io::Cursor;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::id::SessionId;
use image::{ImageFormat, ImageReader, Limits};

use super::{Kiosk, stage::Stage};

/// No logo is shown larger, in pixels: twice the place that it has.
const LARGEST: (u32, u32) = (640, 112);
/// A picture with longer sides is no logo.
const LONGEST_SIDE: u32 = 4096;
/// What decoding may take, in bytes.
const MEMORY: u64 = 128 * 1024 * 1024;
/// A logo that is larger when drawn anew is left out, in bytes: it goes to the
/// window with every change.
const MAX_BYTES: usize = 48 * 1024;

impl Kiosk {
    /// Fetches the logo at `address` for the session `id`, beside whatever goes
    /// on. Without one the partner's name is shown.
    pub(super) fn fetch_logo(&self, id: SessionId, address: Option<String>) {
        let Some(address) = address else { return };
        let kiosk = self.clone();
        self.inner.tasks.spawn(async move {
            let inner = &kiosk.inner;
            let fetched = tokio::select! {
                () = inner.stop.cancelled() => return,
                fetched = inner.counter.picture(&address) => fetched,
            };
            let logo = match fetched {
                Ok(file) => tokio::task::spawn_blocking(move || redrawn(&file)).await,
                Err(error) => {
                    tracing::info!(%error, "There is no logo");
                    return;
                }
            };
            let Ok(Some(logo)) = logo else {
                tracing::info!("The logo is no picture that is shown");
                return;
            };
            if let Stage::Session(session) = &mut *inner.stage.lock().await
                && session.record.id == id
            {
                session.logo = Some(logo);
            }
            inner.ui.changed();
        });
    }
}

/// The picture `file` as a data URL, no larger than it is shown.
fn redrawn(file: &[u8]) -> Option<String> {
    let mut reader = ImageReader::new(Cursor::new(file));
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let picture = reader.with_guessed_format().ok()?.decode().ok()?;
    let (width, height) = LARGEST;
    let picture = if picture.width() > width || picture.height() > height {
        picture.thumbnail(width, height)
    } else {
        picture
    };
    let mut drawn = Cursor::new(Vec::new());
    let rgba = picture.into_rgba8();
    rgba.write_to(&mut drawn, ImageFormat::Png).ok()?;
    let drawn = drawn.into_inner();
    (drawn.len() <= MAX_BYTES)
        .then(|| format!("data:image/png;base64,{}", BASE64_STANDARD.encode(drawn)))
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, RgbaImage};

    use super::*;

    #[test]
    fn a_logo_is_drawn_anew_in_the_size_in_which_it_is_shown() {
        check(&file((200, 80), ImageFormat::Png), Some((200, 80)));
        check(&file((1600, 200), ImageFormat::Png), Some((640, 80)));
        check(&file((200, 1120), ImageFormat::WebP), Some((20, 112)));
        check(&file((5000, 10), ImageFormat::Png), None);
        check(b"<svg xmlns='http://www.w3.org/2000/svg'/>", None);
        check(&file((200, 80), ImageFormat::Png)[..60], None);
        check(b"", None);
    }

    #[track_caller]
    fn check(file: &[u8], expected: Option<(u32, u32)>) {
        let size = redrawn(file).map(|url| {
            let coded = url.strip_prefix("data:image/png;base64,");
            let drawn = BASE64_STANDARD.decode(coded.expect("a PNG"));
            let drawn = image::load_from_memory(&drawn.expect("base64"));
            let drawn = drawn.expect("a picture");
            (drawn.width(), drawn.height())
        });
        assert_eq!(size, expected);
    }

    fn file((width, height): (u32, u32), format: ImageFormat) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        let image = RgbaImage::from_pixel(width, height, image::Rgba([11, 79, 63, 255]));
        let image = DynamicImage::from(image);
        image.write_to(&mut file, format).expect("it is written");
        file.into_inner()
    }
}
