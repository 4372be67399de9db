//! What open pages have to draw again, as server-sent events: one stream for a browser, whatever
//! it has open.

use std::convert::Infallible;
use std::net::IpAddr;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use balcao_access::{Actor, Token, profiles, sessions};
use balcao_action::{Touched, What};
use balcao_desk::{Attendance, Refused};
use futures_util::stream::StreamExt;
use serde::Serialize;
use tokio_stream::wrappers::BroadcastStream;

use crate::fault::Fault;
use crate::route::Visit;
use crate::{Desk, cookie};

/// A line often enough that no proxy takes the stream for dead.
const ALIVE: Duration = Duration::from_secs(15);

/// What the script gets: cards to draw again, of pages of this request.
#[derive(Serialize)]
struct Redraw {
    request: String,
    /// Placements of this user's layout.
    cards: Vec<String>,
}

/// The stream. Who asks, and whether they may see the request, is asked anew for every event, so
/// that a session that ended and a right that was taken away end here too.
pub(in crate::page) async fn events(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (desk, from) = (visit.desk, visit.from);
    let token = cookie::session(&desk.config, &visit.headers).ok_or(Fault::NotFound)?;
    let touched = BroadcastStream::new(desk.actions.touched());
    let events = touched.filter_map(move |touched| {
        let (desk, token) = (desk.clone(), token.clone());
        async move {
            let event = match touched {
                Ok(touched) => redraw(&desk, &token, from, &touched).await?,
                // Too slow, so that some were missed: the page asks for everything again.
                Err(_) => Event::default().event("all").data(""),
            };
            Some(Ok::<_, Infallible>(event))
        }
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE)).into_response())
}

/// The event for this user; none if it is about nothing that they may see.
async fn redraw(desk: &Desk, token: &Token, from: IpAddr, touched: &Touched) -> Option<Event> {
    let mut conn = desk.db.read().await.ok()?;
    let actor = sessions::find(&mut conn, token, Some(from)).await.ok()??;
    match Attendance::open(&mut conn, &actor, touched.request).await {
        Ok(_) => {}
        Err(Refused::NotFound | Refused::Denied) => return None,
        Err(Refused::Store(error)) => {
            tracing::warn!(%error, "an event could not be sent");
            return None;
        }
    }
    let layout = profiles::live(&mut conn, actor.user.profile.id).await.ok()?.layout;
    let cards = layout.placements().filter(|placed| layout.widget(placed.id).is_some());
    let cards = cards.filter(|placed| match &touched.what {
        What::All => true,
        What::Widgets(widgets) => {
            widgets.iter().any(|(plugin, name)| *plugin == placed.plugin && *name == placed.name)
        }
    });
    let redraw = Redraw {
        request: touched.request.to_string(),
        cards: cards.map(|placed| placed.id.to_string()).collect(),
    };
    Some(Event::default().event("redraw").data(serde_json::to_string(&redraw).ok()?))
}
