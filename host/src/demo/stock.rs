//! What customers have of the provider: an ONU and mostly a router for each service, the cable that
//! was used to bring it, and now and then something that they bought.

use balcao_brazil::Money;
use balcao_desk::contracts::{ContractStatus, NewContract, Stage};
use balcao_desk::tags::NewTag;
use balcao_stock::consumption::NewConsumption;
use balcao_stock::loans::{self, NewLoan};
use balcao_stock::orders::{self, NewOrder};
use balcao_stock::{ConsumptionId, LoanId, OrderId};
use chrono::{Days, NaiveDate};

use super::customers::{Batch, Customers, days_before};
use super::random::Random;

/// What is lent, with what it costs when it does not come back, in centavos.
const ONUS: &[(&str, i64)] = &[
    ("ONU Huawei EG8145V5", 32_000),
    ("ONU ZTE F670L", 29_000),
    ("ONU FiberHome HG6145D", 27_500),
    ("ONU Intelbras 121AC", 24_000),
];
const ROUTERS: &[(&str, i64)] = &[
    ("Roteador TP-Link Archer AX12", 31_000),
    ("Roteador Intelbras W6-1500", 28_000),
    ("Roteador Huawei AX2", 30_000),
];

/// What is sold, with its price in centavos.
const SOLD: &[(&str, i64)] = &[
    ("1 × Roteador Wi-Fi 6 AX3000", 45_900),
    ("2 × Repetidor mesh", 59_800),
    ("1 × Nobreak 600 VA", 39_900),
    ("1 × Cabo de rede Cat6, 20 m; 2 × conector RJ45", 8_990),
    ("1 × Telefone IP", 24_900),
];

const TECHNICIANS: &[&str] = &["Nilo Peçanha", "Rita Moraes", "Sandro Lima", "Tadeu Brito", "Vera Lúcia"];

/// Makes what belongs to a contract and its tags. `replaced`: the customer still has a router that was
/// replaced.
pub fn of(
    customers: &mut Customers,
    contract: &NewContract,
    tags: &[NewTag],
    replaced: bool,
    random: &mut Random,
    batch: &mut Batch,
) {
    if !matches!(contract.stage, Stage::Approved | Stage::Cancelled) {
        return;
    }
    let installed = installed_on(contract, customers.today);
    for tag in tags.iter().filter(|tag| tag.login.is_some()) {
        let onu = random.favour(ONUS);
        let state = ended(contract, random);
        lend(customers, tag, onu, (state, installed), random, batch);
        if random.of_1000(600) || replaced {
            let router = random.favour(ROUTERS);
            lend(customers, tag, router, (state, installed), random, batch);
            if replaced || (state == loans::State::Lent && random.of_1000(25)) {
                lend(customers, tag, ROUTERS[0], (loans::State::Recalled, installed), random, batch);
            }
        }
        cable(customers, tag, installed, random, batch);
    }
    if replaced || random.of_1000(70) {
        sell(customers, contract, random, batch);
    }
}

/// A few days after the contract was entered.
fn installed_on(contract: &NewContract, today: NaiveDate) -> NaiveDate {
    let day = contract.included_on.checked_add_days(Days::new(4)).unwrap_or(contract.included_on);
    day.min(days_before(today, 1))
}

/// How the loans of a contract stand: when it ended, most have come back.
fn ended(contract: &NewContract, random: &mut Random) -> loans::State {
    match contract.status {
        ContractStatus::Cancelled | ContractStatus::Finished => random.weighted(&[
            (700, loans::State::Returned),
            (240, loans::State::Lent),
            (60, loans::State::Lost),
        ]),
        _ => loans::State::Lent,
    }
}

fn lend(
    customers: &mut Customers,
    tag: &NewTag,
    (product, value): (&str, i64),
    (state, lent_on): (loans::State, NaiveDate),
    random: &mut Random,
    batch: &mut Batch,
) {
    let back = days_before(customers.today, 1 + random.below(200)).max(lent_on);
    batch.loans.push(NewLoan {
        id: LoanId(customers.ids.next()),
        contract: tag.contract,
        tag: Some(tag.id),
        product: product.into(),
        serial: format!("VTF{:09X}", random.below(1 << 36)),
        quantity: 1,
        value: Money(value),
        state,
        lent_on,
        returned_on: (state == loans::State::Returned).then_some(back),
        origin: tag.origin.clone(),
    });
}

/// The cable from the pole, in metres, and sometimes the connectors.
fn cable(customers: &mut Customers, tag: &NewTag, on: NaiveDate, random: &mut Random, batch: &mut Batch) {
    let technician = random.pick(TECHNICIANS);
    let mut used = |product: &str, thousandths, measure: &str| {
        batch.consumption.push(NewConsumption {
            id: ConsumptionId(customers.ids.next()),
            contract: tag.contract,
            tag: Some(tag.id),
            request: None,
            on,
            product: product.into(),
            thousandths,
            measure: measure.into(),
            technician: technician.into(),
            origin: tag.origin.clone(),
        });
    };
    used("Cabo drop óptico", (30 + random.below(120) as i64) * 1_000 + 500, "m");
    if random.of_1000(200) {
        used("Conector óptico SC/APC", 2_000, "un");
    }
}

fn sell(customers: &mut Customers, contract: &NewContract, random: &mut Random, batch: &mut Batch) {
    let (items, total) = random.favour(SOLD);
    let age = (customers.today - contract.included_on).num_days().clamp(1, 700) as u64;
    customers.orders += 1;
    batch.orders.push(NewOrder {
        id: OrderId(customers.ids.next()),
        company: contract.company,
        person: contract.person,
        contract: Some(contract.id),
        number: format!("PV{:06}", customers.orders),
        on: days_before(customers.today, 1 + random.below(age)),
        items: items.into(),
        total: Money(total),
        state: random.weighted(&[
            (850, orders::State::Delivered),
            (80, orders::State::Invoiced),
            (40, orders::State::Open),
            (30, orders::State::Cancelled),
        ]),
        origin: contract.origin.clone(),
    });
}
