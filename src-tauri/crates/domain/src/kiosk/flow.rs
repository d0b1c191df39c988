//! The way of one session: where it is, and where it can go.

use std::collections::{BTreeMap, BTreeSet};

use super::{Consent, Piece, Plan, Progress, Step};

/// Where a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The devices are looked at.
    Devices,
    /// Consent is wanted.
    Consent,
    /// A piece is to be captured.
    Taking(Piece),
    /// A piece was captured and is shown.
    Taken(Piece),
    /// The phone is to be confirmed.
    Phone,
    /// Everything is shown.
    Review,
    /// Everything is put together.
    Submitting,
    /// It ended early.
    Stopped(Stop),
}

/// Why a session ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stop {
    /// Nobody was there any more.
    Idle,
    /// The customer wanted it.
    Customer,
    /// Staff wanted it.
    Staff,
    /// A piece was tried too often.
    TooManyAttempts,
    /// The phone could not be confirmed.
    Otp,
    /// The customer would rather be identified by staff, in person.
    InPerson,
}

impl Stop {
    /// The stable code, in the style of Signicat's errors, which name
    /// `InactiveUser.Aborted`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Idle => "InactiveUser.Aborted",
            Self::Customer => "User.Aborted",
            Self::Staff => "Agent.Aborted",
            Self::TooManyAttempts => "User.TooManyAttempts",
            Self::Otp => "User.OtpFailed",
            Self::InPerson => "User.ChoseInPerson",
        }
    }
}

/// The act does not belong where the session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not possible here")]
pub struct OutOfPlace;

/// What is settled of a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The consent.
    pub consent: Option<Consent>,
    /// The pieces that were captured and count.
    pub taken: BTreeSet<Piece>,
    /// Whether the phone was confirmed.
    pub phone: bool,
    /// How often each piece was begun.
    pub attempts: BTreeMap<Piece, u8>,
}

/// One session on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    plan: Plan,
    /// Attempts that each piece has.
    limit: u8,
    devices: bool,
    facts: Facts,
    place: Place,
}

impl Flow {
    /// A session at its beginning; `limit` is how often a piece may be tried.
    #[must_use]
    pub fn new(plan: Plan, limit: u8) -> Self {
        Self::resumed(plan, limit, Facts::default())
    }

    /// A session of which `facts` were settled before: the devices are looked
    /// at once more, then it goes on where it was.
    #[must_use]
    pub fn resumed(plan: Plan, limit: u8, facts: Facts) -> Self {
        Self {
            plan,
            limit,
            devices: false,
            facts,
            place: Place::Devices,
        }
    }

    /// Where it is.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// Its steps.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What is settled.
    #[must_use]
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Which attempt at `piece` this is, from 1, and how many there are.
    #[must_use]
    pub fn attempt(&self, piece: Piece) -> (u8, u8) {
        let begun = self.facts.attempts.get(&piece).copied().unwrap_or(0);
        (begun.max(1), self.limit)
    }

    /// Every step with where it stands.
    #[must_use]
    pub fn progress(&self) -> Vec<(Step, Progress)> {
        let current = self.step();
        self.plan
            .steps()
            .iter()
            .map(|step| {
                let progress = if Some(*step) == current {
                    Progress::Current
                } else if self.is_done(*step) {
                    Progress::Done
                } else {
                    Progress::Ahead
                };
                (*step, progress)
            })
            .collect()
    }

    /// The devices are well.
    ///
    /// # Errors
    /// Elsewhere than at the devices; so for every act.
    pub fn devices_ready(&mut self) -> Result<(), OutOfPlace> {
        self.demand(Place::Devices)?;
        self.devices = true;
        self.go_on();
        Ok(())
    }

    /// The customer consents.
    ///
    /// # Errors
    /// Elsewhere than at the consent.
    pub fn consent(&mut self, consent: Consent) -> Result<(), OutOfPlace> {
        self.demand(Place::Consent)?;
        self.facts.consent = Some(consent);
        self.go_on();
        Ok(())
    }

    /// The piece at hand was captured.
    ///
    /// # Errors
    /// Where none is being captured.
    pub fn taken(&mut self) -> Result<Piece, OutOfPlace> {
        let Place::Taking(piece) = self.place else {
            return Err(OutOfPlace);
        };
        self.facts.taken.insert(piece);
        self.place = Place::Taken(piece);
        Ok(piece)
    }

    /// The attempt at the piece at hand failed; after the last one the session
    /// ends.
    ///
    /// # Errors
    /// Where no piece is being captured.
    pub fn failed(&mut self) -> Result<(), OutOfPlace> {
        let Place::Taking(piece) = self.place else {
            return Err(OutOfPlace);
        };
        if self.has_attempts_left(piece) {
            self.take(piece);
        } else {
            self.place = Place::Stopped(Stop::TooManyAttempts);
        }
        Ok(())
    }

    /// Captures `piece` again, from where it is shown or from the review.
    ///
    /// # Errors
    /// Elsewhere, for a piece that was not captured, and without attempts left.
    pub fn retake(&mut self, piece: Piece) -> Result<(), OutOfPlace> {
        let shown = self.place == Place::Taken(piece) || self.place == Place::Review;
        if !shown || !self.can_retake(piece) {
            return Err(OutOfPlace);
        }
        self.facts.taken.remove(&piece);
        self.take(piece);
        Ok(())
    }

    /// Whether `piece` was captured and may be captured again.
    #[must_use]
    pub fn can_retake(&self, piece: Piece) -> bool {
        self.facts.taken.contains(&piece) && self.has_attempts_left(piece)
    }

    /// Goes on with what was captured.
    ///
    /// # Errors
    /// Where nothing captured is shown.
    pub fn keep(&mut self) -> Result<(), OutOfPlace> {
        let Place::Taken(_) = self.place else {
            return Err(OutOfPlace);
        };
        self.go_on();
        Ok(())
    }

    /// The phone was confirmed.
    ///
    /// # Errors
    /// Elsewhere than at the phone.
    pub fn phone_confirmed(&mut self) -> Result<(), OutOfPlace> {
        self.demand(Place::Phone)?;
        self.facts.phone = true;
        self.go_on();
        Ok(())
    }

    /// Whether there is a step to go back to.
    #[must_use]
    pub fn can_go_back(&self) -> bool {
        self.before().is_some()
    }

    /// Goes one step back; a phone that was confirmed is passed over.
    ///
    /// # Errors
    /// At the devices, while submitting, and at an end.
    pub fn back(&mut self) -> Result<(), OutOfPlace> {
        let step = self.before().ok_or(OutOfPlace)?;
        self.enter(step);
        Ok(())
    }

    /// Everything is to be sent.
    ///
    /// # Errors
    /// Elsewhere than at the review, which is reached with everything done.
    pub fn submit(&mut self) -> Result<(), OutOfPlace> {
        self.demand(Place::Review)?;
        self.place = Place::Submitting;
        Ok(())
    }

    /// What could not be put together is shown again.
    ///
    /// # Errors
    /// Elsewhere than while submitting.
    pub fn submit_failed(&mut self) -> Result<(), OutOfPlace> {
        self.demand(Place::Submitting)?;
        self.place = Place::Review;
        Ok(())
    }

    /// Ends the session.
    ///
    /// # Errors
    /// While it is submitted, and where it has ended.
    pub fn stop(&mut self, why: Stop) -> Result<(), OutOfPlace> {
        match self.place {
            Place::Submitting | Place::Stopped(_) => Err(OutOfPlace),
            Place::Devices
            | Place::Consent
            | Place::Taking(_)
            | Place::Taken(_)
            | Place::Phone
            | Place::Review => {
                self.place = Place::Stopped(why);
                Ok(())
            }
        }
    }

    fn demand(&self, place: Place) -> Result<(), OutOfPlace> {
        if self.place == place {
            Ok(())
        } else {
            Err(OutOfPlace)
        }
    }

    /// Goes to the first step that is not done.
    fn go_on(&mut self) {
        let open = self.plan.steps().iter().find(|step| !self.is_done(**step));
        self.enter(open.copied().unwrap_or(Step::Review));
    }

    fn enter(&mut self, step: Step) {
        match step {
            Step::Request | Step::Devices => self.place = Place::Devices,
            Step::Consent => self.place = Place::Consent,
            Step::Piece(piece) if self.facts.taken.contains(&piece) => {
                self.place = Place::Taken(piece);
            }
            Step::Piece(piece) if self.facts.attempts.contains_key(&piece) => {
                // Leaving and coming back is the same attempt.
                self.place = Place::Taking(piece);
            }
            Step::Piece(piece) => self.take(piece),
            Step::Phone => self.place = Place::Phone,
            Step::Review | Step::Submit => self.place = Place::Review,
        }
    }

    /// Begins one more attempt at `piece`.
    fn take(&mut self, piece: Piece) {
        let begun = self.facts.attempts.entry(piece).or_insert(0);
        *begun = begun.saturating_add(1);
        self.place = Place::Taking(piece);
    }

    fn has_attempts_left(&self, piece: Piece) -> bool {
        self.attempt(piece).0 < self.limit
    }

    /// The step at hand; `None` at an early end.
    fn step(&self) -> Option<Step> {
        match self.place {
            Place::Devices => Some(Step::Devices),
            Place::Consent => Some(Step::Consent),
            Place::Taking(piece) | Place::Taken(piece) => Some(Step::Piece(piece)),
            Place::Phone => Some(Step::Phone),
            Place::Review => Some(Step::Review),
            Place::Submitting => Some(Step::Submit),
            Place::Stopped(_) => None,
        }
    }

    fn is_done(&self, step: Step) -> bool {
        match step {
            Step::Request => true,
            Step::Devices => self.devices,
            Step::Consent => self.facts.consent.is_some(),
            Step::Piece(piece) => self.facts.taken.contains(&piece),
            Step::Phone => self.facts.phone,
            Step::Review => self.place == Place::Submitting,
            Step::Submit => false,
        }
    }

    fn before(&self) -> Option<Step> {
        if matches!(self.place, Place::Submitting | Place::Stopped(_)) {
            return None;
        }
        let here = self.step()?;
        let steps = self.plan.steps();
        let at = steps.iter().position(|step| *step == here)?;
        steps[..at]
            .iter()
            .rev()
            .find(|step| match step {
                Step::Request => false,
                Step::Phone => !self.facts.phone,
                Step::Devices | Step::Consent | Step::Piece(_) | Step::Review | Step::Submit => {
                    true
                }
            })
            .copied()
    }
}

#[cfg(test)]
mod tests;
