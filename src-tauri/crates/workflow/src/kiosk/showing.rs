//! From where the kiosk is to what is shown.

use domain::kiosk::{Piece, Place};

use super::{
    CameraProblem, Kiosk,
    guide::StillStage,
    stage::{Session, Stage},
    taking::Sight,
    view::{FaceStage, OutOfService, PartView, Screen, View},
};

impl Kiosk {
    /// The kiosk at `stage` as its window has to show it.
    pub(super) fn show(&self, stage: &Stage) -> View {
        let inner = &self.inner;
        let screen = self.screen(stage);
        let session = match stage {
            Stage::Session(session) => Some(&**session),
            Stage::OutOfService(..)
            | Stage::Welcome
            | Stage::Request(_)
            | Stage::NewRequest { .. }
            | Stage::Outcome(_)
            | Stage::Stopped(_)
            | Stage::SelfTest(_) => None,
        };
        let look = match stage {
            Stage::Session(session) => Some(session.look()),
            Stage::Outcome(outcome) => Some(outcome.look.clone()),
            Stage::OutOfService(..)
            | Stage::Welcome
            | Stage::Request(_)
            | Stage::NewRequest { .. }
            | Stage::Stopped(_)
            | Stage::SelfTest(_) => None,
        };
        let status = inner.status().clone();
        View {
            can_go_back: match stage {
                Stage::Request(_) | Stage::NewRequest { .. } => true,
                Stage::Session(session) => session.flow.can_go_back(),
                Stage::OutOfService(..)
                | Stage::Welcome
                | Stage::Outcome(_)
                | Stage::Stopped(_)
                | Stage::SelfTest(_) => false,
            },
            screen,
            language: status.language,
            look: look.filter(|look| *look != store::Look::default()),
            steps: session.map_or_else(Vec::new, |session| session.flow.progress()),
            asked: session.map_or_else(Vec::new, |session| session.record.request.asked.clone()),
            assisted: inner.setup.assisted_by.is_some(),
            staff_called: status.staff_called,
            idle_seconds_left: status.idle_seconds_left,
            waiting: status.waiting,
            online: status.online,
        }
    }

    /// Whether one more session may wait.
    pub(super) fn takes_somebody(&self) -> bool {
        let status = self.inner.status();
        let held = status.waiting.saturating_add(status.refused);
        self.inner.setup.policy.has_room(held)
    }

    fn screen(&self, stage: &Stage) -> Screen {
        match stage {
            Stage::OutOfService(reason, detail) => Screen::OutOfService {
                reason: *reason,
                detail: detail.clone(),
            },
            Stage::Welcome if !self.takes_somebody() => Screen::OutOfService {
                reason: OutOfService::QueueFull,
                detail: None,
            },
            Stage::Welcome => Screen::Welcome,
            Stage::Request(problem) => Screen::Request(*problem),
            Stage::NewRequest { problem, .. } => Screen::NewRequest(problem.clone()),
            Stage::Session(session) => self.session_screen(session),
            Stage::Outcome(outcome) => Screen::Outcome {
                delivered: self.inner.status().arrived == Some(outcome.session),
                next_url: outcome.next_url.clone(),
            },
            Stage::Stopped(why) => Screen::Stopped(*why),
            Stage::SelfTest(results) => Screen::SelfTest(results.clone()),
        }
    }

    fn session_screen(&self, session: &Session) -> Screen {
        match session.flow.place() {
            Place::Devices => {
                let (face, document) = self.devices();
                Screen::Devices {
                    face,
                    document,
                    light: self.light(),
                    ready: self.devices_are_well(),
                }
            }
            Place::Consent => Screen::Consent {
                policy_url: session.record.request.policy_url.clone(),
                policy: self
                    .privacy_text()
                    .map_or_else(Vec::new, |text| text.blocks.clone()),
                terms_version: self.text_version().to_owned(),
            },
            Place::Taking(Piece::Face) => face(session, false, self.trouble(Piece::Face)),
            Place::Taken(Piece::Face) => face(session, true, None),
            Place::Taking(piece) => self.capture(session, piece),
            Place::Taken(piece) => Screen::Capture {
                piece,
                stage: StillStage::Done,
                tilt: None,
                hint: None,
                outline: None,
                attempt: session.flow.attempt(piece),
                trouble: None,
                manual: false,
                still: session.shown(piece).map(part),
            },
            Place::Phone => Screen::Phone {
                number: session
                    .phone
                    .number
                    .as_ref()
                    .map_or_else(String::new, |number| number.reveal().to_owned()),
                editable: session.record.request.phone_editable,
                code: self.code_view(&session.phone),
                problem: session.phone.problem,
            },
            Place::Review => Screen::Review(
                session
                    .flow
                    .plan()
                    .pieces()
                    .filter_map(|piece| Some((piece, part(session.shown(piece)?))))
                    .collect(),
            ),
            Place::Submitting => Screen::Submitting,
            Place::Stopped(why) => Screen::Stopped(why),
        }
    }

    fn capture(&self, session: &Session, piece: Piece) -> Screen {
        let taking = session.taking.as_ref();
        let sight = taking.map(super::taking::Taking::sight).unwrap_or_default();
        let seen = sight.still;
        // The picture is on its way to the store: it is not Done before it is shown.
        let stage = match seen.map(|seen| seen.stage) {
            None => StillStage::Seek,
            Some(StillStage::Done) => StillStage::Hold,
            Some(stage @ (StillStage::Seek | StillStage::Hold | StillStage::Tilt)) => stage,
        };
        Screen::Capture {
            piece,
            stage,
            tilt: session.tilt().filter(|_| stage == StillStage::Tilt),
            hint: seen.and_then(|seen| seen.hint),
            outline: outline(&sight),
            attempt: session.flow.attempt(piece),
            trouble: self.trouble(piece),
            manual: taking.is_some_and(|taking| self.by_hand(taking)),
            still: None,
        }
    }
}

/// The corners of what was found, as parts of the frame.
fn outline(sight: &Sight) -> Option<[(f32, f32); 4]> {
    let corners = sight.still?.outline?;
    let (width, height) = (sight.size.0.max(1) as f32, sight.size.1.max(1) as f32);
    Some(corners.map(|(x, y)| ((x / width).clamp(0.0, 1.0), (y / height).clamp(0.0, 1.0))))
}

fn face(session: &Session, taken: bool, trouble: Option<CameraProblem>) -> Screen {
    let sight = session.taking.as_ref().map(super::taking::Taking::sight);
    let seen = sight.and_then(|sight| sight.face);
    let stage = match (taken, &session.taking, seen) {
        (true, _, _) => FaceStage::Done,
        (false, None, _) if session.failed => FaceStage::Failed,
        (false, Some(_), Some(seen)) if seen.asked.is_some() => FaceStage::Action,
        (false, None | Some(_), _) => FaceStage::Position,
    };
    let count = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
    Screen::Face {
        stage,
        action: seen.and_then(|seen| seen.asked),
        done: seen.map_or((0, 0), |seen| (count(seen.done), count(seen.of))),
        hint: seen.and_then(|seen| seen.hint),
        attempt: session.flow.attempt(Piece::Face),
        trouble,
    }
}

fn part(record: &store::PieceRecord) -> PartView {
    PartView {
        id: record.id,
        size_bytes: record.size_bytes,
        moving: record.part == store::Part::Film,
    }
}
