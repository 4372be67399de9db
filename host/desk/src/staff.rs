//! Users and teams as far as requests are concerned: who may get them, and what becomes of those of
//! a user who leaves.

use std::collections::HashSet;

use balcao_access::audit::{Act, Line};
use balcao_access::{AccessError, CompanyId, ProfileId, Right, Team, TeamId, UserId, profiles, teams, users};
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, Utc};

use crate::handling::Change;
use crate::{Attendance, PersonId, RequestId};

/// A user who may get requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// The user.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their team.
    pub team: Option<TeamId>,
}

/// Why a user was not disabled.
#[derive(Debug, thiserror::Error)]
pub enum DisableError {
    /// Open requests of a user in no team have no queue to return to.
    #[error("{0} open requests would be left without a team: name one that takes them")]
    NoQueue(usize),
    /// There is no such user, or the trail could not be written.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a team goes on being used.
#[derive(Debug, thiserror::Error)]
pub enum TeamError {
    /// It has open requests, or users who may sign in.
    #[error("the team has {requests} open requests and {members} users")]
    InUse {
        /// Open requests in its queue or with its users.
        requests: i64,
        /// Users who may sign in.
        members: i64,
    },
    /// There is no such team, or the database failed.
    #[error(transparent)]
    Access(#[from] AccessError),
}

/// A team, with what there is in it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Staffed {
    /// The team.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Users who may sign in.
    pub members: i64,
    /// Open requests that it has.
    pub requests: i64,
}

/// The teams that are used, by name, each with what there is in it.
pub async fn staffed(conn: &mut Conn) -> Result<Vec<Staffed>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as(
        "SELECT t.id, t.name,
                (SELECT count(*) FROM user_account u WHERE u.team = t.id AND u.disabled = $1) AS members,
                (SELECT count(*) FROM request r WHERE r.assigned_team = t.id AND r.ended_at IS NULL) AS requests
         FROM team t WHERE t.retired = $1 ORDER BY t.name, t.id")
        .bind(false).fetch_all(c).await)?)
}

/// Every pair of teams of which the first may forward to the second.
pub async fn forwards(conn: &mut Conn) -> Result<Vec<(TeamId, TeamId)>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as("SELECT from_team, to_team FROM team_forward").fetch_all(c).await)?)
}

/// Lets a team forward to those and no other. Itself is never among them.
pub async fn set_forwards(tx: &mut Tx, from: TeamId, to: &[TeamId]) -> Result<(), StoreError> {
    on!(&mut *tx, c => sqlx::query("DELETE FROM team_forward WHERE from_team = $1")
        .bind(from).execute(c).await.map(drop))?;
    for team in to.iter().filter(|team| **team != from) {
        allow_forward(tx, from, *team).await?;
    }
    Ok(())
}

/// Has a team used no more; nobody forwards to it from here on. One in which there is work or somebody
/// stays.
pub async fn retire_team(tx: &mut Tx, team: TeamId) -> Result<(), TeamError> {
    // It is retired first, so that whoever gives it something at this moment waits, and then sees it.
    teams::set_retired(tx, team, true).await?;
    let (members, requests): (i64, i64) = on!(&mut *tx, c => sqlx::query_as(
        "SELECT (SELECT count(*) FROM user_account WHERE team = $1 AND disabled = $2),
                (SELECT count(*) FROM request WHERE assigned_team = $1 AND ended_at IS NULL)")
        .bind(team).bind(false).fetch_one(c).await)
    .map_err(AccessError::from)?;
    if members + requests > 0 {
        return Err(TeamError::InUse { requests, members });
    }
    on!(tx, c => sqlx::query("DELETE FROM team_forward WHERE from_team = $1 OR to_team = $1")
        .bind(team).execute(c).await.map(drop))
    .map_err(AccessError::from)?;
    Ok(())
}

/// All teams, by name.
pub(crate) async fn teams(conn: &mut Conn) -> Result<Vec<Team>, StoreError> {
    teams::list(conn).await.map_err(store)
}

/// The users who serve customers of a company, by name.
pub async fn colleagues(conn: &mut Conn, company: CompanyId) -> Result<Vec<Colleague>, StoreError> {
    let profiles = profiles::list(conn).await.map_err(store)?;
    let serve = profiles.iter().filter(|profile| profile.rights.has(Right::Serve));
    let serve: HashSet<ProfileId> = serve.map(|profile| profile.id).collect();
    let users = users::list(conn).await.map_err(store)?;
    let served = users.into_iter().filter(|user| {
        !user.disabled && user.companies.contains(&company) && serve.contains(&user.profile.id)
    });
    let mut colleagues: Vec<Colleague> = served
        .map(|user| Colleague { id: user.id, team: user.team.map(|team| team.id), name: user.name })
        .collect();
    colleagues.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(colleagues)
}

/// The teams to which the user's own may forward, by name. A user in no team forwards to none.
pub async fn forwards_to(conn: &mut Conn, attendance: &Attendance) -> Result<Vec<Team>, StoreError> {
    let Some(team) = &attendance.actor().user.team else { return Ok(Vec::new()) };
    Ok(on!(conn, c => sqlx::query_as(
        "SELECT t.id, t.name FROM team_forward f JOIN team t ON t.id = f.to_team
         WHERE f.from_team = $1 ORDER BY t.name, t.id")
        .bind(team.id).fetch_all(c).await)?)
}

/// Lets a team forward to another.
pub async fn allow_forward(tx: &mut Tx, from: TeamId, to: TeamId) -> Result<(), StoreError> {
    Ok(on!(tx, c => sqlx::query(
        "INSERT INTO team_forward (from_team, to_team) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(from).bind(to).execute(c).await.map(drop))?)
}

/// Lets a user sign in no more. Their open requests return to the queue of the team that has them, or
/// else of theirs, or else of `queue`. The audit lines are to be committed with `tx`: one for the
/// user, one for each request.
pub async fn disable(
    tx: &mut Tx,
    user: UserId,
    queue: Option<TeamId>,
    now: DateTime<Utc>,
) -> Result<Vec<Line>, DisableError> {
    let leaving = users::by_id(tx, user).await?;
    users::disable(tx, user).await?;
    let queue = leaving.team.map(|team| team.id).or(queue);
    let returned: Vec<(RequestId, PersonId, Option<TeamId>)> = on!(tx, c => sqlx::query_as(
        "UPDATE request SET assigned_user = NULL, assigned_team = coalesce(assigned_team, $2),
                version = version + 1, changed_by = NULL, changed_at = $3, change = $4, change_form = NULL
         WHERE assigned_user = $1 AND ended_at IS NULL RETURNING id, person, assigned_team")
        .bind(user).bind(queue).bind(now).bind(Change::Returned).fetch_all(c).await)
    .map_err(StoreError::from)?;
    let lost = returned.iter().filter(|(_, _, team)| team.is_none()).count();
    if lost > 0 {
        return Err(DisableError::NoQueue(lost));
    }
    let mut lines = vec![Line::new(Act::UserDisabled).fields(serde_json::json!({ "user": user }))];
    lines.extend(returned.iter().map(|(request, person, team)| {
        let fields = serde_json::json!({ "from": user, "team": team });
        Line::new(Act::RequestReturned).person(person.0).request(request.0).fields(fields)
    }));
    Ok(lines)
}

/// These reads fail only with the store.
fn store(error: AccessError) -> StoreError {
    match error {
        AccessError::Store(error) => error,
        other => StoreError::Database(sqlx::Error::Decode(Box::new(other))),
    }
}
