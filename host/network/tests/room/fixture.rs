//! A customer being served, with a line, and access servers that a test answers for.

use std::sync::{Arc, Mutex};

use balcao_access::{Actor, CompanyId, Right, testing};
use balcao_billing::InvoiceId;
use balcao_billing::invoices::{self, NewInvoice, State};
use balcao_brazil::Money;
use balcao_desk::contracts::{self, ContractStatus, NewContract, Stage};
use balcao_desk::people::{self, NewPerson, PersonKind};
use balcao_desk::requests::{Asker, Asking, Channel, Identity};
use balcao_desk::tags::{self, NewTag};
use balcao_desk::{Address, Attendance, ContractId, Origin, PersonId, RequestId, TagId, starting};
use balcao_network::connections::{self, NewConnection, Onu};
use balcao_network::equipment::{Equipment, Heard, Order, Session, Unreachable};
use balcao_network::{Access, ConnectionId, Password, deliveries};
use balcao_store::outbox::{self, Deliveries, NewEntry, OutboxId, Worker};
use balcao_store::{Db, now};
use chrono::{Days, NaiveDate};

/// A Tuesday.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

/// A customer, their contract and its line.
pub struct Customer {
    pub contract: ContractId,
    pub line: ConnectionId,
    pub invoice: InvoiceId,
    pub attendance: Attendance,
}

/// Somebody who may serve and act, and a customer of theirs.
pub async fn customer(db: &Db, status: ContractStatus) -> Customer {
    let actor = testing::actor(db, &[Right::Serve, Right::ActUnconfirmed]).await;
    customer_of(db, &actor, status, Identity::PersonalData).await
}

pub async fn customer_of(db: &Db, actor: &Actor, status: ContractStatus, identity: Identity) -> Customer {
    let (person, contract, tag) = (PersonId::new(), ContractId::new(), TagId::new());
    let (line, invoice) = (ConnectionId::new(), InvoiceId::new());
    let mut tx = db.write().await.unwrap();
    people::insert_many(&mut tx, &[new_person(person)]).await.unwrap();
    contracts::insert_many(&mut tx, &[new_contract(contract, actor.company, person, status)]).await.unwrap();
    tags::insert_many(&mut tx, &[new_tag(tag, contract, actor.company)]).await.unwrap();
    let connection = NewConnection {
        id: line,
        tag,
        service: "Fibra 500 Mega".into(),
        password: Some(Password::in_use("old12345".into())),
        nas: "bng-1".into(),
        onu: Some(Onu { serial: "FHTT0000001A".into(), place: "OLT Centro".into(), port: None }),
        access: if status.is_stopped() { Access::Blocked } else { Access::Normal },
    };
    connections::insert_many(&mut tx, &[connection]).await.unwrap();
    invoices::insert_many(&mut tx, &[overdue(invoice, contract)]).await.unwrap();
    let request = RequestId::new();
    let asking =
        Asking { who: Asker::Holder, name: None, channel: Channel::Phone, contact: String::new(), identity };
    starting::start(&mut tx, actor, request, person, &asking, now(), today()).await.unwrap();
    tx.commit().await.unwrap();
    let attendance = Attendance::open(&mut db.read().await.unwrap(), actor, request).await.unwrap();
    Customer { contract, line, invoice, attendance }
}

fn new_person(id: PersonId) -> NewPerson {
    NewPerson {
        id,
        kind: PersonKind::Natural,
        name: "Helena".into(),
        trade_name: None,
        tax_id: None,
        born_on: None,
        address: address(),
        phones: Vec::new(),
        emails: Vec::new(),
        origin: Origin::own(now()),
    }
}

fn new_contract(id: ContractId, company: CompanyId, person: PersonId, status: ContractStatus) -> NewContract {
    NewContract {
        id,
        company,
        person,
        number: id.to_string(),
        status,
        stage: Stage::Approved,
        included_on: today() - Days::new(400),
        plan: "Fibra 500 Mega".into(),
        price: Money(9_990),
        due_day: 10,
        origin: Origin::own(now()),
    }
}

fn new_tag(id: TagId, contract: ContractId, company: CompanyId) -> NewTag {
    NewTag {
        id,
        contract,
        company,
        code: id.to_string(),
        label: "Residência".into(),
        address: address(),
        login: Some("helena.1001".into()),
        origin: Origin::own(now()),
    }
}

fn overdue(id: InvoiceId, contract: ContractId) -> NewInvoice {
    let due = today() - Days::new(30);
    NewInvoice {
        id,
        contract,
        number: "FAT1".into(),
        amount: Money(9_990),
        issued_on: None,
        due,
        first_due: due,
        state: State::Open,
        paid: None,
        reschedules: 0,
        charge: None,
        origin: Origin::own(now()),
    }
}

fn address() -> Address {
    Address { street: "Rua das Acácias, 10".into(), city: "Canoas".into(), state: "RS".into() }
}

/// Access servers that note what they are told, and answer as the test says.
pub fn servers(
    answer: impl Fn(&Order) -> Heard + Send + Sync + 'static,
) -> (Arc<Mutex<Vec<Order>>>, Equipment) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&told);
    let equipment = Equipment {
        demonstration: true,
        radius: Some(Arc::new(move |order| {
            let heard = answer(&order);
            noted.lock().unwrap().push(order);
            Box::pin(async move { heard })
        })),
        ..Equipment::default()
    };
    (told, equipment)
}

/// The same, with accounting that shows what the test says.
pub fn with_sessions(
    equipment: Equipment,
    open: impl Fn() -> Result<Vec<Session>, Unreachable> + Send + Sync + 'static,
) -> Equipment {
    let sessions = Arc::new(move |_| {
        let open = open();
        Box::pin(async move { open }) as balcao_network::equipment::Asking<_>
    });
    Equipment { sessions: Some(sessions), ..equipment }
}

/// An open session of this number.
pub fn session(id: &str) -> Session {
    Session {
        id: id.into(),
        since: now(),
        address: None,
        nas: "bng-1".into(),
        nas_address: Some([192, 0, 2, 1].into()),
    }
}

/// A worker, as a desk has one.
pub fn worker(db: &Db, equipment: &Equipment) -> Worker {
    Worker::new(db.clone(), deliveries(Deliveries::new(), db, equipment))
}

/// Puts what a change wants, as a commit does.
pub async fn put(tx: &mut balcao_store::Tx, entries: Vec<NewEntry>) -> Vec<OutboxId> {
    let mut ids = Vec::new();
    for (order, entry) in (0..).zip(entries) {
        ids.push(outbox::put(tx, NewEntry { order, ..entry }).await.unwrap());
    }
    ids
}

pub async fn entry(db: &Db, id: OutboxId) -> outbox::Entry {
    outbox::one(&mut db.read().await.unwrap(), id).await.unwrap().expect("an entry")
}
