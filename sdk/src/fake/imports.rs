//! The contract's interfaces as the fake desk answers them: the names and signatures of the
//! generated bindings, which stand here in a component. The facade uses one or the other, so the
//! compiler holds them equal.

use super::desk::on;
use crate::Failure;

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
        None
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

/// Invoices of the person being served.
pub mod invoices {
    use super::{missing, on, page};
    use crate::Failure;
    pub use crate::bindings::everything::balcao::billing::invoices::{Invoice, Page, State, Sum};

    /// Newest due date first, 50 a page; `cursor` is the one of the page before.
    pub fn all(open_only: bool, cursor: Option<&str>) -> Result<Page, Failure> {
        on(|s| {
            s.desk.granted("billing/invoices")?;
            let mut all = s.desk.invoices.clone();
            all.retain(|invoice| invoice.state.open || !open_only);
            all.sort_by(|a, b| b.due.cmp(&a.due));
            let (invoices, cursor) = page(&all, cursor, 50);
            Ok(Page { invoices, cursor })
        })
    }

    /// Count and sum of the open invoices, however many there are.
    pub fn totals() -> Result<Sum, Failure> {
        on(|s| {
            s.desk.granted("billing/invoices")?;
            let open: Vec<&Invoice> = s.desk.invoices.iter().filter(|i| i.state.open).collect();
            Ok(Sum {
                open: open.len() as u32,
                overdue: open.iter().filter(|i| i.state.overdue).count() as u32,
                amount: open.iter().map(|i| i.amount).sum(),
                today: open.iter().map(|i| i.today).sum(),
            })
        })
    }

    /// One invoice by the id that a row handed to this plugin's action.
    pub fn one(invoice: &str) -> Result<Invoice, Failure> {
        on(|s| {
            s.desk.granted("billing/invoices")?;
            let found = s.desk.invoices.iter().find(|i| i.id == invoice).cloned();
            found.ok_or_else(|| missing(invoice))
        })
    }
}

/// Changes of invoices.
pub mod invoice_changes {
    use super::super::record::Effect;
    use super::{missing, on};
    pub use crate::bindings::everything::balcao::billing::invoice_changes::Outlook;
    use crate::{Day, Failure};

    /// What `reschedule` to this day would do. The fake desk knows weekends, not holidays, and
    /// lets an invoice be worth on the new day what it is worth today.
    pub fn quote(invoice: &str, due: &str) -> Result<Outlook, Failure> {
        let asked: Day = due.parse()?;
        // 1970-01-01 was a Thursday.
        let thursday: Day = "1970-01-01".parse()?;
        let weekend = match asked.since(thursday).rem_euclid(7) {
            2 => 2,
            3 => 1,
            _ => 0,
        };
        on(|s| {
            s.desk.granted("billing/invoice-changes")?;
            let found = s.desk.invoices.iter().find(|i| i.id == invoice);
            Ok(Outlook {
                due: asked.plus(weekend).to_string(),
                moved: weekend > 0,
                amount_with_charges: found.ok_or_else(|| missing(invoice))?.today,
                times: s.desk.times,
                times_of_person: s.desk.times_of_person,
            })
        })
    }

    /// A new due date. The first one is kept; the charge is registered anew.
    pub fn reschedule(invoice: &str, due: &str, keep_charges: bool, reason: &str) -> Result<(), Failure> {
        on(|s| {
            s.desk.granted("billing/invoice-changes")?;
            if !s.desk.invoices.iter().any(|i| i.id == invoice) {
                return Err(missing(invoice));
            }
            let (invoice, due, reason) = (invoice.into(), due.into(), reason.into());
            s.run.effects.push(Effect::Reschedule { invoice, due, keep_charges, reason });
            Ok(())
        })
    }
}

/// Contracts of the person being served.
pub mod contracts {
    use super::{missing, on};
    use crate::Failure;
    pub use crate::bindings::everything::balcao::contracts::contracts::{Contract, Status};

    /// The contract of this request; `not-found` until one is chosen.
    pub fn served() -> Result<Contract, Failure> {
        on(|s| {
            s.desk.granted("contracts/contracts")?;
            let number = s.desk.served.as_ref();
            let found = s.desk.contracts.iter().find(|c| Some(&c.number) == number).cloned();
            found.ok_or_else(|| missing("contract"))
        })
    }

    /// All of them.
    pub fn all() -> Result<Vec<Contract>, Failure> {
        on(|s| {
            s.desk.granted("contracts/contracts")?;
            Ok(s.desk.contracts.clone())
        })
    }
}

/// The request being served now.
pub mod current {
    use super::{missing, on, page};
    use crate::Failure;
    pub use crate::bindings::everything::balcao::requests::current::{Report, ReportPage, Request, Status};

    /// The request.
    pub fn get() -> Result<Request, Failure> {
        on(|s| {
            s.desk.granted("requests/current")?;
            s.desk.request.clone().ok_or_else(|| missing("request"))
        })
    }

    /// Newest first, 20 a page; `cursor` is the one of the page before.
    pub fn reports(cursor: Option<&str>) -> Result<ReportPage, Failure> {
        on(|s| {
            s.desk.granted("requests/current")?;
            let mut all = s.desk.reports.clone();
            all.sort_by_key(|report| std::cmp::Reverse(report.at));
            let (reports, cursor) = page(&all, cursor, 20);
            Ok(ReportPage { reports, cursor })
        })
    }
}
