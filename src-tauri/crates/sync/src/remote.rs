//! What the central API says, in the nouns of the domain.

use std::fmt;

use domain::{
    assessment::Problem,
    check::Check,
    evidence::{Digest, Kind},
    field::{Declared, Reading},
    id::CentralKey,
    session::State,
};
use jiff::Timestamp;

/// One row of the list of sessions that wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The request.
    pub key: CentralKey,
    /// Where it stands.
    pub state: State,
}

/// The sessions that wait for review.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Those that could be read.
    pub sessions: Vec<Summary>,
    /// How many rows had not even a key.
    pub unreadable: u32,
}

/// A session as the central API has it.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoteSession {
    /// The request.
    pub key: CentralKey,
    /// Id of the request on the Openapi face, if it came that way.
    pub external_reference: Option<String>,
    /// Where it stands.
    pub state: State,
    /// When the request was made, where the central API says so.
    pub created_at: Option<Timestamp>,
    /// Identifier of the video, if it has one.
    pub video_identifier: Option<String>,
    /// What the request declared, one value a datum.
    pub declared: Vec<Declared>,
    /// What the capture read, one value a datum.
    pub captured: Vec<Reading>,
    /// What the capture answered to checks.
    pub reported_checks: Vec<ReportedCheck>,
    /// The similarity that the capture reported, as it came: a level or a number.
    pub reported_similarity: Option<String>,
    /// Digests of the evidence, as the central API keeps them.
    pub digests: Vec<(Kind, Digest)>,
    /// The evidence, as far as it could be fetched.
    pub evidence: Vec<RemoteEvidence>,
    /// What could not be fetched or read, with a stable code: `missing`,
    /// `empty`, `too_large`, `undecodable`, `altered`.
    pub problems: Vec<Problem>,
    /// Why the request itself could not be read: the code of the
    /// [`crate::SyncError`]. The session is kept nevertheless, to be seen.
    pub unreadable: Option<&'static str>,
}

impl RemoteSession {
    /// A session of which no more is known than this.
    pub(crate) const fn bare(key: CentralKey, state: State) -> Self {
        Self {
            key,
            external_reference: None,
            state,
            created_at: None,
            video_identifier: None,
            declared: Vec::new(),
            captured: Vec::new(),
            reported_checks: Vec::new(),
            reported_similarity: None,
            digests: Vec::new(),
            evidence: Vec::new(),
            problems: Vec::new(),
            unreadable: None,
        }
    }
}

/// What the capture answered to a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportedCheck {
    /// The check.
    pub check: Check,
    /// Whether it was passed.
    pub passed: bool,
}

/// One piece of evidence.
#[derive(Clone, PartialEq, Eq)]
pub struct RemoteEvidence {
    /// What it is.
    pub kind: Kind,
    /// The file, as it was captured.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for RemoteEvidence {
    /// Kind and size only: the bytes show a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteEvidence")
            .field("kind", &self.kind)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// The pictures of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceSet {
    /// Those that could be read.
    pub pieces: Vec<RemoteEvidence>,
    /// Those that could not.
    pub problems: Vec<Problem>,
}

/// An operator's declaration, to be shown before approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// Its serial number.
    pub serial_number: String,
    /// Its text; lines end with CR LF. It names the customer.
    pub text: domain::Personal<String>,
}
