use super::*;

/// Ten seconds at a tenth of a second of a face at rest, changed by `act`.
fn recording(act: impl Fn(u32, &mut Sample)) -> Vec<Event> {
    let mut gestures = Gestures::new();
    for index in 0..100 {
        let mut sample = Sample {
            time_ms: index * 100,
            pose: Pose::default(),
            expression: Expression {
                eyes_open: 0.3,
                mouth_width: 0.5,
                mouth_open: 0.02,
                size_px: 80.0,
            },
        };
        act(index, &mut sample);
        gestures.push(sample);
    }
    gestures.finish()
}

#[track_caller]
fn check(name: &str, act: impl Fn(u32, &mut Sample), expected: &[(Action, u32)]) {
    let found: Vec<(Action, u32)> = recording(act)
        .iter()
        .map(|event| (event.action, event.peak_ms))
        .collect();
    assert_eq!(found, expected, "{name}");
}

#[test]
fn gestures_are_found_with_their_times() {
    check("rest", |_, _| {}, &[]);
    check(
        "a blink of two frames",
        |at, sample| {
            if at == 30 || at == 31 {
                sample.expression.eyes_open = 0.15 + (at as f32 - 30.0) * 0.02;
            }
        },
        &[(Action::Blink, 3000)],
    );
    check(
        "eyes that stay closed are no blink",
        |at, sample| {
            if (30..42).contains(&at) {
                sample.expression.eyes_open = 0.15;
            }
        },
        &[],
    );
    check(
        "left, then right",
        |at, sample| {
            sample.pose.yaw = match at {
                20..25 => 30.0 + at as f32 / 10.0,
                40..45 => -40.0 - at as f32 / 10.0,
                _ => 0.0,
            };
        },
        &[(Action::TurnLeft, 2400), (Action::TurnRight, 4400)],
    );
    check(
        "a smile and coming closer",
        |at, sample| {
            if (20..30).contains(&at) {
                sample.expression.mouth_width = 0.5 + at as f32 / 250.0;
            }
            if (60..80).contains(&at) {
                sample.expression.size_px = 80.0 + at as f32 / 2.0;
            }
        },
        &[(Action::Smile, 2900), (Action::ComeCloser, 7900)],
    );
}

#[test]
fn a_long_recording_is_judged_piece_by_piece_and_nothing_counts_twice() {
    let mut gestures = Gestures::new();
    let mut asked = 0;
    for index in 0..20_000_u32 {
        let blinks = index % 97 == 50;
        asked += u32::from(blinks);
        let eyes_open = if blinks { 0.1 } else { 0.3 };
        gestures.push(Sample {
            time_ms: index * 80,
            pose: Pose::default(),
            expression: Expression {
                eyes_open,
                ..Expression::default()
            },
        });
        assert!(gestures.window.len() < WINDOW);
    }
    let events = gestures.finish();
    assert_eq!(events.len() as u32, asked);
    assert!(
        events
            .windows(2)
            .all(|pair| pair[0].from_ms < pair[1].from_ms)
    );
}

#[test]
fn names_lead_back_to_actions() {
    for action in Action::ALL {
        assert_eq!(Action::from_name(action.name()), Some(action));
    }
    assert_eq!(Action::from_name("jump"), None);
}
