use domain::field::Name;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::document::Point;

const TODAY: Date = date(2026, 11, 21);

/// Lines of `height` 20 at the places given, ten pixels a character.
fn page(lines: &[(f32, f32, &str)]) -> Vec<TextLine> {
    lines
        .iter()
        .map(|(x, y, text)| {
            let quad = Quad::of_size(10.0 * text.chars().count() as f32, 20.0);
            let moved = quad.0.map(|p| Point {
                x: p.x + x,
                y: p.y + y,
            });
            TextLine::new(text, Quad(moved), 0.9)
        })
        .collect()
}

fn zone(lines: &[TextLine], kind: Kind, side: Side) -> VisualZone {
    let recognised = Recognised {
        kind,
        side: Some(side),
        confidence: 0.9,
        words: Vec::new(),
    };
    read(lines, &recognised, TODAY)
}

#[track_caller]
fn check(lines: &[(f32, f32, &str)], kind: Kind, side: Side, expected: &[(Name, &str)]) {
    let zone = zone(&page(lines), kind, side);
    let read: Vec<(Name, &str)> = zone
        .fields
        .iter()
        .map(|read| (read.field, read.value.reveal().as_str()))
        .collect();
    assert_eq!(read, expected);
}

#[test]
fn the_front_of_a_card_is_read_by_its_captions() {
    check(
        &[
            (700.0, 40.0, "CA00000AA"),
            (100.0, 80.0, "COMUNE DI / MUNICIPALITY"),
            (100.0, 104.0, "SERENELLA MARITTIMA"),
            (300.0, 140.0, "COGNOME / SURNAME"),
            (300.0, 164.0, "ROSSI"),
            (300.0, 200.0, "NOME / NAME"),
            (300.0, 224.0, "BIANCA"),
            (300.0, 260.0, "LUOGO E DATA DI NASCITA"),
            (300.0, 282.0, "PLACE AND DATE OF BIRTH"),
            (300.0, 306.0, "PINO SULLA SPONDA (VA) 30.12.1964"),
            (300.0, 340.0, "SESSO"),
            (450.0, 340.0, "STATURA"),
            (650.0, 340.0, "CITTADINANZA"),
            (300.0, 362.0, "SEX"),
            (450.0, 362.0, "HEIGHT"),
            (650.0, 362.0, "NATIONALITY"),
            (300.0, 386.0, "F"),
            (450.0, 386.0, "180"),
            (650.0, 386.0, "ITA"),
            (300.0, 420.0, "EMISSIONE / ISSUING"),
            (650.0, 420.0, "SCADENZA / EXPIRY"),
            (300.0, 444.0, "30.05.2022"),
            (650.0, 444.0, "30.12.2031"),
            (300.0, 480.0, "FIRMA DEL TITOLARE"),
        ],
        Kind::ElectronicIdentityCard,
        Side::Front,
        &[
            (Name::Surname, "ROSSI"),
            (Name::GivenName, "BIANCA"),
            (Name::Sex, "F"),
            (Name::BirthDate, "1964-12-30"),
            (Name::BirthPlace, "PINO SULLA SPONDA (VA)"),
            (Name::Citizenship, "ITA"),
            (Name::DocumentNumber, "CA00000AA"),
            (Name::IssueDate, "2022-05-30"),
            (Name::ExpiryDate, "2031-12-30"),
            (Name::Issuer, "SERENELLA MARITTIMA"),
            (Name::Height, "180"),
        ],
    );
}

#[test]
fn a_missing_value_is_absent_and_not_the_next_one() {
    check(
        &[
            (300.0, 140.0, "COGNOME / SURNAME"),
            (300.0, 170.0, "NOME / NAME"),
            (300.0, 194.0, "BIANCA"),
            (300.0, 230.0, "EMISSIONE / ISSUING"),
            (650.0, 230.0, "SCADENZA / EXPIRY"),
            (650.0, 254.0, "30.12.2031"),
        ],
        Kind::ElectronicIdentityCard,
        Side::Front,
        &[
            (Name::GivenName, "BIANCA"),
            (Name::ExpiryDate, "2031-12-30"),
        ],
    );
}

#[test]
fn the_numbered_fields_of_a_licence_are_read() {
    check(
        &[
            (300.0, 40.0, "PATENTE DI GUIDA REPUBBLICA ITALIANA"),
            (300.0, 90.0, "1. ROSSI"),
            (300.0, 130.0, "2. MARIO"),
            (300.0, 170.0, "3. 01/01/80 ROMA (RM)"),
            (300.0, 210.0, "4a. 12/05/2014 4c. MIT-UCO"),
            (300.0, 250.0, "4b."),
            (345.0, 250.0, "01/01/2025"),
            (300.0, 290.0, "5. U1Z99X999X"),
            (40.0, 480.0, "9. AM B"),
        ],
        Kind::DrivingLicence,
        Side::Front,
        &[
            (Name::Surname, "ROSSI"),
            (Name::GivenName, "MARIO"),
            (Name::BirthDate, "1980-01-01"),
            (Name::BirthPlace, "ROMA (RM)"),
            (Name::DocumentNumber, "U1Z99X999X"),
            (Name::IssueDate, "2014-05-12"),
            (Name::ExpiryDate, "2025-01-01"),
            (Name::Issuer, "MIT-UCO"),
        ],
    );
}

#[test]
fn a_blank_licence_has_no_data() {
    let blank = [
        (300.0, 40.0, "PATENTE DI GUIDA"),
        (640.0, 40.0, "REPUBBLICA ITALIANA"),
        (300.0, 90.0, "1."),
        (300.0, 130.0, "2."),
        (300.0, 170.0, "3."),
        (300.0, 210.0, "4a."),
        (540.0, 210.0, "4c."),
        (300.0, 250.0, "4b."),
        (300.0, 290.0, "5."),
        (820.0, 290.0, "Vodicsky preukaz"),
    ];
    check(&blank, Kind::DrivingLicence, Side::Front, &[]);
    check(&blank, Kind::DrivingLicence, Side::Rear, &[]);
}

#[test]
fn the_european_rear_of_a_health_card_is_read() {
    check(
        &[
            (40.0, 40.0, "TESSERA EUROPEA DI ASSICURAZIONE MALATTIA"),
            (40.0, 90.0, "3 Cognome"),
            (40.0, 112.0, "ROSSI"),
            (40.0, 150.0, "4 Nome"),
            (40.0, 172.0, "MARIO"),
            (500.0, 150.0, "5 Data di nascita"),
            (500.0, 172.0, "01/01/1980"),
            (40.0, 210.0, "6 Numero di identificazione personale"),
            (40.0, 232.0, "RSSMRA80A01H501U"),
            (500.0, 210.0, "7 Identificazione dell'istituzione"),
            (500.0, 232.0, "SSN-MIN SALUTE - 500001"),
            (40.0, 270.0, "8 Numero di identificazione della tessera"),
            (40.0, 292.0, "80380000600123456789"),
            (600.0, 270.0, "9 Scadenza"),
            (600.0, 292.0, "31/12/2030"),
        ],
        Kind::HealthCard,
        Side::Rear,
        &[
            (Name::Surname, "ROSSI"),
            (Name::GivenName, "MARIO"),
            (Name::BirthDate, "1980-01-01"),
            (Name::TaxCode, "RSSMRA80A01H501U"),
            (Name::HealthCardNumber, "80380000600123456789"),
            (Name::HealthCardExpiry, "2030-12-31"),
            (Name::HealthCardInstitution, "SSN-MIN SALUTE - 500001"),
        ],
    );
}

#[test]
fn an_asterisked_rear_is_known_and_has_no_data() {
    let lines = page(&[
        (40.0, 40.0, "TESSERA EUROPEA DI ASSICURAZIONE MALATTIA"),
        (40.0, 90.0, "3 Cognome"),
        (40.0, 112.0, "****************"),
        (40.0, 150.0, "4 Nome"),
        (40.0, 172.0, "****************"),
    ]);
    let zone = zone(&lines, Kind::HealthCard, Side::Rear);
    assert!(zone.asterisked);
    assert!(zone.fields.is_empty(), "{zone:?}");
}

#[test]
fn values_lie_where_they_were_printed() {
    let lines = page(&[(100.0, 140.0, "COGNOME ROSSI")]);
    let zone = zone(&lines, Kind::PaperIdentityCard, Side::Front);
    let bounds = zone.get(Name::Surname).expect("a surname").quad.bounds();
    assert!(
        bounds.x > 170.0 && bounds.x + bounds.width < 231.0,
        "{bounds:?}"
    );
}

#[test]
fn no_value_prints() {
    let lines = page(&[(0.0, 0.0, "COGNOME"), (0.0, 24.0, "ROSSI")]);
    let zone = zone(&lines, Kind::PaperIdentityCard, Side::Front);
    assert_eq!(zone.fields.len(), 1);
    assert!(!format!("{zone:?}").contains("ROSSI"));
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop::sample::select(vec![
        Kind::ElectronicIdentityCard,
        Kind::OlderIdentityCard,
        Kind::PaperIdentityCard,
        Kind::DrivingLicence,
        Kind::Passport,
        Kind::HealthCard,
        Kind::Unknown,
    ])
}

proptest! {
    #[test]
    fn no_text_breaks_the_reading(
        text in prop::collection::vec((0f32..900.0, 0f32..600.0, "\\PC{0,30}"), 0..14),
        kind in kinds(),
    ) {
        let text: Vec<(f32, f32, &str)> = text.iter().map(|(x, y, t)| (*x, *y, t.as_str())).collect();
        let zone = zone(&page(&text), kind, Side::Front);
        prop_assert!(zone.fields.iter().all(|read| !read.value.reveal().is_empty()));
    }

    #[test]
    fn what_a_recogniser_gets_wrong_never_becomes_another_date(
        from in 0usize..10,
        to in "\\PC",
    ) {
        let mut date: Vec<char> = "30.12.2031".chars().collect();
        date[from] = to.chars().next().unwrap_or('?');
        let text: String = date.iter().collect();
        let digit_for_digit = date[from].is_ascii_digit();
        let lines = page(&[(0.0, 0.0, "SCADENZA"), (0.0, 24.0, text.as_str())]);
        let zone = zone(&lines, Kind::ElectronicIdentityCard, Side::Front);
        if let Some(read) = zone.get(Name::ExpiryDate) {
            prop_assert!(digit_for_digit || read.value.reveal() == "2031-12-30");
        }
    }

    #[test]
    fn what_a_recogniser_gets_wrong_in_any_line_breaks_nothing(
        line in 0usize..6,
        from in 0usize..30,
        to in any::<char>(),
        kind in kinds(),
    ) {
        let mut text = [
            "COGNOME / SURNAME", "ROSSI", "1. ROSSI", "4a. 01/01/20 4c. MC-RM",
            "3. 01/01/80 ROMA (RM)", "CODICE FISCALE RSSMRA80A01H501U",
        ].map(str::to_owned);
        let mut characters: Vec<char> = text[line].chars().collect();
        let at = from % characters.len();
        characters[at] = to;
        text[line] = characters.into_iter().collect();
        let placed: Vec<(f32, f32, &str)> = text
            .iter()
            .enumerate()
            .map(|(row, text)| (20.0, 30.0 * row as f32, text.as_str()))
            .collect();
        zone(&page(&placed), kind, Side::Front);
    }
}
