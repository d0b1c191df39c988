//! Sealing a case.

use std::io::{Read, Seek, SeekFrom, Write};

use domain::evidence::{Digest, Kind, Media};
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;
use zip::{CompressionMethod, DateTime, System, ZipWriter, write::SimpleFileOptions};

use crate::{
    audit::AuditFile,
    case::{Exhibit, SealedCase},
    data::{Data, Placed},
    error::ArchiveError,
    manifest::{AUDIT, DATA, FORMAT, IMAGES_PDF, MANIFEST, Manifest, ManifestEntry},
    pdf::{Document, Images, Language, Picture, Typesetter},
    stamp::{self, Stamp},
};

/// How pictures go into an archive (`imagesAsPdf` of the request).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ImagesAs {
    /// One file each, under `images/`.
    #[default]
    Files,
    /// All in `images.pdf`, a page each. What cannot be shown stays a file too.
    Pdf,
}

/// How to seal.
#[derive(Debug, Clone, Default)]
pub struct SealOptions {
    /// How pictures go in.
    pub images: ImagesAs,
    /// The language of captions.
    pub language: Language,
    /// Who makes PDF files.
    pub typesetter: Typesetter,
}

/// A sealed archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// SHA-256 of the whole file, as `sha256sum` prints it.
    pub digest: Digest,
    /// Its length in bytes.
    pub size: u64,
}

/// Seals `case` into `file`, which must be empty and can be read back.
///
/// The same case and options give the same bytes.
///
/// # Errors
///
/// The file cannot be written, or the pictures cannot be typeset.
pub fn seal<W: Read + Write + Seek>(
    case: &SealedCase<'_>,
    file: W,
    options: &SealOptions,
) -> Result<Sealed, ArchiveError> {
    let entries = entries(case, options)?;
    let mut zip = ZipWriter::new(file);
    for entry in &entries.list {
        zip.start_file(entry.name.as_str(), file_options(case.times.sealed))?;
        zip.write_all(entry.bytes())?;
    }
    zip.set_raw_comment(vec![b' '; stamp::LENGTH].into_boxed_slice())?;
    let mut file = zip.finish()?;

    let size = file.seek(SeekFrom::End(0))?;
    let before = size - stamp::LENGTH as u64;
    let manifest = entries.manifest;
    let text = |file| Stamp { manifest, file }.text().into_bytes();
    let (until_stamp, digest) = stamp::digests(&mut file, before, text)?;
    file.seek(SeekFrom::Start(before))?;
    file.write_all(&text(until_stamp))?;
    file.flush()?;
    Ok(Sealed { digest, size })
}

/// What goes into the zip, in order.
struct Entries<'a> {
    list: Vec<NewEntry<'a>>,
    manifest: Digest,
}

struct NewEntry<'a> {
    name: String,
    content: Content<'a>,
}

enum Content<'a> {
    Captured(&'a [u8]),
    Made(Vec<u8>),
}

impl NewEntry<'_> {
    fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Captured(bytes) => bytes,
            Content::Made(bytes) => bytes,
        }
    }
}

fn entries<'a>(case: &SealedCase<'a>, options: &SealOptions) -> Result<Entries<'a>, ArchiveError> {
    let named = named(case.evidence);
    let (mut files, mut pages) = (Vec::new(), Vec::new());
    for (name, exhibit) in &named {
        let as_page = exhibit.kind.is_image() && options.images == ImagesAs::Pdf;
        if as_page {
            pages.push((name.as_str(), exhibit));
        }
        if !as_page || !crate::pdf::can_show(exhibit.bytes) {
            let content = Content::Captured(exhibit.bytes);
            files.push(NewEntry {
                name: name.clone(),
                content,
            });
        }
    }
    let mut list = Vec::new();
    let placed: Vec<Placed<'_>> = named
        .iter()
        .map(|(name, exhibit)| Placed {
            kind: exhibit.kind.name(),
            entry: match files.iter().any(|file| file.name == *name) {
                true => name,
                false => IMAGES_PDF,
            },
            media: Media::sniff(exhibit.bytes),
            bytes: exhibit.bytes,
        })
        .collect();
    list.push(json(DATA, &Data::of(case, &placed))?);
    if !pages.is_empty() {
        let content = Content::Made(images_pdf(case, options, &pages)?);
        list.push(NewEntry {
            name: IMAGES_PDF.to_owned(),
            content,
        });
    }
    list.extend(files);
    let audit = AuditFile::of(case.audit);
    list.push(json(AUDIT, &audit)?);
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        created: case.times.sealed.to_string(),
        request_id: case.request_id.to_owned(),
        session_id: case.session.to_string(),
        entries: list
            .iter()
            .map(|entry| ManifestEntry::of(&entry.name, entry.bytes()))
            .collect(),
        audit_head: audit.head(),
    };
    let manifest = json(MANIFEST, &manifest)?;
    let digest = Digest::of(manifest.bytes());
    list.push(manifest);
    Ok(Entries {
        list,
        manifest: digest,
    })
}

/// The exhibits in the order of their kinds, each with the name of its entry.
fn named<'a>(evidence: &[Exhibit<'a>]) -> Vec<(String, Exhibit<'a>)> {
    let mut sorted: Vec<Exhibit<'a>> = evidence.to_vec();
    sorted.sort_by_key(|exhibit| exhibit.kind);
    let mut names: Vec<(String, Exhibit<'a>)> = Vec::new();
    let mut pictures = 0;
    for exhibit in sorted {
        let kind = exhibit.kind.name().replace('_', "-");
        let extension = Media::sniff(exhibit.bytes).extension();
        let stem = if exhibit.kind.is_image() {
            pictures += 1;
            format!("images/{pictures:02}-{kind}")
        } else {
            let earlier = names
                .iter()
                .filter(|(_, other)| other.kind == exhibit.kind)
                .count();
            match earlier {
                0 => kind,
                more => format!("{kind}-{}", more + 1),
            }
        };
        names.push((format!("{stem}.{extension}"), exhibit));
    }
    names
}

fn images_pdf(
    case: &SealedCase<'_>,
    options: &SealOptions,
    pages: &[(&str, &Exhibit<'_>)],
) -> Result<Vec<u8>, ArchiveError> {
    let images = Images {
        language: options.language,
        request_id: case.request_id,
        pictures: pages
            .iter()
            .map(|(file, exhibit)| Picture {
                caption: caption(exhibit.kind, options.language),
                file,
                bytes: exhibit.bytes,
            })
            .collect(),
    };
    let document = Document::Images(&images);
    options.typesetter.render(&document, case.times.sealed)
}

const fn caption(kind: Kind, language: Language) -> &'static str {
    let (italian, english) = match kind {
        Kind::DocumentFront => ("Documento, fronte", "Document, front"),
        Kind::DocumentRear => ("Documento, retro", "Document, back"),
        Kind::DocumentPhoto => ("Fotografia del documento", "Photograph of the document"),
        Kind::Selfie => ("Selfie", "Selfie"),
        Kind::HealthCardFront => ("Tessera sanitaria, fronte", "Health card, front"),
        Kind::HealthCardRear => ("Tessera sanitaria, retro", "Health card, back"),
        Kind::Video => ("Video", "Video"),
        Kind::Snapshot => ("Fotogramma del video", "Frame of the video"),
        Kind::Declaration => ("Dichiarazione", "Declaration"),
        Kind::Contract => ("Contratto", "Contract"),
    };
    match language {
        Language::Italian => italian,
        Language::English => english,
    }
}

fn json<'a>(name: &str, value: &impl Serialize) -> Result<NewEntry<'a>, ArchiveError> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(NewEntry {
        name: name.to_owned(),
        content: Content::Made(bytes),
    })
}

/// Stored, not compressed: pictures and video would not shrink, and bytes that
/// are not transformed can be proved with any tool for many years.
fn file_options(sealed: Timestamp) -> SimpleFileOptions {
    let time = sealed.to_zoned(TimeZone::UTC);
    let time = DateTime::from_date_and_time(
        time.year().unsigned_abs(),
        time.month().unsigned_abs(),
        time.day().unsigned_abs(),
        time.hour().unsigned_abs(),
        time.minute().unsigned_abs(),
        time.second().unsigned_abs(),
    );
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .system(System::Unix)
        .unix_permissions(0o644)
        .last_modified_time(time.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use zip::ZipArchive;

    use super::*;
    use crate::sample::{self, EVIDENCE, Sample};

    #[test]
    fn the_data_are_written_in_the_published_shape() {
        let (archive, _) = sealed(&EVIDENCE, ImagesAs::Files);
        insta::assert_snapshot!("data", text(&archive, DATA));
        insta::assert_snapshot!("manifest", text(&archive, MANIFEST));
        insta::assert_snapshot!("audit", text(&archive, AUDIT));
    }

    #[test]
    fn entries_stand_in_a_fixed_order_whatever_the_order_of_the_evidence() {
        let names = [
            "data.json",
            "images/01-document-front.png",
            "images/02-selfie.jpg",
            "video.mp4",
            "declaration.pdf",
            "contract.pdf",
            "audit.json",
            "manifest.json",
        ];
        let (archive, sealed_once) = sealed(&EVIDENCE, ImagesAs::Files);
        assert_eq!(entries_of(&archive), names);
        let mut other = EVIDENCE;
        other.reverse();
        let (again, sealed_again) = sealed(&other, ImagesAs::Files);
        assert!(archive == again, "byte for byte");
        assert_eq!(sealed_once, sealed_again);
        assert_eq!(sealed_once.digest, Digest::of(&archive));
        assert_eq!(sealed_once.size, archive.len() as u64);
    }

    #[test]
    fn several_exhibits_of_one_kind_get_names_of_their_own() {
        let video = |bytes| Exhibit {
            kind: Kind::Video,
            bytes,
        };
        let evidence = [
            video(b"\x1A\x45\xDF\xA3 1"),
            video(b"\x1A\x45\xDF\xA3 2"),
            video(b""),
        ];
        let (archive, _) = sealed(&evidence, ImagesAs::Files);
        let names = entries_of(&archive);
        assert_eq!(names[1..4], ["video.webm", "video-2.webm", "video-3.bin"]);
    }

    #[test]
    fn pictures_as_pdf_leave_only_the_unreadable_as_files() {
        let picture = image::RgbImage::from_pixel(8, 8, image::Rgb([9, 90, 200]));
        let mut jpeg = Cursor::new(Vec::new());
        picture
            .write_to(&mut jpeg, image::ImageFormat::Jpeg)
            .expect("a JPEG");
        let evidence = [
            Exhibit {
                kind: Kind::Selfie,
                bytes: jpeg.get_ref(),
            },
            Exhibit {
                kind: Kind::DocumentFront,
                bytes: b"no picture",
            },
        ];
        let (archive, _) = sealed(&evidence, ImagesAs::Pdf);
        let expected = [
            "data.json",
            "images.pdf",
            "images/01-document-front.bin",
            "audit.json",
            "manifest.json",
        ];
        assert_eq!(entries_of(&archive), expected);
        let found = archive
            .windows(jpeg.get_ref().len())
            .any(|bytes| bytes == jpeg.get_ref());
        assert!(found, "the JPEG is in the PDF byte for byte");
        let data = text(&archive, DATA);
        assert!(data.contains("\"entry\": \"images.pdf\""), "{data}");
        let report = crate::verify(Cursor::new(archive)).expect("an archive");
        assert_eq!(report.problems, []);
    }

    #[test]
    fn an_archive_is_sealed_into_a_file() {
        let file = tempfile::tempfile().expect("a file");
        let (sample, audit) = (Sample::new(), sample::audit());
        let case = sample.case(&EVIDENCE, &audit);
        let sealed = seal(&case, &file, &SealOptions::default()).expect("sealed");
        let report = crate::verify(file).expect("an archive");
        assert!(report.is_intact(), "{report:?}");
        assert_eq!(report.digest, sealed.digest);
    }

    fn sealed(evidence: &[Exhibit<'_>], images: ImagesAs) -> (Vec<u8>, Sealed) {
        let (sample, audit) = (Sample::new(), sample::audit());
        let mut file = Cursor::new(Vec::new());
        let options = SealOptions {
            images,
            ..SealOptions::default()
        };
        let sealed = seal(&sample.case(evidence, &audit), &mut file, &options).expect("sealed");
        (file.into_inner(), sealed)
    }

    fn entries_of(archive: &[u8]) -> Vec<String> {
        let zip = ZipArchive::new(Cursor::new(archive)).expect("a zip");
        let names = zip.file_names();
        names
            .map(|name| name.expect("a name").into_owned())
            .collect()
    }

    fn text(archive: &[u8], name: &str) -> String {
        let mut zip = ZipArchive::new(Cursor::new(archive)).expect("a zip");
        let mut text = String::new();
        let mut entry = zip.by_name(name).expect(name);
        entry.read_to_string(&mut text).expect("a text");
        text
    }
}
