//! The security features of documents, and which of them an operator is asked
//! to verify.

use sha2::{Digest, Sha256};

use crate::document::Type;

/// A security feature that can be seen without tools in a recording.
///
/// Which type of document carries which is gathered from ICAO Doc 9303 part 2
/// (travel documents), Directive 2006/126/EC annex I (driving licences) and
/// Regulation (EC) 1683/95 (visas); the reference of the very document says
/// what it looks like ([`prado`](super::prado)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecurityFeature {
    /// A hologram or another diffractive device: the picture changes.
    Hologram,
    /// Ink that changes its colour.
    ColourShiftingInk,
    /// A laser image that shows one of two pictures (CLI, MLI).
    ChangingLaserImage,
    /// Print that shimmers: iridescent or pearlescent ink, laminate.
    IridescentPrint,
    /// A picture that appears at a flat angle.
    LatentImage,
    /// Fine interlaced lines.
    Guilloches,
    /// Letters that only a close look tells from a line.
    Microprint,
    /// Colours that run into each other without a border.
    RainbowPrint,
    /// A second, fainter portrait.
    SecondPortrait,
    /// Data burnt into the card instead of printed on it.
    LaserEngraving,
}

impl SecurityFeature {
    /// Every feature, in the order in which they are shown: the optically
    /// variable ones first.
    pub const ALL: [Self; 10] = [
        Self::Hologram,
        Self::ColourShiftingInk,
        Self::ChangingLaserImage,
        Self::IridescentPrint,
        Self::LatentImage,
        Self::Guilloches,
        Self::Microprint,
        Self::RainbowPrint,
        Self::SecondPortrait,
        Self::LaserEngraving,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hologram => "hologram",
            Self::ColourShiftingInk => "colour_shifting_ink",
            Self::ChangingLaserImage => "changing_laser_image",
            Self::IridescentPrint => "iridescent_print",
            Self::LatentImage => "latent_image",
            Self::Guilloches => "guilloches",
            Self::Microprint => "microprint",
            Self::RainbowPrint => "rainbow_print",
            Self::SecondPortrait => "second_portrait",
            Self::LaserEngraving => "laser_engraving",
        }
    }

    /// Whether it looks another way when document or light is tilted.
    #[must_use]
    pub const fn is_variable(self) -> bool {
        match self {
            Self::Hologram
            | Self::ColourShiftingInk
            | Self::ChangingLaserImage
            | Self::IridescentPrint
            | Self::LatentImage => true,
            Self::Guilloches
            | Self::Microprint
            | Self::RainbowPrint
            | Self::SecondPortrait
            | Self::LaserEngraving => false,
        }
    }

    /// The features that documents of `kind` may carry; any, where the kind
    /// was not recognised.
    #[must_use]
    pub const fn of(kind: Type) -> &'static [Self] {
        match kind {
            Type::IdentityCard => &[
                Self::Hologram,
                Self::ColourShiftingInk,
                Self::ChangingLaserImage,
                Self::IridescentPrint,
                Self::Guilloches,
                Self::Microprint,
                Self::RainbowPrint,
                Self::SecondPortrait,
                Self::LaserEngraving,
            ],
            Type::Passport => &[
                Self::Hologram,
                Self::ColourShiftingInk,
                Self::ChangingLaserImage,
                Self::IridescentPrint,
                Self::LatentImage,
                Self::Guilloches,
                Self::Microprint,
                Self::RainbowPrint,
                Self::SecondPortrait,
            ],
            Type::DrivingLicence => &[
                Self::Hologram,
                Self::ColourShiftingInk,
                Self::ChangingLaserImage,
                Self::IridescentPrint,
                Self::Guilloches,
                Self::Microprint,
                Self::RainbowPrint,
                Self::LaserEngraving,
            ],
            Type::Visa => &[
                Self::Hologram,
                Self::ColourShiftingInk,
                Self::LatentImage,
                Self::Guilloches,
                Self::Microprint,
                Self::RainbowPrint,
            ],
            Type::Other => &Self::ALL,
        }
    }
}

/// The optically variable features of documents of `kind`, in the order in
/// which they are drawn for the session behind `seed`: by chance between
/// sessions, the same for one (VAL-8.3.3-07B).
///
/// The order is that of SHA-256 over the seed and the feature's name.
#[must_use]
pub fn drawn(kind: Type, seed: &[u8; 16]) -> Vec<SecurityFeature> {
    let mut variable: Vec<SecurityFeature> = SecurityFeature::of(kind)
        .iter()
        .copied()
        .filter(|feature| feature.is_variable())
        .collect();
    variable.sort_by_cached_key(|feature| {
        let mut hash = Sha256::new();
        hash.update(seed);
        hash.update(feature.name());
        <[u8; 32]>::from(hash.finalize())
    });
    variable
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const KINDS: [Type; 5] = [
        Type::IdentityCard,
        Type::Passport,
        Type::DrivingLicence,
        Type::Visa,
        Type::Other,
    ];

    #[test]
    fn every_type_offers_more_variable_features_than_the_two_that_are_needed() {
        for kind in KINDS {
            let variable = drawn(kind, &[0; 16]).len();
            let all = SecurityFeature::of(kind).len();
            assert!(variable > 2, "{kind:?}: {variable}");
            assert!(all > variable, "{kind:?}: {all}");
        }
    }

    #[test]
    fn one_session_always_draws_the_same_and_sessions_differ() {
        let mut first = HashSet::new();
        for seed in 0..32_u8 {
            let order = drawn(Type::IdentityCard, &[seed; 16]);
            assert_eq!(order, drawn(Type::IdentityCard, &[seed; 16]));
            first.insert(order[0]);
        }
        assert_eq!(first.len(), 4, "each of the four comes first somewhere");
    }
}
