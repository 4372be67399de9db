//! What a plugin drew, as HTML. Every id, class, attribute and address is the host's own; what
//! comes from the plugin is text, and maud escapes it.

pub(crate) mod chart;
pub(crate) mod field;
mod file;
mod known;
mod message;
mod payment;
mod qr;
pub(crate) mod secret;
mod table;
pub(crate) mod value;

use std::collections::BTreeSet;

use balcao_plugins::canvas::{Answer, Block, Fact, Field, Metric, Tone, Value};
use maud::{Markup, html};

use crate::answers;
use crate::fields::url;
use crate::part;
use crate::shell::{Frame, icon};

pub(crate) use known::{Known, known, points};
pub(crate) use qr::qr;
pub(crate) use value::tax_id;

/// Where blocks stand.
pub(crate) struct Place<'a> {
    pub frame: &'a Frame,
    /// Unique on the page: what every id here begins with.
    pub prefix: String,
    /// The level of a section's heading.
    pub heading: u8,
    /// The card that they are drawn in; none in an action, where nothing else may be started.
    pub card: Option<Card<'a>>,
}

/// A widget's card.
pub(crate) struct Card<'a> {
    /// The page of its tab.
    pub page: String,
    /// The address that draws the card alone.
    pub part: String,
    /// Its placement, as the page's query names it.
    pub placement: String,
    /// Where actions start.
    pub run: String,
    pub tab: &'a str,
    pub plugin: &'a str,
    /// Where a secret is shown; none: this profile shows none.
    pub secret: Option<String>,
    /// What it is drawn with.
    pub given: &'a [Answer],
    /// The actions of the same plugin that this profile has: only these have buttons.
    pub actions: BTreeSet<&'a str>,
}

impl Place<'_> {
    /// Draws all of them.
    pub fn draw(&self, blocks: &[Block], known: &Known) -> Markup {
        html! { @for (at, block) in blocks.iter().enumerate() { (self.block(at, block, blocks, known)) } }
    }

    fn block(&self, at: usize, block: &Block, all: &[Block], known: &Known) -> Markup {
        match block {
            Block::Section(title) => self.section(title),
            Block::Text(text) => html! { p.prose { (text) } },
            Block::Notice { tone, title, text } => notice(*tone, title, html! { (text) }),
            Block::Facts(facts) => self.facts(facts, known),
            Block::Metrics(metrics) => self.metrics(metrics, known),
            Block::Table { table, caption, columns, rows, when_empty, row_actions } => {
                let later = all[at + 1..].iter().filter_map(|block| match block {
                    Block::Rows { table: of, rows } if of == table => Some(rows),
                    _ => None,
                });
                let rows = rows.iter().chain(later.flatten()).collect::<Vec<_>>();
                self.table(caption, columns, &rows, when_empty, row_actions, known)
            }
            // Drawn with its table.
            Block::Rows { .. } => html! {},
            Block::Timeline(events) => html! {
                ol.timeline role="list" {
                    @for event in events {
                        li.(tone_class(event.tone)) {
                            time datetime=(event.at.to_rfc3339()) { (self.frame.format.event(event.at)) }
                            div { strong { (event.title) } @if !event.detail.is_empty() { p.prose { (event.detail) } } }
                        }
                    }
                }
            },
            Block::Chart { caption, plot, unit, labels, series } => {
                chart::draw(self.frame.format, caption, *plot, unit, labels, series)
            }
            Block::Payment(id) => match known.charge(*id) {
                Some(charge) => {
                    payment::draw(self.frame, charge, known.slips(&[*id]).as_deref(), known.by_hand(*id))
                }
                None => notice(Tone::Warning, "", html! { (self.frame.lang().charge_missing()) }),
            },
            Block::Slips(charges) => match known.slips(charges) {
                Some(address) => payment::pdf(self.frame, charges.len(), &address),
                None => notice(Tone::Warning, "", html! { (self.frame.lang().charge_missing()) }),
            },
            Block::Message { text, charges, to } => message::draw(self.frame, known, text, charges, *to),
            Block::Query { fields, submit } => self.query(at, fields, submit),
            Block::Open { label, answers } => self.open(label, answers),
            Block::Launch { label, tone, action, answers } => self.launch(label, *tone, action, answers),
        }
    }

    /// A block of a card that is still being drawn, as a part that is added to it; none where it
    /// shows nothing before the end.
    pub fn part(&self, block: &Block, before: &[Block], known: &Known) -> Option<Markup> {
        let (name, content) = match block {
            Block::Query { .. } => return None,
            Block::Rows { table: of, rows } => {
                let columns = before.iter().find_map(|block| match block {
                    Block::Table { table, columns, .. } if table == of => Some(columns.as_slice()),
                    _ => None,
                })?;
                (self.body_of(*of), self.rows(columns, &rows.iter().collect::<Vec<_>>(), known))
            }
            Block::Table { table, caption, columns, rows, .. } => {
                let rows = rows.iter().collect::<Vec<_>>();
                (format!("{}-live", self.prefix), self.growing(*table, caption, columns, &rows, known))
            }
            block => (format!("{}-live", self.prefix), self.draw(std::slice::from_ref(block), known)),
        };
        Some(part::add(&name, content))
    }

    /// One value.
    fn value(&self, known: &Known, value: &Value) -> Markup {
        match (value, &self.card) {
            (Value::Secret(handle), Some(card)) => {
                secret::masked(self.frame, card.secret.as_deref(), handle, &card.page)
            }
            // In an action nothing is shown: it is read by whoever takes the run up, too.
            (Value::Secret(handle), None) => secret::masked(self.frame, None, handle, ""),
            _ => value::draw(self.frame, known, value),
        }
    }

    fn section(&self, title: &str) -> Markup {
        match self.heading {
            2 => html! { h2.section { (title) } },
            _ => html! { h3.section { (title) } },
        }
    }

    fn facts(&self, facts: &[Fact], known: &Known) -> Markup {
        html! {
            dl.facts { @for fact in facts { div { dt { (fact.label) } dd { (self.value(known, &fact.value)) } } } }
        }
    }

    fn metrics(&self, metrics: &[Metric], known: &Known) -> Markup {
        html! {
            dl.metrics {
                @for metric in metrics {
                    div.(tone_class(metric.tone)) {
                        dt { (metric.label) }
                        dd { (self.value(known, &metric.value)) @if metric.tone != Tone::Neutral { (icon(tone_class(metric.tone))) } }
                    }
                }
            }
        }
    }

    /// A form that draws the card again.
    fn query(&self, at: usize, fields: &[Field], submit: &str) -> Markup {
        let Some(card) = &self.card else { return html! {} };
        // Only what was answered to this very form can be wrong in it.
        let answered = |field: &Field| card.given.iter().any(|answer| answer.field == field.name);
        let problems = if fields.iter().all(answered) {
            // A query asks for no file and no secret.
            balcao_action::check(fields, card.given, |_, _| false).err().unwrap_or_default()
        } else {
            Vec::new()
        };
        html! {
            form.query novalidate action=(card.page) data-part=(card.part) {
                input type="hidden" name="card" value=(card.placement);
                @for field in fields {
                    @let problem = problems.iter().find(|problem| problem.field == field.name);
                    @let problem = problem.map(|problem| field::fault(self.frame, &problem.fault));
                    @let typed = card.given.iter().find(|answer| answer.field == field.name);
                    @let values = typed.map_or(&field.initial, |answer| &answer.values);
                    (field::draw(self.frame, &format!("{}-{at}", self.prefix), field, values, problem.as_deref()))
                }
                button id={ (self.prefix) "-" (at) "-submit" } { (submit) }
            }
        }
    }

    /// A link that draws the card again.
    fn open(&self, label: &str, given: &[Answer]) -> Markup {
        let Some(card) = &self.card else { return html! {} };
        let pairs = answers::write(given);
        let pairs = || pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let page = url(&card.page, [("card", card.placement.as_str())].into_iter().chain(pairs()));
        html! { p { a.more href=(page) data-part=(url(&card.part, pairs())) { (label) } } }
    }

    /// A button that starts an action of the same plugin.
    fn launch(&self, label: &str, tone: Tone, action: &str, given: &[Answer]) -> Markup {
        let Some(card) = self.card.as_ref().filter(|card| card.actions.contains(action)) else {
            return html! {};
        };
        html! {
            form method="post" action=(card.run) {
                (self.launch_fields(card))
                button.(tone_class(tone)) name="launch" value=(answers::launch(card.plugin, action, given)) { (label) }
            }
        }
    }

    fn launch_fields(&self, card: &Card<'_>) -> Markup {
        html! {
            (self.frame.csrf())
            input type="hidden" name="tab" value=(card.tab);
        }
    }
}

/// A message that stands out, with the tone in a word of its own for those who see no colour.
pub(crate) fn notice(tone: Tone, title: &str, text: Markup) -> Markup {
    html! {
        div.notice.(tone_class(tone)) {
            (icon(tone_class(tone)))
            div { @if !title.is_empty() { strong { (title) } } p.prose { (text) } }
        }
    }
}

/// The class, and the icon, of a tone.
pub(crate) fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "neutral",
        Tone::Info => "info",
        Tone::Success => "success",
        Tone::Warning => "warning",
        Tone::Danger => "danger",
    }
}
