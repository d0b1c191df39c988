//! What a bank decides about its kiosks.

use jiff::SignedDuration;

use super::IdleRule;

/// How a kiosk behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskPolicy {
    /// Attempts that each piece has.
    pub attempts: u8,
    /// After so long a picture may be taken by hand.
    pub manual_after: SignedDuration,
    /// After so long an attempt at the moving face has failed.
    pub face_within: SignedDuration,
    /// When nobody touches anything.
    pub idle: IdleRule,
    /// Sessions that may wait to be sent; then nobody is taken.
    pub most_waiting: u32,
    /// What cameras have to deliver.
    pub least: Least,
    /// Whether less than that will do.
    pub accept_less: bool,
    /// The version of the text that customers consent to.
    pub terms_version: String,
}

/// What a camera has to deliver, as measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Least {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Frames a second.
    pub frames_per_second: u32,
}

impl Least {
    /// Whether so much is enough; a camera may fall short of its frame rate
    /// by a tenth.
    #[must_use]
    pub const fn is_met(&self, width: u32, height: u32, frames_per_second: u32) -> bool {
        width >= self.width
            && height >= self.height
            && frames_per_second * 10 >= self.frames_per_second * 9
    }
}

impl KioskPolicy {
    /// Whether one more session may wait beside `waiting`.
    #[must_use]
    pub const fn has_room(&self, waiting: u32) -> bool {
        waiting < self.most_waiting
    }
}

impl Default for KioskPolicy {
    fn default() -> Self {
        Self {
            attempts: 3,
            manual_after: SignedDuration::from_secs(20),
            face_within: SignedDuration::from_secs(60),
            idle: IdleRule::default(),
            most_waiting: 20,
            least: Least {
                width: 1280,
                height: 720,
                frames_per_second: 25,
            },
            accept_less: false,
            terms_version: "2026-01".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_camera_is_measured_against_the_policy() {
        let least = KioskPolicy::default().least;
        for (width, height, rate, expected) in [
            (1280, 720, 25, true),
            (1920, 1080, 30, true),
            (1280, 720, 23, true),
            (1280, 720, 22, false),
            (640, 480, 30, false),
            (0, 0, 0, false),
        ] {
            assert_eq!(
                least.is_met(width, height, rate),
                expected,
                "{width} {rate}"
            );
        }
    }

    #[test]
    fn the_queue_is_bounded() {
        let policy = KioskPolicy::default();
        assert!(policy.has_room(19));
        assert!(!policy.has_room(20));
    }
}
