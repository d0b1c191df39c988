//! `sportelloctl eval`, as a script sees it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

#[test]
fn labels_that_are_missing_empty_or_of_another_kind_are_unusable_input() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let labels = folder.path().join("labels.csv");
    check_unusable("mrz", &labels, "labels.csv");
    fs::write(&labels, "a,b,same\n").expect("a file");
    check_unusable("faces", &labels, "no row");
    fs::write(&labels, "a,b\none.jpg,two.jpg\n").expect("a file");
    check_unusable("faces", &labels, "same");
}

#[test]
fn two_portraits_are_two_people_and_each_is_itself() {
    let fetched = models().join("fetched");
    if !fetched.join("president.jpg").is_file() {
        eprintln!("SKIPPED: eval faces (models not fetched; run: cargo xtask models)");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["president.jpg", "astronaut.png"] {
        fs::copy(fetched.join(name), folder.path().join(name)).expect("it is copied");
    }
    let labels = folder.path().join("pairs.csv");
    let pairs = "a,b,same\n\
        president.jpg,president.jpg,1\n\
        president.jpg,astronaut.png,0\n";
    fs::write(&labels, pairs).expect("a file");
    let output = run(&["--json", "eval", "faces", path(&labels)]);
    assert_eq!(output.status.code(), Some(0));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one object");
    assert_eq!(answer["auc"], 1.0);
    assert_eq!(answer["pictures"], 2);
    assert_eq!(answer["levels"][0]["level"], "high");
    assert_eq!(answer["levels"][0]["same"]["count"], 1);
    assert_eq!(answer["levels"][0]["different"]["count"], 0);
    assert_eq!(answer["gated"]["pictures"], 1, "one face is small");
    assert_eq!(answer["gated"]["set_aside"][0]["measure"], "resolution");
    assert_eq!(answer["gated"]["same_pairs"], 1);
    assert_eq!(answer["gated"]["different_pairs"], 0);
    assert_eq!(
        answer["several"]["same_pairs"], 0,
        "one picture is not several"
    );

    let output = run(&["eval", "faces", path(&labels)]);
    let table = String::from_utf8_lossy(&output.stdout);
    assert!(table.contains("| AUC | 1.00000 |"), "{table}");
}

#[track_caller]
fn check_unusable(what: &str, labels: &Path, says: &str) {
    let output = run(&["eval", what, path(labels)]);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{complaint}");
    assert!(complaint.contains(says), "{complaint}");
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sportelloctl"))
        .args(arguments)
        .env("SPORTELLO_MODELS", models())
        .output()
        .expect("sportelloctl starts")
}

fn models() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models")
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}
