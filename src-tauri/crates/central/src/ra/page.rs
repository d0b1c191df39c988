//! Lists of ten rows a page.

use axum::http::{HeaderMap, Uri, header::HOST};
use serde_json::{Value, json};

use crate::{Central, CentralError};

/// Rows a page.
const SIZE: i64 = 10;

/// A page of a list, and where it was asked for.
pub(super) struct Page {
    number: i64,
    address: String,
    /// The query without `page`.
    filters: Vec<(String, String)>,
}

impl Page {
    /// The page that `uri` asks for.
    pub(super) fn asked(
        central: &Central,
        headers: &HeaderMap,
        uri: &Uri,
    ) -> Result<Self, CentralError> {
        let query: Vec<(String, String)> = axum::extract::Query::try_from_uri(uri)
            .map(|query| query.0)
            .map_err(|_| CentralError::invalid("query", "is malformed"))?;
        let (pages, filters): (Vec<_>, Vec<_>) =
            query.into_iter().partition(|(name, _)| name == "page");
        let number = match pages.first() {
            None => 1,
            Some((_, text)) => text.parse().map_err(|_| CentralError::NoSuchPage)?,
        };
        if !(1..=i64::MAX / SIZE).contains(&number) {
            return Err(CentralError::NoSuchPage);
        }
        Ok(Self {
            number,
            address: format!("{}{}", base_url(central, headers), uri.path()),
            filters,
        })
    }

    /// A filter, where it is given and not blank.
    pub(super) fn filter(&self, name: &str) -> Option<&str> {
        self.filters
            .iter()
            .find(|(each, value)| each == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// How many rows come before this page.
    pub(super) const fn offset(&self) -> i64 {
        (self.number - 1) * SIZE
    }

    /// How many rows it has at most.
    pub(super) const fn size(&self) -> i64 {
        SIZE
    }

    /// The page as the vendor writes it; a page behind the last is not found.
    pub(super) fn view(&self, count: i64, results: Vec<Value>) -> Result<Value, CentralError> {
        if results.is_empty() && self.number > 1 {
            return Err(CentralError::NoSuchPage);
        }
        let next = (self.number * SIZE < count).then(|| self.link(self.number + 1));
        let previous = (self.number > 1).then(|| self.link(self.number - 1));
        Ok(json!({"count": count, "next": next, "previous": previous, "results": results}))
    }

    fn link(&self, number: i64) -> Option<String> {
        let page = ("page".to_owned(), number.to_string());
        let query = self.filters.iter().chain(std::iter::once(&page));
        reqwest::Url::parse_with_params(&self.address, query)
            .ok()
            .map(String::from)
    }
}

/// The address that links begin with: the configured one, or the one that
/// this call went to.
pub(crate) fn base_url(central: &Central, headers: &HeaderMap) -> String {
    central.config().base_url.clone().unwrap_or_else(|| {
        let host = headers
            .get(HOST)
            .and_then(|host| host.to_str().ok())
            .unwrap_or("localhost");
        format!("http://{host}")
    })
}
