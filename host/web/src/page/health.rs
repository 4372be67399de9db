//! Whether the desk is ready.

use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::fault::Fault;
use crate::route::Visit;

/// A database that takes longer for nothing serves nobody.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// 200 when the desk can serve; 503 with what is missing otherwise.
pub(super) async fn show(visit: Visit<()>) -> Result<Response, Fault> {
    let (status, text) = match tokio::time::timeout(READY_WITHIN, visit.desk.db.ready()).await {
        Ok(Ok(())) => (StatusCode::OK, "ok\n"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the desk is not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "database: does not answer\n")
        }
        Err(_) => {
            tracing::warn!("the desk is not ready: the database does not answer in time");
            (StatusCode::SERVICE_UNAVAILABLE, "database: does not answer in time\n")
        }
    };
    Ok((status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}
