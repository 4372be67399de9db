//! The teams that a desk begins with, and to which of the others each may forward.

use balcao_access::{AccessError, Team, TeamId, teams};
use balcao_desk::staff;
use balcao_store::{Tx, Uuid};

/// A team, and those to which it may forward.
type TeamPlan = (&'static str, &'static [&'static str]);

const TEAMS: [TeamPlan; 6] = [
    ("Suporte N1", &["Suporte N2", "Financeiro", "Retenção", "Campo"]),
    ("Suporte N2", &["Suporte N1", "Financeiro", "Retenção", "Campo"]),
    ("Campo", &["Suporte N1", "Suporte N2"]),
    ("Financeiro", &["Suporte N1", "Retenção", "Administração"]),
    ("Retenção", &["Suporte N1", "Financeiro", "Administração"]),
    ("Administração", &["Suporte N1", "Suporte N2", "Campo", "Financeiro", "Retenção"]),
];

/// Makes them. Gives their ids by name.
pub async fn create(
    tx: &mut Tx,
    mut id: impl FnMut() -> Uuid,
) -> Result<Vec<(&'static str, TeamId)>, AccessError> {
    let mut made: Vec<(&str, TeamId)> = Vec::new();
    for (name, _) in TEAMS {
        let team = Team { id: TeamId(id()), name: name.into() };
        teams::create(tx, &team).await?;
        made.push((name, team.id));
    }
    for (from, forwards) in TEAMS {
        for to in forwards {
            staff::allow_forward(tx, named(&made, from)?, named(&made, to)?).await?;
        }
    }
    Ok(made)
}

/// The team of this name.
pub fn named(made: &[(&'static str, TeamId)], name: &str) -> Result<TeamId, AccessError> {
    let found = made.iter().find(|(known, _)| *known == name);
    found.map(|(_, id)| *id).ok_or(AccessError::NotFound("team"))
}
