//! Whether the pictures of a session are good enough to be judged: what was
//! measured of each, what it was compared with, and what the person should hear.
//!
//! Start at [`PictureQuality`]. Quality is advice and evidence: no verdict
//! follows from it.

mod vocabulary;

use crate::{
    advice::Advice,
    check::Answer,
    evidence::{self, Area, Spot},
    field,
};

pub use vocabulary::{Bound, Measure, Subject, Unit};

/// One measure of a picture, found at places of the type `P`: rectangles in
/// pixels of whatever image was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured<P> {
    /// What was measured.
    pub measure: Measure,
    /// The value; `None` where it could not be measured.
    pub value: Option<f32>,
    /// Its unit.
    pub unit: Unit,
    /// What the value is compared with.
    pub threshold: f32,
    /// On which side of the threshold it is good.
    pub bound: Bound,
    /// Whether it is good enough.
    pub passed: Answer,
    /// What the person should hear.
    pub advice: Advice,
    /// Where it was found, for measures that have a place.
    pub places: Vec<P>,
    /// The fields that the places touch.
    pub fields: Vec<field::Name>,
}

impl<P> Measured<P> {
    /// Compares `value` with `threshold`; `advice` is said where it fails.
    #[must_use]
    pub fn new(
        measure: Measure,
        value: Option<f32>,
        unit: Unit,
        (bound, threshold): (Bound, f32),
        advice: Advice,
    ) -> Self {
        let passed = match (value, bound) {
            (None, _) => Answer::NotAssessable,
            (Some(value), Bound::AtLeast) if value >= threshold => Answer::Yes,
            (Some(value), Bound::AtMost) if value <= threshold => Answer::Yes,
            (Some(_), _) => Answer::No,
        };
        let advice = match passed {
            Answer::Yes => Advice::Good,
            Answer::No => advice,
            Answer::NotAssessable => Advice::NotJudged,
        };
        Self {
            measure,
            value,
            unit,
            threshold,
            bound,
            passed,
            advice,
            places: Vec::new(),
            fields: Vec::new(),
        }
    }

    /// The same, found at `places`, which touch `fields`.
    #[must_use]
    pub fn found_at(self, places: Vec<P>, fields: Vec<field::Name>) -> Self {
        Self {
            places,
            fields,
            ..self
        }
    }
}

/// The measures of one picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Report<P> {
    /// Each measure once.
    pub measures: Vec<Measured<P>>,
}

impl<P> Report<P> {
    /// *No* where a measure fails; otherwise *yes* where at least one could be
    /// judged.
    #[must_use]
    pub fn passed(&self) -> Answer {
        let any = |answer| {
            self.measures
                .iter()
                .any(|measured| measured.passed == answer)
        };
        if any(Answer::No) {
            Answer::No
        } else if any(Answer::Yes) {
            Answer::Yes
        } else {
            Answer::NotAssessable
        }
    }

    /// The measures that fail, what the person should hear first before the rest.
    pub fn failing(&self) -> impl Iterator<Item = &Measured<P>> {
        self.measures
            .iter()
            .filter(|measured| measured.passed == Answer::No)
    }

    /// The first thing to tell the person: [`Advice::Good`] where nothing
    /// fails, [`Advice::NotJudged`] where nothing could be judged.
    #[must_use]
    pub fn advice(&self) -> Advice {
        match (self.failing().next(), self.passed()) {
            (Some(measured), _) => measured.advice,
            (None, Answer::Yes | Answer::No) => Advice::Good,
            (None, Answer::NotAssessable) => Advice::NotJudged,
        }
    }

    /// The measure `measure`, where it belongs to this picture.
    #[must_use]
    pub fn get(&self, measure: Measure) -> Option<&Measured<P>> {
        self.measures
            .iter()
            .find(|measured| measured.measure == measure)
    }

    /// The same, its places brought into another image by `bring`.
    #[must_use]
    pub fn brought<Q>(self, bring: impl Fn(&P) -> Q) -> Report<Q> {
        let measures = self.measures.into_iter().map(|measured| Measured {
            measure: measured.measure,
            value: measured.value,
            unit: measured.unit,
            threshold: measured.threshold,
            bound: measured.bound,
            passed: measured.passed,
            advice: measured.advice,
            places: measured.places.iter().map(&bring).collect(),
            fields: measured.fields,
        });
        Report {
            measures: measures.collect(),
        }
    }
}

/// The quality of one picture of a session, as a picture of its subject.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureQuality {
    /// Which picture.
    pub evidence: evidence::Kind,
    /// As a picture of what. A card is one of a document and, where its
    /// portrait is compared, one of a face.
    pub subject: Subject,
    /// Where the subject lies in the picture that was sent; `None` where that
    /// is not known.
    pub area: Option<Area>,
    /// The measures, their places in the picture that was sent.
    pub report: Report<Area>,
}

impl PictureQuality {
    /// Where `measured`, one of the measures, can be seen: at its places, else
    /// in all of the subject.
    #[must_use]
    pub fn seen(&self, measured: &Measured<Area>) -> Vec<Spot> {
        if measured.places.is_empty() {
            let whole = Spot::whole(self.evidence);
            return vec![
                self.area
                    .map_or(whole, |area| Spot::area(self.evidence, area)),
            ];
        }
        let places = measured.places.iter();
        places
            .map(|area| Spot::area(self.evidence, *area))
            .collect()
    }
}

#[cfg(test)]
mod tests;
