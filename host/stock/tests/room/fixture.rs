//! A customer being served, with a contract.

use balcao_access::{Actor, CompanyId, Right, testing};
use balcao_brazil::Money;
use balcao_desk::contracts::{self, ContractStatus, NewContract, Stage};
use balcao_desk::people::{self, NewPerson, PersonKind};
use balcao_desk::requests::{Asker, Asking, Channel, Identity};
use balcao_desk::{Address, Attendance, ContractId, Origin, PersonId, RequestId, starting};
use balcao_stock::consumption::{self, NewConsumption};
use balcao_stock::loans::{self, NewLoan, State};
use balcao_stock::orders::{self, NewOrder};
use balcao_stock::{ConsumptionId, LoanId, OrderId};
use balcao_store::{Db, now};
use chrono::{Days, NaiveDate};

pub fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(n)
}

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
        emails: Vec::new(),
        origin: Origin::own(now()),
    };
    let mut tx = db.write().await.unwrap();
    people::insert_many(&mut tx, &[person]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub async fn contract(db: &Db, company: CompanyId, person: PersonId, status: ContractStatus) -> ContractId {
    let id = ContractId::new();
    let contract = NewContract {
        id,
        company,
        person,
        number: id.to_string(),
        status,
        stage: Stage::Approved,
        included_on: day(0),
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

pub async fn serve(db: &Db, actor: &Actor, person: PersonId) -> Attendance {
    let asking = Asking {
        who: Asker::Holder,
        name: None,
        channel: Channel::Phone,
        contact: String::new(),
        identity: Identity::PersonalData,
    };
    let mut tx = db.write().await.unwrap();
    let request = RequestId::new();
    starting::start(&mut tx, actor, request, person, &asking, now(), day(300)).await.unwrap();
    tx.commit().await.unwrap();
    Attendance::open(&mut db.read().await.unwrap(), actor, request).await.unwrap()
}

/// A user serving a customer with one contract.
pub async fn served(db: &Db) -> (Attendance, ContractId) {
    let actor = agent(db).await;
    let person = person(db).await;
    let contract = contract(db, actor.company, person, ContractStatus::Normal).await;
    (serve(db, &actor, person).await, contract)
}

pub fn loan(contract: ContractId, product: &str, state: State, lent_on: NaiveDate) -> NewLoan {
    NewLoan {
        id: LoanId::new(),
        contract,
        tag: None,
        product: product.into(),
        serial: "X1".into(),
        quantity: 1,
        value: Money(25_000),
        state,
        lent_on,
        returned_on: (state == State::Returned).then_some(day(200)),
        origin: Origin::own(now()),
    }
}

pub async fn lend(db: &Db, loans: &[NewLoan]) {
    let mut tx = db.write().await.unwrap();
    loans::insert_many(&mut tx, loans).await.unwrap();
    tx.commit().await.unwrap();
}

/// So many products that were used up and sales, two a day.
pub async fn use_and_sell(db: &Db, attendance: &Attendance, contract: ContractId, many: u64) {
    let used: Vec<NewConsumption> = (0..many)
        .map(|n| NewConsumption {
            id: ConsumptionId::new(),
            contract,
            tag: None,
            request: Some(attendance.request()),
            on: day(n / 2),
            product: "Cabo drop".into(),
            thousandths: 80_500,
            measure: "m".into(),
            technician: "Nilo".into(),
            origin: Origin::own(now()),
        })
        .collect();
    let sold: Vec<NewOrder> = (0..many)
        .map(|n| NewOrder {
            id: OrderId::new(),
            company: attendance.company(),
            person: attendance.person(),
            contract: n.is_multiple_of(2).then_some(contract),
            number: format!("{contract}-{n}"),
            on: day(n / 2),
            items: "1 × Roteador".into(),
            total: Money(35_000),
            state: orders::State::Delivered,
            origin: Origin::own(now()),
        })
        .collect();
    let mut tx = db.write().await.unwrap();
    consumption::insert_many(&mut tx, &used).await.unwrap();
    orders::insert_many(&mut tx, &sold).await.unwrap();
    tx.commit().await.unwrap();
}
