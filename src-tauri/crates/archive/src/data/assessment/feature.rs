//! The features of a document under Signicat's names.

use domain::feature::{Feature, Presence};
use serde::Serialize;

use super::spot::BoxJson;

/// `found` is null where the pictures cannot tell.
#[derive(Serialize)]
pub(super) struct FeatureJson {
    name: &'static str,
    found: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bbox: Option<BoxJson>,
    side: &'static str,
}

impl FeatureJson {
    pub(super) fn of(feature: &Feature) -> Self {
        Self {
            name: feature.name.name(),
            found: match feature.presence {
                Presence::Found => Some(true),
                Presence::Missing => Some(false),
                Presence::NotAssessable => None,
            },
            bbox: feature.area.map(BoxJson::of),
            side: feature.side.name(),
        }
    }
}
