//! Customers with all that is theirs, made one after another.

use std::collections::BTreeMap;

use balcao_access::CompanyId;
use balcao_billing::charges::NewCharge;
use balcao_billing::invoices::NewInvoice;
use balcao_brazil::Money;
use balcao_desk::contracts::{ContractStatus, NewContract, Stage};
use balcao_desk::events::NewChange;
use balcao_desk::people::{NewPerson, PersonKind};
use balcao_desk::reports::NewReport;
use balcao_desk::requests::NewRequest;
use balcao_desk::tags::NewTag;
use balcao_desk::{ContractId, Origin, PersonId, TagId, sort_name};
use balcao_network::connections::NewConnection;
use balcao_network::unlocks::NewUnlock;
use balcao_stock::consumption::NewConsumption;
use balcao_stock::loans::NewLoan;
use balcao_stock::orders::NewOrder;
use chrono::{DateTime, Days, NaiveDate, Utc};

use super::files::Shown;
use super::lines::{self, Light};
use super::olt::OLTS;
use super::provider::Provider;
use super::random::{Ids, Random};
use super::words::{BUSINESS_PLANS, HOME_PLANS, TOWNS};
use super::{DemoError, Figure, changes, invoices, people, requests, stock};

/// Every number of the demonstration comes from this one.
const SEED: u64 = 0xBA1C_A000;

/// The days of the month on which invoices are due.
const DUE_DAYS: [u32; 5] = [10, 5, 15, 20, 25];

/// Rows to be written together.
#[derive(Debug, Default)]
pub struct Batch {
    pub people: Vec<NewPerson>,
    pub contracts: Vec<NewContract>,
    pub tags: Vec<NewTag>,
    pub connections: Vec<NewConnection>,
    pub invoices: Vec<NewInvoice>,
    pub charges: Vec<NewCharge>,
    pub requests: Vec<NewRequest>,
    pub reports: Vec<NewReport>,
    pub changes: Vec<NewChange>,
    pub loans: Vec<NewLoan>,
    pub consumption: Vec<NewConsumption>,
    pub orders: Vec<NewOrder>,
    pub unlocks: Vec<NewUnlock>,
}

/// What is counted while customers are made.
pub struct Customers {
    pub(super) provider: Provider,
    pub(super) today: NaiveDate,
    /// The evening before `today`: the last moment of the demonstration.
    pub(super) eve: DateTime<Utc>,
    pub(super) ids: Ids,
    pub(super) invoices: u32,
    pub(super) orders: u32,
    pub(super) protocols: BTreeMap<(CompanyId, NaiveDate), i64>,
    /// ONUs of each OLT.
    pub(super) onus: [u32; OLTS.len()],
    /// Who gets files.
    pub(super) shown: Vec<Shown>,
    contracts: [u32; 2],
    origin: Origin,
}

/// A contract that a customer is to have.
#[derive(Debug, Clone, Copy)]
struct Wish {
    company: usize,
    status: ContractStatus,
    stage: Stage,
    tags: usize,
}

const NORMAL: Wish = Wish { company: 0, status: ContractStatus::Normal, stage: Stage::Approved, tags: 1 };

impl Customers {
    /// None yet.
    pub fn new(provider: Provider, today: NaiveDate, eve: DateTime<Utc>) -> Self {
        Self {
            provider,
            today,
            eve,
            // A day before: what the first users do comes after it.
            ids: Ids::new(eve - chrono::TimeDelta::days(1), SEED),
            invoices: 0,
            orders: 0,
            protocols: BTreeMap::new(),
            onus: [0; OLTS.len()],
            shown: Vec::new(),
            contracts: [100_000, 500_000],
            origin: Origin::own(eve),
        }
    }

    /// The last protocol of each company and day.
    pub fn protocols(&self) -> impl Iterator<Item = (&(CompanyId, NaiveDate), &i64)> {
        self.protocols.iter()
    }

    /// The customers of these numbers, with all that is theirs.
    pub fn make(&mut self, numbers: std::ops::Range<u32>) -> Result<Batch, DemoError> {
        let mut batch = Batch::default();
        for n in numbers {
            self.customer(n, &mut batch)?;
        }
        Ok(batch)
    }

    fn customer(&mut self, n: u32, batch: &mut Batch) -> Result<(), DemoError> {
        let mut random = Random::new(SEED + u64::from(n));
        let figure = figure(n);
        let task = requests::task_of_ana(n);
        let legal = figure.is_none() && n % 10 == 9;
        let kind = if legal { PersonKind::Legal } else { PersonKind::Natural };
        let id = PersonId(self.ids.next());
        let name = figure.map(Figure::name);
        let person = people::person(id, kind, name, self.today, &mut random, &self.origin);
        let wishes = match (figure, task) {
            (Some(Figure::TwoTags), _) => vec![Wish { tags: 2, ..NORMAL }],
            (Some(Figure::Blocked | Figure::Promise), _) => {
                vec![Wish { status: ContractStatus::FinancialBlock, ..NORMAL }]
            }
            (Some(Figure::NoContract), _) => Vec::new(),
            (Some(Figure::Homonym), _) => vec![NORMAL],
            (None, Some(task)) => vec![Wish { tags: if task.unfinished() { 2 } else { 1 }, ..NORMAL }],
            (None, None) => wishes(legal, &mut random),
        };
        let (first, first_tag) = (batch.contracts.len(), batch.tags.len());
        for wish in wishes {
            self.contract(&person, wish, figure, &mut random, batch)?;
        }
        // From a chance of its own, so that what was made before stays as it was.
        let mut of_stock = Random::new(SEED ^ u64::from(n) << 32);
        let replaced = figure == Some(Figure::Blocked);
        for at in first..batch.contracts.len() {
            let contract = batch.contracts[at].clone();
            let tags = batch.tags[first_tag..].iter().filter(|tag| tag.contract == contract.id);
            let tags: Vec<NewTag> = tags.cloned().collect();
            changes::of(self, &contract, &mut of_stock, batch);
            stock::of(self, &contract, &tags, replaced, &mut of_stock, batch);
        }
        let own = batch.contracts[first..].to_vec();
        match task {
            Some(task) => requests::task(self, task, &own[0], &mut random, batch),
            None if figure == Some(Figure::Promise) => {
                requests::broken_promise(self, &own[0], &mut random, batch);
            }
            None if figure.is_none() => requests::history(self, &own, &mut random, batch),
            None if matches!(figure, Some(Figure::TwoTags | Figure::Blocked)) => {
                let visit = requests::visit(self, &own[0], &mut random, batch);
                self.shown.push(Shown::new(own[0].clone(), visit));
            }
            None => {}
        }
        batch.people.push(person);
        Ok(())
    }

    fn contract(
        &mut self,
        person: &NewPerson,
        wish: Wish,
        figure: Option<Figure>,
        random: &mut Random,
        batch: &mut Batch,
    ) -> Result<(), DemoError> {
        self.contracts[wish.company] += 1;
        let (plan, price) =
            random.favour(if person.kind == PersonKind::Legal { BUSINESS_PLANS } else { HOME_PLANS });
        // Who is to be found by the light of their line is on fibre.
        let on_fibre = figure.is_none() || !plan.starts_with("Rádio");
        let (plan, price) = if on_fibre { (plan, price) } else { HOME_PLANS[0] };
        // Younger contracts are more frequent: the provider grows.
        let age = random.below(6 * 365).min(random.below(6 * 365));
        let contract = NewContract {
            id: ContractId(self.ids.next()),
            company: self.provider.companies[wish.company].0,
            person: person.id,
            number: self.contracts[wish.company].to_string(),
            status: wish.status,
            stage: wish.stage,
            // Customers with a story have been there for a while.
            included_on: days_before(self.today, if wish.stage.counts() { 120 + age } else { age % 60 }),
            plan: plan.into(),
            price: Money(price),
            due_day: random.favour(&DUE_DAYS),
            origin: self.origin.clone(),
        };
        for k in 1..=wish.tags {
            let mut tag = self.tag(person, &contract, k, random);
            let light = match (figure, k) {
                // The beach house has television alone.
                (Some(Figure::TwoTags), 2) => {
                    tag.login = None;
                    None
                }
                (Some(Figure::TwoTags), _) => Some(Light::Good),
                (Some(Figure::Blocked), _) => Some(Light::Weak),
                (Some(Figure::Homonym), _) => Some(Light::Off),
                _ => None,
            };
            if figure.is_some() && k == 1 {
                tag.login = Some(login(person, &contract, k));
            }
            lines::of(self, &contract, &tag, light, batch);
            batch.tags.push(tag);
        }
        invoices::of(self, &contract, random, batch)?;
        batch.contracts.push(contract);
        Ok(())
    }

    fn tag(&mut self, person: &NewPerson, contract: &NewContract, k: usize, random: &mut Random) -> NewTag {
        let (label, address) = match k {
            1 => ("Residência", person.address.clone()),
            _ => {
                let (town, state, _) = random.favour(TOWNS);
                (
                    random.pick(&["Casa da praia", "Sítio", "Filial", "Depósito"]),
                    people::address(town, state, random),
                )
            }
        };
        let label = if person.kind == PersonKind::Legal && k == 1 { "Matriz" } else { label };
        NewTag {
            id: TagId(self.ids.next()),
            contract: contract.id,
            company: contract.company,
            code: format!("{}-{k}", contract.number),
            label: label.into(),
            address,
            // A service of television alone has no connection.
            login: (!random.of_1000(40)).then(|| login(person, contract, k)),
            origin: self.origin.clone(),
        }
    }
}

/// As the equipment of a tag signs in.
fn login(person: &NewPerson, contract: &NewContract, k: usize) -> String {
    let name = sort_name(&person.name);
    format!("{}.{}{k}", name.split(' ').next().unwrap_or("cliente"), contract.number)
}

/// The first six are the five figures, one of whom is two.
fn figure(n: u32) -> Option<Figure> {
    match n {
        0 => Some(Figure::TwoTags),
        1 => Some(Figure::Blocked),
        2 => Some(Figure::NoContract),
        3 | 4 => Some(Figure::Homonym),
        5 => Some(Figure::Promise),
        _ => None,
    }
}

/// What contracts a customer has, as it is with providers.
fn wishes(legal: bool, random: &mut Random) -> Vec<Wish> {
    use ContractStatus as S;
    let how_many = if legal { [60, 700, 160, 80] } else { [80, 830, 75, 15] };
    let count = random.weighted(&[(how_many[0], 0), (how_many[1], 1), (how_many[2], 2), (how_many[3], 3)]);
    (0..count)
        .map(|_| {
            let status = random.weighted(&[
                (825, S::Normal),
                (50, S::FinancialBlock),
                (70, S::Cancelled),
                (20, S::Suspended),
                (10, S::Courtesy),
                (8, S::Demonstration),
                (7, S::AdministrativeBlock),
                (10, S::Finished),
            ]);
            let stage = match status {
                S::Cancelled => Stage::Cancelled,
                S::Normal => random.weighted(&[
                    (970, Stage::Approved),
                    (18, Stage::PreContract),
                    (8, Stage::InApproval),
                    (4, Stage::Rejected),
                ]),
                _ => Stage::Approved,
            };
            let several = if legal { 300 } else { 60 };
            let tags = if stage == Stage::PreContract || random.of_1000(15) {
                0
            } else {
                1 + usize::from(random.of_1000(several)) + usize::from(random.of_1000(several / 4))
            };
            Wish { company: usize::from(random.of_1000(300)), status, stage, tags }
        })
        .collect()
}

/// A day so many days before another.
pub fn days_before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcao_access::{TeamId, UserId};
    use uuid::Uuid;

    fn make() -> Batch {
        let user = (UserId(Uuid::from_u128(1)), TeamId(Uuid::from_u128(2)), [true, true]);
        let companies = [(CompanyId(Uuid::from_u128(3)), 10), (CompanyId(Uuid::from_u128(4)), 20)];
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let eve = days_before(today, 1).and_hms_opt(21, 0, 0).unwrap().and_utc();
        let provider = Provider { companies, users: vec![user] };
        Customers::new(provider, today, eve).make(0..300).unwrap()
    }

    #[test]
    fn the_same_wish_gives_the_same_data_to_the_last_id() {
        assert_eq!(format!("{:?}", make()), format!("{:?}", make()));
    }

    #[test]
    fn a_figure_is_found_by_a_name_that_only_it_bears() {
        let people = make().people;
        for figure in Figure::ALL {
            let count = people.iter().filter(|person| person.name == figure.name()).count();
            assert_eq!(count, if figure == Figure::Homonym { 2 } else { 1 }, "{}", figure.name());
        }
    }

    #[test]
    fn invoices_are_in_every_state_and_nothing_was_done_later_than_the_evening_before() {
        use balcao_billing::invoices::State;
        let batch = make();
        for state in State::ALL {
            assert!(batch.invoices.iter().any(|invoice| invoice.state == *state), "{state}");
        }
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        assert!(batch.invoices.iter().filter_map(|invoice| invoice.paid).all(|(paid_on, _)| paid_on <= day));
        assert!(batch.requests.iter().all(|request| request.opened_at.date_naive() <= day));
    }
}
