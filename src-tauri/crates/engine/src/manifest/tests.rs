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
