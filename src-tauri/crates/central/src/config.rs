//! The configuration, with the secrets that the first start makes.

mod file;

use std::{fs, io::Write, num::NonZeroU32, path::Path};

use domain::house::HouseRules;
use jiff::SignedDuration;
use rand::{Rng, distr::Alphanumeric};
use secrecy::SecretString;

use crate::CentralError;

/// The name of the configuration in the data folder.
const FILE: &str = "central.toml";

/// The configuration of a central API.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address that links begin with, without a slash at the end; where
    /// there is none, the `Host` header of each request.
    pub base_url: Option<String>,
    /// How many different documents one phone number or e-mail address may have.
    pub contact_limit: u32,
    /// How often a customer may be asked for pieces again.
    pub ask_again_at_most: NonZeroU32,
    /// How one-time codes behave.
    pub one_time_code: OneTimeCode,
    /// The registration authority.
    pub registration_authority: RegistrationAuthority,
    /// The partners of the Openapi face.
    pub partners: Vec<Partner>,
    /// The officers.
    pub raos: Vec<Rao>,
}

/// How one-time codes behave.
#[derive(Debug, Clone, Copy)]
pub struct OneTimeCode {
    /// How long a code is good for.
    pub valid_for: SignedDuration,
    /// How many wrong answers end a code and begin the pause of `locked_for`.
    pub attempts: u32,
    /// How long after a code another can be sent.
    pub resend_after: SignedDuration,
    /// How long no code is sent or checked after too many.
    pub locked_for: SignedDuration,
}

impl Default for OneTimeCode {
    /// Ten minutes, three answers, a minute between two codes, half an hour.
    fn default() -> Self {
        Self {
            valid_for: SignedDuration::from_mins(10),
            attempts: 3,
            resend_after: SignedDuration::from_mins(1),
            locked_for: SignedDuration::from_mins(30),
        }
    }
}

/// The registration authority that this server works for.
#[derive(Debug, Clone)]
pub struct RegistrationAuthority {
    /// Its number.
    pub pk: i64,
    /// Its name, printed on declarations and contracts.
    pub name: String,
    /// The bearer token of the RA face.
    pub token: SecretString,
}

/// A partner of the Openapi face.
#[derive(Debug, Clone)]
pub struct Partner {
    /// The `owner` of its sessions, an e-mail address.
    pub owner: String,
    /// Its bearer token.
    pub token: SecretString,
}

/// A registration authority officer.
#[derive(Debug, Clone)]
pub struct Rao {
    /// The `rao_id`.
    pub pk: i64,
    /// The user name of decisions.
    pub user_name: String,
    /// The password of decisions.
    pub password: SecretString,
    /// The PIN of decisions.
    pub pin: SecretString,
    /// Given name, printed on declarations.
    pub given_name: String,
    /// Surname, printed on declarations.
    pub surname_1: String,
    /// Number of the officer's identity document, printed on declarations.
    pub id_document_number: String,
    /// Whether the officer may identify for another one's approval.
    pub identificator: bool,
}

impl Config {
    /// A configuration with fresh random secrets: one registration authority,
    /// one partner, one officer.
    #[must_use]
    pub fn generate() -> Self {
        Self {
            base_url: None,
            contact_limit: 3,
            ask_again_at_most: HouseRules::default().ask_again_at_most,
            one_time_code: OneTimeCode::default(),
            registration_authority: RegistrationAuthority {
                pk: 121,
                name: "Sportello".to_owned(),
                token: secret(40),
            },
            partners: vec![Partner {
                owner: "partner@example.com".to_owned(),
                token: secret(40),
            }],
            raos: vec![Rao {
                pk: 1400,
                user_name: "rao".to_owned(),
                password: secret(20),
                pin: digits(8),
                given_name: "Operatore".to_owned(),
                surname_1: "Uno".to_owned(),
                id_document_number: "AA0000000".to_owned(),
                identificator: true,
            }],
        }
    }

    /// Reads `central.toml` in `data`, or makes it (readable by its owner
    /// alone) at the first start.
    ///
    /// # Errors
    ///
    /// [`CentralError::Io`] and [`CentralError::Config`].
    pub fn load_or_create(data: &Path) -> Result<Self, CentralError> {
        let path = data.join(FILE);
        match fs::read_to_string(&path) {
            Ok(text) => file::read(&text).map_err(|reason| CentralError::Config { path, reason }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                fs::create_dir_all(data).map_err(CentralError::io("create", data))?;
                let config = Self::generate();
                let mut options = fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                options
                    .open(&path)
                    .and_then(|mut file| {
                        file.write_all(file::write(&config).as_bytes())?;
                        file.sync_all()
                    })
                    .map_err(CentralError::io("write", &path))?;
                Ok(config)
            }
            Err(error) => Err(CentralError::io("read", path)(error)),
        }
    }
}

fn secret(length: usize) -> SecretString {
    let text: String = rand::rng()
        .sample_iter(Alphanumeric)
        .take(length)
        .map(char::from)
        .collect();
    text.into()
}

fn digits(length: usize) -> SecretString {
    let mut random = rand::rng();
    let text: String = (0..length)
        .map(|_| char::from(b'0' + random.random_range(0..10_u8)))
        .collect();
    text.into()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn the_first_start_makes_secrets_that_the_second_finds() {
        let data = tempfile::tempdir().unwrap();
        let made = Config::load_or_create(data.path()).unwrap();
        let found = Config::load_or_create(data.path()).unwrap();
        assert_eq!(
            made.raos[0].pin.expose_secret(),
            found.raos[0].pin.expose_secret()
        );
        let mode = fs::metadata(data.path().join(FILE)).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o600, "it holds secrets");
    }

    #[test]
    fn no_two_configurations_share_a_secret_and_none_prints_one() {
        let (one, other) = (Config::generate(), Config::generate());
        assert_ne!(
            one.registration_authority.token.expose_secret(),
            other.registration_authority.token.expose_secret()
        );
        assert!(!format!("{one:?}").contains(one.raos[0].password.expose_secret()));
    }

    #[test]
    fn a_wrong_configuration_is_refused_without_its_values() {
        let data = tempfile::tempdir().unwrap();
        fs::write(
            data.path().join(FILE),
            "[registration_authority]\ntoken = 7",
        )
        .unwrap();
        let error = Config::load_or_create(data.path()).unwrap_err().to_string();
        assert!(error.contains("central.toml"), "{error}");
    }
}
