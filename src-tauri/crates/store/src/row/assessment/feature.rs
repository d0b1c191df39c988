//! A feature of a document as JSON.

use domain::feature::{Feature, Name, Presence, Side};
use serde::{Deserialize, Serialize};

use super::super::spot::AreaRow;

#[derive(Serialize, Deserialize)]
pub(super) struct FeatureRow {
    name: String,
    presence: String,
    side: String,
    area: Option<AreaRow>,
}

impl From<&Feature> for FeatureRow {
    fn from(feature: &Feature) -> Self {
        Self {
            name: feature.name.name().to_owned(),
            presence: feature.presence.name().to_owned(),
            side: feature.side.name().to_owned(),
            area: feature.area.map(AreaRow::from),
        }
    }
}

impl FeatureRow {
    pub(super) fn into_domain(self) -> Option<Feature> {
        Some(Feature {
            name: Name::from_name(&self.name)?,
            presence: Presence::from_name(&self.presence)?,
            side: Side::from_name(&self.side)?,
            area: self.area.map(AreaRow::into_domain),
        })
    }
}
