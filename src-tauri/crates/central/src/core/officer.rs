//! Officers (RAO) and the proof that a decision is theirs: user name,
//! password, PIN and id belong together, and guessing is slow.

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use sqlx::{FromRow, SqliteConnection};

use super::{
    Central,
    request::instant,
    slow_hash::{hash, on_worker, verify},
};
use crate::{CentralError, Rao};

/// How many wrong passwords or PINs in a row lock an officer.
const MAX_FAILURES: i64 = 5;
/// For how long.
const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(15);

/// An officer.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Officer {
    pub(crate) pk: i64,
    pub(crate) user_name: String,
    pub(crate) given_name: String,
    pub(crate) surname_1: String,
    pub(crate) id_document_number: String,
    pub(crate) is_identificator: bool,
    pub(crate) registration_authority: i64,
}

/// The credentials that come with a decision.
pub(crate) struct Credentials {
    pub(crate) user_name: String,
    pub(crate) password: SecretString,
    pub(crate) pin: SecretString,
    pub(crate) rao_id: i64,
}

impl Officer {
    /// The officer with this id.
    pub(crate) async fn find(db: &mut SqliteConnection, pk: i64) -> Result<Self, CentralError> {
        sqlx::query_as::<_, Self>("SELECT * FROM rao WHERE pk = ?1")
            .bind(pk)
            .fetch_optional(db)
            .await?
            .ok_or(CentralError::NoSuchRao)
    }

    /// The officer that `credentials` prove. Five failures in a row lock the
    /// officer for a quarter of an hour; the count is in the database, so that
    /// a restart does not reset it.
    pub(crate) async fn prove(
        central: &Central,
        credentials: Credentials,
    ) -> Result<Self, CentralError> {
        let mut db = central.read().await?;
        let row: Option<(String, String, Option<String>)> = sqlx::query_as(
            "SELECT password_hash, pin_hash, locked_until FROM rao WHERE pk = ?1 AND user_name = ?2",
        )
        .bind(credentials.rao_id)
        .bind(&credentials.user_name)
        .fetch_optional(&mut *db)
        .await?;
        let (password_hash, pin_hash, locked_until) = row.ok_or(CentralError::NoSuchRao)?;
        let officer = Self::find(&mut db, credentials.rao_id).await?;
        drop(db);
        if let Some(until) = locked_until.as_deref().map(instant).transpose()? {
            let left = until.duration_since(central.now()).as_secs();
            if left > 0 {
                return Err(CentralError::Locked { seconds: left });
            }
        }
        let proven = on_worker(move || {
            // Both are always checked, so that the time does not tell which was wrong.
            let password = verify(&credentials.password, &password_hash)?;
            let pin = verify(&credentials.pin, &pin_hash)?;
            Ok(password & pin)
        })
        .await?;
        officer.note(central, proven).await?;
        if proven {
            Ok(officer)
        } else {
            tracing::warn!(rao = officer.pk, "Wrong password or PIN of an officer");
            Err(CentralError::InvalidCredentials)
        }
    }

    /// Says no where the officer does not work in this registration authority.
    pub(crate) const fn demand_scope(&self, authority: i64) -> Result<(), CentralError> {
        if self.registration_authority == authority {
            Ok(())
        } else {
            Err(CentralError::Forbidden)
        }
    }

    async fn note(&self, central: &Central, proven: bool) -> Result<(), CentralError> {
        let lock: Timestamp = central
            .now()
            .checked_add(LOCKED_FOR)
            .unwrap_or(Timestamp::MAX);
        let query = if proven {
            sqlx::query(
                "UPDATE rao SET failed_attempts = 0, locked_until = NULL
                 WHERE pk = ?1 AND (failed_attempts > 0 OR locked_until IS NOT NULL)",
            )
            .bind(self.pk)
        } else {
            sqlx::query(
                "UPDATE rao SET
                     locked_until = CASE WHEN failed_attempts + 1 >= ?2 THEN ?3 ELSE locked_until END,
                     failed_attempts = CASE WHEN failed_attempts + 1 >= ?2 THEN 0 ELSE failed_attempts + 1 END
                 WHERE pk = ?1",
            )
            .bind(self.pk)
            .bind(MAX_FAILURES)
            .bind(lock.to_string())
        };
        let mut tx = central.write().await?;
        query.execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Takes the registration authority and the officers of the configuration
/// into the database; secrets that did not change keep their hashes.
pub(crate) async fn take_over(central: &Central) -> Result<(), CentralError> {
    let authority = &central.config().registration_authority;
    let mut tx = central.write().await?;
    sqlx::query(
        "INSERT INTO registration_authority (pk, name) VALUES (?1, ?2)
         ON CONFLICT (pk) DO UPDATE SET name = excluded.name",
    )
    .bind(authority.pk)
    .bind(&authority.name)
    .execute(&mut *tx)
    .await?;
    for rao in &central.config().raos {
        let known: Option<(String, String)> =
            sqlx::query_as("SELECT password_hash, pin_hash FROM rao WHERE pk = ?1")
                .bind(rao.pk)
                .fetch_optional(&mut *tx)
                .await?;
        let (password_hash, pin_hash) = hashes(rao.clone(), known).await?;
        sqlx::query(
            "INSERT INTO rao (pk, user_name, given_name, surname_1, id_document_number,
                 is_identificator, registration_authority, password_hash, pin_hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (pk) DO UPDATE SET user_name = excluded.user_name,
                 given_name = excluded.given_name, surname_1 = excluded.surname_1,
                 id_document_number = excluded.id_document_number,
                 is_identificator = excluded.is_identificator,
                 registration_authority = excluded.registration_authority,
                 password_hash = excluded.password_hash, pin_hash = excluded.pin_hash",
        )
        .bind(rao.pk)
        .bind(&rao.user_name)
        .bind(&rao.given_name)
        .bind(&rao.surname_1)
        .bind(&rao.id_document_number)
        .bind(rao.identificator)
        .bind(authority.pk)
        .bind(password_hash)
        .bind(pin_hash)
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn hashes(
    rao: Rao,
    known: Option<(String, String)>,
) -> Result<(String, String), CentralError> {
    on_worker(move || {
        if let Some((password, pin)) = known
            && verify(&rao.password, &password)?
            && verify(&rao.pin, &pin)?
        {
            return Ok((password, pin));
        }
        Ok((hash(&rao.password)?, hash(&rao.pin)?))
    })
    .await
}
