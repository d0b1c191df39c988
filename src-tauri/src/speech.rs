//! The system's voice: Speech Dispatcher, through the program that comes with
//! it. Where there is none, nothing is said, and the window says it in writing.

use std::process::Stdio;

use tokio::{io::AsyncWriteExt as _, process::Command};

use crate::dto::KioskLanguage;

const PROGRAM: &str = "spd-say";
/// Nobody listens to more at once, in characters.
const LONGEST: usize = 1_500;

/// The system's voice.
#[derive(Default)]
pub(crate) struct Voice {
    /// Where Speech Dispatcher listens; the program knows it unless it is said.
    address: Option<String>,
}

impl Voice {
    /// Says `text`; what is too long is cut.
    pub(crate) async fn say(&self, text: &str, language: KioskLanguage) {
        let language = match language {
            KioskLanguage::It => "it",
            KioskLanguage::En => "en",
            KioskLanguage::De => "de",
            KioskLanguage::Fr => "fr",
        };
        let text: String = text.chars().take(LONGEST).collect();
        let mut program = self.program();
        // Through a pipe: arguments can be read by every account of the machine.
        program.args(["--language", language, "--pipe-mode"]);
        match program.stdin(Stdio::piped()).spawn() {
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
    pub(crate) async fn hush(&self) {
        let mut program = self.program();
        program.arg("--cancel");
        if let Err(error) = program.status().await {
            tracing::debug!(%error, "There is no voice");
        }
    }

    fn program(&self) -> Command {
        let mut program = Command::new(PROGRAM);
        if let Some(address) = &self.address {
            program.env("SPEECHD_ADDRESS", address);
        }
        program
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        program
    }
}

#[cfg(test)]
mod tests {
    use std::{
        env, fs,
        path::{Path, PathBuf},
        time::{Duration, Instant},
    };

    use tokio::process::Child;

    use super::*;

    /// Nothing here takes so long.
    const PATIENCE: Duration = Duration::from_secs(30);

    /// The real programs, with a voice that writes to files what it says: there
    /// is no loudspeaker where tests run.
    #[tokio::test]
    async fn what_is_said_comes_out_of_the_synthesiser_in_its_language() {
        let programs = ["spd-say", "speech-dispatcher", "espeak-ng"].map(found);
        let [Some(_), Some(dispatcher), Some(_)] = programs else {
            eprintln!("SKIPPED: the voice (speech-dispatcher and espeak-ng are not installed)");
            return;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        let _running = start(&dispatcher, folder);
        let socket = folder.join("socket");
        until("the dispatcher listens", || socket.exists()).await;
        let voice = Voice {
            address: Some(format!("unix_socket:{}", socket.display())),
        };
        let said = || fs::read_to_string(folder.join("said")).unwrap_or_default();
        for (language, code, text) in [
            (KioskLanguage::It, "it", "L’immagine era sfocata"),
            (KioskLanguage::En, "en", "Don’t <move> & look ahead"),
            (KioskLanguage::De, "de", "Drehen Sie den Ausweis über"),
            (KioskLanguage::Fr, "fr", "Tournez la tête à gauche"),
        ] {
            voice.hush().await;
            voice.say(text, language).await;
            let line = format!("{code}: {text}");
            until(&line, || said().contains(&line)).await;
            let sound = folder.join(format!("{code}.wav"));
            until("it sounds", || size(&sound) > 10_000).await;
        }
        voice.hush().await;
        let long = "parola ".repeat(2 * LONGEST);
        voice.say(&long, KioskLanguage::It).await;
        until("it is cut", || said().contains("parola parola")).await;
        assert!(said().matches("parola").count() <= LONGEST / 7 + 1);
    }

    /// The program `name`, where the path leads to it.
    fn found(name: &str) -> Option<PathBuf> {
        let path = env::var_os("PATH")?;
        let mut places = env::split_paths(&path).map(|folder| folder.join(name));
        places.find(|place| place.is_file())
    }

    /// A dispatcher of its own in `folder`: it disturbs nobody else's.
    fn start(dispatcher: &Path, folder: &Path) -> Child {
        let place = folder.display();
        let synthesise = format!(
            r#"GenericExecuteSynth "printf '%s: ' $VOICE >> {place}/said; printf %s \'$DATA\' >> {place}/said; printf %s \'$DATA\' | espeak-ng -v $VOICE --stdin -w {place}/$VOICE.wav""#
        );
        let mut module = vec![
            synthesise,
            "GenericStripPunctChars \"[]\"".to_owned(),
            "GenericRecodeFallback \"?\"".to_owned(),
        ];
        for name in ["None", "Some", "Most", "All"] {
            module.push(format!("GenericPunct{name} \"--punct\""));
        }
        for code in ["it", "en", "de", "fr"] {
            module.push(format!("GenericLanguage \"{code}\" \"{code}\" \"utf-8\""));
            module.push(format!("AddVoice \"{code}\" \"MALE1\" \"{code}\""));
        }
        let settings = format!(
            "LogDir \"{place}\"\nAudioOutputMethod \"libao\"\n\
             AddModule \"file\" \"sd_generic\" \"file.conf\"\nDefaultModule file\n"
        );
        fs::create_dir(folder.join("modules")).expect("a folder");
        fs::write(folder.join("speechd.conf"), settings).expect("a file");
        fs::write(folder.join("modules/file.conf"), module.join("\n") + "\n").expect("a file");
        // The sound library needs a device, and takes one that is none.
        fs::write(folder.join(".libao"), "default_driver=null\n").expect("a file");
        let modules = dispatcher
            .ancestors()
            .nth(2)
            .map(|prefix| prefix.join("lib/speech-dispatcher-modules"))
            .filter(|modules| modules.is_dir());
        let mut program = Command::new(dispatcher);
        program
            .args(["--run-single", "--communication-method", "unix_socket"])
            .args(["--timeout", "0"])
            .arg("--socket-path")
            .arg(folder.join("socket"))
            .arg("--pid-file")
            .arg(folder.join("pid"))
            .arg("--config-dir")
            .arg(folder)
            .arg("--log-dir")
            .arg(folder);
        if let Some(modules) = modules {
            program.arg("--module-dir").arg(modules);
        }
        program
            .env("HOME", folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("it starts")
    }

    fn size(file: &Path) -> u64 {
        fs::metadata(file).map_or(0, |found| found.len())
    }

    #[track_caller]
    fn until(what: &str, is_so: impl Fn() -> bool) -> impl Future<Output = ()> {
        let caller = std::panic::Location::caller();
        async move {
            let begun = Instant::now();
            while !is_so() {
                assert!(begun.elapsed() < PATIENCE, "{caller}: never {what}");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}
