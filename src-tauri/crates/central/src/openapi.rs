//! The Openapi face (VideoID): what partners speak.
//!
//! Start at [`routes`]; each operation has a file of its own.

mod archive;
mod create;
mod data;
mod error;
mod form;
mod list;
mod show;

use axum::{
    Router,
    extract::{FromRequestParts, Request, State},
    http::request::Parts,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use crate::{
    Central, CentralError,
    core::{
        partner::{Mode, PartnerSession},
        request,
    },
    faults::{Operation, Route},
};
use error::Failure;

/// How long data and archive can be had after `ok`.
const AVAILABLE_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The routes of this face.
pub(crate) fn routes(central: &Central) -> Router<Central> {
    let one = "/IT-identity-verifications/{id}";
    [
        ("/IT-selfie", Mode::Selfie),
        ("/IT-automatic", Mode::Automatic),
        ("/IT-live", Mode::Live),
    ]
    .into_iter()
    .fold(Router::new(), |router, (path, mode)| {
        let create = move |central, partner, headers, request| {
            create::create(mode, central, partner, headers, request)
        };
        router.operation(central, Operation::CreateSession, path, post(create))
    })
    .operation(
        central,
        Operation::ListSessions,
        "/IT-identity-verifications",
        get(list::list),
    )
    .operation(central, Operation::GetSession, one, get(show::show))
    .operation(
        central,
        Operation::SessionData,
        &format!("{one}/data"),
        get(data::data),
    )
    .operation(
        central,
        Operation::SessionArchive,
        &format!("{one}/archive"),
        get(archive::archive),
    )
    .layer(middleware::from_fn_with_state(central.clone(), authorise))
}

/// The partner that a call comes from, by its `owner`.
#[derive(Clone)]
struct Caller(String);

impl FromRequestParts<Central> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Central) -> Result<Self, Failure> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Failure(CentralError::Unauthorised))
    }
}

/// Lets nobody in without a partner's token.
async fn authorise(State(central): State<Central>, mut request: Request, next: Next) -> Response {
    let caller = central
        .config()
        .partners
        .iter()
        .find(|partner| crate::token::matches(request.headers(), &partner.token))
        .map(|partner| Caller(partner.owner.clone()));
    match caller {
        Some(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        None => Failure(CentralError::Unauthorised).into_response(),
    }
}

/// An answer in the shape of this face.
fn success(data: Value) -> Value {
    json!({"data": data, "success": true, "message": "", "error": null})
}

/// A session of `caller` with its request.
async fn find(
    db: &mut SqliteConnection,
    id: &str,
    caller: &Caller,
) -> Result<(PartnerSession, request::Request), CentralError> {
    let session = PartnerSession::find(db, id, &caller.0).await?;
    let request = request::Request::find(db, session.request).await?;
    Ok((session, request))
}

/// Says no where the result of `request` is not there yet, or no longer.
fn demand_result(request: &request::Request, now: Timestamp) -> Result<(), CentralError> {
    use domain::session::State;
    let decided = match (&request.state, request.decided_at) {
        (State::Approved, Some(at)) => at,
        _ => {
            return Err(CentralError::NotAvailable(
                "The result is available once the status is ok",
            ));
        }
    };
    if now.duration_since(decided) > AVAILABLE_FOR {
        return Err(CentralError::NotAvailable(
            "The result is no longer available: 30 days have passed",
        ));
    }
    Ok(())
}

/// The address that the customer is sent to.
fn link(base: &str, id: &str) -> String {
    format!("{base}/session/{id}")
}
