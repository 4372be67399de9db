//! Minhas Tarefas: what a user has to do, what waits for their team, and what is open for a person.

use balcao_access::{Actor, CompanyId, Labels, Right, TeamId};
use balcao_store::{Conn, Json, StoreError, on, text_enum};
use chrono::{DateTime, TimeDelta, Utc};

use super::{Status, StatusKind, is_overdue};
use crate::{ContractId, PersonId, Protocol, RequestId, bulk, words};

/// Tasks on a page.
pub const PAGE: usize = 50;

/// Characters of a [`Filter`]'s text, at most.
pub const MAX_FILTER: usize = 80;

/// Words of a [`Filter`]'s text that are looked for.
const MAX_WORDS: usize = 6;

/// A deadline that comes within this is near.
const SOON: TimeDelta = TimeDelta::hours(4);

/// Open requests that are listed of one person, at most.
const MAX_OF_PERSON: i64 = 100;

text_enum! {
    /// Which requests are listed; all of them are open.
    pub enum View {
        /// What the user has to do.
        Mine = "mine",
        /// What nobody of the user's team has taken.
        Team = "team",
        /// What comes back to the user at a time.
        Scheduled = "scheduled",
        /// What is with the user, while a customer or third party is to answer.
        Waiting = "waiting",
        /// Everybody's, of the user's companies: with [`Right::Supervise`] alone.
        All = "all",
    }
}

text_enum! {
    /// What comes first.
    pub enum Order {
        /// What has come back, what is overdue, then by deadline; what waits is last.
        Urgency = "urgency",
        /// The nearest deadline.
        Deadline = "deadline",
        /// The oldest.
        Opened = "opened",
        /// By the customer's name.
        Customer = "customer",
    }
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Which requests.
    pub view: View,
    /// Only of this type, by its code.
    pub kind: Option<String>,
    /// Only of this team, in [`View::All`].
    pub team: Option<TeamId>,
    /// Only those whose deadline is over.
    pub overdue: bool,
    /// Words of the customer's name, or part of a protocol; empty: all.
    pub text: String,
    /// What comes first.
    pub order: Order,
    /// Counted from 0.
    pub page: u32,
}

impl Filter {
    /// Everything in a view, the most urgent first.
    pub fn of(view: View) -> Self {
        Self {
            view,
            kind: None,
            team: None,
            overdue: false,
            text: String::new(),
            order: Order::Urgency,
            page: 0,
        }
    }

    /// Whether it asks for less than the whole view.
    pub fn is_narrowed(&self) -> bool {
        self.kind.is_some() || self.team.is_some() || self.overdue || !self.text.is_empty()
    }
}

/// A page of what was asked for.
#[derive(Debug, Clone)]
pub struct List {
    /// The tasks, [`PAGE`] at most.
    pub tasks: Vec<Task>,
    /// How many there are in all.
    pub total: i64,
    /// How many of them are overdue.
    pub overdue: i64,
}

/// How many requests are in each view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// In [`View::Mine`].
    pub mine: i64,
    /// In [`View::Team`].
    pub team: i64,
    /// In [`View::Scheduled`].
    pub scheduled: i64,
    /// In [`View::Waiting`].
    pub waiting: i64,
    /// In [`View::All`]; none for who does not supervise.
    pub all: Option<i64>,
}

/// A line of Minhas Tarefas.
#[derive(Debug, Clone)]
pub struct Task {
    /// The request.
    pub request: RequestId,
    /// Its company, one of the user's.
    pub company: CompanyId,
    /// The number that the customer was told.
    pub protocol: Protocol,
    /// The customer.
    pub person: PersonId,
    /// Their name.
    pub person_name: String,
    /// Names of its type; none until the closing form chose one.
    pub kind: Option<Labels>,
    /// Its status.
    pub status: Status,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it has to be solved.
    pub deadline: Option<DateTime<Utc>>,
    /// Whether that is over, and the desk's turn.
    pub overdue: bool,
    /// Whether that is near, and the desk's turn.
    pub due_soon: bool,
    /// When it comes back.
    pub scheduled_for: Option<DateTime<Utc>>,
    /// Whether that time has come: it is back on top.
    pub came_back: bool,
    /// Whether contract and tag are still to be chosen.
    pub unfinished_choice: bool,
    /// The name of the user who has it; none: it waits in a team's queue.
    pub assigned_to: Option<String>,
    /// The name of the team.
    pub team: Option<String>,
}

#[derive(sqlx::FromRow)]
struct TaskRow {
    id: RequestId,
    company: CompanyId,
    protocol: Protocol,
    person: PersonId,
    person_name: String,
    kind_names: Option<Json<Labels>>,
    status: String,
    status_kind: StatusKind,
    status_names: Json<Labels>,
    opened_at: DateTime<Utc>,
    deadline: Option<DateTime<Utc>>,
    scheduled_for: Option<DateTime<Utc>>,
    came_back: bool,
    contract: Option<ContractId>,
    assigned_to: Option<String>,
    team: Option<String>,
}

/// What each list reads, at the time `$1`, after a `WITH listed (id, place)` that says of which requests.
const TASKS: &str = "SELECT r.id, r.company, r.protocol, r.person, p.name AS person_name,
        y.names AS kind_names, r.status, s.kind AS status_kind, s.names AS status_names,
        r.opened_at, r.deadline, r.scheduled_for, coalesce(r.scheduled_for <= $1, FALSE) AS came_back,
        r.contract, u.name AS assigned_to, t.name AS team
    FROM listed l
    JOIN request r ON r.id = l.id
    JOIN person p ON p.id = r.person
    JOIN request_status s ON s.code = r.status
    LEFT JOIN request_type y ON y.code = r.type
    LEFT JOIN user_account u ON u.id = r.assigned_user
    LEFT JOIN team t ON t.id = r.assigned_team";

/// [`is_overdue`] at the time `$1`, in the database.
pub(crate) const OVERDUE: &str =
    "(s.kind IN ('open', 'scheduled') AND r.deadline IS NOT NULL AND r.deadline < $1)";

/// The text of the statement's `ORDER BY`, at the time `$1`.
fn order_by(order: Order) -> String {
    let deadline = "CASE WHEN r.deadline IS NULL THEN 1 ELSE 0 END, r.deadline, r.opened_at, r.id";
    match order {
        Order::Urgency => format!(
            "CASE WHEN r.scheduled_for <= $1 THEN 0 ELSE 1 END, CASE WHEN {OVERDUE} THEN 0 ELSE 1 END,
             CASE WHEN s.kind = 'waiting' OR r.scheduled_for > $1 THEN 1 ELSE 0 END, {deadline}"
        ),
        Order::Deadline => deadline.into(),
        Order::Opened => "r.opened_at, r.id".into(),
        Order::Customer => "p.sort_name, r.opened_at, r.id".into(),
    }
}

/// Which requests are in a view, at the time `$1`; `$2` is the user, `$3` their team. A request that was scheduled and has come back
/// is no longer among those that come back later.
fn in_view(view: View) -> &'static str {
    match view {
        View::Mine => "r.assigned_user = $2",
        View::Team => "r.assigned_user IS NULL AND r.assigned_team = $3",
        View::Scheduled => "r.assigned_user = $2 AND r.scheduled_for > $1",
        View::Waiting => "r.assigned_user = $2 AND s.kind = 'waiting'",
        View::All => "r.ended_at IS NULL",
    }
}

/// A page of the open requests that are asked for, of the user's companies.
pub async fn list(
    conn: &mut Conn,
    actor: &Actor,
    filter: &Filter,
    now: DateTime<Utc>,
) -> Result<List, StoreError> {
    if filter.view == View::All && !actor.may(Right::Supervise) {
        return Ok(List { tasks: Vec::new(), total: 0, overdue: 0 });
    }
    let companies = &actor.user.companies;
    let text: String = filter.text.chars().take(MAX_FILTER).collect();
    let patterns: Vec<String> =
        words::words(&text).iter().take(MAX_WORDS).map(|word| pattern(word)).collect();
    let first_pattern = 5 + companies.len();
    let last = first_pattern + patterns.len();
    let like = |n: usize| format!(" AND (' ' || p.sort_name || ' ' || r.protocol) LIKE ${n}");
    let found = format!(
        "FROM request r JOIN person p ON p.id = r.person JOIN request_status s ON s.code = r.status
         WHERE r.ended_at IS NULL AND {} AND r.company IN ({}) AND ($4 = '' OR r.type = $4){}{}{}",
        in_view(filter.view),
        bulk::placeholders(5, companies.len()),
        if filter.overdue { format!(" AND {OVERDUE}") } else { String::new() },
        (first_pattern..last).map(like).collect::<String>(),
        if filter.team.is_some() { format!(" AND r.assigned_team = ${last}") } else { String::new() },
    );
    let order = order_by(filter.order);
    let counted = format!("SELECT count(*), count(CASE WHEN {OVERDUE} THEN 1 END) {found}");
    let limit = last + usize::from(filter.team.is_some());
    // The page's requests first, so that only theirs is joined with everything.
    let listed = format!(
        "WITH listed (id, place) AS (
             SELECT r.id, row_number() OVER (ORDER BY {order}) {found} ORDER BY {order} LIMIT ${limit} OFFSET ${}
         ) {TASKS} ORDER BY l.place",
        limit + 1
    );
    let team = actor.user.team.as_ref().map(|team| team.id);
    let kind = filter.kind.as_deref().unwrap_or_default();
    let offset = i64::from(filter.page) * PAGE as i64;
    let (total, overdue): (i64, i64) = on!(&mut *conn, c => {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(counted)).bind(now).bind(actor.user.id).bind(team).bind(kind);
        for company in companies { query = query.bind(company) }
        for pattern in &patterns { query = query.bind(pattern) }
        if let Some(team) = filter.team { query = query.bind(team) }
        query.fetch_one(c).await
    })?;
    let rows: Vec<TaskRow> = on!(conn, c => {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(listed)).bind(now).bind(actor.user.id).bind(team).bind(kind);
        for company in companies { query = query.bind(company) }
        for pattern in &patterns { query = query.bind(pattern) }
        if let Some(team) = filter.team { query = query.bind(team) }
        query.bind(PAGE as i64).bind(offset).fetch_all(c).await
    })?;
    Ok(List { tasks: rows.into_iter().map(|row| Task::at(row, now)).collect(), total, overdue })
}

/// The beginning of any word; digits may stand anywhere, for a protocol is remembered by its end.
fn pattern(word: &str) -> String {
    match word.bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("%{word}%"),
        false => format!("% {word}%"),
    }
}

/// Code and names of every type of request, in their order.
pub async fn kinds(conn: &mut Conn) -> Result<Vec<(String, Labels)>, StoreError> {
    let rows: Vec<(String, Json<Labels>)> = on!(conn, c => sqlx::query_as(
        "SELECT code, names FROM request_type ORDER BY position, code").fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(code, names)| (code, names.0)).collect())
}

/// How many requests are in each view, of the user's companies.
pub async fn counts(conn: &mut Conn, actor: &Actor, now: DateTime<Utc>) -> Result<Counts, StoreError> {
    let companies = &actor.user.companies;
    let within = bulk::placeholders(4, companies.len());
    let count = |view| format!("count(CASE WHEN {} THEN 1 END)", in_view(view));
    // What is none of the user's business is not looked at, unless they supervise.
    let supervises = actor.may(Right::Supervise);
    let looked_at = match supervises {
        true => "r.ended_at IS NULL",
        false => "(r.assigned_user = $2 OR (r.assigned_user IS NULL AND r.assigned_team = $3))",
    };
    let sql = format!(
        "SELECT {}, {}, {}, {}, count(*) FROM request r JOIN request_status s ON s.code = r.status
         WHERE r.ended_at IS NULL AND {looked_at} AND r.company IN ({within})",
        count(View::Mine),
        count(View::Team),
        count(View::Scheduled),
        count(View::Waiting),
    );
    let team = actor.user.team.as_ref().map(|team| team.id);
    let (mine, team, scheduled, waiting, all): (i64, i64, i64, i64, i64) = on!(conn, c => {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(now).bind(actor.user.id).bind(team);
        for company in companies { query = query.bind(company) }
        query.fetch_one(c).await
    })?;
    Ok(Counts { mine, team, scheduled, waiting, all: supervises.then_some(all) })
}

/// The open requests of a person with the companies that the user has, to go on with one instead
/// of opening another: the most urgent first, 100 at most.
pub async fn open_of(
    conn: &mut Conn,
    actor: &Actor,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<Task>, StoreError> {
    let companies = &actor.user.companies;
    let order = order_by(Order::Urgency);
    let sql = format!(
        "WITH listed (id, place) AS (
             SELECT r.id, row_number() OVER (ORDER BY {order})
             FROM request r JOIN request_status s ON s.code = r.status
             WHERE r.ended_at IS NULL AND r.person = $2 AND r.company IN ({})
             ORDER BY {order} LIMIT $3
         ) {TASKS} ORDER BY l.place",
        bulk::placeholders(4, companies.len())
    );
    let rows: Vec<TaskRow> = on!(conn, c => {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(now).bind(person).bind(MAX_OF_PERSON);
        for company in companies { query = query.bind(company) }
        query.fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(|row| Task::at(row, now)).collect())
}

impl Task {
    fn at(row: TaskRow, now: DateTime<Utc>) -> Self {
        let near = row.deadline.map(|deadline| deadline - SOON);
        let overdue = is_overdue(row.deadline, row.status_kind, now);
        Self {
            request: row.id,
            company: row.company,
            protocol: row.protocol,
            person: row.person,
            person_name: row.person_name,
            kind: row.kind_names.map(|names| names.0),
            overdue,
            due_soon: !overdue && is_overdue(near, row.status_kind, now),
            status: Status { code: row.status, kind: row.status_kind, names: row.status_names.0 },
            opened_at: row.opened_at,
            deadline: row.deadline,
            scheduled_for: row.scheduled_for,
            came_back: row.came_back,
            unfinished_choice: row.contract.is_none(),
            assigned_to: row.assigned_to,
            team: row.team,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn a_name_is_found_by_the_beginning_of_its_words_and_a_protocol_by_any_part() {
        assert_eq!(pattern("souza"), "% souza%");
        assert_eq!(pattern("0042"), "%0042%");
    }
}
