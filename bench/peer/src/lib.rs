//! The billing history once more, from bytes to bytes, as plugins of other platforms are written:
//! what the Extism guest and the spawned process run. The bench compares what it draws with what
//! the component draws, so that all do the same work.

#![forbid(unsafe_code)]

use serde::{Deserialize, Serialize};

/// What the widget reads.
#[derive(Debug, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct Desk {
    pub totals: Totals,
    pub invoices: Vec<Invoice>,
}

#[derive(Debug, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct Totals {
    pub open: u32,
    pub overdue: u32,
    pub amount: i64,
    pub today: i64,
}

#[derive(Debug, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct Invoice {
    pub id: String,
    pub number: String,
    pub contract: String,
    pub contract_label: String,
    pub amount: i64,
    pub today: i64,
    pub due: String,
    pub first_due: String,
    pub paid_on: Option<String>,
    pub state: State,
    pub charge: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct State {
    pub code: String,
    pub label: String,
    pub tone: Tone,
    pub open: bool,
    pub overdue: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[allow(missing_docs)]
pub enum Tone {
    Neutral,
    Info,
    Success,
    Warning,
    Danger,
}

/// What the widget draws.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[allow(missing_docs)]
pub enum Block {
    Text(String),
    Metrics(Vec<Metric>),
    Table {
        caption: String,
        columns: Vec<Column>,
        rows: Vec<Row>,
        when_empty: String,
        row_actions: Vec<RowAction>,
    },
    Open {
        label: String,
        answers: Vec<Answer>,
    },
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[allow(missing_docs)]
pub enum Value {
    Absent,
    Text(String),
    Integer(i64),
    Money(i64),
    Date(String),
    Badge(Badge),
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct Badge {
    pub label: String,
    pub tone: Tone,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct Metric {
    pub label: String,
    pub value: Value,
    pub tone: Tone,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct Column {
    pub label: String,
    pub numeric: bool,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct Row {
    pub key: String,
    pub cells: Vec<Value>,
    pub tone: Tone,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct RowAction {
    pub label: String,
    pub action: String,
    pub field: String,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct Answer {
    pub field: String,
    pub values: Vec<String>,
}

/// Draws the history of a [`Desk`] in JSON as a list of [`Block`]s in JSON.
///
/// # Errors
/// When the bytes are no such JSON.
pub fn history(desk: &[u8]) -> serde_json::Result<Vec<u8>> {
    let desk: Desk = serde_json::from_slice(desk)?;
    let (open, closed): (Vec<Invoice>, Vec<Invoice>) =
        desk.invoices.into_iter().partition(|invoice| invoice.state.open);
    let actions = [("2ª via", "second-copy"), ("Reagendar", "reschedule")];
    let actions = actions.map(|(label, action)| RowAction {
        label: label.into(),
        action: action.into(),
        field: "invoice".into(),
    });
    serde_json::to_vec(&[
        metrics(&desk.totals),
        table("Faturas em aberto", open, "Nenhuma fatura em aberto.", actions.into()),
        table("Faturas encerradas", closed, "Nenhuma fatura encerrada.", Vec::new()),
        Block::Open { label: "Só o resumo".into(), answers: Vec::new() },
    ])
}

fn metrics(totals: &Totals) -> Block {
    let warning = |there: bool, tone| if there { tone } else { Tone::Neutral };
    let metric = |label: &str, value, tone| Metric { label: label.into(), value, tone };
    let open = warning(totals.open > 0, Tone::Info);
    let overdue = warning(totals.overdue > 0, Tone::Danger);
    let mut metrics = vec![
        metric("Em aberto", Value::Integer(totals.open.into()), open),
        metric("Total em aberto", Value::Money(totals.amount), open),
        metric("Vencidas", Value::Integer(totals.overdue.into()), overdue),
    ];
    if totals.today != totals.amount {
        let label = "Total hoje, com multa e juros";
        metrics.push(metric(label, Value::Money(totals.today), Tone::Danger));
    }
    Block::Metrics(metrics)
}

fn table(caption: &str, invoices: Vec<Invoice>, when_empty: &str, row_actions: Vec<RowAction>) -> Block {
    let column = |(label, numeric): (&str, bool)| Column { label: label.into(), numeric };
    let columns = [
        ("Número", false),
        ("Contrato", false),
        ("Vencimento", false),
        ("Valor", true),
        ("Hoje", true),
        ("Pagamento", false),
        ("Situação", false),
    ];
    Block::Table {
        caption: caption.into(),
        columns: columns.map(column).into(),
        rows: invoices.into_iter().map(row).collect(),
        when_empty: when_empty.into(),
        row_actions,
    }
}

fn row(invoice: Invoice) -> Row {
    let today = if invoice.state.open { Value::Money(invoice.today) } else { Value::Absent };
    let tone = if invoice.state.overdue { Tone::Danger } else { Tone::Neutral };
    Row {
        key: invoice.id,
        cells: vec![
            Value::Text(invoice.number),
            Value::Text(invoice.contract_label),
            Value::Date(invoice.due),
            Value::Money(invoice.amount),
            today,
            invoice.paid_on.map_or(Value::Absent, Value::Date),
            Value::Badge(Badge { label: invoice.state.label, tone: invoice.state.tone }),
        ],
        tone,
    }
}
