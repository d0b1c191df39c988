//! The invariants of the layout that a manifest can break.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// What each crate may use of ours (ARCHITECTURE.md, invariant 1).
const MAY_USE: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("engine", &["domain"]),
    ("capture", &["domain"]),
    ("store", &["domain"]),
    ("sync", &["domain"]),
    ("archive", &["domain"]),
    (
        "workflow",
        &["domain", "engine", "capture", "store", "outbox", "archive"],
    ),
    ("central", &["domain", "engine", "archive"]),
    (
        "cli",
        &[
            "domain", "engine", "capture", "archive", "workflow", "central",
        ],
    ),
    ("test-support", &["domain", "engine", "archive", "central"]),
    (
        "xtask",
        &["domain", "engine", "archive", "central", "test-support"],
    ),
];

/// Crates that only some may name: the crate, then who may.
const RESERVED: [(&str, &[&str]); 6] = [
    ("ort", &["engine"]),
    ("ffmpeg-next", &["capture"]),
    ("nokhwa", &["capture"]),
    ("keyring", &["store"]),
    ("typst", &["archive"]),
    ("tauri", &[]),
];

#[test]
fn crates_use_only_what_the_layout_allows() {
    let manifests = manifests();
    let ours: BTreeSet<&str> = [
        "domain",
        "engine",
        "capture",
        "store",
        "outbox",
        "archive",
        "workflow",
        "central",
        "test-support",
    ]
    .into();
    let listed: BTreeSet<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    let present: BTreeSet<&str> = manifests.keys().map(String::as_str).collect();
    assert_eq!(
        present, listed,
        "a crate is missing from the table, or from the tree"
    );
    for (name, allowed) in MAY_USE {
        for used in &manifests[name] {
            assert!(
                !ours.contains(used.as_str()) || allowed.contains(&used.as_str()),
                "{name} must not use {used}"
            );
        }
    }
}

#[test]
fn outside_crates_stay_behind_their_door() {
    for (name, uses) in manifests() {
        for (reserved, allowed) in RESERVED {
            assert!(
                !uses.contains(reserved) || allowed.contains(&name.as_str()),
                "{name} must not use {reserved}"
            );
        }
    }
}

#[test]
fn the_domain_neither_waits_nor_serialises() {
    let uses = &manifests()["domain"];
    for banned in [
        "serde",
        "serde_json",
        "tokio",
        "futures",
        "async-trait",
        "sqlx",
        "reqwest",
    ] {
        assert!(!uses.contains(banned), "domain must not use {banned}");
    }
}

/// The dependencies of each crate, those for tests left out.
fn manifests() -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/crates");
    fs::read_dir(&folder)
        .expect("the crates folder")
        .map(|entry| {
            let path = entry.expect("an entry of the crates folder").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let text = fs::read_to_string(path.join("Cargo.toml")).expect("a manifest");
            let manifest: toml::Table = text.parse().expect("a manifest in TOML");
            let uses = manifest
                .get("dependencies")
                .and_then(toml::Value::as_table)
                .map(|table| table.keys().cloned().collect())
                .unwrap_or_default();
            (name, uses)
        })
        .collect()
}
