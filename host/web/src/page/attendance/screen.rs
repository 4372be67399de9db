//! One tab of the screen: what is there at once, and what is still to come.

use std::collections::BTreeMap;

use balcao_access::{Kind, LiveLayout, Placement, Tab, profiles};
use balcao_action::OpenRun;
use balcao_desk::people::{self, Summary};
use balcao_desk::requests::{self, Request};
use balcao_desk::{Attendance, strip};
use balcao_network::Outage;
use balcao_plugins::Scene;
use balcao_plugins::canvas::{Answer, Tone};
use futures_util::future::BoxFuture;
use futures_util::stream::{self, FuturesUnordered, Stream, StreamExt};
use maud::{Markup, html};

use super::{action_bar, card, following, outage, presence, scene, summary, tab, tab_url};
use crate::answers;
use crate::block::notice;
use crate::fault::Fault;
use crate::page::handling;
use crate::part;
use crate::route::Visit;
use crate::shell::{Command, Frame, Page};

/// Cards of one plugin that fail together become one message.
const SEVERAL: usize = 3;

/// A tab, ready to be shown.
pub(super) struct Screen {
    pub visit: Visit<Attendance>,
    live: LiveLayout,
    tab: Tab,
    scene: Scene,
    summary: Summary,
    request: Request,
    runs: Vec<OpenRun>,
    outages: Vec<Outage>,
}

impl Screen {
    /// Reads what the shell shows. Plugins are not asked yet.
    pub async fn load(mut visit: Visit<Attendance>, key: &str) -> Result<Screen, Fault> {
        open_in_strip(&mut visit).await?;
        let outages = outage::over(&visit).await?;
        let mut conn = visit.desk.db.read().await?;
        let live = profiles::live(&mut conn, visit.proof.actor().user.profile.id).await?;
        let tab = tab(&live.layout, key)?.clone();
        let summary = people::summary(&mut conn, &visit.proof).await?;
        let request = requests::current(&mut conn, &visit.proof, visit.now).await?;
        let runs = balcao_action::of_request(&mut conn, &visit.proof, &live.layout)
            .await
            .map_err(Fault::internal)?;
        drop(conn);
        Ok(Screen { scene: scene(&visit), visit, live, tab, summary, request, runs, outages })
    }

    /// The shell, with a place for everything that comes later.
    pub fn page(&self) -> Page {
        let frame = &self.visit.frame;
        let lang = frame.lang();
        let title = lang.attendance_title(self.request.protocol.as_str(), &self.summary.name);
        Page::new(title, self.markup()).with_commands(self.commands())
    }

    fn markup(&self) -> Markup {
        let frame = &self.visit.frame;
        let lang = frame.lang();
        html! {
            div.attendance data-request=(self.request.id) {
                (summary::draw(frame, &self.scene, &self.summary, &self.request))
                (presence::draw(&self.visit))
                (following::draw(&self.visit, &self.live, &self.tab.key))
                @if self.visit.proof.ended() { (notice(Tone::Info, "", html! { (lang.request_ended()) })) }
                (outage::draw(frame, &self.outages))
                (self.unfinished())
                (action_bar::places(self))
                div #banner aria-live="polite" { (part::place("banner", html! {})) }
                @if self.tab.placements.is_empty() { p.empty { (lang.tab_is_empty()) } }
                div.grid {
                    @for placed in self.widgets() { (card::shell(&self.visit.desk, frame, self.request.id, placed)) }
                }
                p.printed { (lang.printed_by(&self.scene.actor().user.name, &frame.format.instant(self.visit.now))) }
                ui-live {}
            }
        }
    }

    /// Actions that somebody began and nobody ended.
    fn unfinished(&self) -> Markup {
        if self.runs.is_empty() {
            return html! {};
        }
        let frame = &self.visit.frame;
        let lang = frame.lang();
        html! {
            nav.unfinished aria-label=(lang.unfinished_runs()) {
                strong { (lang.unfinished_runs()) }
                ul role="list" {
                    @for run in &self.runs {
                        @let known = self.visit.desk.plugins.contribution(&run.plugin, &run.name);
                        @let title = known.as_ref().map_or(run.name.as_str(), |known| lang.label(&known.titles));
                        li { a href={ "/attendance/" (self.request.id) "/run/" (run.id) "?tab=" (self.tab.key) } {
                            (lang.resume_run(title, &run.updated_by.name, &frame.format.instant(run.updated_at)))
                        } }
                    }
                }
            }
        }
    }

    /// Tabs, actions and the desk's own buttons, for the palette.
    fn commands(&self) -> Vec<Command> {
        let lang = self.visit.frame.lang();
        let tabs = self.live.layout.tabs.iter().map(|tab| {
            Command::open(lang.label(&tab.title), tab_url(&self.visit.proof, &tab.key)).found_by("aba")
        });
        let actions = self.actions().filter_map(|placed| {
            let known = self.visit.desk.plugins.contribution(&placed.plugin, &placed.name)?;
            let press = Command::press(lang.label(&known.titles), action_bar::button_id(placed));
            Some(press.found_by(lang.label(&known.summaries)))
        });
        let to = |rest: &str| format!("/attendance/{}/{rest}", self.request.id);
        let own = handling::commands(&self.visit, Some(&self.tab.key));
        let open = [
            Command::open(lang.confirm_identity(), to("identity"))
                .found_by("quem está pedindo solicitante titular"),
            Command::open(lang.change_tag(), to("choose")).found_by("suíte contratos etiquetas contrato"),
        ];
        let ended = self.visit.proof.ended();
        actions.chain(own).chain(open.into_iter().filter(|_| !ended)).chain(tabs).collect()
    }

    /// What comes later, in the order in which it is ready; at the end the message that several
    /// cards of one plugin failed.
    pub fn parts(self) -> impl Stream<Item = String> + Send {
        let screen = std::sync::Arc::new(self);
        let pending: FuturesUnordered<BoxFuture<'static, Part>> = FuturesUnordered::new();
        let (actions, widgets): (Vec<_>, Vec<_>) =
            (screen.actions().cloned().collect(), screen.widgets().cloned().collect());
        for placed in actions {
            let screen = screen.clone();
            pending.push(Box::pin(async move { Part::ready(action_bar::ask(&screen, &placed).await) }));
        }
        for placed in widgets {
            let screen = screen.clone();
            pending.push(Box::pin(async move { screen.card(&placed).await }));
        }
        let failed = BTreeMap::<String, usize>::new();
        stream::unfold(
            (pending, failed, screen, false),
            |(mut pending, mut failed, screen, told)| async move {
                if let Some(part) = pending.next().await {
                    if let Some(plugin) = part.failed {
                        *failed.entry(plugin).or_default() += 1;
                    }
                    return Some((part.html, (pending, failed, screen, told)));
                }
                if told {
                    return None;
                }
                let banner = screen.banner(&failed);
                Some((banner, (pending, failed, screen, true)))
            },
        )
    }

    async fn card(&self, placed: &Placement) -> Part {
        let given = self.given(placed);
        let asked = card::Asked {
            desk: &self.visit.desk,
            frame: &self.visit.frame,
            scene: &self.scene,
            layout: &self.live.layout,
            tab: &self.tab,
            placed,
            given: &given,
            preview: None,
        };
        let drawn = asked.draw().await;
        Part { html: drawn.part.into_string(), failed: drawn.failed.then(|| placed.plugin.clone()) }
    }

    /// The answers that this page's address has for a card.
    fn given(&self, placed: &Placement) -> Vec<Answer> {
        let query = &self.visit.query;
        let asked = query.text("card") == placed.id.to_string();
        if asked { answers::read(query, self.visit.frame.format) } else { Vec::new() }
    }

    fn banner(&self, failed: &BTreeMap<String, usize>) -> String {
        let lang = self.visit.frame.lang();
        let several = failed.iter().filter(|(_, count)| **count >= SEVERAL);
        let notices = html! {
            @for (plugin, _) in several { (notice(Tone::Warning, "", html! { (lang.several_failed(plugin)) })) }
        };
        part::fill("banner", notices).into_string()
    }

    pub fn tab(&self) -> &Tab {
        &self.tab
    }

    pub fn request(&self) -> &Request {
        &self.request
    }

    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    pub fn actions(&self) -> impl Iterator<Item = &Placement> {
        self.tab.placements.iter().filter(|placed| placed.kind == Kind::Action)
    }

    fn widgets(&self) -> impl Iterator<Item = &Placement> {
        self.tab.placements.iter().filter(|placed| placed.kind == Kind::Widget)
    }
}

/// The attendance stands in the user's strip from now on.
async fn open_in_strip(visit: &mut Visit<Attendance>) -> Result<(), Fault> {
    let request = visit.proof.request();
    if visit.frame.strip.iter().any(|open| open.request == request) {
        return Ok(());
    }
    let mut tx = visit.desk.db.write().await?;
    strip::enter(&mut tx, &visit.proof, visit.now).await?;
    visit.frame.strip = strip::list(&mut tx, visit.proof.actor()).await?;
    Ok(tx.commit().await?)
}

/// A part of the page that has become ready.
struct Part {
    html: String,
    /// The plugin whose card it is, if it failed.
    failed: Option<String>,
}

impl Part {
    fn ready(markup: Markup) -> Part {
        Part { html: markup.into_string(), failed: None }
    }
}

/// What somebody sees whose profile has no layout.
pub(super) fn without_tabs(frame: &Frame) -> Page {
    let lang = frame.lang();
    Page::new(lang.tabs(), html! { p.empty { (lang.no_tabs()) } })
}
