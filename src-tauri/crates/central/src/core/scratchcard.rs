//! Scratchcards: the secrets of one enrolment, spent by one request.

use jiff::Timestamp;
use rand::{Rng, distr::Alphanumeric};
use sqlx::SqliteConnection;

use super::Central;
use crate::CentralError;

/// A scratchcard. Its secrets never print.
#[derive(sqlx::FromRow)]
pub(crate) struct Scratchcard {
    pub(crate) pk: i64,
    /// The serial number.
    pub(crate) sn: String,
    pub(crate) registration_authority: i64,
    erc: String,
    enrollment_code: String,
    pin: String,
    puk: String,
}

impl Scratchcard {
    /// The first unused scratchcard of a registration authority; a new one
    /// where all are used.
    pub(crate) async fn first_unused(
        central: &Central,
        tx: &mut SqliteConnection,
        registration_authority: i64,
    ) -> Result<Self, CentralError> {
        let own = &central.config().registration_authority;
        if registration_authority != own.pk {
            return Err(CentralError::InvalidScratchcard);
        }
        let unused = sqlx::query_as::<_, Self>(
            "SELECT * FROM scratchcard
             WHERE registration_authority = ?1 AND used_at IS NULL ORDER BY pk LIMIT 1",
        )
        .bind(registration_authority)
        .fetch_optional(&mut *tx)
        .await?;
        match unused {
            Some(card) => Ok(card),
            None => Self::print(tx, registration_authority).await,
        }
    }

    /// The scratchcard with this serial number, used or not.
    pub(crate) async fn find(db: &mut SqliteConnection, sn: &str) -> Result<Self, CentralError> {
        sqlx::query_as::<_, Self>("SELECT * FROM scratchcard WHERE sn = ?1")
            .bind(sn)
            .fetch_optional(db)
            .await?
            .ok_or(CentralError::InvalidScratchcard)
    }

    /// Uses the scratchcard up; a second time it is invalid.
    pub(crate) async fn spend(
        &self,
        tx: &mut SqliteConnection,
        now: Timestamp,
    ) -> Result<(), CentralError> {
        let spent =
            sqlx::query("UPDATE scratchcard SET used_at = ?2 WHERE pk = ?1 AND used_at IS NULL")
                .bind(self.pk)
                .bind(now.to_string())
                .execute(tx)
                .await?;
        match spent.rows_affected() {
            1 => Ok(()),
            _ => Err(CentralError::InvalidScratchcard),
        }
    }

    /// The secrets, by the vendor's names.
    pub(crate) fn secrets(&self) -> serde_json::Value {
        serde_json::json!({
            "erc": self.erc,
            "enrollment_code": self.enrollment_code,
            "pin": self.pin,
            "puk": self.puk,
        })
    }

    async fn print(
        tx: &mut SqliteConnection,
        registration_authority: i64,
    ) -> Result<Self, CentralError> {
        Ok(sqlx::query_as::<_, Self>(
            "INSERT INTO scratchcard (sn, registration_authority, erc, enrollment_code, pin, puk)
             VALUES ((SELECT CAST(1200000 + COALESCE(MAX(pk), 0) + 1 AS TEXT) FROM scratchcard),
                 ?1, ?2, ?3, ?4, ?5)
             RETURNING *",
        )
        .bind(registration_authority)
        .bind(digits(10))
        .bind(code(8))
        .bind(digits(8))
        .bind(digits(8))
        .fetch_one(tx)
        .await?)
    }
}

fn digits(length: usize) -> String {
    let mut random = rand::rng();
    (0..length)
        .map(|_| char::from(b'0' + random.random_range(0..10_u8)))
        .collect()
}

fn code(length: usize) -> String {
    rand::rng()
        .sample_iter(Alphanumeric)
        .take(length)
        .map(char::from)
        .collect()
}
