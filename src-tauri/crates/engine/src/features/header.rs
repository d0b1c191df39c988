//! The title of a document and the state that issued it.

use super::{Look, Seen, upright};
use crate::document::Box2;
use crate::document::kind::{Folded, Kind};

/// The part of the document, from its top, in which titles stand.
const TOP: f32 = 0.36;

/// What titles say, in letters A–Z and blanks.
const fn titles(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::ElectronicIdentityCard => &[
            "REPUBBLICA ITALIANA",
            "MINISTERO DELL INTERNO",
            "CARTA DI IDENTITA",
            "IDENTITY CARD",
        ],
        Kind::OlderIdentityCard | Kind::PaperIdentityCard => &[
            "REPUBBLICA ITALIANA",
            "MINISTERO DELL INTERNO",
            "CARTA D IDENTITA",
        ],
        Kind::DrivingLicence => &["PATENTE DI GUIDA", "REPUBBLICA ITALIANA"],
        Kind::Passport => &["REPUBBLICA ITALIANA", "PASSAPORTO", "PASSPORT"],
        Kind::Mrz(_) | Kind::Unknown => &[
            "PASSPORT",
            "PASSEPORT",
            "REISEPASS",
            "PASAPORTE",
            "IDENTITY CARD",
            "PERSONALAUSWEIS",
            "CARTE NATIONALE D IDENTITE",
            "DOCUMENTO NACIONAL DE IDENTIDAD",
            "RESIDENCE PERMIT",
            "REPUBLIC",
            "REPUBLIQUE",
            "BUNDESREPUBLIK",
            "KINGDOM",
        ],
        Kind::HealthCard => &[],
    }
}

/// The lines of the title. Titles of documents that are not known well may say
/// anything: that theirs was not found says nothing.
pub(super) fn find(look: &Look<'_>, kind: Kind) -> Seen {
    let below = if look.px_per_mm.is_some() {
        look.pixels.height() as f32 * TOP
    } else {
        f32::INFINITY
    };
    let found = look
        .lines
        .iter()
        .filter(|line| line.quad.centre().y < below)
        .filter(|line| {
            let folded = Folded::new(&line.text);
            titles(kind).iter().any(|title| folded.contains(title))
        });
    let corners: Vec<_> = found.flat_map(|line| line.quad.0).collect();
    if corners.is_empty() {
        return match kind {
            Kind::Mrz(_) | Kind::Unknown | Kind::HealthCard => Seen::Unclear,
            Kind::ElectronicIdentityCard
            | Kind::OlderIdentityCard
            | Kind::PaperIdentityCard
            | Kind::DrivingLicence
            | Kind::Passport => Seen::Nothing,
        };
    }
    let Box2 {
        x,
        y,
        width,
        height,
    } = Box2::around(corners);
    Seen::At(upright(x, y, x + width, y + height))
}
