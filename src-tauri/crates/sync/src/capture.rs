//! What a kiosk asks of the central API and sends to it, in the nouns of the domain.

use std::fmt;

use domain::{
    Personal, PhoneNumber,
    decision::PieceAsked,
    evidence::{Digest, Kind},
    field::{Declared, Name},
    id::CentralKey,
    kiosk::Consent,
    session::State,
};

use crate::remote::ReportedCheck;

/// A request that waits for its evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenRequest {
    /// The request.
    pub key: CentralKey,
    /// Where its pictures and data go.
    pub video_pk: i64,
    /// Where its video goes.
    pub video_identifier: String,
    /// The code that a person types, where the central API gives one.
    pub kiosk_code: Option<String>,
    /// Where it stands.
    pub state: State,
    /// What it declares, one value a datum.
    pub declared: Vec<Declared>,
    /// The evidence that it needs.
    pub required: Vec<Kind>,
    /// The evidence that the central API has already.
    pub present: Vec<(Kind, Digest)>,
    /// The pieces that were asked for again and have not come.
    pub asked: Vec<PieceAsked>,
    /// What the customer consented to before, where that was said whole.
    pub accepted: Option<Consent>,
    /// The rule of its phone number.
    pub otp: OtpRule,
    /// How it wants the capture to look.
    pub layout: Layout,
    /// Where the customer goes on.
    pub redirect: RedirectUrls,
    /// The address of the privacy policy.
    pub policy: Option<String>,
}

/// The rule of a request's phone number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OtpRule {
    /// Whether the number has to be proven.
    pub required: bool,
    /// The number, where there is one.
    pub phone: Option<PhoneNumber>,
    /// Whether the customer may change it.
    pub editable: bool,
    /// Whether it was proven.
    pub confirmed: bool,
}

/// How a request wants the capture to look. Addresses are `http` or `https`,
/// colours `#rgb` or `#rrggbb`; anything else was left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// Title.
    pub title: Option<String>,
    /// Address of the logo.
    pub logo: Option<String>,
    /// Address of the small picture.
    pub favicon: Option<String>,
    /// Colour of what is to be touched.
    pub primary: Option<String>,
    /// Colour of the background.
    pub background: Option<String>,
    /// Colour of the text.
    pub text: Option<String>,
    /// Text at the foot.
    pub footer: Option<String>,
}

/// Where the customer goes on, `http` or `https`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RedirectUrls {
    /// After the session was sent.
    pub success: Option<String>,
    /// After it failed.
    pub failure: Option<String>,
}

/// A request to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRequest {
    /// Number of the registration authority.
    pub registration_authority: i64,
    /// The vendor's profile, such as `PFnubeAFCiudadano`.
    pub profile: String,
    /// What the customer declares; an e-mail address is needed.
    pub declared: Vec<Declared>,
}

/// A one-time code is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeSent {
    /// How many wrong answers end it.
    pub attempts_left: u32,
    /// How long until another one can be sent.
    pub resend_after: std::time::Duration,
}

/// What becomes of a one-time code that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeAnswer {
    /// It is the code.
    Right,
    /// It is not.
    Wrong {
        /// How many more are admitted.
        attempts_left: u32,
    },
    /// Too many were wrong.
    Exhausted,
    /// It is too old, or none was sent.
    Expired,
}

/// Pictures and data of a session. The same submission gives the same bytes,
/// so that the central API can tell a repetition.
#[derive(Clone, PartialEq)]
pub struct Submission {
    /// What the customer consented to.
    pub acceptance: Consent,
    /// The pictures, one a kind.
    pub images: Vec<(Kind, Vec<u8>)>,
    /// What was read, canonical texts.
    pub read: Vec<(Name, Personal<String>)>,
    /// What was checked; what could not be judged is left out.
    pub checks: Vec<ReportedCheck>,
    /// How alike portrait and selfie are, 0 to 100.
    pub similarity: Option<u8>,
}

impl fmt::Debug for Submission {
    /// Kinds and sizes only: the bytes show a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let images: Vec<(Kind, usize)> = self
            .images
            .iter()
            .map(|(kind, bytes)| (*kind, bytes.len()))
            .collect();
        f.debug_struct("Submission")
            .field("images", &images)
            .field("checks", &self.checks)
            .finish_non_exhaustive()
    }
}
