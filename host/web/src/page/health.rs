//! Whether the desk is ready.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use balcao_access::Actor;

use crate::fault::Fault;
use crate::route::Visit;

/// 200 when the desk can serve; 503 with what is missing otherwise. A database that can't be
/// reached at all is told by the rule's own failure, which is no 200 either.
pub(super) async fn show(visit: Visit<Option<Actor>>) -> Result<Response, Fault> {
    let (status, text) = match visit.desk.db.ready().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::warn!(%error, "the desk is not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "database: does not answer\n")
        }
    };
    Ok((status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}
