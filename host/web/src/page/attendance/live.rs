//! A widget that lasts, on a stream of its own: each block reaches the page as it is drawn.
//!
//! The parts are those of every page, with a mark at the end of each. The last one is the whole card
//! anew, as a page without a script shows it.

use std::convert::Infallible;

use axum::body::Body;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use balcao_access::PlacementId;
use balcao_desk::Attendance;
use balcao_plugins::canvas::Block;
use balcao_plugins::{Contribution, Drawing};
use futures_util::StreamExt;
use maud::{Markup, html};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::{card, layout, scene, widget};
use crate::answers;
use crate::block::Known;
use crate::fault::Fault;
use crate::lives::Place;
use crate::part;
use crate::route::Visit;

/// What ends a part. No text that is shown can hold it: control characters are taken out of all.
const END: char = '\u{1e}';
/// Parts that may wait for a slow browser.
const WAITING: usize = 16;

/// Draws it, with the answers of its form.
pub(in crate::page) async fn show(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let layout = layout(&visit).await?;
    let (tab, placed) = widget(&layout, &visit)?;
    let (tab, placed) = (tab.clone(), placed.clone());
    let known = visit.desk.plugins.contribution(&placed.plugin, &placed.name);
    let widget = known.filter(|widget| widget.live).ok_or(Fault::NotFound)?;
    let Some((place, stop)) = visit.desk.lives.enter(visit.proof.actor().user.id, placed.id) else {
        let told = card::too_many(&visit.frame, &placed).part.into_string();
        return Ok(Html(told).into_response());
    };
    let given = answers::read(&visit.query, visit.frame.format);
    let scene = scene(&visit);
    let drawing = visit.desk.plugins.draw_live(&scene, &widget, &given, stop);
    let (out, parts) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let asked = card::Asked {
            desk: &visit.desk,
            frame: &visit.frame,
            scene: &scene,
            layout: &layout,
            tab: &tab,
            placed: &placed,
            given: &given,
            preview: None,
        };
        // Nobody looks any more: the drawing ends with this.
        let gone = out.clone();
        tokio::select! {
            () = follow(&asked, &widget, drawing, place, &out) => {}
            () = gone.closed() => {}
        }
    });
    let body = ReceiverStream::new(parts).map(Ok::<_, Infallible>);
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], Body::from_stream(body)).into_response())
}

/// Stops it: it draws what it has.
pub(in crate::page) async fn stop(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let placement: PlacementId = visit.params.get("placement")?;
    visit.desk.lives.stop(visit.proof.actor().user.id, placement);
    Ok(Html(html! { (visit.frame.lang().stopping()) }.into_string()).into_response())
}

/// Sends each block, and the whole card at the end.
async fn follow(
    asked: &card::Asked<'_>,
    widget: &Contribution,
    mut drawing: Drawing,
    _place: Place,
    out: &mpsc::Sender<String>,
) {
    // An error says that nobody looks any more, which ends this anyway.
    let send = async |part: Markup| drop(out.send(part.into_string() + &END.to_string()).await);
    let on = asked.place(asked.card(widget));
    send(part::fill(&on.prefix, begun(asked, &on.prefix))).await;
    let mut blocks: Vec<Block> = Vec::new();
    while let Some(block) = drawing.blocks.recv().await {
        if let Some(part) = on.part(&block, &blocks, &Known::default()) {
            send(part).await;
        }
        blocks.push(block);
    }
    let outcome = drawing.done.await.map(|()| blocks);
    send(asked.shown(widget, outcome).await.part).await;
}

/// The way to stop, and the place of what is drawn.
fn begun(asked: &card::Asked<'_>, prefix: &str) -> Markup {
    let lang = asked.frame.lang();
    let address = card::live_address(asked.scene.attendance.request(), asked.placed);
    html! {
        div.row {
            form method="post" action={ (address) "/stop" } data-swap {
                (asked.frame.csrf())
                button { (lang.stop()) }
            }
        }
        div.live id={ (prefix) "-live" } role="log" {}
    }
}
