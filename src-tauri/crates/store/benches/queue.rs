//! How long the desk waits for a part of the queue: pages, searches and counts
//! among two hundred thousand sessions, in a real encrypted store.
//!
//! `cargo bench -p sportello-store --bench queue`; making the sessions takes a
//! minute. `--profile dev` spares a build and is slower in what is ours, not in
//! SQLite.

use std::{fmt::Write as _, hint::black_box, path::Path, sync::Arc};

use criterion::{Criterion, criterion_group, criterion_main};
use domain::{
    Personal,
    audit::Actor,
    clock::Frozen,
    id::{OperatorId, RaoId},
    operator::Role,
    queue::Group,
};
use jiff::Timestamp;
use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};
use store::{DatabaseKey, NewOperator, Owner, QueueFilter, QueueList, Store};
use tokio::runtime::Runtime;

const SESSIONS: u32 = 200_000;
/// What a window asks for at once.
const PAGE: u32 = 100;

fn queue(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (store, me) = runtime.block_on(filled(folder.path()));
    let everything = QueueFilter {
        owner: Owner::Any,
        list: QueueList::Open,
        text: None,
        offset: 0,
        limit: PAGE,
    };
    let bench = |criterion: &mut Criterion, name: &str, filter: &QueueFilter, rows: bool| {
        let found = runtime.block_on(store.queue(filter)).expect("a page");
        assert_eq!(!found.is_empty(), rows, "{name}");
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| black_box(runtime.block_on(store.queue(filter))));
        });
    };
    let at = |offset| QueueFilter {
        offset,
        ..everything.clone()
    };
    bench(criterion, "the first page", &at(0), true);
    bench(criterion, "a page in the middle", &at(SESSIONS / 4), true);
    bench(criterion, "the last page", &at(SESSIONS / 2), true);
    let listed = |owner, group| QueueFilter {
        owner,
        list: QueueList::Of(group),
        ..everything.clone()
    };
    bench(
        criterion,
        "a page of a list",
        &listed(Owner::Nobody, Group::NeedsOperator),
        true,
    );
    bench(
        criterion,
        "a page of mine",
        &listed(Owner::Operator(me), Group::NeedsOperator),
        true,
    );
    bench(
        criterion,
        "a page of the refused",
        &listed(Owner::Any, Group::Refused),
        true,
    );
    let searched = |text: &str| QueueFilter {
        text: Some(Personal::from(text)),
        ..everything.clone()
    };
    for (name, text, rows) in [
        ("search: a tax code", "SPCNNA80A00777H501X", true),
        ("search: the middle of a number", "A00777", true),
        ("search: one name of sixteen", "moretti", true),
        ("search: two names", "moretti anna", true),
        ("search: one letter", "m", true),
        ("search: two letters", "mo", true),
        ("search: nothing", "nobody", false),
        ("search: two letters that nobody has", "zq", false),
    ] {
        bench(criterion, name, &searched(text), rows);
        let filter = searched(text);
        criterion.bench_function(&format!("{name}, how many"), |bencher| {
            bencher.iter(|| black_box(runtime.block_on(store.queue_length(&filter))));
        });
    }
    criterion.bench_function("the counts of every list", |bencher| {
        bencher.iter(|| black_box(runtime.block_on(store.counts(me))));
    });
}

/// A store with sessions in every list, and an operator who has some of them.
async fn filled(folder: &Path) -> (Store, OperatorId) {
    let key = DatabaseKey::fresh();
    let now: Timestamp = "2026-03-02T09:00:00Z".parse().expect("an instant");
    let open = async || {
        Store::open(folder, key.clone(), Arc::new(Frozen(now)))
            .await
            .expect("a store")
    };
    let store = open().await;
    let operator = NewOperator {
        user_name: "specimen".into(),
        display_name: "Specimen".into(),
        role: Role::Rao,
        rao_id: RaoId("1400".into()),
        rao_user_name: "specimen".into(),
    };
    let operator = store
        .create_operator(Actor::Application, operator, "correct horse".into())
        .await;
    let operator = operator.expect("an operator").id;
    store.close().await;
    let mut hex = String::new();
    for byte in key.reveal() {
        write!(hex, "{byte:02x}").expect("a text grows");
    }
    let mut database = SqliteConnectOptions::new()
        .filename(folder.join(store::DATABASE_FILE))
        .pragma("key", format!("\"x'{hex}'\""))
        .connect()
        .await
        .expect("the key opens it");
    sqlx::query(GENERATE)
        .bind(i64::from(SESSIONS))
        .bind(operator.to_string())
        .execute(&mut database)
        .await
        .expect("the sessions are made");
    drop(database);
    (open().await, operator)
}

/// `?1` sessions, the operator `?2` has a hundredth of those that wait. Names
/// come from short lists; numbers count up.
const GENERATE: &str = r#"
WITH RECURSIVE
numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?1),
people AS (SELECT n,
    json_array('ROSSI','BIANCHI','MORETTI','FERRARI','ESPOSITO','ROMANO','COLOMBO','RICCI',
        'MARINO','GRECO','BRUNO','GALLO','CONTI','COSTA','GIORDANO','RIZZO')
        ->> ('$[' || (n % 16) || ']') AS surname,
    json_array('ANNA','MARCO','GIULIA','FRANCO','CHIARA','PAOLO','SARA','LUCA','ELENA','ANDREA',
        'MARTA','DAVIDE','IRENE') ->> ('$[' || (n % 13) || ']') AS given,
    printf('SPCNNA80A%05dH501X', n) AS code,
    printf('CA%05dAA', n) AS number,
    CASE n % 10 WHEN 0 THEN 'refused' WHEN 1 THEN 'approved' WHEN 2 THEN 'approved'
        WHEN 3 THEN 'refused' WHEN 4 THEN 'validated' WHEN 5 THEN 'incomplete'
        ELSE 'waiting_for_review' END AS state
    FROM numbers)
INSERT INTO sessions (id, central_key, created_ns, received_ns, process, state, state_ns,
    claimed_by, claimed_ns, declared, captured, reported_checks, problems, search, evidence_key,
    awaited_ns, due_ns, version)
SELECT printf('00000000-0000-7000-8000-%012x', n), n, n * 1000000000, n * 1000000000, 'high', state,
    n * 1000000000,
    CASE WHEN n % 100 = 7 THEN ?2 END, CASE WHEN n % 100 = 7 THEN n END,
    json_array(json_object('field', 'surname', 'value', surname),
        json_object('field', 'given_name', 'value', given),
        json_object('field', 'tax_code', 'value', code),
        json_object('field', 'document_number', 'value', number),
        json_object('field', 'email', 'value', lower(given) || n || '@example.org')),
    json_array(json_object('field', 'surname', 'source', 'capture', 'value', surname)),
    '[]', '[]', n || char(10) || surname || char(10) || given || char(10) || code || char(10) || number,
    zeroblob(32), n * 1000000000, (n + (n * 7919) % 50000) * 1000000000, 1
FROM people"#;

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = queue
}
criterion_main!(benches);
