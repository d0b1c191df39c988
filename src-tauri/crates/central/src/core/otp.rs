//! One-time codes: proof that the customer holds a phone number.
//!
//! A code has six digits and lives for minutes. Of the one that was sent last
//! only a slow hash is kept, and an answer is counted before it is judged, so
//! that answers given at once cannot outnumber the limit.

use domain::{
    PhoneNumber,
    audit::{Actor, Event},
};
use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use secrecy::SecretString;
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};

use super::{
    Central, audit,
    request::{self, Request, instant},
    session::Step,
    slow_hash::{hash, on_worker, verify},
};
use crate::{CentralError, TextMessage};

/// How often a code may be sent again before the number of the request is locked.
const MAX_SENT: i64 = 5;

/// What a request says of its phone number.
pub(crate) struct Rule {
    pub(crate) required: bool,
    pub(crate) editable: bool,
    /// The number it has now.
    pub(crate) phone: Option<PhoneNumber>,
}

/// The proof of a number, as far as it has come.
#[derive(Debug, Clone)]
pub(crate) struct Proof {
    /// When the right code came.
    pub(crate) confirmed_at: Option<Timestamp>,
}

/// A code is on its way.
pub(crate) struct Sent {
    /// How many wrong answers are still admitted, this many in all.
    pub(crate) attempts_left: i64,
    /// Seconds until another one can be sent.
    pub(crate) resend_after: i64,
}

/// What becomes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It is the code.
    Right,
    /// It is not.
    Wrong {
        /// How many more are admitted.
        attempts_left: i64,
    },
    /// Too many were wrong; there is a pause now.
    Exhausted,
    /// The code is too old, or there is none.
    Expired,
}

#[derive(FromRow)]
struct Row {
    number: String,
    code_hash: Option<String>,
    sent_at: String,
    expires_at: String,
    sent: i64,
    attempts: i64,
    locked_until: Option<String>,
    confirmed_at: Option<String>,
}

/// The rule of `request`: that of its partner, or, where it has none, that a
/// number is needed and may be changed.
pub(crate) fn rule(request: &Request) -> Rule {
    let phone = request
        .declared
        .get("mobile_phone_number")
        .and_then(PhoneNumber::read);
    let (required, editable) = request.partner.as_ref().map_or((true, true), |partner| {
        (partner.wants_phone, partner.phone_is_editable)
    });
    Rule {
        required,
        // A number that is not there has to be given by somebody.
        editable: editable || phone.is_none(),
        phone,
    }
}

/// The proof of the number of request `pk`, where a code was ever sent.
pub(crate) async fn proof(
    db: &mut SqliteConnection,
    pk: i64,
) -> Result<Option<Proof>, CentralError> {
    let Some(row) = find(db, pk).await? else {
        return Ok(None);
    };
    let confirmed_at = row.confirmed_at.as_deref().map(instant).transpose()?;
    Ok(Some(Proof { confirmed_at }))
}

/// Sends a code to `phone`, or else to the number of request `pk`. Within the
/// pause after a code nothing more is sent to the same number.
pub(crate) async fn send(
    central: &Central,
    pk: i64,
    phone: Option<&str>,
) -> Result<Sent, CentralError> {
    let policy = central.config().one_time_code;
    let code: String = format!("{:06}", rand::rng().random_range(0..1_000_000_u32));
    let secret = SecretString::from(code.clone());
    let code_hash = on_worker(move || hash(&secret)).await?;
    let now = central.now();

    let mut tx = central.write().await?;
    let request = Request::find(&mut tx, pk).await?;
    Step::Upload.demand(&request.state)?;
    let number = number(&rule(&request), phone)?;
    let row = find(&mut tx, pk).await?;
    let (mut sent, mut attempts) = (0, 0);
    if let Some(row) = row {
        let lock = row.lock()?;
        if let Some(seconds) = lock.and_then(|until| seconds_left(until, now)) {
            return Err(CentralError::Locked { seconds });
        }
        if lock.is_none() {
            (sent, attempts) = (row.sent, row.attempts);
            let free = after(instant(&row.sent_at)?, policy.resend_after);
            if let Some(seconds) = seconds_left(free, now) {
                if row.number == number.reveal() && row.code_hash.is_some() {
                    return Ok(Sent {
                        attempts_left: i64::from(policy.attempts) - attempts,
                        resend_after: seconds,
                    });
                }
                return Err(CentralError::Locked { seconds });
            }
            if sent >= MAX_SENT {
                lock_up(&mut tx, pk, after(now, policy.locked_for)).await?;
                tx.commit().await?;
                return Err(CentralError::Locked {
                    seconds: policy.locked_for.as_secs(),
                });
            }
        }
    }
    sqlx::query(
        "INSERT INTO one_time_code (request, number, code_hash, sent_at, expires_at, sent, attempts)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (request) DO UPDATE SET number = excluded.number,
             code_hash = excluded.code_hash, sent_at = excluded.sent_at,
             expires_at = excluded.expires_at, sent = excluded.sent,
             attempts = excluded.attempts, locked_until = NULL, confirmed_at = NULL",
    )
    .bind(pk)
    .bind(number.reveal())
    .bind(&code_hash)
    .bind(now.to_string())
    .bind(after(now, policy.valid_for).to_string())
    .bind(sent + 1)
    .bind(attempts)
    .execute(&mut *tx)
    .await?;
    let detail = json!({"request": pk, "sent": sent + 1});
    let (actor, event) = (Actor::Application, Event::CodeSent);
    audit::append(central, &mut tx, actor, event, &request, &detail).await?;
    tx.commit().await?;

    let message = TextMessage {
        to: number,
        text: text(&request, &code, policy.valid_for).into(),
        at: now,
    };
    if let Err(error) = central.messages().send(&message).await {
        tracing::error!(request = pk, %error, "A one-time code did not leave");
        withdraw(central, pk, &code_hash).await?;
        return Err(CentralError::Internal("a text message did not leave"));
    }
    tracing::info!(request = pk, "A one-time code was sent");
    Ok(Sent {
        attempts_left: i64::from(policy.attempts) - attempts,
        resend_after: policy.resend_after.as_secs(),
    })
}

/// Judges `code` for request `pk`. The right one makes its number the number
/// of the request.
pub(crate) async fn check(
    central: &Central,
    pk: i64,
    code: SecretString,
) -> Result<Answer, CentralError> {
    let policy = central.config().one_time_code;
    let now = central.now();
    let mut tx = central.write().await?;
    let request = Request::find(&mut tx, pk).await?;
    Step::Upload.demand(&request.state)?;
    let Some(row) = find(&mut tx, pk).await? else {
        return Ok(Answer::Expired);
    };
    if row.lock()?.is_some_and(|until| until > now) {
        return Ok(Answer::Exhausted);
    }
    let Some(code_hash) = row.code_hash.clone() else {
        return Ok(Answer::Expired);
    };
    if instant(&row.expires_at)? <= now {
        return Ok(Answer::Expired);
    }
    if row.attempts >= i64::from(policy.attempts) {
        return Ok(Answer::Exhausted);
    }
    let attempts = row.attempts + 1;
    sqlx::query("UPDATE one_time_code SET attempts = ?2 WHERE request = ?1")
        .bind(pk)
        .bind(attempts)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;

    let hashed = code_hash.clone();
    let is_right = on_worker(move || verify(&code, &hashed)).await?;

    let mut tx = central.write().await?;
    let mut request = Request::find(&mut tx, pk).await?;
    let answer = if is_right {
        confirm(central, &mut tx, &mut request, &row, &code_hash).await?
    } else if attempts >= i64::from(policy.attempts) {
        lock_up(&mut tx, pk, after(now, policy.locked_for)).await?;
        Answer::Exhausted
    } else {
        let attempts_left = i64::from(policy.attempts) - attempts;
        Answer::Wrong { attempts_left }
    };
    let detail = json!({"request": pk, "answer": answer.name()});
    let (actor, event) = (Actor::Application, Event::CodeChecked);
    audit::append(central, &mut tx, actor, event, &request, &detail).await?;
    tx.commit().await?;
    tracing::info!(
        request = pk,
        answer = answer.name(),
        "A one-time code was checked"
    );
    Ok(answer)
}

impl Answer {
    /// The stable name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong { .. } => "wrong",
            Self::Exhausted => "exhausted",
            Self::Expired => "expired",
        }
    }
}

impl Row {
    fn lock(&self) -> Result<Option<Timestamp>, CentralError> {
        self.locked_until.as_deref().map(instant).transpose()
    }
}

async fn find(db: &mut SqliteConnection, pk: i64) -> Result<Option<Row>, CentralError> {
    Ok(
        sqlx::query_as::<_, Row>("SELECT * FROM one_time_code WHERE request = ?1")
            .bind(pk)
            .fetch_optional(db)
            .await?,
    )
}

/// The number that a code goes to.
fn number(rule: &Rule, asked: Option<&str>) -> Result<PhoneNumber, CentralError> {
    let Some(asked) = asked else {
        return rule
            .phone
            .clone()
            .ok_or(CentralError::MissingParameter("phone"));
    };
    let number = PhoneNumber::read(asked)
        .ok_or_else(|| CentralError::invalid("phone", "is not a phone number"))?;
    if rule.editable || rule.phone.as_ref() == Some(&number) {
        Ok(number)
    } else {
        Err(CentralError::NumberIsFixed)
    }
}

/// Takes the code of `row` as proven, unless another one was sent meanwhile.
async fn confirm(
    central: &Central,
    tx: &mut SqliteConnection,
    request: &mut Request,
    row: &Row,
    code_hash: &str,
) -> Result<Answer, CentralError> {
    let confirmed = sqlx::query(
        "UPDATE one_time_code SET confirmed_at = ?3, attempts = 0
         WHERE request = ?1 AND code_hash = ?2",
    )
    .bind(request.pk)
    .bind(code_hash)
    .bind(central.now().to_string())
    .execute(&mut *tx)
    .await?;
    if confirmed.rows_affected() == 0 {
        return Ok(Answer::Expired);
    }
    let same = rule(request)
        .phone
        .is_some_and(|phone| phone.reveal() == row.number);
    if !same {
        request
            .declared
            .put("mobile_phone_number", Some(&row.number));
        request::write_declared(central, tx, request).await?;
    }
    Ok(Answer::Right)
}

/// Ends the code and begins a pause, after which counting starts anew.
async fn lock_up(tx: &mut SqliteConnection, pk: i64, until: Timestamp) -> Result<(), CentralError> {
    sqlx::query(
        "UPDATE one_time_code SET code_hash = NULL, locked_until = ?2, sent = 0, attempts = 0
         WHERE request = ?1",
    )
    .bind(pk)
    .bind(until.to_string())
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes back a code that did not leave, so that another can be asked for at once.
async fn withdraw(central: &Central, pk: i64, code_hash: &str) -> Result<(), CentralError> {
    let mut tx = central.write().await?;
    sqlx::query(
        "UPDATE one_time_code SET code_hash = NULL, sent_at = ?3
         WHERE request = ?1 AND code_hash = ?2",
    )
    .bind(pk)
    .bind(code_hash)
    .bind(Timestamp::UNIX_EPOCH.to_string())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

fn text(request: &Request, code: &str, valid_for: SignedDuration) -> String {
    let sender = request
        .partner
        .as_ref()
        .and_then(|partner| partner.object("layout"))
        .and_then(|layout| layout.get("title"))
        .and_then(serde_json::Value::as_str)
        .unwrap_or("Sportello");
    let minutes = valid_for.as_mins();
    format!(
        "{sender}: {code} è il tuo codice, valido {minutes} minuti / is your code, valid {minutes} minutes."
    )
}

fn after(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Seconds from `now` to `until`, rounded up; none when it has come.
fn seconds_left(until: Timestamp, now: Timestamp) -> Option<i64> {
    let left = until.duration_since(now);
    (left > SignedDuration::ZERO).then(|| left.as_secs().max(1))
}
