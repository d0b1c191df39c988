//! FFmpeg says nothing by itself.

use std::sync::Once;

use ffmpeg_next::log;

/// Keeps FFmpeg from writing names of files and fields to stderr.
pub(crate) fn silence() {
    static SILENCE: Once = Once::new();
    SILENCE.call_once(|| log::set_level(log::Level::Quiet));
}
