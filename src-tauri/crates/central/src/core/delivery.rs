//! Delivering callbacks: in order within a session, again until received.

use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sqlx::SqliteConnection;

use super::Central;
use crate::CentralError;

/// The pause after each failed attempt; after the last one the callback is
/// given up.
const PAUSES: [SignedDuration; 11] = [
    SignedDuration::from_secs(10),
    SignedDuration::from_secs(30),
    SignedDuration::from_mins(2),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(15),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(3),
    SignedDuration::from_hours(6),
    SignedDuration::from_hours(6),
];

/// How many receivers are called at a time, so that a slow one does not stop
/// the others.
const AT_ONCE: i64 = 16;

/// A callback that is due.
#[derive(sqlx::FromRow)]
struct Due {
    sequence: i64,
    session: String,
    payload: String,
    attempts: i64,
    body: String,
}

/// Delivers callbacks until the server closes: when something was queued, and
/// when a pause may be over.
pub(crate) async fn work(central: Central) {
    loop {
        if let Err(error) = run(&central).await {
            tracing::error!(%error, "Callbacks could not be delivered");
        }
        tokio::select! {
            () = central.closing().cancelled() => return,
            () = central.callbacks().notified() => {}
            () = tokio::time::sleep(std::time::Duration::from_secs(1)) => {}
        }
    }
}

/// Sends everything that is due, and returns how many were received. One at
/// a time: two would send the same callback twice.
pub(crate) async fn run(central: &Central) -> Result<usize, CentralError> {
    let _alone = central.delivering().lock().await;
    let mut received = 0;
    loop {
        // A pause counts from the attempt, not from its end.
        let attempted_at = central.now();
        let due = due(central, attempted_at).await?;
        if due.is_empty() {
            return Ok(received);
        }
        let answers = join_all(due.iter().map(|due| send(central, due))).await;
        let mut tx = central.write().await?;
        for (due, answer) in due.iter().zip(answers) {
            match answer {
                Ok(()) => {
                    received += 1;
                    delivered(central, &mut tx, due).await?;
                }
                Err(reason) => {
                    tracing::warn!(
                        session = due.session,
                        attempt = due.attempts + 1,
                        reason,
                        "A callback was not received"
                    );
                    postpone(attempted_at, &mut tx, due).await?;
                }
            }
        }
        tx.commit().await?;
    }
}

/// The callbacks that are due, at most one of each session: its oldest.
async fn due(central: &Central, now: Timestamp) -> Result<Vec<Due>, CentralError> {
    let mut db = central.read().await?;
    Ok(sqlx::query_as::<_, Due>(
        "SELECT callback.sequence, callback.session, callback.payload, callback.attempts,
             partner_session.body
         FROM callback JOIN partner_session ON partner_session.id = callback.session
         WHERE callback.sequence IN (
                 SELECT MIN(sequence) FROM callback
                 WHERE delivered_at IS NULL AND abandoned_at IS NULL GROUP BY session)
             AND callback.due_at <= ?1
         ORDER BY callback.sequence LIMIT ?2",
    )
    .bind(now.as_millisecond())
    .bind(AT_ONCE)
    .fetch_all(&mut *db)
    .await?)
}

/// Sends one callback; the error is a word for the log, without the address.
async fn send(central: &Central, due: &Due) -> Result<(), &'static str> {
    let body: Value = serde_json::from_str(&due.body).map_err(|_| "damaged session")?;
    let callback = &body["callback"];
    let url = callback["url"].as_str().ok_or("no address")?;
    let client = central.http().await.map_err(|_| "no client")?;
    let mut request = client
        .post(url)
        .header("content-type", "application/json")
        .body(due.payload.clone());
    if let Some(headers) = callback["headers"].as_object() {
        for (name, value) in headers {
            if let Some(value) = value.as_str() {
                request = request.header(name, value);
            }
        }
    }
    let answer = request.send().await.map_err(|error| {
        if error.is_timeout() {
            "no answer in time"
        } else if error.is_connect() {
            "no connection"
        } else {
            "not sent"
        }
    })?;
    if answer.status().is_success() {
        Ok(())
    } else {
        Err("not a 2xx answer")
    }
}

async fn delivered(
    central: &Central,
    tx: &mut SqliteConnection,
    due: &Due,
) -> Result<(), CentralError> {
    sqlx::query(
        "UPDATE callback SET delivered_at = ?2, attempts = attempts + 1 WHERE sequence = ?1",
    )
    .bind(due.sequence)
    .bind(central.now().to_string())
    .execute(tx)
    .await?;
    Ok(())
}

async fn postpone(
    now: Timestamp,
    tx: &mut SqliteConnection,
    due: &Due,
) -> Result<(), CentralError> {
    let pause = usize::try_from(due.attempts)
        .ok()
        .and_then(|attempt| PAUSES.get(attempt));
    let query = match pause {
        Some(pause) => {
            let due_at = now
                .as_millisecond()
                .saturating_add(i64::try_from(pause.as_millis()).unwrap_or(i64::MAX));
            sqlx::query(
                "UPDATE callback SET attempts = attempts + 1, due_at = ?2 WHERE sequence = ?1",
            )
            .bind(due.sequence)
            .bind(due_at)
        }
        None => {
            tracing::error!(
                session = due.session,
                "A callback was given up; its partner has to ask for the status"
            );
            sqlx::query(
                "UPDATE callback SET attempts = attempts + 1, abandoned_at = ?2 WHERE sequence = ?1",
            )
            .bind(due.sequence)
            .bind(now.to_string())
        }
    };
    query.execute(tx).await?;
    Ok(())
}
