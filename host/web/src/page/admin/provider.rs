//! What the provider has outside: access servers, OLTs, what has failed of them, and mail. Each is a
//! company's, and kept by administrators of that company alone.

mod mail;
mod nas;
mod olts;
mod outages;
mod signal;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::audit::Line;
use balcao_access::finding::{Finding, Verdict};
use balcao_access::{Actor, Company, CompanyId, companies};
use balcao_plugins::canvas::Tone;
use balcao_store::Conn;
use maud::{Markup, html};
use sha2::{Digest, Sha256};

use super::form::{self, Form, Problem};
use super::{ADMINISTERS, Section, changing};
use crate::block::notice;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::outside::Part;
use crate::route::{Routes, Visit};
use crate::shell::Frame;

pub(super) fn routes(routes: Routes) -> Routes {
    [nas::routes, olts::routes, signal::routes, outages::routes, mail::routes]
        .into_iter()
        .fold(routes, |routes, more| more(routes))
}

/// The companies whose things somebody keeps, by name.
async fn own(conn: &mut Conn, actor: &Actor) -> Result<Vec<Company>, Fault> {
    let mut own = companies::list(conn).await?;
    own.retain(|company| actor.user.companies.contains(&company.id));
    Ok(own)
}

/// The one of them that a path or a form names.
fn one_of(companies: &[Company], id: &str) -> Result<Company, Fault> {
    let id: CompanyId = id.parse().map_err(|_| Fault::NotFound)?;
    companies.iter().find(|company| company.id == id).cloned().ok_or(Fault::NotFound)
}

/// What became of a form.
enum Sent {
    /// It is drawn for the first time.
    No,
    /// It is drawn again as it was typed.
    Again,
    /// It can't be kept as it is.
    Wrong(Vec<Problem>),
    /// Somebody was faster.
    Late,
}

impl Sent {
    fn wrong(id: &str, label: &str, words: impl Into<String>) -> Sent {
        Sent::Wrong(vec![problem(id, label, words)])
    }

    fn status(&self) -> StatusCode {
        match self {
            Sent::No | Sent::Again => StatusCode::OK,
            Sent::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Sent::Late => StatusCode::CONFLICT,
        }
    }

    /// What is said above the form.
    fn told(&self, frame: &Frame) -> Markup {
        match self {
            Sent::No | Sent::Again => html! {},
            Sent::Wrong(problems) => form::summary(frame, problems),
            Sent::Late => form::late(frame, None),
        }
    }

    /// The form, with what was typed in it if it was sent.
    fn form<'a>(&'a self, frame: &'a Frame, typed: &'a Fields) -> Form<'a> {
        let problems = if let Sent::Wrong(problems) = self { problems.as_slice() } else { &[] };
        Form { frame, typed: (!matches!(self, Sent::No)).then_some(typed), problems }
    }
}

fn problem(id: &str, label: &str, words: impl Into<String>) -> Problem {
    Problem { id: id.into(), label: label.into(), words: words.into() }
}

/// What a form saw of what it changes, in a few characters: another one than now is told so.
fn edition<T: AsRef<str>>(values: &[T]) -> String {
    let mut hash = Sha256::new();
    for value in values {
        hash.update(value.as_ref());
        hash.update([0]);
    }
    hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The audit line of a room, with who did it, whose it is, and the names of the fields that were set.
fn by(line: Line, actor: &Actor, company: CompanyId, set: &[&str]) -> Line {
    let mut line = line.by(actor);
    line.fields["company"] = serde_json::json!(company);
    if !set.is_empty() {
        line.fields["set"] = serde_json::json!(set);
    }
    line
}

/// A port that was typed.
fn port(typed: &str) -> Option<u16> {
    typed.parse().ok().filter(|port| *port > 0)
}

/// Goes to where it stands as it was saved.
fn saved(path: &str) -> Response {
    let mark = if path.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{path}{mark}saved=yes")).into_response()
}

/// Says that it was saved, where one comes from saving it.
fn saved_notice(visit: &Visit<Actor>) -> Markup {
    let told = visit.query.get("saved").is_some();
    html! { @if told { div role="status" { (notice(Tone::Success, "", html! { (visit.frame.lang().provider_saved()) })) } } }
}

/// The company whose things are looked at: the one that the address names, or else the one that they work
/// for.
fn looked_at(visit: &Visit<Actor>, companies: &[Company]) -> Result<Company, Fault> {
    match visit.query.get("company") {
        Some(named) => one_of(companies, named),
        None => one_of(companies, &visit.proof.company.to_string()),
    }
}

fn of_company(path: &str, company: &Company) -> String {
    format!("{path}?company={}", company.id)
}

/// The way to the same of another company, where they keep several.
fn company_tabs(visit: &Visit<Actor>, path: &str, companies: &[Company], here: &Company) -> Markup {
    html! {
        @if companies.len() > 1 {
            nav.tabs aria-label=(visit.frame.lang().company()) { @for company in companies {
                a href=(of_company(path, company)) aria-current=[(company.id == here.id).then_some("page")] { (company.trade_name) }
            } }
        }
    }
}

/// Whose it is: a choice only for whoever keeps several companies.
fn company_field(form: &Form<'_>, companies: &[Company]) -> Markup {
    match companies {
        [only] => html! { input type="hidden" name="company" value=(only.id); },
        several => {
            let options: Vec<_> =
                several.iter().map(|company| (company.id.to_string(), company.trade_name.clone())).collect();
            let viewer = form.frame.viewer.as_ref();
            let stands = viewer.map(|viewer| viewer.company.to_string()).unwrap_or_default();
            form.select("company", form.frame.lang().company(), &options, &stands)
        }
    }
}

/// In the demonstration: that it is one.
fn demonstration(frame: &Frame) -> Markup {
    html! {
        @if frame.demo {
            (notice(Tone::Info, frame.lang().demonstration(), html! { (frame.lang().provider_demo()) }))
        }
    }
}

/// The mark of what answers on this machine alone.
fn mark(frame: &Frame, address: &str) -> Markup {
    let here = address == "localhost" || address.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    html! { @if frame.demo && here { " " span.badge.neutral { (frame.lang().provider_demo_mark()) } } }
}

/// The button that tries it, where anything can be tried.
fn try_button(visit: &Visit<Actor>, path: &str) -> Markup {
    html! {
        @if visit.desk.config.outside.trial.is_some() {
            form.try method="post" action={ (path) "/test" } {
                (visit.frame.csrf())
                button { (visit.frame.lang().provider_test()) }
            }
        }
    }
}

/// Tries it, and says in words what was found.
async fn tried(visit: &Visit<Actor>, part: Part) -> Result<Markup, Fault> {
    let trial = visit.desk.config.outside.trial.as_ref().ok_or(Fault::NotFound)?;
    let found = trial(part).await;
    Ok(
        html! { div #problem tabindex="-1" role="alert" autofocus { (finding(&visit.frame, found.as_ref())) } },
    )
}

fn finding(frame: &Frame, found: Option<&Finding>) -> Markup {
    let lang = frame.lang();
    let Some(found) = found else {
        return notice(Tone::Danger, lang.provider_failed(), html! { (lang.provider_untried()) });
    };
    let (tone, title) = match found.verdict {
        Verdict::Works => (Tone::Success, lang.provider_works()),
        Verdict::Warning => (Tone::Warning, lang.provider_warning()),
        Verdict::Failed => (Tone::Danger, lang.provider_failed()),
    };
    let text = html! {
        (lang.label(&found.says))
        @if let Some(remedy) = &found.remedy { br; strong { (lang.provider_remedy()) } " " (lang.label(remedy)) }
    };
    notice(tone, title, text)
}

/// A way to have it gone that takes two steps, with what comes of it.
fn removal(frame: &Frame, path: &str, what_comes: &str) -> Markup {
    let lang = frame.lang();
    html! {
        details.removal {
            summary { (lang.provider_remove()) }
            form method="post" action={ (path) "/remove" } {
                (frame.csrf())
                p { (what_comes) }
                button.danger { (lang.provider_remove_now()) }
            }
        }
    }
}

/// A page of these.
fn page(visit: &Visit<Actor>, section: Section, status: StatusCode, title: &str, main: Markup) -> Response {
    (status, super::page(&visit.frame, section, title, main)).into_response()
}
