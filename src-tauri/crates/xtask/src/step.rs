//! One long step at a time: what runs, how long it has been running, and the
//! end of its output when it fails.

use std::io::{BufRead as _, BufReader, IsTerminal as _, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};

/// How many of its last lines a failed step shows.
const LAST_LINES: usize = 40;

/// Says what comes next.
pub(crate) fn heading(text: &str) {
    eprintln!("\n=== {text}");
}

/// Says something about the present step.
pub(crate) fn note(text: &str) {
    eprintln!("    {text}");
}

/// Runs `command` to its end. On a terminal, its output is shown line by line
/// beside a spinner; otherwise it passes through, for the log.
///
/// # Errors
/// When it cannot be started or ends with a failure; the error carries the
/// command and the end of its output.
pub(crate) fn run(title: &str, command: &mut Command) -> anyhow::Result<()> {
    if !std::io::stderr().is_terminal() {
        heading(title);
        let started = Instant::now();
        let status = command
            .stdin(Stdio::null())
            .status()
            .with_context(|| format!("{title}: {} could not be started", program(command)))?;
        if !status.success() {
            bail!("{title}: `{}` ended with {status}", line(command));
        }
        note(&format!("{title}: {} s", started.elapsed().as_secs()));
        return Ok(());
    }
    watch(title, command)
}

/// Runs `command`, passes its standard output on and returns it with the exit
/// state. Standard error goes straight to the terminal: it carries cargo's own
/// progress.
///
/// # Errors
/// When it cannot be started or its output cannot be read.
pub(crate) fn tee(title: &str, command: &mut Command) -> anyhow::Result<(String, bool)> {
    heading(title);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{title}: {} could not be started", program(command)))?;
    let mut output = String::new();
    if let Some(stdout) = child.stdout.take() {
        for line in lines(stdout) {
            eprintln!("{line}");
            output.push_str(&line);
            output.push('\n');
        }
    }
    let status = child.wait().with_context(|| format!("{title} was lost"))?;
    Ok((output, status.success()))
}

fn watch(title: &str, command: &mut Command) -> anyhow::Result<()> {
    let style = ProgressStyle::with_template("{spinner} {prefix} [{elapsed}] {wide_msg}")
        .context("the progress template is wrong")?;
    let bar = ProgressBar::new_spinner()
        .with_style(style)
        .with_prefix(title.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));

    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{title}: {} could not be started", program(command)))?;
    let (sender, receiver) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        forward(stdout, sender.clone());
    }
    if let Some(stderr) = child.stderr.take() {
        forward(stderr, sender.clone());
    }
    drop(sender);

    let mut last = Vec::new();
    for line in receiver {
        bar.set_message(line.trim().to_owned());
        if last.len() == LAST_LINES {
            last.remove(0);
        }
        last.push(line);
    }
    let status = child.wait().with_context(|| format!("{title} was lost"))?;
    let seconds = bar.elapsed().as_secs();
    bar.finish_and_clear();
    if !status.success() {
        bail!(
            "{title}: `{}` ended with {status}\n{}",
            self::line(command),
            last.join("\n")
        );
    }
    eprintln!("✓ {title} ({seconds} s)");
    Ok(())
}

fn forward(stream: impl Read + Send + 'static, sender: mpsc::Sender<String>) {
    std::thread::spawn(move || {
        for line in lines(stream) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
}

fn lines(stream: impl Read) -> impl Iterator<Item = String> {
    BufReader::new(stream)
        .split(b'\n')
        .map_while(Result::ok)
        .map(|line| String::from_utf8_lossy(&line).into_owned())
}

fn program(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_names_its_command_and_shows_its_last_words() {
        let failure = watch(
            "speak",
            Command::new("sh").args(["-c", "echo no such thing >&2; exit 3"]),
        )
        .expect_err("it exits with 3")
        .to_string();
        assert!(failure.contains("sh -c"), "{failure}");
        assert!(failure.contains("no such thing"), "{failure}");
    }

    #[test]
    fn output_is_kept_even_when_the_command_fails() {
        let (output, success) = tee(
            "speak",
            Command::new("sh").args(["-c", "echo one; echo two; exit 1"]),
        )
        .expect("sh is there");
        assert_eq!((output.as_str(), success), ("one\ntwo\n", false));
    }
}
