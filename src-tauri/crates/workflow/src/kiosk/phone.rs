//! Confirming the phone; codes are sent and checked by the central API.

use domain::{
    Personal, PhoneNumber,
    kiosk::{KioskEvent, Place, Stop},
};
use serde_json::json;

use super::{
    Kiosk, View,
    counter::CodeAnswer,
    stage::{Phone, Stage},
    view::{CodeView, PhoneProblem},
};
use crate::WorkflowError;

impl Kiosk {
    /// Sends a code to `number`, or to the number of the request where that may
    /// not be changed.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn phone(&self, number: &str) -> Result<View, WorkflowError> {
        let inner = &self.inner;
        let mut stage = inner.stage.lock().await;
        inner.touch();
        if let Stage::Session(session) = &mut *stage
            && session.flow.place() == Place::Phone
            && let Some(known) = session.record.request.known.clone()
        {
            let typed = if session.record.request.phone_editable {
                PhoneNumber::read(number)
            } else {
                session.phone.number.clone()
            };
            let Some(number) = typed else {
                session.phone.problem = Some(PhoneProblem::BadNumber);
                return Ok(self.show(&stage));
            };
            let same = session.phone.number.as_ref() == Some(&number);
            if same && self.resend_after(&session.phone) > 0 {
                return Ok(self.show(&stage));
            }
            let sent = inner.counter.send_code(known.key, &number).await;
            self.heard(&sent);
            match sent {
                Ok(sent) => {
                    let text = number.reveal().to_owned();
                    session.record.request.phone = Some(Personal::new(text));
                    session.phone = Phone {
                        number: Some(number),
                        sent: Some((sent, inner.clock.now())),
                        problem: None,
                    };
                    self.settle(session, KioskEvent::CodeSent, &json!({}))
                        .await?;
                }
                Err(error) => {
                    tracing::warn!(%error, "A code could not be sent");
                    let offline = super::request::is_offline(&error);
                    session.phone.problem = Some(if offline {
                        PhoneProblem::Offline
                    } else {
                        PhoneProblem::BadNumber
                    });
                }
            }
        }
        inner.touch();
        Ok(self.show(&stage))
    }

    /// The customer gives the code that came by phone; after the last wrong one
    /// the session ends.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn code(&self, code: &str) -> Result<View, WorkflowError> {
        let inner = &self.inner;
        let mut stage = inner.stage.lock().await;
        inner.touch();
        if let Stage::Session(session) = &mut *stage
            && session.flow.place() == Place::Phone
            && session.phone.sent.is_some()
            && let Some(known) = session.record.request.known.clone()
        {
            let answer = inner.counter.check_code(known.key, code.trim()).await;
            self.heard(&answer);
            match answer {
                Ok(answer) => {
                    take(&mut session.phone, answer);
                    let moved = match answer {
                        CodeAnswer::Right => session.flow.phone_confirmed(),
                        CodeAnswer::Exhausted => session.flow.stop(Stop::Otp),
                        CodeAnswer::Wrong { .. } | CodeAnswer::Expired => Ok(()),
                    };
                    debug_assert!(moved.is_ok(), "the place was looked at before");
                    let detail = json!({ "answer": name(answer) });
                    self.settle(session, KioskEvent::CodeChecked, &detail)
                        .await?;
                }
                Err(error) => {
                    tracing::warn!(%error, "A code could not be checked");
                    session.phone.problem = Some(PhoneProblem::Offline);
                }
            }
        }
        self.tend(&mut stage).await?;
        inner.touch();
        Ok(self.show(&stage))
    }

    /// What is shown of a code that was sent.
    pub(super) fn code_view(&self, phone: &Phone) -> Option<CodeView> {
        let (sent, _) = phone.sent.as_ref()?;
        Some(CodeView {
            attempts_left: sent.attempts_left,
            resend_after_seconds: self.resend_after(phone),
        })
    }

    /// Seconds until another code can be sent.
    fn resend_after(&self, phone: &Phone) -> u32 {
        let Some((sent, at)) = &phone.sent else {
            return 0;
        };
        let passed = self.inner.clock.now().duration_since(*at).as_secs();
        let left = i64::from(sent.resend_after_seconds).saturating_sub(passed);
        u32::try_from(left.max(0)).unwrap_or(u32::MAX)
    }
}

/// Takes note of what became of a code.
fn take(phone: &mut Phone, answer: CodeAnswer) {
    phone.problem = match answer {
        CodeAnswer::Right | CodeAnswer::Exhausted => None,
        CodeAnswer::Wrong { attempts_left } => {
            if let Some((sent, _)) = &mut phone.sent {
                sent.attempts_left = attempts_left;
            }
            Some(PhoneProblem::Wrong)
        }
        CodeAnswer::Expired => {
            if let Some((sent, _)) = &mut phone.sent {
                sent.resend_after_seconds = 0;
            }
            Some(PhoneProblem::Expired)
        }
    };
}

/// What the log calls an answer.
const fn name(answer: CodeAnswer) -> &'static str {
    match answer {
        CodeAnswer::Right => "right",
        CodeAnswer::Wrong { .. } => "wrong",
        CodeAnswer::Exhausted => "exhausted",
        CodeAnswer::Expired => "expired",
    }
}
