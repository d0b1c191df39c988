//! Pictures and recordings of a case for the window.

use domain::{
    assessment::Problem,
    evidence::{Kind, Snapshot},
};
use workflow::{desk::CaseFile, records::EvidenceRecord};

use super::case::name;
use crate::{dto, media::MediaServer};

/// The pieces that are there, those that are missing or broken, and the frames
/// that operators kept.
pub(super) fn pieces(
    file: &CaseFile,
    problems: &[Problem],
    media: &MediaServer,
) -> Vec<dto::EvidenceView> {
    let problem_of = |kind: Kind| {
        problems
            .iter()
            .find(|problem| problem.evidence == kind)
            .map(|problem| evidence_problem(&problem.code))
    };
    Kind::ALL
        .into_iter()
        .filter(|kind| kind.is_captured())
        .filter_map(|kind| {
            let problem = problem_of(kind);
            let Some(record) = file
                .session
                .evidence
                .iter()
                .find(|record| record.kind == kind)
            else {
                return problem.map(|problem| dto::EvidenceView {
                    id: kind.name().to_owned(),
                    kind: kind.into(),
                    media_type: String::new(),
                    bytes: 0,
                    width: None,
                    height: None,
                    duration_ms: None,
                    sha256: String::new(),
                    url: None,
                    problem: Some(problem),
                    snapshot: None,
                });
            };
            Some(piece(record, problem, media))
        })
        .chain(file.snapshots.iter().filter_map(|snapshot| {
            let mut records = file.session.evidence.iter();
            let record = records.find(|record| record.id == snapshot.evidence)?;
            Some(kept_frame(record, snapshot, file, media))
        }))
        .collect()
}

/// A piece of evidence that can be shown, with an address of its own.
pub(crate) fn piece_view(record: &EvidenceRecord, media: &MediaServer) -> dto::EvidenceView {
    piece(record, None, media)
}

/// A piece that is there, with an address unless something is wrong with it.
pub(super) fn piece(
    record: &EvidenceRecord,
    problem: Option<dto::EvidenceProblem>,
    media: &MediaServer,
) -> dto::EvidenceView {
    dto::EvidenceView {
        id: record.id.to_string(),
        kind: record.kind.into(),
        media_type: record.media.mime().to_owned(),
        bytes: u32::try_from(record.size_bytes).unwrap_or(u32::MAX),
        width: None,
        height: None,
        duration_ms: None,
        sha256: record.digest.to_hex(),
        url: problem
            .is_none()
            .then(|| media.grant(record.id, record.media, record.size_bytes)),
        problem,
        snapshot: None,
    }
}

/// A frame of the recording, with where it comes from.
fn kept_frame(
    record: &EvidenceRecord,
    snapshot: &Snapshot,
    file: &CaseFile,
    media: &MediaServer,
) -> dto::EvidenceView {
    let recording = file.session.evidence_of(Kind::Video);
    dto::EvidenceView {
        snapshot: Some(dto::SnapshotView {
            at_ms: snapshot.at_ms,
            current: recording.is_some_and(|recording| recording.id == snapshot.of),
            operator: name(&file.names, snapshot.operator),
            at: snapshot.at.to_string(),
        }),
        ..piece(record, None, media)
    }
}

fn evidence_problem(code: &str) -> dto::EvidenceProblem {
    match code {
        "missing" => dto::EvidenceProblem::Missing,
        "empty" => dto::EvidenceProblem::Empty,
        "truncated" => dto::EvidenceProblem::Truncated,
        "too_large" => dto::EvidenceProblem::FileTooLarge,
        "too_many_pixels" => dto::EvidenceProblem::DimensionsTooLarge,
        "unknown_format" => dto::EvidenceProblem::UnknownFormat,
        "altered" => dto::EvidenceProblem::Altered,
        _ => dto::EvidenceProblem::Undecodable,
    }
}

#[cfg(test)]
mod tests {
    use engine::imaging::{DecodeError, Limits, decode};

    use super::*;

    #[test]
    fn what_a_decoder_says_of_a_picture_has_a_sentence_of_its_own() {
        let code = |bytes: &[u8]| {
            decode(bytes, &Limits::default())
                .map(|_| ())
                .map_err(|error: DecodeError| evidence_problem(error.code()))
        };
        let vast = [
            &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
            &30_000_u32.to_be_bytes(),
            &30_000_u32.to_be_bytes(),
            &[8, 2, 0, 0, 0, 0xE9, 0x45, 0x6F, 0xED],
        ]
        .concat();
        assert_eq!(code(b""), Err(dto::EvidenceProblem::Empty));
        assert_eq!(code(b"%PDF-1.7"), Err(dto::EvidenceProblem::UnknownFormat));
        assert_eq!(code(&vast), Err(dto::EvidenceProblem::DimensionsTooLarge));
        assert_eq!(
            code(b"\xff\xd8\xff\xe0\0\x10JFIF\0"),
            Err(dto::EvidenceProblem::Truncated)
        );
    }

    #[test]
    fn what_a_decoder_says_of_a_recording_has_a_sentence_of_its_own() {
        for (error, problem) in [
            (capture::DecodeError::Empty, dto::EvidenceProblem::Empty),
            (
                capture::DecodeError::Truncated,
                dto::EvidenceProblem::Truncated,
            ),
            (
                capture::DecodeError::UnknownFormat,
                dto::EvidenceProblem::UnknownFormat,
            ),
        ] {
            assert_eq!(evidence_problem(error.code()), problem);
        }
    }
}
