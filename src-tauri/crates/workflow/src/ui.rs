//! What the use cases tell the window, whatever the window is.

use domain::id::SessionId;

use crate::desk::Progress;

/// Something the window should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The queue looks different: sessions came, went or changed hands.
    QueueChanged,
    /// This case looks different.
    CaseChanged(SessionId),
    /// The connection, or what waits for it, changed.
    ConnectionChanged,
    /// The engine is at work on a session.
    ChecksProgressed {
        /// The session.
        session: SessionId,
        /// How far it is.
        progress: Progress,
    },
}

/// The window, or whatever stands in its place.
pub trait Ui: Send + Sync + 'static {
    /// Takes note of `event`; must return at once.
    fn notify(&self, event: Event);
}
