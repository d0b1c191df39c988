//! The kiosk for its window.

use domain::{
    document::Type,
    kiosk::{Gesture, Piece, Progress, Step, Stop, Tilt},
};
use workflow::kiosk::{
    Block, CameraProblem, NewRequest, Source, TestResult, TestState, View,
    guide::{Hint, StillStage},
    view::{
        DeviceView, FaceStage, Language, Light, OutOfService, PartView, PhoneProblem,
        RequestProblem, Screen,
    },
};

use super::again;
use crate::dto;

/// The kiosk as its window has to show it; `address` says where a part is.
pub(crate) fn kiosk_view(view: &View, address: &dyn Fn(&PartView) -> String) -> dto::KioskView {
    dto::KioskView {
        screen: screen(&view.screen, address),
        language: view.language.into(),
        theme: view.look.as_ref().map(|look| dto::KioskTheme {
            title: look.title.clone(),
            logo_url: look.logo_url.clone(),
            favicon_url: look.favicon_url.clone(),
            primary: look.primary.clone(),
            background: look.background.clone(),
            footer: look.footer.clone(),
        }),
        steps: view
            .steps
            .iter()
            .map(|(step, progress)| dto::StepView {
                name: (*step).into(),
                state: (*progress).into(),
            })
            .collect(),
        asked: again::asked_pieces(&view.asked),
        can_go_back: view.can_go_back,
        assisted: view.assisted,
        staff_called: view.staff_called,
        idle: view
            .idle_seconds_left
            .map(|seconds_left| dto::IdleView { seconds_left }),
        waiting_to_send: view.waiting,
        online: view.online,
    }
}

/// What the customer says of a new request.
pub(crate) fn new_request(form: dto::NewRequestForm) -> NewRequest {
    NewRequest {
        given_name: form.given_name.into(),
        surname: form.surname.into(),
        email: form.email.into(),
        phone: form.phone.into(),
        tax_code: form.tax_code.into(),
        document: form.document.map(Into::into),
    }
}

fn screen(screen: &Screen, address: &dyn Fn(&PartView) -> String) -> dto::KioskScreen {
    match screen {
        Screen::OutOfService { reason, detail } => dto::KioskScreen::OutOfService {
            reason: (*reason).into(),
            detail: detail.clone(),
        },
        Screen::Welcome => dto::KioskScreen::Welcome,
        Screen::Request(problem) => dto::KioskScreen::Request {
            problem: problem.map(Into::into),
        },
        Screen::NewRequest(problem) => dto::KioskScreen::NewRequest {
            problem: problem.clone(),
        },
        Screen::Devices {
            face,
            document,
            light,
            ready,
        } => dto::KioskScreen::Devices {
            face: face.into(),
            document: document.into(),
            light: (*light).into(),
            ready: *ready,
        },
        Screen::Consent {
            policy_url,
            policy,
            terms_version,
        } => dto::KioskScreen::Consent {
            policy_url: policy_url.clone(),
            policy: policy.iter().map(Into::into).collect(),
            terms_version: terms_version.clone(),
        },
        Screen::Capture {
            piece,
            stage,
            tilt,
            hint,
            outline,
            attempt,
            trouble,
            manual,
            still,
        } => dto::KioskScreen::Capture {
            piece: (*piece).into(),
            stage: (*stage).into(),
            tilt: tilt.map(Into::into),
            hint: hint.map(Into::into),
            outline: outline.map(|corners| corners.to_vec()),
            attempt: attempt.0,
            attempts: attempt.1,
            trouble: trouble.map(Into::into),
            manual: *manual,
            still: still.as_ref().map(address),
        },
        Screen::Phone {
            number,
            editable,
            code,
            problem,
        } => dto::KioskScreen::Phone {
            number: number.clone(),
            editable: *editable,
            stage: match code {
                Some(_) => dto::PhoneStage::Code,
                None => dto::PhoneStage::Number,
            },
            attempts_left: code.map_or(0, |code| code.attempts_left),
            resend_after_seconds: code.map_or(0, |code| code.resend_after_seconds),
            problem: problem.map(Into::into),
        },
        Screen::Face {
            stage,
            action,
            done,
            hint,
            attempt,
            trouble,
        } => dto::KioskScreen::Face {
            stage: (*stage).into(),
            action: action.map(Into::into),
            done: done.0,
            of: done.1,
            hint: hint.map(Into::into),
            attempt: attempt.0,
            attempts: attempt.1,
            trouble: trouble.map(Into::into),
        },
        Screen::Review(pieces) => dto::KioskScreen::Review {
            pieces: pieces
                .iter()
                .map(|(piece, part)| dto::ReviewPiece {
                    piece: (*piece).into(),
                    url: address(part),
                    moving: part.moving,
                })
                .collect(),
        },
        Screen::Submitting => dto::KioskScreen::Submitting,
        Screen::Outcome {
            delivered,
            next_url,
        } => dto::KioskScreen::Outcome {
            sent: if *delivered {
                dto::SentState::Delivered
            } else {
                dto::SentState::Waiting
            },
            next: next_url
                .clone()
                .map(|url| dto::NextStep { url, label: None }),
        },
        Screen::Stopped(why) => dto::KioskScreen::Stopped {
            reason: (*why).into(),
        },
        Screen::SelfTest(results) => dto::KioskScreen::SelfTest {
            results: results.iter().map(Into::into).collect(),
        },
    }
}

impl From<&DeviceView> for dto::DeviceView {
    fn from(device: &DeviceView) -> Self {
        let (width, height, frames_per_second) = device.measured;
        Self {
            name: device.name.clone(),
            state: device.problem.map_or(dto::DeviceState::Ok, Into::into),
            width,
            height,
            frames_per_second,
        }
    }
}

impl From<&TestResult> for dto::TestResult {
    fn from(result: &TestResult) -> Self {
        Self {
            check: result.check.to_owned(),
            state: match result.state {
                TestState::Running => dto::TestState::Running,
                TestState::Good => dto::TestState::Ok,
                TestState::Warn => dto::TestState::Warn,
                TestState::Bad => dto::TestState::Bad,
            },
            detail: result.detail.clone(),
        }
    }
}

impl From<&Block> for dto::PolicyBlock {
    fn from(block: &Block) -> Self {
        match block {
            Block::Heading(text) => Self::Heading { text: text.clone() },
            Block::Paragraph(text) => Self::Paragraph { text: text.clone() },
            Block::List(items) => Self::List {
                items: items.clone(),
            },
        }
    }
}

impl From<Step> for dto::StepName {
    fn from(step: Step) -> Self {
        match step {
            Step::Request => Self::Request,
            Step::Devices => Self::Devices,
            Step::Consent => Self::Consent,
            Step::Piece(Piece::DocumentFront) => Self::DocumentFront,
            Step::Piece(Piece::DocumentRear) => Self::DocumentRear,
            Step::Piece(Piece::HealthCardFront) => Self::HealthCardFront,
            Step::Piece(Piece::HealthCardRear) => Self::HealthCardRear,
            Step::Piece(Piece::Selfie) => Self::Selfie,
            Step::Piece(Piece::Face) => Self::Face,
            Step::Phone => Self::Phone,
            Step::Review => Self::Review,
            Step::Submit => Self::Submit,
        }
    }
}

/// Two closed lists of the same names.
macro_rules! same {
    ($($from:ty => $to:ty { $($name:ident),+ $(,)? })+) => {
        $(impl From<$from> for $to {
            fn from(value: $from) -> Self {
                match value {
                    $(<$from>::$name => Self::$name,)+
                }
            }
        })+
    };
}

same! {
    dto::KioskDocument => Type { IdentityCard, Passport, DrivingLicence }
    Progress => dto::StepState { Done, Current, Ahead }
    Piece => dto::KioskPiece {
        DocumentFront, DocumentRear, HealthCardFront, HealthCardRear, Selfie, Face,
    }
    dto::KioskPiece => Piece {
        DocumentFront, DocumentRear, HealthCardFront, HealthCardRear, Selfie, Face,
    }
    OutOfService => dto::OutOfService { NoCamera, QueueFull, DiskFull, SelfTestFailed, NotSetUp }
    CameraProblem => dto::DeviceState {
        Missing, Busy, NoPermission, Stalled, TooLittle, Unplugged,
    }
    RequestProblem => dto::RequestProblem { NotFound, Offline, AlreadyDone }
    PhoneProblem => dto::PhoneProblem { Wrong, Expired, Offline, BadNumber }
    FaceStage => dto::FaceStage { Position, Action, Done, Failed }
    Stop => dto::StopReason { Idle, Customer, Staff, TooManyAttempts, Otp, InPerson }
    Tilt => dto::TiltView { Left, Right, Towards, Away }
    Gesture => dto::FaceAction { Left, Right, Blink, Smile, Closer }
    dto::PreviewSource => Source { Face, Document }
    Hint => dto::KioskHint {
        NoDocument, MoveCloser, HoldStill, Glare, TooDark, TooBright, Blurred, CutOff, Covered,
        TiltMore, NoFace, FaceTooSmall, FaceTooClose, SeveralFaces, LookAhead,
        CentreFace, DocumentMissing,
    }
}

impl From<StillStage> for dto::CaptureStage {
    fn from(stage: StillStage) -> Self {
        match stage {
            StillStage::Seek => Self::Seek,
            StillStage::Hold => Self::Hold,
            StillStage::Tilt => Self::Tilt,
            StillStage::Done => Self::Taken,
        }
    }
}

impl From<Light> for dto::LightView {
    fn from(light: Light) -> Self {
        match light {
            Light::Enough => Self::Ok,
            Light::TooDark => Self::TooDark,
            Light::TooBright => Self::TooBright,
            Light::Unknown => Self::Unknown,
        }
    }
}

impl From<Language> for dto::KioskLanguage {
    fn from(language: Language) -> Self {
        match language {
            Language::Italian => Self::It,
            Language::English => Self::En,
            Language::German => Self::De,
            Language::French => Self::Fr,
        }
    }
}

impl From<dto::KioskLanguage> for Language {
    fn from(language: dto::KioskLanguage) -> Self {
        match language {
            dto::KioskLanguage::It => Self::Italian,
            dto::KioskLanguage::En => Self::English,
            dto::KioskLanguage::De => Self::German,
            dto::KioskLanguage::Fr => Self::French,
        }
    }
}
