//! Where the kiosk is.

use std::collections::BTreeMap;

use domain::{
    PhoneNumber,
    id::SessionId,
    kiosk::{Flow, Piece, Stop, Tilt},
};
use jiff::Timestamp;
use store::{KioskSession, Part, PieceRecord};

use super::{
    counter::CodeSent,
    self_test::TestResult,
    taking::Taking,
    view::{OutOfService, PhoneProblem, RequestProblem},
};

/// Where the kiosk is.
pub(super) enum Stage {
    /// It takes nobody.
    OutOfService(OutOfService, Option<String>),
    /// Nobody is here.
    Welcome,
    /// The code of a request is wanted.
    Request(Option<RequestProblem>),
    /// The data of a new request are wanted.
    NewRequest {
        /// The id under which it will be made, the same however often it is tried.
        creation: SessionId,
        problem: Option<String>,
    },
    /// A session is under way.
    Session(Box<Session>),
    /// A session was handed over.
    Outcome(Box<Outcome>),
    /// A session ended early.
    Stopped(Stop),
    /// The kiosk tests itself.
    SelfTest(Vec<TestResult>),
}

/// A session that was handed over.
pub(super) struct Outcome {
    pub(super) session: SessionId,
    pub(super) next_url: Option<String>,
    pub(super) look: store::Look,
}

/// A session under way.
pub(super) struct Session {
    pub(super) record: KioskSession,
    pub(super) flow: Flow,
    pub(super) phone: Phone,
    /// The capture that is running.
    pub(super) taking: Option<Taking>,
    /// What was captured.
    pub(super) parts: BTreeMap<Piece, Vec<PieceRecord>>,
    /// The attempt before failed, and nothing was begun since.
    pub(super) failed: bool,
    /// The partner's logo as a data URL, once it was fetched.
    pub(super) logo: Option<String>,
}

/// Where the confirmation of the phone stands.
#[derive(Default)]
pub(super) struct Phone {
    pub(super) number: Option<PhoneNumber>,
    pub(super) sent: Option<(CodeSent, Timestamp)>,
    pub(super) problem: Option<PhoneProblem>,
}

impl Session {
    /// A session with nothing captured yet.
    pub(super) fn new(record: KioskSession, flow: Flow) -> Self {
        let number = record
            .request
            .phone
            .as_ref()
            .and_then(|phone| PhoneNumber::read(phone.reveal()));
        Self {
            record,
            flow,
            phone: Phone {
                number,
                ..Phone::default()
            },
            taking: None,
            parts: BTreeMap::new(),
            failed: false,
            logo: None,
        }
    }

    /// The part of `piece` that is shown: the picture, else the recording.
    pub(super) fn shown(&self, piece: Piece) -> Option<&PieceRecord> {
        let parts = self.parts.get(&piece)?;
        let still = parts.iter().find(|record| record.part == Part::Still);
        still.or_else(|| parts.first())
    }

    /// Takes note of a part in the place of the one before.
    pub(super) fn note(&mut self, record: PieceRecord) {
        let parts = self.parts.entry(record.piece).or_default();
        parts.retain(|old| old.part != record.part);
        parts.push(record);
    }

    /// How the partner wants it to look, with what can be shown of it: addresses
    /// lead elsewhere, where the window does not go.
    pub(super) fn look(&self) -> store::Look {
        store::Look {
            logo_url: self.logo.clone(),
            favicon_url: None,
            ..self.record.request.look.clone()
        }
    }

    /// Which way to tilt now.
    pub(super) fn tilt(&self) -> Option<Tilt> {
        self.taking.as_ref().map(|taking| taking.tilt)
    }
}
