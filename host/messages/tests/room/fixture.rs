//! A customer being served, with an address on file and an invoice.

use balcao_access::{Actor, CompanyId, Right, testing};
use balcao_billing::charges::{self, NewCharge, Registration};
use balcao_billing::invoices::{self, NewInvoice, State};
use balcao_billing::{ChargeId, InvoiceId};
use balcao_brazil::Money;
use balcao_desk::contracts::{self, ContractStatus, NewContract, Stage};
use balcao_desk::people::{self, NewPerson, PersonKind};
use balcao_desk::requests::{Asker, Asking, Channel, Identity};
use balcao_desk::{Address, Attendance, ContractId, Origin, PersonId, starting};
use balcao_store::{Db, now};
use chrono::{Days, NaiveDate};

/// A Tuesday.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

pub fn in_days(days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 { today() - distance } else { today() + distance }
}

/// A user who may do what this room asks a right for.
pub async fn agent(db: &Db) -> Actor {
    testing::actor(db, &[Right::Serve]).await
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
        emails: vec!["ana@example.com".into()],
        origin: Origin::own(now()),
    };
    let mut tx = db.write().await.unwrap();
    people::insert_many(&mut tx, &[person]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub async fn contract(db: &Db, company: CompanyId, person: PersonId) -> ContractId {
    let id = ContractId::new();
    let contract = NewContract {
        id,
        company,
        person,
        number: id.to_string(),
        status: ContractStatus::Normal,
        stage: Stage::Approved,
        included_on: in_days(-400),
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

pub async fn serve(db: &Db, actor: &Actor, person: PersonId, identity: Identity) -> Attendance {
    let asking =
        Asking { who: Asker::Holder, name: None, channel: Channel::Phone, contact: String::new(), identity };
    let mut tx = db.write().await.unwrap();
    let request = balcao_desk::RequestId::new();
    starting::start(&mut tx, actor, request, person, &asking, now(), today()).await.unwrap();
    tx.commit().await.unwrap();
    Attendance::open(&mut db.read().await.unwrap(), actor, request).await.unwrap()
}

/// What a bank might have answered.
pub fn registration(n: u8) -> Registration {
    Registration {
        our_number: n.to_string(),
        barcode: format!("{n:044}"),
        line: format!("{n:047}"),
        pix: Some(format!("pix {n}")),
    }
}

/// An invoice of 100 reais, with a registered charge.
pub async fn invoice(db: &Db, contract: ContractId, due: NaiveDate, state: State) -> (InvoiceId, ChargeId) {
    let (id, charge) = (InvoiceId::new(), ChargeId::new());
    let invoice = NewInvoice {
        id,
        contract,
        number: format!("FAT {due}"),
        amount: Money(10_000),
        issued_on: None,
        due,
        first_due: due,
        state,
        paid: (state == State::Paid).then_some((due, Money(10_000))),
        reschedules: 0,
        charge: Some(charge),
        origin: Origin::own(now()),
    };
    let charge_of_it = NewCharge {
        id: charge,
        invoice: id,
        bank: "000".into(),
        amount: Money(10_000),
        due,
        state: charges::State::Registered,
        registration: Some(registration(1)),
        created_at: now(),
    };
    let mut tx = db.write().await.unwrap();
    invoices::insert_many(&mut tx, &[invoice]).await.unwrap();
    charges::insert_many(&mut tx, &[charge_of_it]).await.unwrap();
    tx.commit().await.unwrap();
    (id, charge)
}

/// A user serving a customer of whom it was made sure who they are, or not, with an open invoice.
pub async fn served(db: &Db, identity: Identity) -> (Attendance, ChargeId) {
    let actor = agent(db).await;
    let person = person(db).await;
    let contract = contract(db, actor.company, person).await;
    let (_, charge) = invoice(db, contract, in_days(3), State::Open).await;
    (serve(db, &actor, person, identity).await, charge)
}
