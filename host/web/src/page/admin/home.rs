//! Where the administration begins: what there is to do, in a sentence each.

use axum::http::Method;
use axum::response::Response;
use balcao_access::Actor;
use maud::html;

use super::{ADMINISTERS, Group, framed};
use crate::fault::Fault;
use crate::route::{Routes, Visit};
use crate::shell::{self, Page};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.route(Method::GET, "/admin", ADMINISTERS, show)
}

async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let main = html! {
        div.heading { h1 { (lang.administration()) } }
        @for group in Group::ALL {
            section.card {
                header { h2 { (group.label(lang)) } }
                dl.sections { @for section in group.sections() {
                    div { dt { a href=(section.path()) { (section.label(lang)) } } dd.dim { (section.about(lang)) } }
                } }
            }
        }
    };
    Ok(shell::page(&visit.frame, Page::new(lang.administration(), framed(&visit.frame, None, main))))
}
