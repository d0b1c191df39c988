//! Bearer tokens.

use axum::http::{HeaderMap, header::AUTHORIZATION};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Whether `headers` carry `token`. The time it takes tells nothing about it.
pub(crate) fn matches(headers: &HeaderMap, token: &SecretString) -> bool {
    let Some(given) = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, given)| given.trim())
    else {
        return false;
    };
    let given = Sha256::digest(given.as_bytes());
    let expected = Sha256::digest(token.expose_secret().as_bytes());
    given.ct_eq(&expected).into()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_the_token_itself_opens() {
        check("Bearer abc", true);
        check("bearer  abc", true);
        check("Bearer abcd", false);
        check("Basic abc", false);
        check("abc", false);
        check("Bearer", false);
    }

    #[track_caller]
    fn check(header: &'static str, opens: bool) {
        let headers = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static(header))]);
        assert_eq!(matches(&headers, &"abc".into()), opens, "{header}");
    }
}
