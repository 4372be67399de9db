//! Ver como este perfil: the draft, or a version, drawn for a customer whom the administrator may
//! serve. It is drawn with the profile's grants and masks, and with no more rights than the
//! administrator has; nothing can be begun in it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use balcao_access::profiles::{Content, draft, version};
use balcao_access::{Actor, Kind, Layout, Placement, ProfileRef, Tab};
use balcao_desk::people::{self, Summary};
use balcao_desk::requests::{self, Filter, Request, View};
use balcao_desk::{Attendance, Refused};
use balcao_plugins::Scene;
use balcao_plugins::canvas::{Availability, Tone};
use futures_util::future::BoxFuture;
use futures_util::stream::{self, FuturesUnordered, StreamExt};
use maud::{Markup, html};

use super::{Subject, named};
use crate::answers;
use crate::block::notice;
use crate::fault::{self, Fault};
use crate::fields::url;
use crate::page::attendance::{card, summary};
use crate::part;
use crate::route::Visit;
use crate::shell::{self, Page};

/// The most requests that are offered to choose from.
const OFFERED: usize = 12;

/// For which customer: one of the open requests that the administrator may see.
pub(super) async fn choose(visit: Visit<Actor>) -> Result<Response, Fault> {
    let subject = Subject::load(&visit).await?;
    let lang = visit.frame.lang();
    let view = if visit.frame.viewer.as_ref().is_some_and(|viewer| viewer.supervises) {
        View::All
    } else {
        View::Mine
    };
    let filter = Filter { text: visit.query.text("q").to_owned(), ..Filter::of(view) };
    let mut conn = visit.desk.db.read().await?;
    let found = requests::list(&mut conn, &visit.proof, &filter, visit.now).await?.tasks;
    drop(conn);
    let number = visit.query.text("version");
    let to = |request: String| url(&subject.path(&format!("/preview/{request}")), [("version", number)]);
    let main = html! {
        section.card.rights {
            h2 { (lang.profile_preview()) }
            p { (lang.preview_about()) }
            form.query role="search" aria-label=(lang.preview_search()) {
                input type="hidden" name="version" value=(number);
                div.field {
                    label for="preview-search" { (lang.preview_search()) }
                    input #preview-search type="search" name="q" value=(visit.query.text("q")) maxlength="100" autocomplete="off";
                }
                button { (lang.preview_find()) }
            }
            @if found.is_empty() { p.empty { (lang.preview_nobody()) } }
            ul.changes { @for task in found.iter().take(OFFERED) {
                li { a href=(to(task.request.to_string())) { (task.person_name) " · " span.number { (task.protocol) } } }
            } }
        }
    };
    Ok(super::page(&visit, &subject, "/preview", main))
}

/// The first tab.
pub(super) async fn enter(visit: Visit<Attendance>) -> Result<Response, Fault> {
    draw(visit, None).await
}

/// One tab.
pub(super) async fn show(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let tab: String = visit.params.get("tab")?;
    draw(visit, Some(tab)).await
}

/// What a preview is drawn of.
struct Preview {
    visit: Visit<Attendance>,
    layout: Layout,
    tab: Tab,
    scene: Scene,
    /// Its address, without the tab.
    path: String,
    /// The page of the tab.
    here: String,
}

async fn draw(visit: Visit<Attendance>, tab: Option<String>) -> Result<Response, Fault> {
    let mut conn = visit.desk.db.read().await?;
    let profile = named(&mut conn, &visit).await?;
    let number = visit.query.text("version").to_owned();
    let content = match number.parse::<i64>() {
        Ok(number) => version::content(&mut conn, profile.id, number).await.map_err(|_| Fault::NotFound)?,
        Err(_) => draft::current(&mut conn, &profile).await?.content,
    };
    let seen_as = ProfileRef { id: profile.id, key: profile.key.clone(), name: content.name.clone() };
    let actor = visit.proof.actor().seeing_as(seen_as, &content.rights);
    let attendance = match Attendance::open(&mut conn, &actor, visit.proof.request()).await {
        Err(Refused::Denied) => {
            let lang = visit.frame.lang();
            let main =
                html! { (bar(&visit, &profile.key, &content, &number)) p { (lang.preview_serves_not()) } };
            return Ok(shell::page(&visit.frame, Page::new(lang.profile_preview(), main)));
        }
        other => other?,
    };
    let customer = people::summary(&mut conn, &attendance).await?;
    let request = requests::current(&mut conn, &attendance, visit.now).await?;
    drop(conn);
    let bar = bar(&visit, &profile.key, &content, &number);
    let layout = content.layout.shown();
    let tab = match tab {
        Some(key) => Some(layout.tab(&key).ok_or(Fault::NotFound)?.clone()),
        None => layout.tabs.first().cloned(),
    };
    let lang = visit.frame.lang();
    let Some(tab) = tab else {
        let main = html! { (bar) p.empty { (lang.no_tabs()) } };
        return Ok(shell::page(&visit.frame, Page::new(lang.profile_preview(), main)));
    };
    let path = format!("/admin/profiles/{}/preview/{}", profile.key, attendance.request());
    let here = url(&format!("{path}/{}", tab.key), [("version", number.as_str())]);
    let scene = Scene::new(attendance, visit.desk.config.zone, visit.now);
    let preview = Preview { visit, layout, tab, scene, path, here };
    let page = Page::new(lang.profile_preview(), preview.markup(&bar, &customer, &request, &number));
    Ok(preview.streamed(&page))
}

/// What says that this is a preview, of what, and leads back.
fn bar<P>(visit: &Visit<P>, key: &str, content: &Content, number: &str) -> Markup {
    let lang = visit.frame.lang();
    let of = number.parse().map_or(lang.profile_drafted().to_owned(), |number| lang.profile_version(number));
    html! {
        div.preview-bar role="note" { (notice(Tone::Warning, "", html! {
            strong { (lang.preview_of(lang.label(&content.name), &of)) } " " (lang.preview_only()) " "
            a href={ "/admin/profiles/" (key) } { (lang.preview_back()) }
        })) }
    }
}

impl Preview {
    fn of(&self, kind: Kind) -> impl Iterator<Item = &Placement> {
        self.tab.placements.iter().filter(move |placed| placed.kind == kind)
    }

    fn markup(&self, bar: &Markup, customer: &Summary, request: &Request, number: &str) -> Markup {
        let frame = &self.visit.frame;
        let lang = frame.lang();
        html! {
            link rel="stylesheet" href=(crate::asset::ADMIN.url());
            (bar)
            div.attendance {
                nav.tabs aria-label=(lang.tabs()) {
                    @for tab in &self.layout.tabs {
                        a href=(url(&format!("{}/{}", self.path, tab.key), [("version", number)]))
                            aria-current=[(tab.key == self.tab.key).then_some("page")] { (lang.label(&tab.title)) }
                    }
                }
                fieldset.preview disabled {
                    legend.sr { (lang.profile_preview()) }
                    (summary::draw(frame, &self.scene, customer, request))
                    div.actions role="group" aria-label=(lang.actions()) {
                        @for placed in self.of(Kind::Action) {
                            span.action id=(place(placed)) { (part::place(&place(placed), html! { button type="button" { "…" } })) }
                        }
                    }
                    div.grid {
                        @for placed in self.of(Kind::Widget) { (card::shell(&self.visit.desk, frame, request.id, placed)) }
                    }
                }
            }
        }
    }

    /// The page at once, and each part when its plugin has answered.
    fn streamed(self, page: &Page) -> Response {
        let whole = shell::render(&self.visit.frame, page);
        let end = "</body></html>";
        let start = whole.strip_suffix(end).unwrap_or(&whole).to_owned();
        let preview = Arc::new(self);
        let pending: FuturesUnordered<BoxFuture<'static, String>> = FuturesUnordered::new();
        for placed in preview.tab.placements.clone() {
            let preview = Arc::clone(&preview);
            pending.push(Box::pin(async move { preview.part(&placed).await.into_string() + "\n" }));
        }
        let body = stream::once(async { start }).chain(pending).chain(stream::once(async { end.to_owned() }));
        let body = Body::from_stream(body.map(Ok::<_, Infallible>));
        ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response()
    }

    async fn part(&self, placed: &Placement) -> Markup {
        if placed.kind == Kind::Action {
            let drawn = fault::caught(self.action(placed)).await;
            return part::fill(&place(placed), drawn.unwrap_or_default());
        }
        let query = &self.visit.query;
        let asked = query.text("card") == placed.id.to_string();
        let given = if asked { answers::read(query, self.visit.frame.format) } else { Vec::new() };
        let asked = card::Asked {
            desk: &self.visit.desk,
            frame: &self.visit.frame,
            scene: &self.scene,
            layout: &self.layout,
            tab: &self.tab,
            placed,
            given: &given,
            preview: Some(&self.here),
        };
        asked.draw().await.part
    }

    /// The button of an action, as it would be: there, refused with why, or not there.
    async fn action(&self, placed: &Placement) -> Markup {
        let lang = self.visit.frame.lang();
        let plugins = &self.visit.desk.plugins;
        let Some(action) = plugins.contribution(&placed.plugin, &placed.name) else { return html! {} };
        let why = match plugins.offer(&self.scene, &action).await {
            Ok(Availability::Hidden) => return html! {},
            Ok(Availability::Yes) => lang.label(&action.summaries).to_owned(),
            Ok(Availability::No(why)) => why,
            Err(failure) => failure.agent(lang.0),
        };
        html! { button type="button" title=(why) { (lang.label(&action.titles)) } }
    }
}

fn place(placed: &Placement) -> String {
    format!("action-{}", placed.id)
}
