//! The rows of decisions.

use domain::{
    decision::{
        AskAgain, Decision, Finality, Outcome, PieceAsked, PieceReason, Refusal, RefusalReason,
    },
    kiosk::Piece,
    lease::Stamp,
};
use serde::{Deserialize, Serialize};
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

use crate::{
    StoreError,
    row::{self, Read as _, bad},
    session::state::Standing,
};

const TABLE: &str = "decisions";

/// The column `asked`.
#[derive(Serialize, Deserialize)]
struct Asked {
    text: String,
    pieces: Vec<AskedPiece>,
}

#[derive(Serialize, Deserialize)]
struct AskedPiece {
    piece: String,
    reason: String,
}

pub(super) async fn insert(
    connection: &mut SqliteConnection,
    decision: &Decision,
    before: &Standing,
    stamp: Stamp,
) -> Result<(), StoreError> {
    let (refusal, asking) = match &decision.outcome {
        Outcome::Refuse(refusal) => (Some(refusal), None),
        Outcome::AskAgain(asking) => (None, Some(asked_text(asking))),
        Outcome::Validate | Outcome::Approve => (None, None),
    };
    sqlx::query(
        "INSERT INTO decisions (id, session, operator, at_ns, outcome, reason, reason_text, \
         finality, asked, state_before, state_before_ns, lease, version) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(decision.id.to_string())
    .bind(decision.session.to_string())
    .bind(decision.operator.to_string())
    .bind(row::nanoseconds(decision.at)?)
    .bind(decision.outcome.name())
    .bind(refusal.map(|refusal| refusal.reason.code()))
    .bind(refusal.map(|refusal| refusal.text.as_str()))
    .bind(refusal.map(|refusal| refusal.finality.name()))
    .bind(asking)
    .bind(row::state_text(&before.state))
    .bind(row::nanoseconds(before.since)?)
    .bind(stamp.lease.to_string())
    .bind(row::signed(stamp.version, "version")?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Codes and ids only: the operator's text may name the customer.
pub(super) fn particulars(decision: &Decision) -> String {
    let mut detail = serde_json::json!({
        "decision": decision.id.to_string(),
        "outcome": decision.outcome.name(),
    });
    match &decision.outcome {
        Outcome::Refuse(refusal) => {
            detail["reason"] = refusal.reason.code().into();
            detail["finality"] = refusal.finality.name().into();
        }
        Outcome::AskAgain(asking) => {
            let pieces: serde_json::Map<_, _> = asking
                .pieces()
                .iter()
                .map(|asked| (asked.piece.name().to_owned(), asked.reason.code().into()))
                .collect();
            detail["pieces"] = pieces.into();
        }
        Outcome::Validate | Outcome::Approve => {}
    }
    detail.to_string()
}

/// Reads the columns of `decisions`.
pub(crate) fn from_row(found: &SqliteRow) -> Result<Decision, StoreError> {
    let outcome = match found.try_get("outcome")? {
        "validate" => Outcome::Validate,
        "approve" => Outcome::Approve,
        "refuse" => Outcome::Refuse(Refusal {
            reason: found.named(TABLE, "reason", RefusalReason::from_code)?,
            text: found.try_get("reason_text")?,
            finality: found.named(TABLE, "finality", Finality::from_name)?,
        }),
        "ask_again" => Outcome::AskAgain(asked(found.try_get("asked")?)?),
        _ => return Err(bad(TABLE, "outcome")),
    };
    Ok(Decision {
        id: found.id(TABLE, "id")?,
        session: found.id(TABLE, "session")?,
        operator: found.id(TABLE, "operator")?,
        at: found.instant(TABLE, "at_ns")?,
        outcome,
    })
}

fn asked_text(asking: &AskAgain) -> String {
    let asked = Asked {
        text: asking.text().to_owned(),
        pieces: asking
            .pieces()
            .iter()
            .map(|asked| AskedPiece {
                piece: asked.piece.name().to_owned(),
                reason: asked.reason.code().to_owned(),
            })
            .collect(),
    };
    serde_json::to_string(&asked).expect("texts are always JSON")
}

fn asked(text: &str) -> Result<AskAgain, StoreError> {
    let wrong = || bad(TABLE, "asked");
    let asked: Asked = serde_json::from_str(text).map_err(|_| wrong())?;
    let pieces = asked
        .pieces
        .iter()
        .map(|it| {
            Some(PieceAsked {
                piece: Piece::from_name(&it.piece)?,
                reason: PieceReason::from_code(&it.reason)?,
            })
        })
        .collect::<Option<Vec<_>>>()
        .ok_or_else(wrong)?;
    AskAgain::new(pieces, &asked.text).map_err(|_| wrong())
}
