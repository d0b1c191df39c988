//! The holder's portrait, the selfie and the video: one person or not.

use domain::{
    Similarity,
    assessment::Problem,
    check::{FaceFinding, FaceProblem},
    evidence::Kind,
};
use image::RgbImage;

use crate::face::{Descriptor, Face, FaceEngine, FaceError, main_face};

/// Faces narrower than this, in image pixels, are too coarse to be described:
/// the aligned chip is 150 pixels wide.
const NARROWEST_PX: f32 = 36.0;

/// Compares the portrait with the selfie and `frames` of the video.
///
/// The person is the mean descriptor of the selfie and of those frames that
/// show the same person as the selfie. Where most frames show somebody else,
/// their distance to the selfie counts instead: a selfie of the holder before
/// a video of another person must not pass.
pub(super) fn compare(
    engine: &FaceEngine,
    pictures: &[(Kind, RgbImage)],
    problems: &[Problem],
    frames: &[RgbImage],
) -> Result<FaceFinding, FaceError> {
    let mut several = Vec::new();
    let portrait = match portrait(engine, pictures, problems)? {
        Ok(descriptor) => descriptor,
        Err(problem) => return Ok(FaceFinding::NotAssessable(problem)),
    };
    let selfie = match described(engine, pictures, problems, Kind::Selfie)? {
        Ok((descriptor, count)) => {
            if count > 1 {
                several.push(Kind::Selfie);
            }
            descriptor
        }
        Err(problem) => return Ok(FaceFinding::NotAssessable(problem)),
    };
    let mut same = vec![selfie.clone()];
    let mut others = Vec::new();
    let mut crowded = 0;
    for frame in frames {
        let faces = engine.frame_faces(frame)?;
        crowded += usize::from(faces.len() > 1);
        let Some(face) = main_face(&faces).filter(|face| !is_small(face)) else {
            continue;
        };
        let descriptor = engine.describe(frame, face)?;
        if descriptor.distance(&selfie) < Similarity::LOW_BELOW {
            same.push(descriptor);
        } else {
            others.push(descriptor);
        }
    }
    if crowded * 2 > frames.len() {
        several.push(Kind::Video);
    }
    let mut distance = portrait.distance(&Descriptor::mean(&same));
    if others.len() >= same.len() {
        distance = distance.max(selfie.distance(&Descriptor::mean(&others)));
    }
    Ok(FaceFinding::Compared {
        similarity: Similarity::from_distance(distance),
        frames: u8::try_from(same.len() - 1 + others.len()).unwrap_or(u8::MAX),
        several,
    })
}

/// The holder: the cut-out portrait where it shows a face, else the card.
fn portrait(
    engine: &FaceEngine,
    pictures: &[(Kind, RgbImage)],
    problems: &[Problem],
) -> Result<Result<Descriptor, FaceProblem>, FaceError> {
    if let Ok((descriptor, _)) = described(engine, pictures, problems, Kind::DocumentPhoto)? {
        return Ok(Ok(descriptor));
    }
    let front = described(engine, pictures, problems, Kind::DocumentFront)?;
    Ok(front.map(|(descriptor, _)| descriptor))
}

/// The main face of one picture, and how many faces it shows.
fn described(
    engine: &FaceEngine,
    pictures: &[(Kind, RgbImage)],
    problems: &[Problem],
    kind: Kind,
) -> Result<Result<(Descriptor, usize), FaceProblem>, FaceError> {
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
    Ok(Ok((engine.describe(picture, face)?, faces.len())))
}

fn is_small(face: &Face) -> bool {
    face.bbox.width < NARROWEST_PX
}
