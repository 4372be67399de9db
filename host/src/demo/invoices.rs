//! 24 months of invoices of a contract, in every state, with the charges that can still matter.

use balcao_billing::charges::{self, NewCharge};
use balcao_billing::invoices::{NewInvoice, State};
use balcao_billing::{ChargeId, InvoiceId};
use balcao_brazil::late::{self, LateRule, MAX_FINE_BPS, MAX_INTEREST_BPS_PER_MONTH};
use balcao_desk::Origin;
use balcao_desk::contracts::{ContractStatus, NewContract, Stage};
use chrono::{Datelike, Days, Months, NaiveDate};

use super::customers::{Batch, Customers, days_before};
use super::random::Random;
use super::{DemoError, bank};

/// Months back, and one ahead.
const MONTHS: u32 = 24;

/// Charges of invoices that are paid are kept for so many days after their due date.
const CHARGES_KEPT: u64 = 90;

/// How many invoices a contract is behind when it is blocked for it.
const BLOCKED_BEHIND: u64 = 95;

/// Makes the invoices of a contract.
pub fn of(
    customers: &mut Customers,
    contract: &NewContract,
    random: &mut Random,
    batch: &mut Batch,
) -> Result<(), DemoError> {
    use ContractStatus as S;
    let in_force = matches!(contract.stage, Stage::Approved | Stage::Cancelled);
    if !in_force || matches!(contract.status, S::Courtesy | S::Demonstration) {
        return Ok(());
    }
    let today = customers.today;
    let ended = matches!(contract.status, S::Cancelled | S::Finished);
    let last = if ended { days_before(today, 30 + random.below(400)) } else { after(today, 30) };
    let first = after(contract.included_on, 20);
    let start = today.with_day(1).and_then(|day| day.checked_sub_months(Months::new(MONTHS)));
    for month in (0..=MONTHS + 1).filter_map(|n| start?.checked_add_months(Months::new(n))) {
        let Some(due) = month.with_day(contract.due_day) else { continue };
        if due >= first && due <= last {
            let state = state(contract.status, due, today, random);
            one(customers, contract, due, state, random, batch)?;
        }
    }
    Ok(())
}

/// How an invoice of that day ended, or that it did not.
fn state(status: ContractStatus, due: NaiveDate, today: NaiveDate, random: &mut Random) -> State {
    let age = (today - due).num_days();
    if age <= 0 || (status == ContractStatus::FinancialBlock && age <= BLOCKED_BEHIND as i64) {
        return State::Open;
    }
    let open = match age {
        ..=40 => 90,
        _ => 6,
    };
    random.weighted(&[
        (970 - open, State::Paid),
        (open, State::Open),
        (12, State::Cancelled),
        (18, State::Renegotiated),
    ])
}

fn one(
    customers: &mut Customers,
    contract: &NewContract,
    due: NaiveDate,
    state: State,
    random: &mut Random,
    batch: &mut Batch,
) -> Result<(), DemoError> {
    let id = InvoiceId(customers.ids.next());
    let amount = contract.price;
    let paid = (state == State::Paid).then(|| {
        let late = random.of_1000(180);
        let day = if late { after(due, 1 + random.below(25)) } else { days_before(due, random.below(6)) };
        let day = day.min(days_before(customers.today, 1));
        (day, late::worth(amount, due, day, legal_rule()))
    });
    let matters = state == State::Open || due > days_before(customers.today, CHARGES_KEPT);
    let charge = matters.then(|| ChargeId(customers.ids.next()));
    if let Some(id_of_charge) = charge {
        let gone = matches!(state, State::Cancelled | State::Renegotiated);
        batch.charges.push(NewCharge {
            id: id_of_charge,
            invoice: id,
            bank: bank::CODE.into(),
            amount,
            due,
            state: if gone { charges::State::Cancelled } else { charges::State::Registered },
            registration: Some(bank::issue(id_of_charge, amount, due)?),
            created_at: issued_on(customers, due).and_time(chrono::NaiveTime::MIN).and_utc(),
        });
    }
    customers.invoices += 1;
    batch.invoices.push(NewInvoice {
        id,
        contract: contract.id,
        number: format!("FAT{:08}", customers.invoices),
        amount,
        issued_on: Some(issued_on(customers, due)),
        due,
        first_due: due,
        state,
        paid,
        reschedules: 0,
        charge: charge.filter(|_| matches!(state, State::Open | State::Paid)),
        origin: Origin::own(customers.eve),
    });
    Ok(())
}

/// Twenty days before it is due, and not tomorrow.
fn issued_on(customers: &Customers, due: NaiveDate) -> NaiveDate {
    days_before(due, 20).min(days_before(customers.today, 1))
}

/// The provider of the demonstration claims what the law allows.
pub fn legal_rule() -> LateRule {
    LateRule::new(MAX_FINE_BPS, MAX_INTEREST_BPS_PER_MONTH).unwrap_or(LateRule::NONE)
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}
