//! How a plugin fares, what it wrote, and the search by the reference that an agent saw.

use axum::response::Response;
use balcao_access::Actor;
use balcao_plugins::canvas::Tone;
use balcao_plugins::health::{Health, LogLine, Sums};
use balcao_plugins::{Installed, Level};
use maud::{Markup, html};

use super::list::number;
use super::path;
use crate::block::tone_class;
use crate::fault::Fault;
use crate::page::admin::{self, Section};
use crate::route::Visit;
use crate::shell::Frame;

/// The lines of one reference, whichever plugin wrote them.
pub(super) async fn search(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let reference = visit.query.text("reference");
    let found = visit.desk.plugins.logged(reference);
    let mut plugins: Vec<&str> = found.iter().map(|(plugin, _)| plugin.as_str()).collect();
    plugins.dedup();
    let main = html! {
        p { a href="/admin/plugins" { (lang.plugin_back_to_list()) } }
        div.heading { h1 { (lang.plugin_log_of(reference)) } }
        form.log-search action="/admin/plugin-log" role="search" aria-label=(lang.plugin_find_log()) {
            label for="reference" { (lang.plugin_reference()) }
            input #reference name="reference" maxlength="20" autocomplete="off" value=(reference);
            button { (lang.plugin_find_log()) }
        }
        @if found.is_empty() { p.empty { (lang.plugin_log_none()) } }
        @for plugin in plugins {
            @let of = found.iter().filter(|(whose, _)| whose == plugin).map(|(_, line)| line);
            section.card.body { h2 { a href=(path(plugin)) { (plugin) } } (log(frame, of)) }
        }
        p.hint { (lang.plugin_since(&frame.format.instant(visit.desk.plugins.since()))) }
    };
    Ok(admin::page(frame, Section::Plugins, lang.plugin_log(), main))
}

/// What is set aside, why and until when, with the way back.
pub(super) fn set_aside(frame: &Frame, plugin: &Installed, health: &Health) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    html! { @for aside in &health.set_aside {
        div.notice.danger {
            div {
                strong { (lang.plugin_aside_title(&titled(frame, plugin, &aside.contribution))) }
                p {
                    (lang.plugin_aside_text(&format.instant(aside.since), &format.instant(aside.until), lang.plugin_failure(aside.why.cause.kind())))
                    " " a href={ "/admin/plugin-log?reference=" (aside.why.reference) } { (aside.why.reference) }
                }
                form method="post" action={ (path(&plugin.name)) "/bring-back" } {
                    (frame.csrf())
                    button name="contribution" value=(aside.contribution) { (lang.plugin_bring_back()) }
                }
            }
        }
    } }
}

/// The figures, for each widget and action that was called.
pub(super) fn figures(frame: &Frame, plugin: &Installed, health: &Health) -> Markup {
    let lang = frame.lang();
    if health.total.calls == 0 {
        return html! { p.empty { (lang.plugin_no_calls()) } };
    }
    html! {
        div.scroll role="group" tabindex="0" aria-label=(lang.plugin_health()) {
            table {
                caption.sr { (lang.plugin_health()) }
                thead { tr {
                    th scope="col" { (lang.plugin_contributions()) }
                    th.num scope="col" { (lang.plugin_calls()) }
                    th.num scope="col" { (lang.plugin_half()) }
                    th.num scope="col" { (lang.plugin_most()) }
                    th.num scope="col" { (lang.plugin_cpu()) }
                    th.num scope="col" { (lang.plugin_memory()) }
                    th.num scope="col" { (lang.plugin_host_calls()) }
                    th scope="col" { (lang.plugin_failures()) }
                } }
                tbody { @for (name, sums) in &health.contributions {
                    tr { th scope="row" { (titled(frame, plugin, name)) } (row(frame, sums)) }
                } }
            }
        }
    }
}

fn row(frame: &Frame, sums: &Sums) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    let millis = |time: std::time::Duration| format.duration(time.as_secs_f64() * 1000.0);
    let within = |hundredths| sums.percentile(hundredths).map(millis).unwrap_or_default();
    html! {
        td.num { (format.integer(number(sums.calls))) }
        td.num { (within(50)) }
        td.num { (within(99)) }
        td.num { (millis(sums.cpu)) }
        td.num { (format.bytes(sums.memory_peak as u64)) }
        td.num { (format.integer(number(sums.host_calls))) }
        td {
            @if sums.failures.is_empty() { span.dim { "0" } }
            @for (kind, count) in &sums.failures { div { (format.integer(number(*count))) " " (lang.plugin_failure(*kind)) } }
        }
    }
}

/// Lines of a log, the newest first.
pub(super) fn log<'l>(frame: &Frame, lines: impl DoubleEndedIterator<Item = &'l LogLine>) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    html! {
        div.scroll role="group" tabindex="0" aria-label=(lang.plugin_log()) {
            table.log {
                caption.sr { (lang.plugin_log()) }
                thead { tr {
                    th scope="col" { (lang.plugin_when()) }
                    th scope="col" { (lang.plugin_during()) }
                    th scope="col" { (lang.plugin_line()) }
                    th scope="col" { (lang.plugin_reference()) }
                } }
                tbody { @for line in lines.rev() {
                    tr {
                        td.nobreak { (format.instant(line.at)) }
                        td.nobreak { (line.contribution) br; span.dim.small { (line.purpose.as_str()) } }
                        td { span.badge.(tone_class(tone(line.line.level))) { (lang.plugin_level(line.line.level)) } " " code { (line.line.text) } }
                        td.nobreak { @if let Some(reference) = line.reference { a href={ "/admin/plugin-log?reference=" (reference) } { (reference) } } }
                    }
                } }
            }
        }
    }
}

fn tone(level: Level) -> Tone {
    match level {
        Level::Debug => Tone::Neutral,
        Level::Info => Tone::Info,
        Level::Warn => Tone::Warning,
        Level::Error => Tone::Danger,
    }
}

/// A widget's or action's title; of one that no version has any more, its name.
fn titled(frame: &Frame, plugin: &Installed, name: &str) -> String {
    let declared = plugin.versions.iter().rev().flat_map(|version| &version.description.contributions);
    let title = declared.into_iter().find(|declared| declared.name == name).map(|found| &found.titles);
    title.map_or_else(|| name.to_owned(), |titles| frame.lang().label(titles).to_owned())
}
