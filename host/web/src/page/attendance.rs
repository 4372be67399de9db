//! The attendance screen: the customer's summary, tabs, actions, widgets. One streamed response:
//! the shell goes out first, then each button and each card as soon as its plugin has answered.

mod action_bar;
pub(super) mod card;
pub(super) mod draft;
mod events;
pub(super) mod following;
pub(super) mod history;
pub(super) mod identity;
pub(super) mod live;
pub(super) mod modules;
mod outage;
pub(super) mod presence;
mod report;
mod screen;
pub(super) mod secret;
pub(super) mod summary;

use std::convert::Infallible;

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::{Layout, Placement, PlacementId, Tab, profiles};
use balcao_desk::{Attendance, starting};
use balcao_plugins::Scene;
use futures_util::stream::{self, StreamExt};

use crate::answers;
use crate::fault::Fault;
use crate::route::Visit;
use crate::shell;

pub(super) use events::events;
pub(super) use report::{audiences, report, write_report};

/// The end of every page, which a streamed one sends last.
const END: &str = "</body></html>";

/// To the first tab, or to the choice that is still open.
pub(super) async fn enter(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let attendance = &visit.proof;
    let mut conn = visit.desk.db.read().await?;
    let unchosen = attendance.contract().is_none() && !attendance.ended();
    if unchosen && !starting::to_choose(&mut conn, attendance).await?.is_empty() {
        return Ok(Redirect::to(&format!("/attendance/{}/choose", attendance.request())).into_response());
    }
    let layout = profiles::live(&mut conn, attendance.actor().user.profile.id).await?.layout;
    drop(conn);
    match layout.tabs.first() {
        Some(tab) => Ok(Redirect::to(&tab_url(attendance, &tab.key)).into_response()),
        None => Ok(shell::page(&visit.frame, screen::without_tabs(&visit.frame))),
    }
}

/// One tab.
pub(super) async fn show(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let key: String = visit.params.get("tab")?;
    let screen = screen::Screen::load(visit, &key).await?;
    let page = screen.page();
    let shell = shell::render(&screen.visit.frame, &page);
    let shell = shell.strip_suffix(END).unwrap_or(&shell).to_owned();
    let first = stream::once(async { shell });
    let last = stream::once(async { END.to_owned() });
    // Dropped with the connection, and with it every call that nobody waits for any more.
    // The line end after a part tells the script that the part is whole.
    let parts = screen.parts().map(|part| part + "\n");
    let body = first.chain(parts).chain(last).map(Ok::<_, Infallible>);
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], Body::from_stream(body)).into_response())
}

/// One card alone, drawn anew: with other answers, or because an action changed what it shows.
pub(super) async fn card(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let layout = layout(&visit).await?;
    let (tab, placed) = widget(&layout, &visit)?;
    let given = answers::read(&visit.query, visit.frame.format);
    let scene = scene(&visit);
    let (desk, frame) = (&visit.desk, &visit.frame);
    let asked = card::Asked {
        desk,
        frame,
        scene: &scene,
        layout: &layout,
        tab,
        placed,
        given: &given,
        preview: None,
    };
    Ok(axum::response::Html(asked.draw().await.part.into_string()).into_response())
}

/// The widget that the address names, and its tab; none: this user's profile does not have it.
fn widget<'a>(layout: &'a Layout, visit: &Visit<Attendance>) -> Result<(&'a Tab, &'a Placement), Fault> {
    let placement: PlacementId = visit.params.get("placement")?;
    layout
        .tabs
        .iter()
        .find_map(|tab| Some((tab, tab.placements.iter().find(|placed| placed.id == placement)?)))
        .filter(|(_, placed)| layout.widget(placed.id).is_some())
        .ok_or(Fault::NotFound)
}

/// The layout of whoever looks.
async fn layout(visit: &Visit<Attendance>) -> Result<Layout, Fault> {
    let mut conn = visit.desk.db.read().await?;
    Ok(profiles::live(&mut conn, visit.proof.actor().user.profile.id).await?.layout)
}

/// What a plugin's call knows.
pub(crate) fn scene(visit: &Visit<Attendance>) -> Scene {
    Scene::new(visit.proof.clone(), visit.desk.config.zone, visit.now)
}

/// The address of a tab.
pub(crate) fn tab_url(attendance: &Attendance, key: &str) -> String {
    format!("/attendance/{}/{key}", attendance.request())
}

/// The tab of this key.
fn tab<'a>(layout: &'a Layout, key: &str) -> Result<&'a Tab, Fault> {
    layout.tabs.iter().find(|tab| tab.key == key).ok_or(Fault::NotFound)
}
