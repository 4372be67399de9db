//! The page of a plugin: its state, what it may do, what it offers, how it fares, its versions, its log.

use axum::response::Response;
use balcao_access::{Actor, Profile, profiles};
use balcao_plugins::canvas::Tone;
use balcao_plugins::{Installed, Version};
use maud::{Markup, html};

use super::{deciding, form, health, installed, path, state, title, version_path};
use crate::block::{notice, tone_class};
use crate::fault::Fault;
use crate::page::admin::{self, Section};
use crate::route::Visit;
use crate::shell::Frame;

/// The lines of the log that the page shows.
const LINES: usize = 50;

/// The page.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let plugin = installed(&visit)?;
    let profiles = profiles::list(&mut visit.desk.db.read().await?).await?;
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let known = visit.desk.plugins.health(&plugin.name);
    let newest = known.log.iter().skip(known.log.len().saturating_sub(LINES));
    let main = html! {
        p { a href="/admin/plugins" { (lang.plugin_back_to_list()) } }
        div.heading {
            h1 { (title(lang, &plugin)) }
            (state(lang, &plugin, known.set_aside.len()))
            (switch(frame, &plugin))
        }
        div.deciding {
            @for waiting in plugin.versions.iter().filter(|version| version.decided_at.is_none()) { (waits(frame, &plugin, waiting)) }
            (health::set_aside(frame, &plugin, &known))
            @if let Some(live) = plugin.version() {
                section.card.body { (deciding::facts(frame, &plugin, live)) }
                (permissions(frame, &plugin, live, &profiles))
            }
            (contributions(frame, &plugin))
            section.card.body aria-labelledby="health-title" {
                h2 #health-title { (lang.plugin_health()) }
                p.hint { (lang.plugin_since(&frame.format.instant(visit.desk.plugins.since()))) }
                (health::figures(frame, &plugin, &known))
            }
            (versions(frame, &plugin))
            section.card.body aria-labelledby="log-title" {
                h2 #log-title { (lang.plugin_log()) }
                @if known.log.is_empty() { p.empty { (lang.plugin_log_empty()) } } @else { (health::log(frame, newest)) }
            }
        }
    };
    Ok(admin::page(frame, Section::Plugins, title(lang, &plugin), main))
}

fn waits(frame: &Frame, plugin: &Installed, version: &Version) -> Markup {
    let lang = frame.lang();
    let text = html! {
        (version.description.version) ": " (lang.plugin_undecided()) " "
        a href=(version_path(&plugin.name, &version.digest.to_string())) { (lang.plugin_decide()) }
    };
    notice(Tone::Info, "", text)
}

/// The switch of the plugin. What nobody decided about is switched on by deciding.
fn switch(frame: &Frame, plugin: &Installed) -> Markup {
    let lang = frame.lang();
    html! { @if plugin.is_decided() {
        form method="post" action={ (path(&plugin.name)) "/switch" } {
            (frame.csrf())
            @if plugin.enabled { button.danger name="on" value="false" { (lang.plugin_switch_off()) } }
            @else { button.primary name="on" value="true" { (lang.plugin_switch_on()) } }
        }
    } }
}

fn permissions(frame: &Frame, plugin: &Installed, live: &Version, profiles: &[Profile]) -> Markup {
    let lang = frame.lang();
    let ids = form::ids(profiles);
    html! {
        section.card.body aria-labelledby="permissions-title" {
            h2 #permissions-title { (lang.plugin_permissions()) }
            @if live.permissions.is_empty() { p { (lang.plugin_asks_nothing_long()) } } @else {
                dl.permissions { @for permission in &live.permissions {
                    div {
                        dt { (permission.sentence(lang.0)) @if permission.changes() { " " span.badge.warning { (lang.plugin_changes()) } } }
                        dd { (form::words(lang, plugin.reach(*permission, &ids).as_ref(), profiles)) }
                    }
                } }
                p { a.button href=(version_path(&plugin.name, &live.digest.to_string())) {
                    @if live.decided_at.is_some() { (lang.plugin_change_permissions()) } @else { (lang.plugin_decide()) }
                } }
            }
        }
    }
}

fn contributions(frame: &Frame, plugin: &Installed) -> Markup {
    let lang = frame.lang();
    html! {
        section.card.body aria-labelledby="contributions-title" {
            h2 #contributions-title { (lang.plugin_contributions()) }
            div.scroll role="group" tabindex="0" aria-label=(lang.plugin_contributions()) {
                table {
                    caption.sr { (lang.plugin_contributions()) }
                    thead { tr {
                        th scope="col" { (lang.plugin_name()) }
                        th scope="col" { (lang.plugin_kind()) }
                        th scope="col" { (lang.plugin_tab()) }
                        th.num scope="col" { (lang.plugin_settings()) }
                        th scope="col" { (lang.plugin_state()) }
                        th scope="col" { span.sr { (lang.actions()) } }
                    } }
                    tbody { @for one in plugin.contributions() {
                        @let on = !plugin.off.contains(&one.name);
                        @let name = lang.label(&one.titles);
                        tr {
                            th scope="row" { a href={ "/admin/actions/" (plugin.name) "/" (one.name) } { (name) } }
                            td { (lang.plugin_kind_name(one.kind)) }
                            td { (one.tab) }
                            td.num { (one.settings.len()) }
                            td { (badge(if on { Tone::Success } else { Tone::Neutral }, if on { lang.plugin_on() } else { lang.plugin_off() })) }
                            td.acts {
                                form method="post" action={ (path(&plugin.name)) "/switch" } {
                                    (frame.csrf())
                                    input type="hidden" name="contribution" value=(one.name);
                                    @let label = if on { lang.plugin_switch_off() } else { lang.plugin_switch_on() };
                                    button.quiet name="on" value=(!on) aria-label={ (label) ": " (name) } { (label) }
                                }
                            }
                        }
                    } }
                }
            }
        }
    }
}

fn versions(frame: &Frame, plugin: &Installed) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    html! {
        section.card.body aria-labelledby="versions-title" {
            h2 #versions-title { (lang.plugin_versions()) }
            div.scroll role="group" tabindex="0" aria-label=(lang.plugin_versions()) {
                table {
                    caption.sr { (lang.plugin_versions()) }
                    thead { tr {
                        th scope="col" { (lang.plugin_version()) }
                        th scope="col" { (lang.plugin_digest()) }
                        th scope="col" { (lang.plugin_arrived()) }
                        th scope="col" { (lang.plugin_state()) }
                        th scope="col" { span.sr { (lang.actions()) } }
                    } }
                    tbody { @for version in plugin.versions.iter().rev() {
                        @let digest = version.digest.to_string();
                        @let address = version_path(&plugin.name, &digest);
                        tr {
                            th scope="row" { a href=(address) { (version.description.version) } }
                            td { code title=(digest) { (&digest[..16]) "…" } }
                            td.nobreak { (format.instant(version.installed_at)) }
                            td {
                                @if version.decided_at.is_none() { (badge(Tone::Info, lang.plugin_waits())) }
                                @else if plugin.live == version.digest { (badge(Tone::Success, lang.plugin_live())) }
                                @else { (badge(Tone::Neutral, lang.plugin_earlier())) }
                            }
                            td.acts {
                                @if version.decided_at.is_none() { a.button href=(address) { (lang.plugin_decide()) } }
                                @else if plugin.live != version.digest {
                                    form method="post" action={ (address) "/live" } { (frame.csrf()) button { (lang.plugin_roll_back()) } }
                                }
                            }
                        }
                    } }
                }
            }
            p.hint { (lang.plugin_runs_end()) }
        }
    }
}

fn badge(tone: Tone, text: &str) -> Markup {
    html! { span.badge.(tone_class(tone)) { (text) } }
}
