//! The list of plugins, and beside it the way in and the switch for everything that is not ours.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use balcao_access::Actor;
use balcao_plugins::canvas::Tone;
use balcao_plugins::{Class, Installed, Plugins};
use maud::{Markup, html};

use super::{path, state, title};
use crate::block::notice;
use crate::fault::Fault;
use crate::page::admin::{self, Section};
use crate::route::Visit;
use crate::shell::{Frame, icon};

/// The page.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    Ok(page(&visit, None))
}

/// The page, and why a file that was sent was not installed.
pub(super) fn page(visit: &Visit<Actor>, refused: Option<&str>) -> Response {
    let (frame, plugins) = (&visit.frame, &visit.desk.plugins);
    let lang = frame.lang();
    let all = plugins.installed();
    let main = html! {
        @if let Some(why) = refused {
            div.notice.danger.summary-of-errors #problem tabindex="-1" role="alert" autofocus {
                (icon("danger"))
                div { strong { (lang.plugin_not_installed()) } p { a href="#file" { (why) } } }
            }
        }
        div.heading {
            h1 { (lang.plugins()) }
            form.log-search action="/admin/plugin-log" role="search" aria-label=(lang.plugin_find_log()) {
                label for="reference" { (lang.plugin_reference()) }
                input #reference name="reference" maxlength="20" autocomplete="off" placeholder="7F3A-91C2";
                button { (lang.plugin_find_log()) }
            }
        }
        @if plugins.others_held() { (notice(Tone::Warning, "", html! { (lang.plugin_others_held()) })) }
        @if all.is_empty() { p.empty { (lang.plugins_none()) } } @else { (table(frame, plugins, &all)) }
        p.hint { (lang.plugin_since(&frame.format.instant(plugins.since()))) }
        (upload(visit, refused))
        (others(frame, plugins.others_held()))
    };
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    (status, admin::page(frame, Section::Plugins, lang.plugins(), main)).into_response()
}

fn table(frame: &Frame, plugins: &Plugins, all: &[Installed]) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    html! {
        div.scroll role="group" tabindex="0" aria-label=(lang.plugins()) {
            table.tasks {
                caption.sr { (lang.plugins()) }
                thead { tr {
                    th scope="col" { (lang.plugin_word()) }
                    th scope="col" { (lang.plugin_vendor()) }
                    th scope="col" { (lang.plugin_version()) }
                    th scope="col" { (lang.plugin_state()) }
                    th scope="col" { (lang.plugin_contributions()) }
                    th scope="col" { (lang.plugin_permissions()) }
                    th.num scope="col" { (lang.plugin_calls()) }
                    th.num scope="col" { (lang.plugin_failures()) }
                } }
                tbody { @for plugin in all {
                    @let health = plugins.health(&plugin.name);
                    tr {
                        td { a href=(path(&plugin.name)) { (title(lang, plugin)) } br; span.dim.small { (plugin.name) } }
                        @if let Some(version) = plugin.version() {
                            td {
                                (version.description.vendor)
                                @if plugin.is_ours() { " " span.vendor { (lang.plugin_ours()) } }
                            }
                            td { (version.description.version) }
                        } @else { td {} td {} }
                        td { (state(lang, plugin, health.set_aside.len())) }
                        td { (on_of(frame, plugin)) }
                        td { (granted_of(frame, plugin)) }
                        td.num { (format.integer(number(health.total.calls))) }
                        td.num { (format.integer(number(health.total.failed()))) }
                    }
                } }
            }
        }
    }
}

/// A count, as the page writes numbers.
pub(super) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn on_of(frame: &Frame, plugin: &Installed) -> String {
    let all = plugin.contributions();
    let on = all.iter().filter(|contribution| plugin.offers(&contribution.name)).count();
    frame.lang().plugin_on_of(on, all.len())
}

fn granted_of(frame: &Frame, plugin: &Installed) -> String {
    let asked = plugin.version().map(|version| &version.permissions).into_iter().flatten();
    let (asked, granted) = asked.fold((0, 0), |(asked, granted), permission| {
        let allowed = plugin.grants.iter().any(|grant| grant.permission == *permission && grant.allowed);
        (asked + 1, granted + usize::from(allowed))
    });
    match asked {
        0 => frame.lang().plugin_asks_nothing().to_owned(),
        asked => frame.lang().plugin_granted_of(granted, asked),
    }
}

/// The form that takes a component.
fn upload(visit: &Visit<Actor>, refused: Option<&str>) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let chosen = visit.form.text("class");
    html! {
        section.card.body aria-labelledby="upload-title" {
            h2 #upload-title { (lang.plugin_upload()) }
            form method="post" action="/admin/plugins" enctype="multipart/form-data" novalidate {
                (frame.csrf())
                p.hint { (lang.plugin_upload_lead()) }
                fieldset.field {
                    legend { (lang.plugin_class()) }
                    div.choices { @for class in [Class::Compact, Class::Interpreted] {
                        @let limits = visit.desk.plugins.limits(class);
                        label {
                            input type="radio" name="class" value=(class.as_str())
                                checked[chosen == class.as_str() || (chosen.is_empty() && class == Class::Compact)];
                            span {
                                (lang.plugin_class_name(class)) br;
                                span.hint { (lang.plugin_class_hint(
                                    &frame.format.bytes(limits.component_bytes as u64),
                                    &frame.format.integer(number(limits.table_elements as u64)),
                                )) }
                            }
                        }
                    } }
                }
                div.field {
                    label for="file" { (lang.plugin_file()) }
                    @if let Some(why) = refused { p.error #file-error { (why) } }
                    input #file type="file" name="file" accept=".wasm,application/wasm"
                        aria-invalid=[refused.map(|_| "true")] aria-describedby=[refused.map(|_| "file-error")];
                }
                p.row { button.primary { (lang.plugin_send()) } }
            }
        }
    }
}

/// The switch for everything that is not ours.
fn others(frame: &Frame, held: bool) -> Markup {
    let lang = frame.lang();
    html! {
        section.card.body aria-labelledby="others-title" {
            h2 #others-title { (lang.plugin_others()) }
            form method="post" action="/admin/plugin-hold" {
                (frame.csrf())
                p.hint { (lang.plugin_others_lead()) }
                p.row {
                    @if held { button name="on" value="true" { (lang.plugin_others_go()) } }
                    @else { button.danger name="on" value="false" { (lang.plugin_others_stop()) } }
                }
            }
        }
    }
}
