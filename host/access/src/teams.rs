//! The teams among which requests are forwarded.

use balcao_store::{Conn, Tx, on};

use crate::AccessError;

balcao_store::id!(TeamId, "A team of users.");

/// A team of users.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name, one of a kind.
    pub name: String,
}

/// The most characters of a team's name.
pub const LONGEST_NAME: usize = 60;

/// Whether a team may have this name.
pub fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.trim().chars().count())
}

/// Adds a team.
pub async fn create(tx: &mut Tx, team: &Team) -> Result<(), AccessError> {
    if !is_name(&team.name) {
        return Err(AccessError::Invalid("a team's name has 1 to 60 characters"));
    }
    let done = on!(tx, c => sqlx::query("INSERT INTO team (id, name) VALUES ($1, $2)")
        .bind(team.id).bind(team.name.trim()).execute(c).await.map(drop));
    crate::error::taken(done, "team")
}

/// The teams that are used, by name.
pub async fn list(conn: &mut Conn) -> Result<Vec<Team>, AccessError> {
    Ok(on!(conn, c => sqlx::query_as("SELECT id, name FROM team WHERE retired = $1 ORDER BY name, id")
        .bind(false).fetch_all(c).await)?)
}

/// One team.
pub async fn one(conn: &mut Conn, id: TeamId) -> Result<Team, AccessError> {
    on!(conn, c => sqlx::query_as("SELECT id, name FROM team WHERE id = $1")
        .bind(id).fetch_optional(c).await)?
    .ok_or(AccessError::NotFound("team"))
}

/// Gives a team another name.
pub async fn rename(tx: &mut Tx, id: TeamId, name: &str) -> Result<(), AccessError> {
    if !is_name(name) {
        return Err(AccessError::Invalid("a team's name has 1 to 60 characters"));
    }
    let done = on!(tx, c => sqlx::query("UPDATE team SET name = $1 WHERE id = $2")
        .bind(name.trim()).bind(id).execute(c).await.map(|done| done.rows_affected()));
    match crate::error::taken(done, "team")? {
        0 => Err(AccessError::NotFound("team")),
        _ => Ok(()),
    }
}

/// Has a team used no more, or again. Whether it still has members or requests is the desk's to ask: go
/// through its `staff::retire_team`.
pub async fn set_retired(tx: &mut Tx, id: TeamId, retired: bool) -> Result<(), AccessError> {
    let changed = on!(tx, c => sqlx::query("UPDATE team SET retired = $1 WHERE id = $2")
        .bind(retired).bind(id).execute(c).await.map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(AccessError::NotFound("team")) }
}

/// The teams that are used no more, by name.
pub async fn retired(conn: &mut Conn) -> Result<Vec<Team>, AccessError> {
    Ok(on!(conn, c => sqlx::query_as("SELECT id, name FROM team WHERE retired = $1 ORDER BY name, id")
        .bind(true).fetch_all(c).await)?)
}
