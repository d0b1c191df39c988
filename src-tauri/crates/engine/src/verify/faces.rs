//! The holder's portrait, the selfie and the video: one person or not.

use domain::{
    Similarity,
    assessment::Problem,
    check::{FaceFinding, FaceProblem},
    evidence::Kind,
};
use image::RgbImage;

use crate::face::{Descriptor, Face, FaceEngine, FaceError, main_face};
use crate::liveness::{Liveness, Pose};

/// Faces narrower than this, in image pixels, are too coarse to be described:
/// the aligned chip is 150 pixels wide.
const NARROWEST_PX: f32 = 36.0;

/// A face that looks away by more than this is no longer the face that a
/// frontal portrait shows.
const MOST_TURNED_DEGREES: f32 = 40.0;

/// One picture of the person, described.
pub(super) struct Described {
    descriptor: Descriptor,
    several: bool,
}

/// The pictures of the person beside the recording: the portrait and the
/// selfie, each described or with what stands in the way.
pub(super) struct Stills {
    portrait: Result<Described, FaceProblem>,
    selfie: Result<Described, FaceProblem>,
}

impl Stills {
    /// The face of the selfie, where it could be described.
    pub(super) fn face(&self) -> Option<&Descriptor> {
        self.selfie.as_ref().ok().map(|selfie| &selfie.descriptor)
    }
}

/// Describes portrait and selfie.
pub(super) fn stills(
    engine: &FaceEngine,
    pictures: &[(Kind, RgbImage)],
    problems: &[Problem],
) -> Result<Stills, FaceError> {
    // The holder: the cut-out portrait where it shows a face, else the card.
    let cut_out = described(engine, pictures, problems, Kind::DocumentPhoto)?;
    let portrait = match cut_out {
        Ok(cut_out) => Ok(cut_out),
        Err(_) => described(engine, pictures, problems, Kind::DocumentFront)?,
    };
    Ok(Stills {
        portrait,
        selfie: described(engine, pictures, problems, Kind::Selfie)?,
    })
}

/// Compares the portrait with the selfie and the video.
///
/// The person is the mean descriptor of the selfie and of those frames that
/// show the same person as the selfie. Where most frames show somebody else,
/// their distance to the selfie counts instead: a selfie of the holder before
/// a video of another person must not pass.
pub(super) fn compare(stills: &Stills, film: Option<&Liveness>) -> FaceFinding {
    let (portrait, selfie) = match (&stills.portrait, &stills.selfie) {
        (Err(problem), _) | (Ok(_), Err(problem)) => return FaceFinding::NotAssessable(*problem),
        (Ok(portrait), Ok(selfie)) => (portrait, selfie),
    };
    let mut several = Vec::new();
    if selfie.several {
        several.push(Kind::Selfie);
    }
    if film.is_some_and(|film| film.track.most_faces > 1) {
        several.push(Kind::Video);
    }
    let mut same = vec![selfie.descriptor.clone()];
    let mut others = Vec::new();
    let shots = film.map_or(&[][..], |film| &film.best);
    for shot in shots {
        if shot.descriptor.distance(&selfie.descriptor) < Similarity::LOW_BELOW {
            same.push(shot.descriptor.clone());
        } else {
            others.push(shot.descriptor.clone());
        }
    }
    let mut distance = portrait.descriptor.distance(&Descriptor::mean(&same));
    if others.len() >= same.len() {
        distance = distance.max(selfie.descriptor.distance(&Descriptor::mean(&others)));
    }
    FaceFinding::Compared {
        similarity: Similarity::from_distance(distance),
        frames: u8::try_from(shots.len()).unwrap_or(u8::MAX),
        several,
    }
}

/// The main face of one picture, and whether it shows more.
fn described(
    engine: &FaceEngine,
    pictures: &[(Kind, RgbImage)],
    problems: &[Problem],
    kind: Kind,
) -> Result<Result<Described, FaceProblem>, FaceError> {
    let Some((_, picture)) = pictures.iter().find(|(name, _)| *name == kind) else {
        let broken = problems.iter().any(|problem| problem.evidence == kind);
        let problem = if broken {
            FaceProblem::Unreadable(kind)
        } else {
            FaceProblem::Missing(kind)
        };
        return Ok(Err(problem));
    };
    let faces = engine.faces(picture)?;
    let Some(face) = main_face(&faces) else {
        return Ok(Err(FaceProblem::NoFace(kind)));
    };
    if is_small(face) {
        return Ok(Err(FaceProblem::TooSmall(kind)));
    }
    if Pose::of(face).yaw.abs() > MOST_TURNED_DEGREES {
        return Ok(Err(FaceProblem::Turned(kind)));
    }
    Ok(Ok(Described {
        descriptor: engine.describe(picture, face)?,
        several: faces.len() > 1,
    }))
}

fn is_small(face: &Face) -> bool {
    face.bbox.width < NARROWEST_PX
}
