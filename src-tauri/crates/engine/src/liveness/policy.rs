//! What a recording must show to count as live.

/// Thresholds of liveness. Lengths are pixels of the frames handed in, times
/// milliseconds of the recording.
#[derive(Debug, Clone, PartialEq)]
pub struct LivenessPolicy {
    /// Shortest recording: a still needs time to betray itself, and a person
    /// time to move. Default 1500.
    pub shortest_ms: u32,
    /// Fewest frames in which the face was held. Default 15.
    pub fewest_frames: u32,
    /// Slowest rate at which frames were handed in, in frames a second: blinks
    /// fall between slower ones. Default 8.
    pub slowest_rate: f32,
    /// Least share of the frames in which the face must be held. Default 0.8.
    pub least_held: f32,
    /// Longest time without the face. Default 1500.
    pub longest_gap_ms: u32,
    /// Most jumps of the face between neighbouring frames. Default 0.
    pub most_jumps: u32,
    /// Narrowest face, cheek to cheek, median over the frames. Default 48.
    pub smallest_face_px: f32,
    /// Most faces at once. Default 1.
    pub most_faces: u32,
    /// Largest distance of the face's descriptor to those before it. Default 0.6
    /// (dlib's threshold for one person).
    pub identity_distance: f32,
    /// Fewest frames with the whole face that are compared for planarity.
    /// Default 8.
    pub fewest_compared: u32,
    /// From this lower quartile of the correlations with the middle frame on
    /// the face is a flat picture. Default 0.994: every still measured lies
    /// above 0.996.
    pub flat_from: f64,
    /// Up to this lower quartile the face is a body. Default 0.992: every
    /// person measured lies below 0.989. What lies between the two is not
    /// assessable.
    pub body_up_to: f64,
    /// Longest time in which the picture may not change at all. Default 1000.
    pub longest_freeze_ms: u32,
    /// Least share of frames that differ from the one before. Default 0.5.
    pub least_moving: f32,
    /// Below this ratio a piece of the recording comes again
    /// ([`super::Loop::ratio`]). Default 0.25: loops measured reach 0.03 to
    /// 0.18, people who go on at least 0.42.
    pub repeated_below: f32,
    /// Most cuts. Default 0.
    pub most_cuts: u32,
    /// Most turns to the wrong side during a challenge. Default 0.
    pub most_wrong_turns: u32,
}

impl Default for LivenessPolicy {
    fn default() -> Self {
        Self {
            shortest_ms: 1500,
            fewest_frames: 15,
            slowest_rate: 8.0,
            least_held: 0.8,
            longest_gap_ms: 1500,
            most_jumps: 0,
            smallest_face_px: 48.0,
            most_faces: 1,
            identity_distance: 0.6,
            fewest_compared: 8,
            flat_from: 0.994,
            body_up_to: 0.992,
            longest_freeze_ms: 1000,
            least_moving: 0.5,
            repeated_below: 0.25,
            most_cuts: 0,
            most_wrong_turns: 0,
        }
    }
}
