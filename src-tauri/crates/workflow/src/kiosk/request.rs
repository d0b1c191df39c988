//! Finding a request, or making one; the session begins with it.

use domain::{
    Personal, PhoneNumber,
    document::Type,
    evidence::Kind,
    field::{Declared, Name},
    id::SessionId,
    kiosk::{Consent, Facts, Flow, Needs, Plan},
};
use outbox::{Retry, SyncError};
use store::{KioskRequest, KioskSession, Look};

use super::{
    CUT_OFF, Kiosk, View,
    counter::{Lookup, OpenRequest},
    stage::{Session, Stage},
    view::RequestProblem,
};
use crate::WorkflowError;

/// What a customer without a request says.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// Given name or names.
    pub given_name: Personal<String>,
    /// Family name.
    pub surname: Personal<String>,
    /// E-mail address.
    pub email: Personal<String>,
    /// Mobile phone number.
    pub phone: Personal<String>,
    /// Italian tax code; may be empty.
    pub tax_code: Personal<String>,
    /// The document that will be shown, where the customer says so.
    pub document: Option<Type>,
}

impl NewRequest {
    /// The values that are declared.
    ///
    /// # Errors
    /// The name of the field that cannot be right.
    fn declared(&self) -> Result<Vec<Declared>, &'static str> {
        let filled = |field, text: &Personal<String>| {
            let text = text.reveal().trim();
            if text.is_empty() {
                Err(field)
            } else {
                Ok(text.to_owned())
            }
        };
        let email = filled("email", &self.email)?;
        let parts = email.split_once('@');
        if !parts.is_some_and(|(user, host)| !user.is_empty() && host.contains('.')) {
            return Err("email");
        }
        let phone = PhoneNumber::read(self.phone.reveal()).ok_or("phone")?;
        let mut values = vec![
            (Name::GivenName, filled("givenName", &self.given_name)?),
            (Name::Surname, filled("surname", &self.surname)?),
            (Name::Email, email),
            (Name::Phone, phone.reveal().to_owned()),
        ];
        if let Some(document) = self.document {
            values.push((Name::DocumentType, document.name().to_owned()));
        }
        let tax_code = self.tax_code.reveal().trim().to_uppercase();
        if !tax_code.is_empty() {
            if tax_code.len() != 16 || !tax_code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return Err("taxCode");
            }
            values.push((Name::TaxCode, tax_code));
        }
        let declared = |(field, value)| Declared {
            field,
            value: Personal::new(value),
        };
        Ok(values.into_iter().map(declared).collect())
    }
}

impl Kiosk {
    /// The customer gives the code of a request.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn find_request(&self, code: &str) -> Result<View, WorkflowError> {
        let mut stage = self.inner.stage.lock().await;
        self.inner.touch();
        if let Stage::Request(_) = *stage {
            let found = self.inner.counter.find(code.trim()).await;
            self.heard(&found);
            match found {
                Ok(Lookup::Open(open)) => {
                    let declared = open.declared.clone();
                    self.start_session(&mut stage, SessionId::fresh(), declared, Some(*open))
                        .await?;
                }
                Ok(Lookup::Done) => *stage = Stage::Request(Some(RequestProblem::AlreadyDone)),
                Ok(Lookup::Unknown) => *stage = Stage::Request(Some(RequestProblem::NotFound)),
                Err(error) => {
                    tracing::warn!(%error, "A request could not be looked for");
                    *stage = Stage::Request(Some(RequestProblem::Offline));
                }
            }
        }
        self.inner.touch();
        Ok(self.show(&stage))
    }

    /// The customer has no request and wants one.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn start_new(&self) -> Result<View, WorkflowError> {
        let mut stage = self.inner.stage.lock().await;
        self.inner.touch();
        if let Stage::Request(_) = *stage {
            *stage = Stage::NewRequest {
                creation: SessionId::fresh(),
                problem: None,
            };
        }
        Ok(self.show(&stage))
    }

    /// The customer gives the data of a new request. Where the central API
    /// cannot be reached, the session begins all the same and the request is
    /// made when it can, under the same id.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn new_request(&self, new: &NewRequest) -> Result<View, WorkflowError> {
        let mut stage = self.inner.stage.lock().await;
        self.inner.touch();
        if let Stage::NewRequest { creation, .. } = *stage {
            let outcome = match new.declared() {
                Err(field) => Err(field),
                Ok(declared) => {
                    let id = creation.to_string();
                    let made = self.inner.counter.create(&declared, &id).await;
                    self.heard(&made);
                    match made {
                        Ok(open) => Ok((declared, Some(open))),
                        Err(error) => unless_refused(&error).map(|()| (declared, None)),
                    }
                }
            };
            match outcome {
                Ok((declared, open)) => {
                    self.start_session(&mut stage, creation, declared, open)
                        .await?;
                }
                Err(problem) => {
                    *stage = Stage::NewRequest {
                        creation,
                        problem: Some(problem.to_owned()),
                    };
                }
            }
        }
        self.inner.touch();
        Ok(self.show(&stage))
    }

    async fn start_session(
        &self,
        stage: &mut Stage,
        id: SessionId,
        declared: Vec<Declared>,
        open: Option<OpenRequest>,
    ) -> Result<(), WorkflowError> {
        let now = self.inner.clock.now();
        let consent = open.as_ref().and_then(|open| self.standing_consent(open));
        let facts = Facts {
            consent,
            ..Facts::default()
        };
        let record = KioskSession {
            id,
            begun_at: now,
            touched_at: now,
            request: request(id, declared, open, &facts),
            facts,
        };
        let store = &self.inner.store;
        // One that was cut off while the kiosk could take nobody.
        if let Some(stale) = store.open_session().await? {
            store.wipe(stale.id, CUT_OFF).await?;
        }
        store.begin(&record).await?;
        self.fetch_logo(id, record.request.look.logo_url.clone());
        let plan = Plan::new(record.request.needs.clone());
        let limit = self.inner.setup.policy.attempts;
        let flow = Flow::resumed(plan, limit, record.facts.clone());
        *stage = Stage::Session(Box::new(Session::new(record, flow)));
        self.open_eyes();
        Ok(())
    }

    /// The consent under which pieces of `open` are captured again: the one that
    /// was given to the text that is shown here and now.
    fn standing_consent(&self, open: &OpenRequest) -> Option<Consent> {
        let given = open.accepted.as_ref()?;
        (!open.asked.is_empty() && given.covers(self.text_version())).then(|| given.clone())
    }

    /// Takes note of whether the central API answers.
    pub(super) fn heard<T>(&self, answer: &Result<T, SyncError>) {
        let online = match answer {
            Ok(_) => true,
            Err(error) => !is_offline(error),
        };
        self.inner.status().online = online;
    }
}

/// Whether the central API was not reached, or could not do its work.
pub(super) fn is_offline(error: &SyncError) -> bool {
    matches!(
        error.code(),
        "unreachable" | "timed_out" | "server_error" | "unauthorised" | "configuration"
    )
}

/// Passes what may succeed later; else why not.
fn unless_refused(error: &SyncError) -> Result<(), &'static str> {
    tracing::warn!(%error, "A request could not be made");
    if error.code() == "invalid_scratchcard" {
        return Err("noScratchcard");
    }
    match outbox::retry(error, 1, &mut rand::rng()) {
        Retry::After(_) => Ok(()),
        Retry::NeedsCredentials | Retry::Never => Err("refused"),
    }
}

fn request(
    id: SessionId,
    declared: Vec<Declared>,
    open: Option<OpenRequest>,
    facts: &Facts,
) -> KioskRequest {
    let document = declared
        .iter()
        .find(|declared| declared.field == Name::DocumentType)
        .and_then(|declared| Type::from_name(declared.value.reveal()));
    let creation = id.to_string();
    let Some(open) = open else {
        return KioskRequest {
            known: None,
            creation,
            // No code can be sent without the central API.
            needs: Needs::whole(&[Kind::DocumentRear], document, false),
            asked: Vec::new(),
            phone: None,
            phone_editable: false,
            look: Look::default(),
            next_url: None,
            policy_url: None,
            declared,
        };
    };
    let needs = if open.asked.is_empty() {
        Needs::whole(&open.required, document, open.otp_required)
    } else {
        Needs::again(&open.asked, facts.consent.is_none(), open.otp_required)
    };
    KioskRequest {
        known: Some(open.known),
        creation,
        needs,
        asked: open.asked,
        phone: open
            .phone
            .map(|phone| Personal::new(phone.reveal().to_owned())),
        phone_editable: open.phone_editable,
        look: open.look,
        next_url: open.next_url,
        policy_url: open.policy_url,
        declared,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_right_is_named() {
        check(|_| {}, Ok(5));
        check(|new| new.tax_code = "rssmra80a01h501u".into(), Ok(6));
        check(|new| new.given_name = " ".into(), Err("givenName"));
        check(|new| new.surname = "".into(), Err("surname"));
        check(|new| new.email = "anna".into(), Err("email"));
        check(|new| new.email = "@example.org".into(), Err("email"));
        check(|new| new.phone = "12".into(), Err("phone"));
        check(|new| new.tax_code = "RSS".into(), Err("taxCode"));
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut NewRequest), expected: Result<usize, &'static str>) {
        let mut new = NewRequest {
            given_name: "Anna".into(),
            surname: "Specimen".into(),
            email: "anna@example.org".into(),
            phone: "333 1234567".into(),
            tax_code: "".into(),
            document: Some(Type::IdentityCard),
        };
        change(&mut new);
        assert_eq!(new.declared().map(|declared| declared.len()), expected);
    }
}
