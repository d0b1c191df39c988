//! How good a picture is, as JSON.

use domain::{
    advice::Advice,
    check::Answer,
    evidence::{Area, Kind},
    field::Name,
    quality::{Bound, Measure, Measured, PictureQuality, Report, Subject, Unit},
};
use serde::{Deserialize, Serialize};

use super::super::spot::AreaRow;
use super::each;

#[derive(Serialize, Deserialize)]
pub(super) struct QualityRow {
    evidence: String,
    subject: String,
    area: Option<AreaRow>,
    measures: Vec<MeasuredRow>,
}

#[derive(Serialize, Deserialize)]
struct MeasuredRow {
    measure: String,
    value: Option<f32>,
    unit: String,
    threshold: f32,
    bound: String,
    passed: String,
    advice: String,
    places: Vec<AreaRow>,
    fields: Vec<String>,
}

impl From<&PictureQuality> for QualityRow {
    fn from(quality: &PictureQuality) -> Self {
        let measures = quality.report.measures.iter();
        Self {
            evidence: quality.evidence.name().to_owned(),
            subject: quality.subject.name().to_owned(),
            area: quality.area.map(AreaRow::from),
            measures: measures.map(MeasuredRow::from).collect(),
        }
    }
}

impl QualityRow {
    pub(super) fn into_domain(self) -> Option<PictureQuality> {
        Some(PictureQuality {
            evidence: Kind::from_name(&self.evidence)?,
            subject: Subject::from_name(&self.subject)?,
            area: self.area.map(AreaRow::into_domain),
            report: Report {
                measures: each(self.measures, MeasuredRow::into_domain)?,
            },
        })
    }
}

impl From<&Measured<Area>> for MeasuredRow {
    fn from(measured: &Measured<Area>) -> Self {
        Self {
            measure: measured.measure.name().to_owned(),
            // JSON has no other numbers.
            value: measured.value.filter(|value| value.is_finite()),
            unit: measured.unit.name().to_owned(),
            threshold: measured.threshold,
            bound: measured.bound.name().to_owned(),
            passed: measured.passed.name().to_owned(),
            advice: measured.advice.code().to_owned(),
            places: measured.places.iter().copied().map(AreaRow::from).collect(),
            fields: measured
                .fields
                .iter()
                .map(|field| field.name().to_owned())
                .collect(),
        }
    }
}

impl MeasuredRow {
    fn into_domain(self) -> Option<Measured<Area>> {
        Some(Measured {
            measure: Measure::from_name(&self.measure)?,
            value: self.value,
            unit: Unit::from_name(&self.unit)?,
            threshold: self.threshold,
            bound: Bound::from_name(&self.bound)?,
            passed: Answer::from_name(&self.passed)?,
            advice: Advice::from_code(&self.advice)?,
            places: self.places.into_iter().map(AreaRow::into_domain).collect(),
            fields: self
                .fields
                .iter()
                .map(|name| Name::from_name(name))
                .collect::<Option<_>>()?,
        })
    }
}
