//! What crosses to the kiosk's window.
//!
//! The core owns all state; the window renders [`KioskView`] and asks. Every
//! acting command answers the new view, and [`KioskChanged`] tells of changes
//! that nobody asked for.
//!
//! | command | takes |
//! | --- | --- |
//! | `kiosk_state` | |
//! | `kiosk_begin` | |
//! | `kiosk_choose_language` | [`KioskLanguage`] `language` |
//! | `kiosk_find_request` | `code` |
//! | `kiosk_start_new` | |
//! | `kiosk_new_request` | [`NewRequestForm`] `form` |
//! | `kiosk_devices_ready` | |
//! | `kiosk_consent` | `privacy`, `authenticity` |
//! | `kiosk_take_now`, `kiosk_keep` | |
//! | `kiosk_retake` | [`KioskPiece`] `piece` |
//! | `kiosk_phone` | `number` |
//! | `kiosk_code` | `code` |
//! | `kiosk_begin_face` | |
//! | `kiosk_back`, `kiosk_submit`, `kiosk_stop` | |
//! | `kiosk_call_staff`, `kiosk_in_person`, `kiosk_more_time`, `kiosk_touched` | |
//! | `kiosk_close` | `pin` (the window closes) |
//! | `kiosk_self_test` | |
//! | `kiosk_preview` | `channel`, [`PreviewSource`] `source` (`()`) |
//! | `kiosk_preview_stop` | (`()`) |
//! | `kiosk_speak` | `text`, [`KioskLanguage`] `language` (`()`) |
//! | `kiosk_hush` | (`()`) |
//!
//! The desk's own command `open_assisted_session` opens the kiosk's window.

mod form;
mod hint;
mod part;
mod screen;

pub use form::*;
pub use hint::*;
pub use part::*;
pub use screen::*;

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

use super::PieceAsked;

/// The kiosk as its window has to show it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KioskView {
    /// What is shown.
    pub screen: KioskScreen,
    /// In which language.
    pub language: KioskLanguage,
    /// How the partner wants it to look; `None` for the house's own look.
    pub theme: Option<KioskTheme>,
    /// The steps of the session; none outside of one.
    pub steps: Vec<StepView>,
    /// The pieces that were asked for again, and why; none in a whole session.
    pub asked: Vec<PieceAsked>,
    /// Whether there is a step to go back to.
    pub can_go_back: bool,
    /// Whether an operator sits beside the customer.
    pub assisted: bool,
    /// Whether staff was called and has not come yet.
    pub staff_called: bool,
    /// The warning before everything is wiped, while it is up.
    pub idle: Option<IdleView>,
    /// Sessions that have not reached the central API yet.
    pub waiting_to_send: u32,
    /// Whether the central API answers.
    pub online: bool,
}

/// The kiosk changed without being asked to.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct KioskChanged {
    /// How it is to be shown.
    pub view: KioskView,
}

/// A language of the kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KioskLanguage {
    /// Italian.
    It,
    /// English.
    En,
    /// German.
    De,
    /// French.
    Fr,
}

/// How a partner's request wants the kiosk to look.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KioskTheme {
    /// The partner's name.
    pub title: Option<String>,
    /// The address of the logo.
    pub logo_url: Option<String>,
    /// The address of the small picture.
    pub favicon_url: Option<String>,
    /// The colour of buttons, as CSS has it.
    pub primary: Option<String>,
    /// The colour behind everything.
    pub background: Option<String>,
    /// The line at the foot.
    pub footer: Option<String>,
}

/// One step of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    /// The step.
    pub name: StepName,
    /// Where it stands.
    pub state: StepState,
}

/// A step of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StepName {
    /// Finding or making the request.
    Request,
    /// Looking at the devices.
    Devices,
    /// Consenting.
    Consent,
    /// The front of the document.
    DocumentFront,
    /// The rear of the document.
    DocumentRear,
    /// The front of the health card.
    HealthCardFront,
    /// The rear of the health card.
    HealthCardRear,
    /// The code by phone.
    Phone,
    /// The face beside the document.
    Selfie,
    /// The moving face.
    Face,
    /// Looking at everything that was taken.
    Review,
    /// Sending it.
    Submit,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StepState {
    /// It is done.
    Done,
    /// It is the one that is shown.
    Current,
    /// It is to come.
    Ahead,
}

/// The time that is left before everything is wiped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IdleView {
    /// In seconds.
    pub seconds_left: u32,
}
