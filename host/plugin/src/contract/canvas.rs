//! `balcao:desk/canvas`

use crate::bindings::canvas::{self as wit, Host};
use crate::bindings::types;
use crate::canvas::{
    Answer, Badge, Block, Budget, Column, Event, Fact, Input, Metric, Plot, Protected, Row, RowAction,
    Series, Spoiled, Value,
};
use crate::contract::field;
use crate::gate::{Access, Function};
use crate::handle::{Ids, Real};
use crate::state::{Call, Canvas};

const fn draws(name: &'static str) -> Function {
    Function { name, access: Access::Draw }
}

/// Longest lists that are drawn.
const FACTS: usize = 100;
const COLUMNS: usize = 24;
const ROW_ACTIONS: usize = 4;
const EVENTS: usize = 500;
const CHARGES: usize = 20;
const POINTS: usize = 800;
const SERIES: usize = 8;
const ANSWERS: usize = 20;
const VALUES: usize = 100;

impl Host for Call {
    fn section(&mut self, title: String) -> wasmtime::Result<()> {
        self.draw(draws("canvas.section"), |canvas, _| Ok(Block::Section(canvas.budget.label(&title)?)))
    }

    fn text(&mut self, text: String) -> wasmtime::Result<()> {
        self.draw(draws("canvas.text"), |canvas, _| Ok(Block::Text(canvas.budget.prose(&text)?)))
    }

    fn notice(&mut self, tone: types::Tone, title: String, text: String) -> wasmtime::Result<()> {
        self.draw(draws("canvas.notice"), |Canvas { budget, .. }, _| {
            Ok(Block::Notice { tone: tone.into(), title: budget.label(&title)?, text: budget.prose(&text)? })
        })
    }

    fn facts(&mut self, facts: Vec<wit::Fact>) -> wasmtime::Result<()> {
        self.draw(draws("canvas.facts"), |Canvas { budget, .. }, ids| {
            budget.list(facts.len(), FACTS)?;
            let fact = |fact: wit::Fact| {
                Ok(Fact { label: budget.label(&fact.label)?, value: value(budget, ids, fact.value)? })
            };
            Ok(Block::Facts(facts.into_iter().map(fact).collect::<Result<_, _>>()?))
        })
    }

    fn metrics(&mut self, metrics: Vec<wit::Metric>) -> wasmtime::Result<()> {
        self.draw(draws("canvas.metrics"), |Canvas { budget, .. }, ids| {
            budget.list(metrics.len(), FACTS)?;
            let metric = |metric: wit::Metric| {
                Ok(Metric {
                    label: budget.label(&metric.label)?,
                    value: value(budget, ids, metric.value)?,
                    tone: metric.tone.into(),
                })
            };
            Ok(Block::Metrics(metrics.into_iter().map(metric).collect::<Result<_, _>>()?))
        })
    }

    fn table(
        &mut self,
        caption: String,
        columns: Vec<wit::Column>,
        rows_drawn: Vec<wit::Row>,
        when_empty: String,
        row_actions: Vec<wit::RowAction>,
    ) -> wasmtime::Result<u32> {
        let mut number = 0;
        self.draw(draws("canvas.table"), |canvas, ids| {
            canvas.budget.list(columns.len(), COLUMNS)?;
            canvas.budget.list(row_actions.len(), ROW_ACTIONS)?;
            if columns.is_empty() {
                return Err(Spoiled::Shape("a table without columns"));
            }
            number = canvas.tables.len() as u32;
            canvas.tables.push(columns.len());
            let row_actions =
                row_actions.into_iter().map(|action| row_action(canvas, action)).collect::<Result<_, _>>()?;
            let budget = &mut canvas.budget;
            Ok(Block::Table {
                table: number,
                caption: budget.label(&caption)?,
                rows: rows(budget, ids, columns.len(), rows_drawn)?,
                columns: columns
                    .into_iter()
                    .map(|c| Ok(Column { label: budget.label(&c.label)?, numeric: c.numeric }))
                    .collect::<Result<_, _>>()?,
                when_empty: budget.label(&when_empty)?,
                row_actions,
            })
        })?;
        Ok(number)
    }

    fn rows(&mut self, table: u32, rows_drawn: Vec<wit::Row>) -> wasmtime::Result<()> {
        self.draw(draws("canvas.rows"), |canvas, ids| {
            let columns = *canvas
                .tables
                .get(table as usize)
                .ok_or(Spoiled::Shape("rows of a table that was not drawn"))?;
            Ok(Block::Rows { table, rows: rows(&mut canvas.budget, ids, columns, rows_drawn)? })
        })
    }

    fn timeline(&mut self, events: Vec<wit::Event>) -> wasmtime::Result<()> {
        self.draw(draws("canvas.timeline"), |Canvas { budget, .. }, _| {
            budget.list(events.len(), EVENTS)?;
            let event = |event: wit::Event| {
                Ok(Event {
                    at: budget.instant(event.at)?,
                    title: budget.label(&event.title)?,
                    detail: budget.prose(&event.detail)?,
                    tone: event.tone.into(),
                })
            };
            Ok(Block::Timeline(events.into_iter().map(event).collect::<Result<_, _>>()?))
        })
    }

    fn chart(
        &mut self,
        caption: String,
        plot: wit::Plot,
        unit: String,
        labels: Vec<String>,
        series: Vec<wit::Series>,
    ) -> wasmtime::Result<()> {
        self.draw(draws("canvas.chart"), |Canvas { budget, .. }, _| {
            budget.list(labels.len(), POINTS)?;
            budget.list(series.len(), SERIES)?;
            if series.iter().any(|series| series.points.len() != labels.len()) {
                return Err(Spoiled::Shape("a series with more or fewer points than labels"));
            }
            Ok(Block::Chart {
                caption: budget.label(&caption)?,
                plot: match plot {
                    wit::Plot::Line => Plot::Line,
                    wit::Plot::Bar => Plot::Bar,
                    wit::Plot::Area => Plot::Area,
                },
                unit: budget.label(&unit)?,
                labels: labels.iter().map(|label| budget.label(label)).collect::<Result<_, _>>()?,
                series: series
                    .into_iter()
                    .map(|series| {
                        Ok(Series {
                            name: budget.label(&series.name)?,
                            points: series
                                .points
                                .into_iter()
                                .map(|point| point.map(|point| budget.finite(point)).transpose())
                                .collect::<Result<_, _>>()?,
                        })
                    })
                    .collect::<Result<_, Spoiled>>()?,
            })
        })
    }

    fn payment(&mut self, charge: String) -> wasmtime::Result<()> {
        self.draw(draws("canvas.payment"), |_, ids| match ids.real(&charge) {
            Some(Real::Charge(charge)) => Ok(Block::Payment(*charge)),
            _ => Err(Spoiled::Id("payment")),
        })
    }

    fn slips(&mut self, charges: Vec<String>) -> wasmtime::Result<()> {
        self.draw(draws("canvas.slips"), |Canvas { budget, .. }, ids| {
            budget.list(charges.len(), CHARGES)?;
            let charge = |token: &String| ids.real(token).and_then(Real::charge).ok_or(Spoiled::Id("slips"));
            Ok(Block::Slips(charges.iter().map(charge).collect::<Result<_, _>>()?))
        })
    }

    fn message(&mut self, text: String, charges: Vec<String>, to: Option<String>) -> wasmtime::Result<()> {
        self.draw(draws("canvas.message"), |Canvas { budget, .. }, ids| {
            budget.list(charges.len(), CHARGES)?;
            let charge =
                |token: &String| ids.real(token).and_then(Real::charge).ok_or(Spoiled::Id("message"));
            let to = to.map(|token| ids.real(&token).and_then(Real::contact).ok_or(Spoiled::Id("message")));
            Ok(Block::Message {
                text: budget.prose(&text)?,
                charges: charges.iter().map(charge).collect::<Result<_, _>>()?,
                to: to.transpose()?,
            })
        })
    }

    fn query(&mut self, fields: Vec<wit::Field>, submit: String) -> wasmtime::Result<()> {
        self.draw(draws("canvas.query"), |Canvas { budget, .. }, ids| {
            let fields = field::fields(budget, ids, fields)?;
            // Its answers stand in an address.
            if fields.iter().any(|field| matches!(field.input, Input::Upload(_) | Input::Secret)) {
                return Err(Spoiled::Shape("a query for a file or a secret"));
            }
            Ok(Block::Query { fields, submit: budget.label(&submit)? })
        })
    }

    fn open(&mut self, label: String, answers: Vec<types::Answer>) -> wasmtime::Result<()> {
        self.draw(draws("canvas.open"), |Canvas { budget, .. }, ids| {
            Ok(Block::Open { label: budget.label(&label)?, answers: sealed(budget, ids, answers)? })
        })
    }

    fn launch(
        &mut self,
        label: String,
        tone: types::Tone,
        action: String,
        answers: Vec<types::Answer>,
    ) -> wasmtime::Result<()> {
        self.draw(draws("canvas.launch"), |canvas, ids| {
            let action = own_action(canvas, action)?;
            let budget = &mut canvas.budget;
            Ok(Block::Launch {
                label: budget.label(&label)?,
                tone: tone.into(),
                action,
                answers: sealed(budget, ids, answers)?,
            })
        })
    }
}

fn rows(budget: &mut Budget, ids: &Ids, columns: usize, rows: Vec<wit::Row>) -> Result<Vec<Row>, Spoiled> {
    budget.rows(rows.len())?;
    let row = |row: wit::Row| {
        if row.cells.len() != columns {
            return Err(Spoiled::Shape("a row with more or fewer cells than columns"));
        }
        Ok(Row {
            key: ids.sealed(budget.line(&row.key)?),
            cells: row.cells.into_iter().map(|cell| value(budget, ids, cell)).collect::<Result<_, _>>()?,
            tone: row.tone.into(),
        })
    };
    rows.into_iter().map(row).collect()
}

fn row_action(canvas: &mut Canvas, action: wit::RowAction) -> Result<RowAction, Spoiled> {
    Ok(RowAction {
        label: canvas.budget.label(&action.label)?,
        field: canvas.budget.name(&action.field)?,
        action: own_action(canvas, action.action)?,
    })
}

fn own_action(canvas: &Canvas, action: String) -> Result<String, Spoiled> {
    if canvas.actions.contains(&action) {
        Ok(action)
    } else {
        Err(Spoiled::Shape("a button for an action that this plugin does not have"))
    }
}

/// Answers on their way out: tokens become handles.
fn sealed(budget: &mut Budget, ids: &Ids, answers: Vec<types::Answer>) -> Result<Vec<Answer>, Spoiled> {
    budget.list(answers.len(), ANSWERS)?;
    let answer = |answer: types::Answer| {
        budget.list(answer.values.len(), VALUES)?;
        Ok(Answer {
            field: budget.name(&answer.field)?,
            values: answer
                .values
                .iter()
                .map(|value| Ok(ids.sealed(budget.line(value)?)))
                .collect::<Result<_, _>>()?,
        })
    };
    answers.into_iter().map(answer).collect()
}

fn value(budget: &mut Budget, ids: &Ids, value: wit::Value) -> Result<Value, Spoiled> {
    use wit::Value as Wit;
    Ok(match value {
        Wit::Absent => Value::Absent,
        Wit::Text(text) => Value::Text(budget.line(&text)?),
        Wit::Integer(number) => Value::Integer(number),
        Wit::Number(number) => Value::Number(budget.finite(number)?),
        Wit::Percent(number) => Value::Percent(budget.finite(number)?),
        Wit::Money(centavos) => Value::Money(balcao_brazil::Money(centavos)),
        Wit::Date(day) => Value::Date(budget.date(&day)?),
        Wit::Instant(millis) => Value::Instant(budget.instant(millis)?),
        Wit::DurationMs(number) => Value::DurationMs(budget.finite(number)?),
        Wit::Bytes(count) => Value::Bytes(count),
        Wit::BitsPerSecond(rate) => Value::BitsPerSecond(rate),
        Wit::Dbm(number) => Value::Dbm(budget.finite(number)?),
        Wit::Badge(badge) => {
            Value::Badge(Badge { label: budget.label(&badge.label)?, tone: badge.tone.into() })
        }
        Wit::Address(text) => Value::Address(budget.line(&text)?),
        Wit::Copyable(text) => Value::Copyable(budget.copyable(&text)?),
        // A kind that this host does not know is shown as its text; that is what it is for.
        Wit::Other(other) => Value::Text(budget.line(&other.text)?),
        Wit::Protected(token) => match ids.real(&token) {
            Some(Real::TaxId) => Value::Protected(Protected::TaxId),
            Some(Real::Contact(key)) => Value::Protected(Protected::Contact(*key)),
            _ => return Err(Spoiled::Id("protected")),
        },
        // No interface hands out such handles yet, so none can be of this call.
        Wit::Secret(id) => match ids.real(&id) {
            Some(Real::Password(_)) => Value::Secret(ids.sealed(id)),
            _ => return Err(Spoiled::Id("secret")),
        },
        Wit::File(token) => match ids.real(&token) {
            Some(Real::File(record)) => Value::File(*record),
            _ => return Err(Spoiled::Id("file")),
        },
    })
}
