//! Which of the formats that a camera offers is taken.

use std::cmp::Reverse;

use nokhwa::utils::{CameraFormat, FrameFormat};

use super::Wish;

/// The formats that are read here, the cheapest to decode first.
pub(super) const READ: [FrameFormat; 6] = [
    FrameFormat::NV12,
    FrameFormat::YUYV,
    FrameFormat::RAWRGB,
    FrameFormat::RAWBGR,
    FrameFormat::MJPEG,
    FrameFormat::GRAY,
];

/// The one of `offers` that is nearest to `wish`: of those that fulfil it the
/// one with the fewest pixels a second, else the one that falls short least.
/// `None` where none can be read.
pub(super) fn best(offers: &[CameraFormat], wish: &Wish) -> Option<CameraFormat> {
    offers
        .iter()
        .filter_map(|offer| {
            let rank = READ.iter().position(|read| *read == offer.format())?;
            Some((offer, rank))
        })
        .min_by_key(|(offer, rank)| (Reverse(fulfilled(offer, wish)), pixel_rate(offer), *rank))
        .map(|(offer, _)| *offer)
}

/// Whether `offer` has all that is wished for.
pub(super) fn fulfils(offer: &CameraFormat, wish: &Wish) -> bool {
    fulfilled(offer, wish) == WHOLE
}

/// All that is wished for.
const WHOLE: u64 = 1_000_000_000;

/// How much of the wish is fulfilled, out of [`WHOLE`].
fn fulfilled(offer: &CameraFormat, wish: &Wish) -> u64 {
    let share = |offered: u32, wished: u32| {
        u64::from(offered.min(wished)) * 1000 / u64::from(wished.max(1))
    };
    share(offer.width(), wish.width.max(1))
        * share(offer.height(), wish.height.max(1))
        * share(offer.frame_rate(), wish.frames_per_second.max(1))
}

fn pixel_rate(offer: &CameraFormat) -> u64 {
    u64::from(offer.width()) * u64::from(offer.height()) * u64::from(offer.frame_rate())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WISH: Wish = Wish {
        width: 1280,
        height: 720,
        frames_per_second: 25,
        accept_less: false,
    };

    #[test]
    fn the_cheapest_format_that_fulfils_the_wish_is_taken() {
        check(
            &[
                (FrameFormat::YUYV, 640, 480, 30),
                (FrameFormat::YUYV, 1280, 720, 10),
                (FrameFormat::MJPEG, 1920, 1080, 30),
                (FrameFormat::MJPEG, 1280, 720, 60),
                (FrameFormat::MJPEG, 1280, 720, 30),
            ],
            Some((FrameFormat::MJPEG, 1280, 720, 30)),
        );
        check(
            &[
                (FrameFormat::MJPEG, 1280, 720, 25),
                (FrameFormat::YUYV, 1280, 720, 25),
                (FrameFormat::NV12, 1280, 720, 25),
            ],
            Some((FrameFormat::NV12, 1280, 720, 25)),
        );
    }

    #[test]
    fn without_one_the_least_short_is_taken() {
        check(
            &[
                (FrameFormat::YUYV, 320, 240, 30),
                (FrameFormat::YUYV, 640, 480, 30),
                (FrameFormat::YUYV, 1280, 720, 5),
            ],
            Some((FrameFormat::YUYV, 640, 480, 30)),
        );
        check(&[], None);
    }

    #[test]
    fn a_wish_for_nothing_is_fulfilled_by_the_least() {
        let nothing = Wish {
            width: 0,
            height: 0,
            frames_per_second: 0,
            accept_less: false,
        };
        let offer = CameraFormat::new_from(320, 240, FrameFormat::YUYV, 5);
        assert!(fulfils(&offer, &nothing));
    }

    type Offer = (FrameFormat, u32, u32, u32);

    #[track_caller]
    fn check(offers: &[Offer], expected: Option<Offer>) {
        let format = |&(coding, width, height, rate): &Offer| {
            CameraFormat::new_from(width, height, coding, rate)
        };
        let offers: Vec<CameraFormat> = offers.iter().map(format).collect();
        assert_eq!(best(&offers, &WISH), expected.as_ref().map(format));
    }
}
