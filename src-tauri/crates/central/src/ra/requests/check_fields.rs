//! `GET /api/v1/requests/{id}/validate/`

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use crate::{
    Central,
    core::{request::Request, session::Step},
    ra::{Failure, pk},
};

/// Names the fields that an approval would miss. This is not the validation
/// of the video.
pub(in crate::ra) async fn check(
    State(central): State<Central>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Failure> {
    let mut db = central.read().await?;
    let request = Request::find(&mut db, pk(&id)?).await?;
    Step::CheckFields.demand(&request.state)?;
    Ok(Json(
        request
            .missing_fields()
            .into_iter()
            .map(|field| json!([field, "missing"]))
            .collect(),
    ))
}
