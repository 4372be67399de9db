//! The customer whom every contender serves: twenty invoices, as long as the desk's own.

use balcao_bench_peer::{Desk, Invoice, State, Tone, Totals};

/// Three open invoices, one of them overdue, and seventeen that were paid.
pub fn desk() -> Desk {
    let invoices: Vec<Invoice> = (0..20).map(invoice).collect();
    let open = || invoices.iter().filter(|invoice| invoice.state.open);
    let totals = Totals {
        open: open().count() as u32,
        overdue: open().filter(|invoice| invoice.state.overdue).count() as u32,
        amount: open().map(|invoice| invoice.amount).sum(),
        today: open().map(|invoice| invoice.today).sum(),
    };
    Desk { totals, invoices }
}

/// The newest first.
fn invoice(number: usize) -> Invoice {
    let (is_open, overdue) = (number < 3, number == 2);
    let (year, month) = (2026 - number / 12, 12 - number % 12);
    let due = format!("{year}-{month:02}-10");
    // As long as the tokens that the desk hands out.
    let token = |kind: usize| format!("6f0c4be1d2a94a57b8e3f1029c6d7e80-{}", number * 3 + kind);
    let (code, label, tone) = match (is_open, overdue) {
        (true, true) => ("open", "Vencida", Tone::Danger),
        (true, false) => ("open", "Em aberto", Tone::Info),
        (false, _) => ("paid", "Paga", Tone::Success),
    };
    Invoice {
        id: token(0),
        number: format!("{}", 10_482_217 - number),
        contract: "6f0c4be1d2a94a57b8e3f1029c6d7e80-60".into(),
        contract_label: "42 · Fibra 500".into(),
        amount: 9_990,
        today: if overdue { 10_253 } else { 9_990 },
        due: due.clone(),
        first_due: due.clone(),
        paid_on: (!is_open).then_some(due),
        state: State { code: code.into(), label: label.into(), tone, open: is_open, overdue },
        charge: is_open.then(|| token(1)),
    }
}
