//! What is typed into a report, kept as it is typed.

use std::time::Instant;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use balcao_desk::Attendance;
use balcao_desk::drafts::{self, DraftError};

use super::report::typed;
use crate::fault::Fault;
use crate::presence::Doing;
use crate::route::Visit;

/// Keeps it. Colleagues who look at the request see that somebody writes.
pub(in crate::page) async fn keep(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let form = visit.form.text("form").parse().map_err(|_| Fault::Forged)?;
    let (audience, text) = typed(&visit.form)?;
    let mut tx = visit.desk.db.write().await?;
    match drafts::keep(&mut tx, &visit.proof, form, (audience, &text), visit.now).await {
        Ok(()) => tx.commit().await?,
        Err(DraftError::TooLong) => return Err(Fault::TooLarge),
        Err(DraftError::Store(error)) => return Err(error.into()),
    }
    visit.desk.presence.note(&visit.proof, Doing::Writing, Instant::now());
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Throws it away, because somebody wants to begin anew.
pub(in crate::page) async fn discard(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let mut tx = visit.desk.db.write().await?;
    drafts::discard(&mut tx, &visit.proof).await?;
    tx.commit().await?;
    visit.desk.presence.wrote(&visit.proof);
    Ok(Redirect::to(&format!("/attendance/{}/report", visit.proof.request())).into_response())
}
