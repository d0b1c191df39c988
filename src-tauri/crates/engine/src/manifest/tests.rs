use super::*;

const MANIFEST: &str = r#"
[[file]]
name = "table"
file = "table.tsv"
sha256 = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

[[file]]
name = "elsewhere"
platform = "plan9-vax"
file = "table.tsv"
sha256 = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
"#;

/// A folder of models whose manifest is `manifest` and whose `table.tsv` is `table`.
fn folder(manifest: &str, table: Option<&str>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("models.toml"), manifest).expect("writable");
    fs::create_dir(folder.path().join("fetched")).expect("writable");
    if let Some(table) = table {
        fs::write(folder.path().join("fetched/table.tsv"), table).expect("writable");
    }
    folder
}

#[test]
fn a_file_is_handed_out_only_as_the_manifest_has_it() {
    check("table", Some("foo"), "");
    check(
        "table",
        Some("fop"),
        "fetched/table.tsv was altered; run: cargo xtask models",
    );
    check(
        "table",
        Some(""),
        "fetched/table.tsv was altered; run: cargo xtask models",
    );
    check(
        "table",
        None,
        "fetched/table.tsv is missing; run: cargo xtask models",
    );
    check(
        "other",
        Some("foo"),
        "models.toml lists no other for this platform",
    );
    check(
        "elsewhere",
        Some("foo"),
        "models.toml lists no elsewhere for this platform",
    );

    #[track_caller]
    fn check(name: &str, table: Option<&str>, expected: &str) {
        let folder = folder(MANIFEST, table);
        let models = Models::open(folder.path()).expect("a manifest");
        let errors = [models.path(name).err(), models.read(name).err()];
        for error in errors {
            let said = error.map(|error| error.to_string()).unwrap_or_default();
            assert!(
                said.contains(expected) && said.is_empty() == expected.is_empty(),
                "{said}"
            );
        }
    }
}

#[test]
fn a_manifest_that_is_missing_or_cut_short_is_named() {
    for manifest in [
        "",
        "[[file]]\nname = \"table",
        "[[file]]\nname = \"table\"\n",
        "file = 3",
    ] {
        let folder = folder(manifest, Some("foo"));
        let error = Models::open(folder.path()).expect_err(manifest).to_string();
        assert!(error.contains("models.toml cannot be used"), "{error}");
        assert!(error.contains("cargo xtask models"), "{error}");
    }
    let error = Models::open(Path::new("/nowhere"))
        .expect_err("there is none")
        .to_string();
    assert!(
        error.contains("/nowhere/models.toml cannot be used"),
        "{error}"
    );
}

#[test]
fn a_path_is_hashed_once_and_content_every_time() {
    let folder = folder(MANIFEST, Some("foo"));
    let models = Models::open(folder.path()).expect("a manifest");
    models.path("table").expect("unaltered");
    fs::write(folder.path().join("fetched/table.tsv"), "bar").expect("writable");
    assert!(models.path("table").is_ok(), "it was checked before");
    assert!(
        models.read("table").is_err(),
        "the bytes are not those of the manifest"
    );
}

#[test]
fn committed_files_are_listed_apart_and_read_from_their_own_folder() {
    let folder = folder(MANIFEST, Some("bar"));
    let committed = MANIFEST
        .replace("\"table\"", "\"own\"")
        .replace("file = ", "folder = \"house\"\nfile = ");
    fs::write(folder.path().join("committed.toml"), committed).expect("writable");
    fs::create_dir(folder.path().join("house")).expect("writable");
    fs::write(folder.path().join("house/table.tsv"), "foo").expect("writable");
    let models = Models::open(folder.path()).expect("manifests");
    assert_eq!(models.read("own").expect("it is there"), b"foo");
    assert!(models.read("table").is_err(), "the fetched one was altered");
    fs::write(folder.path().join("house/table.tsv"), "fop").expect("writable");
    assert!(models.read("own").is_err(), "it was altered");
    fs::write(folder.path().join("committed.toml"), "[[file]]").expect("writable");
    assert!(Models::open(folder.path()).is_err(), "it is cut short");
}

#[test]
fn committed_models_are_those_of_their_manifest() {
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models");
    let models = Models::open(&house).expect("manifests");
    let weights = models.read(MRZ_LINES).expect("committed and unaltered");
    assert!(weights.len() < 2_000_000, "too large for a repository");
}
