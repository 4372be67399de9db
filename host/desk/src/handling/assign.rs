//! Reatribuir: a supervisor gives a request to a user or to a team.

use balcao_access::audit::{Act, Line};
use balcao_access::{Right, Team, TeamId, UserId};
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, Utc};

use super::{Change, Fault, Field, HandleError, Problems, Seen, Told, hold};
use crate::Attendance;
use crate::staff::{self, Colleague};

/// Whom a request is given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    /// A user: it is in their Minhas Tarefas.
    User(UserId),
    /// A team: it is in its queue.
    Team(TeamId),
}

/// Whom a request can be given to.
#[derive(Debug, Clone)]
pub struct Receivers {
    /// The teams, by name.
    pub teams: Vec<Team>,
    /// The users who serve the request's company, by name.
    pub users: Vec<Colleague>,
}

/// Whom this request can be given to.
pub async fn receivers(conn: &mut Conn, attendance: &Attendance) -> Result<Receivers, StoreError> {
    let teams = staff::teams(conn).await?;
    let users = staff::colleagues(conn, attendance.company()).await?;
    Ok(Receivers { teams, users })
}

/// Gives the request to somebody, whoever had it. Only whoever supervises may.
pub async fn reassign(
    tx: &mut Tx,
    attendance: &Attendance,
    seen: Seen,
    to: Option<Receiver>,
    note: &str,
    now: DateTime<Utc>,
) -> Result<Line, HandleError> {
    if !attendance.actor().may(Right::Supervise) {
        return Err(HandleError::Denied);
    }
    let held = hold(tx, attendance, seen, Change::Reassigned, now).await?;
    held.open()?;
    let offered = receivers(tx, attendance).await?;
    let mut problems = Problems::default();
    let (name, user, team) = match to {
        None => {
            problems.add(Field::To, Fault::Missing);
            (String::new(), None, None)
        }
        Some(Receiver::Team(id)) => {
            let team = problems.one_of(Field::To, "team", &offered.teams, |team| team.id == id);
            (team.map_or_else(String::new, |team| team.name.clone()), None, Some(id))
        }
        Some(Receiver::User(id)) => {
            let user = problems.one_of(Field::To, "user", &offered.users, |user| user.id == id);
            let team = user.and_then(|user| user.team).or(held.assigned_team);
            (user.map_or_else(String::new, |user| user.name.clone()), Some(id), team)
        }
    };
    let note = problems.note(note);
    problems.none()?;
    on!(&mut *tx, c => sqlx::query(
        "UPDATE request SET assigned_user = $2, assigned_team = $3 WHERE id = $1")
        .bind(attendance.request()).bind(user).bind(team).execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    Told::Reassigned { to: &name }.write(tx, attendance, note, now).await?;
    let fields = serde_json::json!({ "from": held.assigned_user, "user": user, "team": team });
    Ok(attendance.line(Act::RequestReassigned).fields(fields))
}
