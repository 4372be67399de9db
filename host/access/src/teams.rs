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

/// Adds a team.
pub async fn create(tx: &mut Tx, team: &Team) -> Result<(), AccessError> {
    let done = on!(tx, c => sqlx::query("INSERT INTO team (id, name) VALUES ($1, $2)")
        .bind(team.id).bind(&team.name).execute(c).await.map(drop));
    crate::error::taken(done, "team")
}

/// All teams, by name.
pub async fn list(conn: &mut Conn) -> Result<Vec<Team>, AccessError> {
    Ok(on!(conn, c => sqlx::query_as("SELECT id, name FROM team ORDER BY name, id").fetch_all(c).await)?)
}
