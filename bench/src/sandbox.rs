//! Our own call: the server's engine and contract, with the desk in memory.
//!
//! Each call is `balcao_engine::run`, as the server makes it: its place in line, a fresh store and
//! instance, every limit armed, the store dropped. What stands in for the desk hands out invoices
//! that it has at hand and keeps the blocks as they arrive, for this is the sandbox's price: no
//! database, no tokens, no cleaning of texts, no page.

use crate::Result;
use crate::bindings::invoices::{self, Invoice, Page, State, Sum};
use crate::bindings::types::{self, Answer, Failure, Tone};
use crate::bindings::widget::WidgetIndices;
use crate::bindings::{call, canvas};
use balcao_bench_peer::Desk;
use balcao_engine::{Budget, Class, Engine, Line, Settings, Watch, run};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::{self, Runtime};
use wasmtime::component::{HasSelf, InstancePre, Linker};

/// The engine, and what its calls serve.
pub struct Sandbox {
    engine: Engine,
    runtime: Runtime,
    line: Line,
    served: Arc<Served>,
}

struct Served {
    totals: Sum,
    invoices: Vec<Invoice>,
}

/// A widget that is ready to be called.
pub struct Ready {
    pre: InstancePre<Call>,
    indices: WidgetIndices,
    name: &'static str,
    answers: Vec<Answer>,
}

impl Sandbox {
    /// `cache` is a folder for compiled components.
    pub fn new(cache: &Path, desk: &Desk) -> Result<Sandbox> {
        let compiler = vec![std::env::current_exe()?.into(), crate::COMPILE.into()];
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let engine = Engine::new(Settings::new(cache.to_owned(), [0; 32], compiler))?;
        let served = Served {
            totals: Sum {
                open: desk.totals.open,
                overdue: desk.totals.overdue,
                amount: desk.totals.amount,
                today: desk.totals.today,
            },
            invoices: desk.invoices.iter().map(invoice).collect(),
        };
        Ok(Sandbox { engine, runtime, line: Line::new(4, 4), served: Arc::new(served) })
    }

    /// Compiles and links a component, to draw one of its widgets.
    pub fn ready(&self, component: &Path, name: &'static str, answers: &[(&str, &str)]) -> Result<Ready> {
        let bytes = std::fs::read(component)?;
        let component = self.runtime.block_on(self.engine.compile(&bytes, Class::Compact))?;
        let mut linker = Linker::<Call>::new(self.engine.wasmtime());
        types::add_to_linker::<_, HasSelf<Call>>(&mut linker, |call| call)?;
        call::add_to_linker::<_, HasSelf<Call>>(&mut linker, |call| call)?;
        canvas::add_to_linker::<_, HasSelf<Call>>(&mut linker, |call| call)?;
        invoices::add_to_linker::<_, HasSelf<Call>>(&mut linker, |call| call)?;
        // What these widgets never call.
        linker.define_unknown_imports_as_traps(&component)?;
        let pre = linker.instantiate_pre(&component)?;
        let answer =
            |&(field, value): &(&str, &str)| Answer { field: field.into(), values: vec![value.into()] };
        let answers = answers.iter().map(answer).collect();
        Ok(Ready { indices: WidgetIndices::new(&pre)?, pre, name, answers })
    }

    /// What the widget draws.
    pub fn draw(&self, widget: &Ready) -> Result<Vec<Block>> {
        Ok(self.runtime.block_on(self.call(widget))?)
    }

    /// The times of so many calls.
    pub fn times(&self, widget: &Ready, calls: usize) -> Result<Vec<Duration>> {
        self.runtime.block_on(async {
            let mut times = Vec::with_capacity(calls);
            for _ in 0..calls {
                let began = Instant::now();
                std::hint::black_box(self.call(widget).await?);
                times.push(began.elapsed());
            }
            Ok(times)
        })
    }

    async fn call(&self, widget: &Ready) -> wasmtime::Result<Vec<Block>> {
        let call = Call {
            watch: Watch::new(self.engine.limits(Class::Compact)),
            served: Arc::clone(&self.served),
            blocks: Vec::new(),
        };
        let (answer, call, _) = run(
            &self.engine,
            &widget.pre,
            &self.line,
            call,
            |call| &mut call.watch,
            Budget::WIDGET,
            async |store, instance| {
                let guest = widget.indices.load(&mut *store, instance)?;
                guest.balcao_desk_widget().call_draw(store, widget.name, &widget.answers).await
            },
        )
        .await;
        answer?.map_err(|failure| wasmtime::Error::msg(failure.message))?;
        Ok(call.blocks)
    }
}

/// What a call carries.
struct Call {
    watch: Watch,
    served: Arc<Served>,
    blocks: Vec<Block>,
}

/// What was drawn.
#[derive(Debug, Serialize)]
pub enum Block {
    Text(String),
    Metrics(Vec<canvas::Metric>),
    Table {
        caption: String,
        columns: Vec<canvas::Column>,
        rows: Vec<canvas::Row>,
        when_empty: String,
        row_actions: Vec<canvas::RowAction>,
    },
    Open {
        label: String,
        answers: Vec<Answer>,
    },
}

impl Call {
    fn drawn(&mut self, block: Block) -> wasmtime::Result<()> {
        self.watch.host_call(0)?;
        self.blocks.push(block);
        Ok(())
    }
}

impl types::Host for Call {}

impl invoices::Host for Call {
    async fn all(&mut self, open_only: bool, _: Option<String>) -> wasmtime::Result<Result<Page, Failure>> {
        self.watch.host_call(0)?;
        let asked = self.served.invoices.iter().filter(|invoice| invoice.state.open || !open_only);
        Ok(Ok(Page { invoices: asked.cloned().collect(), cursor: None }))
    }

    async fn totals(&mut self) -> wasmtime::Result<Result<Sum, Failure>> {
        self.watch.host_call(0)?;
        Ok(Ok(self.served.totals))
    }

    async fn one(&mut self, _: String) -> wasmtime::Result<Result<Invoice, Failure>> {
        not_called()
    }
}

impl canvas::Host for Call {
    fn text(&mut self, text: String) -> wasmtime::Result<()> {
        self.drawn(Block::Text(text))
    }

    fn metrics(&mut self, metrics: Vec<canvas::Metric>) -> wasmtime::Result<()> {
        self.drawn(Block::Metrics(metrics))
    }

    fn table(
        &mut self,
        caption: String,
        columns: Vec<canvas::Column>,
        rows: Vec<canvas::Row>,
        when_empty: String,
        row_actions: Vec<canvas::RowAction>,
    ) -> wasmtime::Result<u32> {
        self.drawn(Block::Table { caption, columns, rows, when_empty, row_actions })?;
        Ok(0)
    }

    fn open(&mut self, label: String, answers: Vec<Answer>) -> wasmtime::Result<()> {
        self.drawn(Block::Open { label, answers })
    }

    fn section(&mut self, _: String) -> wasmtime::Result<()> {
        not_called()
    }

    fn notice(&mut self, _: Tone, _: String, _: String) -> wasmtime::Result<()> {
        not_called()
    }

    fn facts(&mut self, _: Vec<canvas::Fact>) -> wasmtime::Result<()> {
        not_called()
    }

    fn rows(&mut self, _: u32, _: Vec<canvas::Row>) -> wasmtime::Result<()> {
        not_called()
    }

    fn timeline(&mut self, _: Vec<canvas::Event>) -> wasmtime::Result<()> {
        not_called()
    }

    fn chart(
        &mut self,
        _: String,
        _: canvas::Plot,
        _: String,
        _: Vec<String>,
        _: Vec<canvas::Series>,
    ) -> wasmtime::Result<()> {
        not_called()
    }

    fn payment(&mut self, _: String) -> wasmtime::Result<()> {
        not_called()
    }

    fn slips(&mut self, _: Vec<String>) -> wasmtime::Result<()> {
        not_called()
    }

    fn message(&mut self, _: String, _: Vec<String>, _: Option<String>) -> wasmtime::Result<()> {
        not_called()
    }

    fn query(&mut self, _: Vec<canvas::Field>, _: String) -> wasmtime::Result<()> {
        not_called()
    }

    fn launch(&mut self, _: String, _: Tone, _: String, _: Vec<Answer>) -> wasmtime::Result<()> {
        not_called()
    }
}

impl call::Host for Call {
    fn locale(&mut self) -> wasmtime::Result<String> {
        self.watch.host_call(0)?;
        Ok("pt-BR".into())
    }

    fn protocol(&mut self) -> wasmtime::Result<Option<String>> {
        not_called()
    }

    fn person(&mut self) -> wasmtime::Result<Option<String>> {
        not_called()
    }

    fn contract(&mut self) -> wasmtime::Result<Option<String>> {
        not_called()
    }

    fn tag(&mut self) -> wasmtime::Result<Option<String>> {
        not_called()
    }

    fn agent(&mut self) -> wasmtime::Result<Option<call::User>> {
        not_called()
    }

    fn today(&mut self) -> wasmtime::Result<String> {
        not_called()
    }

    fn now(&mut self) -> wasmtime::Result<i64> {
        not_called()
    }
}

/// The widgets of the bench draw no such thing and ask for none.
fn not_called<T>() -> wasmtime::Result<T> {
    Err(wasmtime::Error::msg("a widget of the bench called what the bench does not have"))
}

fn invoice(invoice: &balcao_bench_peer::Invoice) -> Invoice {
    let state = &invoice.state;
    Invoice {
        id: invoice.id.clone(),
        number: invoice.number.clone(),
        contract: invoice.contract.clone(),
        contract_label: invoice.contract_label.clone(),
        amount: invoice.amount,
        today: invoice.today,
        due: invoice.due.clone(),
        first_due: invoice.first_due.clone(),
        paid_on: invoice.paid_on.clone(),
        state: State {
            code: state.code.clone(),
            label: state.label.clone(),
            tone: tone(state.tone),
            open: state.open,
            overdue: state.overdue,
        },
        charge: invoice.charge.clone(),
        unheard: false,
        more: Vec::new(),
    }
}

fn tone(tone: balcao_bench_peer::Tone) -> Tone {
    match tone {
        balcao_bench_peer::Tone::Neutral => Tone::Neutral,
        balcao_bench_peer::Tone::Info => Tone::Info,
        balcao_bench_peer::Tone::Success => Tone::Success,
        balcao_bench_peer::Tone::Warning => Tone::Warning,
        balcao_bench_peer::Tone::Danger => Tone::Danger,
    }
}
