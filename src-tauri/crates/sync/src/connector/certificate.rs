//! How long the certificate of the central API is good for.

use jiff::Timestamp;
use x509_cert::{Certificate, der::Decode as _};

use super::Connector;
use crate::{
    error::{Operation, SyncError},
    wire::unexpected,
};

impl Connector {
    /// When the certificate of the central API ends; nothing where it is spoken
    /// to without one, on this machine.
    ///
    /// # Errors
    /// [`SyncError::Unreachable`], also for a certificate that is no good any
    /// more, and [`SyncError::TimedOut`]; [`SyncError::UnexpectedAnswer`] for
    /// one that cannot be read.
    pub async fn certificate_ends(&self) -> Result<Option<Timestamp>, SyncError> {
        const OPERATION: Operation = Operation::List;
        if self.base.url.scheme() != "https" {
            return Ok(None);
        }
        let url = self.base.join("api/v1/requests/")?;
        let shown = self.http.certificate(OPERATION, url).await?;
        let ends = shown.as_deref().and_then(end);
        let ends = ends.ok_or_else(|| unexpected(OPERATION, "no certificate"))?;
        Ok(Some(ends))
    }
}

/// The last instant at which the certificate `der` (X.509) is good.
fn end(der: &[u8]) -> Option<Timestamp> {
    let certificate = Certificate::from_der(der).ok()?;
    let end = certificate.tbs_certificate.validity.not_after;
    let seconds = end.to_unix_duration().as_secs();
    Timestamp::from_second(i64::try_from(seconds).ok()?).ok()
}
