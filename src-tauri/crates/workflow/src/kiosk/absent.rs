//! What stands at the borders where nothing is attached: no camera, no
//! recorder, no guide, no central API. The kiosk says so and takes nobody.

use std::{io::Write, sync::Arc};

use async_trait::async_trait;
use domain::{
    PhoneNumber,
    field::Declared,
    id::CentralKey,
    kiosk::{Challenge, Least, Piece, Tilt},
    session::State,
};
use jiff::Timestamp;
use outbox::{Operation, SyncError};
use store::KnownRequest;

use super::{
    camera::{CameraProblem, Cameras, Device, Eye, Film, Recorders},
    counter::{CodeAnswer, CodeSent, Counter, Lookup, OpenRequest, Submission},
    guide::{FaceGuide, Guides, StillGuide},
};

/// Nothing is attached.
#[derive(Debug, Clone, Copy)]
pub struct Absent;

impl Cameras for Absent {
    fn list(&self) -> Vec<Device> {
        Vec::new()
    }

    fn open(&self, _: &str, _: Least, _: bool) -> Result<Arc<dyn Eye>, CameraProblem> {
        Err(CameraProblem::Missing)
    }
}

impl Recorders for Absent {
    fn start(&self, _: Box<dyn Write + Send>, _: (u32, u32)) -> Result<Box<dyn Film>, String> {
        Err("absent".to_owned())
    }

    fn finalise(&self, _: &[u8]) -> Result<Vec<u8>, String> {
        Err("absent".to_owned())
    }
}

impl Guides for Absent {
    fn with_still(
        &self,
        _: Piece,
        _: Tilt,
        _: &mut dyn FnMut(&mut dyn StillGuide),
    ) -> Result<(), String> {
        Err("absent".to_owned())
    }

    fn with_face(
        &self,
        _: &Challenge,
        _: &mut dyn FnMut(&mut dyn FaceGuide),
    ) -> Result<(), String> {
        Err("absent".to_owned())
    }
}

const NOBODY: SyncError = SyncError::Unreachable {
    operation: Operation::Request,
};

#[async_trait]
impl Counter for Absent {
    async fn find(&self, _: &str) -> Result<Lookup, SyncError> {
        Err(NOBODY)
    }

    async fn create(&self, _: &[Declared], _: &str) -> Result<OpenRequest, SyncError> {
        Err(NOBODY)
    }

    async fn send_code(&self, _: CentralKey, _: &PhoneNumber) -> Result<CodeSent, SyncError> {
        Err(NOBODY)
    }

    async fn check_code(&self, _: CentralKey, _: &str) -> Result<CodeAnswer, SyncError> {
        Err(NOBODY)
    }

    async fn evidence(&self, _: &KnownRequest, _: &Submission) -> Result<(), SyncError> {
        Err(NOBODY)
    }

    async fn video(&self, _: &KnownRequest, _: Vec<u8>) -> Result<(), SyncError> {
        Err(NOBODY)
    }

    async fn state(&self, _: CentralKey) -> Result<State, SyncError> {
        Err(NOBODY)
    }

    async fn time(&self) -> Result<Option<Timestamp>, SyncError> {
        Err(NOBODY)
    }
}
