//! The C library that stands in for the kernel.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::PathBuf,
    process::Command,
};

use anyhow::{Context as _, bail};

const SOURCES: [(&str, &str); 3] = [
    ("fakecam.c", include_str!("../../fakecam/fakecam.c")),
    ("camera.h", include_str!("../../fakecam/camera.h")),
    ("ioctls.h", include_str!("../../fakecam/ioctls.h")),
];

/// The library, compiled beside the running program unless it is there already.
pub(super) fn library() -> anyhow::Result<PathBuf> {
    let program = env::current_exe().context("this program has no path")?;
    let folder = program.parent().context("this program has no folder")?;
    let mut digest = DefaultHasher::new();
    SOURCES.hash(&mut digest);
    let library = folder.join(format!("libfakecam-{:016x}.so", digest.finish()));
    if library.exists() {
        return Ok(library);
    }
    // Several programs may be at it at once: each compiles its own, and the
    // last one to be put in place is as good as the first.
    let work = tempfile::Builder::new()
        .prefix("fakecam-")
        .tempdir_in(folder)
        .context("no folder to compile in")?;
    for (name, text) in SOURCES {
        fs::write(work.path().join(name), text)?;
    }
    let source = work.path().join("fakecam.c");
    let made = work.path().join("fakecam.so");
    let output = Command::new("cc")
        .args(["-O2", "-fPIC", "-shared", "-o"])
        .args([&made, &source])
        .args(["-ldl", "-lpthread"])
        .env_remove("LD_PRELOAD")
        .output()
        .context("cc cannot be started: `cargo xtask setup` installs a C compiler")?;
    if !output.status.success() {
        bail!("cc failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    fs::rename(made, &library).context("the library cannot be put in place")?;
    Ok(library)
}
