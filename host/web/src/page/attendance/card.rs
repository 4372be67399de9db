//! A widget's card: its frame, what its plugin draws in it, and what it says when that fails.

use balcao_access::{Kind, Layout, Placement, Right, Size, Tab};
use balcao_desk::RequestId;
use balcao_plugins::canvas::{Answer, Block, Tone};
use balcao_plugins::{Contribution, Drawing, Failure, Scene};
use maud::{Markup, html};

use super::tab_url;
use crate::answers;
use crate::block::{self, Card, Place, notice};
use crate::fields::url;
use crate::part;
use crate::shell::{Frame, icon};
use crate::{Desk, fault};

/// What came of a card.
pub(in crate::page) struct Drawn {
    /// The template that fills its place.
    pub part: Markup,
    /// Whether its plugin failed.
    pub failed: bool,
}

/// The frame of a card with its place, which waits.
pub(in crate::page) fn shell(desk: &Desk, frame: &Frame, request: RequestId, placed: &Placement) -> Markup {
    let known = desk.plugins.contribution(&placed.plugin, &placed.name);
    let title = known.as_ref().map_or(placed.name.as_str(), |known| frame.lang().label(&known.titles));
    // One that lasts is drawn again by whoever asks for it, never because something was done elsewhere.
    let redrawn = known.as_ref().is_none_or(|known| !known.live);
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
            div.body id=(name(placed)) data-live=[redrawn.then(|| address(request, placed))] { (part::place(&name(placed), waiting(frame, title))) }
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

/// A card, and what it is drawn with.
pub(in crate::page) struct Asked<'a> {
    pub desk: &'a Desk,
    pub frame: &'a Frame,
    pub scene: &'a Scene,
    pub layout: &'a Layout,
    pub tab: &'a Tab,
    pub placed: &'a Placement,
    pub given: &'a [Answer],
    /// The address of the preview in which it stands, where there is one: nothing leads out of it and
    /// nothing is begun in it.
    pub preview: Option<&'a str>,
}

impl Asked<'_> {
    /// Has the card drawn, whatever comes of it.
    pub async fn draw(&self) -> Drawn {
        let drawn = fault::caught(self.attempt()).await;
        drawn.unwrap_or_else(|reference| broken(self.frame, self.placed, &reference))
    }

    async fn attempt(&self) -> Drawn {
        let Some(widget) = self.desk.plugins.contribution(&self.placed.plugin, &self.placed.name) else {
            let text = html! { (self.frame.lang().unavailable()) };
            return failed(self.placed, notice(Tone::Warning, "", text));
        };
        if widget.live && !self.given.is_empty() && self.preview.is_none() {
            return self.at_length(&widget).await;
        }
        let drawing = self.desk.plugins.draw(self.scene, &widget, self.given);
        self.shown(&widget, blocks(drawing).await).await
    }

    /// A widget that lasts, on a page whose browser does not ask for its stream: it comes when it is
    /// whole.
    async fn at_length(&self, widget: &Contribution) -> Drawn {
        let user = self.scene.actor().user.id;
        let Some((_place, stop)) = self.desk.lives.enter(user, self.placed.id) else {
            return too_many(self.frame, self.placed);
        };
        let drawing = self.desk.plugins.draw_live(self.scene, widget, self.given, stop);
        self.shown(widget, blocks(drawing).await).await
    }

    /// The card with what its plugin drew, or with why it did not.
    pub async fn shown(&self, widget: &Contribution, outcome: Result<Vec<Block>, Failure>) -> Drawn {
        let card = self.card(widget);
        let blocks = match outcome {
            Ok(blocks) => blocks,
            Err(failure) => {
                return failed(self.placed, error(self.frame, self.scene, &card, self.given, &failure));
            }
        };
        match known(self.desk, self.frame, self.scene, &blocks).await {
            Ok(known) => {
                let place = self.place(card);
                Drawn { part: part::fill(&place.prefix, place.draw(&blocks, &known)), failed: false }
            }
            Err(fault::Fault::Internal(reference)) => broken(self.frame, self.placed, &reference),
            Err(_) => failed(self.placed, html! {}),
        }
    }

    /// Where its blocks stand.
    pub fn place<'b>(&'b self, card: Card<'b>) -> Place<'b> {
        Place { frame: self.frame, prefix: name(self.placed), heading: 3, card: Some(card) }
    }

    /// The card, as its blocks know it.
    pub fn card(&self, widget: &Contribution) -> Card<'_> {
        let Asked { scene, layout, tab, placed, given, preview, .. } = *self;
        let request = scene.attendance.request();
        let own = |part: String| preview.map_or(part, str::to_owned);
        Card {
            page: own(tab_url(&scene.attendance, &tab.key)),
            part: own(if widget.live { live_address(request, placed) } else { address(request, placed) }),
            placement: placed.id.to_string(),
            run: format!("/attendance/{request}/run"),
            secret: (preview.is_none() && scene.actor().may(Right::ShowSecrets))
                .then(|| format!("/attendance/{request}/secret")),
            tab: &tab.key,
            plugin: &placed.plugin,
            given,
            actions: layout
                .placements()
                .filter(|other| other.kind == Kind::Action && other.plugin == placed.plugin)
                .map(|other| other.name.as_str())
                .collect(),
        }
    }
}

/// Where a widget that lasts is drawn on a stream of its own.
pub(super) fn live_address(request: RequestId, placed: &Placement) -> String {
    format!("/attendance/{request}/live/{}", placed.id)
}

/// As many as this process can hold are being drawn.
pub(super) fn too_many(frame: &Frame, placed: &Placement) -> Drawn {
    failed(placed, notice(Tone::Warning, "", html! { (frame.lang().too_many_live()) }))
}

/// Every block, once the call has ended well: a list that broke off would look complete.
async fn blocks(mut drawing: Drawing) -> Result<Vec<Block>, Failure> {
    let mut blocks = Vec::new();
    while let Some(block) = drawing.blocks.recv().await {
        blocks.push(block);
    }
    drawing.done.await.map(|()| blocks)
}

async fn known(
    desk: &Desk,
    frame: &Frame,
    scene: &Scene,
    blocks: &[Block],
) -> Result<block::Known, fault::Fault> {
    if !block::points(blocks) {
        return Ok(block::Known::default());
    }
    let mut conn = desk.db.read().await?;
    block::known(&mut conn, (desk, frame), &scene.attendance, blocks).await
}

/// What failed, since when, a reference, and another try.
fn error(frame: &Frame, scene: &Scene, card: &Card<'_>, given: &[Answer], failure: &Failure) -> Markup {
    let lang = frame.lang();
    let pairs = answers::write(given);
    let pairs = || pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    html! {
        div.failure data-state="error" role="group" {
            (notice(Tone::Danger, "", html! { (failure.agent(lang.0)) }))
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
    failed(placed, notice(Tone::Danger, "", text))
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
