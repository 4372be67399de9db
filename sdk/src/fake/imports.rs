//! The contract's interfaces as the fake desk answers them: the names and signatures of the
//! generated bindings, which stand here in a component. The facade uses one or the other, so the
//! compiler holds them equal.

pub mod address;
pub mod attachment_changes;
pub mod attachments;
pub mod consumption;
pub mod contacts;
pub mod contracts;
pub mod current;
pub mod document_changes;
pub mod documents;
pub mod email;
pub mod events;
pub mod invoice_changes;
pub mod invoices;
pub mod line;
pub mod line_changes;
pub mod loans;
pub mod name;
pub mod orders;
pub mod probe;
pub mod signal;
pub mod tax_id;
pub mod unlock_changes;
pub mod unlocks;
pub mod usage;

use super::desk::on;
use crate::Failure;
use crate::files::Kind;

/// Two kinds of files.
fn kinds() -> Vec<Kind> {
    let kind = |code: &str, label: &str| Kind { code: code.into(), label: label.into() };
    vec![kind("photo", "Foto"), kind("other", "Outro")]
}

/// Not there, as the host says it.
fn missing(what: &str) -> Failure {
    Failure::not_found("Não encontrado.").detail(what)
}

/// A page out of everything: its items, and the cursor of the next page.
fn page<T: Clone>(all: &[T], cursor: Option<&str>, size: usize) -> (Vec<T>, Option<String>) {
    let start: usize = cursor.and_then(|c| c.parse().ok()).unwrap_or(0);
    let items: Vec<T> = all.iter().skip(start).take(size).cloned().collect();
    let end = start + items.len();
    (items, (end < all.len()).then(|| end.to_string()))
}

/// What this call is about.
pub mod call {
    use super::on;
    pub use crate::bindings::everything::balcao::desk::call::User;

    /// The number the customer was told.
    pub fn protocol() -> Option<String> {
        on(|s| s.desk.request.as_ref().map(|r| r.protocol.clone()))
    }
    /// The handle of who is being served.
    pub fn person() -> Option<String> {
        Some("person".into())
    }
    /// The handle of the contract; none until chosen.
    pub fn contract() -> Option<String> {
        on(|s| s.desk.served.as_ref().map(|number| format!("contract-{number}")))
    }
    /// The handle of the tag; none until chosen.
    pub fn tag() -> Option<String> {
        on(|s| s.desk.tag.clone().or_else(|| s.desk.line.is_ok().then(|| "tag".into())))
    }
    /// Who serves the customer.
    pub fn agent() -> Option<User> {
        Some(User {
            id: "user".into(),
            name: "Ana".into(),
            team: "Suporte".into(),
            profile: "Suporte".into(),
        })
    }
    /// The language to write in, BCP 47.
    pub fn locale() -> String {
        on(|s| s.desk.locale.clone())
    }
    /// The day where the provider is, ISO 8601.
    pub fn today() -> String {
        on(|s| s.desk.today.clone())
    }
    /// When this call began, in milliseconds since 1970 UTC.
    pub fn now() -> i64 {
        super::super::desk::NOW
    }
}

pub mod settings {
    use super::on;

    /// The value of a setting, if it was declared.
    pub fn get(key: &str) -> Option<String> {
        on(|s| s.desk.settings.get(key).cloned())
    }
}

pub mod log {
    use super::on;
    pub use crate::bindings::everything::balcao::desk::log::Level;

    pub fn write(level: Level, message: &str) {
        on(|s| s.run.log.push((level, message.into())));
    }
}

pub mod canvas {
    use super::super::record::Block;
    use super::on;
    use crate::Answer;
    use crate::canvas::{Column, Event, Fact, Field, Metric, Plot, Row, RowAction, Series, Tone};

    fn add(block: Block) {
        on(|s| s.run.blocks.push(block));
    }

    pub fn section(title: &str) {
        add(Block::Section(title.into()));
    }
    pub fn text(text: &str) {
        add(Block::Text(text.into()));
    }
    pub fn notice(tone: Tone, title: &str, text: &str) {
        add(Block::Notice { tone, title: title.into(), text: text.into() });
    }
    pub fn facts(facts: &[Fact]) {
        add(Block::Facts(facts.into()));
    }
    pub fn metrics(metrics: &[Metric]) {
        add(Block::Metrics(metrics.into()));
    }
    pub fn table(
        caption: &str,
        columns: &[Column],
        rows: &[Row],
        when_empty: &str,
        row_actions: &[RowAction],
    ) -> u32 {
        add(Block::Table {
            caption: caption.into(),
            columns: columns.into(),
            rows: rows.into(),
            when_empty: when_empty.into(),
            row_actions: row_actions.into(),
        });
        on(|s| s.run.blocks.len() as u32 - 1)
    }
    pub fn rows(table: u32, more: &[Row]) {
        on(|s| match s.run.blocks.get_mut(table as usize) {
            Some(Block::Table { rows, .. }) => rows.extend_from_slice(more),
            _ => panic!("there is no table {table}"),
        });
    }
    pub fn timeline(events: &[Event]) {
        add(Block::Timeline(events.into()));
    }
    pub fn chart(caption: &str, plot: Plot, unit: &str, labels: &[String], series: &[Series]) {
        add(Block::Chart {
            caption: caption.into(),
            plot,
            unit: unit.into(),
            labels: labels.into(),
            series: series.into(),
        });
    }
    pub fn payment(charge: &str) {
        add(Block::Payment(charge.into()));
    }
    pub fn slips(charges: &[String]) {
        add(Block::Slips(charges.into()));
    }
    pub fn message(text: &str, charges: &[String], to: Option<&str>) {
        add(Block::Message { text: text.into(), charges: charges.into(), to: to.map(Into::into) });
    }
    pub fn query(fields: &[Field], submit: &str) {
        add(Block::Query { fields: fields.into(), submit: submit.into() });
    }
    pub fn open(label: &str, answers: &[Answer]) {
        add(Block::Open { label: label.into(), answers: answers.into() });
    }
    pub fn launch(label: &str, tone: Tone, action: &str, answers: &[Answer]) {
        let (label, action) = (label.into(), action.into());
        add(Block::Launch { label, tone, action, answers: answers.into() });
    }
}

pub mod declare {
    use super::super::record::{Declared, Kind};
    use super::on;
    pub use crate::bindings::everything::balcao::desk::declare::Label;

    fn add(declared: Declared) {
        on(|s| s.run.declared.push(declared));
    }

    fn contribution(kind: Kind, name: &str, titles: &[Label], summaries: &[Label], tab: &str) {
        add(Declared::Contribution {
            kind,
            name: name.into(),
            titles: titles.into(),
            summaries: summaries.into(),
            tab: tab.into(),
        });
    }

    pub fn plugin(name: &str, version: &str, vendor: &str, titles: &[Label]) {
        let (name, version, vendor) = (name.into(), version.into(), vendor.into());
        add(Declared::Plugin { name, version, vendor, titles: titles.into() });
    }
    pub fn widget(name: &str, titles: &[Label], summaries: &[Label], tab: &str) {
        contribution(Kind::Widget, name, titles, summaries, tab);
    }
    pub fn action(name: &str, titles: &[Label], summaries: &[Label], tab: &str) {
        contribution(Kind::Action, name, titles, summaries, tab);
    }
    pub fn tool() {
        add(Declared::Tool);
    }
    pub fn live() {
        add(Declared::Live);
    }
    pub fn setting(key: &str, kind: &str, labels: &[Label], choices: &[String], initial: &str) {
        add(Declared::Setting {
            key: key.into(),
            kind: kind.into(),
            labels: labels.into(),
            choices: choices.into(),
            initial: initial.into(),
        });
    }
    pub fn span(least: i64, most: i64) {
        add(Declared::Span { least, most });
    }
}

/// What `finish` says beside what it changes.
pub mod receipt {
    use super::on;
    pub use crate::bindings::everything::balcao::desk::receipt::Audience;

    /// The report that the request gets. Without one the host writes its own.
    pub fn report(audience: Audience, text: &str) {
        on(|s| s.run.reports.push((audience, text.into())));
    }
}
