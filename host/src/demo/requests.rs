//! Requests old and new, and the full Minhas Tarefas of `ana`.

use balcao_access::{CompanyId, TeamId, UserId};
use balcao_desk::contracts::NewContract;
use balcao_desk::reports::{Audience, NewReport};
use balcao_desk::requests::{Asker, Asking, Channel, Identity, NewRequest};
use balcao_desk::{Protocol, ReportId, RequestId, TagId};
use balcao_network::UnlockId;
use balcao_network::unlocks::NewUnlock;
use chrono::{DateTime, TimeDelta, Utc};

use super::customers::{Batch, Customers};
use super::random::Random;
use super::words::STORIES;

/// The customers, by number, who have something open with `ana`.
const ANAS: std::ops::Range<u32> = 10..24;

/// The customers whose request waits in the queue of her team.
const QUEUED: std::ops::Range<u32> = 24..28;

/// A task of `ana`: seven kinds, twice; and what waits for her team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    Overdue,
    InTime,
    Waiting,
    /// Contract and tag are still to be chosen.
    Unfinished,
    CameBack,
    Later,
    NoDeadline,
    /// Nobody has taken it.
    Queued,
}

impl Task {
    /// Whether contract and tag are still to be chosen.
    pub fn unfinished(self) -> bool {
        self == Task::Unfinished
    }
}

/// What this customer has open with `ana` or her team.
pub fn task_of_ana(n: u32) -> Option<Task> {
    use Task::*;
    const KINDS: [Task; 7] = [Overdue, InTime, Waiting, Unfinished, CameBack, Later, NoDeadline];
    if QUEUED.contains(&n) {
        return Some(Queued);
    }
    ANAS.contains(&n).then(|| KINDS[n as usize % KINDS.len()])
}

/// Makes a task of `ana`.
pub fn task(
    customers: &mut Customers,
    task: Task,
    contract: &NewContract,
    random: &mut Random,
    batch: &mut Batch,
) {
    let eve = customers.eve;
    let hours = TimeDelta::hours;
    let opened_at = eve - hours(20) - TimeDelta::minutes(random.below(600) as i64);
    let (kind, status, deadline, scheduled_for) = match task {
        Task::Overdue => (Some("no-connection"), "in-progress", Some(opened_at + hours(8)), None),
        Task::InTime => (Some("billing-question"), "in-progress", Some(eve + hours(72)), None),
        Task::Waiting => (Some("change-of-plan"), "waiting-customer", Some(opened_at + hours(8)), None),
        Task::Unfinished => (None, "open", None, None),
        Task::CameBack => (Some("negotiation"), "scheduled", Some(eve + hours(48)), Some(eve - hours(2))),
        Task::Later => (Some("change-of-address"), "scheduled", Some(eve + hours(96)), Some(eve + hours(60))),
        Task::NoDeadline => (Some("information"), "open", None, None),
        Task::Queued => (Some("slow-connection"), "open", Some(eve + hours(30)), None),
    };
    let (ana, team, _) = customers.provider.users[0];
    let chosen = (!task.unfinished()).then(|| first_tag(contract, batch));
    let request = NewRequest {
        contract: chosen.as_ref().map(|_| contract.id),
        tag: chosen.flatten(),
        kind: kind.map(Into::into),
        status: status.into(),
        deadline,
        scheduled_for,
        assigned_user: Some(ana).filter(|_| task != Task::Queued),
        ..begun(customers, contract, opened_at, (ana, team), random)
    };
    tell(customers, &request, random, batch);
    batch.requests.push(request);
}

/// Makes the requests that a customer had in 24 months; some of the last days are still open.
pub fn history(customers: &mut Customers, contracts: &[NewContract], random: &mut Random, batch: &mut Batch) {
    let served: Vec<&NewContract> = contracts.iter().filter(|contract| contract.stage.counts()).collect();
    if served.is_empty() {
        return;
    }
    for _ in 0..random.weighted(&[(450, 0u32), (300, 1), (160, 2), (90, 3)]) {
        let contract = random.pick(&served);
        let since = contract.included_on.and_time(chrono::NaiveTime::MIN).and_utc();
        let minutes = (customers.eve - since).num_minutes().clamp(1, 24 * 30 * 24 * 60) as u64;
        let opened_at = customers.eve - TimeDelta::minutes(random.below(minutes) as i64);
        let who = colleague(customers, contract.company, random);
        let ended_at = opened_at + TimeDelta::minutes(5 + random.below(2_500) as i64);
        let ended = ended_at <= customers.eve;
        let cancelled = random.of_1000(30);
        let request = NewRequest {
            contract: Some(contract.id),
            tag: first_tag(contract, batch),
            kind: Some(random.pick(STORIES).0.into()),
            status: if !ended {
                "in-progress"
            } else if cancelled {
                "cancelled"
            } else {
                "closed"
            }
            .into(),
            deadline: Some(opened_at + TimeDelta::hours(24)),
            // Half of what is open waits in its team's queue.
            assigned_user: Some(who.0).filter(|_| ended || opened_at.timestamp() % 120 < 60),
            ended_at: ended.then_some(ended_at),
            ..begun(customers, contract, opened_at, who, random)
        };
        tell(customers, &request, random, batch);
        batch.requests.push(request);
    }
}

/// A trust unlock of last month, after which nothing was paid.
pub fn broken_promise(
    customers: &mut Customers,
    contract: &NewContract,
    random: &mut Random,
    batch: &mut Batch,
) {
    let opened_at = customers.eve - TimeDelta::days(40);
    let who = colleague(customers, contract.company, random);
    let request = NewRequest {
        contract: Some(contract.id),
        tag: first_tag(contract, batch),
        kind: Some("negotiation".into()),
        status: "closed".into(),
        ended_at: Some(opened_at + TimeDelta::minutes(12)),
        ..begun(customers, contract, opened_at, who, random)
    };
    tell(customers, &request, random, batch);
    batch.unlocks.push(NewUnlock {
        id: UnlockId(customers.ids.next()),
        contract: contract.id,
        request: request.id,
        author: who.0,
        day: opened_at.date_naive(),
        until: (opened_at + TimeDelta::days(4)).date_naive(),
        reason: "Cliente prometeu pagar na sexta-feira.".into(),
        kept: false,
    });
    batch.requests.push(request);
}

/// Makes a visit to the customer, solved a month ago.
pub fn visit(
    customers: &mut Customers,
    contract: &NewContract,
    random: &mut Random,
    batch: &mut Batch,
) -> NewRequest {
    let opened_at = customers.eve - TimeDelta::days(40);
    let who = colleague(customers, contract.company, random);
    let request = NewRequest {
        contract: Some(contract.id),
        tag: first_tag(contract, batch),
        kind: Some("slow-connection".into()),
        status: "closed".into(),
        deadline: Some(opened_at + TimeDelta::hours(24)),
        ended_at: Some(opened_at + TimeDelta::hours(5)),
        ..begun(customers, contract, opened_at, who, random)
    };
    tell(customers, &request, random, batch);
    batch.requests.push(request.clone());
    request
}

/// A request as it was opened.
fn begun(
    customers: &mut Customers,
    contract: &NewContract,
    opened_at: DateTime<Utc>,
    (user, team): (UserId, TeamId),
    random: &mut Random,
) -> NewRequest {
    let holder = random.of_1000(850);
    NewRequest {
        id: RequestId(customers.ids.next()),
        company: contract.company,
        protocol: protocol(customers, contract.company, opened_at),
        person: contract.person,
        contract: None,
        tag: None,
        kind: None,
        status: String::new(),
        opened_at,
        opened_by: user,
        assigned_user: Some(user),
        assigned_team: Some(team),
        asking: Asking {
            who: if holder { Asker::Holder } else { Asker::Authorised },
            name: (!holder).then(|| random.pick(&["Rosa", "Pedro", "Lúcia", "Jorge"]).to_string()),
            channel: random.weighted(&[
                (500, Channel::Phone),
                (350, Channel::Whatsapp),
                (100, Channel::Chat),
                (50, Channel::InPerson),
            ]),
            contact: String::new(),
            identity: random.weighted(&[
                (800, Identity::PersonalData),
                (150, Identity::NotConfirmed),
                (50, Identity::Document),
            ]),
        },
        deadline: None,
        scheduled_for: None,
        ended_at: None,
    }
}

/// The next number of that company and day.
fn protocol(customers: &mut Customers, company: CompanyId, opened_at: DateTime<Utc>) -> Protocol {
    let day = opened_at.date_naive();
    let count = customers.protocols.entry((company, day)).or_default();
    *count += 1;
    let prefix = customers.provider.companies.iter().find(|(id, _)| *id == company);
    let prefix = prefix.map_or(0, |(_, prefix)| *prefix);
    Protocol::build(prefix, day, *count).expect("no day of the demonstration has a million requests")
}

/// Somebody who works for that company.
fn colleague(customers: &Customers, company: CompanyId, random: &mut Random) -> (UserId, TeamId) {
    let which = usize::from(customers.provider.companies[1].0 == company);
    let users: Vec<_> = customers.provider.users.iter().filter(|(_, _, works)| works[which]).collect();
    let (user, team, _) = random.pick(&users);
    (*user, *team)
}

/// The first tag of a contract that was just made: one of the last few of the batch.
fn first_tag(contract: &NewContract, batch: &Batch) -> Option<TagId> {
    let last = &batch.tags[batch.tags.len().saturating_sub(32)..];
    last.iter().find(|tag| tag.contract == contract.id).map(|tag| tag.id)
}

/// The reports of a request: what was asked, and how it ended.
fn tell(customers: &mut Customers, request: &NewRequest, random: &mut Random, batch: &mut Batch) {
    let kind = request.kind.as_deref();
    let Some((_, wish, end)) = STORIES.iter().find(|(code, _, _)| Some(*code) == kind) else { return };
    let mut add = |at: DateTime<Utc>, audience, text: &str| {
        batch.reports.push(NewReport {
            id: ReportId(customers.ids.at(at)),
            request: request.id,
            person: request.person,
            company: request.company,
            at,
            author: Some(request.opened_by),
            audience,
            text: text.into(),
        });
    };
    add(request.opened_at + TimeDelta::minutes(1), Audience::Internal, wish);
    if let Some(ended_at) = request.ended_at {
        let audience = if random.of_1000(600) { Audience::Customer } else { Audience::Internal };
        add(ended_at, audience, end);
    }
}
