//! The frame of every page: head, header with the one search box, the palette and the keys.

use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};
use balcao_access::companies::Look;
use balcao_access::{Actor, Company, CompanyId, Locale, Right, companies};
use balcao_desk::strip::{self, OpenAttendance};
use balcao_store::Conn;
use maud::{DOCTYPE, Markup, html};

use crate::fault::Fault;
use crate::format::Format;
use crate::message::Lang;
use crate::page::admin;
use crate::{Desk, asset, cookie, origin};

/// Who looks at a page, and what its frame needs.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub format: Format,
    /// Where we are, with the query.
    pub path: String,
    /// How browsers reach us, such as `https://balcao.example`.
    pub origin: String,
    pub demo: bool,
    /// The attendances that the viewer has open.
    pub strip: Vec<OpenAttendance>,
    pub viewer: Option<Viewer>,
}

/// Somebody who is signed in, as the header shows them.
#[derive(Clone, Debug)]
pub(crate) struct Viewer {
    pub name: String,
    pub profile: String,
    /// The one that they work in now.
    pub company: CompanyId,
    /// How the pages look there.
    pub look: Look,
    /// All that they have.
    pub companies: Vec<Company>,
    /// Whether the requests of others are theirs to see.
    pub supervises: bool,
    /// Whether the user administers the desk.
    pub administers: bool,
    /// Whether keys that stand alone do something.
    pub single_keys: bool,
    /// What every form of this session carries.
    pub csrf: String,
}

impl Frame {
    /// A visitor's: the language that they chose, or the first of ours that their browser names.
    pub fn of_visitor(desk: &Desk, parts: &Parts) -> Frame {
        let asked =
            parts.headers.get("accept-language").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let locale = cookie::language(&parts.headers).unwrap_or_else(|| first_of_ours(asked));
        Frame {
            format: Format { lang: Lang(locale), zone: desk.config.zone },
            path: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            origin: origin::own(&desk.config, &parts.headers),
            demo: desk.config.demo.is_some(),
            strip: Vec::new(),
            viewer: None,
        }
    }

    /// From here on it is this user's: their language, their name in the header.
    pub async fn sign_in(&mut self, conn: &mut Conn, actor: &Actor, csrf: String) -> Result<(), Fault> {
        self.format.lang = Lang(actor.user.locale);
        if actor.may(Right::Serve) {
            self.strip = strip::list(conn, actor).await?;
        }
        self.viewer = Some(Viewer {
            name: actor.user.name.clone(),
            profile: self.lang().label(&actor.user.profile.name).to_owned(),
            company: actor.company,
            look: companies::look(conn, actor.company).await?,
            companies: companies::list(conn)
                .await?
                .into_iter()
                .filter(|company| actor.user.companies.contains(&company.id))
                .collect(),
            supervises: actor.may(Right::Supervise),
            administers: actor.may(Right::Administer),
            single_keys: actor.user.single_keys,
            csrf,
        });
        Ok(())
    }

    pub fn lang(&self) -> Lang {
        self.format.lang
    }

    /// The hidden field that every form needs which changes something.
    pub fn csrf(&self) -> Markup {
        html! { @if let Some(viewer) = &self.viewer { input type="hidden" name="csrf" value=(viewer.csrf); } }
    }
}

/// The first language of an `Accept-Language` that we have; Portuguese when there is none.
fn first_of_ours(accepted: &str) -> Locale {
    let primary = |range: &str| range.split([';', '-']).next().map(|tag| tag.trim().to_ascii_lowercase());
    accepted
        .split(',')
        .filter_map(primary)
        .find_map(|tag| match tag.as_str() {
            "pt" => Some(Locale::Pt),
            "en" => Some(Locale::En),
            "es" => Some(Locale::Es),
            _ => None,
        })
        .unwrap_or(Locale::Pt)
}

/// One page inside the frame.
pub(crate) struct Page {
    pub title: String,
    pub main: Markup,
    /// What the palette offers here, beside what it offers everywhere.
    pub commands: Vec<Command>,
}

impl Page {
    pub fn new(title: impl Into<String>, main: Markup) -> Page {
        Page { title: title.into(), main, commands: Vec::new() }
    }

    pub fn with_commands(self, commands: Vec<Command>) -> Page {
        Page { commands, ..self }
    }
}

/// A line of the palette.
pub(crate) struct Command {
    pub label: String,
    /// What it is found by beside its label: other names, such as those of menus that people know
    /// from elsewhere.
    pub words: String,
    pub does: Does,
}

impl Command {
    /// Opens an address of ours.
    pub fn open(label: &str, href: impl Into<String>) -> Command {
        Command { label: label.to_owned(), words: String::new(), does: Does::Open(href.into()) }
    }

    /// Presses the button of this id.
    pub fn press(label: &str, id: impl Into<String>) -> Command {
        Command { label: label.to_owned(), words: String::new(), does: Does::Press(id.into()) }
    }

    /// The same, found by these words too.
    pub fn found_by(self, words: &str) -> Command {
        Command { words: words.to_owned(), ..self }
    }
}

/// What a line of the palette does.
pub(crate) enum Does {
    /// Opens an address of ours.
    Open(String),
    /// Presses the button of this id.
    Press(String),
}

/// The whole page as text.
pub(crate) fn render(frame: &Frame, page: &Page) -> String {
    let lang = frame.lang();
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (page.title) " · Balcão" }
                link rel="stylesheet" href=(asset::CSS.url());
                @if let Some(viewer) = frame.viewer.as_ref().filter(|viewer| viewer.look.colours.is_some()) {
                    link rel="stylesheet" href={ "/company/" (viewer.company) "/style?v=" (viewer.look.version) };
                }
                link rel="icon" type="image/svg+xml" href=(asset::ICONS.url());
                script type="module" async src=(asset::JS.url()) {}
            }
            body data-copied=(lang.copied()) data-offline=(lang.offline()) data-silent=(lang.no_answer())
                data-cancelled=(lang.cancelled()) data-kept=(lang.draft_kept()) {
                a.skip href="#main" { (lang.skip()) }
                @if let Some(viewer) = &frame.viewer { (header(frame, viewer)) (strip_of(frame)) }
                p #offline .bar.warning role="status" hidden {}
                main #main tabindex="-1" { (page.main) }
                @if frame.viewer.is_some() { (palette(frame, page)) }
                @if let Some(viewer) = &frame.viewer { (keys(frame, viewer)) }
                p #live .sr role="status" {}
            }
        }
    }
    .into_string()
}

/// The whole page as an answer.
pub(crate) fn page(frame: &Frame, page: Page) -> Response {
    Html(render(frame, &page)).into_response()
}

/// An icon beside a text.
pub(crate) fn icon(name: &str) -> Markup {
    html! { svg.icon aria-hidden="true" { use href={ (asset::ICONS.url()) "#" (name) } {} } }
}

fn header(frame: &Frame, viewer: &Viewer) -> Markup {
    let lang = frame.lang();
    let here = frame.path.split('?').next().unwrap_or_default();
    let current = |path: &str| (here == path).then_some("page");
    html! {
        header.top {
            a.brand href="/tasks" {
                @if viewer.look.has_logo { img.logo src={ "/company/" (viewer.company) "/logo?v=" (viewer.look.version) } alt="Balcão"; }
                @else { (icon("desk")) span { "Balcão" } }
            }
            form.find role="search" action="/people" {
                (icon("search"))
                input #search type="search" name="q" maxlength="200" autocomplete="off"
                    aria-label=(lang.people_search()) placeholder=(lang.search_box()) title=(lang.search_box());
                kbd aria-hidden="true" { "/" }
            }
            nav aria-label=(lang.main_menu()) {
                a href="/tasks" aria-current=[current("/tasks")] { (lang.my_tasks()) }
                a href="/people" aria-current=[current("/people")] { (lang.people_search()) }
                @if viewer.supervises { a href="/supervision" aria-current=[current("/supervision")] { (lang.supervision()) } }
                @if viewer.administers { a href="/admin" aria-current=[here.starts_with("/admin").then_some("page")] { (lang.administration()) } }
            }
            button.quiet type="button" commandfor="palette" command="show-modal" { (lang.commands()) " " kbd { "Ctrl K" } }
            @if frame.demo { span.badge.info { (lang.demonstration()) } }
            details.menu {
                summary { (icon("person")) span { (viewer.name) } }
                div {
                    p { strong { (viewer.name) } br; span.dim { (viewer.profile) } }
                    a href="/me" { (lang.account()) }
                    (companies_of(frame, viewer))
                    (languages(frame))
                    button.quiet type="button" commandfor="keys" command="show-modal" { (lang.keys()) " " kbd { "?" } }
                    form method="post" action="/sign-out" { (frame.csrf()) button.quiet { (lang.sign_out()) } }
                }
            }
        }
    }
}

/// The attendances that are open, each once.
fn strip_of(frame: &Frame) -> Markup {
    let lang = frame.lang();
    if frame.strip.is_empty() {
        return html! {};
    }
    html! {
        nav.strip aria-label=(lang.open_attendances()) {
            form method="post" action="/strip" {
                (frame.csrf())
                input type="hidden" name="next" value=(frame.path);
                ol role="list" {
                    @for (at, open) in frame.strip.iter().enumerate() {
                        @let href = format!("/attendance/{}", open.request);
                        @let here = frame.path.starts_with(&href);
                        li class=[here.then_some("here")] {
                            a href=(href) data-open=(at + 1) title={ (open.protocol) " · " (open.person_name) } aria-current=[here.then_some("page")] {
                                @if open.has_draft { (icon("note")) span.sr { (lang.draft_word()) " " } }
                                (open.person_name)
                            }
                            button.icon-only name="request" value=(open.request) aria-label=(lang.close_that(open.protocol.as_str())) title=(lang.close()) { "×" }
                        }
                    }
                }
            }
        }
    }
}

/// The companies of the user, as buttons that come back here.
fn companies_of(frame: &Frame, viewer: &Viewer) -> Markup {
    html! {
        form.companies method="post" action="/company" {
            (frame.csrf())
            input type="hidden" name="next" value=(frame.path);
            fieldset {
                legend { (frame.lang().company()) }
                @for company in &viewer.companies {
                    button.quiet name="company" value=(company.id) aria-pressed=[(company.id == viewer.company).then_some("true")] {
                        (company.trade_name)
                    }
                }
            }
        }
    }
}

/// The three languages, as buttons that come back here.
pub(crate) fn languages(frame: &Frame) -> Markup {
    let names = [(Locale::Pt, "Português"), (Locale::En, "English"), (Locale::Es, "Español")];
    html! {
        form.languages method="post" action="/language" {
            (frame.csrf())
            input type="hidden" name="next" value=(frame.path);
            fieldset {
                legend.sr { (frame.lang().language()) }
                @for (locale, name) in names {
                    button.quiet name="locale" value=(locale.tag()) lang=(locale.tag())
                        aria-pressed=[(locale == frame.lang().0).then_some("true")] { (name) }
                }
            }
        }
    }
}

fn palette(frame: &Frame, page: &Page) -> Markup {
    let lang = frame.lang();
    html! {
        dialog #palette aria-label=(lang.commands()) closedby="any" {
            form action="/people" role="search" {
                input #command type="search" name="q" maxlength="200" autocomplete="off" autofocus
                    aria-label=(lang.palette_hint()) placeholder=(lang.palette_hint());
            }
            ul role="list" {
                @for command in page.commands.iter().chain(&everywhere(frame)) {
                    li data-words={ " " (command.words) } { @match &command.does {
                        Does::Open(href) => a href=(href) { (command.label) },
                        Does::Press(id) => button type="button" data-press=(id) { (command.label) },
                    } }
                }
                li data-words=" atalhos teclado shortcuts" { button type="button" commandfor="keys" command="show-modal" { (lang.keys()) } }
            }
        }
    }
}

/// What the palette offers on every page: what is open, and the pages with the names of the menus
/// where Voalle's users look for them (reference: "Suíte / Operações", "Service Desk / Operações").
fn everywhere(frame: &Frame) -> Vec<Command> {
    let lang = frame.lang();
    let open = frame.strip.iter().map(|open| {
        let label = format!("{} · {}", open.person_name, open.protocol);
        Command::open(&label, format!("/attendance/{}", open.request)).found_by("atendimento aberto")
    });
    let tasks = [
        Command::open(lang.my_tasks(), "/tasks").found_by(
            "suíte operações solicitações atendimentos chamados tickets ordens de serviço os protocolos",
        ),
        Command::open(lang.team_queue(), "/tasks?view=team")
            .found_by("fila solicitações não atribuídas assumir"),
        Command::open(lang.view_scheduled(), "/tasks?view=scheduled")
            .found_by("solicitação agendamento agenda"),
        Command::open(lang.view_waiting(), "/tasks?view=waiting").found_by("pendentes cliente terceiro"),
        Command::open(lang.people_search(), "/people").found_by(
            "suíte operações contratos clientes etiquetas tela nova iniciar novo atendimento manutenção",
        ),
        Command::open(lang.account(), "/me").found_by("alterar senha segundo fator sessões perfil usuário"),
    ];
    let supervision = [
        Command::open(lang.supervision(), "/supervision")
            .found_by("service desk central de serviços dashboard indicadores relatórios gestão equipe"),
        Command::open(lang.everybodys_tasks(), "/tasks?view=all")
            .found_by("solicitações em lote reatribuir equipe"),
    ];
    let administers = frame.viewer.as_ref().is_some_and(|viewer| viewer.administers);
    let supervises = frame.viewer.as_ref().is_some_and(|viewer| viewer.supervises);
    open.chain(tasks)
        .chain(supervision.into_iter().filter(|_| supervises))
        .chain(admin::commands(lang).filter(|_| administers))
        .collect()
}

fn keys(frame: &Frame, viewer: &Viewer) -> Markup {
    let lang = frame.lang();
    let rows = [
        ("/", lang.key_search()),
        ("Ctrl K", lang.key_palette()),
        ("?", lang.key_help()),
        ("T", lang.key_tasks()),
        ("1 … 9", lang.key_tabs()),
        ("⇧ 1 … 9", lang.key_open()),
        (".", lang.key_copy()),
    ];
    html! {
        dialog #keys aria-labelledby="keys-title" closedby="any" {
            h2 #keys-title { (lang.keys()) }
            dl.keys { @for (key, does) in rows { div { dt { kbd { (key) } } dd { (does) } } } }
            form method="post" action="/keys" {
                (frame.csrf())
                label { input #single-keys type="checkbox" name="single" value="on" checked[viewer.single_keys]; " " (lang.single_keys()) }
            }
            form method="dialog" { button { (lang.close()) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_we_have_wins() {
        assert_eq!(first_of_ours("fr-FR,es-AR;q=0.8,en;q=0.7"), Locale::Es);
        assert_eq!(first_of_ours("EN-us"), Locale::En);
        assert_eq!(first_of_ours(""), Locale::Pt);
        assert_eq!(first_of_ours("ja, zh"), Locale::Pt);
    }
}
