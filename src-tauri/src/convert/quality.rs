//! How good the pictures are, for the window.

use domain::{
    check::Answer,
    evidence::Area,
    quality::{Measured, PictureQuality},
};

use super::assessment::spot;
use crate::dto;

/// The quality of one picture.
pub(super) fn quality(quality: &PictureQuality) -> dto::QualityView {
    dto::QualityView {
        evidence: quality.evidence.into(),
        subject: quality.subject.into(),
        passed: quality.report.passed().into(),
        measures: quality
            .report
            .measures
            .iter()
            .map(|measured| measure(quality, measured))
            .collect(),
    }
}

fn measure(quality: &PictureQuality, measured: &Measured<Area>) -> dto::MeasureView {
    let seen = match measured.passed {
        Answer::No => quality.seen(measured),
        Answer::Yes | Answer::NotAssessable => Vec::new(),
    };
    dto::MeasureView {
        measure: measured.measure.into(),
        value: measured.value,
        unit: measured.unit.into(),
        threshold: measured.threshold,
        bound: measured.bound.into(),
        passed: measured.passed.into(),
        advice: measured.advice.into(),
        seen: seen.iter().map(spot).collect(),
        fields: measured.fields.iter().copied().map(Into::into).collect(),
    }
}

#[cfg(test)]
mod tests {
    use domain::advice::{Advice, Language};

    use super::*;

    #[test]
    fn the_window_says_the_sentences_that_the_person_should_hear() {
        check(
            Language::Italian,
            include_str!("../../../ui/src/lib/i18n/it.json"),
        );
        check(
            Language::English,
            include_str!("../../../ui/src/lib/i18n/en.json"),
        );
    }

    #[track_caller]
    fn check(language: Language, words: &str) {
        let words: serde_json::Value = serde_json::from_str(words).expect("JSON");
        for advice in Advice::ALL {
            let name = serde_json::to_value(dto::AdviceName::from(advice)).expect("a name");
            let key = format!("advice.{}", name.as_str().expect("a text"));
            let said = words[&key].as_str().expect(&key);
            assert_eq!(said.replace('’', "'"), advice.sentence(language));
        }
    }
}
