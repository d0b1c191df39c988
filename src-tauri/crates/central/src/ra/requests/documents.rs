//! `GET /api/v1/requests/{id}/pl_get_documents/`

use axum::{
    Json,
    extract::{Path, State},
};
use domain::evidence::Kind;
use serde_json::Value;

use super::document;
use crate::{
    Central,
    core::request::Request,
    ra::{Failure, pk},
};

/// Gives every document there is, the video aside.
pub(in crate::ra) async fn list(
    State(central): State<Central>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Failure> {
    let pk = pk(&id)?;
    let request = {
        let mut db = central.read().await?;
        Request::find(&mut db, pk).await?
    };
    let mut documents = Vec::new();
    for piece in &request.evidence {
        if piece.kind.is_image() || piece.kind == Kind::Contract {
            let content = central.files().read(piece.digest)?;
            documents.push(document::view(pk, piece.kind, &content));
        }
    }
    Ok(Json(Value::Array(documents)))
}
