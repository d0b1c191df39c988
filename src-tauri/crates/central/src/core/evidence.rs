//! The evidence of a request: the rows that vouch for files, and what is
//! still missing.

use domain::evidence::{Digest, Kind};
use sqlx::SqliteConnection;

use super::{Central, files::Stored, request::Request};
use crate::CentralError;

/// One piece of evidence.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    pub(crate) kind: Kind,
    pub(crate) digest: Digest,
    pub(crate) bytes: i64,
    /// MIME type.
    pub(crate) media: String,
}

/// The name of a kind of evidence at the RA API.
pub(crate) const fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Selfie => "document_owner",
        Kind::DocumentFront
        | Kind::DocumentRear
        | Kind::DocumentPhoto
        | Kind::HealthCardFront
        | Kind::HealthCardRear
        | Kind::Video
        | Kind::Snapshot
        | Kind::Declaration
        | Kind::Contract => kind.name(),
    }
}

/// The kind of evidence behind its [`name`].
pub(crate) fn kind(text: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| name(*kind) == text)
}

/// The evidence of request `pk`, in the order in which it is looked at.
pub(crate) async fn of(db: &mut SqliteConnection, pk: i64) -> Result<Vec<Evidence>, CentralError> {
    let rows: Vec<(String, String, i64, String)> =
        sqlx::query_as("SELECT kind, sha256, bytes, media FROM evidence WHERE request = ?1")
            .bind(pk)
            .fetch_all(db)
            .await?;
    let mut evidence = Vec::with_capacity(rows.len());
    for (kind, sha256, bytes, media) in rows {
        evidence.push(Evidence {
            kind: Kind::from_name(&kind).ok_or(CentralError::Damaged("a kind of evidence"))?,
            digest: Digest::from_hex(&sha256)
                .ok_or(CentralError::Damaged("a digest of evidence"))?,
            bytes,
            media,
        });
    }
    evidence.sort_by_key(|piece| piece.kind);
    Ok(evidence)
}

/// Vouches for `stored` as the `kind` of request `pk`, in place of an earlier
/// one. The file is in the folder already.
pub(crate) async fn vouch(
    central: &Central,
    tx: &mut SqliteConnection,
    pk: i64,
    kind: Kind,
    stored: Stored,
    media: &str,
) -> Result<(), CentralError> {
    sqlx::query(
        "INSERT INTO evidence (request, kind, sha256, bytes, media, stored_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (request, kind) DO UPDATE SET sha256 = excluded.sha256,
             bytes = excluded.bytes, media = excluded.media, stored_at = excluded.stored_at",
    )
    .bind(pk)
    .bind(kind.name())
    .bind(stored.digest.to_hex())
    .bind(i64::try_from(stored.bytes).unwrap_or(i64::MAX))
    .bind(media)
    .bind(central.now().to_string())
    .execute(tx)
    .await?;
    Ok(())
}

/// The evidence that an operator needs to see.
pub(crate) fn required(request: &Request) -> Vec<Kind> {
    let kind = |field| request.read(field).or_else(|| request.known(field));
    let passport =
        kind("id_document_type") == Some("PAS") || kind("document_type") == Some("passport");
    let health_card = request
        .partner
        .as_ref()
        .is_some_and(|partner| partner.wants_health_card);
    let mut required = vec![Kind::DocumentFront];
    if !passport {
        required.push(Kind::DocumentRear);
    }
    required.push(Kind::Selfie);
    if health_card {
        required.extend([Kind::HealthCardFront, Kind::HealthCardRear]);
    }
    required.push(Kind::Video);
    required
}

/// What of the [`required`] evidence, and of what was asked for again, has not come.
pub(crate) fn missing(request: &Request) -> Vec<Kind> {
    let required = required(request);
    let asked = request
        .asked
        .open
        .iter()
        .map(|asked| asked.piece.evidence());
    let further: Vec<Kind> = asked.filter(|kind| !required.contains(kind)).collect();
    required
        .into_iter()
        .filter(|kind| piece(request, *kind).is_none() || request.asked.wants(*kind))
        .chain(further)
        .collect()
}

/// The piece of this `kind`.
pub(crate) fn piece(request: &Request, kind: Kind) -> Option<&Evidence> {
    request.evidence.iter().find(|piece| piece.kind == kind)
}

/// Removes files that no row vouches for: what a crash left between the two,
/// and evidence that was replaced.
pub(crate) async fn sweep(central: &Central) -> Result<(), CentralError> {
    let mut db = central.read().await?;
    for digest in central.files().list()? {
        let (vouched,): (i64,) =
            sqlx::query_as("SELECT EXISTS (SELECT 1 FROM evidence WHERE sha256 = ?1)")
                .bind(digest.to_hex())
                .fetch_one(&mut *db)
                .await?;
        if vouched == 0 {
            central.files().remove(digest)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_survives_its_name_at_the_ra_api() {
        for each in Kind::ALL {
            assert_eq!(kind(name(each)), Some(each));
        }
        assert_eq!(name(Kind::Selfie), "document_owner");
    }
}
