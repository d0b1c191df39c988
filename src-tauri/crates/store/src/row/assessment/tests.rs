use domain::{
    advice::Advice,
    assessment::Problem,
    check::Reason,
    evidence::{Area, Spot},
    failure::FailReason,
    feature::{self, Feature},
    field::Reading,
    quality::{Bound, Measure, Measured, PictureQuality, Report, Subject, Unit},
};

use super::*;

#[test]
fn an_assessment_survives_its_json() {
    check(full());
}

#[test]
fn every_face_problem_survives_its_json() {
    for problem in [
        FaceProblem::NoFace(Kind::Selfie),
        FaceProblem::TooSmall(Kind::DocumentFront),
        FaceProblem::Missing(Kind::Video),
        FaceProblem::Unreadable(Kind::DocumentPhoto),
        FaceProblem::Blurred(Kind::Selfie),
        FaceProblem::Turned(Kind::Selfie),
    ] {
        check(Assessment {
            face: FaceFinding::NotAssessable(problem),
            mrz: None,
            ..full()
        });
    }
}

#[test]
fn a_distance_that_is_no_number_is_turned_down() {
    let odd = Assessment {
        face: FaceFinding::Compared {
            similarity: Similarity::from_distance(f32::NAN),
            frames: 0,
            several: Vec::new(),
        },
        ..full()
    };
    assert!(matches!(
        to_text(&odd),
        Err(StoreError::Unstorable {
            what: "face distance"
        })
    ));
}

#[test]
fn an_assessment_of_an_earlier_version_can_still_be_read() {
    let text = to_text(&full()).expect("it can be written");
    let mut row: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let object = row.as_object_mut().expect("an object");
    for later in ["features", "quality", "fail_reason", "loip"] {
        object.remove(later).expect("it is written now");
    }
    for finding in object["findings"].as_array_mut().expect("a list") {
        let finding = finding.as_object_mut().expect("an object");
        finding.remove("seen").expect("it is written now");
    }
    let read = from_text(&row.to_string()).expect("it can be read");
    assert!(read.features.is_empty() && read.fail_reason.is_none() && read.loip.is_none());
    assert!(read.quality.is_empty(), "nothing is known of it");
    assert!(read.findings.iter().all(|finding| finding.seen.is_empty()));
    assert_eq!(read.face, full().face);
}

const AREA: Area = Area {
    x: 1,
    y: 2,
    width: 30,
    height: 4,
};

#[track_caller]
fn check(assessment: Assessment) {
    let text = to_text(&assessment).expect("it can be written");
    assert_eq!(from_text(&text).expect("it can be read"), assessment);
}

fn full() -> Assessment {
    let value = || Personal::from("ROSSI");
    Assessment {
        process: ProcessType::SubstantialFullyAuto,
        status: Status::Inconclusive,
        findings: vec![
            Finding::new(Check::NonExpired, Answer::Yes, Reason::NoMethod),
            Finding::new(Check::TaxCodeMatch, Answer::No, Reason::Malformed).seen_at([
                Spot::whole(Kind::Selfie),
                Spot::area(Kind::DocumentRear, AREA),
                Spot::video_at(4_250),
            ]),
        ],
        face: FaceFinding::Compared {
            similarity: Similarity::from_distance(0.432_109_87),
            frames: 7,
            several: vec![Kind::Selfie, Kind::Video],
        },
        features: vec![Feature {
            name: feature::Name::Header,
            presence: feature::Presence::Found,
            side: feature::Side::Data,
            area: Some(AREA),
        }],
        quality: quality(),
        fail_reason: Some(FailReason::illegible_document(b"")),
        loip: Some(Loip::Baseline),
        readings: vec![Reading {
            field: Name::Surname,
            source: Source::Mrz,
            value: value(),
            seen: Some(Spot::area(Kind::DocumentRear, AREA)),
        }],
        differences: [Against::Read(Source::VisualZone), Against::TaxCode]
            .into_iter()
            .map(|against| Difference {
                field: Name::BirthDate,
                against,
                says: value(),
            })
            .collect(),
        mrz: Some(MrzSummary {
            format: "TD3".into(),
            lines: vec![value(), value()],
            valid: true,
            repaired: 2,
        }),
        problems: vec![Problem {
            evidence: Kind::Video,
            code: "empty".into(),
        }],
        engine: "engine 1".into(),
        took_ms: 812,
    }
}

fn quality() -> Vec<PictureQuality> {
    let sharpness = |value| {
        Measured::new(
            Measure::Sharpness,
            value,
            Unit::Pixels,
            (Bound::AtMost, 1.6),
            Advice::HoldStill,
        )
    };
    let picture = |evidence, subject, area, measured| PictureQuality {
        evidence,
        subject,
        area,
        report: Report {
            measures: vec![measured],
        },
    };
    vec![
        picture(
            Kind::DocumentRear,
            Subject::Document,
            Some(AREA),
            sharpness(Some(4.591_6)).found_at(vec![AREA], vec![Name::Surname]),
        ),
        picture(Kind::Selfie, Subject::Face, None, sharpness(None)),
    ]
}
