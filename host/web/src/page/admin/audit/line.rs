//! A line of the trail in words.

use std::collections::HashMap;

use balcao_access::{Actor, ProfileId, User, UserId, profiles};
use balcao_desk::trail::{Entry, Personal};
use balcao_store::Conn;
use maud::{Markup, html};
use serde_json::{Map, Value};

use crate::fault::Fault;
use crate::message::Lang;
use crate::route::Visit;
use crate::shell::Frame;

/// The names of what lines hold the ids of.
pub(super) struct Names(HashMap<String, String>);

impl Names {
    /// Of these users, of the viewer's companies, and of the profiles.
    pub async fn load(conn: &mut Conn, frame: &Frame, users: &[User]) -> Result<Names, Fault> {
        let lang = frame.lang();
        let users = users.iter().map(|user| (id_of_user(user.id), user.name.clone()));
        let companies = frame.viewer.iter().flat_map(|viewer| &viewer.companies);
        let companies = companies.map(|company| (company.id.to_string(), company.trade_name.clone()));
        let profiles = profiles::list(conn).await?.into_iter();
        let profiles =
            profiles.map(|profile| (id_of_profile(profile.id), lang.label(&profile.name).to_owned()));
        Ok(Names(users.chain(companies).chain(profiles).collect()))
    }

    /// What fields say, name and value. What was before and what is after stand together.
    pub fn details(&self, frame: &Frame, fields: &Value) -> Vec<(String, String)> {
        let lang = frame.lang();
        let Value::Object(fields) = fields else { return Vec::new() };
        let mut details = Vec::new();
        for (key, value) in fields {
            match (key.as_str(), value) {
                ("before" | "after", Value::Object(_)) => {}
                ("after" | "to", _) if fields.contains_key(other(key)) => {}
                ("before" | "from", _) if fields.contains_key(other(key)) => {
                    details.push((lang.audit_changed().to_owned(), self.change(value, &fields[other(key)])));
                }
                (_, Value::Object(nested))
                    if nested.contains_key("before") || nested.contains_key("after") =>
                {
                    details.push((label(lang, key), self.change_in(nested)));
                }
                _ => details.push((label(lang, key), self.value(value))),
            }
        }
        details.extend(self.changes(lang, fields));
        details
    }

    /// `{"before": {…}, "after": {…}}`, field by field.
    fn changes(&self, lang: Lang, fields: &Map<String, Value>) -> Vec<(String, String)> {
        let empty = Map::new();
        let side = |name: &str| fields.get(name).and_then(Value::as_object).unwrap_or(&empty);
        let (before, after) = (side("before"), side("after"));
        let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter()
            .map(|key| {
                let (old, new) =
                    (before.get(key).unwrap_or(&Value::Null), after.get(key).unwrap_or(&Value::Null));
                (label(lang, key), self.change(old, new))
            })
            .collect()
    }

    fn change_in(&self, nested: &Map<String, Value>) -> String {
        let side = |name: &str| nested.get(name).unwrap_or(&Value::Null);
        self.change(side("before"), side("after"))
    }

    fn change(&self, before: &Value, after: &Value) -> String {
        format!("{} → {}", self.value(before), self.value(after))
    }

    /// An id by the name of what it is of; the beginning of one that nobody knows here.
    fn value(&self, value: &Value) -> String {
        match value {
            Value::Null => "—".to_owned(),
            Value::String(text) => match self.0.get(text) {
                Some(name) => name.clone(),
                None if text.len() >= 32 && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-') => {
                    format!("{}…", text.chars().take(8).collect::<String>())
                }
                None => text.clone(),
            },
            Value::Array(values) => {
                values.iter().map(|value| self.value(value)).collect::<Vec<_>>().join(", ")
            }
            other => other.to_string(),
        }
    }
}

fn id_of_user(id: UserId) -> String {
    id.to_string()
}

fn id_of_profile(id: ProfileId) -> String {
    id.to_string()
}

fn other(key: &str) -> &'static str {
    match key {
        "before" => "after",
        "after" => "before",
        "from" => "to",
        _ => "from",
    }
}

fn label(lang: Lang, key: &str) -> String {
    lang.audit_field(key).unwrap_or(key).to_owned()
}

/// What a contribution is called, while it is installed.
pub(super) fn title(visit: &Visit<Actor>, contribution: &str) -> String {
    let known =
        contribution.split_once('/').and_then(|(plugin, name)| visit.desk.plugins.contribution(plugin, name));
    let lang = visit.frame.lang();
    known.map_or_else(
        || contribution.to_owned(),
        |known| format!("{} ({contribution})", lang.label(&known.titles)),
    )
}

/// Who did it, by name.
pub(super) fn who(lang: Lang, entry: &Entry) -> &str {
    entry.user.as_ref().map_or(lang.the_desk(), |(_, name)| name)
}

/// What was done, in words.
pub(super) fn what(visit: &Visit<Actor>, entry: &Entry) -> String {
    let act = visit.frame.lang().act(entry.act);
    match &entry.contribution {
        Some(contribution) => format!("{act}: {}", title(visit, contribution)),
        None => act.to_owned(),
    }
}

/// Lines as a table, the newest first.
pub(super) fn table(visit: &Visit<Actor>, names: &Names, entries: &[Entry]) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    html! {
        div.scroll role="group" tabindex="0" aria-label=(lang.audit_lines()) {
            table.tasks.audit-lines {
                caption.sr { (lang.audit_lines()) }
                thead { tr {
                    th scope="col" { (lang.audit_when()) }
                    th scope="col" { (lang.audit_user()) }
                    th scope="col" { (lang.audit_act()) }
                    th scope="col" { (lang.customer()) }
                    th scope="col" { (lang.audit_details()) }
                } }
                tbody { @for entry in entries { tr {
                    td.nobreak { time datetime=(entry.at.to_rfc3339()) { (frame.format.instant(entry.at)) } }
                    td { (who(lang, entry)) @if let Some(address) = &entry.address { br; span.dim.small { (address) } } }
                    td { (what(visit, entry)) }
                    td {
                        @if let Some((id, name)) = &entry.person { a href={ "/admin/audit/person/" (id) } { (name) } }
                        @if let Some((_, protocol)) = &entry.request { " " span.number.dim { (protocol) } }
                    }
                    td {
                        @for (key, value) in names.details(frame, &entry.fields) { div { span.dim { (key) ": " } (value) } }
                        (personal(frame, entry))
                        span.dim.small title=(lang.audit_place()) { (entry.place) }
                    }
                } } }
            }
        }
    }
}

/// Values about the person: shown by a click that is itself a line.
fn personal(frame: &Frame, entry: &Entry) -> Markup {
    let lang = frame.lang();
    html! {
        @match entry.personal {
            Personal::None => {},
            Personal::Erased => span.badge.neutral { (lang.audit_erased()) },
            Personal::Kept => form method="post" action={ "/admin/audit/" (entry.place) "/personal" } {
                (frame.csrf())
                button.quiet { (lang.audit_show_personal()) }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use balcao_access::Locale;
    use balcao_access::audit::Act;
    use serde_json::json;

    use super::*;
    use crate::format::Format;

    #[test]
    fn every_act_has_a_sentence_in_every_language() {
        for locale in [Locale::Pt, Locale::En, Locale::Es] {
            for act in Act::ALL {
                assert_ne!(Lang(locale).act(*act), act.as_str(), "{act} in {locale:?}");
            }
        }
    }

    #[test]
    fn what_was_before_stands_with_what_is_after() {
        let format = Format { lang: Lang(Locale::Pt), zone: chrono_tz::America::Sao_Paulo };
        let frame = Frame {
            format,
            path: "/".into(),
            origin: String::new(),
            demo: false,
            strip: Vec::new(),
            viewer: None,
        };
        let names = Names(HashMap::from([("u-1".to_owned(), "Ana".to_owned())]));
        for (fields, says) in [
            (json!(null), vec![]),
            (json!({ "user": "u-1" }), vec!["Usuário: Ana"]),
            (json!({ "from": "a", "to": "b" }), vec!["Alteração: a → b"]),
            (json!({ "before": "a", "after": null }), vec!["Alteração: a → —"]),
            (json!({ "price": { "before": 1, "after": 2 } }), vec!["price: 1 → 2"]),
            (
                json!({ "before": { "name": "x", "on": true }, "after": { "name": "y", "on": true, "new": 1 } }),
                vec!["Nome: x → y", "new: — → 1", "on: true → true"],
            ),
            (json!({ "run": "0193e5a0-1111-7222-8333-444444444444" }), vec!["Execução: 0193e5a0…"]),
        ] {
            let found: Vec<String> = names
                .details(&frame, &fields)
                .into_iter()
                .map(|(key, value)| format!("{key}: {value}"))
                .collect();
            assert_eq!(found, says, "{fields}");
        }
    }
}
