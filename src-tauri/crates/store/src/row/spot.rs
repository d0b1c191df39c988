//! Where something can be seen, as JSON.

use domain::evidence::{Area, Kind, Place, Spot};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct SpotRow {
    evidence: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    area: Option<AreaRow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_ms: Option<u32>,
}

/// x, y, width and height in pixels.
#[derive(Serialize, Deserialize)]
pub(super) struct AreaRow([u32; 4]);

impl From<&Spot> for SpotRow {
    fn from(spot: &Spot) -> Self {
        let (area, at_ms) = match spot.place {
            Place::Whole => (None, None),
            Place::Area(area) => (Some(AreaRow::from(area)), None),
            Place::Time(ms) => (None, Some(ms)),
        };
        Self {
            evidence: spot.evidence.name().to_owned(),
            area,
            at_ms,
        }
    }
}

impl SpotRow {
    pub(super) fn into_domain(self) -> Option<Spot> {
        let place = match (self.area, self.at_ms) {
            (Some(area), None) => Place::Area(area.into_domain()),
            (None, Some(ms)) => Place::Time(ms),
            (None, None) => Place::Whole,
            (Some(_), Some(_)) => return None,
        };
        Some(Spot {
            evidence: Kind::from_name(&self.evidence)?,
            place,
        })
    }
}

impl From<Area> for AreaRow {
    fn from(area: Area) -> Self {
        Self([area.x, area.y, area.width, area.height])
    }
}

impl AreaRow {
    pub(super) const fn into_domain(self) -> Area {
        let Self([x, y, width, height]) = self;
        Area {
            x,
            y,
            width,
            height,
        }
    }
}
