use proptest::prelude::*;

use super::*;
use crate::document::{Point, Quad};

fn page(text: &[&str]) -> Vec<TextLine> {
    text.iter()
        .enumerate()
        .map(|(row, text)| {
            let quad = Quad::of_size(20.0 * text.chars().count() as f32, 24.0);
            let moved = quad.0.map(|p| Point {
                x: p.x + 40.0,
                y: p.y + 40.0 * row as f32,
            });
            TextLine::new(text, Quad(moved), 0.95)
        })
        .collect()
}

#[track_caller]
fn check(text: &[&str], zone: Option<(Format, &str, &str, &str)>, expected: (Kind, Option<Side>)) {
    let zone = zone.map(|(format, code, issuer, number)| ZoneCode {
        format,
        code,
        issuer,
        number,
    });
    let found = recognise(&page(text), zone);
    assert_eq!((found.kind, found.side), expected, "{found:?}");
}

#[test]
fn documents_are_recognised_by_what_is_printed_on_them() {
    const FRONT: Option<Side> = Some(Side::Front);
    const REAR: Option<Side> = Some(Side::Rear);
    let card = [
        "REPUBBLICA ITALIANA",
        "MINISTERO DELL'INTERNO",
        "CARTA DI IDENTITÀ /IDENTITY CARD",
        "COMUNE DI / MUNICIPALITY",
    ];
    check(&card, None, (Kind::ElectronicIdentityCard, FRONT));
    let garbled = ["CARTADI lDENTITA/IDENTlTY CARD", "LUOG0 E DATA Dl NASCITA"];
    check(&garbled, None, (Kind::ElectronicIdentityCard, FRONT));
    let rear = [
        "CODICE FISCALE",
        "FISCAL CODE",
        "INDIRIZZO DI RESIDENZA / RESIDENCE",
    ];
    check(&rear, None, (Kind::ElectronicIdentityCard, REAR));
    let zone = (Format::Td1, "C", "ITA", "CA00000AA");
    check(&rear, Some(zone), (Kind::ElectronicIdentityCard, REAR));
    check(
        &[],
        Some((Format::Td1, "C", "ITA", "1234567AA")),
        (Kind::OlderIdentityCard, REAR),
    );
    check(
        &[
            "CARTA D'IDENTITA'",
            "Stato civile",
            "Professione IMPIEGATA",
            "Capelli CASTANI",
        ],
        None,
        (Kind::PaperIdentityCard, FRONT),
    );
    check(
        &[
            "PATENTE DI GUIDA   REPUBBLICA ITALIANA",
            "1.",
            "2.",
            "3.",
            "4a.   4c.",
        ],
        None,
        (Kind::DrivingLicence, FRONT),
    );
    check(
        &[
            "AM",
            "A1",
            "A2",
            "A",
            "B1",
            "B",
            "C1",
            "C",
            "Patente di guida Driving Licence",
        ],
        None,
        (Kind::DrivingLicence, REAR),
    );
    check(
        &["TESSERA SANITARIA", "CODICE FISCALE"],
        None,
        (Kind::HealthCard, FRONT),
    );
    check(
        &[
            "TESSERA EUROPEA DI ASSICURAZIONE MALATTIA",
            "Cognome",
            "Nomi",
        ],
        None,
        (Kind::HealthCard, REAR),
    );
    check(
        &["PASSAPORTO", "REPUBBLICA ITALIANA"],
        None,
        (Kind::Passport, FRONT),
    );
    check(
        &[],
        Some((Format::Td3, "P", "ITA", "YA0000000")),
        (Kind::Passport, FRONT),
    );
    check(
        &[],
        Some((Format::Td3, "P", "UTO", "L898902C3")),
        (Kind::Mrz(Format::Td3), FRONT),
    );
    check(
        &[],
        Some((Format::Td2, "I", "UTO", "D23145890")),
        (Kind::Mrz(Format::Td2), FRONT),
    );
    check(
        &[],
        Some((Format::Td1, "I", "D", "L01X00T47")),
        (Kind::Mrz(Format::Td1), REAR),
    );
}

#[test]
fn what_says_nothing_is_unknown() {
    check(&[], None, (Kind::Unknown, None));
    check(
        &["MENU DEL GIORNO", "PASTA AL FORNO", "COPERTO"],
        None,
        (Kind::Unknown, None),
    );
    check(&["REPUBBLICA ITALIANA"], None, (Kind::Unknown, None));
}

#[test]
fn the_reason_names_the_words() {
    let found = recognise(&page(&["TESSERA SANITARIA"]), None);
    assert_eq!(found.words, ["TESSERA SANITARIA"]);
    assert!(found.confidence > 0.5);
}

proptest! {
    #[test]
    fn no_text_breaks_the_recognition(text in prop::collection::vec(any::<String>(), 0..12)) {
        let text: Vec<&str> = text.iter().map(String::as_str).collect();
        let found = recognise(&page(&text), None);
        prop_assert!((0.0..=1.0).contains(&found.confidence));
    }
}

#[test]
fn no_bar_code_is_looked_for_on_the_fronts_of_italian_documents() {
    #[track_caller]
    fn check(kind: Kind, side: Option<Side>, expected: bool) {
        let recognised = Recognised {
            kind,
            side,
            ..unknown()
        };
        assert_eq!(
            recognised.may_have_bar_code(),
            expected,
            "{kind:?} {side:?}"
        );
    }
    let fronts = [
        Kind::ElectronicIdentityCard,
        Kind::DrivingLicence,
        Kind::Passport,
    ];
    for kind in fronts {
        check(kind, Some(Side::Front), false);
        check(kind, Some(Side::Rear), true);
        check(kind, None, true);
    }
    for kind in [Kind::HealthCard, Kind::Mrz(Format::Td1), Kind::Unknown] {
        check(kind, Some(Side::Front), true);
    }
}
