//! Minhas Tarefas: what a user has to do, and what is open for a person.

use std::cmp::Reverse;

use balcao_access::{Actor, CompanyId, Labels};
use balcao_store::{Conn, Json, StoreError, on};
use chrono::{DateTime, Utc};

use super::{Status, StatusKind, is_overdue};
use crate::{ContractId, PersonId, Protocol, RequestId, bulk};

/// Tasks that one page shows, at most.
const MAX_TASKS: i64 = 500;

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
    /// When it comes back; a time that is over has brought it back to the top.
    pub scheduled_for: Option<DateTime<Utc>>,
    /// Whether contract and tag are still to be chosen.
    pub unfinished_choice: bool,
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
    contract: Option<ContractId>,
}

const TASK_SQL: &str = "SELECT r.id, r.company, r.protocol, r.person, p.name AS person_name,
        y.names AS kind_names, r.status, s.kind AS status_kind, s.names AS status_names,
        r.opened_at, r.deadline, r.scheduled_for, r.contract
    FROM request r
    JOIN person p ON p.id = r.person
    JOIN request_status s ON s.code = r.status
    LEFT JOIN request_type y ON y.code = r.type
    WHERE r.ended_at IS NULL";

/// The user's open requests: those whose time has come first, then what is overdue, then by
/// deadline and age. At most 500.
pub async fn mine(conn: &mut Conn, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Task>, StoreError> {
    tasks(conn, actor, "assigned_user", actor.user.id.0, now).await
}

/// The open requests of a person with the companies that the user has, to go on with one instead
/// of opening another.
pub async fn open_of(
    conn: &mut Conn,
    actor: &Actor,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<Task>, StoreError> {
    tasks(conn, actor, "person", person.0, now).await
}

async fn tasks(
    conn: &mut Conn,
    actor: &Actor,
    column: &str,
    id: uuid::Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<Task>, StoreError> {
    let companies = &actor.user.companies;
    if companies.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{TASK_SQL} AND r.{column} = $1 AND r.company IN ({}) ORDER BY r.opened_at LIMIT $2",
        bulk::placeholders(3, companies.len())
    );
    let rows: Vec<TaskRow> = on!(conn, c => {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id).bind(MAX_TASKS);
        for company in companies {
            query = query.bind(company);
        }
        query.fetch_all(c).await
    })?;
    let mut tasks: Vec<Task> = rows.into_iter().map(|row| Task::at(row, now)).collect();
    tasks.sort_by_key(|task| {
        let came_back = task.scheduled_for.is_some_and(|time| time <= now);
        let still_waits = task.scheduled_for.is_some_and(|time| time > now);
        (
            Reverse(came_back),
            Reverse(task.overdue),
            still_waits,
            task.deadline.is_none(),
            task.deadline,
            task.opened_at,
        )
    });
    Ok(tasks)
}

impl Task {
    fn at(row: TaskRow, now: DateTime<Utc>) -> Self {
        Self {
            request: row.id,
            company: row.company,
            protocol: row.protocol,
            person: row.person,
            person_name: row.person_name,
            kind: row.kind_names.map(|names| names.0),
            overdue: is_overdue(row.deadline, row.status_kind, now),
            status: Status { code: row.status, kind: row.status_kind, names: row.status_names.0 },
            opened_at: row.opened_at,
            deadline: row.deadline,
            scheduled_for: row.scheduled_for,
            unfinished_choice: row.contract.is_none(),
        }
    }
}
