//! PDF/A-2b documents from templates.
//!
//! Start at [`Typesetter::render`]. The templates are Typst files under
//! `templates/`; a file of the same name in a folder of the bank's takes the
//! place of ours. The same document, date and templates give the same bytes.

mod documents;
mod glyphs;
mod world;

use std::path::PathBuf;

use jiff::Timestamp;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub use documents::{
    Contract, Declaration, Document, Images, Language, OperatorSignature, Picture, Provider,
    Signer, Timeline, TimelineLine,
};

pub(crate) use world::can_show;

use crate::error::ArchiveError;

/// Turns documents into PDF/A-2b.
#[derive(Debug, Clone, Default)]
pub struct Typesetter {
    overrides: Option<PathBuf>,
}

impl Typesetter {
    /// A typesetter that uses the templates that come with the product.
    #[must_use]
    pub const fn new() -> Self {
        Self { overrides: None }
    }

    /// A typesetter that looks in `folder` first, for each template file
    /// (`house.typ`, `declaration.typ`, `contract.typ`, `images.typ`,
    /// `timeline.typ`).
    #[must_use]
    pub fn with_overrides(folder: impl Into<PathBuf>) -> Self {
        Self {
            overrides: Some(folder.into()),
        }
    }

    /// Renders `document`, dated `at` (UTC).
    ///
    /// Characters that no embedded font has are shown as `?`: PDF/A admits no
    /// missing glyphs.
    ///
    /// # Errors
    ///
    /// A template that cannot be read, or that does not compile; the message
    /// names its line.
    pub fn render(&self, document: &Document<'_>, at: Timestamp) -> Result<Vec<u8>, ArchiveError> {
        let world = world::TemplateWorld::new(self.overrides.as_deref(), document)?;
        let compiled = typst::compile::<PagedDocument>(&world);
        let bytes = compiled
            .output
            .and_then(|pages| typst_pdf::pdf(&pages, &options(at)?))
            .map_err(|diagnostics| world.explain(&diagnostics));
        // The compiler's caches would keep personal data beyond this call.
        typst::comemo::evict(0);
        bytes
    }
}

/// PDF/A-2b, created `at`, and nothing that changes from run to run.
fn options(at: Timestamp) -> typst::diag::SourceResult<PdfOptions> {
    let time = at.to_zoned(jiff::tz::TimeZone::UTC);
    let datetime = Datetime::from_ymd_hms(
        time.year().into(),
        time.month().unsigned_abs(),
        time.day().unsigned_abs(),
        time.hour().unsigned_abs(),
        time.minute().unsigned_abs(),
        time.second().unsigned_abs(),
    );
    let standards = PdfStandards::new(&[PdfStandard::A_2b]).map_err(|error| {
        let span = typst::syntax::Span::detached();
        typst::ecow::eco_vec![typst::diag::SourceDiagnostic::error(
            span,
            error.message().clone()
        )]
    })?;
    Ok(PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Sportello".to_owned())),
        timestamp: datetime.map(typst_pdf::Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    })
}
