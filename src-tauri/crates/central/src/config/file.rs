//! The configuration as TOML. The only place where its secrets are plain text.

use std::num::NonZeroU32;

use domain::house::HouseRules;
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::{Config, OneTimeCode, Partner, Rao, RegistrationAuthority};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(skip_serializing_if = "Option::is_none")]
    base_url: Option<String>,
    #[serde(default = "default_contact_limit")]
    contact_limit: u32,
    #[serde(default = "default_ask_again_at_most")]
    ask_again_at_most: NonZeroU32,
    #[serde(default)]
    one_time_code: CodeTable,
    registration_authority: AuthorityTable,
    #[serde(default, rename = "partner")]
    partners: Vec<PartnerTable>,
    #[serde(default, rename = "rao")]
    raos: Vec<RaoTable>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CodeTable {
    valid_minutes: u32,
    attempts: u32,
    resend_seconds: u32,
    locked_minutes: u32,
}

impl Default for CodeTable {
    fn default() -> Self {
        OneTimeCode::default().into()
    }
}

impl From<OneTimeCode> for CodeTable {
    fn from(code: OneTimeCode) -> Self {
        let whole = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            valid_minutes: whole(code.valid_for.as_mins()),
            attempts: code.attempts,
            resend_seconds: whole(code.resend_after.as_secs()),
            locked_minutes: whole(code.locked_for.as_mins()),
        }
    }
}

impl From<CodeTable> for OneTimeCode {
    fn from(table: CodeTable) -> Self {
        Self {
            valid_for: SignedDuration::from_mins(table.valid_minutes.into()),
            attempts: table.attempts,
            resend_after: SignedDuration::from_secs(table.resend_seconds.into()),
            locked_for: SignedDuration::from_mins(table.locked_minutes.into()),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthorityTable {
    pk: i64,
    name: String,
    token: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartnerTable {
    owner: String,
    token: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RaoTable {
    pk: i64,
    user_name: String,
    password: String,
    pin: String,
    given_name: String,
    surname_1: String,
    id_document_number: String,
    identificator: bool,
}

const fn default_contact_limit() -> u32 {
    3
}

fn default_ask_again_at_most() -> NonZeroU32 {
    HouseRules::default().ask_again_at_most
}

/// Reads `text`; an error says what is wrong, without the line it is in,
/// which could hold a secret.
pub(super) fn read(text: &str) -> Result<Config, String> {
    let file: File = toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .map_or(0, |span| text[..span.start].lines().count().max(1));
        format!("line {line}: a key is missing, unknown or of the wrong type")
    })?;
    let authority = file.registration_authority;
    if authority.token.is_empty() || file.partners.iter().any(|partner| partner.token.is_empty()) {
        return Err("a token is empty".to_owned());
    }
    Ok(Config {
        base_url: file
            .base_url
            .map(|url| url.trim_end_matches('/').to_owned()),
        contact_limit: file.contact_limit,
        ask_again_at_most: file.ask_again_at_most,
        one_time_code: file.one_time_code.into(),
        registration_authority: RegistrationAuthority {
            pk: authority.pk,
            name: authority.name,
            token: authority.token.into(),
        },
        partners: file
            .partners
            .into_iter()
            .map(|partner| Partner {
                owner: partner.owner,
                token: partner.token.into(),
            })
            .collect(),
        raos: file
            .raos
            .into_iter()
            .map(|rao| Rao {
                pk: rao.pk,
                user_name: rao.user_name,
                password: rao.password.into(),
                pin: rao.pin.into(),
                given_name: rao.given_name,
                surname_1: rao.surname_1,
                id_document_number: rao.id_document_number,
                identificator: rao.identificator,
            })
            .collect(),
    })
}

/// Writes `config` with its secrets.
pub(super) fn write(config: &Config) -> String {
    let plain = |secret: &SecretString| secret.expose_secret().to_owned();
    let authority = &config.registration_authority;
    let file = File {
        base_url: config.base_url.clone(),
        contact_limit: config.contact_limit,
        ask_again_at_most: config.ask_again_at_most,
        one_time_code: config.one_time_code.into(),
        registration_authority: AuthorityTable {
            pk: authority.pk,
            name: authority.name.clone(),
            token: plain(&authority.token),
        },
        partners: config
            .partners
            .iter()
            .map(|partner| PartnerTable {
                owner: partner.owner.clone(),
                token: plain(&partner.token),
            })
            .collect(),
        raos: config
            .raos
            .iter()
            .map(|rao| RaoTable {
                pk: rao.pk,
                user_name: rao.user_name.clone(),
                password: plain(&rao.password),
                pin: plain(&rao.pin),
                given_name: rao.given_name.clone(),
                surname_1: rao.surname_1.clone(),
                id_document_number: rao.id_document_number.clone(),
                identificator: rao.identificator,
            })
            .collect(),
    };
    toml::to_string(&file).expect("a struct of texts and numbers is always TOML")
}
