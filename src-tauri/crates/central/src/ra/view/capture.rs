//! What a capture client needs of a request: how its partner wants it to look,
//! where it leads, and the rule of its phone number.

use serde_json::{Map, Value, json};

use crate::core::{otp, request::Request};

/// The rule of the phone number, and whether it was proven.
pub(super) fn otp(request: &Request) -> Value {
    let rule = otp::rule(request);
    let confirmed_at = request.proof.as_ref().and_then(|proof| proof.confirmed_at);
    json!({
        "required": rule.required,
        "editable": rule.editable,
        "phone": rule.phone.as_ref().map(|phone| phone.reveal()),
        "confirmed_at": confirmed_at.map(|at| at.to_string()),
    })
}

/// The partner's `layout`; null where there is none.
pub(super) fn layout(request: &Request) -> Value {
    texts(
        request,
        "layout",
        &[
            ("title", "title"),
            ("logo", "logo"),
            ("favicon", "favicon"),
            ("backgroundColor", "background_color"),
            ("textColor", "text_color"),
            ("primaryColor", "primary_color"),
            ("footer", "footer"),
        ],
    )
}

/// The partner's `redirectUrls`; null where there are none.
pub(super) fn redirect_urls(request: &Request) -> Value {
    let names = [("success", "success"), ("failure", "failure")];
    texts(request, "redirectUrls", &names)
}

/// The partner's `policy`; null where there is none.
pub(super) fn policy(request: &Request) -> Value {
    texts(request, "policy", &[("url", "url")])
}

/// The texts of an object of the partner's body, each under its name here.
fn texts(request: &Request, object: &str, names: &[(&str, &str)]) -> Value {
    let partner = request.partner.as_ref();
    let Some(found) = partner.and_then(|partner| partner.object(object)) else {
        return Value::Null;
    };
    let view: Map<String, Value> = names
        .iter()
        .map(|(theirs, ours)| {
            let text = found.get(*theirs).and_then(Value::as_str).map(str::trim);
            let text = text.filter(|text| !text.is_empty());
            ((*ours).to_owned(), text.into())
        })
        .collect();
    Value::Object(view)
}
