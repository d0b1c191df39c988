//! Why a camera gives no pictures.

use std::io::{self, ErrorKind};

use nokhwa::NokhwaError;

use super::Delivered;

/// Why a camera gives no pictures.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CameraError {
    /// It is not there.
    #[error("the camera is not plugged in: plug it in")]
    Unplugged,
    /// Something else uses it, or this program already does.
    #[error("the camera is in use: close the program that uses it")]
    InUse,
    /// The account, or the person asked, does not allow it.
    #[error("this account may not use the camera: allow it in the system's settings")]
    NoPermission,
    /// It did not open, or showed nothing, in time.
    #[error("the camera did not answer in time: pull its plug and put it in again")]
    OpenTimedOut,
    /// It shows less than the wish, and less is not accepted.
    #[error("the camera delivers {found}: more is needed, or more light")]
    TooLittle {
        /// What it delivers, measured; what it offers where that already
        /// falls short.
        found: Delivered,
    },
    /// It offers no format that is read here.
    #[error("the camera's format cannot be read: use one with MJPEG, YUYV, NV12 or RGB")]
    UnknownFormat,
    /// The system did not say in time which cameras there are.
    #[error("the system does not say which cameras there are: restart it")]
    NoList,
    /// Something else; the system's own words say what.
    #[error("the camera failed ({step}: {detail})")]
    Failed {
        /// What was done.
        step: &'static str,
        /// What the system said.
        detail: String,
    },
}

impl CameraError {
    /// The stable code, for the window's translations.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unplugged => "unplugged",
            Self::InUse => "in_use",
            Self::NoPermission => "no_permission",
            Self::OpenTimedOut => "open_timed_out",
            Self::TooLittle { .. } => "too_little",
            Self::UnknownFormat => "unknown_format",
            Self::NoList => "no_list",
            Self::Failed { .. } => "failed",
        }
    }

    /// What `error` of the system means when it comes from `step`.
    pub(super) fn of_system(step: &'static str, error: &io::Error) -> Self {
        // ENXIO and ENODEV have no kind of their own.
        const GONE: [i32; 2] = [6, 19];
        let is_gone = |code| cfg!(unix) && GONE.contains(&code);
        let kind = error.kind();
        if kind == ErrorKind::NotFound || error.raw_os_error().is_some_and(is_gone) {
            Self::Unplugged
        } else if kind == ErrorKind::ResourceBusy {
            Self::InUse
        } else if kind == ErrorKind::PermissionDenied {
            Self::NoPermission
        } else {
            Self::Failed {
                step,
                detail: error.to_string(),
            }
        }
    }

    /// The same for what nokhwa says, which quotes the system.
    pub(super) fn of_nokhwa(step: &'static str, error: &NokhwaError) -> Self {
        let said = error.to_string();
        match system_code(&said) {
            Some(code) if cfg!(unix) => Self::of_system(step, &io::Error::from_raw_os_error(code)),
            Some(_) | None => Self::Failed { step, detail: said },
        }
    }
}

/// The number in `… (os error 16)`, as the standard library writes it.
fn system_code(said: &str) -> Option<i32> {
    let (_, rest) = said.rsplit_once("(os error ")?;
    rest.split_once(')')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_told_by_name() {
        check("Device or resource busy (os error 16)", "in_use");
        check(
            "V4L2 Error: Permission denied (os error 13)",
            "no_permission",
        );
        check("No such device (os error 19)", "unplugged");
        check("No such device or address (os error 6)", "unplugged");
        check("No such file or directory (os error 2)", "unplugged");
        check("Input/output error (os error 5)", "failed");
        check("Framerate not whole number: 2997 / 100", "failed");
    }

    #[track_caller]
    fn check(said: &str, code: &str) {
        let error = NokhwaError::OpenStreamError(said.to_owned());
        assert_eq!(
            CameraError::of_nokhwa("opening", &error).code(),
            code,
            "{said}"
        );
    }
}
