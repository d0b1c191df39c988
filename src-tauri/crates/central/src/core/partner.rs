//! A partner's session of the Openapi face: the face of a request that its
//! partner sees.

use domain::Personal;
use serde_json::{Map, Value};
use sqlx::SqliteConnection;

use crate::CentralError;

/// How the customer is led through the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// By the program, checks by the program first.
    Automatic,
    /// By the program, an operator looks later.
    Selfie,
    /// By an operator.
    Live,
}

impl Mode {
    /// The stable name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Selfie => "selfie",
            Self::Live => "live",
        }
    }
}

/// A partner's session.
pub(crate) struct PartnerSession {
    pub(crate) id: String,
    pub(crate) request: i64,
    pub(crate) owner: String,
    /// The body it was made with.
    pub(crate) body: Personal<Map<String, Value>>,
    /// Whether the pictures of the health card are asked for.
    pub(crate) wants_health_card: bool,
    /// Whether a phone number is asked for.
    pub(crate) wants_phone: bool,
    /// Whether the customer may change that number.
    pub(crate) phone_is_editable: bool,
}

impl PartnerSession {
    /// Writes a session down.
    pub(crate) async fn make(
        tx: &mut SqliteConnection,
        id: &str,
        request: i64,
        mode: Mode,
        owner: &str,
        body: &Map<String, Value>,
    ) -> Result<(), CentralError> {
        sqlx::query(
            "INSERT INTO partner_session (id, request, mode, owner, body) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .bind(id)
        .bind(request)
        .bind(mode.name())
        .bind(owner)
        .bind(serde_json::to_string(body).expect("a JSON object is always JSON"))
        .execute(tx)
        .await?;
        Ok(())
    }

    /// The session `id`, if it belongs to `owner`.
    pub(crate) async fn find(
        db: &mut SqliteConnection,
        id: &str,
        owner: &str,
    ) -> Result<Self, CentralError> {
        let row: Option<Row> =
            sqlx::query_as("SELECT * FROM partner_session WHERE id = ?1 AND owner = ?2")
                .bind(id)
                .bind(owner)
                .fetch_optional(db)
                .await?;
        row.ok_or(CentralError::NoSuchRequest)?.into_session()
    }

    /// The session of request `pk`, where it has one.
    pub(crate) async fn of_request(
        db: &mut SqliteConnection,
        pk: i64,
    ) -> Result<Option<Self>, CentralError> {
        let row: Option<Row> = sqlx::query_as("SELECT * FROM partner_session WHERE request = ?1")
            .bind(pk)
            .fetch_optional(db)
            .await?;
        row.map(Row::into_session).transpose()
    }

    /// An object of the body, if it is there.
    pub(crate) fn object(&self, name: &str) -> Option<&Map<String, Value>> {
        self.body.reveal().get(name).and_then(Value::as_object)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    request: i64,
    owner: String,
    body: String,
}

impl Row {
    fn into_session(self) -> Result<PartnerSession, CentralError> {
        const DAMAGED: CentralError = CentralError::Damaged("a partner's session");
        let body: Map<String, Value> = serde_json::from_str(&self.body).map_err(|_| DAMAGED)?;
        let flag = |name: &str, key: &str| {
            body.get(name)
                .and_then(|object| object.get(key))
                .and_then(Value::as_bool)
                .unwrap_or(false)
        };
        Ok(PartnerSession {
            wants_health_card: flag("healthCard", "required"),
            wants_phone: flag("phoneNumber", "required"),
            phone_is_editable: flag("phoneNumber", "editable"),
            id: self.id,
            request: self.request,
            owner: self.owner,
            body: body.into(),
        })
    }
}
