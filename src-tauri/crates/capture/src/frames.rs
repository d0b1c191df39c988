//! The frames of a recording, one after the other.

use crate::{
    decoding::Decoding,
    error::DecodeError,
    picture::{Frame, Printer},
};

/// Which frames are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sampling {
    /// Every frame.
    All,
    /// The first frame and then the next one after so many milliseconds.
    EveryMs(u32),
}

/// Which pictures a sampling takes, told one by one in the order of showing.
pub(crate) struct Sieve {
    sampling: Sampling,
    next_due_ms: u64,
}

impl Sieve {
    pub(crate) const fn new(sampling: Sampling) -> Self {
        Self {
            sampling,
            next_due_ms: 0,
        }
    }

    /// Whether the picture shown at `time_ms` is taken.
    pub(crate) fn takes(&mut self, time_ms: u32) -> bool {
        let time_ms = u64::from(time_ms);
        match self.sampling {
            Sampling::All => true,
            Sampling::EveryMs(_) if time_ms < self.next_due_ms => false,
            // The grid is kept even where a frame comes late.
            Sampling::EveryMs(step) => {
                let step = u64::from(step.max(1));
                self.next_due_ms = (time_ms / step + 1) * step;
                true
            }
        }
    }
}

/// The frames of a recording in the order of showing.
///
/// Holds one picture at a time, however long the recording is. After an error
/// nothing follows.
pub struct Frames {
    state: State,
    sieve: Sieve,
}

enum State {
    Failed(DecodeError),
    Running(Box<(Decoding, Printer)>),
    Done,
}

impl Frames {
    pub(crate) fn new(
        begun: Result<Decoding, DecodeError>,
        sampling: Sampling,
        longer_side: u32,
    ) -> Self {
        let state = match begun {
            Ok(decoding) => {
                let printer = Printer::new(longer_side, decoding.orientation);
                State::Running(Box::new((decoding, printer)))
            }
            Err(error) => State::Failed(error),
        };
        Self {
            state,
            sieve: Sieve::new(sampling),
        }
    }

    fn advance(&mut self) -> Result<Option<Frame>, DecodeError> {
        let State::Running(running) = &mut self.state else {
            return Ok(None);
        };
        let (decoding, printer) = running.as_mut();
        while let Some(decoded) = decoding.next()? {
            if self.sieve.takes(decoded.time_ms) {
                return printer.print(&decoded).map(Some);
            }
        }
        Ok(None)
    }
}

impl Iterator for Frames {
    type Item = Result<Frame, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let State::Failed(error) = &self.state {
            let error = error.clone();
            self.state = State::Done;
            return Some(Err(error));
        }
        let item = self.advance().transpose();
        if !matches!(item, Some(Ok(_))) {
            self.state = State::Done;
        }
        item
    }
}
