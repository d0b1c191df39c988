//! The central API, asked over the connector.

use async_trait::async_trait;
use domain::{
    PhoneNumber,
    failure::{Account, FailReason},
    field::Declared,
    id::{CentralKey, RequestKey, SessionId},
    session::State,
};
use jiff::Timestamp;
use outbox::{Connector, Pictures, ReportedCheck, SyncError};
use store::{KnownRequest, Look};

use super::counter::{CodeAnswer, CodeSent, Counter, Lookup, OpenRequest, Submission};

/// The central API behind a connector.
pub struct CentralCounter {
    connector: Connector,
    registration_authority: i64,
    profile: String,
}

impl CentralCounter {
    /// Asks over `connector`; new requests are made in this registration
    /// authority, with this profile of the vendor's.
    #[must_use]
    pub const fn new(connector: Connector, registration_authority: i64, profile: String) -> Self {
        Self {
            connector,
            registration_authority,
            profile,
        }
    }
}

#[async_trait]
impl Counter for CentralCounter {
    async fn find(&self, code: &str) -> Result<Lookup, SyncError> {
        match self.connector.find_request(code).await {
            Ok(Some(request)) => Ok(Lookup::Open(Box::new(open(request)))),
            Ok(None) => Ok(Lookup::Unknown),
            Err(SyncError::WrongState { .. }) => Ok(Lookup::Done),
            Err(error) => Err(error),
        }
    }

    async fn create(&self, declared: &[Declared], id: &str) -> Result<OpenRequest, SyncError> {
        let id: RequestKey = id.parse().map_err(|_| SyncError::Configuration {
            what: "the id of a new request",
        })?;
        let new = outbox::NewRequest {
            registration_authority: self.registration_authority,
            profile: self.profile.clone(),
            declared: declared.to_vec(),
        };
        self.connector.create_request(&new, id).await.map(open)
    }

    async fn send_code(&self, key: CentralKey, to: &PhoneNumber) -> Result<CodeSent, SyncError> {
        let sent = self.connector.send_code(key, to).await?;
        Ok(CodeSent {
            attempts_left: few(sent.attempts_left),
            resend_after_seconds: u32::try_from(sent.resend_after.as_secs()).unwrap_or(u32::MAX),
        })
    }

    async fn check_code(&self, key: CentralKey, code: &str) -> Result<CodeAnswer, SyncError> {
        Ok(match self.connector.check_code(key, code).await? {
            outbox::CodeAnswer::Right => CodeAnswer::Right,
            outbox::CodeAnswer::Wrong { attempts_left } => CodeAnswer::Wrong {
                attempts_left: few(attempts_left),
            },
            outbox::CodeAnswer::Exhausted => CodeAnswer::Exhausted,
            outbox::CodeAnswer::Expired => CodeAnswer::Expired,
        })
    }

    async fn evidence(&self, to: &KnownRequest, submission: &Submission) -> Result<(), SyncError> {
        let sent = outbox::Submission {
            acceptance: submission.acceptance.clone(),
            images: submission.images.clone(),
            read: submission
                .read
                .iter()
                .map(|reading| (reading.field, reading.value.clone()))
                .collect(),
            checks: submission
                .checks
                .iter()
                .map(|(check, passed)| ReportedCheck {
                    check: *check,
                    passed: *passed,
                })
                .collect(),
            similarity: submission.similarity,
        };
        self.connector
            .put_evidence(to.video_pk, &sent)
            .await
            .map(drop)
    }

    async fn video(&self, to: &KnownRequest, video: Vec<u8>) -> Result<(), SyncError> {
        self.connector
            .upload_video(&to.video_identifier, video)
            .await
    }

    async fn state(&self, key: CentralKey) -> Result<State, SyncError> {
        self.connector.state(key).await
    }

    async fn failed(
        &self,
        key: CentralKey,
        session: SessionId,
        code: &str,
    ) -> Result<(), SyncError> {
        let failure = FailReason {
            id: session.to_string(),
            account: Account::Client {
                kind: code.to_owned(),
                message: String::new(),
            },
        };
        self.connector.report_failure(key, &failure).await
    }

    async fn certificate_ends(&self) -> Result<Option<Timestamp>, SyncError> {
        self.connector.certificate_ends().await
    }

    async fn picture(&self, address: &str) -> Result<Vec<u8>, SyncError> {
        Pictures::of_the_web()?.fetch(address).await
    }

    async fn time(&self) -> Result<Option<Timestamp>, SyncError> {
        self.connector.time().await
    }
}

fn open(request: outbox::OpenRequest) -> OpenRequest {
    OpenRequest {
        known: KnownRequest {
            key: request.key,
            video_pk: request.video_pk,
            video_identifier: request.video_identifier,
        },
        declared: request.declared,
        required: request.required,
        asked: request.asked,
        accepted: request.accepted,
        otp_required: request.otp.required && !request.otp.confirmed,
        phone: request.otp.phone,
        phone_editable: request.otp.editable,
        look: Look {
            title: request.layout.title,
            logo_url: request.layout.logo,
            favicon_url: request.layout.favicon,
            primary: request.layout.primary,
            background: request.layout.background,
            footer: request.layout.footer,
        },
        next_url: request.redirect.success,
        policy_url: request.policy,
    }
}

/// A number of attempts as the kiosk counts them.
fn few(attempts: u32) -> u8 {
    u8::try_from(attempts).unwrap_or(u8::MAX)
}
