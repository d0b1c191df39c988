//! What the document shows besides its data: features, and signs that it is a
//! copy. Everything that reading found is used again.

use domain::{
    evidence::{Area, Kind, Spot},
    feature::{Feature, Side},
};

use super::document::Zone;
use super::papers::{Page, shown};
use crate::{
    document::{Size, kind},
    face::{FaceEngine, FaceError},
    features::{self, Holding, Look, Portraits},
    originality::{self, Originality},
};

/// What was seen of the document.
pub(super) struct Looks {
    pub(super) features: Vec<Feature>,
    /// The sides of the identity document that could be located.
    pub(super) originals: Vec<Original>,
}

/// What speaks for and against one side being an original.
pub(super) struct Original {
    /// Where the side lies in its picture.
    pub(super) spot: Spot,
    /// Which document it is said to be.
    pub(super) kind: kind::Kind,
    pub(super) found: Originality,
}

/// Looks over the sides of the identity document among `pages`.
pub(super) fn over(
    faces: &FaceEngine,
    pages: &[Page<'_>],
    zone: Option<&Zone>,
) -> Result<Looks, FaceError> {
    let mut looks = Vec::new();
    let areas: Vec<_> = pages
        .iter()
        .map(|page| move |quad: &crate::document::Quad| page.sheet.area(quad))
        .collect();
    for (page, to_picture) in pages.iter().zip(&areas) {
        let Some(side) = side(page.evidence) else {
            continue;
        };
        looks.push(Look {
            side,
            pixels: &page.sheet.pixels,
            px_per_mm: page
                .sheet
                .straight
                .map(|(located, _)| density(located.size)),
            lines: &page.lines,
            recognised: &page.recognised,
            portraits: portraits(faces, page, side)?,
            codes: page.codes.iter().map(|code| code.quad).collect(),
            zone: zone.and_then(|zone| zone_on(page.evidence, zone)),
            to_picture,
        });
    }
    Ok(Looks {
        features: features::list(&looks),
        originals: pages.iter().filter_map(original).collect(),
    })
}

const fn side(evidence: Kind) -> Option<Side> {
    match evidence {
        Kind::DocumentFront => Some(Side::Data),
        Kind::DocumentRear => Some(Side::Back),
        Kind::DocumentPhoto
        | Kind::Selfie
        | Kind::HealthCardFront
        | Kind::HealthCardRear
        | Kind::Video
        | Kind::Snapshot
        | Kind::Declaration
        | Kind::Contract => None,
    }
}

fn portraits(faces: &FaceEngine, page: &Page<'_>, side: Side) -> Result<Portraits, FaceError> {
    let holding = match side {
        Side::Data => Holding::Portrait,
        Side::Back => Holding::NoPortrait,
    };
    features::portraits(faces, &page.sheet.pixels, holding)
}

fn zone_on(evidence: Kind, zone: &Zone) -> Option<Area> {
    use domain::evidence::Place;
    match zone.spot.place {
        Place::Area(area) if zone.spot.evidence == evidence => Some(area),
        Place::Area(_) | Place::Whole | Place::Time(_) => None,
    }
}

/// Pixels of a straightened document of `size` to a millimetre.
fn density(size: Size) -> f32 {
    size.pixels().0 as f32 / size.millimetres().0
}

fn original(page: &Page<'_>) -> Option<Original> {
    side(page.evidence)?;
    let (located, _) = page.sheet.straight?;
    let area = shown(&located.quad.bounds(), page.sheet.picture);
    Some(Original {
        spot: Spot::area(page.evidence, area),
        kind: page.recognised.kind,
        found: originality::document(page.sheet.picture, &located, &page.sheet.pixels),
    })
}
