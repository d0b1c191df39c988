//! The fonts of the specimens, from the system's packages.

use std::path::Path;

use ab_glyph::FontVec;
use anyhow::Context as _;

/// The fonts that a document is set in.
pub(super) struct Fonts {
    /// Captions and data.
    pub(super) sans: FontVec,
    /// Headings.
    pub(super) bold: FontVec,
    /// The machine-readable zone (OCR-B, ISO 1073-2).
    pub(super) ocr_b: FontVec,
}

impl Fonts {
    /// Loads the fonts.
    ///
    /// # Errors
    /// When one is missing; the error names its package.
    pub(super) fn load() -> anyhow::Result<Self> {
        const DEJAVU: &str = "/usr/share/fonts/truetype/dejavu";
        Ok(Self {
            sans: load(&format!("{DEJAVU}/DejaVuSans.ttf"), "fonts-dejavu-core")?,
            bold: load(
                &format!("{DEJAVU}/DejaVuSans-Bold.ttf"),
                "fonts-dejavu-core",
            )?,
            ocr_b: load("/usr/share/fonts/opentype/ocr-b/OCRB.otf", "fonts-ocr-b")?,
        })
    }
}

fn load(path: &str, package: &str) -> anyhow::Result<FontVec> {
    let bytes = std::fs::read(Path::new(path)).with_context(|| {
        format!(
            "the font {path} cannot be read: `cargo xtask setup` installs it (package {package})"
        )
    })?;
    FontVec::try_from_vec(bytes).with_context(|| format!("{path} is not a font"))
}
