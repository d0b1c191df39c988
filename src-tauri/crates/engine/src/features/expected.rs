//! Which kind of document has which features, and who says so.

use domain::feature::{Name, Side};

use crate::document::kind::Kind;
use crate::mrz::Format;

use Name::{BarCode, Chip, GhostPortrait, Header, Mrz, Ovi1, Photo, Signature};
use Side::{Back, Data};

/// The features that a document of `kind` has on its sides.
#[must_use]
pub const fn expected(kind: Kind) -> &'static [(Name, Side)] {
    match kind {
        // Ministry of the Interior, "Caratteristiche del documento": the sign
        // of the chip and the photograph on the front, zone and tax code as a
        // bar code on the rear, which repeats the photograph. Decree of 21 July
        // 2022: since then the letters IT in ink that changes its colour.
        // Decree of 23 December 2015: title, signature.
        Kind::ElectronicIdentityCard => &[
            (Header, Data),
            (Photo, Data),
            (Signature, Data),
            (Mrz, Back),
            (Chip, Data),
            (BarCode, Back),
            (GhostPortrait, Back),
            (Ovi1, Data),
        ],
        // Decree of 19 July 2000, annex B.
        Kind::OlderIdentityCard => &[(Header, Data), (Photo, Data), (Mrz, Back)],
        // Royal decree 635/1940, art. 289.
        Kind::PaperIdentityCard => &[(Header, Data), (Photo, Data), (Signature, Data)],
        // Directive 2006/126/EC, annex I: title; 6 is the photograph, 7 the
        // signature of the holder.
        Kind::DrivingLicence => &[(Header, Data), (Photo, Data), (Signature, Data)],
        // ICAO Doc 9303 part 4: zones I, IV, V and VII of the data page.
        // Regulation (EC) 2252/2004, annex, 4: an element that varies optically.
        Kind::Passport => &[
            (Header, Data),
            (Photo, Data),
            (Signature, Data),
            (Mrz, Data),
            (Ovi1, Data),
        ],
        // ICAO Doc 9303 part 5: zones I, V and VII; the signature is optional.
        Kind::Mrz(Format::Td1) => &[(Header, Data), (Photo, Data), (Mrz, Back)],
        // ICAO Doc 9303 parts 4 and 6.
        Kind::Mrz(Format::Td2 | Format::Td3) => &[(Header, Data), (Photo, Data), (Mrz, Data)],
        // ICAO Doc 9303 part 7: the portrait is optional.
        Kind::Mrz(Format::MrvA | Format::MrvB) => &[(Header, Data), (Mrz, Data)],
        // No document that shows who somebody is.
        Kind::HealthCard => &[],
        // What identity documents have in common.
        Kind::Unknown => &[(Header, Data), (Photo, Data)],
    }
}
