//! What open pages have to draw again, as server-sent events: one stream for a browser, whatever
//! it has open.

use std::convert::Infallible;
use std::net::IpAddr;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use balcao_access::{AccessError, Actor, ProfileId, Token, profiles, sessions};
use balcao_action::{Touched, What};
use balcao_desk::{Attendance, Refused, RequestId};
use balcao_store::Conn;
use futures_util::stream::{self, StreamExt};
use serde::Serialize;
use tokio::sync::watch;
use tokio::time::{self, Instant, Interval};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

use super::{card, presence};
use crate::fault::Fault;
use crate::page::run::receipt;
use crate::route::Visit;
use crate::streams::Place;
use crate::{Desk, cookie};

/// A line often enough that no proxy takes the stream for dead.
const ALIVE: Duration = Duration::from_secs(15);

/// What the script gets: the places to draw again, of pages of this request.
#[derive(Serialize)]
struct Redraw {
    request: String,
    places: Vec<String>,
}

/// The stream. Who asks, and whether they may see the request, is asked anew for every event and
/// every sign of life, so that a session that ended and a right that was taken away end here too.
pub(in crate::page) async fn events(visit: Visit<Actor>) -> Result<Response, Fault> {
    let Some(place) = visit.desk.streams.enter(visit.proof.session) else {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    };
    let mut conn = visit.desk.db.read().await?;
    let layout = shown(&mut conn, &visit.proof).await?;
    drop(conn);
    let watch = Watch {
        layout,
        changed: visit.desk.plugins.changed(),
        token: cookie::session(&visit.desk.config, &visit.headers).ok_or(Fault::NotFound)?,
        from: visit.from,
        touched: BroadcastStream::new(visit.desk.actions.touched()),
        present: BroadcastStream::new(visit.desk.presence.changed()),
        alive: time::interval_at(Instant::now() + ALIVE, ALIVE),
        desk: visit.desk,
        _place: place,
    };
    let events = stream::unfold(watch, |mut watch| async move {
        let event = watch.next().await?;
        Some((Ok::<_, Infallible>(event), watch))
    });
    Ok(Sse::new(events).into_response())
}

/// One open stream.
struct Watch {
    desk: Desk,
    token: Token,
    from: IpAddr,
    touched: BroadcastStream<Touched>,
    present: BroadcastStream<RequestId>,
    changed: watch::Receiver<i64>,
    /// The profile of the user and its live version, as pages were told of them.
    layout: (ProfileId, i64),
    alive: Interval,
    _place: Place,
}

impl Watch {
    /// The next event; none when the session is over, or can't be asked about, which ends the
    /// stream. A browser asks for another one by itself.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let news = tokio::select! {
                touched = self.touched.next() => News::of(touched?, News::Touched),
                request = self.present.next() => News::of(request?, News::Present),
                changed = self.changed.changed() => { changed.ok()?; News::Changed },
                _ = self.alive.tick() => News::Nothing,
            };
            let mut conn = self.desk.db.read().await.ok()?;
            let actor = sessions::find(&mut conn, &self.token, Some(self.from)).await.ok()??;
            let event = match news {
                News::Nothing => Some(Event::default().comment("")),
                News::Touched(touched) => redraw(&mut conn, &actor, &touched).await,
                News::Present(request) => present(&mut conn, &actor, request).await,
                News::Changed => self.followed(shown(&mut conn, &actor).await.ok()?),
                News::Missed => Some(everything()),
            };
            if event.is_some() {
                return event;
            }
        }
    }
}

impl Watch {
    /// Everything is drawn again when the user's profile, or what is live of it, is another.
    fn followed(&mut self, layout: (ProfileId, i64)) -> Option<Event> {
        let before = std::mem::replace(&mut self.layout, layout);
        (before != layout).then(everything)
    }
}

/// The user's profile, and the number of its live version.
async fn shown(conn: &mut Conn, actor: &Actor) -> Result<(ProfileId, i64), AccessError> {
    let profile = actor.user.profile.id;
    Ok((profile, profiles::live(conn, profile).await?.version))
}

/// A browser hears of no event without data.
fn everything() -> Event {
    Event::default().event("all").data("all")
}

/// What may be worth an event.
enum News {
    /// A sign of life is due.
    Nothing,
    /// Something was done for a request.
    Touched(Touched),
    /// Somebody came to a request, or began to write.
    Present(RequestId),
    /// Something that desks keep in memory was changed: maybe the user's profile.
    Changed,
    /// Too slow, so that some were missed: the page asks for everything again.
    Missed,
}

impl News {
    fn of<T>(heard: Result<T, BroadcastStreamRecvError>, news: impl FnOnce(T) -> News) -> News {
        heard.map_or(News::Missed, news)
    }
}

/// Whether this user may know of the request.
async fn may_see(conn: &mut Conn, actor: &Actor, request: RequestId) -> bool {
    match Attendance::open(conn, actor, request).await {
        Ok(_) => true,
        Err(Refused::NotFound | Refused::Denied) => false,
        Err(Refused::Store(error)) => {
            tracing::warn!(%error, "an event could not be sent");
            false
        }
    }
}

/// That somebody came to a request, or began to write.
async fn present(conn: &mut Conn, actor: &Actor, request: RequestId) -> Option<Event> {
    match may_see(conn, actor, request).await {
        true => event(request, vec![presence::PLACE.to_owned()]),
        false => None,
    }
}

fn event(request: RequestId, places: Vec<String>) -> Option<Event> {
    let redraw = Redraw { request: request.to_string(), places };
    Some(Event::default().event("redraw").data(serde_json::to_string(&redraw).ok()?))
}

/// The event for this user; none if it is about nothing that they may see.
async fn redraw(conn: &mut Conn, actor: &Actor, touched: &Touched) -> Option<Event> {
    if !may_see(conn, actor, touched.request).await {
        return None;
    }
    let layout = profiles::live(conn, actor.user.profile.id).await.ok()?.layout;
    let cards = layout.placements().filter(|placed| layout.widget(placed.id).is_some());
    let cards = cards.filter(|placed| match &touched.what {
        What::All => true,
        What::Widgets(widgets) => {
            widgets.iter().any(|(plugin, name)| *plugin == placed.plugin && *name == placed.name)
        }
    });
    event(touched.request, cards.map(card::name).chain([receipt::OUTSIDE.to_owned()]).collect())
}
