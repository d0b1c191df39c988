//! How the partner wants the capture to look, and where it leads: these values
//! reach the screen of a customer.

use serde_json::{Map, Value};

use super::{object, text};
use crate::CentralError;

/// Checks `layout`, `redirectUrls` and `policy`.
pub(super) fn check(body: &Map<String, Value>) -> Result<(), CentralError> {
    if let Some(layout) = object(body, "layout")? {
        for name in ["title", "footer"] {
            text(layout, "layout", name)?;
        }
        for name in ["backgroundColor", "textColor", "primaryColor"] {
            if text(layout, "layout", name)?.is_some_and(|color| !is_color(color)) {
                return Err(wrong("layout", name, "is not a colour (#rrggbb)"));
            }
        }
        addresses(layout, "layout", &["logo", "favicon"])?;
    }
    if let Some(urls) = object(body, "redirectUrls")? {
        addresses(urls, "redirectUrls", &["success", "failure"])?;
    }
    if let Some(policy) = object(body, "policy")? {
        addresses(policy, "policy", &["url"])?;
    }
    Ok(())
}

fn addresses(
    object: &Map<String, Value>,
    parent: &str,
    names: &[&str],
) -> Result<(), CentralError> {
    for name in names {
        let Some(address) = text(object, parent, name)? else {
            continue;
        };
        let is_web = reqwest::Url::parse(address)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if !is_web {
            return Err(wrong(parent, name, "must be an http or https address"));
        }
    }
    Ok(())
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn wrong(parent: &str, name: &str, problem: &'static str) -> CentralError {
    CentralError::invalid(format!("{parent}.{name}"), problem)
}
