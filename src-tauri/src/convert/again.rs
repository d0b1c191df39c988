//! Pieces that are asked for again, for the window and from it.

use domain::decision::{AskAgain, AskError, PieceAsked, PieceReason, Retries};
use domain::kiosk::Piece;
use workflow::records::Superseded;

use super::{evidence, invalid};
use crate::{dto, media::MediaServer};

/// What the operator asks for.
///
/// # Errors
///
/// `invalidInput` for what the rules do not admit.
pub(crate) fn asking(pieces: &[dto::PieceAsked], text: &str) -> Result<AskAgain, dto::ApiError> {
    let pieces = pieces.iter().map(|asked| PieceAsked {
        piece: asked.piece.into(),
        reason: asked.reason.into(),
    });
    AskAgain::new(pieces.collect(), text).map_err(|error| match error {
        AskError::Nothing | AskError::Twice(_) | AskError::DoesNotSuit(_) => invalid("pieces"),
        AskError::TextRequired => invalid("text"),
    })
}

/// The coded reasons to ask for a piece again.
pub(crate) fn piece_reasons() -> Vec<dto::PieceReasonView> {
    PieceReason::ALL
        .into_iter()
        .map(|reason| dto::PieceReasonView {
            code: reason.into(),
            pieces: Piece::ALL
                .into_iter()
                .filter(|piece| reason.suits(*piece))
                .map(Into::into)
                .collect(),
            needs_text: reason.needs_text(),
        })
        .collect()
}

pub(super) fn asked(asking: &AskAgain) -> dto::AskedView {
    dto::AskedView {
        pieces: asked_pieces(asking.pieces()),
        text: asking.text().to_owned(),
    }
}

/// Pieces with their reasons.
pub(super) fn asked_pieces(pieces: &[PieceAsked]) -> Vec<dto::PieceAsked> {
    let pieces = pieces.iter().map(|asked| dto::PieceAsked {
        piece: asked.piece.into(),
        reason: asked.reason.into(),
    });
    pieces.collect()
}

/// The pieces in the particulars of a log entry.
pub(super) fn pieces(detail: &serde_json::Value) -> Vec<dto::KioskPiece> {
    let named = detail.get("pieces").and_then(serde_json::Value::as_object);
    Piece::ALL
        .into_iter()
        .filter(|piece| named.is_some_and(|named| named.contains_key(piece.name())))
        .map(Into::into)
        .collect()
}

pub(super) fn retries(retries: Retries) -> dto::RetriesView {
    dto::RetriesView {
        asked: retries.asked,
        at_most: retries.at_most.get(),
        left: retries.left(),
    }
}

pub(super) fn earlier(pieces: &[Superseded], media: &MediaServer) -> Vec<dto::EarlierView> {
    pieces
        .iter()
        .map(|piece| dto::EarlierView {
            evidence: evidence::piece(&piece.record, None, media),
            replaced_at: piece.at.to_string(),
        })
        .collect()
}
