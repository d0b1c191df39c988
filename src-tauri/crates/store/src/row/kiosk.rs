//! The JSON column of a session at the kiosk.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Personal,
    decision::{PieceAsked, PieceReason},
    field::Declared,
    kiosk::{Consent, Facts, Needs, Piece},
};
use serde::{Deserialize, Serialize};

use super::{bad, to_json};
use crate::{
    StoreError,
    kiosk::session::{KioskRequest, KioskSession, KnownRequest, Look},
};

#[derive(Serialize, Deserialize)]
pub(crate) struct Body {
    pieces: Vec<String>,
    asked: Vec<AskedRow>,
    consent_required: bool,
    phone_required: bool,
    phone: Option<String>,
    phone_editable: bool,
    look: LookRow,
    next_url: Option<String>,
    policy_url: Option<String>,
    consent: Option<ConsentRow>,
    taken: Vec<String>,
    phone_confirmed: bool,
    attempts: BTreeMap<String, u8>,
}

#[derive(Serialize, Deserialize)]
struct AskedRow {
    piece: String,
    reason: String,
}

#[derive(Serialize, Deserialize)]
struct LookRow {
    title: Option<String>,
    logo_url: Option<String>,
    favicon_url: Option<String>,
    primary: Option<String>,
    background: Option<String>,
    footer: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct ConsentRow {
    at: String,
    text_version: String,
    kiosk: String,
}

const TABLE: &str = "kiosk_sessions";

/// What is required and settled of `session`, as JSON.
pub(crate) fn body_text(session: &KioskSession) -> Result<String, StoreError> {
    let KioskSession { request, facts, .. } = session;
    let look = request.look.clone();
    let body = Body {
        pieces: names(&request.needs.pieces),
        asked: request
            .asked
            .iter()
            .map(|asked| AskedRow {
                piece: asked.piece.name().to_owned(),
                reason: asked.reason.code().to_owned(),
            })
            .collect(),
        consent_required: request.needs.consent,
        phone_required: request.needs.phone,
        // Revealed into the encrypted database.
        phone: request.phone.as_ref().map(|phone| phone.reveal().clone()),
        phone_editable: request.phone_editable,
        look: LookRow {
            title: look.title,
            logo_url: look.logo_url,
            favicon_url: look.favicon_url,
            primary: look.primary,
            background: look.background,
            footer: look.footer,
        },
        next_url: request.next_url.clone(),
        policy_url: request.policy_url.clone(),
        consent: facts.consent.as_ref().map(|consent| ConsentRow {
            at: consent.at.to_string(),
            text_version: consent.text_version.clone(),
            kiosk: consent.kiosk.clone(),
        }),
        taken: names(&facts.taken),
        phone_confirmed: facts.phone,
        attempts: facts
            .attempts
            .iter()
            .map(|(piece, begun)| (piece.name().to_owned(), *begun))
            .collect(),
    };
    to_json(&body, "session at the kiosk")
}

fn names(pieces: &BTreeSet<Piece>) -> Vec<String> {
    let names = pieces.iter().map(|piece| piece.name().to_owned());
    names.collect()
}

fn pieces(names: &[String]) -> Result<BTreeSet<Piece>, StoreError> {
    names.iter().map(|name| piece(name)).collect()
}

fn piece(name: &str) -> Result<Piece, StoreError> {
    Piece::from_name(name).ok_or(bad(TABLE, "body"))
}

impl Body {
    /// Reads [`body_text`]; the error of the parser may quote a value, so it is
    /// dropped.
    pub(crate) fn read(text: &str) -> Result<Self, StoreError> {
        serde_json::from_str(text).map_err(|_| bad(TABLE, "body"))
    }

    pub(crate) fn facts(&self) -> Result<Facts, StoreError> {
        let consent = match &self.consent {
            Some(row) => Some(Consent {
                at: row.at.parse().map_err(|_| bad(TABLE, "body"))?,
                text_version: row.text_version.clone(),
                kiosk: row.kiosk.clone(),
            }),
            None => None,
        };
        Ok(Facts {
            consent,
            taken: pieces(&self.taken)?,
            phone: self.phone_confirmed,
            attempts: self
                .attempts
                .iter()
                .map(|(name, begun)| Ok((piece(name)?, *begun)))
                .collect::<Result<_, StoreError>>()?,
        })
    }

    pub(crate) fn into_request(
        self,
        known: Option<KnownRequest>,
        creation: String,
        declared: Vec<Declared>,
    ) -> Result<KioskRequest, StoreError> {
        let asked = |row: &AskedRow| {
            Ok(PieceAsked {
                piece: piece(&row.piece)?,
                reason: PieceReason::from_code(&row.reason).ok_or(bad(TABLE, "body"))?,
            })
        };
        Ok(KioskRequest {
            known,
            creation,
            declared,
            needs: Needs {
                pieces: pieces(&self.pieces)?,
                consent: self.consent_required,
                phone: self.phone_required,
            },
            asked: self
                .asked
                .iter()
                .map(asked)
                .collect::<Result<_, StoreError>>()?,
            phone: self.phone.map(Personal::new),
            phone_editable: self.phone_editable,
            look: Look {
                title: self.look.title,
                logo_url: self.look.logo_url,
                favicon_url: self.look.favicon_url,
                primary: self.look.primary,
                background: self.look.background,
                footer: self.look.footer,
            },
            next_url: self.next_url,
            policy_url: self.policy_url,
        })
    }
}
