//! The same function without a sandbox: the plugin's own crate, linked in.

use balcao_bench_peer::{Desk, Invoice};
use balcao_plugin::billing::invoices;
use balcao_plugin::canvas::Tone;
use balcao_plugin::{Answers, Widget, fake};
use std::time::{Duration, Instant};

/// The plugin on the SDK's fake desk.
pub struct Native {
    desk: fake::Desk,
    answers: Answers,
}

impl Native {
    /// Serves the customer of the bench.
    pub fn new(desk: &Desk) -> Native {
        let serve = |desk: fake::Desk, served| desk.invoice(invoice(served));
        let desk = desk.invoices.iter().fold(fake::Desk::new(), serve);
        Native { desk, answers: Answers::new().with("view", "all") }
    }

    /// What the widget draws, and how long that takes without setting up the fake desk.
    pub fn draw(&self) -> (Vec<fake::Block>, Duration) {
        let run = self.desk.run(|| {
            let began = Instant::now();
            let drawn = billing::History::draw(&self.answers);
            (drawn, began.elapsed())
        });
        let (drawn, time) = run.result;
        drawn.expect("the fake desk grants everything");
        (run.blocks, time)
    }

    /// The times of so many calls.
    pub fn times(&self, calls: usize) -> Vec<Duration> {
        (0..calls).map(|_| std::hint::black_box(self.draw()).1).collect()
    }
}

fn invoice(invoice: &Invoice) -> invoices::Invoice {
    let state = &invoice.state;
    invoices::Invoice {
        id: invoice.id.clone(),
        number: invoice.number.clone(),
        contract: invoice.contract.clone(),
        contract_label: invoice.contract_label.clone(),
        amount: invoice.amount,
        today: invoice.today,
        due: invoice.due.clone(),
        first_due: invoice.first_due.clone(),
        paid_on: invoice.paid_on.clone(),
        state: invoices::State {
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
