//! Text messages to customers: the line where a gateway begins.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use domain::{Personal, PhoneNumber};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::CentralError;

/// How long [`MessageFolder`] keeps a message.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);

/// A text message on its way.
#[derive(Debug, Clone)]
pub struct TextMessage {
    /// To whom.
    pub to: PhoneNumber,
    /// What it says.
    pub text: Personal<String>,
    /// When it was written.
    pub at: Timestamp,
}

/// Why a text message did not leave. It says nothing of number or text.
#[derive(Debug, thiserror::Error)]
#[error("the text message did not leave: {0}")]
pub struct MessageError(pub String);

/// Whoever sends text messages.
#[async_trait]
pub trait TextMessages: Send + Sync {
    /// Hands `message` over; it counts as sent when this returns.
    async fn send(&self, message: &TextMessage) -> Result<(), MessageError>;
}

/// Writes each message to a file of its own in a folder, readable by the
/// server's account alone, and removes it after a day: for a network without a
/// gateway, demonstrations and tests.
#[derive(Debug)]
pub struct MessageFolder(PathBuf);

impl MessageFolder {
    /// The folder `folder`, made where it is not there yet.
    ///
    /// # Errors
    ///
    /// [`CentralError::Io`].
    pub fn open(folder: &Path) -> Result<Self, CentralError> {
        fs::create_dir_all(folder).map_err(CentralError::io("create", folder))?;
        #[cfg(unix)]
        fs::set_permissions(
            folder,
            <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o700),
        )
        .map_err(CentralError::io("protect", folder))?;
        Ok(Self(folder.to_owned()))
    }

    fn write(&self, message: &TextMessage) -> std::io::Result<()> {
        let name = format!(
            "{:016}-{}.json",
            message.at.as_millisecond(),
            hex::encode(rand::random::<[u8; 4]>())
        );
        let body = json!({
            "to": message.to.reveal(),
            "text": message.text.reveal(),
            "at": message.at.to_string(),
        });
        // Whoever watches the folder never sees half a message.
        let mut part = tempfile::NamedTempFile::new_in(&self.0)?;
        part.write_all(body.to_string().as_bytes())?;
        part.persist(self.0.join(name))?;
        Ok(())
    }

    fn forget_old(&self, now: Timestamp) -> std::io::Result<()> {
        let oldest = now
            .checked_sub(KEPT_FOR)
            .unwrap_or(Timestamp::MIN)
            .as_millisecond();
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            let written: Option<i64> = entry
                .file_name()
                .to_str()
                .and_then(|name| name.split_once('-')?.0.parse().ok());
            if written.is_some_and(|at| at < oldest) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

#[async_trait]
impl TextMessages for MessageFolder {
    async fn send(&self, message: &TextMessage) -> Result<(), MessageError> {
        let failed = |error: std::io::Error| MessageError(error.kind().to_string());
        self.write(message).map_err(failed)?;
        self.forget_old(message.at).map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_message_is_a_file_for_a_day() {
        let data = tempfile::tempdir().expect("a folder");
        let folder = MessageFolder::open(&data.path().join("messages")).expect("a folder");
        let mut message = TextMessage {
            to: PhoneNumber::read("3331234567").expect("a number"),
            text: "123456".into(),
            at: "2026-03-02T09:30:00Z".parse().expect("an instant"),
        };
        folder.send(&message).await.expect("sent");
        let texts = || -> Vec<String> {
            fs::read_dir(&folder.0)
                .expect("the folder")
                .map(|entry| fs::read_to_string(entry.expect("a file").path()).expect("a text"))
                .collect()
        };
        assert!(texts()[0].contains("+393331234567"));
        message.at = "2026-03-03T09:31:00Z".parse().expect("an instant");
        message.text = "654321".into();
        folder.send(&message).await.expect("sent");
        assert_eq!(texts().len(), 1, "the old one is gone");
        assert!(texts()[0].contains("654321"));
    }

    #[test]
    fn a_message_does_not_print() {
        let message = TextMessage {
            to: PhoneNumber::read("3331234567").expect("a number"),
            text: "123456".into(),
            at: Timestamp::UNIX_EPOCH,
        };
        let printed = format!("{message:?}");
        assert!(
            !printed.contains("123456") && !printed.contains("333"),
            "{printed}"
        );
    }
}
