//! `GET /api/v1/requests/`

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, Uri},
};
use domain::session::State as SessionState;
use serde_json::Value;
use sqlx::{Sqlite, query::QueryAs, sqlite::SqliteArguments};

use crate::{
    Central,
    core::request::Request,
    ra::{Failure, page::Page, view},
};

macro_rules! filtered {
    ($select:literal) => {
        concat!(
            $select,
            " FROM request WHERE (?1 IS NULL OR state = ?1)
              AND (?2 IS NULL OR scratchcard = ?2)
              AND (?3 IS NULL OR registration_authority = CAST(?3 AS INTEGER))
              AND (?4 IS NULL OR external_reference = ?4)
              AND (?5 IS NULL OR json_extract(declared, '$.given_name') = ?5)
              AND (?6 IS NULL OR json_extract(declared, '$.surname_1') = ?6)
              AND (?7 IS NULL OR json_extract(declared, '$.surname_2') = ?7)
              AND (?8 IS NULL OR json_extract(declared, '$.serial_number') = ?8)
              AND (?9 IS NULL OR json_extract(declared, '$.email') = ?9)
              AND (?10 IS NULL OR json_extract(declared, '$.mobile_phone_number') = ?10)"
        )
    };
}

/// Lists requests, oldest first.
pub(in crate::ra) async fn list(
    State(central): State<Central>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Json<Value>, Failure> {
    let page = Page::asked(&central, &headers, &uri)?;
    // Count and rows of one moment.
    let mut tx = central.snapshot().await?;
    let (count,) = bound(
        sqlx::query_as::<_, (i64,)>(filtered!("SELECT COUNT(*)")),
        &page,
    )
    .fetch_one(&mut *tx)
    .await?;
    let rows = bound(
        sqlx::query_as::<_, (i64,)>(concat!(
            filtered!("SELECT pk"),
            " ORDER BY pk LIMIT ?11 OFFSET ?12"
        )),
        &page,
    )
    .bind(page.size())
    .bind(page.offset())
    .fetch_all(&mut *tx)
    .await?;
    let mut results = Vec::with_capacity(rows.len());
    for (pk,) in rows {
        let request = Request::find(&mut tx, pk).await?;
        results.push(view::request(&mut tx, &request).await?);
    }
    Ok(Json(page.view(count, results)?))
}

fn bound<'q>(
    query: QueryAs<'q, Sqlite, (i64,), SqliteArguments>,
    page: &Page,
) -> QueryAs<'q, Sqlite, (i64,), SqliteArguments> {
    let state = page.filter("status").map(|status| {
        let state = SessionState::from_registration_authority(status);
        // A status that only counts as one of ours is none of our rows.
        if state.registration_authority() == status {
            state.name().to_owned()
        } else {
            status.to_owned()
        }
    });
    let mut query = query.bind(state);
    for name in [
        "scratchcard",
        "registration_authority",
        "external_reference",
        "given_name",
        "surname_1",
        "surname_2",
        "serial_number",
        "email",
        "mobile_phone_number",
    ] {
        query = query.bind(page.filter(name).map(str::to_owned));
    }
    query
}
