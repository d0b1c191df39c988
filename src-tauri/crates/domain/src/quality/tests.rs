use super::*;
use crate::evidence::Kind;

const AREA: Area = Area {
    x: 1,
    y: 2,
    width: 30,
    height: 40,
};

fn sharpness(value: Option<f32>) -> Measured<Area> {
    Measured::new(
        Measure::Sharpness,
        value,
        Unit::Pixels,
        (Bound::AtMost, 1.6),
        Advice::HoldStill,
    )
}

fn light(value: Option<f32>) -> Measured<Area> {
    Measured::new(
        Measure::Underexposure,
        value,
        Unit::Levels,
        (Bound::AtLeast, 90.0),
        Advice::MoreLight,
    )
}

#[test]
fn a_value_at_its_threshold_is_good() {
    let check = |measured: Measured<Area>, passed, advice| {
        assert_eq!((measured.passed, measured.advice), (passed, advice));
    };
    check(sharpness(Some(1.6)), Answer::Yes, Advice::Good);
    check(sharpness(Some(1.7)), Answer::No, Advice::HoldStill);
    check(sharpness(None), Answer::NotAssessable, Advice::NotJudged);
    check(light(Some(90.0)), Answer::Yes, Advice::Good);
    check(light(Some(89.0)), Answer::No, Advice::MoreLight);
    check(light(Some(f32::NAN)), Answer::No, Advice::MoreLight);
}

#[test]
fn a_picture_says_the_first_thing_that_is_wrong_with_it() {
    let check = |measures: [Measured<Area>; 2], passed, advice| {
        let report = Report {
            measures: measures.into(),
        };
        assert_eq!((report.passed(), report.advice()), (passed, advice));
    };
    check(
        [light(Some(10.0)), sharpness(Some(4.0))],
        Answer::No,
        Advice::MoreLight,
    );
    check(
        [light(None), sharpness(Some(4.0))],
        Answer::No,
        Advice::HoldStill,
    );
    check(
        [light(None), sharpness(Some(1.0))],
        Answer::Yes,
        Advice::Good,
    );
    check(
        [light(None), sharpness(None)],
        Answer::NotAssessable,
        Advice::NotJudged,
    );
}

#[test]
fn what_has_no_place_of_its_own_is_seen_in_all_of_the_subject() {
    let small = Area { width: 3, ..AREA };
    let check = |area, measured: &Measured<Area>, expected: Spot| {
        let quality = PictureQuality {
            evidence: Kind::DocumentRear,
            subject: Subject::Document,
            area,
            report: Report {
                measures: vec![measured.clone()],
            },
        };
        assert_eq!(quality.seen(measured), [expected]);
    };
    let at = |area| Spot::area(Kind::DocumentRear, area);
    let whole = Spot::whole(Kind::DocumentRear);
    check(None, &sharpness(None), whole);
    check(Some(AREA), &sharpness(None), at(AREA));
    let placed = sharpness(Some(4.0)).found_at(vec![small], Vec::new());
    check(Some(AREA), &placed, at(small));
}

#[test]
fn only_the_places_of_a_report_change_when_it_is_brought_elsewhere() {
    let found = sharpness(Some(4.0)).found_at(vec![AREA], vec![field::Name::Surname]);
    let report = Report {
        measures: vec![found.clone()],
    };
    let moved = report.brought(|area| Area { x: 50, ..*area });
    let expected = found.found_at(vec![Area { x: 50, ..AREA }], vec![field::Name::Surname]);
    assert_eq!(moved.measures, [expected]);
}
