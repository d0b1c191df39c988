//! `GET /api/v1/rao/` and `GET /api/v1/rao/{id}/`

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, Uri},
};
use serde_json::Value;

use super::{Failure, page::Page, view};
use crate::{Central, CentralError, core::officer::Officer};

macro_rules! filtered {
    ($select:literal) => {
        concat!(
            $select,
            " FROM rao WHERE (?1 IS NULL OR given_name = ?1)
              AND (?2 IS NULL OR surname_1 = ?2)
              AND (?3 IS NULL OR registration_authority = CAST(?3 AS INTEGER))"
        )
    };
}

/// Lists officers.
pub(super) async fn list(
    State(central): State<Central>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Json<Value>, Failure> {
    let page = Page::asked(&central, &headers, &uri)?;
    let authority = page
        .filter("registration_authority")
        .or_else(|| page.filter("registration_authority_master"));
    let mut db = central.read().await?;
    let (count,): (i64,) = sqlx::query_as(filtered!("SELECT COUNT(*)"))
        .bind(page.filter("given_name"))
        .bind(page.filter("surname_1"))
        .bind(authority)
        .fetch_one(&mut *db)
        .await?;
    let officers: Vec<Officer> = sqlx::query_as(concat!(
        filtered!("SELECT *"),
        " ORDER BY pk LIMIT ?4 OFFSET ?5"
    ))
    .bind(page.filter("given_name"))
    .bind(page.filter("surname_1"))
    .bind(authority)
    .bind(page.size())
    .bind(page.offset())
    .fetch_all(&mut *db)
    .await?;
    let results = officers.iter().map(view::officer).collect();
    Ok(Json(page.view(count, results)?))
}

/// Shows one officer.
pub(super) async fn show(
    State(central): State<Central>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Failure> {
    let pk = id.parse().map_err(|_| CentralError::NoSuchRao)?;
    let mut db = central.read().await?;
    Ok(Json(view::officer(&Officer::find(&mut db, pk).await?)))
}
