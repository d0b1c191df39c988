//! Opening the pictures of a session: what opens is looked at, what does not
//! becomes a problem of the case.

use domain::{assessment::Problem, evidence::Kind};
use image::RgbImage;

use crate::imaging::{self, Limits};

/// Decodes every picture; a picture that does not decode is a [`Problem`].
pub(super) fn open(
    pictures: &[(Kind, &[u8])],
    limits: &Limits,
) -> (Vec<(Kind, RgbImage)>, Vec<Problem>) {
    let mut opened = Vec::new();
    let mut problems = Vec::new();
    for (kind, bytes) in pictures {
        match imaging::decode(bytes, limits) {
            Ok(decoded) => opened.push((*kind, decoded.image)),
            Err(error) => {
                problems.push(Problem {
                    evidence: *kind,
                    code: error.code().to_owned(),
                });
            }
        }
    }
    (opened, problems)
}
