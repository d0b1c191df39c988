//! What a customer does, act by act. An act that does not belong where the
//! kiosk is changes nothing: it is a click that came too late.

use domain::kiosk::{Consent, KioskEvent, OutOfPlace, Piece, Place, Stop};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{
    Kiosk, View,
    stage::{Session, Stage},
    view::Language,
};
use crate::WorkflowError;

/// How often it is written down that the customer is still there.
const WRITTEN_EVERY: SignedDuration = SignedDuration::from_secs(5);

/// What an act gives.
type Shown = Result<View, WorkflowError>;

impl Kiosk {
    /// Somebody wants to begin.
    ///
    /// # Errors
    ///
    /// What the store says; so for every act.
    pub async fn begin(&self) -> Shown {
        let mut stage = self.inner.stage.lock().await;
        self.inner.touch();
        match *stage {
            Stage::Welcome if self.takes_somebody() => *stage = Stage::Request(None),
            // A test that has ended is put aside.
            Stage::SelfTest(_) => self.put_test_aside(&mut stage),
            // Whoever comes next chooses a language of their own.
            Stage::Outcome(_) | Stage::Stopped(_) => self.welcome(&mut stage),
            Stage::Welcome
            | Stage::OutOfService(..)
            | Stage::Request(_)
            | Stage::NewRequest { .. }
            | Stage::Session(_) => {}
        }
        Ok(self.show(&stage))
    }

    /// The customer chooses a language.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn choose_language(&self, language: Language) -> Shown {
        let stage = self.inner.stage.lock().await;
        self.inner.touch();
        self.inner.status().language = language;
        Ok(self.show(&stage))
    }

    /// The customer has seen that the devices are well.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn devices_ready(&self) -> Shown {
        let ready = self.devices_are_well();
        self.in_session(|session| {
            if ready {
                session.flow.devices_ready()
            } else {
                Err(OutOfPlace)
            }
        })
        .await
    }

    /// The customer consents; half a consent is none.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn consent(&self, privacy: bool, authenticity: bool) -> Shown {
        let inner = &self.inner;
        let mut stage = inner.stage.lock().await;
        inner.touch();
        // The stage is held: the text that is shown stays the same meanwhile.
        let (version, kiosk) = (self.text_version(), &inner.setup.id);
        let given = Consent::given(privacy, authenticity, inner.clock.now(), version, kiosk);
        if let Stage::Session(session) = &mut *stage
            && let Some(consent) = given
            && session.flow.consent(consent).is_ok()
        {
            let detail = json!({ "text_version": version, "kiosk": kiosk });
            self.settle(session, KioskEvent::Consented, &detail).await?;
        }
        self.tend(&mut stage).await?;
        Ok(self.show(&stage))
    }

    /// Takes the picture at hand by hand, once that is open.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn take_now(&self) -> Shown {
        let kiosk = self.clone();
        self.in_session(move |session| {
            let taking = session.taking.as_ref().ok_or(OutOfPlace)?;
            if kiosk.by_hand(taking) {
                taking.take_now();
                Ok(())
            } else {
                Err(OutOfPlace)
            }
        })
        .await
    }

    /// Captures a piece again; what there was is thrown away.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn retake(&self, piece: Piece) -> Shown {
        let mut stage = self.inner.stage.lock().await;
        self.inner.touch();
        if let Stage::Session(session) = &mut *stage
            && session.flow.retake(piece).is_ok()
        {
            let id = session.record.id;
            self.inner.store.throw_away(id, piece).await?;
            session.parts.remove(&piece);
            let detail = json!({ "piece": piece.name() });
            self.settle(session, KioskEvent::ThrownAway, &detail)
                .await?;
        }
        self.tend(&mut stage).await?;
        Ok(self.show(&stage))
    }

    /// Goes on with what was captured.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn keep(&self) -> Shown {
        self.in_session(|session| session.flow.keep()).await
    }

    /// Begins an attempt at the moving face.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn begin_face(&self) -> Shown {
        let mut stage = self.inner.stage.lock().await;
        self.inner.touch();
        if let Stage::Session(session) = &mut *stage
            && session.flow.place() == Place::Taking(Piece::Face)
            && session.taking.is_none()
        {
            self.start_taking(session, Piece::Face).await?;
        }
        Ok(self.show(&stage))
    }

    /// Goes one step back.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn back(&self) -> Shown {
        let mut stage = self.inner.stage.lock().await;
        self.inner.touch();
        match &mut *stage {
            Stage::NewRequest { .. } => *stage = Stage::Request(None),
            Stage::Request(_) => self.welcome(&mut stage),
            Stage::Session(session) => {
                if session.flow.back().is_ok() {
                    session.failed = false;
                }
            }
            Stage::OutOfService(..)
            | Stage::Welcome
            | Stage::Outcome(_)
            | Stage::Stopped(_)
            | Stage::SelfTest(_) => {}
        }
        self.tend(&mut stage).await?;
        Ok(self.show(&stage))
    }

    /// The customer stops: everything is wiped. On a last screen, it is put
    /// aside.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn stop(&self) -> Shown {
        let mut stage = self.inner.stage.lock().await;
        self.inner.touch();
        match &mut *stage {
            Stage::Request(_)
            | Stage::NewRequest { .. }
            | Stage::Outcome(_)
            | Stage::Stopped(_) => self.welcome(&mut stage),
            Stage::SelfTest(_) => self.put_test_aside(&mut stage),
            Stage::Session(session) => {
                if session.flow.stop(Stop::Customer).is_ok() {
                    self.tend(&mut stage).await?;
                }
            }
            Stage::OutOfService(..) | Stage::Welcome => {}
        }
        Ok(self.show(&stage))
    }

    /// The customer wants help.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn call_staff(&self) -> Shown {
        let stage = self.inner.stage.lock().await;
        self.inner.touch();
        self.staff_is_called(&stage, &json!({})).await?;
        Ok(self.show(&stage))
    }

    /// The customer would rather be identified by staff, in person: staff is
    /// called, the session ends, and nothing of it is kept. Where there is no
    /// camera before the customer any more, staff is called.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn in_person(&self) -> Shown {
        let mut stage = self.inner.stage.lock().await;
        self.inner.touch();
        let detail = json!({ "to": "identify_in_person" });
        self.staff_is_called(&stage, &detail).await?;
        match &mut *stage {
            Stage::Session(session) => {
                if session.flow.stop(Stop::InPerson).is_ok() {
                    self.tend(&mut stage).await?;
                }
            }
            Stage::Welcome | Stage::Request(_) | Stage::NewRequest { .. } => {
                *stage = Stage::Stopped(Stop::InPerson);
            }
            Stage::OutOfService(..)
            | Stage::Outcome(_)
            | Stage::Stopped(_)
            | Stage::SelfTest(_) => {}
        }
        Ok(self.show(&stage))
    }

    async fn staff_is_called(&self, stage: &Stage, detail: &Value) -> Result<(), WorkflowError> {
        self.inner.status().staff_called = true;
        let session = match stage {
            Stage::Session(session) => Some(session.record.id),
            Stage::OutOfService(..)
            | Stage::Welcome
            | Stage::Request(_)
            | Stage::NewRequest { .. }
            | Stage::Outcome(_)
            | Stage::Stopped(_)
            | Stage::SelfTest(_) => None,
        };
        let event = KioskEvent::StaffCalled;
        Ok(self.inner.store.tell(session, event, detail).await?)
    }

    /// The customer is still there.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn touched(&self) -> Shown {
        let mut stage = self.inner.stage.lock().await;
        self.inner.touch();
        let now = self.inner.clock.now();
        // Windows tell of every finger; a restart needs no more than this.
        if let Stage::Session(session) = &mut *stage
            && now.duration_since(session.record.touched_at) >= WRITTEN_EVERY
            && session.flow.place() != Place::Submitting
        {
            session.record.touched_at = now;
            self.inner.store.touch(&session.record).await?;
        }
        Ok(self.show(&stage))
    }

    /// The customer wants more time.
    ///
    /// # Errors
    ///
    /// As for every act.
    pub async fn more_time(&self) -> Shown {
        self.touched().await
    }

    /// The kiosk as it is.
    pub async fn view(&self) -> View {
        self.show(&*self.inner.stage.lock().await)
    }

    /// An act in a session that changes where it is and nothing else.
    async fn in_session(&self, act: impl FnOnce(&mut Session) -> Result<(), OutOfPlace>) -> Shown {
        let mut stage = self.inner.stage.lock().await;
        self.inner.touch();
        if let Stage::Session(session) = &mut *stage
            && act(session).is_ok()
        {
            session.record.facts = session.flow.facts().clone();
            session.record.touched_at = self.inner.clock.now();
            self.inner.store.touch(&session.record).await?;
        }
        self.tend(&mut stage).await?;
        Ok(self.show(&stage))
    }
}
