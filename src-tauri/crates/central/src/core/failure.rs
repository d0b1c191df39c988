//! Captures that failed: why, in the words of Signicat's `failReason`.

use domain::{
    failure::{Account, FailReason},
    session::State,
};
use serde_json::{Value, json};

use super::{
    Central,
    request::{self, Request},
    session::{self, Step},
};
use crate::CentralError;

/// No id and no code is longer, in characters.
const LONGEST: usize = 64;

/// The reason `code`, such as `InactiveUser.Aborted`, under the `id` that the
/// capture client gave it.
pub(crate) fn read(id: &str, code: &str) -> Result<FailReason, CentralError> {
    let is_plain = |text: &str| {
        (1..=LONGEST).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if !is_plain(id) {
        return Err(CentralError::invalid(
            "id",
            "must be letters, digits and hyphens",
        ));
    }
    // Two words with a dot, so that nothing personal is taken for a code.
    let is_code = code
        .split_once('.')
        .is_some_and(|(part, what)| is_plain(part) && is_plain(what));
    if !is_code {
        return Err(CentralError::invalid("type", "must be a code with a dot"));
    }
    Ok(FailReason {
        id: id.to_owned(),
        account: Account::Client {
            kind: code.to_owned(),
            message: String::new(),
        },
    })
}

/// Takes note of `reason` for the request `pk`; the very same again changes
/// nothing, in whatever state. Evidence may come all the same: a customer can
/// try again.
pub(crate) async fn note(
    central: &Central,
    pk: i64,
    reason: FailReason,
) -> Result<Request, CentralError> {
    let mut tx = central.write().await?;
    let mut request = Request::find(&mut tx, pk).await?;
    if request.failure.as_ref() == Some(&reason) {
        return Ok(request);
    }
    Step::Fail.demand(&request.state)?;
    request.failure = Some(reason);
    request::write_failure(central, &mut tx, &request).await?;
    session::advance(central, &mut tx, &mut request, State::CaptureFailed).await?;
    tx.commit().await?;
    central.callbacks().notify_one();
    Ok(request)
}

/// The reason why the capture of `request` failed, as JSON; null unless it did.
pub(crate) fn view(request: &Request) -> Value {
    let reason = request.failure.as_ref();
    let reason = reason.filter(|_| request.state == State::CaptureFailed);
    reason.map_or(Value::Null, |reason| {
        json!({
            "id": reason.id,
            "type": reason.code(),
            "category": reason.category().map(domain::failure::Category::name),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_a_code_and_no_text() {
        check("7f3a-1", "InactiveUser.Aborted", true);
        check("7f3a-1", "Service.Interrupted", true);
        check("7f3a-1", "Aborted", false);
        check("7f3a-1", "Anna Rossi.left", false);
        check("7f3a-1", ".Aborted", false);
        check("", "InactiveUser.Aborted", false);
        check("anna@example.org", "InactiveUser.Aborted", false);
    }

    #[track_caller]
    fn check(id: &str, code: &str, taken: bool) {
        assert_eq!(read(id, code).is_ok(), taken, "{id} {code}");
    }
}
