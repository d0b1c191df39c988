//! Signing in: one answer for whatever is wrong, and a delay that grows.

use domain::{
    audit::{Actor, Event, Record},
    operator::{Operator, Standing},
};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use sha2::{Digest as _, Sha256};
use sqlx::Row as _;

use super::{folded_user_name, from_row, password};
use crate::{
    Store, StoreError,
    open::{Write, off_thread},
    row::{self, Read as _},
};

/// So many failures cost nothing but the time to type.
const FREE_FAILURES: u32 = 3;
/// The delay after the first failure that costs; it doubles with each.
const FIRST_DELAY: SignedDuration = SignedDuration::from_secs(5);
/// The longest delay.
const LONGEST_DELAY: SignedDuration = SignedDuration::from_mins(15);
/// Failures are forgotten after a day without another.
const FORGET_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// Failed sign-ins under one name.
struct Failures {
    count: u32,
    latest: Timestamp,
    not_before: Timestamp,
}

impl Store {
    /// Signs an operator in. Names with and without an account behave alike, in
    /// the answer, in the time it takes and in the delays.
    ///
    /// # Errors
    ///
    /// [`StoreError::WrongCredentials`]; [`StoreError::TryAgainAfter`] without a
    /// look at the password; [`StoreError::AccountSuspended`] to who knows the
    /// password.
    pub async fn authenticate(
        &self,
        user_name: &str,
        password: SecretString,
    ) -> Result<Operator, StoreError> {
        let _turn = self.signing_in().lock().await;
        let user_name = folded_user_name(user_name);
        let name_digest: [u8; 32] = Sha256::digest(user_name.as_bytes()).into();
        let now = self.now();
        let failures = self.demand_patience(&name_digest, now).await?;
        let account = sqlx::query("SELECT * FROM operators WHERE user_name = ?")
            .bind(&user_name)
            .fetch_optional(self.pool())
            .await?;
        let hash: Option<String> = account
            .as_ref()
            .map(|found| found.try_get("password_hash"))
            .transpose()?;
        let verified = off_thread(move || password::verify(&password, hash.as_deref())).await?;
        let operator = account.as_ref().map(from_row).transpose()?;
        match operator {
            Some(operator) if verified && operator.standing == Standing::Suspended => {
                Err(StoreError::AccountSuspended)
            }
            Some(operator) if verified => {
                self.write_success(&name_digest, &operator).await?;
                Ok(operator)
            }
            unverified => {
                // The log names the account, where there is one; never what was typed.
                let detail = match unverified {
                    Some(operator) => serde_json::json!({ "operator": operator.id.to_string() }),
                    None => serde_json::json!({}),
                };
                let entry = self.note(
                    Actor::Application,
                    Event::SignInFailed,
                    None,
                    &detail.to_string(),
                );
                self.write_failure(&name_digest, failures + 1, now, &entry)
                    .await?;
                Err(StoreError::WrongCredentials)
            }
        }
    }

    /// How many failures there were under a name; none where a clock was set
    /// back, which must not lock everybody out for that long.
    ///
    /// # Errors
    ///
    /// [`StoreError::TryAgainAfter`] while the delay lasts.
    pub(super) async fn demand_patience(
        &self,
        name_digest: &[u8; 32],
        now: Timestamp,
    ) -> Result<u32, StoreError> {
        let Some(failures) = self.failures(name_digest, now).await? else {
            return Ok(0);
        };
        if (failures.latest..failures.not_before).contains(&now) {
            return Err(StoreError::TryAgainAfter(failures.not_before));
        }
        Ok(failures.count)
    }

    /// Somebody got in: the failures under a name are forgotten.
    pub(super) async fn forget_failures(&self, name_digest: &[u8; 32]) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        forget(&mut write, name_digest).await?;
        write.commit().await
    }

    async fn failures(
        &self,
        name_digest: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<Failures>, StoreError> {
        const TABLE: &str = "sign_in_failures";
        let found = sqlx::query("SELECT * FROM sign_in_failures WHERE user_name_digest = ?")
            .bind(name_digest.as_slice())
            .fetch_optional(self.pool())
            .await?;
        let Some(found) = found else {
            return Ok(None);
        };
        let latest = found.instant(TABLE, "latest_ns")?;
        if now.duration_since(latest) >= FORGET_AFTER {
            return Ok(None);
        }
        Ok(Some(Failures {
            count: u32::try_from(found.unsigned(TABLE, "failures")?).unwrap_or(u32::MAX),
            latest,
            not_before: found.instant(TABLE, "not_before_ns")?,
        }))
    }

    async fn write_success(
        &self,
        name_digest: &[u8; 32],
        operator: &Operator,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        forget(&mut write, name_digest).await?;
        let entry = self.note(Actor::Operator(operator.id), Event::SignedIn, None, "{}");
        write.append(&entry).await?;
        write.commit().await
    }

    /// Writes the `count`th failure in a row down, with `entry` in the log.
    pub(super) async fn write_failure(
        &self,
        name_digest: &[u8; 32],
        count: u32,
        now: Timestamp,
        entry: &Record,
    ) -> Result<(), StoreError> {
        let not_before = now.saturating_add(delay_after(count)).unwrap_or(now);
        let mut write = self.write().await?;
        forget_old(&mut write, now).await?;
        sqlx::query(
            "INSERT INTO sign_in_failures (user_name_digest, failures, latest_ns, not_before_ns) \
             VALUES (?, ?, ?, ?) ON CONFLICT (user_name_digest) DO UPDATE SET \
             failures = excluded.failures, latest_ns = excluded.latest_ns, \
             not_before_ns = excluded.not_before_ns",
        )
        .bind(name_digest.as_slice())
        .bind(i64::from(count))
        .bind(row::nanoseconds(now)?)
        .bind(row::nanoseconds(not_before)?)
        .execute(write.connection())
        .await?;
        write.append(entry).await?;
        write.commit().await
    }
}

async fn forget(write: &mut Write, name_digest: &[u8; 32]) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sign_in_failures WHERE user_name_digest = ?")
        .bind(name_digest.as_slice())
        .execute(write.connection())
        .await?;
    Ok(())
}

async fn forget_old(write: &mut Write, now: Timestamp) -> Result<(), StoreError> {
    let latest = now.saturating_sub(FORGET_AFTER).unwrap_or(now);
    sqlx::query("DELETE FROM sign_in_failures WHERE latest_ns <= ?")
        .bind(row::nanoseconds(latest)?)
        .execute(write.connection())
        .await?;
    Ok(())
}

/// The delay after the `count`th failure in a row.
fn delay_after(count: u32) -> SignedDuration {
    if count < FREE_FAILURES {
        return SignedDuration::ZERO;
    }
    // Thirty doublings are far past the longest delay and far from overflow.
    let doublings = (count - FREE_FAILURES).min(30);
    FIRST_DELAY
        .checked_mul(1 << doublings)
        .map_or(LONGEST_DELAY, |delay| delay.min(LONGEST_DELAY))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_grows_to_its_bound() {
        for (count, seconds) in [
            (1, 0),
            (2, 0),
            (3, 5),
            (4, 10),
            (5, 20),
            (10, 640),
            (11, 900),
            (u32::MAX, 900),
        ] {
            assert_eq!(delay_after(count).as_secs(), seconds, "failure {count}");
        }
    }
}
