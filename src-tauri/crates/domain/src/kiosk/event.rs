//! What the audit log says of a kiosk.

/// Something that happened at a kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KioskEvent {
    /// The kiosk was opened.
    Opened,
    /// The kiosk was closed by somebody with the PIN for it.
    Closed,
    /// Somebody tried a wrong PIN.
    ExitRefused,
    /// The PIN was set.
    ExitPinSet,
    /// A session was begun.
    Begun,
    /// A session was taken up again after the kiosk had ended without a word.
    Resumed,
    /// The customer consented.
    Consented,
    /// A piece was captured.
    Taken,
    /// A captured piece was thrown away to be captured again.
    ThrownAway,
    /// An attempt at a piece failed.
    AttemptFailed,
    /// A code was sent by phone.
    CodeSent,
    /// A code was checked.
    CodeChecked,
    /// Everything captured was looked at.
    Reviewed,
    /// A session was handed over to be sent.
    Submitted,
    /// A part of a session has arrived at the central API.
    StepDelivered,
    /// A session has arrived at the central API and was wiped here.
    Delivered,
    /// A part of a session was turned down by the central API.
    Refused,
    /// A session was wiped.
    Wiped,
    /// Staff was called.
    StaffCalled,
    /// The kiosk tested itself.
    SelfTested,
}

impl KioskEvent {
    /// Every event.
    pub const ALL: [Self; 20] = [
        Self::Opened,
        Self::Closed,
        Self::ExitRefused,
        Self::ExitPinSet,
        Self::Begun,
        Self::Resumed,
        Self::Consented,
        Self::Taken,
        Self::ThrownAway,
        Self::AttemptFailed,
        Self::CodeSent,
        Self::CodeChecked,
        Self::Reviewed,
        Self::Submitted,
        Self::StepDelivered,
        Self::Delivered,
        Self::Refused,
        Self::Wiped,
        Self::StaffCalled,
        Self::SelfTested,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opened => "kiosk_opened",
            Self::Closed => "kiosk_closed",
            Self::ExitRefused => "kiosk_exit_refused",
            Self::ExitPinSet => "kiosk_exit_pin_set",
            Self::Begun => "kiosk_begun",
            Self::Resumed => "kiosk_resumed",
            Self::Consented => "kiosk_consented",
            Self::Taken => "kiosk_taken",
            Self::ThrownAway => "kiosk_thrown_away",
            Self::AttemptFailed => "kiosk_attempt_failed",
            Self::CodeSent => "kiosk_code_sent",
            Self::CodeChecked => "kiosk_code_checked",
            Self::Reviewed => "kiosk_reviewed",
            Self::Submitted => "kiosk_submitted",
            Self::StepDelivered => "kiosk_step_delivered",
            Self::Delivered => "kiosk_delivered",
            Self::Refused => "kiosk_refused",
            Self::Wiped => "kiosk_wiped",
            Self::StaffCalled => "kiosk_staff_called",
            Self::SelfTested => "kiosk_self_tested",
        }
    }
}
