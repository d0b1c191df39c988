//! Keeping a frame of the recording as a piece of evidence of its own.

use std::io::Cursor;

use capture::{DecodeError, Limits, Recording};
use domain::{
    evidence::Kind,
    id::{EvidenceId, SessionId},
    lease::Stamp,
    operator::Act,
};
use image::ImageFormat;
use store::NewSnapshot;
use zeroize::Zeroizing;

use super::Desk;
use crate::WorkflowError;

impl Desk {
    /// Keeps the frame that the recording of a session shows `at_ms`
    /// milliseconds after its start: decoded from the sealed bytes and not
    /// taken from the window, in its full size, without loss. The same frame is
    /// kept once.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotClaimed`], [`WorkflowError::NoRecording`],
    /// [`WorkflowError::NoFrame`], and what the store says.
    pub async fn keep_snapshot(
        &self,
        session: SessionId,
        stamp: Stamp,
        at_ms: u32,
    ) -> Result<EvidenceId, WorkflowError> {
        let operator = self.permitted(Act::Review)?;
        self.open_for_review(session).await?;
        let record = self.inner.store.session(session).await?;
        let of = record
            .evidence_of(Kind::Video)
            .ok_or(WorkflowError::NoRecording)?
            .id;
        let bytes = self.inner.store.read_evidence(of).await?;
        let (at_ms, bytes) = tokio::task::spawn_blocking(move || frame(&bytes, at_ms))
            .await
            .map_err(|_| WorkflowError::Interrupted)??;
        let new = NewSnapshot { of, at_ms, bytes };
        let kept = self
            .inner
            .store
            .keep_snapshot(session, new, operator.id, stamp)
            .await?;
        self.changed(session);
        Ok(kept)
    }
}

/// The frame at `at_ms` as a PNG, with the time at which it begins.
fn frame(recording: &[u8], at_ms: u32) -> Result<(u32, Zeroizing<Vec<u8>>), WorkflowError> {
    let limits = Limits {
        longer_side: u32::MAX,
        ..Limits::default()
    };
    let frame = Recording::open(recording, limits)?.frame_at(at_ms)?;
    let mut png = Cursor::new(Vec::new());
    frame
        .image
        .write_to(&mut png, ImageFormat::Png)
        .map_err(|_| DecodeError::Damaged {
            step: "writing the picture",
        })?;
    Ok((frame.time_ms, Zeroizing::new(png.into_inner())))
}
