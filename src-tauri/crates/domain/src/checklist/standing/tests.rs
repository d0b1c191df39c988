//! What is missing, in tables.

use super::*;
use crate::{checklist::FaceFeature, id::OperatorId};

const SEED: [u8; 16] = [7; 16];
const NOT_LISTED: Register = Register::Queried(Listing::NotListed);

#[test]
fn two_variable_features_a_third_and_every_answer_make_it_complete() {
    check(&[], NOT_LISTED, &[]);
}

#[test]
fn an_answer_that_is_missing_is_named() {
    for item in [
        Item::Question(Question::MrzAgrees),
        Item::Question(Question::ReferenceConsulted),
        Item::Face(FaceFeature::Ears),
    ] {
        check(&[(item, None)], NOT_LISTED, &[Gap::Unanswered(item)]);
    }
}

#[test]
fn a_no_speaks_against_an_approval() {
    for item in [
        Item::Security(variable(0)),
        Item::Question(Question::DataRecorded),
        Item::Face(FaceFeature::Nose),
    ] {
        let standing = standing(&[(item, Some(Answer::No))], NOT_LISTED);
        assert!(standing.gaps.contains(&Gap::No(item)), "{standing:?}");
        assert_eq!(standing.weight(), Some(Weight::Against));
    }
}

#[test]
fn not_assessable_is_enough_only_where_the_policy_says_so() {
    let zone = Item::Question(Question::MrzAgrees);
    let lost = Item::Question(Question::NotReportedLost);
    let ears = Item::Face(FaceFeature::Ears);
    let open = Some(Answer::NotAssessable);
    check(&[(zone, open)], NOT_LISTED, &[Gap::NotAssessable(zone)]);
    check(&[(lost, open)], Register::Absent, &[]);
    check(&[(ears, open)], NOT_LISTED, &[]);
}

#[test]
fn a_register_that_is_there_has_to_be_asked_and_what_it_lists_stays_out() {
    let lost = Item::Question(Question::NotReportedLost);
    let listed = Register::Queried(Listing::Listed { reported: None });
    for (answer, register, expected) in [
        (
            Some(Answer::Yes),
            Register::NotQueried,
            Some(Gap::NotQueried),
        ),
        (None, Register::NotQueried, Some(Gap::NotQueried)),
        (
            Some(Answer::NotAssessable),
            Register::NotQueried,
            Some(Gap::NotQueried),
        ),
        (Some(Answer::No), Register::NotQueried, Some(Gap::No(lost))),
        (Some(Answer::Yes), Register::Absent, Some(Gap::NotQueried)),
        (None, Register::Absent, Some(Gap::Unanswered(lost))),
        (Some(Answer::Yes), listed, Some(Gap::Listed)),
        (None, listed, Some(Gap::Listed)),
        (None, NOT_LISTED, Some(Gap::Unanswered(lost))),
        (Some(Answer::Yes), NOT_LISTED, None),
    ] {
        let gaps: Vec<Gap> = expected.into_iter().collect();
        check(&[(lost, answer)], register, &gaps);
    }
}

#[test]
fn features_are_counted_and_two_have_to_be_variable() {
    let missing = (Item::Security(variable(1)), None);
    check(
        &[missing],
        NOT_LISTED,
        &[
            Gap::Variable {
                verified: 1,
                needed: 2,
            },
            Gap::Features {
                verified: 2,
                needed: 3,
            },
        ],
    );
    let third = (
        Item::Security(SecurityFeature::Microprint),
        Some(Answer::Yes),
    );
    check(
        &[missing, third],
        NOT_LISTED,
        &[Gap::Variable {
            verified: 1,
            needed: 2,
        }],
    );
}

#[test]
fn for_a_variable_feature_that_cannot_be_seen_the_next_is_drawn() {
    let nothing = &[
        (Item::Security(variable(0)), None),
        (Item::Security(variable(1)), None),
    ];
    let asked = |standing: &Standing| {
        let variable = standing
            .items
            .iter()
            .filter(|item| matches!(item, Item::Security(feature) if feature.is_variable()));
        variable.count()
    };
    assert_eq!(asked(&standing(nothing, NOT_LISTED)), 2);
    let cannot = |at: usize| (Item::Security(variable(at)), Some(Answer::NotAssessable));
    let next = standing(&[cannot(0)], NOT_LISTED);
    assert_eq!(asked(&next), 3);
    assert!(next.items.contains(&Item::Security(variable(2))));
    let all = standing(&[cannot(0), cannot(1), cannot(2)], NOT_LISTED);
    assert!(all.gaps.contains(&Gap::TooFewVariable), "{all:?}");
    assert_eq!(all.weight(), Some(Weight::Against));
}

#[test]
fn a_face_of_which_too_little_agrees_speaks_against_an_approval() {
    let hidden: Vec<_> = FaceFeature::ALL[..6]
        .iter()
        .map(|feature| (Item::Face(*feature), Some(Answer::NotAssessable)))
        .collect();
    check(
        &hidden,
        NOT_LISTED,
        &[Gap::FaceAgreement {
            agreeing: 5,
            needed: 6,
        }],
    );
}

#[test]
fn progress_counts_what_is_needed() {
    let whole = standing(&[], NOT_LISTED);
    assert_eq!((whole.answered, whole.needed), (18, 18));
    let nothing: Vec<_> = Item::all().map(|item| (item, None)).collect();
    let empty = standing(&nothing, NOT_LISTED);
    assert_eq!((empty.answered, empty.needed), (0, 18));
    assert_eq!(empty.weight(), Some(Weight::Missing));
    let microprint = (
        Item::Security(SecurityFeature::Microprint),
        Some(Answer::Yes),
    );
    let lines = (
        Item::Security(SecurityFeature::Guilloches),
        Some(Answer::Yes),
    );
    let mut fixed = nothing;
    fixed.extend([microprint, lines]);
    assert_eq!(
        standing(&fixed, NOT_LISTED).answered,
        1,
        "two places are for variable ones"
    );
}

#[test]
fn a_house_that_asks_nothing_is_content() {
    let policy = ChecklistPolicy {
        features: 0,
        variable: 0,
        questions: [].into(),
        may_be_open: [].into(),
        face: [].into(),
        face_agreeing: 0,
    };
    let standing = Standing::of(&policy, &subject(Register::NotQueried), &[]);
    assert_eq!(standing, Standing::default());
}

/// The feature that is drawn at place `at`, from 0.
fn variable(at: usize) -> SecurityFeature {
    drawn(Type::IdentityCard, &SEED)[at]
}

fn subject(register: Register) -> Subject<'static> {
    Subject {
        kind: Type::IdentityCard,
        seed: &SEED,
        register,
    }
}

/// The standing of a checklist in which everything is answered as it should
/// be, but for `changes`; the last change of an item counts.
fn standing(changes: &[(Item, Option<Answer>)], register: Register) -> Standing {
    let fine = [variable(0), variable(1), SecurityFeature::Guilloches].map(Item::Security);
    let answers: Vec<Answered> = Item::all()
        .filter_map(|item| {
            let given = match item {
                Item::Security(_) => fine.contains(&item).then_some(Answer::Yes),
                Item::Question(_) | Item::Face(_) => Some(Answer::Yes),
            };
            let changed = changes.iter().rfind(|(other, _)| *other == item);
            let answer = changed.map_or(given, |(_, answer)| *answer)?;
            Some(Answered {
                item,
                answer,
                operator: OperatorId::fresh(),
                at: jiff::Timestamp::UNIX_EPOCH,
                seen: None,
            })
        })
        .collect();
    Standing::of(&ChecklistPolicy::default(), &subject(register), &answers)
}

#[track_caller]
fn check(changes: &[(Item, Option<Answer>)], register: Register, expected: &[Gap]) {
    assert_eq!(standing(changes, register).gaps, expected, "{changes:?}");
}
