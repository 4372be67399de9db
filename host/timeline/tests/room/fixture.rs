//! A customer with a past.

use balcao_access::{Actor, CompanyId, Right, testing};
use balcao_billing::invoices::{self, NewInvoice, State};
use balcao_billing::{InvoiceId, Reschedule};
use balcao_brazil::Money;
use balcao_desk::contracts::{self, ContractStatus, NewContract, Stage};
use balcao_desk::events::{self, Change, NewChange};
use balcao_desk::people::{self, NewPerson, PersonKind};
use balcao_desk::reports::{self, Audience, NewReport};
use balcao_desk::requests::{self, Asker, Asking, Channel, Identity, NewRequest};
use balcao_desk::{
    Address, Attendance, ContractId, Origin, PersonId, Protocol, ReportId, RequestId, starting,
};
use balcao_store::{Db, Uuid, now};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

pub const ZONE: chrono_tz::Tz = chrono_tz::America::Sao_Paulo;

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

pub fn days_ago(days: u64) -> NaiveDate {
    today() - Days::new(days)
}

/// Noon in Greenwich of that day.
pub fn noon(days: u64) -> DateTime<Utc> {
    days_ago(days).and_hms_opt(12, 0, 0).unwrap().and_utc()
}

pub async fn agent(db: &Db) -> Actor {
    testing::actor(db, &[Right::Serve, Right::WaiveCharges]).await
}

pub async fn person(db: &Db) -> PersonId {
    let id = PersonId::new();
    let person = NewPerson {
        id,
        kind: PersonKind::Natural,
        name: "Ana".into(),
        trade_name: None,
        tax_id: None,
        born_on: None,
        address: Address { street: String::new(), city: "Canoas".into(), state: "RS".into() },
        phones: Vec::new(),
        emails: Vec::new(),
        origin: Origin::own(now()),
    };
    let mut tx = db.write().await.unwrap();
    people::insert_many(&mut tx, &[person]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub async fn contract(db: &Db, company: CompanyId, person: PersonId, included_on: NaiveDate) -> ContractId {
    let id = ContractId::new();
    let contract = NewContract {
        id,
        company,
        person,
        number: id.to_string(),
        status: ContractStatus::Normal,
        stage: Stage::Approved,
        included_on,
        plan: "Fibra 500 Mega".into(),
        price: Money(9_990),
        due_day: 10,
        origin: Origin::own(now()),
    };
    let mut tx = db.write().await.unwrap();
    contracts::insert_many(&mut tx, &[contract]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Serves the customer; the request is opened now.
pub async fn serve(db: &Db, actor: &Actor, person: PersonId) -> Attendance {
    let mut tx = db.write().await.unwrap();
    let request = RequestId::new();
    starting::start(&mut tx, actor, request, person, &asking(), now(), today()).await.unwrap();
    tx.commit().await.unwrap();
    Attendance::open(&mut db.read().await.unwrap(), actor, request).await.unwrap()
}

fn asking() -> Asking {
    Asking {
        who: Asker::Holder,
        name: None,
        channel: Channel::Phone,
        contact: String::new(),
        identity: Identity::PersonalData,
    }
}

/// Invoices of a contract, a month apart, all paid on the day on which they were due.
pub async fn invoices(db: &Db, contract: ContractId, many: u64) {
    let all: Vec<NewInvoice> = (0..many)
        .map(|n| NewInvoice {
            id: InvoiceId::new(),
            contract,
            number: format!("F-{n}"),
            amount: Money(9_990),
            issued_on: Some(days_ago(30 * n + 25)),
            due: days_ago(30 * n + 5),
            first_due: days_ago(30 * n + 5),
            state: State::Paid,
            paid: Some((days_ago(30 * n + 5), Money(9_990))),
            reschedules: 0,
            charge: None,
            origin: Origin::own(now()),
        })
        .collect();
    let mut tx = db.write().await.unwrap();
    invoices::insert_many(&mut tx, &all).await.unwrap();
    tx.commit().await.unwrap();
}

/// An invoice that is open and was given a new due date just now.
pub async fn rescheduled(db: &Db, attendance: &Attendance, contract: ContractId) {
    let id = InvoiceId::new();
    let open = NewInvoice {
        id,
        contract,
        number: "F-OPEN".into(),
        amount: Money(9_990),
        issued_on: None,
        due: days_ago(3),
        first_due: days_ago(3),
        state: State::Open,
        paid: None,
        reschedules: 0,
        charge: None,
        origin: Origin::own(now()),
    };
    let mut tx = db.write().await.unwrap();
    invoices::insert_many(&mut tx, &[open]).await.unwrap();
    let change = Reschedule {
        invoice: id,
        version: 1,
        due: today() + Days::new(6),
        times_of_person: 0,
        keep_charges: true,
        reason: "A pedido".into(),
    };
    change.apply(&mut tx, attendance, now(), today()).await.unwrap();
    tx.commit().await.unwrap();
}

/// Requests of the past, one a day, each closed within an hour with a report to the customer and one
/// for colleagues.
pub async fn requests(db: &Db, attendance: &Attendance, many: u64) {
    let author = attendance.actor().user.id;
    let (mut all, mut told) = (Vec::new(), Vec::new());
    for n in 0..many {
        let (id, opened_at) = (RequestId::new(), noon(n + 1));
        all.push(NewRequest {
            id,
            company: attendance.company(),
            protocol: Protocol::build(10, days_ago(n + 1), 7).unwrap(),
            person: attendance.person(),
            contract: None,
            tag: None,
            kind: Some("information".into()),
            status: "closed".into(),
            opened_at,
            opened_by: author,
            assigned_user: Some(author),
            assigned_team: None,
            asking: asking(),
            deadline: None,
            scheduled_for: None,
            ended_at: Some(opened_at + TimeDelta::hours(1)),
        });
        for (audience, text) in [(Audience::Customer, "Ao cliente"), (Audience::Internal, "Só para nós")] {
            told.push(NewReport {
                id: ReportId::new(),
                request: id,
                person: attendance.person(),
                company: attendance.company(),
                at: opened_at + TimeDelta::minutes(30),
                author: Some(author),
                audience,
                text: text.into(),
            });
        }
    }
    let mut tx = db.write().await.unwrap();
    requests::insert_many(&mut tx, &all).await.unwrap();
    reports::insert_many(&mut tx, &told).await.unwrap();
    tx.commit().await.unwrap();
}

/// Changes of a contract, all of one moment.
pub async fn changes(db: &Db, contract: ContractId, many: usize) {
    let change = || NewChange {
        id: Uuid::now_v7(),
        contract,
        at: noon(40),
        change: Change::Plan,
        detail: "Fibra 300 para Fibra 500".into(),
        origin: Origin::own(now()),
    };
    let all: Vec<NewChange> = (0..many).map(|_| change()).collect();
    let mut tx = db.write().await.unwrap();
    events::insert_changes(&mut tx, &all).await.unwrap();
    tx.commit().await.unwrap();
}
