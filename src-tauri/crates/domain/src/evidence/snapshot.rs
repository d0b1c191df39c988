//! Frames that operators keep of a recording.

use jiff::Timestamp;

use crate::id::{EvidenceId, OperatorId};

/// Where a piece of evidence of [`Kind::Snapshot`](super::Kind::Snapshot) comes
/// from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapshot {
    /// The picture.
    pub evidence: EvidenceId,
    /// The recording that it is a frame of.
    pub of: EvidenceId,
    /// The time of the frame from the start of the recording, in milliseconds.
    pub at_ms: u32,
    /// Who kept it.
    pub operator: OperatorId,
    /// When.
    pub at: Timestamp,
}
