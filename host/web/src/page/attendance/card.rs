//! A widget's card: its frame, what its plugin draws in it, and what it says when that fails.

use balcao_access::{Kind, Layout, Placement, Size, Tab};
use balcao_desk::RequestId;
use balcao_plugins::canvas::{Answer, Block};
use balcao_plugins::{Contribution, Failure, Scene};
use maud::{Markup, html};

use super::tab_url;
use crate::answers;
use crate::block::{self, Card, Place, notice};
use crate::fields::url;
use crate::part;
use crate::shell::{Frame, icon};
use crate::{Desk, fault};

/// What came of a card.
pub(super) struct Drawn {
    /// The template that fills its place.
    pub part: Markup,
    /// Whether its plugin failed.
    pub failed: bool,
}

/// The frame of a card with its place, which waits.
pub(super) fn shell(desk: &Desk, frame: &Frame, request: RequestId, placed: &Placement) -> Markup {
    let known = desk.plugins.contribution(&placed.plugin, &placed.name);
    let title = known.as_ref().map_or(placed.name.as_str(), |known| frame.lang().label(&known.titles));
    let size = match placed.size {
        Size::Third => "third",
        Size::Half => "half",
        Size::Full => "full",
    };
    html! {
        section.card.(size) aria-labelledby={ (name(placed)) "-title" } {
            header {
                h2 id={ (name(placed)) "-title" } { (title) }
                @if let Some(known) = known.as_ref().filter(|known| !known.ours) {
                    span.vendor { (frame.lang().by_vendor(&known.vendor)) }
                }
            }
            div.body id=(name(placed)) data-live=(address(request, placed)) { (part::place(&name(placed), waiting(frame, title))) }
        }
    }
}

/// The skeleton; after three seconds the script lets it say what is waited for.
fn waiting(frame: &Frame, title: &str) -> Markup {
    let lang = frame.lang();
    html! {
        ui-wait.skeleton aria-busy="true" data-text=(lang.waiting(title)) data-cancel=(lang.cancel()) {
            span {} span {} span {}
        }
    }
}

/// Has the card drawn, whatever comes of it.
pub(super) async fn draw(
    desk: &Desk,
    frame: &Frame,
    scene: &Scene,
    layout: &Layout,
    tab: &Tab,
    placed: &Placement,
    given: &[Answer],
) -> Drawn {
    let drawn = fault::caught(attempt(desk, frame, scene, layout, tab, placed, given)).await;
    drawn.unwrap_or_else(|reference| broken(frame, placed, &reference))
}

async fn attempt(
    desk: &Desk,
    frame: &Frame,
    scene: &Scene,
    layout: &Layout,
    tab: &Tab,
    placed: &Placement,
    given: &[Answer],
) -> Drawn {
    let Some(widget) = desk.plugins.contribution(&placed.plugin, &placed.name) else {
        let text = html! { (frame.lang().unavailable()) };
        return failed(placed, notice(balcao_plugins::canvas::Tone::Warning, "", text));
    };
    let card = Card {
        page: tab_url(&scene.attendance, &tab.key),
        part: address(scene.attendance.request(), placed),
        placement: placed.id.to_string(),
        run: format!("/attendance/{}/run", scene.attendance.request()),
        tab: &tab.key,
        plugin: &placed.plugin,
        actions: layout
            .placements()
            .filter(|other| other.kind == Kind::Action && other.plugin == placed.plugin)
            .map(|other| other.name.as_str())
            .collect(),
    };
    let blocks = match blocks(desk, scene, &widget, given).await {
        Ok(blocks) => blocks,
        Err(failure) => return failed(placed, error(frame, scene, &card, given, &failure)),
    };
    match known(desk, scene, &blocks).await {
        Ok(known) => {
            let place = Place { frame, prefix: name(placed), heading: 3, card: Some(card) };
            Drawn { part: part::fill(&name(placed), place.draw(&blocks, &known)), failed: false }
        }
        Err(fault::Fault::Internal(reference)) => broken(frame, placed, &reference),
        Err(_) => failed(placed, html! {}),
    }
}

/// Every block, once the call has ended well: a list that broke off would look complete.
async fn blocks(
    desk: &Desk,
    scene: &Scene,
    widget: &Contribution,
    given: &[Answer],
) -> Result<Vec<Block>, Failure> {
    let mut drawing = desk.plugins.draw(scene, widget, given);
    let mut blocks = Vec::new();
    while let Some(block) = drawing.blocks.recv().await {
        blocks.push(block);
    }
    drawing.done.await.map(|()| blocks)
}

async fn known(desk: &Desk, scene: &Scene, blocks: &[Block]) -> Result<block::Known, fault::Fault> {
    if !block::points(blocks) {
        return Ok(block::Known::default());
    }
    let mut conn = desk.db.read().await?;
    block::known(&mut conn, &scene.attendance, blocks).await
}

/// What failed, since when, a reference, and another try.
fn error(frame: &Frame, scene: &Scene, card: &Card<'_>, given: &[Answer], failure: &Failure) -> Markup {
    let lang = frame.lang();
    let pairs = answers::write(given);
    let pairs = || pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    html! {
        div.failure data-state="error" role="group" {
            (notice(balcao_plugins::canvas::Tone::Danger, "", html! { (failure.agent(lang.0)) }))
            p.dim { (lang.reference(&failure.reference.to_string())) " " (lang.failed_since(&frame.format.time(scene.now))) }
            @if failure.retry() {
                a.button href=(url(&card.page, [("card", card.placement.as_str())].into_iter().chain(pairs())))
                    data-part=(url(&card.part, pairs())) { (icon("retry")) (lang.try_again()) }
            }
        }
    }
}

/// The fault is ours, not the plugin's.
fn broken(frame: &Frame, placed: &Placement, reference: &str) -> Drawn {
    let lang = frame.lang();
    let text = html! { (lang.error_title()) ". " (lang.reference(reference)) };
    failed(placed, notice(balcao_plugins::canvas::Tone::Danger, "", text))
}

fn failed(placed: &Placement, content: Markup) -> Drawn {
    Drawn { part: part::fill(&name(placed), content), failed: true }
}

/// The address that draws a card alone.
fn address(request: RequestId, placed: &Placement) -> String {
    format!("/attendance/{request}/card/{}", placed.id)
}

/// The name of a card's place, which is also the id of its body.
pub(super) fn name(placed: &Placement) -> String {
    format!("card-{}", placed.id)
}
