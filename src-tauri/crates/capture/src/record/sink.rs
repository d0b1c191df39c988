//! Where a recording goes, with what went wrong there: FFmpeg keeps a number
//! of it at best.

use std::{
    io::{self, ErrorKind, Write},
    sync::{Arc, Mutex, PoisonError},
};

use super::RecordError;

/// A sink that keeps the first error for [`SinkFault`].
pub(super) struct Sink<W> {
    inner: W,
    fault: SinkFault,
}

/// The first error of a sink.
#[derive(Clone, Default)]
pub(super) struct SinkFault(Arc<Mutex<Option<ErrorKind>>>);

impl SinkFault {
    /// The error of the sink, if there was one.
    pub(super) fn check(&self) -> Result<(), RecordError> {
        let fault = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        fault.map_or(Ok(()), |kind| Err(RecordError::Sink(kind)))
    }

    /// The error of the sink, or else `error`, which it may have caused.
    pub(super) fn or(&self, error: RecordError) -> RecordError {
        self.check().err().unwrap_or(error)
    }

    fn note<T>(&self, outcome: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &outcome
            && error.kind() != ErrorKind::Interrupted
        {
            let mut fault = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            fault.get_or_insert(error.kind());
        }
        outcome
    }
}

impl<W: Write> Sink<W> {
    pub(super) fn new(inner: W) -> (Self, SinkFault) {
        let fault = SinkFault::default();
        let sink = Self {
            inner,
            fault: fault.clone(),
        };
        (sink, fault)
    }
}

impl<W: Write> Write for Sink<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let outcome = match self.inner.write(bytes) {
            Ok(0) if !bytes.is_empty() => Err(ErrorKind::WriteZero.into()),
            outcome => outcome,
        };
        self.fault.note(outcome)
    }

    fn flush(&mut self) -> io::Result<()> {
        let outcome = self.inner.flush();
        self.fault.note(outcome)
    }
}
