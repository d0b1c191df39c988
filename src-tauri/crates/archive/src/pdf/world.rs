//! What a template can see: its inputs, the template files, the pictures and
//! the embedded fonts. Nothing else of the machine, and no clock.

use std::path::Path;

use domain::evidence::{Digest, Media};
use serde_json::{Value, json};
use typst::{
    Library, LibraryExt, World, WorldExt,
    diag::{FileError, FileResult, PackageError, SourceDiagnostic},
    foundations::{Bytes, Datetime, Dict, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use super::{
    documents::{Document, Images},
    folder, glyphs,
};
use crate::error::ArchiveError;

pub(super) struct TemplateWorld {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    main: FileId,
    sources: Vec<Source>,
    files: Vec<(FileId, Bytes)>,
}

impl TemplateWorld {
    /// Gathers what `document` needs. A bank's templates in `folder` are for
    /// what it signs; pictures and timelines prove something, with ours.
    pub(super) fn new(
        folder: Option<&Path>,
        document: &Document<'_>,
    ) -> Result<Self, ArchiveError> {
        let (template, inputs, mut files, folder) = match document {
            Document::Declaration(it) => (
                "declaration.typ",
                serde_json::to_value(it)?,
                Vec::new(),
                folder,
            ),
            Document::Contract(it) => (
                "contract.typ",
                serde_json::to_value(it)?,
                Vec::new(),
                folder,
            ),
            Document::Timeline(it) => ("timeline.typ", serde_json::to_value(it)?, Vec::new(), None),
            Document::Images(it) => {
                let (inputs, files) = pictures(it)?;
                ("images.typ", inputs, files, None)
            }
        };
        let inputs: Dict = serde_json::from_value(printable(inputs))?;
        let templates = match folder {
            Some(folder) => folder::read(folder)?,
            None => folder::builtin(),
        };
        let mut sources = Vec::new();
        for file in templates {
            let id = id(&file.name)?;
            if file.name.ends_with(".typ") {
                let text = String::from_utf8(file.bytes)
                    .map_err(|_| folder::wrong(&file.name, "it is not written in UTF-8"))?;
                sources.push(Source::new(id, text));
            } else {
                files.push((id, Bytes::new(file.bytes)));
            }
        }
        Ok(Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            book: LazyHash::new(FontBook::from_fonts(glyphs::FONTS.iter())),
            main: id(template)?,
            sources,
            files,
        })
    }

    /// What is wrong with the template of this document, wherever it is.
    pub(super) fn complain(&self, problem: &str) -> ArchiveError {
        self.error(None, 0, problem)
    }

    /// The first of `diagnostics` as an error that names file and line.
    pub(super) fn explain(&self, diagnostics: &[SourceDiagnostic]) -> ArchiveError {
        let Some(first) = diagnostics.first() else {
            return self.complain("it did not compile");
        };
        let file = first.span.id();
        let line = file
            .and_then(|id| self.source(id).ok())
            .zip(self.range(first.span))
            .and_then(|(source, range)| source.lines().byte_to_line(range.start))
            .map_or(0, |line| line + 1);
        self.error(file, line, &self.without_data(&first.message))
    }

    /// A compiler message without what it quotes, unless that stands in a
    /// template: the rest may be personal data.
    fn without_data(&self, message: &str) -> String {
        let known = |quoted: &str| {
            let mut sources = self.sources.iter();
            sources.any(|source| source.text().contains(quoted))
        };
        message
            .split('"')
            .enumerate()
            .map(|(index, part)| {
                if index % 2 == 0 || known(part) {
                    part
                } else {
                    "…"
                }
            })
            .collect()
    }

    fn error(&self, file: Option<FileId>, line: usize, problem: &str) -> ArchiveError {
        let file = file.unwrap_or(self.main);
        ArchiveError::Template {
            file: file.get().vpath().get_without_slash().to_owned(),
            line,
            problem: problem.to_owned(),
        }
    }
}

impl World for TemplateWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = self.sources.iter().find(|source| source.id() == id);
        source.cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let file = self.files.iter().find(|(name, _)| *name == id);
        file.map(|(_, bytes)| bytes.clone())
            .ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        glyphs::FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The inputs of a picture document, and the files that they name.
fn pictures(images: &Images<'_>) -> Result<(Value, Vec<(FileId, Bytes)>), ArchiveError> {
    let mut files = Vec::new();
    let mut listed = Vec::new();
    for (index, picture) in images.pictures.iter().enumerate() {
        let path = if can_show(picture.bytes) {
            let path = format!(
                "picture-{index}.{}",
                Media::sniff(picture.bytes).extension()
            );
            files.push((id(&path)?, Bytes::new(picture.bytes.to_vec())));
            Some(path)
        } else {
            None
        };
        listed.push(json!({
            "caption": picture.caption,
            "file": picture.file,
            "sha256": Digest::of(picture.bytes).to_hex(),
            "path": path,
        }));
    }
    let inputs = json!({
        "language": images.language.code(),
        "request-id": images.request_id,
        "pictures": listed,
    });
    Ok((inputs, files))
}

/// Whether a picture can be shown.
pub(crate) fn can_show(bytes: &[u8]) -> bool {
    match Media::sniff(bytes) {
        Media::Jpeg | Media::Png | Media::WebP => decodes(bytes),
        Media::Mp4 | Media::QuickTime | Media::WebM | Media::Pdf | Media::Other => false,
    }
}

/// The decoder's own limits keep a header that lies from taking the memory.
fn decodes(bytes: &[u8]) -> bool {
    let reader = image::ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format();
    reader.is_ok_and(|reader| reader.decode().is_ok())
}

fn id(name: &str) -> Result<FileId, ArchiveError> {
    let path =
        VirtualPath::new(name).map_err(|_| folder::wrong(name, "its name is not one of a file"))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// Why there is no such file: only those of the folder are there, and no
/// packages.
fn missing(id: FileId) -> FileError {
    match id.get().root() {
        VirtualRoot::Project => FileError::NotFound(id.get().vpath().get_without_slash().into()),
        VirtualRoot::Package(_) => FileError::Package(PackageError::Other(Some(
            "packages are not admitted; copy what is needed into the folder of templates".into(),
        ))),
    }
}

/// Every text in `value` as the fonts can show it.
fn printable(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(glyphs::printable(&text)),
        Value::Array(items) => items.into_iter().map(printable).collect(),
        Value::Object(map) => map
            .into_iter()
            .map(|(key, value)| (key, printable(value)))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}
