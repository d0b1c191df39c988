use jiff::Timestamp;

use super::*;
use crate::{
    decision::{PieceAsked, PieceReason},
    evidence::Kind,
    kiosk::Needs,
};

#[test]
fn a_session_goes_from_the_devices_to_the_submission() {
    check(
        nothing_more(),
        "ready consent take keep take keep take keep submit",
        "submitting",
    );
    let everything = [Kind::DocumentRear, Kind::HealthCardFront];
    check(
        Needs::whole(&everything, None, true),
        "ready consent take keep take keep take keep take keep phone take keep take keep submit",
        "submitting",
    );
}

#[test]
fn an_act_out_of_place_changes_nothing() {
    for acts in [
        "take",
        "keep",
        "phone",
        "submit",
        "back",
        "consent",
        "fail",
        "ready ready",
        "ready keep",
        "ready consent consent",
        "ready consent keep",
        "ready consent submit",
        "ready consent take take",
        "ready consent take submit",
        "ready consent retake:document_front",
        "ready consent take retake:selfie",
        "stop ready",
        "stop stop",
    ] {
        let (before, last) = acts.rsplit_once(' ').unwrap_or(("", acts));
        let mut flow = at(nothing_more(), before);
        let unchanged = flow.clone();
        assert_eq!(act(&mut flow, last), Err(OutOfPlace), "{acts}");
        assert_eq!(flow, unchanged, "{acts}");
    }
}

#[test]
fn a_piece_taken_again_leads_back_to_the_review() {
    check(
        nothing_more(),
        "ready consent take keep take keep take keep retake:selfie take keep",
        "review",
    );
}

#[test]
fn going_back_shows_what_was_taken_and_keeps_it() {
    check(
        nothing_more(),
        "ready consent take keep back",
        "taken document_front",
    );
    check(
        nothing_more(),
        "ready consent take keep back keep",
        "taking selfie",
    );
    check(nothing_more(), "ready consent back", "consent");
    check(
        nothing_more(),
        "ready consent back consent",
        "taking document_front",
    );
    check(nothing_more(), "ready back", "devices");
    let phone = Needs::whole(&[], None, true);
    check(
        phone.clone(),
        "ready consent take keep back",
        "taken document_front",
    );
    check(
        phone,
        "ready consent take keep phone back",
        "taken document_front",
    );
}

#[test]
fn leaving_a_piece_and_coming_back_costs_no_attempt() {
    let mut flow = at(nothing_more(), "ready consent take keep");
    for _ in 0..5 {
        act(&mut flow, "back").expect("there is a step before");
        act(&mut flow, "keep").expect("it was taken");
    }
    assert_eq!(flow.attempt(Piece::Selfie), (1, 3));
}

#[test]
fn the_last_failed_attempt_ends_the_session() {
    check(
        nothing_more(),
        "ready consent fail fail",
        "taking document_front",
    );
    check(
        nothing_more(),
        "ready consent fail fail fail",
        "stopped User.TooManyAttempts",
    );
}

#[test]
fn a_good_piece_can_be_taken_again_while_attempts_are_left() {
    let mut flow = at(nothing_more(), "ready consent take");
    for attempt in 2..=3 {
        act(&mut flow, "retake:document_front").expect("an attempt is left");
        assert_eq!(flow.attempt(Piece::DocumentFront), (attempt, 3));
        act(&mut flow, "take").expect("it is being taken");
    }
    assert_eq!(act(&mut flow, "retake:document_front"), Err(OutOfPlace));
    act(&mut flow, "keep").expect("what was taken stays");
}

#[test]
fn a_resumed_session_looks_at_the_devices_and_goes_on_where_it_was() {
    let flow = at(nothing_more(), "ready consent take keep");
    let mut resumed = Flow::resumed(flow.plan().clone(), 3, flow.facts().clone());
    assert_eq!(resumed.place(), Place::Devices);
    resumed.devices_ready().expect("it is there");
    assert_eq!(resumed.place(), Place::Taking(Piece::Selfie));
    assert_eq!(resumed.attempt(Piece::Selfie), (1, 3));
}

#[test]
fn the_rail_shows_one_step_at_hand() {
    let flow = at(nothing_more(), "ready consent take keep");
    let rail: Vec<Progress> = flow.progress().into_iter().map(|(_, at)| at).collect();
    use Progress::{Ahead, Current, Done};
    assert_eq!(rail, [Done, Done, Done, Done, Current, Ahead, Ahead, Ahead]);
}

#[test]
fn a_session_for_pieces_asked_for_again_holds_nothing_else() {
    let rear = again(&[Piece::DocumentRear], false);
    check(rear.clone(), "ready", "taking document_rear");
    check(rear.clone(), "ready take keep", "review");
    check(rear.clone(), "ready take keep back keep", "review");
    check(rear.clone(), "ready back", "devices");
    check(rear.clone(), "ready take keep submit", "submitting");
    check(rear, "ready fail fail fail", "stopped User.TooManyAttempts");
    let both = again(&[Piece::Face, Piece::HealthCardRear], true);
    check(both.clone(), "ready", "consent");
    check(both, "ready consent take keep take keep", "review");
}

#[test]
fn whoever_would_rather_be_identified_in_person_ends_the_session() {
    for acts in ["", "ready", "ready consent take keep", "ready consent take"] {
        let mut flow = at(nothing_more(), acts);
        flow.stop(Stop::InPerson).expect("it is under way");
        assert_eq!(flow.place(), Place::Stopped(Stop::InPerson), "{acts}");
    }
    let mut sent = at(
        nothing_more(),
        "ready consent take keep take keep take keep submit",
    );
    assert_eq!(sent.stop(Stop::InPerson), Err(OutOfPlace));
}

fn nothing_more() -> Needs {
    Needs::whole(&[], None, false)
}

fn again(pieces: &[Piece], consent: bool) -> Needs {
    let asked: Vec<PieceAsked> = pieces
        .iter()
        .map(|piece| PieceAsked {
            piece: *piece,
            reason: PieceReason::Other,
        })
        .collect();
    Needs::again(&asked, consent, false)
}

fn at(needs: Needs, acts: &str) -> Flow {
    let mut flow = Flow::new(Plan::new(needs), 3);
    for name in acts.split_whitespace() {
        act(&mut flow, name).unwrap_or_else(|_| panic!("{name} in {acts}"));
    }
    flow
}

fn act(flow: &mut Flow, name: &str) -> Result<(), OutOfPlace> {
    let consent = Consent::given(true, true, Timestamp::UNIX_EPOCH, "1", "K1");
    match name {
        "ready" => flow.devices_ready(),
        "consent" => flow.consent(consent.expect("both were said")),
        "take" => flow.taken().map(|_| ()),
        "fail" => flow.failed(),
        "keep" => flow.keep(),
        "phone" => flow.phone_confirmed(),
        "back" => flow.back(),
        "submit" => flow.submit(),
        "stop" => flow.stop(Stop::Customer),
        other => {
            let piece = other.strip_prefix("retake:").and_then(Piece::from_name);
            flow.retake(piece.expect("the name of an act"))
        }
    }
}

#[track_caller]
fn check(needs: Needs, acts: &str, expected: &str) {
    let place = match at(needs, acts).place() {
        Place::Devices => "devices".to_owned(),
        Place::Consent => "consent".to_owned(),
        Place::Taking(piece) => format!("taking {}", piece.name()),
        Place::Taken(piece) => format!("taken {}", piece.name()),
        Place::Phone => "phone".to_owned(),
        Place::Review => "review".to_owned(),
        Place::Submitting => "submitting".to_owned(),
        Place::Stopped(why) => format!("stopped {}", why.code()),
    };
    assert_eq!(place, expected, "{acts}");
}
