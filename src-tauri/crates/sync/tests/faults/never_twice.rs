//! Whatever goes wrong on the way, a decision takes effect once and keeps its id.

use std::sync::atomic::Ordering;

use domain::{decision::Outcome, id::OperatorId};
use jiff::SignedDuration;
use outbox::deliver;
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

use crate::{
    host::{HandClock, MemoryOutbox, Status},
    server::{Fault, Server, credentials},
};

/// What happens in one round of deliveries.
#[derive(Debug, Clone)]
struct Round {
    /// Shown to the questions of this round, in order.
    faults: Vec<Fault>,
    /// The machine stops before it writes down that something was delivered.
    stops: bool,
    /// The clock moves by so many minutes afterwards.
    minutes: i64,
}

fn round() -> impl Strategy<Value = Round> {
    let fault = prop_oneof![
        Just(Fault::CutBefore),
        Just(Fault::CutAfter),
        Just(Fault::HtmlBefore),
        Just(Fault::HtmlAfter),
        Just(Fault::GarbageAfter),
        Just(Fault::Busy),
    ];
    (
        prop::collection::vec(fault, 0..3),
        any::<bool>(),
        -60_i64..60,
    )
        .prop_map(|(faults, stops, minutes)| Round {
            faults,
            stops,
            minutes,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_failures_end_in_one_effect_under_one_id(
        rounds in prop::collection::vec(round(), 0..6),
        forgets_keys in any::<bool>(),
        seed in any::<u64>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(run(rounds, forgets_keys, seed));
    }
}

async fn run(rounds: Vec<Round>, forgets_keys: bool, seed: u64) {
    let server = Server::with_requests(&[1]).await;
    server.ra().forgets_keys = forgets_keys;
    let connector = server.connector();
    let (outbox, clock, operator) = (
        MemoryOutbox::default(),
        HandClock::new(),
        OperatorId::fresh(),
    );
    let credentials = credentials();
    let held = Some((operator, &credentials));
    let mut random = StdRng::seed_from_u64(seed);
    let ids =
        [Outcome::Validate, Outcome::Approve].map(|outcome| outbox.post(1, operator, outcome));

    for round in rounds {
        server.plan(&round.faults);
        outbox
            .dies_before_delivered
            .store(round.stops, Ordering::SeqCst);
        if deliver(&connector, &outbox, held, &clock, &mut random)
            .await
            .is_err()
        {
            outbox.restart();
        }
        server.ra().faults.clear();
        outbox.dies_before_delivered.store(false, Ordering::SeqCst);
        clock.advance(SignedDuration::from_mins(round.minutes));
    }
    for _ in 0..2 {
        clock.advance(SignedDuration::from_mins(16));
        deliver(&connector, &outbox, held, &clock, &mut random)
            .await
            .unwrap();
    }

    for id in ids {
        assert!(
            matches!(outbox.status(id), Status::Delivered { .. }),
            "{:?}",
            outbox.status(id)
        );
    }
    let ra = server.ra();
    assert_eq!(
        ra.effects,
        [
            (1, "validate_videoid".to_owned()),
            (1, "pl_approve".to_owned())
        ],
        "once each, in order"
    );
    let expected = ids.map(|id| id.to_string());
    assert!(
        ra.keys.iter().all(|key| expected.contains(key)),
        "the same ids in every attempt"
    );
}
