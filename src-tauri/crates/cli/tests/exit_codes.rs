//! Exit codes and lines of `sportelloctl`, as a script sees them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

#[test]
fn an_unreadable_archive_is_unusable_input() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("not-there.zip");
    check(&["archive", "verify", path(&file)], 2, "not-there.zip");
    let file = folder.path().join("text.zip");
    fs::write(&file, "no archive").expect("a file");
    check(&["archive", "verify", path(&file)], 2, "text.zip");
}

#[test]
fn a_folder_without_a_request_is_unusable_input() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    check(&["verify", path(folder.path())], 2, "request.json");
    fs::write(folder.path().join("request.json"), "[").expect("a file");
    check(&["verify", path(folder.path())], 2, "request.json");
    fs::write(folder.path().join("request.json"), "{}").expect("a file");
    check(&["verify", path(folder.path())], 2, "no evidence");
}

#[test]
fn a_malformed_tax_code_is_unusable_input() {
    check(&["taxcode", "RSSMRA"], 2, "tax code");
}

#[test]
fn the_published_tax_code_disagrees_with_the_data_beside_it() {
    if !models_are_there("the_published_tax_code_disagrees_with_the_data_beside_it") {
        return;
    }
    let output = run(&[
        "--json",
        "taxcode",
        "RSSMRA02D16A662G",
        "--first-name",
        "Franco",
        "--last-name",
        "Rossi",
        "--birth-date",
        "1977-11-06",
        "--birth-place",
        "Roma",
    ]);
    assert_eq!(output.status.code(), Some(1));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one object");
    let fields: Vec<_> = answer["mismatches"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|mismatch| mismatch["field"].as_str().expect("a name"))
        .collect();
    assert_eq!(fields, ["given_name", "birth_date", "birth_place"]);
    assert_eq!(answer["valid"], true, "the check character is right");
}

#[test]
fn one_unusable_picture_does_not_keep_the_others_from_being_answered() {
    if !models_are_there("one_unusable_picture_does_not_keep_the_others_from_being_answered") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [broken, blank] = ["broken.jpg", "blank.png"].map(|name| folder.path().join(name));
    fs::write(&broken, [0xFF, 0xD8, 0xFF, 0xE0]).expect("a file");
    image::RgbImage::from_pixel(640, 400, image::Rgb([240; 3]))
        .save(&blank)
        .expect("a picture");
    let output = run(&["--json", "mrz", path(&broken), path(&blank)]);
    assert_eq!(output.status.code(), Some(2));
    let lines: Vec<serde_json::Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("one object a line"))
        .collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0]["error"].is_string());
    assert_eq!(
        lines[1]["lines"],
        serde_json::json!([]),
        "no zone is an empty list"
    );
}

#[test]
fn a_picture_that_is_not_good_enough_is_a_negative_answer_with_an_advice() {
    if !models_are_there("a_picture_that_is_not_good_enough_is_a_negative_answer_with_an_advice") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [blank, policy] = ["blank.png", "quality.toml"].map(|name| folder.path().join(name));
    image::RgbImage::from_pixel(640, 400, image::Rgb([240; 3]))
        .save(&blank)
        .expect("a picture");
    let advice = |arguments: &[&str]| {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(1));
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one object");
        assert_eq!(answer["passed"], false);
        answer["advice"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(
        advice(&["--json", "quality", path(&blank)]),
        "document_closer"
    );
    fs::write(&policy, "[document]\nleast_dpi = 100").expect("a file");
    let lax = ["--json", "quality", path(&blank), "--policy", path(&policy)];
    assert_eq!(advice(&lax), "even_light", "the thresholds are the file's");
    fs::write(&policy, "[document]\nleast_dip = 100").expect("a file");
    check(
        &["quality", path(&blank), "--policy", path(&policy)],
        2,
        "least_dip",
    );
}

#[track_caller]
fn check(arguments: &[&str], code: i32, says: &str) {
    let output = run(arguments);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{complaint}");
    assert!(complaint.contains(says), "{complaint}");
    assert_eq!(
        complaint.trim_end().lines().count(),
        1,
        "one line: {complaint}"
    );
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sportelloctl"))
        .args(arguments)
        .env("SPORTELLO_MODELS", models())
        .env_remove("RUST_BACKTRACE")
        .output()
        .expect("sportelloctl starts")
}

fn models() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models")
}

fn models_are_there(test: &str) -> bool {
    let there = models().join("fetched/places.tsv").is_file();
    if !there {
        eprintln!("SKIPPED: {test}: the models are not fetched (run `cargo xtask models`)");
    }
    there
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}
