//! Who else is looking at this request, and who is writing. To ask is to be seen: an open page asks
//! again and again.

use std::time::Instant;

use axum::response::{Html, IntoResponse, Response};
use balcao_desk::Attendance;
use maud::{Markup, html};

use crate::fault::Fault;
use crate::part;
use crate::presence::Doing;
use crate::route::Visit;

/// The name of its place.
pub(super) const PLACE: &str = "presence";

/// Who is there, alone.
pub(in crate::page) async fn show(visit: Visit<Attendance>) -> Result<Response, Fault> {
    Ok(Html(part::fill(PLACE, others(&visit)).into_string()).into_response())
}

/// The place, with who is there now.
pub(in crate::page) fn draw(visit: &Visit<Attendance>) -> Markup {
    html! {
        p.presence id=(PLACE) data-live={ "/attendance/" (visit.proof.request()) "/presence" } { (others(visit)) }
    }
}

fn others(visit: &Visit<Attendance>) -> Markup {
    let now = Instant::now();
    let lang = visit.frame.lang();
    visit.desk.presence.note(&visit.proof, Doing::Looking, now);
    let others = visit.desk.presence.others(&visit.proof, now);
    html! {
        @for other in &others {
            @match other.doing {
                Doing::Looking => span.badge.neutral { (lang.is_looking(&other.name)) },
                Doing::Writing => span.badge.warning { (lang.is_writing(&other.name)) },
            }
            " "
        }
    }
}
