//! How good the pictures are, measured on what reading and comparing have
//! found already: nothing is looked for again.

use domain::{
    check::Answer,
    evidence::Kind,
    quality::{PictureQuality, Subject},
};
use image::RgbImage;

use super::papers::{Sheet, shown};
use crate::document::{Quad, visual::VisualField};
use crate::face::Face;
use crate::quality::{self, DocumentPicture, DocumentQuality, FacePicture, FaceQuality};

/// The side `evidence` of a document; `printed` are the data read on it, in
/// pixels of `sheet`.
pub(super) fn of_document(
    evidence: Kind,
    sheet: &Sheet<'_>,
    printed: &[VisualField],
    policy: &DocumentQuality,
) -> PictureQuality {
    let fields: Vec<_> = printed
        .iter()
        .map(|field| (field.field, field.quad.bounds()))
        .collect();
    let located = sheet.straight.as_ref().map(|(located, _)| located);
    let subject = DocumentPicture {
        picture: sheet.picture,
        located,
        straight: located.map(|_| &*sheet.pixels),
        fields: &fields,
    };
    let report = quality::document(&subject, policy);
    PictureQuality {
        evidence,
        subject: Subject::Document,
        area: located.map(|located| shown(&located.quad.bounds(), sheet.picture)),
        report: report.brought(|place| sheet.area(&Quad::of(place))),
    }
}

/// The picture `evidence` of `face`.
pub(super) fn of_face(
    evidence: Kind,
    picture: &RgbImage,
    face: &Face,
    policy: &FaceQuality,
) -> PictureQuality {
    let report = quality::face(&FacePicture::of(picture, face), policy);
    PictureQuality {
        evidence,
        subject: Subject::Face,
        area: Some(shown(&face.bbox, picture)),
        report: report.brought(|place| shown(place, picture)),
    }
}

/// The light of the picture `evidence`, in which no face was found, where it
/// is too little: a picture without a face is not said to be good.
pub(super) fn of_no_face(
    evidence: Kind,
    picture: &RgbImage,
    policy: &FaceQuality,
) -> Option<PictureQuality> {
    let report = quality::faceless(picture, policy);
    (report.passed() == Answer::No).then(|| PictureQuality {
        evidence,
        subject: Subject::Face,
        area: None,
        report: report.brought(|place| shown(place, picture)),
    })
}
