//! Operação: how the desk itself is, for whoever keeps it running. Nothing secret, nothing about a customer.

use axum::http::Method;
use axum::response::Response;
use balcao_access::Actor;
use balcao_access::finding::Verdict;
use balcao_plugins::canvas::Tone;
use balcao_store::Standing;
use balcao_store::outbox::{self, Waiting};
use maud::{Markup, html};

use super::{ADMINISTERS, Section};
use crate::block::{notice, tone_class};
use crate::fault::Fault;
use crate::jobs::Job;
use crate::route::{Routes, Visit};
use crate::shell::Frame;

/// Routes on the page, the slowest first.
const SLOWEST: usize = 15;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.route(Method::GET, "/admin/operation", ADMINISTERS, show).route(
        Method::POST,
        "/admin/operation/store",
        ADMINISTERS,
        try_store,
    )
}

/// The page.
async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    page(&visit, None).await
}

/// Writes, reads and removes an object.
async fn try_store(visit: Visit<Actor>) -> Result<Response, Fault> {
    let found = visit.desk.files.check().await;
    let lang = visit.frame.lang();
    let tone = match found.verdict {
        Verdict::Works => Tone::Success,
        Verdict::Warning => Tone::Warning,
        Verdict::Failed => Tone::Danger,
    };
    let said = html! {
        (lang.label(&found.says))
        @if let Some(remedy) = &found.remedy { " " (lang.label(remedy)) }
    };
    page(&visit, Some(notice(tone, "", said))).await
}

async fn page(visit: &Visit<Actor>, tried: Option<Markup>) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let standing = visit.desk.db.standing().await?;
    let mut conn = visit.desk.db.read().await?;
    let waiting = outbox::waiting(&mut conn).await?;
    drop(conn);
    let main = html! {
        div.heading { h1 { (lang.operation()) } p.dim { (lang.operation_as_of(&frame.format.instant(visit.now))) } }
        div.grid.operation {
            (card("database", lang.operation_database(), database(frame, &standing)))
            (card("store", lang.operation_store(), store(frame, tried.as_ref())))
            (card("outbox", lang.operation_outbox(), waiting_lines(visit, &waiting)))
            (card("engine", lang.operation_engine(), engine(visit)))
            (card("jobs", lang.operation_jobs(), jobs(visit)))
            (card("slow", lang.operation_slow(), slow(visit)))
        }
    };
    Ok(super::page(frame, Section::Operation, lang.operation(), main))
}

fn card(id: &str, title: &str, body: Markup) -> Markup {
    let id = format!("{id}-title");
    html! { section.card.half aria-labelledby=(id) { header { h2 id=(id) { (title) } } div.body { (body) } } }
}

fn database(frame: &Frame, standing: &Standing) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    html! {
        dl.facts {
            div { dt { (lang.operation_kind()) } dd { @if standing.is_sqlite { "SQLite" } @else { "PostgreSQL" } } }
            div { dt { (lang.operation_answers_in()) } dd { (format.duration(standing.took.as_secs_f64() * 1000.0)) } }
            div { dt { (lang.operation_size()) } dd { (format.bytes(standing.bytes.unsigned_abs())) } }
            div { dt { (lang.operation_migration()) } dd { (standing.migration) } }
            div { dt { "Balcão" } dd { (env!("CARGO_PKG_VERSION")) } }
        }
    }
}

fn store(frame: &Frame, tried: Option<&Markup>) -> Markup {
    let lang = frame.lang();
    html! {
        @if let Some(tried) = tried { div #problem tabindex="-1" role="status" autofocus { (tried) } }
        form method="post" action="/admin/operation/store" { (frame.csrf()) button { (lang.operation_try()) } }
    }
}

fn waiting_lines(visit: &Visit<Actor>, waiting: &[Waiting]) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    html! {
        @if waiting.is_empty() { p.empty { (lang.operation_outbox_empty()) } } @else {
            (table(lang.operation_outbox(), &[lang.outside_what(), lang.operation_count(), lang.outside_since()], html! {
                @for of in waiting { tr {
                    th scope="row" { (crate::page::run::receipt::kind(lang, &of.kind)) }
                    td.num { (frame.format.integer(of.entries)) }
                    td { (frame.format.instant(of.oldest)) }
                } }
            }))
            p { a href="/admin/outside" { (lang.outside()) } }
        }
    }
}

fn engine(visit: &Visit<Actor>) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let plugins = visit.desk.plugins.installed();
    html! {
        (table(lang.operation_engine(), &["Plugin", lang.operation_calls(), lang.operation_failures(), lang.operation_cpu(), lang.operation_aside()], html! {
            @for plugin in &plugins {
                @let health = visit.desk.plugins.health(&plugin.name);
                tr {
                    th scope="row" { (plugin.name) }
                    td.num { (frame.format.integer(health.total.calls.try_into().unwrap_or(i64::MAX))) }
                    td.num { (frame.format.integer(health.total.failed().try_into().unwrap_or(i64::MAX))) }
                    td.num { (frame.format.duration(health.total.cpu.as_secs_f64() * 1000.0)) }
                    td.num { (health.set_aside.len()) }
                }
            }
        }))
        p.hint { (lang.operation_since_start()) }
    }
}

fn jobs(visit: &Visit<Actor>) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let ran = visit.desk.config.jobs.ran();
    html! {
        (table(lang.operation_jobs(), &[lang.operation_job(), lang.operation_last_run(), lang.status()], html! {
            @for job in Job::ALL {
                @let last = ran.get(job);
                tr {
                    th scope="row" { (lang.operation_job_name(*job)) }
                    td { @match last { Some(last) => (frame.format.instant(last.at)), None => span.dim { "—" } } }
                    td { @match last {
                        Some(last) if last.failed => span.badge.(tone_class(Tone::Danger)) { (lang.operation_failed()) },
                        Some(_) => span.badge.(tone_class(Tone::Success)) { (lang.operation_went_well()) },
                        None => span.dim { (lang.operation_not_yet()) },
                    } }
                }
            }
        }))
    }
}

fn slow(visit: &Visit<Actor>) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let duration = |time: std::time::Duration| frame.format.duration(time.as_secs_f64() * 1000.0);
    html! {
        (table(lang.operation_slow(), &[lang.operation_route(), lang.operation_calls(), lang.operation_mean(), lang.operation_longest()], html! {
            @for route in visit.desk.timing.slowest(SLOWEST) { tr {
                th scope="row" { code { (route.method) " " (route.path) } }
                td.num { (frame.format.integer(route.calls.into())) }
                td.num { (duration(route.mean())) }
                td.num { (duration(route.longest)) }
            } }
        }))
        p.hint { (lang.operation_slow_hint()) }
    }
}

fn table(caption: &str, heads: &[&str], rows: Markup) -> Markup {
    html! {
        div.scroll role="group" tabindex="0" aria-label=(caption) { table {
            caption.sr { (caption) }
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody { (rows) }
        } }
    }
}
