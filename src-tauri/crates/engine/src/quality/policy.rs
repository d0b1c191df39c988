//! The thresholds of quality, with their defaults and how a file sets others.
//!
//! `models/quality.toml` states the defaults and says what every key means.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

/// The file among the models that says the thresholds, where there is one.
const FILE: &str = "quality.toml";

/// Why a policy cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// It cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It says something else than a policy.
    #[error("the quality policy is not usable: {reason}")]
    Wrong {
        /// What the parser says, without the text of the file.
        reason: String,
    },
}

/// The thresholds of quality.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QualityPolicy {
    /// For pictures of documents.
    pub document: DocumentQuality,
    /// For pictures of faces.
    pub face: FaceQuality,
}

/// The thresholds for pictures of documents.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocumentQuality {
    /// Blur: standard deviation in pixels at 300 dots per inch.
    pub most_blur_px: f32,
    /// Share of the document that reflections may hide.
    pub most_glare_share: f32,
    /// Reflections smaller than this share are not counted.
    pub least_glare_share: f32,
    /// Level (0 to 255) of the paper.
    pub least_paper_level: f32,
    /// Share of the document that may be burnt out.
    pub most_burnt_share: f32,
    /// Levels between print and paper.
    pub least_contrast: f32,
    /// Dots per inch.
    pub least_dpi: f32,
    /// Distance of the document from the edge of the picture, in pixels.
    pub least_margin_px: f32,
    /// Share of the document's outline that may be covered.
    pub most_covered_share: f32,
}

/// The thresholds for pictures of faces.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FaceQuality {
    /// Blur around the eyes: standard deviation as a share of the distance of
    /// the eyes.
    pub most_blur_share: f32,
    /// Share of the face that may be burnt out.
    pub most_burnt_share: f32,
    /// Level (0 to 255) of the lit parts of the face.
    pub least_level: f32,
    /// Distance of the eyes in pixels.
    pub least_eye_distance_px: f32,
    /// Distance of the face from the edge of the picture, as a share of its width.
    pub least_margin_share: f32,
}

impl QualityPolicy {
    /// The policy in the file at `path`.
    ///
    /// # Errors
    ///
    /// When it cannot be read, and as [`QualityPolicy::parse`].
    pub fn read(path: &Path) -> Result<Self, PolicyError> {
        let text = fs::read_to_string(path).map_err(|source| PolicyError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&text)
    }

    /// The policy of the models in `folder`: their own, else the default one.
    ///
    /// # Errors
    ///
    /// As [`QualityPolicy::read`].
    pub fn among(folder: &Path) -> Result<Self, PolicyError> {
        let path = folder.join(FILE);
        if path.is_file() {
            Self::read(&path)
        } else {
            Ok(Self::default())
        }
    }

    /// The policy in `text` (TOML); what it leaves out has its default.
    ///
    /// # Errors
    ///
    /// When it is not TOML, names something unknown, or a threshold is no
    /// finite number.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let policy: Self = toml::from_str(text).map_err(|error| PolicyError::Wrong {
            reason: error.message().to_owned(),
        })?;
        if policy.thresholds().into_iter().all(f32::is_finite) {
            Ok(policy)
        } else {
            Err(PolicyError::Wrong {
                reason: "every threshold is a finite number".to_owned(),
            })
        }
    }

    fn thresholds(&self) -> [f32; 14] {
        let DocumentQuality {
            most_blur_px,
            most_glare_share,
            least_glare_share,
            least_paper_level,
            most_burnt_share,
            least_contrast,
            least_dpi,
            least_margin_px,
            most_covered_share,
        } = self.document;
        let face = self.face;
        [
            most_blur_px,
            most_glare_share,
            least_glare_share,
            least_paper_level,
            most_burnt_share,
            least_contrast,
            least_dpi,
            least_margin_px,
            most_covered_share,
            face.most_blur_share,
            face.most_burnt_share,
            face.least_level,
            face.least_eye_distance_px,
            face.least_margin_share,
        ]
    }
}

impl Default for DocumentQuality {
    /// The values of the file of defaults, which says why.
    fn default() -> Self {
        Self {
            most_blur_px: 1.6,
            most_glare_share: 0.003,
            least_glare_share: 0.001,
            least_paper_level: 90.0,
            most_burnt_share: 0.6,
            least_contrast: 50.0,
            least_dpi: 200.0,
            least_margin_px: 2.0,
            most_covered_share: 0.015,
        }
    }
}

impl Default for FaceQuality {
    /// The values of the file of defaults, which says why.
    fn default() -> Self {
        Self {
            most_blur_share: 0.035,
            most_burnt_share: 0.1,
            least_level: 80.0,
            least_eye_distance_px: 60.0,
            least_margin_share: 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFAULTS: &str = include_str!("../../../../../models/quality.toml");

    #[test]
    fn the_file_of_defaults_says_what_the_defaults_are() {
        let parsed = QualityPolicy::parse(DEFAULTS).expect("our own file");
        assert_eq!(parsed, QualityPolicy::default());
        let keys = DEFAULTS.lines().filter(|line| line.contains(" = ")).count();
        assert_eq!(
            keys,
            parsed.thresholds().len(),
            "every threshold is in the file"
        );
    }

    #[test]
    fn what_a_file_leaves_out_has_its_default() {
        let policy = QualityPolicy::parse("[document]\nleast_dpi = 250").expect("a policy");
        assert_eq!(policy.document.least_dpi, 250.0);
        assert_eq!(policy.face, FaceQuality::default());
    }

    #[test]
    fn an_unusable_file_is_refused_in_words() {
        for (text, says) in [
            ("[document]\nleast_dip = 250", "unknown field"),
            ("[document]\nleast_dpi = nan", "finite"),
            ("[document", "unclosed"),
        ] {
            let error = QualityPolicy::parse(text).expect_err(text).to_string();
            assert!(error.contains(says), "{error}");
        }
    }
}
