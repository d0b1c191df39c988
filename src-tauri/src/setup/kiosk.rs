//! What a kiosk is made of.

use std::{fs, ops::RangeInclusive, path::Path, sync::Arc};

use domain::{
    Clock,
    id::{EvidenceId, OperatorId},
    kiosk::{Challenge, IdleRule, KioskPolicy},
};
use futures::{FutureExt, future::BoxFuture};
use jiff::SignedDuration;
use secrecy::SecretString;
use store::StoreError;
use tauri::AppHandle;
use workflow::{
    Kiosk, KioskParts, house,
    kiosk::{
        AttachedCameras, CentralCounter, EngineGuides, FfmpegRecorders, KioskSetup, view::Language,
    },
    verification::EmbeddedVerifier,
};

use super::SharedStore;
use crate::{
    config::{Config, KioskConfig},
    convert, dto,
    kiosk::{KioskWindow, OpenKiosk},
    media::{MediaServer, MediaSource},
};

/// Opens the kiosk on `store`; `beside` is the operator beside the customer.
///
/// # Errors
///
/// A store that cannot be read or written; no port for the media server.
pub(crate) async fn open(
    config: &Config,
    store: SharedStore,
    clock: Arc<dyn Clock>,
    app: AppHandle,
    beside: Option<OperatorId>,
) -> Result<OpenKiosk, dto::ApiError> {
    if let Some(pin) = config.kiosk.pin_file.as_deref().and_then(pin) {
        match store.set_exit_pin(pin).await {
            Ok(()) => {}
            // The kiosk says itself that it is not set up.
            Err(error @ StoreError::BadPin { .. }) => tracing::error!(%error, "No exit PIN"),
            Err(error) => return Err(convert::api_error(error.into())),
        }
    }
    let kiosk = Kiosk::open(KioskParts {
        store,
        cameras: Arc::new(AttachedCameras::default()),
        recorders: Arc::new(FfmpegRecorders),
        guides: Arc::new(EngineGuides::new(&config.models)),
        counter: Arc::new(CentralCounter::new(
            super::connector(config)?,
            config.kiosk.registration_authority,
            config.kiosk.profile.clone(),
        )),
        verifier: Arc::new(EmbeddedVerifier::new(&config.models)),
        clock: Arc::clone(&clock),
        ui: Arc::new(KioskWindow::new(app)),
        setup: setup(config, beside)?,
    })
    .await
    .map_err(convert::api_error)?;
    let media = MediaServer::start(Arc::new(KioskMedia(kiosk.clone())), clock)
        .await
        .map_err(|error| {
            tracing::error!(%error, "The media server did not start");
            dto::ApiError::new(dto::ErrorCode::Internal)
        })?;
    Ok(OpenKiosk::new(kiosk, media))
}

fn setup(config: &Config, beside: Option<OperatorId>) -> Result<KioskSetup, dto::ApiError> {
    let privacy = house::privacy_among(&config.models);
    let privacy = privacy.map_err(|error| super::house_error(&error))?;
    let KioskConfig {
        id,
        face_camera,
        document_camera,
        idle_seconds,
        most_waiting,
        accept_less,
        challenge,
        ..
    } = config.kiosk.clone();
    let mut policy = KioskPolicy {
        accept_less,
        ..KioskPolicy::default()
    };
    if let Some(seconds) = idle_seconds {
        policy.idle = IdleRule::ending_after(SignedDuration::from_secs(seconds.into()));
    }
    if let Some(most) = most_waiting {
        policy.most_waiting = most;
    }
    Ok(KioskSetup {
        // An assisted session is one of the desk's.
        id: if id.is_empty() && beside.is_some() {
            "desk".to_owned()
        } else {
            id
        },
        face_camera,
        document_camera,
        policy,
        privacy,
        assisted_by: beside,
        test_at_start: beside.is_none(),
        language: language(config.language.as_deref()),
        challenge: challenge.as_deref().and_then(Challenge::from_names),
    })
}

fn language(code: Option<&str>) -> Language {
    match code.and_then(|code| code.get(..2)) {
        Some("en") => Language::English,
        Some("de") => Language::German,
        Some("fr") => Language::French,
        Some(_) | None => Language::Italian,
    }
}

/// The exit PIN in `file`; without one the kiosk keeps the PIN that it has.
fn pin(file: &Path) -> Option<SecretString> {
    match fs::read_to_string(file) {
        Ok(text) => Some(text.trim().into()),
        Err(error) => {
            tracing::warn!(%error, "The file with the exit PIN could not be read");
            None
        }
    }
}

/// What was captured, for the media server.
struct KioskMedia(Kiosk);

impl MediaSource for KioskMedia {
    fn read(&self, part: EvidenceId, range: RangeInclusive<u64>) -> BoxFuture<'_, Option<Vec<u8>>> {
        async move {
            let range = *range.start()..range.end().saturating_add(1);
            match self.0.part(part, range).await {
                Ok(mut bytes) => Some(std::mem::take(&mut *bytes)),
                Err(error) => {
                    tracing::warn!(%error, "A captured part could not be read");
                    None
                }
            }
        }
        .boxed()
    }
}
