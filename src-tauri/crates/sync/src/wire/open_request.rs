//! A request that waits for its evidence, as a kiosk needs it.
//!
//! Read strictly where evidence would go astray (numbers, identifiers), and
//! tolerantly where only the look would suffer.

use domain::{
    PhoneNumber,
    decision::{PieceAsked, PieceReason},
    evidence::Kind,
    kiosk::{Consent, Piece},
    session::State,
};
use jiff::Timestamp;
use reqwest::Url;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    Text,
    request::{Request, kind_named},
    unexpected,
};
use crate::{
    capture::{Layout, OpenRequest, OtpRule, RedirectUrls},
    error::{Operation, SyncError},
};

/// The longest text of a layout that is shown, in characters.
const MAX_TEXT: usize = 200;

/// The part of a request's JSON that only a kiosk looks at.
#[derive(Deserialize)]
pub(crate) struct Waiting {
    kiosk_code: Option<Text>,
    #[serde(default)]
    videoid: VideoId,
    #[serde(default)]
    videoid_data: VideoId,
    #[serde(default)]
    otp: Option<Otp>,
    #[serde(default)]
    layout: Value,
    #[serde(default)]
    redirect_urls: Value,
    #[serde(default)]
    policy: Value,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct VideoId {
    /// Ours; the vendor's is `pk` of `videoid_data`.
    video_pk: Option<Text>,
    pk: Option<Text>,
    required: Option<Vec<String>>,
    asked_pieces: Option<Vec<AskedPiece>>,
    acceptance: Value,
}

#[derive(Deserialize)]
struct AskedPiece {
    r#type: String,
    reason: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Otp {
    required: bool,
    editable: bool,
    phone: Option<String>,
    confirmed_at: Option<String>,
}

/// The request in `body`, the answer to `operation`.
pub(crate) fn read(operation: Operation, body: &Value) -> Result<OpenRequest, SyncError> {
    let wrong = |what: &str| unexpected(operation, format!("a wrong form of {what}"));
    let request: Request = Deserialize::deserialize(body).map_err(|_| wrong("the request"))?;
    let waiting: Waiting = Deserialize::deserialize(body).map_err(|_| wrong("the request"))?;
    let session = request.into_session()?;
    let video_pk = [
        waiting.videoid.video_pk,
        waiting.videoid_data.pk,
        waiting.videoid_data.video_pk,
    ]
    .into_iter()
    .flatten()
    .find_map(Text::into_text)
    .and_then(|text| text.parse().ok())
    .ok_or_else(|| wrong("video_pk"))?;
    let video_identifier = session
        .video_identifier
        .ok_or_else(|| wrong("video_identifier"))?;
    if !is_open(&session.state) {
        return Err(SyncError::WrongState {
            operation,
            vendor_id: None,
        });
    }
    Ok(OpenRequest {
        key: session.key,
        video_pk,
        video_identifier,
        kiosk_code: waiting.kiosk_code.and_then(Text::into_text),
        state: session.state,
        declared: session.declared,
        required: required(waiting.videoid.required),
        present: session.digests,
        asked: asked(operation, waiting.videoid.asked_pieces)?,
        accepted: accepted(&waiting.videoid.acceptance),
        otp: waiting.otp.unwrap_or_default().into(),
        layout: layout(waiting.layout.as_object()),
        redirect: RedirectUrls {
            success: address(waiting.redirect_urls.get("success")),
            failure: address(waiting.redirect_urls.get("failure")),
        },
        policy: address(waiting.policy.get("url")),
    })
}

/// Whether a request in `state` waits for its evidence.
const fn is_open(state: &State) -> bool {
    match state {
        State::Capturing | State::Incomplete | State::CaptureFailed => true,
        State::WaitingForReview
        | State::Validated
        | State::Approved
        | State::Refused
        | State::Cancelled
        | State::Unknown(_) => false,
    }
}

/// What is needed; a server that does not say so needs what the vendor's page names.
fn required(names: Option<Vec<String>>) -> Vec<Kind> {
    match names {
        Some(names) => names.iter().filter_map(|name| kind_named(name)).collect(),
        None => vec![
            Kind::DocumentFront,
            Kind::DocumentRear,
            Kind::Selfie,
            Kind::Video,
        ],
    }
}

/// The pieces that were asked for again. One that is not known is an error: the
/// request would never be complete. A reason that is not known is another one.
fn asked(
    operation: Operation,
    rows: Option<Vec<AskedPiece>>,
) -> Result<Vec<PieceAsked>, SyncError> {
    rows.into_iter()
        .flatten()
        .map(|row| {
            let kind = kind_named(&row.r#type);
            let piece = Piece::ALL
                .into_iter()
                .find(|piece| Some(piece.evidence()) == kind)
                .ok_or_else(|| unexpected(operation, "a piece that nobody knows"))?;
            let reason = PieceReason::from_code(&row.reason).unwrap_or(PieceReason::Other);
            Ok(PieceAsked { piece, reason })
        })
        .collect()
}

/// A consent that was given at a kiosk; of another one its text is not known.
fn accepted(acceptance: &Value) -> Option<Consent> {
    let text = |key: &str| acceptance.get(key)?.as_str().map(str::to_owned);
    let at = acceptance.get("date")?.as_i64()?;
    Some(Consent {
        at: Timestamp::from_millisecond(at).ok()?,
        text_version: text("text_version")?,
        kiosk: text("kiosk")?,
    })
}

impl From<Otp> for OtpRule {
    fn from(otp: Otp) -> Self {
        Self {
            required: otp.required,
            editable: otp.editable,
            phone: otp.phone.as_deref().and_then(PhoneNumber::read),
            confirmed: otp.confirmed_at.is_some(),
        }
    }
}

fn layout(object: Option<&Map<String, Value>>) -> Layout {
    let get = |name: &str| object.and_then(|object| object.get(name));
    Layout {
        title: text(get("title")),
        logo: address(get("logo")),
        favicon: address(get("favicon")),
        primary: color(get("primary_color")),
        background: color(get("background_color")),
        text: color(get("text_color")),
        footer: text(get("footer")),
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?.trim();
    (!text.is_empty() && text.chars().count() <= MAX_TEXT).then(|| text.to_owned())
}

fn address(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?.trim();
    let url = Url::parse(text).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    is_web.then(|| url.to_string())
}

fn color(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?.trim();
    let digits = text.strip_prefix('#')?;
    let is_color =
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_color.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use domain::id::CentralKey;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_is_read_with_its_rules_and_its_look() {
        let request = read(
            Operation::FindRequest,
            &json!({
                "pk": 17, "status": "VIDEOPENDING", "given_name": "Anna", "kiosk_code": "7KQ2M9PX",
                "otp": {"required": true, "editable": false, "phone": "+393331234567", "confirmed_at": null},
                "layout": {"title": " Video ID ", "logo": "https://a.example/l.png", "favicon": null,
                    "background_color": "#cecece", "text_color": "red", "footer": ""},
                "redirect_urls": {"success": "https://a.example/ok", "failure": "javascript:alert(1)"},
                "policy": {"url": "https://a.example/privacy"},
                "videoid": {"video_pk": 7, "video_identifier": "9d0c",
                    "required": ["document_front", "document_owner", "hologram", "video"],
                    "evidence": [{"type": "video", "sha256": "ab".repeat(32)}]},
            }),
        )
        .unwrap();
        assert_eq!(request.key, CentralKey(17));
        assert_eq!(request.video_pk, 7);
        assert_eq!(request.video_identifier, "9d0c");
        assert_eq!(request.kiosk_code.as_deref(), Some("7KQ2M9PX"));
        assert_eq!(
            request.required,
            [Kind::DocumentFront, Kind::Selfie, Kind::Video]
        );
        assert_eq!(request.present.len(), 1);
        assert_eq!(
            request.otp,
            OtpRule {
                required: true,
                phone: PhoneNumber::read("3331234567"),
                editable: false,
                confirmed: false,
            }
        );
        assert_eq!(
            request.layout,
            Layout {
                title: Some("Video ID".into()),
                logo: Some("https://a.example/l.png".into()),
                background: Some("#cecece".into()),
                ..Layout::default()
            },
            "what could do harm on the screen is left out"
        );
        assert_eq!(
            request.redirect.success.as_deref(),
            Some("https://a.example/ok")
        );
        assert_eq!(request.redirect.failure, None);
        assert_eq!(request.policy.as_deref(), Some("https://a.example/privacy"));
    }

    #[test]
    fn a_vendor_without_our_additions_is_enough() {
        let request = read(
            Operation::FindRequest,
            &json!({"pk": "45013", "status": "VIDEOINCOMPLETE",
                "videoid_data": {"pk": 36, "status": null, "video_identifier": "41e6"}}),
        )
        .unwrap();
        assert_eq!(request.video_pk, 36);
        assert_eq!(request.required.len(), 4);
        assert_eq!(request.otp, OtpRule::default());
        assert_eq!(request.layout, Layout::default());
    }

    #[test]
    fn what_is_asked_for_again_is_read_with_its_reasons_and_the_consent_that_stands() {
        let body = |videoid: Value| {
            let mut body = json!({"pk": 1, "status": "VIDEOINCOMPLETE", "videoid": video()});
            for (key, value) in videoid.as_object().into_iter().flatten() {
                body["videoid"][key] = value.clone();
            }
            body
        };
        let found = body(json!({
            "asked_pieces": [{"type": "document_rear", "reason": "blurred"},
                {"type": "document_owner", "reason": "sneezed"}],
            "acceptance": {"description": "Text 2026-01", "ip": null, "date": 1_624_872_567_147_i64,
                "text_version": "2026-01", "kiosk": "MI-3"},
        }));
        let request = read(Operation::FindRequest, &found).unwrap();
        let asked = |piece, reason| PieceAsked { piece, reason };
        assert_eq!(
            request.asked,
            [
                asked(Piece::DocumentRear, PieceReason::Blurred),
                asked(Piece::Selfie, PieceReason::Other),
            ]
        );
        let consent = request.accepted.expect("it was said whole");
        assert_eq!(
            (&*consent.text_version, &*consent.kiosk),
            ("2026-01", "MI-3")
        );
        for acceptance in [json!(null), json!({"description": "yes", "date": 1})] {
            let elsewhere = body(json!({ "acceptance": acceptance }));
            let request = read(Operation::FindRequest, &elsewhere).unwrap();
            assert_eq!((request.asked, request.accepted), (Vec::new(), None));
        }
        let unknown = json!({"asked_pieces": [{"type": "hologram", "reason": "blurred"}]});
        check(body(unknown), "unexpected_answer");
    }

    #[test]
    fn evidence_never_goes_to_a_request_that_is_not_understood() {
        check(
            json!({"pk": 1, "status": "VIDEOREVIEW", "videoid": video()}),
            "wrong_state",
        );
        check(
            json!({"pk": 1, "status": "ENROLLREADY", "videoid": video()}),
            "wrong_state",
        );
        check(
            json!({"pk": 1, "status": "VIDEOFOO", "videoid": video()}),
            "wrong_state",
        );
        check(
            json!({"pk": 1, "status": "VIDEOPENDING"}),
            "unexpected_answer",
        );
        check(
            json!({"pk": 1, "status": "VIDEOPENDING", "videoid": {"video_pk": "x", "video_identifier": "9"}}),
            "unexpected_answer",
        );
        check(
            json!({"pk": 1, "status": "VIDEOPENDING", "videoid": {"video_pk": 7}}),
            "unexpected_answer",
        );
        check(json!([1]), "unexpected_answer");
    }

    fn video() -> Value {
        json!({"video_pk": 7, "video_identifier": "9d0c"})
    }

    #[track_caller]
    fn check(body: Value, code: &str) {
        let error = read(Operation::FindRequest, &body).expect_err(code);
        assert_eq!(error.code(), code, "{body}");
    }
}
