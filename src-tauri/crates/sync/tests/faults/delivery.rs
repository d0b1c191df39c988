//! Delivering: each failure and what becomes of the decision.

use std::time::Duration;

use domain::{
    Clock,
    decision::{AskAgain, Finality, Outcome, PieceAsked, PieceReason, Refusal, RefusalReason},
    id::OperatorId,
    kiosk::Piece,
};
use jiff::SignedDuration;
use outbox::{Connector, DeliveryReport, RaoCredentials, deliver};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::json;

use crate::{
    host::{HandClock, MemoryOutbox, Status},
    server::{Fault, Server, credentials},
};

struct Desk {
    server: Server,
    connector: Connector,
    outbox: MemoryOutbox,
    clock: HandClock,
    operator: OperatorId,
    credentials: RaoCredentials,
    random: StdRng,
}

impl Desk {
    async fn with_requests(keys: &[i64]) -> Self {
        let server = Server::with_requests(keys).await;
        Self {
            connector: server.connector(),
            server,
            outbox: MemoryOutbox::default(),
            clock: HandClock::new(),
            operator: OperatorId::fresh(),
            credentials: credentials(),
            random: StdRng::seed_from_u64(1),
        }
    }

    async fn deliver(&mut self) -> DeliveryReport {
        let held = Some((self.operator, &self.credentials));
        deliver(
            &self.connector,
            &self.outbox,
            held,
            &self.clock,
            &mut self.random,
        )
        .await
        .unwrap()
    }

    async fn deliver_without_credentials(&mut self) -> DeliveryReport {
        deliver(
            &self.connector,
            &self.outbox,
            None,
            &self.clock,
            &mut self.random,
        )
        .await
        .unwrap()
    }

    fn later(&self) {
        self.clock.advance(SignedDuration::from_mins(6));
    }
}

fn refusal() -> Outcome {
    Outcome::Refuse(Refusal {
        reason: RefusalReason::DocumentExpired,
        text: String::new(),
        finality: Finality::Repeatable,
    })
}

fn asking() -> Outcome {
    let asked = PieceAsked {
        piece: Piece::Selfie,
        reason: PieceReason::TooDark,
    };
    Outcome::AskAgain(AskAgain::new(vec![asked], "Dark.").expect("a piece"))
}

#[tokio::test]
async fn pieces_are_asked_for_once_also_where_the_answer_was_lost() {
    let mut desk = Desk::with_requests(&[1]).await;
    let id = desk.outbox.post(1, desk.operator, asking());
    desk.server.plan(&[Fault::CutAfter]);
    assert_eq!(desk.deliver().await.delivered, 0);
    // The customer has been quick, and the same words under the same id get the
    // same answer.
    desk.server.ra().requests.get_mut(&1).unwrap()["status"] = json!("VIDEOREVIEW");
    desk.later();
    assert_eq!(desk.deliver().await.delivered, 1);
    let at = desk.clock.now();
    assert_eq!(desk.outbox.status(id), Status::Delivered { at });
    let ra = desk.server.ra();
    assert_eq!(ra.effects, [(1, "request_videoid_pieces".to_owned())]);
    let body = ra.bodies.last().unwrap();
    let pieces = json!([{"type": "document_owner", "reason": "too_dark"}]);
    assert_eq!((&body["pieces"], &body["text"]), (&pieces, &json!("Dark.")));
}

#[tokio::test]
async fn where_another_desk_has_asked_first_this_one_has_not() {
    let mut desk = Desk::with_requests(&[1]).await;
    desk.server.ra().requests.get_mut(&1).unwrap()["status"] = json!("VIDEOINCOMPLETE");
    let id = desk.outbox.post(1, desk.operator, asking());
    assert_eq!(desk.deliver().await.refused, 1);
    let code = "conflict".to_owned();
    assert_eq!(desk.outbox.status(id), Status::Refused { code });
}

#[tokio::test]
async fn the_decisions_on_a_session_are_delivered_in_their_order() {
    let mut desk = Desk::with_requests(&[1]).await;
    let validated = desk.outbox.post(1, desk.operator, Outcome::Validate);
    let approved = desk.outbox.post(1, desk.operator, Outcome::Approve);
    let report = desk.deliver().await;
    assert_eq!(report.delivered, 2);
    assert_eq!(desk.server.status(1), "ENROLLREADY");
    let at = desk.clock.now();
    assert_eq!(desk.outbox.status(validated), Status::Delivered { at });
    assert_eq!(desk.outbox.status(approved), Status::Delivered { at });
    assert_eq!(
        desk.deliver().await,
        DeliveryReport::default(),
        "nothing is left"
    );
}

#[tokio::test]
async fn a_later_decision_does_not_overtake_one_that_is_held_up() {
    let mut desk = Desk::with_requests(&[1, 2]).await;
    desk.outbox.post(1, desk.operator, Outcome::Validate);
    desk.outbox.post(1, desk.operator, Outcome::Approve);
    desk.outbox.post(2, desk.operator, refusal());
    desk.server.plan(&[Fault::HtmlBefore]);
    let report = desk.deliver().await;
    assert_eq!((report.delivered, report.postponed), (1, 1));
    assert_eq!(desk.server.ra().effects, [(2, "refuse_videoid".to_owned())]);
    desk.later();
    assert_eq!(desk.deliver().await.delivered, 2);
    assert_eq!(desk.server.status(1), "ENROLLREADY");
}

#[tokio::test]
async fn a_decision_whose_answer_was_lost_is_delivered_once() {
    for fault in [Fault::CutAfter, Fault::HtmlAfter, Fault::GarbageAfter] {
        for forgets_keys in [false, true] {
            let mut desk = Desk::with_requests(&[1]).await;
            desk.server.ra().forgets_keys = forgets_keys;
            let id = desk.outbox.post(1, desk.operator, Outcome::Validate);
            desk.server.plan(&[fault]);
            assert_eq!(desk.deliver().await.postponed, 1, "{fault:?}");
            desk.later();
            assert_eq!(desk.deliver().await.delivered, 1, "{fault:?}");
            assert_eq!(desk.server.ra().effects.len(), 1, "{fault:?}");
            assert_eq!(desk.server.ra().keys, [id.to_string()], "the state told it");
        }
    }
}

#[tokio::test]
async fn an_answer_lost_is_found_even_without_credentials() {
    let mut desk = Desk::with_requests(&[1]).await;
    desk.outbox.post(1, desk.operator, Outcome::Validate);
    desk.server.plan(&[Fault::CutAfter]);
    desk.deliver().await;
    desk.later();
    assert_eq!(desk.deliver_without_credentials().await.delivered, 1);
}

#[tokio::test]
async fn a_decision_waits_for_its_own_operators_credentials() {
    let mut desk = Desk::with_requests(&[1]).await;
    let id = desk.outbox.post(1, OperatorId::fresh(), Outcome::Validate);
    for _ in 0..3 {
        let report = desk.deliver().await;
        assert_eq!(report.waiting_for_credentials, 1);
        assert_eq!(
            desk.deliver_without_credentials()
                .await
                .waiting_for_credentials,
            1
        );
    }
    assert_eq!(desk.outbox.attempts(id), 0, "nothing was begun");
    assert!(desk.server.ra().asked.is_empty(), "nothing was asked");
}

#[tokio::test]
async fn a_wrong_pin_is_tried_once_and_not_with_every_decision() {
    let mut desk = Desk::with_requests(&[1, 2, 3]).await;
    desk.credentials.pin = "0000".into();
    let ids = [1, 2, 3].map(|key| desk.outbox.post(key, desk.operator, Outcome::Validate));
    let report = desk.deliver().await;
    assert!(report.credentials_rejected);
    assert_eq!(report.waiting_for_credentials, 3);
    assert_eq!(
        desk.server.ra().keys.len(),
        1,
        "the account would be locked"
    );
    desk.credentials = credentials();
    assert_eq!(
        desk.deliver().await.delivered,
        3,
        "at once, without a pause"
    );
    assert_eq!(
        desk.server.ra().keys[1],
        ids[0].to_string(),
        "under the same id"
    );
}

#[tokio::test]
async fn a_contradiction_is_shown_and_not_repeated() {
    for (status, outcome, code) in [
        ("REFUSED", Outcome::Approve, "conflict"),
        ("CANCELLED", refusal(), "conflict"),
        ("ENROLLREADY", refusal(), "conflict"),
        ("VIDEOREVIEW", Outcome::Approve, "wrong_state"),
    ] {
        let mut desk = Desk::with_requests(&[1]).await;
        desk.server.ra().requests.get_mut(&1).unwrap()["status"] = json!(status);
        let id = desk.outbox.post(1, desk.operator, outcome);
        assert_eq!(desk.deliver().await.refused, 1, "{status}");
        assert_eq!(
            desk.outbox.status(id),
            Status::Refused {
                code: code.to_owned()
            }
        );
        desk.later();
        assert_eq!(desk.deliver().await, DeliveryReport::default(), "{status}");
        assert!(desk.server.ra().effects.is_empty());
    }
}

#[tokio::test]
async fn a_contradiction_after_a_lost_attempt_is_shown() {
    let mut desk = Desk::with_requests(&[1]).await;
    let id = desk.outbox.post(1, desk.operator, refusal());
    desk.server.plan(&[Fault::CutBefore]);
    desk.deliver().await;
    desk.server.ra().requests.get_mut(&1).unwrap()["status"] = json!("CANCELLED");
    desk.later();
    assert_eq!(desk.deliver().await.refused, 1);
    assert_eq!(
        desk.outbox.status(id),
        Status::Refused {
            code: "conflict".to_owned()
        }
    );
}

#[tokio::test]
async fn what_an_earlier_attempt_brought_about_counts_as_delivered() {
    let mut desk = Desk::with_requests(&[1]).await;
    desk.server.ra().forgets_keys = true;
    desk.outbox.post(1, desk.operator, refusal());
    desk.server.plan(&[Fault::CutAfter]);
    desk.deliver().await;
    desk.later();
    assert_eq!(desk.deliver().await.delivered, 1);
    assert_eq!(desk.server.ra().effects.len(), 1);
}

#[tokio::test]
async fn what_somebody_else_decided_first_is_theirs_also_where_it_is_the_same() {
    for (status, outcome) in [
        ("REFUSED", refusal()),
        ("CREATED", Outcome::Validate),
        ("ENROLLREADY", Outcome::Approve),
    ] {
        let mut desk = Desk::with_requests(&[1]).await;
        desk.server.ra().requests.get_mut(&1).unwrap()["status"] = json!(status);
        let id = desk.outbox.post(1, desk.operator, outcome);
        assert_eq!(desk.deliver().await.refused, 1, "{status}");
        let code = "conflict".to_owned();
        assert_eq!(desk.outbox.status(id), Status::Refused { code }, "{status}");
        assert!(desk.server.ra().effects.is_empty());
    }
}

#[tokio::test]
async fn a_fault_of_the_link_ends_the_round_and_loses_nothing() {
    let mut desk = Desk::with_requests(&[1, 2]).await;
    let ids = [1, 2].map(|key| desk.outbox.post(key, desk.operator, Outcome::Validate));
    desk.connector = desk.server.connector_with(Duration::from_millis(50));
    desk.server.plan(&[Fault::Hang]);
    let report = desk.deliver().await;
    assert_eq!(report.link_fault, Some("timed_out"));
    assert_eq!(
        desk.outbox.attempts(ids[1]),
        0,
        "it would have hung as well"
    );
    desk.connector = desk.server.connector();
    desk.later();
    assert_eq!(desk.deliver().await.delivered, 2);
}

#[tokio::test]
async fn a_pause_is_kept_and_a_clock_set_back_does_not_stretch_it() {
    let mut desk = Desk::with_requests(&[1]).await;
    let id = desk.outbox.post(1, desk.operator, Outcome::Validate);
    desk.server.plan(&[Fault::Busy]);
    desk.deliver().await;
    let Status::Waiting { not_before, code } = desk.outbox.status(id) else {
        panic!("postponed");
    };
    assert_eq!(code, "server_error");
    assert!(not_before > desk.clock.now(), "a pause");
    assert_eq!(
        desk.deliver().await,
        DeliveryReport::default(),
        "not before its time"
    );
    desk.clock.advance(SignedDuration::from_hours(-24 * 365));
    assert_eq!(desk.deliver().await.delivered, 1);
}

#[tokio::test]
async fn a_clock_that_leaps_ahead_changes_nothing_but_the_time() {
    let mut desk = Desk::with_requests(&[1]).await;
    let id = desk.outbox.post(1, desk.operator, Outcome::Validate);
    desk.server.plan(&[Fault::CutAfter]);
    desk.deliver().await;
    desk.clock
        .advance(SignedDuration::from_hours(24 * 365 * 20));
    assert_eq!(desk.deliver().await.delivered, 1);
    assert_eq!(desk.server.ra().effects.len(), 1);
    assert_eq!(
        desk.outbox.status(id),
        Status::Delivered {
            at: desk.clock.now()
        }
    );
}

#[tokio::test]
async fn a_decision_taken_back_at_the_last_moment_is_not_sent() {
    let mut desk = Desk::with_requests(&[1, 2]).await;
    let id = desk.outbox.post(1, desk.operator, Outcome::Validate);
    desk.outbox.post(2, desk.operator, Outcome::Validate);
    desk.outbox.taken_back.lock().unwrap().push(id);
    let report = desk.deliver().await;
    assert_eq!((report.not_begun, report.delivered), (1, 1));
    assert_eq!(desk.server.status(1), "VIDEOREVIEW");
}
