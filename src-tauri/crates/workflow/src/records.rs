//! Records of the leaves as the use cases hand them on, under one roof, so
//! that a window needs to know no leaf.

pub use archive::{ArchiveError, Damage, Report};
pub use outbox::SyncError;
pub use store::{
    Assessed, Cause, DecisionRecord, Delivery, DocumentRecord, EvidenceRecord, FieldReview,
    GroupCounts, NewOperator, Note, OperatorChange, Owner, QueueCounts, QueueFilter, QueueList,
    QueueRow, SessionRecord, StoreError, Superseded, Twin,
};
