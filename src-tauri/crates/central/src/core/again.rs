//! Pieces that are asked for again: writing an asking down, and what of it is
//! still open.

use domain::{
    audit::{Actor, Event},
    decision::{AskAgain, PieceAsked, PieceReason, Retries},
    evidence::Kind,
    id::DecisionId,
    kiosk::Piece,
};
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::{Central, audit, decision::operator_id, evidence, officer::Officer, request::Request};
use crate::CentralError;

const DAMAGED: CentralError = CentralError::Damaged("an asking for pieces");

/// What was asked for again of one request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// How often the customer was asked.
    pub(crate) times: u32,
    /// What has not come yet.
    pub(crate) open: Vec<PieceAsked>,
}

impl Asked {
    /// Whether `kind` is asked for again and has not come; the portrait comes
    /// with the side of the document that it is cut from.
    pub(crate) fn wants(&self, kind: Kind) -> bool {
        let captured = match kind {
            Kind::DocumentPhoto => Kind::DocumentFront,
            Kind::DocumentFront
            | Kind::DocumentRear
            | Kind::Selfie
            | Kind::HealthCardFront
            | Kind::HealthCardRear
            | Kind::Video
            | Kind::Snapshot
            | Kind::Declaration
            | Kind::Contract => kind,
        };
        self.open
            .iter()
            .any(|asked| asked.piece.evidence() == captured)
    }

    /// How often the customer was asked, and may be.
    pub(crate) fn retries(&self, central: &Central) -> Retries {
        Retries {
            asked: self.times,
            at_most: central.config().ask_again_at_most,
        }
    }
}

/// What was asked for again of request `pk`.
pub(crate) async fn of(db: &mut SqliteConnection, pk: i64) -> Result<Asked, CentralError> {
    let (times,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM asking WHERE request = ?1")
        .bind(pk)
        .fetch_one(&mut *db)
        .await?;
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT piece, reason FROM asked_piece JOIN asking ON asking.id = asked_piece.asking
         WHERE asking.request = ?1 AND arrived_at IS NULL ORDER BY asked_piece.rowid",
    )
    .bind(pk)
    .fetch_all(db)
    .await?;
    let mut open = Vec::with_capacity(rows.len());
    for (piece, reason) in rows {
        open.push(PieceAsked {
            piece: Piece::from_name(&piece).ok_or(DAMAGED)?,
            reason: PieceReason::from_code(&reason).ok_or(DAMAGED)?,
        });
    }
    Ok(Asked {
        times: u32::try_from(times).unwrap_or(u32::MAX),
        open,
    })
}

/// Writes down that `officer` asks for pieces again, in the transaction that
/// gives the session back to its customer.
pub(crate) async fn note(
    central: &Central,
    tx: &mut SqliteConnection,
    request: &mut Request,
    asking: &AskAgain,
    officer: &Officer,
    id: DecisionId,
) -> Result<(), CentralError> {
    sqlx::query("INSERT INTO asking (id, request, rao, at, text) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(id.to_string())
        .bind(request.pk)
        .bind(officer.pk)
        .bind(central.now().to_string())
        .bind(asking.text())
        .execute(&mut *tx)
        .await?;
    for asked in asking.pieces() {
        let known = evidence::piece(request, asked.piece.evidence());
        sqlx::query(
            "INSERT INTO asked_piece (asking, piece, reason, sha256) VALUES (?1, ?2, ?3, ?4)",
        )
        .bind(id.to_string())
        .bind(asked.piece.name())
        .bind(asked.reason.code())
        .bind(known.map(|piece| piece.digest.to_hex()))
        .execute(&mut *tx)
        .await?;
    }
    let detail = json!({
        "request": request.pk,
        "decision": id.to_string(),
        "outcome": "ask_again",
        "pieces": view(asking.pieces()),
        "rao": officer.pk,
    });
    let actor = Actor::Operator(operator_id(officer.pk));
    audit::append(central, tx, actor, Event::Decided, request, &detail).await?;
    request.asked.times += 1;
    request.asked.open = asking.pieces().to_vec();
    Ok(())
}

/// The `kind` that was asked for again has come.
pub(crate) async fn arrived(
    central: &Central,
    tx: &mut SqliteConnection,
    pk: i64,
    kind: Kind,
) -> Result<(), CentralError> {
    let Some(piece) = piece(kind) else {
        return Ok(());
    };
    sqlx::query(
        "UPDATE asked_piece SET arrived_at = ?3 WHERE piece = ?2 AND arrived_at IS NULL
         AND asking IN (SELECT id FROM asking WHERE request = ?1)",
    )
    .bind(pk)
    .bind(piece.name())
    .bind(central.now().to_string())
    .execute(tx)
    .await?;
    Ok(())
}

/// What a customer captures for evidence of this `kind`.
pub(crate) fn piece(kind: Kind) -> Option<Piece> {
    Piece::ALL
        .into_iter()
        .find(|piece| piece.evidence() == kind)
}

/// Pieces with their reasons, as the RA face writes them.
pub(crate) fn view(pieces: &[PieceAsked]) -> Value {
    pieces
        .iter()
        .map(|asked| {
            json!({
                "type": evidence::name(asked.piece.evidence()),
                "reason": asked.reason.code(),
            })
        })
        .collect()
}

/// The same in one line: `document_rear/blurred, video/unplayable`.
pub(crate) fn line(pieces: &[PieceAsked]) -> String {
    let pieces: Vec<String> = pieces
        .iter()
        .map(|asked| {
            let name = evidence::name(asked.piece.evidence());
            format!("{name}/{}", asked.reason.code())
        })
        .collect();
    pieces.join(", ")
}
