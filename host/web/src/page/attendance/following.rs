//! The tabs of the screen. They follow the profile while the page is open; cards that came, went or
//! moved are shown when the agent says so, for what is being typed in a card is not drawn over.

use axum::response::{Html, IntoResponse, Response};
use balcao_access::profiles::version;
use balcao_access::{AccessError, LiveLayout, Tab, profiles};
use balcao_desk::Attendance;
use balcao_plugins::canvas::Tone;
use balcao_store::Conn;
use maud::{Markup, html};

use super::tab_url;
use crate::block::notice;
use crate::fault::Fault;
use crate::fields::url;
use crate::part;
use crate::route::Visit;

/// The name of their place.
const PLACE: &str = "layout";

/// The tabs as they are now, for a page that shows one of them as it was in some version.
pub(in crate::page) async fn show(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let key = visit.query.text("tab");
    let drawn: i64 = visit.query.text("version").parse().map_err(|_| Fault::NotFound)?;
    let mut conn = visit.desk.db.read().await?;
    let live = profiles::live(&mut conn, visit.proof.actor().user.profile.id).await?;
    let another =
        live.version != drawn && live.layout.tab(key) != drawn_tab(&mut conn, &visit, drawn).await?.as_ref();
    drop(conn);
    Ok(Html(part::fill(PLACE, tabs(&visit, &live, key, another)).into_string()).into_response())
}

/// The tab that the page shows, as it was drawn.
async fn drawn_tab(conn: &mut Conn, visit: &Visit<Attendance>, drawn: i64) -> Result<Option<Tab>, Fault> {
    match version::content(conn, visit.proof.actor().user.profile.id, drawn).await {
        Ok(content) => Ok(content.layout.tab(visit.query.text("tab")).cloned()),
        Err(AccessError::NotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Their place, with them as they are now.
pub(super) fn draw(visit: &Visit<Attendance>, live: &LiveLayout, key: &str) -> Markup {
    let path = format!("/attendance/{}/layout", visit.proof.request());
    let version = live.version.to_string();
    html! {
        div id=(PLACE) data-live=(url(&path, [("tab", key), ("version", version.as_str())])) { (tabs(visit, live, key, false)) }
    }
}

fn tabs(visit: &Visit<Attendance>, live: &LiveLayout, key: &str, another: bool) -> Markup {
    let lang = visit.frame.lang();
    let tabs = &live.layout.tabs;
    html! {
        nav.tabs aria-label=(lang.tabs()) {
            @for (at, tab) in tabs.iter().enumerate() {
                a href=(tab_url(&visit.proof, &tab.key)) data-tab=(at + 1)
                    aria-current=[(tab.key == key).then_some("page")] { (lang.label(&tab.title)) }
            }
        }
        @if another {
            @let to = live.layout.tab(key).or(tabs.first());
            div role="status" { (notice(Tone::Info, "", html! {
                (lang.layout_changed()) " "
                @if let Some(tab) = to { a href=(tab_url(&visit.proof, &tab.key)) { (lang.layout_update()) } }
            })) }
        }
    }
}
