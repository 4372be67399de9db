//! Auditoria: who did, saw or changed what; on whom, and when. Who saw a customer is a report of its
//! own, and so is the proof that no line was altered.

mod erase;
mod export;
mod line;
mod person;
mod proof;

use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use balcao_access::audit::{self, Act, Line, Place};
use balcao_access::{Actor, User, UserId, users};
use balcao_desk::PersonId;
use balcao_desk::search::{self, Found, SearchError};
use balcao_desk::trail::{self, Cursor, Page, Search, TrailError};
use balcao_plugins::canvas::Tone;
use balcao_store::{DateTime, Utc};
use chrono::{NaiveDateTime, TimeZone};
use maud::{Markup, html};

use super::{ADMINISTERS, Section};
use crate::block::notice;
use crate::fault::Fault;
use crate::fields::url;
use crate::page::people::note_search;
use crate::route::{Routes, Visit};
use crate::shell::Frame;
use line::Names;

impl From<TrailError> for Fault {
    fn from(error: TrailError) -> Fault {
        match error {
            TrailError::Denied => Fault::Forbidden,
            TrailError::Store(error) => error.into(),
        }
    }
}

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .route(Method::GET, "/admin/audit", ADMINISTERS, show)
        .route(Method::GET, "/admin/audit/csv", ADMINISTERS, export::show)
        .route(Method::POST, "/admin/audit/{line}/personal", ADMINISTERS, personal)
        .route(Method::GET, "/admin/audit/proof", ADMINISTERS, proof::show)
        .route(Method::POST, "/admin/audit/proof", ADMINISTERS, proof::begin)
        .route(Method::GET, "/admin/audit/person/{person}", ADMINISTERS, person::show)
        .route(Method::GET, "/admin/audit/person/{person}/csv", ADMINISTERS, person::file)
        .route(Method::GET, "/admin/audit/person/{person}/erase", ADMINISTERS, erase::show)
        .route(Method::POST, "/admin/audit/person/{person}/erase", ADMINISTERS, erase::submit)
}

/// What the filters of the page hold: they stand in its address.
const FILTERS: [&str; 6] = ["person", "user", "act", "by", "from", "to"];

/// The filters as they were sent, and what cannot be read of them.
struct Asked {
    search: Search,
    problem: Option<&'static str>,
}

impl Asked {
    fn of(visit: &Visit<Actor>) -> Asked {
        let text = |name: &str| visit.query.text(name);
        let (from, to) = (moment(visit, "from"), moment(visit, "to"));
        let problem = from.as_ref().err().or(to.as_ref().err()).copied();
        let search = Search {
            person: text("person").parse().ok(),
            user: text("user").parse().ok(),
            acts: match text("act") {
                "sights" => Act::SIGHTS.to_vec(),
                act => act.parse().into_iter().collect(),
            },
            contributions: contributions(visit, text("by")),
            from: from.unwrap_or_default(),
            to: to.unwrap_or_default(),
        };
        Asked { search, problem }
    }
}

/// The moment of a field, by the clock at the provider; the field's name if it is none.
fn moment(visit: &Visit<Actor>, name: &'static str) -> Result<Option<DateTime<Utc>>, &'static str> {
    let typed = visit.query.text(name);
    if typed.is_empty() {
        return Ok(None);
    }
    let local = NaiveDateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M").map_err(|_| name)?;
    let at = visit.frame.format.zone.from_local_datetime(&local).earliest().ok_or(name)?;
    Ok(Some(at.to_utc()))
}

/// Those of a plugin, or the one that is named whole.
fn contributions(visit: &Visit<Actor>, by: &str) -> Vec<String> {
    let all = offered(visit);
    let of_plugin: Vec<String> = all.into_iter().filter(|name| name.split('/').next() == Some(by)).collect();
    if of_plugin.is_empty() && !by.is_empty() { vec![by.to_owned()] } else { of_plugin }
}

/// `plugin/name` of every contribution that is installed.
fn offered(visit: &Visit<Actor>) -> Vec<String> {
    let installed = visit.desk.plugins.installed();
    let names = installed.iter().flat_map(|plugin| {
        plugin
            .contributions()
            .into_iter()
            .map(|contribution| format!("{}/{}", plugin.name, contribution.name))
    });
    names.collect()
}

/// The page.
async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let mut asked = Asked::of(&visit);
    let typed = visit.query.text("q");
    let mut found = None;
    if !typed.is_empty() && asked.search.person.is_none() {
        match find(&visit, typed).await? {
            Ok(hits) if hits.hits.len() == 1 => asked.search.person = Some(hits.hits[0].person.id),
            other => found = Some(other),
        }
    }
    let before: Option<Cursor> = visit.query.text("before").parse().ok();
    let mut conn = visit.desk.db.read().await?;
    let page = match (&asked.problem, &found) {
        (None, None) => trail::page(&mut conn, &visit.proof, &asked.search, before, trail::PAGE).await?,
        _ => Page::default(),
    };
    let person = match asked.search.person {
        Some(id) => trail::person(&mut conn, &visit.proof, id).await?.map(|name| (id, name)),
        None => None,
    };
    let users = colleagues(&visit, users::list(&mut conn).await?);
    let names = Names::load(&mut conn, &visit.frame, &users).await?;
    drop(conn);
    let status = if asked.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let main = html! {
        div.heading {
            h1 { (lang.audit()) }
            a.button href="/admin/audit/proof" { (lang.audit_proof()) }
        }
        (filters(&visit, &asked, person.as_ref(), &users))
        @match &found {
            Some(Ok(found)) => (candidates(&visit, found)),
            Some(Err(problem)) => (notice(Tone::Warning, "", html! { (problem) })),
            None if asked.problem.is_none() => {
                @if let Some((id, name)) = &person {
                    p { a href={ "/admin/audit/person/" (id) } { (lang.audit_who_saw(name)) } }
                }
                (lines(&visit, &names, &asked.search, &page))
            }
            None => {}
        }
    };
    Ok((status, super::page(&visit.frame, Section::Audit, lang.audit(), main)).into_response())
}

/// The users who share a company with whoever looks.
fn colleagues(visit: &Visit<Actor>, users: Vec<User>) -> Vec<User> {
    let ours = &visit.proof.user.companies;
    users.into_iter().filter(|user| user.companies.iter().any(|company| ours.contains(company))).collect()
}

/// People whom the text may mean, or what is wrong with it.
async fn find(visit: &Visit<Actor>, typed: &str) -> Result<Result<Found, &'static str>, Fault> {
    let lang = visit.frame.lang();
    let mut conn = visit.desk.db.read().await?;
    let found = match search::people(&mut conn, &visit.proof, typed).await {
        Ok(found) => found,
        Err(SearchError::Empty) => return Ok(Err(lang.people_empty())),
        Err(SearchError::TooLong) => return Ok(Err(lang.people_too_long())),
        Err(SearchError::Denied) => return Err(Fault::Forbidden),
        Err(SearchError::Store(error)) => return Err(error.into()),
    };
    drop(conn);
    match note_search(visit, &found).await {
        Ok(()) => Ok(Ok(found)),
        Err(SearchError::Store(error)) => Err(error.into()),
        Err(_) => Err(Fault::Forbidden),
    }
}

/// Several people: which of them?
fn candidates(visit: &Visit<Actor>, found: &Found) -> Markup {
    let lang = visit.frame.lang();
    html! {
        section.card aria-labelledby="who" {
            header { h2 #who { (lang.audit_which_person()) } }
            div.body {
                @if found.hits.is_empty() { p.empty { (lang.audit_nobody()) } }
                ul role="list" { @for hit in &found.hits {
                    li { a href=(with_person(visit, hit.person.id)) { (hit.person.name) } " " span.dim { (hit.person.city) } }
                } }
                @if found.more { p.hint { (lang.people_more()) } }
            }
        }
    }
}

/// This page with the same filters, for a person.
fn with_person(visit: &Visit<Actor>, person: PersonId) -> String {
    let person = person.to_string();
    let others = FILTERS.iter().filter(|name| **name != "person").map(|name| (*name, visit.query.text(name)));
    let pairs =
        [("person", person.as_str())].into_iter().chain(others).filter(|(_, value)| !value.is_empty());
    url("/admin/audit", pairs)
}

/// An address with the filters of this page, the person found among them.
fn filtered(visit: &Visit<Actor>, search: &Search, path: &str, before: Option<&str>) -> String {
    let person = search.person.map(|person| person.to_string()).unwrap_or_default();
    let value = |name: &'static str| if name == "person" { person.as_str() } else { visit.query.text(name) };
    let pairs = FILTERS.iter().map(|name| (*name, value(name)));
    let pairs = pairs.chain(before.map(|cursor| ("before", cursor))).filter(|(_, value)| !value.is_empty());
    url(path, pairs)
}

fn filters(
    visit: &Visit<Actor>,
    asked: &Asked,
    person: Option<&(PersonId, String)>,
    users: &[User],
) -> Markup {
    let lang = visit.frame.lang();
    let user: Option<UserId> = asked.search.user;
    let act = visit.query.text("act");
    let by = visit.query.text("by");
    let mut acts: Vec<(&str, &str)> = Act::ALL.iter().map(|act| (lang.act(*act), act.as_str())).collect();
    acts.sort_unstable();
    let time = |name: &'static str, label: &str| {
        html! {
            div.field {
                label for=(name) { (label) }
                @if asked.problem == Some(name) { p.error id={ (name) "-error" } { (lang.audit_no_moment()) } }
                input id=(name) type="datetime-local" name=(name) value=(visit.query.text(name))
                    aria-invalid=[(asked.problem == Some(name)).then_some("true")]
                    aria-describedby=[(asked.problem == Some(name)).then(|| format!("{name}-error"))];
            }
        }
    };
    html! {
        form.card.audit-filters action="/admin/audit" role="search" aria-label=(lang.audit_search()) {
            @if let Some((id, name)) = person {
                div.field {
                    span.label { (lang.customer()) }
                    p { strong { (name) } " " a href=(without_person(visit)) { (lang.audit_anybody()) } }
                    input type="hidden" name="person" value=(id);
                }
            } @else {
                div.field {
                    label for="q" { (lang.audit_person()) }
                    input #q type="search" name="q" maxlength="200" autocomplete="off" value=(visit.query.text("q"));
                }
            }
            div.field {
                label for="user" { (lang.audit_user()) }
                select #user name="user" {
                    option value="" { (lang.audit_everybody()) }
                    @for one in users { option value=(one.id) selected[user == Some(one.id)] { (one.name) " (" (one.login) ")" } }
                }
            }
            div.field {
                label for="act" { (lang.audit_act()) }
                select #act name="act" {
                    option value="" { (lang.audit_any_act()) }
                    option value="sights" selected[act == "sights"] { (lang.audit_sights()) }
                    @for (says, value) in acts { option value=(value) selected[act == value] { (says) } }
                }
            }
            div.field {
                label for="by" { (lang.audit_plugin()) }
                select #by name="by" {
                    option value="" { (lang.audit_any_plugin()) }
                    @for plugin in visit.desk.plugins.installed() {
                        option value=(plugin.name) selected[by == plugin.name] { (plugin.name) }
                    }
                    @for name in offered(visit) { option value=(name) selected[by == name] { (line::title(visit, &name)) } }
                }
            }
            (time("from", lang.audit_from()))
            (time("to", lang.audit_to()))
            p.row { button.primary { (lang.search()) } a.button href="/admin/audit" { (lang.audit_clear()) } }
        }
    }
}

fn without_person(visit: &Visit<Actor>) -> String {
    let others = FILTERS.iter().filter(|name| **name != "person").map(|name| (*name, visit.query.text(name)));
    url("/admin/audit", others.filter(|(_, value)| !value.is_empty()))
}

fn lines(visit: &Visit<Actor>, names: &Names, search: &Search, page: &Page) -> Markup {
    let lang = visit.frame.lang();
    html! {
        @if page.entries.is_empty() { p.empty { (lang.audit_nothing()) } } @else { (line::table(visit, names, &page.entries)) }
        nav.row aria-label=(lang.pages()) {
            @if !visit.query.text("before").is_empty() { a.button href=(filtered(visit, search, "/admin/audit", None)) { (lang.audit_newest()) } }
            @if let Some(next) = page.next {
                a.button rel="next" href=(filtered(visit, search, "/admin/audit", Some(&next.to_string()))) { (lang.older()) }
            }
            @if !page.entries.is_empty() {
                a.button href=(filtered(visit, search, "/admin/audit/csv", None)) download { (lang.as_csv()) }
            }
        }
    }
}

/// The values about a person beside a line. Showing them is itself a line.
async fn personal(visit: Visit<Actor>) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let place: Place = visit.params.get("line")?;
    let mut tx = visit.desk.db.write().await?;
    let entry = trail::one(&mut tx, &visit.proof, place).await?.ok_or(Fault::NotFound)?;
    let written = audit::one(&mut tx, visit.desk.db.keys(), place).await?.ok_or(Fault::NotFound)?;
    let (Some((person, _)), Some(values)) = (entry.person.clone(), written.line.personal) else {
        return Err(Fault::NotFound);
    };
    let mut note = Line::new(Act::PersonalShown)
        .by(&visit.proof)
        .person(person.0)
        .fields(serde_json::json!({ "line": place.to_string() }));
    note.request = entry.request.as_ref().map(|(request, _)| request.0);
    audit::commit(tx, vec![note]).await?;
    let mut conn = visit.desk.db.read().await?;
    let users = colleagues(&visit, users::list(&mut conn).await?);
    let names = Names::load(&mut conn, &visit.frame, &users).await?;
    drop(conn);
    let main = html! {
        p { a href=(url("/admin/audit", [("person", person.to_string().as_str())])) { (lang.back()) } }
        h1 { (lang.audit_personal()) }
        (line::table(&visit, &names, std::slice::from_ref(&entry)))
        section.card { div.body {
            dl.facts { @for (key, value) in names.details(&visit.frame, &values) { div { dt { (key) } dd { (value) } } } }
            p.hint { (lang.audit_personal_noted()) }
        } }
    };
    Ok(super::page(&visit.frame, Section::Audit, lang.audit_personal(), main))
}

/// What stands in the frame of a page of this subject is printed with who printed it.
fn printed(frame: &Frame, visit: &Visit<Actor>) -> Markup {
    html! { p.printed { (frame.lang().printed_by(&visit.proof.user.name, &frame.format.instant(visit.now))) } }
}
