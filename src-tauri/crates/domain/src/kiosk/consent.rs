//! The consent of a customer.

use jiff::Timestamp;

/// A consent that was given: there is no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// When.
    pub at: Timestamp,
    /// To which version of the text.
    pub text_version: String,
    /// At which kiosk.
    pub kiosk: String,
}

impl Consent {
    /// The consent of somebody who has read the privacy policy and declares
    /// that the documents are authentic; `None` unless both.
    #[must_use]
    pub fn given(
        privacy: bool,
        authenticity: bool,
        at: Timestamp,
        text_version: &str,
        kiosk: &str,
    ) -> Option<Self> {
        (privacy && authenticity).then(|| Self {
            at,
            text_version: text_version.to_owned(),
            kiosk: kiosk.to_owned(),
        })
    }

    /// Whether it covers a capture under the text `version`: the very text that
    /// it was given to, at whatever kiosk.
    #[must_use]
    pub fn covers(&self, version: &str) -> bool {
        self.text_version == version
    }

    /// What was accepted, for `description` of the RA API's `acceptance`.
    #[must_use]
    pub fn description(&self) -> String {
        format!(
            "Text {}: privacy policy read and accepted, documents declared authentic, at kiosk {}",
            self.text_version, self.kiosk
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_consent_is_none() {
        for (privacy, authenticity) in [(false, false), (true, false), (false, true)] {
            let at = Timestamp::UNIX_EPOCH;
            assert_eq!(Consent::given(privacy, authenticity, at, "1", "K1"), None);
        }
    }

    #[test]
    fn a_consent_covers_the_text_that_it_was_given_to() {
        let consent = Consent::given(true, true, Timestamp::UNIX_EPOCH, "2026-01", "MI-3");
        let consent = consent.expect("both were said");
        assert!(consent.covers("2026-01"));
        assert!(!consent.covers("2026-02"));
    }

    #[test]
    fn the_description_names_text_and_kiosk() {
        let consent = Consent::given(true, true, Timestamp::UNIX_EPOCH, "2026-01", "MI-3");
        let description = consent.expect("both were said").description();
        assert!(description.contains("2026-01") && description.contains("MI-3"));
    }
}
