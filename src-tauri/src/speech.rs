//! The system's voice: Speech Dispatcher, through the program that comes with
//! it. Where there is none, nothing is said, and the window says it in writing.

use std::process::Stdio;

use tokio::{io::AsyncWriteExt as _, process::Command};

use crate::dto::KioskLanguage;

const PROGRAM: &str = "spd-say";
/// Nobody listens to more.
const LONGEST: usize = 500;

/// Says `text`; what is too long is cut.
pub(crate) async fn say(text: &str, language: KioskLanguage) {
    let language = match language {
        KioskLanguage::It => "it",
        KioskLanguage::En => "en",
        KioskLanguage::De => "de",
        KioskLanguage::Fr => "fr",
    };
    let text: String = text.chars().take(LONGEST).collect();
    let mut program = Command::new(PROGRAM);
    // Through a pipe: arguments can be read by every account of the machine.
    program.args(["--language", language, "--pipe-mode"]);
    match quiet(program).stdin(Stdio::piped()).spawn() {
        Ok(mut speaking) => {
            if let Some(mut ear) = speaking.stdin.take()
                && let Err(error) = ear.write_all(text.as_bytes()).await
            {
                tracing::debug!(%error, "The voice did not listen");
            }
        }
        Err(error) => tracing::debug!(%error, "There is no voice"),
    }
}

/// Ends what is being said.
pub(crate) async fn hush() {
    let mut program = Command::new(PROGRAM);
    program.arg("--cancel");
    if let Err(error) = quiet(program).status().await {
        tracing::debug!(%error, "There is no voice");
    }
}

fn quiet(mut program: Command) -> Command {
    program
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    program
}
