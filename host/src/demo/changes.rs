//! How contracts changed since they were sold.

use balcao_desk::contracts::{ContractStatus, NewContract, Stage};
use balcao_desk::events::{Change, NewChange};
use chrono::{NaiveDate, TimeDelta};

use super::customers::{Batch, Customers, days_before};
use super::random::Random;
use super::words::{BUSINESS_PLANS, HOME_PLANS};

/// Makes the changes of a contract that is, or was, in force.
pub fn of(customers: &mut Customers, contract: &NewContract, random: &mut Random, batch: &mut Batch) {
    use ContractStatus as S;
    if !matches!(contract.stage, Stage::Approved | Stage::Cancelled) {
        return;
    }
    let today = customers.today;
    let age = (today - contract.included_on).num_days().clamp(2, 2_000) as u64;
    let mut add = |on: NaiveDate, change, detail: &str| {
        // In office hours, whatever the zone.
        let at = on.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(13);
        batch.changes.push(NewChange {
            id: customers.ids.at(at.min(customers.eve)),
            contract: contract.id,
            at: at.min(customers.eve),
            change,
            detail: detail.into(),
            origin: contract.origin.clone(),
        });
    };
    add(days_before(today, age - 1), Change::Activated, "Instalação concluída");
    if age > 90 && random.of_1000(120) {
        let plans = if random.of_1000(100) { BUSINESS_PLANS } else { HOME_PLANS };
        let (before, _) = random.pick(plans);
        add(days_before(today, age / 2), Change::Plan, &format!("{before} para {}", contract.plan));
    }
    match contract.status {
        S::FinancialBlock => {
            add(days_before(today, 10), Change::Blocked, "Bloqueio financeiro: faturas vencidas");
        }
        S::AdministrativeBlock => add(days_before(today, 10), Change::Blocked, "Bloqueio administrativo"),
        S::Suspended => add(days_before(today, 20), Change::Suspended, "A pedido do cliente"),
        S::Cancelled => add(days_before(today, 25), Change::Cancelled, "A pedido do cliente"),
        S::Finished => add(days_before(today, 25), Change::Finished, "Fim da vigência"),
        S::Normal | S::Demonstration | S::Courtesy => {}
    }
}
