//! The holder's portrait, the selfie and the video: one person or not.

use domain::{
    Similarity,
    assessment::Problem,
    check::{FaceFinding, FaceProblem},
    evidence::Kind,
    quality::PictureQuality,
};
use image::RgbImage;

use crate::face::{Descriptor, Face, FaceEngine, FaceError, main_face};
use crate::liveness::{Liveness, Pose};
use crate::quality::FaceQuality;

use super::quality;

/// Faces narrower than this, in image pixels, are too coarse to be described:
/// the aligned chip is 150 pixels wide.
const NARROWEST_PX: f32 = 36.0;

/// One picture of the person, described.
pub(super) struct Described {
    descriptor: Descriptor,
    several: bool,
}

/// One picture of the person: described, or what stands in the way; and how
/// good it is, where a face is found in it.
struct Still {
    described: Result<Described, FaceProblem>,
    quality: Option<PictureQuality>,
}

/// The pictures of the person beside the recording.
pub(super) struct Stills {
    portrait: Still,
    selfie: Still,
}

impl Stills {
    /// The face of the selfie, where it could be described.
    pub(super) fn face(&self) -> Option<&Descriptor> {
        let selfie = self.selfie.described.as_ref().ok()?;
        Some(&selfie.descriptor)
    }

    /// How good the pictures of faces are, the portrait's first.
    pub(super) fn quality(&self) -> impl Iterator<Item = &PictureQuality> {
        [&self.portrait, &self.selfie]
            .into_iter()
            .filter_map(|still| still.quality.as_ref())
    }
}

/// Who describes the pictures of a session, and by what.
pub(super) struct Describer<'a> {
    pub(super) engine: &'a FaceEngine,
    pub(super) pictures: &'a [(Kind, RgbImage)],
    /// Evidence that could not be used.
    pub(super) problems: &'a [Problem],
    pub(super) policy: &'a FaceQuality,
}

impl Describer<'_> {
    /// Describes portrait and selfie.
    pub(super) fn stills(&self) -> Result<Stills, FaceError> {
        // The holder: the cut-out portrait where it shows a face, else the card.
        let cut_out = self.still(Kind::DocumentPhoto)?;
        let portrait = if cut_out.described.is_ok() {
            cut_out
        } else {
            self.still(Kind::DocumentFront)?
        };
        Ok(Stills {
            portrait,
            selfie: self.still(Kind::Selfie)?,
        })
    }

    /// The main face of one picture, whether it shows more, and how good it is.
    fn still(&self, kind: Kind) -> Result<Still, FaceError> {
        let faceless = |problem| Still {
            described: Err(problem),
            quality: None,
        };
        let Some((_, picture)) = self.pictures.iter().find(|(name, _)| *name == kind) else {
            let broken = self.problems.iter().any(|problem| problem.evidence == kind);
            return Ok(faceless(if broken {
                FaceProblem::Unreadable(kind)
            } else {
                FaceProblem::Missing(kind)
            }));
        };
        let faces = self.engine.faces(picture)?;
        let Some(face) = main_face(&faces) else {
            // The sides of a document are measured as such.
            let quality = (kind == Kind::Selfie)
                .then(|| quality::of_no_face(kind, picture, self.policy))
                .flatten();
            return Ok(Still {
                quality,
                ..faceless(FaceProblem::NoFace(kind))
            });
        };
        let described = if is_small(face) {
            Err(FaceProblem::TooSmall(kind))
        } else if Pose::of(face).is_turned_aside() {
            Err(FaceProblem::Turned(kind))
        } else {
            Ok(Described {
                descriptor: self.engine.describe(picture, face)?,
                several: faces.len() > 1,
            })
        };
        Ok(Still {
            described,
            quality: Some(quality::of_face(kind, picture, face, self.policy)),
        })
    }
}

/// Compares the portrait with the selfie and the video.
///
/// The person is the mean descriptor of the selfie and of those frames that
/// show the same person as the selfie. Where most frames show somebody else,
/// their distance to the selfie counts instead: a selfie of the holder before
/// a video of another person must not pass.
pub(super) fn compare(stills: &Stills, film: Option<&Liveness>) -> FaceFinding {
    let (portrait, selfie) = match (&stills.portrait.described, &stills.selfie.described) {
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

fn is_small(face: &Face) -> bool {
    face.bbox.width < NARROWEST_PX
}
