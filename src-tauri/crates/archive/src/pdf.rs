//! PDF/A-2b documents from templates.
//!
//! Start at [`Typesetter::render`]. The templates are Typst files: a bank's in
//! a folder of its own, else ours (`models/templates`). The same document,
//! date and templates give the same bytes.

mod documents;
mod folder;
mod glyphs;
mod pages;
pub mod specimen;
mod world;

use std::{path::PathBuf, sync::mpsc, thread, time::Duration};

use jiff::Timestamp;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub use documents::{
    Contract, Declaration, Document, Images, Language, OperatorSignature, Picture, Provider,
    Signer, Timeline, TimelineAnswer, TimelineLine, service,
};

pub(crate) use world::can_show;

use crate::error::ArchiveError;
use world::TemplateWorld;

/// How long a template may take. A loop that does not end goes on beside until
/// the application ends: the compiler cannot be stopped.
const PATIENCE: Duration = Duration::from_secs(60);
/// Templates may nest deeply.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Turns documents into PDF/A-2b.
#[derive(Debug, Clone)]
pub struct Typesetter {
    folder: Option<PathBuf>,
    patience: Duration,
}

impl Default for Typesetter {
    fn default() -> Self {
        Self::new()
    }
}

impl Typesetter {
    /// A typesetter that uses the templates that come with the product.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            folder: None,
            patience: PATIENCE,
        }
    }

    /// A typesetter that takes `declaration.typ`, `contract.typ` and
    /// `house.typ` from `folder`, and whatever they name beside them; what is
    /// not there is taken from the product.
    #[must_use]
    pub fn with_templates(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: Some(folder.into()),
            ..Self::new()
        }
    }

    /// The same with another patience for templates that do not end.
    #[must_use]
    pub const fn patient_for(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Renders `document`, dated `at` (UTC).
    ///
    /// Characters that no embedded font has are shown as `?`: PDF/A admits no
    /// missing glyphs. A declaration is given only with the whole text that the
    /// central API has signed on its pages.
    ///
    /// # Errors
    ///
    /// A template that cannot be read, that does not compile, does not end or
    /// leaves out the text of the declaration; the message names its line.
    pub fn render(&self, document: &Document<'_>, at: Timestamp) -> Result<Vec<u8>, ArchiveError> {
        let world = TemplateWorld::new(self.folder.as_deref(), document)?;
        let given_up = world.complain("it takes too long");
        let fallen = world.complain("the typesetter could not go on with it");
        let receipt = match document {
            Document::Declaration(declaration) => Some(glyphs::printable(declaration.receipt)),
            Document::Contract(_) | Document::Images(_) | Document::Timeline(_) => None,
        };
        let (done, result) = mpsc::sync_channel(1);
        thread::Builder::new()
            .name("typesetter".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || {
                let bytes = compile(&world, receipt.as_deref(), at);
                // The compiler's caches would keep personal data beyond this call.
                typst::comemo::evict(0);
                // Nobody waits any more for what took too long.
                let _ = done.send(bytes);
            })?;
        match result.recv_timeout(self.patience) {
            Ok(bytes) => bytes,
            Err(mpsc::RecvTimeoutError::Timeout) => Err(given_up),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(fallen),
        }
    }
}

fn compile(
    world: &TemplateWorld,
    receipt: Option<&str>,
    at: Timestamp,
) -> Result<Vec<u8>, ArchiveError> {
    let document = typst::compile::<PagedDocument>(world)
        .output
        .map_err(|diagnostics| world.explain(&diagnostics))?;
    if receipt.is_some_and(|receipt| !pages::show(&document, receipt)) {
        return Err(world.complain("it does not show the text of the declaration (text)"));
    }
    options(at)
        .and_then(|options| typst_pdf::pdf(&document, &options))
        .map_err(|diagnostics| world.explain(&diagnostics))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_of_the_product_say_what_they_say() {
        for (language, name) in [(Language::Italian, "it"), (Language::English, "en")] {
            let declaration = specimen::declaration("Banca Esempio S.p.A.", language);
            let text = text_of(&Document::Declaration(&declaration));
            insta::assert_snapshot!(format!("declaration-{name}"), text);
            let contract = specimen::contract("Banca Esempio S.p.A.", language);
            let text = text_of(&Document::Contract(&contract));
            insta::assert_snapshot!(format!("contract-{name}"), text);
        }
    }

    fn text_of(document: &Document<'_>) -> String {
        let world = TemplateWorld::new(None, document).expect("the templates are there");
        let document = typst::compile::<PagedDocument>(&world)
            .output
            .expect("a document");
        pages::lines(&document)
    }
}
