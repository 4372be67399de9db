//! What a plugin finds on the fake desk, and what it did there.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::record::{Block, Declared, Effect};
use crate::billing::invoices::Invoice;
use crate::bindings::everything::balcao::desk::log::Level;
use crate::bindings::everything::balcao::desk::receipt::Audience;
use crate::connection::line::Connection;
use crate::connection::signal::{PastReading, Reading};
use crate::connection::usage;
use crate::contracts::Contract;
use crate::files::Change;
use crate::files::attachments::Attachment;
use crate::files::documents::Document;
use crate::people::address::PostalAddress;
use crate::people::contacts::Contact;
use crate::people::name::PersonName;
use crate::requests::current::{Report, Request};
use crate::stock::{consumption, loans, orders};
use crate::timeline::events::Event;
use crate::unlocks::Outlook;
use crate::{Card, Failure, Reason};

/// 2026-11-24 12:00 in São Paulo, in milliseconds since 1970 UTC.
pub(crate) const NOW: i64 = 1_795_532_400_000;

/// A desk that serves one customer. Every record that a test gives it is that customer's.
#[derive(Clone, Debug)]
pub struct Desk {
    pub(crate) locale: String,
    pub(crate) today: String,
    pub(crate) settings: BTreeMap<String, String>,
    pub(crate) invoices: Vec<Invoice>,
    pub(crate) times: u32,
    pub(crate) times_of_person: u32,
    pub(crate) may_waive: bool,
    pub(crate) contracts: Vec<Contract>,
    pub(crate) served: Option<String>,
    pub(crate) request: Option<Request>,
    pub(crate) reports: Vec<Report>,
    pub(crate) name: Option<PersonName>,
    pub(crate) address: Option<PostalAddress>,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) events: Vec<Event>,
    pub(crate) loans: Vec<loans::Loan>,
    pub(crate) consumed: Vec<consumption::Item>,
    pub(crate) orders: Vec<orders::Order>,
    pub(crate) line: Result<Option<Connection>, Failure>,
    pub(crate) signal: Option<Reading>,
    pub(crate) past_signal: Vec<PastReading>,
    pub(crate) replies: Vec<Option<f64>>,
    pub(crate) stopped_after: Option<usize>,
    pub(crate) traffic: Vec<usage::Day>,
    pub(crate) weak: Option<String>,
    pub(crate) unlock: Option<Outlook>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) documents: Vec<Document>,
    pub(crate) file_history: Vec<Change>,
    pub(crate) tag: Option<String>,
    pub(crate) denied: Vec<String>,
}

/// What came of a call.
#[derive(Debug)]
pub struct Run<T> {
    /// What it returned.
    pub result: T,
    /// What it drew.
    pub blocks: Vec<Block>,
    /// What it wrote to the plugin's log.
    pub log: Vec<(Level, String)>,
    /// What it asked to change.
    pub effects: Vec<Effect>,
    /// What it said to the request.
    pub reports: Vec<(Audience, String)>,
    /// What it declared.
    pub declared: Vec<Declared>,
}

impl<T> Run<T> {
    /// All that was drawn, as text to look for words in.
    pub fn shown(&self) -> String {
        format!("{:?}", self.blocks)
    }
}

pub(crate) struct Scene {
    pub(crate) desk: Desk,
    pub(crate) run: Run<()>,
}

thread_local!(static SCENE: RefCell<Option<Scene>> = const { RefCell::new(None) });

/// What a call of an import does to the desk on this thread.
pub(crate) fn on<T>(call: impl FnOnce(&mut Scene) -> T) -> T {
    SCENE.with_borrow_mut(|scene| {
        call(scene.as_mut().expect("outside a component the host is there only in `fake::Desk::run`"))
    })
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            locale: "pt-BR".into(),
            today: "2026-11-24".into(),
            settings: BTreeMap::new(),
            invoices: vec![],
            times: 0,
            times_of_person: 0,
            may_waive: true,
            contracts: vec![],
            served: None,
            request: None,
            reports: vec![],
            name: None,
            address: None,
            contacts: vec![],
            events: vec![],
            loans: vec![],
            consumed: vec![],
            orders: vec![],
            line: Err(Failure::not_found("Nenhuma etiqueta escolhida neste atendimento.")),
            signal: None,
            past_signal: Vec::new(),
            replies: vec![],
            stopped_after: None,
            traffic: vec![],
            weak: None,
            unlock: None,
            attachments: vec![],
            documents: vec![],
            file_history: vec![],
            tag: None,
            denied: vec![],
        }
    }
}

impl Desk {
    /// On 2026-11-24, a Tuesday, in Portuguese, with a customer of whom nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Serving in this language.
    pub fn locale(mut self, locale: &str) -> Self {
        self.locale = locale.into();
        self
    }

    /// On this day.
    pub fn today(mut self, day: &str) -> Self {
        self.today = day.into();
        self
    }

    /// With the initial settings of a widget or an action.
    pub fn settings_of(mut self, card: &Card) -> Self {
        for setting in card.settings {
            self = self.setting(setting.key, setting.initial);
        }
        self
    }

    /// With a setting that the administrator changed.
    pub fn setting(mut self, key: &str, value: &str) -> Self {
        self.settings.insert(key.into(), value.into());
        self
    }

    /// With one more invoice; the order is theirs.
    pub fn invoice(mut self, invoice: Invoice) -> Self {
        self.invoices.push(invoice);
        self
    }

    /// With invoices that were rescheduled before, so often each, and so often in all this year.
    pub fn rescheduled(mut self, each: u32, in_all: u32) -> Self {
        self.times = each;
        self.times_of_person = in_all;
        self
    }

    /// For an agent whose profile does not allow waiving fine and interest.
    pub fn no_waiving(mut self) -> Self {
        self.may_waive = false;
        self
    }

    /// With one more contract.
    pub fn contract(mut self, contract: Contract) -> Self {
        self.contracts.push(contract);
        self
    }

    /// With the contract of this number chosen for the request.
    pub fn served(mut self, number: &str) -> Self {
        self.served = Some(number.into());
        self
    }

    /// In this request.
    pub fn request(mut self, request: Request) -> Self {
        self.request = Some(request);
        self
    }

    /// With one more report in the request; the order is theirs.
    pub fn report(mut self, report: Report) -> Self {
        self.reports.push(report);
        self
    }

    /// Serving somebody of this name, whose taxpayer number is known.
    pub fn person(mut self, name: &str) -> Self {
        self.name = Some(PersonName { name: name.into(), trade_name: None, legal: false });
        self
    }

    /// Who lives there.
    pub fn address(mut self, address: PostalAddress) -> Self {
        self.address = Some(address);
        self
    }

    /// With one more phone or e-mail address.
    pub fn contact(mut self, contact: Contact) -> Self {
        self.contacts.push(contact);
        self
    }

    /// With one more event in the customer's past.
    pub fn event(mut self, event: Event) -> Self {
        self.events.push(event);
        self
    }

    /// With one more thing on loan.
    pub fn loan(mut self, loan: loans::Loan) -> Self {
        self.loans.push(loan);
        self
    }

    /// With one more product that was used up.
    pub fn consumed(mut self, item: consumption::Item) -> Self {
        self.consumed.push(item);
        self
    }

    /// With one more sale.
    pub fn order(mut self, order: orders::Order) -> Self {
        self.orders.push(order);
        self
    }

    /// With this line at the chosen tag; none: the tag has no connection.
    pub fn line(mut self, line: Option<Connection>) -> Self {
        self.line = Ok(line);
        self
    }

    /// With this signal; without, the OLT does not answer.
    pub fn signal(mut self, reading: Reading) -> Self {
        self.signal = Some(reading);
        self
    }

    /// With what was read before.
    pub fn past_signal(mut self, past: &[PastReading]) -> Self {
        self.past_signal = past.to_vec();
        self
    }

    /// With a reply to each ping in turn, after so many milliseconds, or none.
    pub fn replies(mut self, replies: &[Option<f64>]) -> Self {
        self.replies = replies.to_vec();
        self
    }

    /// With an agent who stops the pings after so many.
    pub fn stopped_after(mut self, pings: usize) -> Self {
        self.stopped_after = Some(pings);
        self
    }

    /// With this traffic; every other day is without.
    pub fn traffic(mut self, days: &[usage::Day]) -> Self {
        self.traffic = days.to_vec();
        self
    }

    /// With a host that finds typed passwords at fault, for this reason.
    pub fn weak(mut self, reason: &str) -> Self {
        self.weak = Some(reason.into());
        self
    }

    /// With these prospects of a trust unlock; without, the contract is not blocked.
    pub fn unlock(mut self, outlook: Outlook) -> Self {
        self.unlock = Some(outlook);
        self
    }

    /// With one more attachment; the order is theirs.
    pub fn attachment(mut self, attachment: Attachment) -> Self {
        self.attachments.push(attachment);
        self
    }

    /// With one more document; the order is theirs.
    pub fn document(mut self, document: Document) -> Self {
        self.documents.push(document);
        self
    }

    /// With one more line in the history of every file.
    pub fn file_change(mut self, change: Change) -> Self {
        self.file_history.push(change);
        self
    }

    /// With a tag chosen for the request, by its handle.
    pub fn tag(mut self, tag: &str) -> Self {
        self.tag = Some(tag.into());
        self
    }

    /// With an interface that was not granted, as in `billing/invoices`.
    pub fn denied(mut self, interface: &str) -> Self {
        self.denied.push(interface.into());
        self
    }

    /// Runs a call of the plugin on this desk, on this thread.
    pub fn run<T>(&self, call: impl FnOnce() -> T) -> Run<T> {
        let run = Run {
            result: (),
            blocks: vec![],
            log: vec![],
            effects: vec![],
            reports: vec![],
            declared: vec![],
        };
        SCENE.set(Some(Scene { desk: self.clone(), run }));
        let result = call();
        let Run { result: (), blocks, log, effects, reports, declared } =
            SCENE.take().expect("a call of a plugin does not begin another").run;
        Run { result, blocks, log, effects, reports, declared }
    }

    /// Fails where the interface was not granted.
    pub(crate) fn granted(&self, interface: &str) -> Result<(), Failure> {
        if self.denied.iter().any(|denied| denied == interface) {
            return Err(Failure::new(Reason::Denied, "Este plugin não tem permissão.").detail(interface));
        }
        Ok(())
    }
}
