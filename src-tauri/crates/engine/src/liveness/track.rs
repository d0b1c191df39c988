//! One face through all frames.
//!
//! The landmarks of a frame are laid where those of the frame before lay; the
//! detector runs where they do not hold, and now and then to see who else is
//! there. A still whose face is found now here, now there, looks alive to
//! every test that compares frames, so a track that is lost or jumps is
//! counted and makes the recording not assessable.

use image::RgbImage;

use super::policy::LivenessPolicy;
use crate::face::{Box2, Descriptor, Face, FaceEngine, FaceError, main_face};

/// A mesh as certain as this still lies on the face.
const HELD: f32 = 0.7;

/// The track is checked by the detector and the descriptor after this long.
const CHECKED_EVERY_MS: u32 = 1000;

/// Where the face could not be described, it is tried again after this long.
const RETRIED_MS: u32 = 300;

/// A detected face that covers less than this of the followed one is another.
const SAME_PLACE: f32 = 0.2;

/// From one frame to the next a face moves by less than this share of its
/// width and grows or shrinks by less than this factor. At ten frames a second
/// people stay well below both.
const JUMP_SHARE: f32 = 0.6;
const JUMP_FACTOR: f32 = 1.4;

/// Frames farther apart than this are not neighbours any more.
const NEIGHBOURS_MS: u32 = 400;

/// What the track came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Track {
    /// Frames that were looked at.
    pub frames: u32,
    /// Frames in which the face was held.
    pub held: u32,
    /// How often the face was lost and had to be found again.
    pub losses: u32,
    /// The longest time without the face, in milliseconds.
    pub longest_gap_ms: u32,
    /// How often the face jumped between neighbouring frames.
    pub jumps: u32,
    /// Most faces seen at once, in more than one frame.
    pub most_faces: u32,
    /// Median width of the face in pixels of the frames.
    pub width_px: f32,
    /// Largest distance of a descriptor to the mean of those before it
    /// ([`Descriptor::distance`]); `None` where there were fewer than two.
    pub identity_distance: Option<f32>,
}

/// Holds one face.
pub(crate) struct Tracker {
    held: Option<Face>,
    last: Option<(u32, Box2)>,
    last_seen_ms: Option<u32>,
    next_check_ms: u32,
    identities: Vec<Descriptor>,
    crowded: u32,
    widths: [u32; WIDTHS],
    track: Track,
}

/// Widths are counted in steps of four pixels.
const WIDTHS: usize = 512;
const WIDTH_STEP_PX: f32 = 4.0;

/// Descriptors that the identity is the mean of.
const MOST_IDENTITIES: usize = 8;

/// The face of a frame.
pub(crate) struct Seen {
    pub(crate) face: Face,
    /// Its descriptor, on frames where identity was checked.
    pub(crate) descriptor: Option<Descriptor>,
}

impl Tracker {
    pub(crate) fn new() -> Self {
        Self {
            held: None,
            last: None,
            last_seen_ms: None,
            next_check_ms: 0,
            identities: Vec::new(),
            crowded: 0,
            widths: [0; WIDTHS],
            track: Track::default(),
        }
    }

    /// The face in `frame`, where it is held or found again.
    pub(crate) fn follow(
        &mut self,
        engine: &FaceEngine,
        policy: &LivenessPolicy,
        time_ms: u32,
        frame: &RgbImage,
    ) -> Result<Option<Seen>, FaceError> {
        self.track.frames += 1;
        let mut found = match &self.held {
            Some(before) => engine
                .follow(frame, before)?
                .filter(|face| face.score >= HELD),
            None => None,
        };
        let due = time_ms >= self.next_check_ms;
        if due || found.is_none() {
            let faces = engine.frame_faces(frame)?;
            self.count_faces(faces.len() as u32);
            found = match found {
                // The mesh may cling to something; then the detector decides.
                Some(face) if faces.is_empty() || covers(&faces, &face) => Some(face),
                Some(_) | None => self.choose(&faces).cloned(),
            };
        }
        let Some(face) = found else {
            self.lose(time_ms);
            return Ok(None);
        };
        self.count(time_ms, &face);
        let describable = face.bbox.width >= policy.smallest_face_px / 2.0;
        let describe = due && describable && super::pose::Pose::of(&face).is_frontal();
        let descriptor = match describe.then(|| engine.describe(frame, &face)) {
            Some(Ok(descriptor)) => Some(descriptor),
            Some(Err(FaceError::Model(error))) => return Err(error.into()),
            Some(Err(FaceError::Degenerate)) | None => None,
        };
        if let Some(descriptor) = &descriptor {
            self.identify(descriptor);
        }
        if due {
            let wait_ms = if describe {
                CHECKED_EVERY_MS
            } else {
                RETRIED_MS
            };
            self.next_check_ms = time_ms.saturating_add(wait_ms);
        }
        self.held = Some(face.clone());
        Ok(Some(Seen { face, descriptor }))
    }

    /// What the track came to by `end_ms`.
    pub(crate) fn finish(mut self, end_ms: u32) -> Track {
        if self.held.is_none() {
            self.gap(end_ms);
        }
        let half = self.track.held.div_ceil(2);
        let mut below = 0;
        for (index, count) in self.widths.iter().enumerate() {
            below += count;
            if half > 0 && below >= half {
                self.track.width_px = (index as f32 + 0.5) * WIDTH_STEP_PX;
                break;
            }
        }
        self.track
    }

    /// Of the faces of a frame the one that lies where the face was last, else
    /// the main one.
    fn choose<'a>(&self, faces: &'a [Face]) -> Option<&'a Face> {
        let near = self.last.and_then(|(_, bbox)| {
            faces
                .iter()
                .max_by(|a, b| a.bbox.overlap(&bbox).total_cmp(&b.bbox.overlap(&bbox)))
                .filter(|face| face.bbox.overlap(&bbox) > SAME_PLACE)
        });
        near.or_else(|| main_face(faces))
    }

    fn lose(&mut self, time_ms: u32) {
        if self.held.take().is_some() {
            self.track.losses += 1;
        }
        self.gap(time_ms);
    }

    fn gap(&mut self, now_ms: u32) {
        let since = now_ms.saturating_sub(self.last_seen_ms.unwrap_or(0));
        self.track.longest_gap_ms = self.track.longest_gap_ms.max(since);
    }

    fn count(&mut self, time_ms: u32, face: &Face) {
        self.track.held += 1;
        if let Some((before_ms, before)) = self.last
            && time_ms.saturating_sub(before_ms) <= NEIGHBOURS_MS
            && jumped(&before, &face.bbox)
        {
            self.track.jumps += 1;
        }
        let step = (face.bbox.width / WIDTH_STEP_PX) as usize;
        self.widths[step.min(WIDTHS - 1)] += 1;
        self.gap(time_ms);
        self.last = Some((time_ms, face.bbox));
        self.last_seen_ms = Some(time_ms);
    }

    /// What is seen once only may be a pattern on the wall.
    fn count_faces(&mut self, faces: u32) {
        self.crowded += u32::from(faces > 1);
        if faces <= 1 || self.crowded > 1 {
            self.track.most_faces = self.track.most_faces.max(faces);
        }
    }

    fn identify(&mut self, descriptor: &Descriptor) {
        if !self.identities.is_empty() {
            let distance = descriptor.distance(&Descriptor::mean(&self.identities));
            let farthest = self.track.identity_distance.get_or_insert(distance);
            *farthest = farthest.max(distance);
        }
        if self.identities.len() < MOST_IDENTITIES {
            self.identities.push(descriptor.clone());
        }
    }
}

fn covers(faces: &[Face], face: &Face) -> bool {
    faces
        .iter()
        .any(|other| other.bbox.overlap(&face.bbox) > SAME_PLACE)
}

fn jumped(before: &Box2, now: &Box2) -> bool {
    let (from, to) = (before.centre(), now.centre());
    let moved = (to.x - from.x).hypot(to.y - from.y);
    let width = before.width.max(1.0);
    let factor = now.area().sqrt() / before.area().sqrt().max(1.0);
    moved > JUMP_SHARE * width || !(1.0 / JUMP_FACTOR..=JUMP_FACTOR).contains(&factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_that_is_elsewhere_at_once_has_jumped() {
        let of = |x: f32, width: f32| Box2 {
            x,
            y: 0.0,
            width,
            height: width,
        };
        for (name, before, now, expected) in [
            ("still", of(10.0, 100.0), of(10.0, 100.0), false),
            ("moves", of(10.0, 100.0), of(50.0, 100.0), false),
            ("elsewhere", of(10.0, 100.0), of(90.0, 100.0), true),
            ("comes closer", of(10.0, 100.0), of(5.0, 115.0), false),
            ("grows at once", of(10.0, 100.0), of(-20.0, 160.0), true),
            ("shrinks at once", of(10.0, 100.0), of(25.0, 60.0), true),
        ] {
            assert_eq!(jumped(&before, &now), expected, "{name}");
        }
    }
}
