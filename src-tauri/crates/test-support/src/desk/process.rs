//! A child process that does not outlive its owner.

use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command};

use anyhow::Context as _;
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// A child in a process group of its own; the whole group is killed on drop.
pub(super) struct Process {
    child: Child,
}

impl Process {
    /// Starts `command` in a new group.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(super) fn start(command: &mut Command) -> anyhow::Result<Self> {
        let child = command.process_group(0).spawn().with_context(|| {
            format!(
                "{} cannot be started",
                command.get_program().to_string_lossy()
            )
        })?;
        Ok(Self { child })
    }

    /// The child, to read from its pipes.
    pub(super) const fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// The child's id.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(group) = pid(self.child.id()) {
            // Either may be gone already, which is what is wanted.
            kill_process_group(group, Signal::KILL).ok();
        }
        drop(self.child.wait());
    }
}

/// Kills one process with SIGKILL.
///
/// # Errors
/// When there is no such process.
pub(super) fn kill(id: u32) -> anyhow::Result<()> {
    let id = pid(id).context("no process has this id")?;
    kill_process(id, Signal::KILL).context("the process could not be killed")
}

fn pid(id: u32) -> Option<Pid> {
    Pid::from_raw(i32::try_from(id).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;
    use std::path::Path;
    use std::process::Stdio;

    #[test]
    fn a_dropped_process_takes_its_children_along() {
        let mut process = Process::start(
            Command::new("sh")
                .args(["-c", "sleep 600 & echo $!; wait"])
                .stdout(Stdio::piped()),
        )
        .expect("sh is there");
        let mut line = [0; 32];
        let stdout = process.child().stdout.as_mut().expect("it is piped");
        let length = stdout.read(&mut line).expect("it says the id");
        let grandchild = String::from_utf8_lossy(&line[..length]).trim().to_owned();
        let state = Path::new("/proc").join(&grandchild).join("stat");
        assert!(state.exists(), "the grandchild runs");
        drop(process);
        let is_gone = || {
            std::fs::read_to_string(&state).is_ok_and(|stat| stat.contains(") Z "))
                || !state.exists()
        };
        while !is_gone() {
            std::thread::yield_now();
        }
    }
}
