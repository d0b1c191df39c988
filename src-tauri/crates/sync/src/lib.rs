//! Taking sessions in from the central API and getting decisions delivered to it.
//!
//! Start at [`Connector`], which speaks the RA API; [`take_in`] and
//! [`deliver`] are the two halves of an exchange. Where sessions are kept and
//! decisions wait is the caller's: see [`Intake`] and [`Outbox`].

mod capture;
mod connector;
mod credentials;
mod delivery;
mod error;
mod intake;
mod picture;
mod remote;
mod retry;
mod wire;

pub use capture::{
    CodeAnswer, CodeSent, Layout, NewRequest, OpenRequest, OtpRule, RedirectUrls, Submission,
};
pub use connector::{Connector, config::ConnectorConfig};
pub use credentials::RaoCredentials;
pub use delivery::{DeliveryReport, Envelope, Outbox, deliver};
pub use error::{HostError, Operation, SyncError};
pub use intake::{Intake, IntakeReport, Known, News, fetch, take_in};
pub use picture::Pictures;
pub use remote::{
    Declaration, EvidenceSet, RemoteEvidence, RemoteSession, ReportedCheck, Summary, Waiting,
};
pub use retry::{LONGEST_PAUSE, Retry, retry};
