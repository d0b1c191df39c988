//! What is sealed: a decided case, as the desk knows it.

use domain::{
    assessment::Assessment,
    check::Answer,
    checklist::Item,
    decision::Decision,
    evidence::{Digest, Kind, Media, Spot},
    field::{Declared, Name, Review},
    id::{OperatorId, SessionId},
    operator::Operator,
    register::Query,
};
use jiff::Timestamp;

use crate::audit::AuditLink;

/// A case to be sealed.
#[derive(Clone, Copy)]
pub struct SealedCase<'a> {
    /// The session.
    pub session: SessionId,
    /// The id of its request at the central API.
    pub request_id: &'a str,
    /// What the request declared.
    pub declared: &'a [Declared],
    /// What the operator said of each datum.
    pub reviews: &'a [Reviewed],
    /// Everything that operators said of each datum, in order.
    pub edits: &'a [Edit],
    /// What the engine said; what it read is in it.
    pub assessment: Option<&'a Assessment>,
    /// What operators answered to the checklist.
    pub checklist: &'a [Checked],
    /// What a register of lost and stolen documents said; `None`: it was not
    /// asked.
    pub register: Option<&'a Query>,
    /// The decisions, in order.
    pub decisions: &'a [Decision],
    /// The operator who decided.
    pub operator: &'a Operator,
    /// When what happened.
    pub times: Times,
    /// Pictures, video, declaration and contract.
    pub evidence: &'a [Exhibit<'a>],
    /// Where the exhibits of [`Kind::Snapshot`] come from, in order.
    pub snapshots: &'a [Kept],
    /// Pieces that the customer captured anew since, in order.
    pub replaced: &'a [Replaced],
    /// The part of the audit log that covers the case, in order and without
    /// gaps: entries of other cases as [`AuditLink::Other`].
    pub audit: &'a [AuditLink],
}

/// What an operator said of one datum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// The datum.
    pub field: Name,
    /// What was said.
    pub review: Review,
}

/// What was said of one datum at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The datum.
    pub field: Name,
    /// When.
    pub at: Timestamp,
    /// Who said it; `None` where the datum was open again because the piece that
    /// it was read on was captured anew.
    pub operator: Option<OperatorId>,
    /// What was said.
    pub review: Review,
}

/// A piece of evidence that counts no longer, as far as it stands in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaced {
    /// What it is.
    pub kind: Kind,
    /// Its format.
    pub media: Media,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Its SHA-256.
    pub digest: Digest,
    /// When another one took its place.
    pub at: Timestamp,
}

/// A frame of a recording that an operator kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The SHA-256 of the picture.
    pub digest: Digest,
    /// The SHA-256 of the recording.
    pub of: Digest,
    /// The time of the frame from the start of the recording, in milliseconds.
    pub at_ms: u32,
    /// Who kept it.
    pub operator: OperatorId,
    /// When.
    pub at: Timestamp,
}

/// What an operator answered to one item of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// The item.
    pub item: Item,
    /// The answer.
    pub answer: Answer,
    /// Who answered.
    pub operator: OperatorId,
    /// When.
    pub at: Timestamp,
    /// On what it was seen, where the operator said so.
    pub seen: Option<Spot>,
}

/// When what happened to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// The person agreed to be identified and recorded.
    pub accepted: Option<Timestamp>,
    /// The desk received the session.
    pub received: Option<Timestamp>,
    /// The operator opened it.
    pub claimed: Option<Timestamp>,
    /// The last decision.
    pub decided: Option<Timestamp>,
    /// The decision reached the central API: the identification is complete.
    pub completed: Option<Timestamp>,
    /// Now: entries of the zip carry this time.
    pub sealed: Timestamp,
}

/// One piece of evidence, as it was captured or made.
#[derive(Clone, Copy)]
pub struct Exhibit<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its bytes, which go into the archive unchanged.
    pub bytes: &'a [u8],
}
