//! Verifying an archive.

use std::{
    collections::HashSet,
    io::{Read, Seek, SeekFrom},
};

use domain::evidence::Digest;
use sha2::{Digest as _, Sha256};
use zip::{CompressionMethod, ZipArchive, read::ZipReadOptions};

use crate::{
    audit::{self, AuditFile},
    error::{ArchiveError, Damage},
    manifest::{self, AUDIT, FORMAT, MANIFEST, Manifest, ManifestEntry},
    stamp::{self, Stamp},
};

/// The name of the first entry and where it stands: how an archive is told
/// whose end is lost.
const HEAD: &[u8] = manifest::DATA.as_bytes();
const HEAD_AT: usize = 30;

/// No archive has more entries; a directory that claims more is not read.
const MAX_ENTRIES: usize = 1000;
/// Longest manifest and audit log that are read, in bytes.
const MAX_TEXT: u64 = 64 << 20;

/// What came of verifying an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The request, as far as the manifest can be believed.
    pub request_id: Option<String>,
    /// When it was sealed, as the manifest says.
    pub created: Option<String>,
    /// SHA-256 of the whole file, to be compared with the one noted when it
    /// was sealed.
    pub digest: Digest,
    /// The entries that are there and as they were sealed.
    pub entries: Vec<ReportEntry>,
    /// How many links of the audit log were computed again.
    pub audit_links: usize,
    /// What is not as it was sealed; empty for an intact archive.
    pub problems: Vec<Damage>,
}

impl Report {
    /// Whether every byte is as it was sealed.
    #[must_use]
    pub const fn is_intact(&self) -> bool {
        self.problems.is_empty()
    }
}

/// An intact entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportEntry {
    /// Its name.
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
}

/// Verifies the archive in `file`: the stamp over all bytes, the manifest, the
/// presence, length and digest of every entry, and the chain of the audit log.
///
/// Nothing is written, nothing is unpacked, and no more is read than the file
/// is long.
///
/// # Errors
///
/// The file cannot be read, is no archive of ours, or one of a later version.
/// An archive that was changed is a [`Report`] with problems.
pub fn verify<R: Read + Seek>(mut file: R) -> Result<Report, ArchiveError> {
    let length = file.seek(SeekFrom::End(0))?;
    let before = length.checked_sub(stamp::LENGTH as u64);
    let before = before.ok_or(ArchiveError::NotAnArchive)?;
    let mut tail = vec![0; stamp::LENGTH];
    file.seek(SeekFrom::Start(before))?;
    file.read_exact(&mut tail)?;
    let mut head = [0; HEAD.len() + HEAD_AT];
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut head)?;
    let stamp = Stamp::read(&tail);
    let ours = stamp.is_some() || looks_stamped(&tail) || head[HEAD_AT..] == *HEAD;
    let (until_stamp, digest) = stamp::digests(&mut file, before, |_| tail.clone())?;

    let mut check = Checked::new(digest);
    let mut zip = match ZipArchive::new(&mut file) {
        Ok(zip) => zip,
        Err(_) if ours => {
            check.add(Damage::Container);
            return Ok(check.0);
        }
        Err(zip::result::ZipError::Io(error))
            if error.kind() != std::io::ErrorKind::UnexpectedEof =>
        {
            return Err(error.into());
        }
        Err(_) => return Err(ArchiveError::NotAnArchive),
    };
    if !ours && zip.index_for_name(MANIFEST).is_none() {
        return Err(ArchiveError::NotAnArchive);
    }
    check.names(&mut zip);
    if check.0.problems.is_empty() {
        let manifest = check.manifest(&mut zip, stamp.map(|stamp| stamp.manifest))?;
        if let Some(manifest) = manifest {
            check.entries(&mut zip, &manifest);
            check.audit(&mut zip, &manifest);
        }
    }
    let sealed = stamp.is_some_and(|stamp| stamp.file == until_stamp);
    let whole = sealed && zip.comment() == tail && zip.offset() == 0;
    if !whole && check.0.problems.is_empty() {
        check.add(Damage::Container);
    }
    Ok(check.0)
}

/// Whether a stamp that does not read was one.
fn looks_stamped(tail: &[u8]) -> bool {
    let text = String::from_utf8_lossy(tail);
    text.contains("-sha256=") || text.starts_with("sportello-archive/")
}

/// What has been found so far.
struct Checked(Report);

impl Checked {
    const fn new(digest: Digest) -> Self {
        Self(Report {
            request_id: None,
            created: None,
            digest,
            entries: Vec::new(),
            audit_links: 0,
            problems: Vec::new(),
        })
    }

    fn add(&mut self, problem: Damage) {
        self.0.problems.push(problem);
    }

    /// Looks at names and storage, before any content is touched.
    fn names<R: Read + Seek>(&mut self, zip: &mut ZipArchive<R>) {
        let duplicates = zip.has_duplicate_names();
        let overlaps = zip.has_overlapping_entries().unwrap_or(true);
        if duplicates || overlaps || zip.len() > MAX_ENTRIES {
            self.add(Damage::Container);
            return;
        }
        for index in 0..zip.len() {
            let Ok(entry) = zip.by_index_raw(index) else {
                self.add(Damage::Container);
                continue;
            };
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            let stored = entry.compression() == CompressionMethod::Stored
                && entry.size() == entry.compressed_size()
                && !entry.encrypted()
                && entry.is_file();
            let shown = manifest::printable(&name);
            if !manifest::is_admitted(&name) {
                self.add(Damage::BadName { entry: shown });
            } else if !stored {
                self.add(Damage::BadStorage { entry: shown });
            }
        }
    }

    /// Reads the manifest and compares it with the stamp.
    fn manifest<R: Read + Seek>(
        &mut self,
        zip: &mut ZipArchive<R>,
        stamped: Option<Digest>,
    ) -> Result<Option<Manifest>, ArchiveError> {
        let entry = || MANIFEST.to_owned();
        if zip.index_for_name(MANIFEST).is_none() {
            self.add(Damage::Missing { entry: entry() });
            return Ok(None);
        }
        let Some(bytes) = self.text(zip, MANIFEST) else {
            return Ok(None);
        };
        if stamped.is_some_and(|stamped| stamped != Digest::of(&bytes)) {
            self.add(Damage::Changed { entry: entry() });
            return Ok(None);
        }
        let format = serde_json::from_slice::<FormatOf>(&bytes).map(|it| it.format);
        match (format, serde_json::from_slice(&bytes)) {
            (Ok(format), Ok(manifest)) if format == FORMAT => Ok(Some(manifest)),
            (Ok(format), _) if format != FORMAT && stamped.is_none() => {
                let found = manifest::printable(&format);
                Err(ArchiveError::UnknownFormat { found })
            }
            _ => {
                self.add(Damage::Unreadable { entry: entry() });
                Ok(None)
            }
        }
    }

    /// Compares every entry with the manifest.
    fn entries<R: Read + Seek>(&mut self, zip: &mut ZipArchive<R>, manifest: &Manifest) {
        let mut listed = HashSet::from([MANIFEST]);
        for expected in &manifest.entries {
            let entry = manifest::printable(&expected.name);
            if !listed.insert(expected.name.as_str()) || !manifest::is_admitted(&expected.name) {
                self.add(Damage::BadName { entry });
                continue;
            }
            match digest_of(zip, &expected.name) {
                Content::Missing => self.add(Damage::Missing { entry }),
                Content::Unreadable => self.add(Damage::Changed { entry }),
                Content::Read { size, sha256 } => self.compare(expected, size, sha256),
            }
        }
        let names: Vec<String> = zip.file_names_raw().map(lossy).collect();
        let extra = names
            .into_iter()
            .filter(|name| !listed.contains(name.as_str()));
        self.0
            .problems
            .extend(extra.map(|entry| Damage::Extra { entry }));
        self.0.request_id = Some(manifest.request_id.clone());
        self.0.created = Some(manifest.created.clone());
    }

    fn compare(&mut self, expected: &ManifestEntry, size: u64, sha256: Digest) {
        let name = expected.name.clone();
        if size == expected.size && sha256.to_hex() == expected.sha256 {
            self.0.entries.push(ReportEntry { name, size, sha256 });
        } else {
            self.add(Damage::Changed { entry: name });
        }
    }

    /// Computes the chain of the audit log again.
    fn audit<R: Read + Seek>(&mut self, zip: &mut ZipArchive<R>, manifest: &Manifest) {
        let intact = self.0.entries.iter().any(|entry| entry.name == AUDIT);
        if !intact {
            if !self
                .0
                .problems
                .iter()
                .any(|problem| problem.entry() == Some(AUDIT))
            {
                self.add(Damage::Missing {
                    entry: AUDIT.to_owned(),
                });
            }
            return;
        }
        let Some(bytes) = self.text(zip, AUDIT) else {
            return;
        };
        let file = serde_json::from_slice::<AuditFile>(&bytes).ok();
        let Some((file, links)) = file.and_then(|file| file.links().map(|links| (file, links)))
        else {
            self.add(Damage::Unreadable {
                entry: AUDIT.to_owned(),
            });
            return;
        };
        if let Err(error) = audit::check_chain(&links).and_then(|()| file.states(&links)) {
            self.add(Damage::Audit(error));
        } else if file.head() != manifest.audit_head {
            self.add(Damage::AuditHead);
        }
        self.0.audit_links = links.len();
    }

    /// The bytes of an entry that is read whole, or `None` with a problem.
    fn text<R: Read + Seek>(&mut self, zip: &mut ZipArchive<R>, name: &str) -> Option<Vec<u8>> {
        let entry = name.to_owned();
        let mut bytes = Vec::new();
        let read = open(zip, name).and_then(|mut content| {
            if content.size() > MAX_TEXT {
                return None;
            }
            content.read_to_end(&mut bytes).ok()
        });
        match read {
            Some(_) => Some(bytes),
            None => {
                self.add(Damage::Unreadable { entry });
                None
            }
        }
    }
}

/// The part of a manifest that every version has.
#[derive(serde::Deserialize)]
struct FormatOf {
    format: String,
}

enum Content {
    Missing,
    Unreadable,
    Read { size: u64, sha256: Digest },
}

fn digest_of<R: Read + Seek>(zip: &mut ZipArchive<R>, name: &str) -> Content {
    if zip.index_for_name(name).is_none() {
        return Content::Missing;
    }
    let mut hash = Sha256::new();
    let copied =
        open(zip, name).and_then(|mut content| std::io::copy(&mut content, &mut hash).ok());
    copied.map_or(Content::Unreadable, |size| Content::Read {
        size,
        sha256: Digest(hash.finalize().into()),
    })
}

/// Opens an entry. Its CRC is not looked at: the digest says more.
fn open<'a, R: Read + Seek>(
    zip: &'a mut ZipArchive<R>,
    name: &str,
) -> Option<zip::read::ZipFile<'a, R>> {
    let index = zip.index_for_name(name)?;
    zip.by_index_with_options(index, ZipReadOptions::new().ignore_crc32(true))
        .ok()
}

fn lossy(name: &[u8]) -> String {
    manifest::printable(&String::from_utf8_lossy(name))
}

#[cfg(test)]
mod tests;
