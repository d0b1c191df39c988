//! Sessions that share a number, an address or a face with another one.

use chacha20poly1305::{
    Key, KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use domain::{
    Personal, PhoneNumber,
    field::{Declared, Name, Reading},
    id::{CentralKey, SessionId},
    session::State,
};
use jiff::Timestamp;
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};
use zeroize::Zeroizing;

use crate::{
    Store, StoreError,
    evidence::{self, seal::SessionKey},
    keys::random_bytes,
    open::off_thread,
    row::{self, Read as _, bad},
    session::state::Standing,
};

/// The data that are compared.
pub(crate) const COMPARED: [Name; 4] = [
    Name::DocumentNumber,
    Name::TaxCode,
    Name::Phone,
    Name::Email,
];
/// How many sessions are told of for one datum.
const MOST: i64 = 200;
const NONCE_BYTES: usize = 24;

/// Another session, as far as a comparison shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    /// The session.
    pub id: SessionId,
    /// Its request at the central API.
    pub central_key: CentralKey,
    /// Surname, as declared or read.
    pub surname: Option<Personal<String>>,
    /// Given name, as declared or read.
    pub given_name: Option<Personal<String>>,
    /// When the request was made.
    pub created_at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// Numbers of its documents, in one spelling.
    pub documents: Vec<Personal<String>>,
}

/// A face that was kept.
pub struct KeptFace {
    /// Whose it is.
    pub session: SessionId,
    /// As the engine wrote it.
    pub face: Zeroizing<Vec<u8>>,
}

impl Store {
    /// The sessions that have the same `field` as `session`, newest first.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn with_same(
        &self,
        session: SessionId,
        field: Name,
    ) -> Result<Vec<Twin>, StoreError> {
        let rows = sqlx::query(
            "SELECT DISTINCT s.*, \
             (SELECT json_group_array(value) FROM identifiers \
              WHERE session = s.id AND field = 'document_number') AS documents \
             FROM identifiers i \
             JOIN identifiers o ON o.field = i.field AND o.value = i.value \
                 AND o.session <> i.session \
             JOIN sessions s ON s.id = o.session \
             WHERE i.session = ?1 AND i.field = ?2 ORDER BY s.created_ns DESC, s.id LIMIT ?3",
        )
        .bind(session.to_string())
        .bind(field.name())
        .bind(MOST)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(twin).collect()
    }

    /// A session as a comparison shows it.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`].
    pub async fn twin(&self, session: SessionId) -> Result<Twin, StoreError> {
        let found = sqlx::query(
            "SELECT s.*, (SELECT json_group_array(value) FROM identifiers \
              WHERE session = s.id AND field = 'document_number') AS documents \
             FROM sessions s WHERE s.id = ?",
        )
        .bind(session.to_string())
        .fetch_optional(self.pool())
        .await?
        .ok_or(StoreError::UnknownSession(session))?;
        twin(&found)
    }

    /// Keeps the face of a session, sealed, in place of an earlier one.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownSession`].
    pub async fn keep_face(&self, session: SessionId, face: &[u8]) -> Result<(), StoreError> {
        let key = self.key_of(session).await?;
        let sealed = seal(&key, session, face)?;
        let mut write = self.write().await?;
        Standing::of(write.connection(), session).await?;
        sqlx::query(
            "INSERT INTO faces (session, sealed) VALUES (?, ?) \
             ON CONFLICT (session) DO UPDATE SET sealed = excluded.sealed",
        )
        .bind(session.to_string())
        .bind(sealed)
        .execute(write.connection())
        .await?;
        write.commit().await
    }

    /// The face of a session, where one was kept.
    ///
    /// # Errors
    ///
    /// What the database says; a face that does not open is passed over.
    pub async fn face(&self, session: SessionId) -> Result<Option<KeptFace>, StoreError> {
        let found = sqlx::query(
            "SELECT f.*, s.evidence_key FROM faces f JOIN sessions s ON s.id = f.session \
             WHERE f.session = ?",
        )
        .bind(session.to_string())
        .fetch_optional(self.pool())
        .await?;
        let sealed = found.as_ref().map(Sealed::from_row).transpose()?;
        Ok(sealed.and_then(Sealed::open))
    }

    /// At most `limit` faces of the sessions after `after`, in the order of
    /// their ids, and the last id that was looked at; none at the end.
    ///
    /// # Errors
    ///
    /// What the database says; a face that does not open is passed over.
    pub async fn faces_after(
        &self,
        after: Option<SessionId>,
        limit: u32,
    ) -> Result<(Vec<KeptFace>, Option<SessionId>), StoreError> {
        let rows = sqlx::query(
            "SELECT f.*, s.evidence_key FROM faces f JOIN sessions s ON s.id = f.session \
             WHERE f.session > ? ORDER BY f.session LIMIT ?",
        )
        .bind(after.map(|id| id.to_string()).unwrap_or_default())
        .bind(i64::from(limit))
        .fetch_all(self.pool())
        .await?;
        let sealed = rows
            .iter()
            .map(Sealed::from_row)
            .collect::<Result<Vec<_>, _>>()?;
        let last = sealed.last().map(|sealed| sealed.session);
        let open = off_thread(move || Ok(sealed.into_iter().filter_map(Sealed::open).collect()));
        Ok((open.await?, last))
    }
}

/// Adds `values` to what `session` is compared by.
pub(crate) async fn note<'a>(
    connection: &mut SqliteConnection,
    session: SessionId,
    values: impl Iterator<Item = (Name, &'a Personal<String>)>,
) -> Result<(), StoreError> {
    for (field, value) in values.filter(|(field, _)| COMPARED.contains(field)) {
        let Some(value) = spelled(field, value) else {
            continue;
        };
        sqlx::query("INSERT OR IGNORE INTO identifiers (field, value, session) VALUES (?, ?, ?)")
            .bind(field.name())
            .bind(value)
            .bind(session.to_string())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Forgets what `session` is compared by.
pub(crate) async fn forget(
    connection: &mut SqliteConnection,
    session: SessionId,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM identifiers WHERE session = ?")
        .bind(session.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets the face of a session: another selfie shows another one, or none.
pub(crate) async fn forget_face(
    connection: &mut SqliteConnection,
    session: SessionId,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM faces WHERE session = ?")
        .bind(session.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// The one spelling of a value, revealed into the encrypted database.
fn spelled(field: Name, value: &Personal<String>) -> Option<String> {
    let value = value.reveal().trim();
    let text: String = if field == Name::Email {
        value.to_lowercase()
    } else if field == Name::Phone {
        PhoneNumber::read(value).map_or_else(|| packed(value), |it| it.reveal().to_owned())
    } else {
        packed(value)
    };
    (!text.is_empty()).then_some(text)
}

fn packed(value: &str) -> String {
    value
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .flat_map(char::to_uppercase)
        .collect()
}

fn twin(found: &SqliteRow) -> Result<Twin, StoreError> {
    const TABLE: &str = "sessions";
    let declared = row::session::declared(found.try_get("declared")?)?;
    let captured = row::session::readings(found.try_get("captured")?)?;
    let documents: Vec<String> = serde_json::from_str(found.try_get("documents")?)
        .map_err(|_| bad("identifiers", "value"))?;
    Ok(Twin {
        id: found.id(TABLE, "id")?,
        central_key: CentralKey(found.try_get("central_key")?),
        surname: known(Name::Surname, &declared, &captured),
        given_name: known(Name::GivenName, &declared, &captured),
        created_at: found.instant(TABLE, "created_ns")?,
        state: found.named(TABLE, "state", row::state_from_text)?,
        documents: documents.into_iter().map(Personal::new).collect(),
    })
}

/// A face as it stands in its row.
struct Sealed {
    session: SessionId,
    key: SessionKey,
    bytes: Vec<u8>,
}

impl Sealed {
    fn from_row(found: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            session: found.id("faces", "session")?,
            key: evidence::session_key(found)?,
            bytes: found.try_get("sealed")?,
        })
    }

    fn open(self) -> Option<KeptFace> {
        let (nonce, sealed) = self.bytes.split_at_checked(NONCE_BYTES)?;
        let payload = Payload {
            msg: sealed,
            aad: &bound(self.session),
        };
        let face = cipher(&self.key)
            .decrypt(XNonce::from_slice(nonce), payload)
            .ok()?;
        Some(KeptFace {
            session: self.session,
            face: Zeroizing::new(face),
        })
    }
}

fn seal(key: &SessionKey, session: SessionId, face: &[u8]) -> Result<Vec<u8>, StoreError> {
    let nonce: [u8; NONCE_BYTES] = random_bytes();
    let payload = Payload {
        msg: face,
        aad: &bound(session),
    };
    let sealed = cipher(key)
        .encrypt(XNonce::from_slice(&nonce), payload)
        .map_err(|_| StoreError::Unstorable { what: "face" })?;
    Ok([&nonce[..], &sealed].concat())
}

fn cipher(key: &SessionKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(Key::from_slice(key.as_slice()))
}

/// A face opens for its own session only, and nothing else sealed opens as one.
fn bound(session: SessionId) -> Vec<u8> {
    [&b"SPFACE01"[..], session.as_bytes()].concat()
}

/// What was declared of `field`, or else read.
fn known(field: Name, declared: &[Declared], captured: &[Reading]) -> Option<Personal<String>> {
    declared
        .iter()
        .find(|value| value.field == field)
        .map(|value| value.value.clone())
        .or_else(|| {
            captured
                .iter()
                .find(|reading| reading.field == field)
                .map(|reading| reading.value.clone())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_one_value_are_one() {
        check(Name::DocumentNumber, "ca 00000-aa", "CA00000AA");
        check(Name::TaxCode, "spcnna80a71h501x", "SPCNNA80A71H501X");
        check(Name::Phone, "333 123 4567", "+393331234567");
        check(Name::Phone, "ext. 12", "EXT.12");
        check(Name::Email, " Anna@Example.com", "anna@example.com");
    }

    #[track_caller]
    fn check(field: Name, value: &str, expected: &str) {
        assert_eq!(spelled(field, &value.into()).as_deref(), Some(expected));
    }
}
