//! Records to begin with; a test changes what it is about:
//! `Invoice { due: "2026-11-10".into(), ..fake::invoice("1001") }`.

use crate::billing::invoices::{Invoice, State};
use crate::canvas::Tone;
use crate::connection::line::{self, Connection, Session};
use crate::connection::signal::{Level, Reading};
use crate::contracts::{Contract, Status};
use crate::files::attachments::Attachment;
use crate::files::documents::{Document, Link};
use crate::files::{Details, Stored};
use crate::people::contacts::{Contact, Medium};
use crate::requests::current::{self, Report, Request};
use crate::stock::{consumption, loans, orders};
use crate::timeline::events::Event;

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
        unheard: false,
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

/// A mobile phone; its id is `phone`.
pub fn mobile() -> Contact {
    Contact { id: "phone".into(), medium: Medium::Phone, hint: "(11) *****-4321".into(), mobile: true }
}

/// An e-mail address; its id is `email`.
pub fn email() -> Contact {
    Contact { id: "email".into(), medium: Medium::Email, hint: "j****@example.com".into(), mobile: false }
}

/// A thing of R$ 250,00 that was lent on 2024-03-15 and is still there.
pub fn loan(product: &str, serial: &str) -> loans::Loan {
    loans::Loan {
        product: product.into(),
        serial: serial.into(),
        quantity: 1,
        value: 25_000,
        about: "42-1 · Residência".into(),
        lent_on: "2024-03-15".into(),
        returned_on: None,
        must_return: false,
        state: "Em comodato".into(),
        tone: Tone::Success,
        more: vec![],
    }
}

/// A line that is online for an hour, at 100.64.0.7. Its password is `password`.
pub fn line() -> Connection {
    Connection {
        user: "helena.4201".into(),
        password: Some("password".into()),
        service: "Fibra 500".into(),
        tag: "4201 · Residência".into(),
        state: line::State { code: "online".into(), label: "Conectada".into(), tone: Tone::Success },
        session: Some(Session {
            since: super::desk::NOW - 3_600_000,
            address: Some("100.64.0.7".into()),
            nas: "bng-1".into(),
        }),
        more: vec![],
    }
}

/// So much of a product, in metres, used by Nilo on 2024-03-15.
pub fn consumed(product: &str, quantity: f64) -> consumption::Item {
    consumption::Item {
        on: "2024-03-15".into(),
        product: product.into(),
        quantity,
        measure: "m".into(),
        about: "42-1 · Residência".into(),
        technician: "Nilo".into(),
    }
}

/// A sale of R$ 350,00 that was delivered, ordered on 2025-06-02.
pub fn order(number: &str) -> orders::Order {
    orders::Order {
        number: number.into(),
        on: "2025-06-02".into(),
        items: "1 × Roteador Wi-Fi 6".into(),
        total: 35_000,
        state: "Entregue".into(),
        tone: Tone::Success,
        about: "42".into(),
    }
}

/// A signal as it should be.
pub fn signal() -> Reading {
    let level = |dbm| Some(Level { dbm, tone: Tone::Success, verdict: "bom".into() });
    Reading {
        at: super::desk::NOW,
        age_s: 0,
        onu: "FHTT1234567A".into(),
        place: "OLT Centro · slot 1 · porta 2".into(),
        online: true,
        received: level(-20.87),
        sent: level(2.31),
        received_at_olt: level(-22.4),
        more: vec![],
    }
}

/// Something that happened on a day, at noon in Greenwich; its title is its kind's code.
pub fn event(kind: &str, on: &str) -> Event {
    let day: crate::Day = on.parse().expect("a day");
    let days = day.since("1970-01-01".parse().expect("a day"));
    Event {
        at: days * 86_400_000 + 43_200_000,
        on: on.into(),
        kind: kind.into(),
        title: kind.into(),
        detail: String::new(),
        about: "42-1".into(),
        tone: Tone::Neutral,
    }
}

/// A photo that Ana attached just now, of 240 kB. Its id is `attachment-` and its title.
pub fn attachment(title: &str) -> Attachment {
    Attachment {
        id: format!("attachment-{title}"),
        file: stored(title, "foto.jpg", "image/jpeg"),
        details: details(title, "photo"),
        kind_label: "Foto".into(),
        about: "2026112400001 · Contrato 42".into(),
        by: "Ana".into(),
        at: super::desk::NOW,
        deleted: None,
    }
}

/// A document of the person that Ana linked just now. Its id is `document-` and its title.
pub fn document(title: &str) -> Document {
    Document {
        id: format!("document-{title}"),
        file: stored(title, "contrato.pdf", "application/pdf"),
        details: details(title, "other"),
        link: Link::Person,
        kind_label: "Outro".into(),
        linked_to: "Pessoa".into(),
        by: "Ana".into(),
        at: super::desk::NOW,
        deleted: None,
    }
}

fn stored(title: &str, name: &str, media_type: &str) -> Stored {
    let (name, media_type) = (name.into(), media_type.into());
    Stored { id: format!("file-{title}"), name, media_type, bytes: 240_000 }
}

fn details(title: &str, kind: &str) -> Details {
    Details {
        title: title.into(),
        description: String::new(),
        kind: kind.into(),
        valid_until: None,
        visible: false,
    }
}
