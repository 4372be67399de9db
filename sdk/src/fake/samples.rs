//! Records to begin with; a test changes what it is about:
//! `Invoice { due: "2026-11-10".into(), ..fake::invoice("1001") }`.

use crate::billing::invoices::{Invoice, State};
use crate::canvas::Tone;
use crate::contracts::{Contract, Status};
use crate::requests::current::{self, Report, Request};

/// An open invoice of R$ 99,90, due on 2026-12-10, with a registered charge. Its id is
/// `invoice-` and its number, its charge's `charge-` and its number.
pub fn invoice(number: &str) -> Invoice {
    Invoice {
        id: format!("invoice-{number}"),
        number: number.into(),
        contract: "contract-42".into(),
        contract_label: "42 · Fibra 500".into(),
        amount: 9_990,
        today: 9_990,
        due: "2026-12-10".into(),
        first_due: "2026-12-10".into(),
        paid_on: None,
        state: State {
            code: "open".into(),
            label: "Em aberto".into(),
            tone: Tone::Info,
            open: true,
            overdue: false,
        },
        charge: Some(format!("charge-{number}")),
        more: vec![],
    }
}

/// An invoice that was paid on its due date, 2026-10-10.
pub fn paid(number: &str) -> Invoice {
    let state =
        State { code: "paid".into(), label: "Paga".into(), tone: Tone::Success, open: false, overdue: false };
    Invoice {
        due: "2026-10-10".into(),
        first_due: "2026-10-10".into(),
        paid_on: Some("2026-10-10".into()),
        state,
        charge: None,
        ..invoice(number)
    }
}

/// A contract in service: Fibra 500 for R$ 99,90, due on day 10, with one tag. Its id is
/// `contract-` and its number.
pub fn contract(number: &str) -> Contract {
    Contract {
        id: format!("contract-{number}"),
        number: number.into(),
        status: Status { code: "normal".into(), label: "Normal".into(), tone: Tone::Success },
        stage: "Aprovado".into(),
        included_on: "2024-03-15".into(),
        plan: "Fibra 500".into(),
        price: 9_990,
        due_day: 10,
        tags: vec!["4201 · Rua das Flores, 10".into()],
        more: vec![],
    }
}

/// A request opened a minute ago that has neither type, tag, contract nor deadline yet.
pub fn request() -> Request {
    Request {
        protocol: "2026112400001".into(),
        kind: None,
        status: current::Status { code: "open".into(), label: "Em andamento".into(), tone: Tone::Info },
        opened_at: super::desk::NOW - 60_000,
        opened_by: "Ana".into(),
        requester: "Titular".into(),
        channel: "Telefone".into(),
        tag: None,
        contract: None,
        deadline: None,
        overdue: false,
        more: vec![],
    }
}

/// A report by Ana for colleagues.
pub fn report(text: &str) -> Report {
    Report { at: super::desk::NOW, author: "Ana".into(), public: false, text: text.into() }
}
