//! Archives that were changed, and archives made to do harm.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::{
    sample::{self, EVIDENCE, Sample},
    seal::{SealOptions, seal},
};

#[test]
fn an_archive_as_it_was_sealed_is_intact() {
    let archive = sealed();
    let report = verify(Cursor::new(&archive)).expect("an archive");
    assert_eq!(report.problems, []);
    assert_eq!(report.request_id.as_deref(), Some("25319"));
    assert_eq!(report.digest, Digest::of(&archive), "as sha256sum has it");
    assert_eq!((report.entries.len(), report.audit_links), (7, 3));
}

#[test]
fn a_change_of_any_byte_is_noticed_and_its_entry_named() {
    let archive = sealed();
    let inside = data_ranges(&archive);
    for index in 0..archive.len() {
        for mask in [0x01, 0x80] {
            let mut changed = archive.clone();
            changed[index] ^= mask;
            let found = problems(&changed);
            assert!(!found.is_empty(), "byte {index}");
            let entry = inside.iter().find(|(_, range)| range.contains(&index));
            if let Some((name, _)) = entry {
                let named = found.iter().any(|problem| problem.entry() == Some(name));
                assert!(named, "byte {index} lies in {name}: {found:?}");
            }
        }
    }
}

#[test]
fn an_archive_that_is_cut_short_or_made_longer_is_not_intact() {
    let archive = sealed();
    for length in stamp::LENGTH..archive.len() {
        assert_eq!(
            problems(&archive[..length]),
            [Damage::Container],
            "{length} bytes"
        );
    }
    let short = verify(Cursor::new(&archive[..stamp::LENGTH - 1]));
    assert!(matches!(short, Err(ArchiveError::NotAnArchive)));
    for more in [&b"x"[..], &[0; 5000]] {
        assert_eq!(problems(&[&archive, more].concat()), [Damage::Container]);
        assert_eq!(problems(&[more, &archive].concat()), [Damage::Container]);
    }
}

#[test]
fn another_file_is_not_an_archive() {
    let zip = zip(&[("a.txt", b"a")], SimpleFileOptions::default());
    for bytes in [&b""[..], b"%PDF-1.7", &[0xFF; 4096], &zip] {
        let error = verify(Cursor::new(bytes)).expect_err("something else");
        assert!(matches!(error, ArchiveError::NotAnArchive), "{error}");
    }
}

#[test]
fn an_archive_of_a_later_version_is_told_apart() {
    let text = String::from_utf8_lossy(entry(&sealed(), MANIFEST).as_slice()).into_owned();
    let manifest = text.replace(FORMAT, "sportello-archive/2");
    let mut later = zip(&[(MANIFEST, manifest.as_bytes())], stored());
    let stamp = later.len() - stamp::LENGTH;
    later[stamp + FORMAT.len() - 1] = b'2';
    let error = verify(Cursor::new(later)).expect_err("a later version");
    assert_eq!(
        error.to_string(),
        "the archive has format sportello-archive/2, which this version cannot read; update Sportello"
    );
}

#[test]
fn an_entry_that_was_taken_out_added_or_swapped_is_named_even_with_a_fresh_stamp() {
    let archive = sealed();
    let all = contents(&archive);
    let name = |entry: &str| entry.to_owned();

    let without: Vec<_> = all
        .iter()
        .filter(|(name, _)| name != "video.mp4")
        .cloned()
        .collect();
    check(
        &without,
        &[Damage::Missing {
            entry: name("video.mp4"),
        }],
    );

    let mut with = all.clone();
    with.push((name("images/99-other.jpg"), b"other".to_vec()));
    check(
        &with,
        &[Damage::Extra {
            entry: name("images/99-other.jpg"),
        }],
    );

    let mut swapped = all.clone();
    for (entry, bytes) in &mut swapped {
        if entry == "declaration.pdf" {
            *bytes = b"%PDF-1.7 something else".to_vec();
        }
    }
    check(
        &swapped,
        &[Damage::Changed {
            entry: name("declaration.pdf"),
        }],
    );

    let none: Vec<_> = all
        .iter()
        .filter(|(name, _)| name != MANIFEST)
        .cloned()
        .collect();
    check(
        &none,
        &[Damage::Missing {
            entry: name(MANIFEST),
        }],
    );
}

#[test]
fn names_that_lead_out_of_the_folder_are_refused() {
    for bad in ["../evil.jso", "/etc/evil.x", "c:\\evil.exe"] {
        let all = [(MANIFEST, &b"{}"[..]), ("aaaa/aaa.aa", b"evil")];
        let archive = zip(&all, stored());
        let archive = restamped(replaced(&archive, b"aaaa/aaa.aa", bad.as_bytes()));
        let expected = Damage::BadName {
            entry: bad.to_owned(),
        };
        assert_eq!(problems(&archive), [expected]);
    }
}

#[test]
fn two_entries_of_one_name_are_refused() {
    let all = [
        (MANIFEST, &b"{}"[..]),
        ("one.json", b"1"),
        ("two.json", b"2"),
    ];
    let archive = restamped(replaced(&zip(&all, stored()), b"two.json", b"one.json"));
    assert_eq!(problems(&archive), [Damage::Container]);
}

#[test]
fn a_compressed_entry_is_refused_before_it_is_unpacked() {
    let bomb = vec![0; 4 << 20];
    let options = SimpleFileOptions::default();
    let archive = zip(&[(MANIFEST, b"{}"), ("bomb.json", &bomb)], options);
    assert!(archive.len() < bomb.len() / 100, "it is one");
    let found = problems(&archive);
    assert!(
        found.contains(&Damage::BadStorage {
            entry: "bomb.json".to_owned()
        }),
        "{found:?}"
    );
}

#[test]
fn a_directory_that_claims_too_many_entries_is_not_read() {
    let names: Vec<String> = (0..=MAX_ENTRIES)
        .map(|index| format!("n{index}.json"))
        .collect();
    let all: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let mut all = all;
    all.push((MANIFEST, b"{}"));
    assert_eq!(problems(&zip(&all, stored())), [Damage::Container]);
}

#[test]
fn an_audit_log_that_does_not_follow_from_itself_is_noticed() {
    let mut links = sample::audit();
    links.remove(1);
    let sample = Sample::new();
    let mut file = Cursor::new(Vec::new());
    seal(
        &sample.case(&EVIDENCE, &links),
        &mut file,
        &SealOptions::default(),
    )
    .expect("sealed");
    let expected = domain::audit::ChainError::Gap {
        expected: 8,
        found: 9,
    };
    assert_eq!(problems(file.get_ref()), [Damage::Audit(expected)]);
}

/// Checks what is found in an archive of `entries` with a manifest that is not
/// adapted to them and a stamp that is.
#[track_caller]
fn check(entries: &[(String, Vec<u8>)], expected: &[Damage]) {
    let entries: Vec<(&str, &[u8])> = entries
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    assert_eq!(problems(&zip(&entries, stored())), expected);
}

/// What verifying finds; an error counts as a broken container.
fn problems(archive: &[u8]) -> Vec<Damage> {
    match verify(Cursor::new(archive)) {
        Ok(report) => report.problems,
        Err(error) => panic!("not a verdict: {error}"),
    }
}

fn sealed() -> Vec<u8> {
    let (sample, audit) = (Sample::new(), sample::audit());
    let mut file = Cursor::new(Vec::new());
    seal(
        &sample.case(&EVIDENCE, &audit),
        &mut file,
        &SealOptions::default(),
    )
    .expect("sealed");
    file.into_inner()
}

fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored)
}

/// A zip of `entries` with the right stamp.
fn zip(entries: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, options).expect("an entry");
        zip.write_all(bytes).expect("its bytes");
    }
    let ours = entries.iter().any(|(name, _)| *name == MANIFEST) || entries.len() > 1;
    if ours {
        zip.set_raw_comment(vec![b' '; stamp::LENGTH].into())
            .expect("a comment");
    }
    let bytes = zip.finish().expect("a zip").into_inner();
    if ours { restamped(bytes) } else { bytes }
}

/// `archive` with a stamp that fits its bytes.
fn restamped(mut archive: Vec<u8>) -> Vec<u8> {
    let before = archive.len() - stamp::LENGTH;
    let manifest = ZipArchive::new(Cursor::new(&archive))
        .ok()
        .and_then(|mut zip| {
            let mut bytes = Vec::new();
            zip.by_name(MANIFEST).ok()?.read_to_end(&mut bytes).ok()?;
            Some(Digest::of(&bytes))
        })
        .unwrap_or(Digest::of(b""));
    let stamp = Stamp {
        manifest,
        file: Digest::of(&archive[..before]),
    };
    archive.truncate(before);
    archive.extend(stamp.text().into_bytes());
    archive
}

/// `bytes` with every `from` exchanged for `to`, which is as long.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len(), "offsets must stay");
    let mut bytes = bytes.to_vec();
    for start in 0..bytes.len() - from.len() {
        if bytes[start..].starts_with(from) {
            bytes[start..start + to.len()].copy_from_slice(to);
        }
    }
    bytes
}

fn contents(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let ranges = data_ranges(archive).into_iter();
    ranges
        .map(|(name, range)| (name, archive[range].to_vec()))
        .collect()
}

fn entry(archive: &[u8], name: &str) -> Vec<u8> {
    let mut all = contents(archive).into_iter();
    all.find(|(other, _)| other == name).expect(name).1
}

/// Where the bytes of each entry lie.
fn data_ranges(archive: &[u8]) -> Vec<(String, std::ops::Range<usize>)> {
    let mut zip = ZipArchive::new(Cursor::new(archive)).expect("a zip");
    (0..zip.len())
        .map(|index| {
            let entry = zip.by_index(index).expect("an entry");
            let start = entry.data_start().expect("its place") as usize;
            let name = entry.name().expect("its name").into_owned();
            (name, start..start + entry.size() as usize)
        })
        .collect()
}
