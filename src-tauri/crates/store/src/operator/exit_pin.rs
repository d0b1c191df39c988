//! The PIN that closes the kiosk: hashed like a password, and guarded by the
//! same growing delay.

use domain::{
    audit::{Actor, Event},
    kiosk::KioskEvent,
};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

use super::password;
use crate::{Store, StoreError, open::off_thread};

/// The fewest digits of an exit PIN.
pub const MIN_PIN_DIGITS: usize = 6;
const SETTING: &str = "kiosk.exit_pin";
/// Under which failures are counted: no user name has a blank in it.
const NAME: &str = "the exit of the kiosk";

impl Store {
    /// Whether there is an exit PIN.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn has_exit_pin(&self) -> Result<bool, StoreError> {
        Ok(self.setting(SETTING).await?.is_some())
    }

    /// Sets the exit PIN, where it is not the one that is set already.
    ///
    /// # Errors
    ///
    /// [`StoreError::BadPin`].
    pub async fn set_exit_pin(&self, pin: SecretString) -> Result<(), StoreError> {
        let digits = pin.expose_secret();
        if digits.len() < MIN_PIN_DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(StoreError::BadPin {
                minimum: MIN_PIN_DIGITS,
            });
        }
        let old = self.setting(SETTING).await?;
        let hash = off_thread(move || {
            if old.is_some() && password::verify(&pin, old.as_deref())? {
                return Ok(None);
            }
            password::hash_any(&pin).map(Some)
        })
        .await?;
        let Some(hash) = hash else {
            return Ok(());
        };
        self.set_setting(SETTING, &hash).await?;
        let event = Event::Kiosk(KioskEvent::ExitPinSet);
        self.append(self.note(Actor::Application, event, None, "{}"))
            .await
    }

    /// Demands the exit PIN.
    ///
    /// # Errors
    ///
    /// [`StoreError::WrongCredentials`]; [`StoreError::TryAgainAfter`] without a
    /// look at the PIN.
    pub async fn demand_exit_pin(&self, pin: SecretString) -> Result<(), StoreError> {
        let _turn = self.signing_in().lock().await;
        let digest: [u8; 32] = Sha256::digest(NAME.as_bytes()).into();
        let now = self.now();
        let count = self.demand_patience(&digest, now).await?;
        let hash = self.setting(SETTING).await?;
        if off_thread(move || password::verify(&pin, hash.as_deref())).await? {
            self.forget_failures(&digest).await
        } else {
            let event = Event::Kiosk(KioskEvent::ExitRefused);
            let entry = self.note(Actor::Application, event, None, "{}");
            self.write_failure(&digest, count + 1, now, &entry).await?;
            Err(StoreError::WrongCredentials)
        }
    }
}
