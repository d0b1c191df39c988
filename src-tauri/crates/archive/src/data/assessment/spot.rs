//! Where something can be seen.

use domain::evidence::{Area, Place, Spot};
use serde::Serialize;

/// A piece of evidence, and a part of it or a time in it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::data) struct SpotJson {
    evidence: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    bbox: Option<BoxJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_ms: Option<u32>,
}

/// Pixels of the picture, from its upper left corner.
#[derive(Serialize)]
pub(super) struct BoxJson {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
}

impl SpotJson {
    pub(in crate::data) fn of(spot: &Spot) -> Self {
        let (bbox, at_ms) = match spot.place {
            Place::Whole => (None, None),
            Place::Area(area) => (Some(BoxJson::of(area)), None),
            Place::Time(ms) => (None, Some(ms)),
        };
        Self {
            evidence: spot.evidence.name(),
            bbox,
            at_ms,
        }
    }
}

impl BoxJson {
    pub(super) const fn of(area: Area) -> Self {
        Self {
            x: area.x,
            y: area.y,
            width: area.width,
            height: area.height,
        }
    }
}
