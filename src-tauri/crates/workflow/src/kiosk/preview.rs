//! What the customer sees of themselves: the newest frame, small, as a JPEG, on
//! a thread that nothing waits for.

use std::{sync::atomic::Ordering, thread, time::Duration};

use capture::jpeg;
use jiff::Timestamp;

use super::{Kiosk, camera::Frame};

/// Which camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The one that looks at the customer.
    Face,
    /// The one that looks at documents.
    Document,
}

/// The width of a preview, in pixels.
const WIDTH: u32 = 640;
/// Good enough to find a document by, and small.
const QUALITY: u8 = 70;
/// How long a frame is waited for before it is looked whether anybody watches.
const BREATH: Duration = Duration::from_millis(200);

impl Kiosk {
    /// Gives frames of `source` to `sink` until it wants no more (`false`), until
    /// another preview begins, or until [`end_preview`](Self::end_preview).
    ///
    /// Each begins with its number and the time of day at which the camera gave
    /// it, in milliseconds, four bytes each, little-endian; a JPEG follows.
    pub fn preview(&self, source: Source, mut sink: impl FnMut(Vec<u8>) -> bool + Send + 'static) {
        let inner = self.inner.clone();
        let mine = inner.previews.fetch_add(1, Ordering::AcqRel) + 1;
        thread::spawn(move || {
            let mut after = 0;
            while inner.previews.load(Ordering::Acquire) == mine {
                let eye = inner.eyes().open_one(source);
                let Some(eye) = eye else {
                    thread::sleep(BREATH);
                    continue;
                };
                let Some(frame) = eye.wait(after, BREATH) else {
                    // A camera that was opened again counts from the beginning.
                    after = 0;
                    continue;
                };
                after = frame.sequence;
                let came = inner.clock.now() - eye.now().saturating_sub(frame.at);
                if packed(&frame, came).is_some_and(|packed| !sink(packed)) {
                    return;
                }
            }
        });
    }

    /// Ends the preview.
    pub fn end_preview(&self) {
        self.inner.previews.fetch_add(1, Ordering::AcqRel);
    }
}

fn packed(frame: &Frame, came: Timestamp) -> Option<Vec<u8>> {
    let jpeg = jpeg::encode_small(&frame.image, WIDTH, QUALITY)?;
    let mut packed = Vec::with_capacity(8 + jpeg.len());
    // Both wrap around: what counts is that they differ and grow.
    packed.extend_from_slice(&(frame.sequence as u32).to_le_bytes());
    packed.extend_from_slice(&(came.as_millisecond() as u32).to_le_bytes());
    packed.extend_from_slice(&jpeg);
    Some(packed)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use image::RgbImage;

    use super::*;

    #[test]
    fn a_frame_is_packed_with_number_and_time_and_at_most_so_wide() {
        for (size, expected) in [((1280, 720), (640, 360)), ((320, 240), (320, 240))] {
            let frame = Frame {
                sequence: 7,
                at: Duration::ZERO,
                image: Arc::new(RgbImage::new(size.0, size.1)),
            };
            let came = Timestamp::UNIX_EPOCH + Duration::from_millis((3 << 32) + 1_500);
            let packed = packed(&frame, came).expect("it has pixels");
            assert_eq!(packed[..8], [7, 0, 0, 0, 0xDC, 5, 0, 0]);
            let image = image::load_from_memory(&packed[8..]).expect("a JPEG");
            assert_eq!((image.width(), image.height()), expected);
        }
    }
}
