//! The checklist of a case, and what a register of lost documents said.

use domain::register::{Listing, Query};
use serde::Serialize;

use super::assessment::SpotJson;
use crate::case::Checked;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CheckedJson {
    item: &'static str,
    answer: &'static str,
    operator_id: String,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<SpotJson>,
}

/// Without one nobody has asked, which says nothing of the document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct QueryJson<'a> {
    number: &'a str,
    country: &'a str,
    listed: bool,
    reported: Option<String>,
    as_of: Option<String>,
    operator_id: String,
    at: String,
}

impl CheckedJson {
    pub(super) fn of(checked: &Checked) -> Self {
        Self {
            item: checked.item.name(),
            answer: checked.answer.name(),
            operator_id: checked.operator.to_string(),
            at: checked.at.to_string(),
            seen: checked.seen.as_ref().map(SpotJson::of),
        }
    }
}

impl<'a> QueryJson<'a> {
    pub(super) fn of(query: &'a Query) -> Self {
        let (listed, reported) = match query.listing {
            Listing::NotListed => (false, None),
            Listing::Listed { reported } => (true, reported),
        };
        Self {
            number: query.wanted.number.reveal(),
            country: &query.wanted.country,
            listed,
            reported: reported.map(|date| date.to_string()),
            as_of: query.as_of.map(|at| at.to_string()),
            operator_id: query.operator.to_string(),
            at: query.at.to_string(),
        }
    }
}
