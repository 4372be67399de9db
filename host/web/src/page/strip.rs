//! Closing an attendance in the strip. The request stays as it is.

use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::Actor;
use balcao_desk::{RequestId, strip};

use crate::fault::Fault;
use crate::fields::local;
use crate::route::Visit;

/// Takes it off; whoever was looking at it goes to the one opened last, or to their tasks.
pub(super) async fn leave(visit: Visit<Actor>) -> Result<Response, Fault> {
    let request: RequestId = visit.form.text("request").parse().map_err(|_| Fault::Forged)?;
    let mut tx = visit.desk.db.write().await?;
    strip::leave(&mut tx, &visit.proof, request).await?;
    let left = strip::list(&mut tx, &visit.proof).await?;
    tx.commit().await?;
    let next = local(visit.form.text("next"));
    let next = match (next.contains(&request.to_string()), left.last()) {
        (false, _) => next.to_owned(),
        (true, Some(open)) => format!("/attendance/{}", open.request),
        (true, None) => "/tasks".to_owned(),
    };
    Ok(Redirect::to(&next).into_response())
}
