//! The JSON of one request.

use domain::{
    evidence::{Digest, Kind},
    field::{Declared, Reading, Source},
    id::CentralKey,
    session::State,
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Text, checks, fields, unexpected};
use crate::{
    error::{Operation, SyncError},
    remote::RemoteSession,
};

/// A request, as far as we know it.
#[derive(Deserialize)]
pub(crate) struct Request {
    pk: Text,
    status: String,
    external_reference: Option<Text>,
    created_at: Option<Text>,
    videoid: Option<VideoId>,
    videoid_data: Option<VideoId>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// The part about the video identification. The vendor has it in
/// `videoid_data` and nests half of it once more; all of it is read, and
/// `videoid` has the last word.
#[derive(Default, Deserialize)]
#[serde(default)]
struct VideoId {
    video_identifier: Option<Text>,
    videoid_status: Option<String>,
    status: Option<String>,
    acceptance: Option<Map<String, Value>>,
    ocr_data: Option<Map<String, Value>>,
    security_checks: Value,
    similarity_level: Option<Text>,
    similarity_score: Option<Text>,
    evidence: Option<Vec<Value>>,
    data: Option<Box<VideoId>>,
}

impl Request {
    /// Where the request stands. The vendor does not say what the status of a
    /// refused request is, so the status of its identification counts too.
    pub(crate) fn state(&self) -> State {
        let state = State::from_registration_authority(&self.status);
        let says = |status: &str| {
            [&self.videoid, &self.videoid_data]
                .into_iter()
                .flatten()
                .flat_map(|video| [&video.videoid_status, &video.status])
                .any(|found| found.as_deref() == Some(status))
        };
        if !state.is_terminal() && says("REFUSED") {
            State::Refused
        } else if state == State::WaitingForReview && says("VALIDATED") {
            State::Validated
        } else {
            state
        }
    }

    /// The session, without evidence.
    pub(crate) fn into_session(self) -> Result<RemoteSession, SyncError> {
        let wrong = |key: &str| unexpected(Operation::Request, format!("a wrong form of {key}"));
        let state = self.state();
        let key = self
            .pk
            .into_text()
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| wrong("pk"))?;
        let mut session = RemoteSession::bare(CentralKey(key), state);
        session.external_reference = self.external_reference.and_then(Text::into_text);
        session.declared = fields::read(&self.rest)
            .map_err(wrong)?
            .into_iter()
            .map(|(field, value)| Declared { field, value })
            .collect();
        session.created_at = self
            .created_at
            .and_then(Text::into_text)
            .and_then(|text| text.parse().ok());
        for video in [self.videoid_data, self.videoid].into_iter().flatten() {
            session.created_at = session.created_at.or_else(|| video.accepted_at());
            video.read_into(&mut session).map_err(wrong)?;
        }
        Ok(session)
    }
}

impl VideoId {
    fn read_into(self, session: &mut RemoteSession) -> Result<(), &'static str> {
        if let Some(identifier) = self.video_identifier.and_then(Text::into_text) {
            session.video_identifier = Some(identifier);
        }
        if let Some(read) = self.ocr_data.as_ref().filter(|read| !read.is_empty()) {
            session.captured = fields::read(read)?
                .into_iter()
                .map(|(field, value)| Reading {
                    field,
                    source: Source::Capture,
                    value,
                    seen: None,
                })
                .collect();
        }
        let checks = checks::read(&self.security_checks)?;
        if !checks.is_empty() {
            session.reported_checks = checks;
        }
        // A number says more than the level it was turned into.
        let similarity = self.similarity_score.or(self.similarity_level);
        if let Some(similarity) = similarity.and_then(Text::into_text) {
            session.reported_similarity = Some(similarity);
        }
        if let Some(evidence) = &self.evidence {
            session.digests = evidence.iter().filter_map(digest).collect();
        }
        match self.data {
            Some(nested) => nested.read_into(session),
            None => Ok(()),
        }
    }

    /// When the customer accepted the terms: milliseconds since 1970.
    fn accepted_at(&self) -> Option<Timestamp> {
        let date = self.acceptance.as_ref()?.get("date")?;
        let milliseconds = date.as_i64().or_else(|| date.as_str()?.parse().ok())?;
        Timestamp::from_millisecond(milliseconds).ok()
    }
}

fn digest(entry: &Value) -> Option<(Kind, Digest)> {
    let kind = kind_named(entry.get("type")?.as_str()?)?;
    Some((kind, Digest::from_hex(entry.get("sha256")?.as_str()?)?))
}

/// The kind of evidence behind a `type` of the RA API.
pub(crate) fn kind_named(name: &str) -> Option<Kind> {
    match name {
        "document_owner" => Some(Kind::Selfie),
        other => Kind::from_name(other),
    }
}

#[cfg(test)]
mod tests {
    use domain::check::Check;
    use serde_json::json;

    use super::*;
    use crate::wire;

    #[test]
    fn a_request_becomes_a_session() {
        let session = read(json!({
            "pk": 17, "status": "VIDEOREVIEW", "external_reference": "abc",
            "given_name": "Anna", "surname_1": "Specimen", "secure_element": 2, "certificate_set": [{"profile": "X"}],
            "videoid": {
                "video_pk": 7, "video_identifier": "9d0c", "videoid_status": null,
                "acceptance": {"description": "yes", "date": 1_624_872_567_147_i64},
                "ocr_data": {"birth_date": "01/02/1980"},
                "security_checks": [["Document not expired", true], ["Liveliness detected", false]],
                "similarity_level": "High", "similarity_score": 87,
                "evidence": [{"type": "document_owner", "sha256": "ab".repeat(32), "bytes": 5},
                             {"type": "hologram", "sha256": "cd".repeat(32)}],
            },
        }))
        .unwrap();
        assert_eq!(session.key, CentralKey(17));
        assert_eq!(session.state, State::WaitingForReview);
        assert_eq!(session.external_reference.as_deref(), Some("abc"));
        assert_eq!(
            session.created_at.unwrap().as_millisecond(),
            1_624_872_567_147
        );
        assert_eq!(session.video_identifier.as_deref(), Some("9d0c"));
        assert_eq!(session.declared.len(), 2);
        assert_eq!(session.captured[0].value.reveal(), "1980-02-01");
        assert_eq!(session.captured[0].source, Source::Capture);
        let checks: Vec<Check> = session.reported_checks.iter().map(|it| it.check).collect();
        assert_eq!(checks, [Check::NonExpired, Check::LivenessDetected]);
        assert_eq!(session.reported_similarity.as_deref(), Some("87"));
        assert_eq!(session.digests, [(Kind::Selfie, Digest([0xAB; 32]))]);
    }

    #[test]
    fn the_vendors_nesting_says_the_same() {
        let session = read(json!({
            "pk": "45013", "status": "VIDEOREVIEW", "created_at": "2026-11-20T08:30:00Z",
            "videoid_data": {
                "pk": 36, "status": "VIDEOREVIEW", "provider": 2, "requests": [45013],
                "data": {
                    "security_checks": [["Document not expired", true], ["Liveliness detected", true]],
                    "similarity_level": "Medium",
                    "ocr_data": {"birth_date": "01/01/1980", "surname_1": "SPECIMEN"},
                },
                "video_identifier": "41e6",
            },
        }))
        .unwrap();
        assert_eq!(session.key, CentralKey(45013));
        assert_eq!(
            session.created_at.unwrap().to_string(),
            "2026-11-20T08:30:00Z"
        );
        assert_eq!(session.video_identifier.as_deref(), Some("41e6"));
        assert_eq!(session.captured.len(), 2);
        assert_eq!(session.reported_similarity.as_deref(), Some("Medium"));
        assert_eq!(session.reported_checks.len(), 2);
    }

    #[test]
    fn both_objects_may_be_there_and_half_empty() {
        let session = read(json!({
            "pk": 3, "status": "VIDEOREVIEW", "external_reference": null, "videoid_mode": true,
            "videoid": {
                "video_pk": 7, "video_identifier": "9d0c", "videoid_status": null, "refusal_reason": null,
                "acceptance": {"date": 1_624_872_567_147_i64}, "ocr_data": {"surname_1": "SPECIMEN"},
                "security_checks": [], "similarity_level": "High", "similarity_score": null,
                "required": ["video"], "missing": [], "evidence": [],
            },
            "videoid_data": {
                "pk": 7, "status": null, "requests": [3], "refusal_reason": "",
                "data": {"ocr_data": {"surname_1": "SPECIMEN"}, "security_checks": [["Not underage", true]],
                         "similarity_level": "High"},
                "video_identifier": "9d0c", "validation_services": {}, "acceptance": null, "validation_operator": null,
            },
        }))
        .unwrap();
        assert_eq!(session.state, State::WaitingForReview);
        assert_eq!(session.captured.len(), 1);
        assert_eq!(session.reported_checks.len(), 1);
        assert_eq!(session.reported_similarity.as_deref(), Some("High"));
        assert!(session.created_at.is_some());
    }

    #[test]
    fn the_state_looks_at_the_identification_too() {
        check("VIDEOREVIEW", json!(null), State::WaitingForReview);
        check("VIDEOREVIEW", json!("VALIDATED"), State::Validated);
        check("VIDEOREVIEW", json!("REFUSED"), State::Refused);
        check("CREATED", json!("REFUSED"), State::Refused);
        check("CANCELLED", json!("REFUSED"), State::Cancelled);
        check("ENROLLREADY", json!("VALIDATED"), State::Approved);
        check("VIDEOFOO", json!("BAR"), State::Unknown("VIDEOFOO".into()));
    }

    #[test]
    fn a_wrong_shape_is_named_without_its_values() {
        for (body, what) in [
            (
                json!({"status": "VIDEOREVIEW"}),
                "a value of the wrong type",
            ),
            (
                json!({"pk": "secret", "status": "VIDEOREVIEW"}),
                "a wrong form of pk",
            ),
            (
                json!({"pk": 1, "status": "VIDEOREVIEW", "given_name": {"a": "secret"}}),
                "a wrong form of given_name",
            ),
            (
                json!({"pk": 1, "status": "VIDEOREVIEW", "videoid": {"security_checks": "secret"}}),
                "a wrong form of security_checks",
            ),
            (json!([1, 2]), "a value of the wrong type"),
        ] {
            let error = read(body).expect_err(what).to_string();
            assert!(error.contains(what), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    fn read(body: Value) -> Result<RemoteSession, SyncError> {
        wire::read::<Request>(Operation::Request, body.to_string().as_bytes())?.into_session()
    }

    #[track_caller]
    fn check(status: &str, identification: Value, expected: State) {
        let body =
            json!({"pk": 1, "status": status, "videoid": {"videoid_status": identification}});
        assert_eq!(read(body).unwrap().state, expected);
    }
}
