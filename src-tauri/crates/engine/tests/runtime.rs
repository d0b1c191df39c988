//! What happens when the library or a model is not what it should be. One
//! test in a program of its own: the library is loaded once and for all.

use std::fs;
use std::path::{Path, PathBuf};

use engine::manifest::{FACE_DESCRIPTOR, Models};
use engine::model::{ModelError, OnnxModel, Runtime};
use sha2::{Digest as _, Sha256};

#[test]
fn a_wrong_library_or_model_is_an_error_and_the_right_one_still_loads() {
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models");
    if !house.join("fetched").is_dir() {
        eprintln!(
            "SKIPPED: wrong libraries and models (models not fetched; run: cargo xtask models)"
        );
        return;
    }
    let models = Models::open(&house).expect("the manifest");
    let library = models.path("onnxruntime").expect("the library");

    let text = fixture("onnxruntime", b"this is no library", None);
    let error = Runtime::init(&text.models())
        .err()
        .expect("text is no library");
    assert!(matches!(error, ModelError::Runtime { .. }), "{error}");
    assert!(
        error.to_string().contains("run: cargo xtask models"),
        "{error}"
    );

    let other = std::env::current_exe().expect("this program");
    let other = fixture("onnxruntime", &fs::read(other).expect("readable"), None);
    let error = Runtime::init(&other.models())
        .err()
        .expect("this program is not ONNX Runtime");
    assert!(matches!(error, ModelError::Runtime { .. }), "{error}");

    let mut altered = fs::read(&library).expect("readable");
    altered[4_000_000] ^= 1;
    let altered_models = fixture("onnxruntime", &altered, None).with(&library, &altered);
    let error = Runtime::init(&altered_models.models())
        .err()
        .expect("one bit is wrong");
    assert!(matches!(error, ModelError::Altered { .. }), "{error}");

    let runtime = Runtime::init(&models).expect("ONNX Runtime");
    Runtime::init(&text.models()).expect("once loaded, it stays");

    let cut = models.read(FACE_DESCRIPTOR).expect("the model");
    let cut = fixture(FACE_DESCRIPTOR, &cut[..cut.len() / 2], None);
    let error = open(runtime, &cut).expect("half a model is none");
    assert!(matches!(error, ModelError::Model { .. }), "{error}");

    let whole = models.read(FACE_DESCRIPTOR).expect("the model");
    let whole = fixture(FACE_DESCRIPTOR, &whole, Some("[-1, 160, 160, 3]"));
    let error = open(runtime, &whole).expect("it takes 150 pixels");
    let said = error.to_string();
    assert!(
        said.contains("[-1, 150, 150, 3]") && said.contains("160"),
        "{said}"
    );
}

fn open(runtime: Runtime, fixture: &Fixture) -> Option<ModelError> {
    OnnxModel::open(runtime, &fixture.models(), FACE_DESCRIPTOR).err()
}

/// A folder of models with one file whose digest is right.
struct Fixture(tempfile::TempDir);

fn fixture(name: &str, content: &[u8], shape: Option<&str>) -> Fixture {
    let folder = tempfile::tempdir().expect("a folder");
    let digest = hex::encode(Sha256::digest(content));
    let input = shape
        .map(|shape| format!("[file.input]\nshape = {shape}\n"))
        .unwrap_or_default();
    let manifest =
        format!("[[file]]\nname = \"{name}\"\nfile = \"it\"\nsha256 = \"{digest}\"\n{input}");
    fs::create_dir(folder.path().join("fetched")).expect("writable");
    fs::write(folder.path().join("models.toml"), manifest).expect("writable");
    fs::write(folder.path().join("fetched/it"), content).expect("writable");
    Fixture(folder)
}

impl Fixture {
    fn models(&self) -> Models {
        Models::open(self.0.path()).expect("a manifest")
    }

    /// The same with the digest of `original` and the content `altered`.
    fn with(self, original: &PathBuf, altered: &[u8]) -> Self {
        let digest = |bytes: &[u8]| hex::encode(Sha256::digest(bytes));
        let manifest = self.0.path().join("models.toml");
        let text = fs::read_to_string(&manifest).expect("readable");
        let right = digest(&fs::read(original).expect("readable"));
        fs::write(&manifest, text.replace(&digest(altered), &right)).expect("writable");
        self
    }
}
