//! Who changed what of a widget or an action, and when.

use std::collections::BTreeMap;

use balcao_access::UserId;
use balcao_access::audit::{Act, Written};
use maud::{Markup, html};
use serde_json::Value;

use super::Placed;
use super::one::{Known, field_label};
use super::settings::value;
use crate::shell::Frame;

/// Who changed it last, and when.
pub(super) fn latest(
    frame: &Frame,
    users: &BTreeMap<UserId, String>,
    told: &[Written],
) -> Option<(String, String)> {
    let last = told.first()?;
    Some((who(frame, users, last), frame.format.instant(last.at)))
}

fn who(frame: &Frame, users: &BTreeMap<UserId, String>, written: &Written) -> String {
    let by = written.line.actor.and_then(|actor| users.get(&actor));
    by.map_or(frame.lang().the_desk(), String::as_str).to_owned()
}

/// All of it, the newest first.
pub(super) fn section(
    frame: &Frame,
    known: &Known,
    placed: &[Placed],
    users: &BTreeMap<UserId, String>,
    told: &[Written],
) -> Markup {
    let lang = frame.lang();
    html! {
        section.card aria-labelledby="changes" {
            header { h2 #changes { (lang.admin_changes()) } }
            div.body {
                @if told.is_empty() { p.empty { (lang.admin_no_changes()) } } @else {
                    div.scroll role="group" tabindex="0" aria-labelledby="changes" {
                        table {
                            thead { tr {
                                th scope="col" { (lang.admin_when()) }
                                th scope="col" { (lang.admin_who()) }
                                th scope="col" { (lang.admin_what()) }
                                th scope="col" { (lang.admin_before()) }
                                th scope="col" { (lang.admin_after()) }
                            } }
                            tbody { @for written in told {
                                @let (what, before, after) = change(frame, known, placed, written);
                                tr {
                                    td.nobreak { (frame.format.instant(written.at)) }
                                    td { (who(frame, users, written)) }
                                    td { (what) }
                                    td { (before) }
                                    td { (after) }
                                }
                            } }
                        }
                    }
                }
            }
        }
    }
}

/// What was changed, from what, to what.
fn change(frame: &Frame, known: &Known, placed: &[Placed], written: &Written) -> (String, String, String) {
    let (lang, fields) = (frame.lang(), &written.line.fields);
    if written.line.act != Act::ContributionSet {
        let on = fields["on"].as_bool().unwrap_or_default();
        let after = if on { lang.actions_on() } else { lang.actions_off() };
        return (lang.status().to_owned(), String::new(), after.to_owned());
    }
    let field = fields["field"].as_str().unwrap_or_default();
    let key = field.strip_prefix("setting-");
    let setting = known.declared.settings.iter().find(|setting| Some(setting.key.as_str()) == key);
    let label = match (setting, key) {
        (Some(setting), _) => lang.label(&setting.labels).to_owned(),
        (None, Some(gone)) => gone.to_owned(),
        (None, None) => field_label(lang, field),
    };
    let profile = fields["profile"].as_str().map(|id| {
        let of = placed.iter().find(|(profile, _)| profile.id.to_string() == id);
        of.map_or_else(|| id.to_owned(), |(profile, _)| lang.label(&profile.name).to_owned())
    });
    let what = profile.map_or(label.clone(), |profile| format!("{label} ({profile})"));
    if fields["secret"].as_bool().unwrap_or_default() {
        let set = fields["set"].as_bool().unwrap_or_default();
        let after = if set { lang.actions_secret_set() } else { lang.actions_secret_unset() };
        return (what, String::new(), after.to_owned());
    }
    let shown = |side: &Value| match (side.as_str(), setting) {
        (None, _) => lang.actions_nothing_set().to_owned(),
        (Some(text), Some(setting)) => value(frame, setting, text),
        (Some(text), None) => text.to_owned(),
    };
    (what, shown(&fields["before"]), shown(&fields["after"]))
}
