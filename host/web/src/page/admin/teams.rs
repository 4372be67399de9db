//! Equipes: who is in each, and to which it forwards.

mod view;

use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::audit::{self, Act, Line};
use balcao_access::{AccessError, Actor, Team, TeamId, teams, users};
use balcao_desk::staff::{self, TeamError};
use balcao_store::Conn;
use serde_json::json;

use super::form::Problem;
use super::{ADMINISTERS, Section, changing};
use crate::fault::Fault;
use crate::route::{Routes, Visit};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .route(Method::GET, "/admin/teams", ADMINISTERS, show)
        .route(Method::POST, "/admin/teams", ADMINISTERS, create)
        .route(Method::GET, "/admin/teams/{team}", ADMINISTERS, show_one)
        .route(Method::POST, "/admin/teams/{team}", ADMINISTERS, change)
        .route(Method::POST, "/admin/teams/{team}/retire", ADMINISTERS, retire)
        .route(Method::POST, "/admin/teams/{team}/restore", ADMINISTERS, restore)
}

async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    list(&visit, Vec::new()).await
}

async fn list(visit: &Visit<Actor>, problems: Vec<Problem>) -> Result<Response, Fault> {
    let mut conn = visit.desk.db.read().await?;
    let staffed = staff::staffed(&mut conn).await?;
    let forwards = staff::forwards(&mut conn).await?;
    let retired = teams::retired(&mut conn).await?;
    drop(conn);
    let main = view::list(visit, &staffed, &forwards, &retired, &problems);
    let page = super::page(&visit.frame, Section::Teams, visit.frame.lang().teams(), main);
    Ok((status(&problems, false), page).into_response())
}

fn status(problems: &[Problem], late: bool) -> StatusCode {
    match (late, problems.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::OK,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn wrong_name(visit: &Visit<Actor>, words: &str) -> Vec<Problem> {
    vec![Problem { id: "name".into(), label: visit.frame.lang().name().into(), words: words.to_owned() }]
}

/// Adds a team. The form brings its id, so that one that is sent twice adds one.
async fn create(visit: Visit<Actor>) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let id: TeamId = visit.form.text("id").parse().map_err(|_| Fault::Forged)?;
    let name = visit.form.text("name");
    if !teams::is_name(name) {
        return list(&visit, wrong_name(&visit, lang.team_name_bad())).await;
    }
    let (mut tx, actor) = changing(&visit).await?;
    match teams::one(&mut tx, id).await {
        Ok(_) => return Ok(Redirect::to(&format!("/admin/teams/{id}")).into_response()),
        Err(AccessError::NotFound(_)) => {}
        Err(error) => return Err(error.into()),
    }
    match teams::create(&mut tx, &Team { id, name: name.to_owned() }).await {
        Ok(()) => {
            let line = Line::new(Act::TeamAdded).by(&actor).fields(json!({ "team": id }));
            audit::commit(tx, vec![line]).await?;
            Ok(Redirect::to(&format!("/admin/teams/{id}")).into_response())
        }
        Err(AccessError::Taken(_)) => {
            drop(tx);
            list(&visit, wrong_name(&visit, lang.team_name_taken())).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The team of the path, if it is in use, and those to which it forwards.
async fn stands(conn: &mut Conn, visit: &Visit<Actor>) -> Result<(Team, Vec<TeamId>), Fault> {
    let id: TeamId = visit.params.get("team")?;
    let team = teams::list(conn).await?.into_iter().find(|team| team.id == id).ok_or(Fault::NotFound)?;
    let forwards = staff::forwards(conn).await?;
    let mut to: Vec<TeamId> =
        forwards.into_iter().filter(|(from, _)| *from == id).map(|(_, to)| to).collect();
    to.sort();
    Ok((team, to))
}

/// What a form saw of a team.
fn seen(team: &Team, forwards: &[TeamId]) -> String {
    let ids: Vec<String> = forwards.iter().map(ToString::to_string).collect();
    format!("{} {}", ids.join(","), team.name)
}

async fn show_one(visit: Visit<Actor>) -> Result<Response, Fault> {
    one(&visit, Vec::new(), false, "").await
}

async fn one(
    visit: &Visit<Actor>,
    problems: Vec<Problem>,
    late: bool,
    not_retired: &str,
) -> Result<Response, Fault> {
    let mut conn = visit.desk.db.read().await?;
    let (team, forwards) = stands(&mut conn, visit).await?;
    let others = teams::list(&mut conn).await?.into_iter().filter(|other| other.id != team.id).collect();
    let members = users::list(&mut conn).await?.into_iter();
    let members = members.filter(|user| user.team.as_ref() == Some(&team) && !user.disabled).collect();
    drop(conn);
    let stands = view::Stands { seen: seen(&team, &forwards), team, forwards, others, members };
    let main = view::one(visit, &stands, &problems, late, not_retired);
    let status =
        if not_retired.is_empty() { status(&problems, late) } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, super::page(&visit.frame, Section::Teams, &stands.team.name, main)).into_response())
}

/// Its name, and to which it forwards.
async fn change(visit: Visit<Actor>) -> Result<Response, Fault> {
    let name = visit.form.text("name").to_owned();
    if !teams::is_name(&name) {
        return one(&visit, wrong_name(&visit, visit.frame.lang().team_name_bad()), false, "").await;
    }
    let (mut tx, actor) = changing(&visit).await?;
    let (team, before) = stands(&mut tx, &visit).await?;
    let known = teams::list(&mut tx).await?;
    let ticked = visit.form.all("forwards").filter_map(|id| id.parse().ok());
    let mut after: Vec<TeamId> =
        ticked.filter(|id| *id != team.id && known.iter().any(|team| team.id == *id)).collect();
    after.sort();
    after.dedup();
    if name == team.name && after == before {
        return Ok(Redirect::to("/admin/teams").into_response());
    }
    if visit.form.text("seen") != seen(&team, &before).trim() {
        drop(tx);
        return one(&visit, Vec::new(), true, "").await;
    }
    match teams::rename(&mut tx, team.id, &name).await {
        Ok(()) => {}
        Err(AccessError::Taken(_)) => {
            drop(tx);
            return one(&visit, wrong_name(&visit, visit.frame.lang().team_name_taken()), false, "").await;
        }
        Err(error) => return Err(error.into()),
    }
    staff::set_forwards(&mut tx, team.id, &after).await?;
    let fields = json!({
        "team": team.id,
        "name": { "before": team.name, "after": name },
        "forwards": { "before": before, "after": after },
    });
    audit::commit(tx, vec![Line::new(Act::TeamChanged).by(&actor).fields(fields)]).await?;
    Ok(Redirect::to("/admin/teams").into_response())
}

async fn retire(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor) = changing(&visit).await?;
    let (team, _) = stands(&mut tx, &visit).await?;
    match staff::retire_team(&mut tx, team.id).await {
        Ok(()) => {
            let fields = json!({ "team": team.id, "retired": true });
            audit::commit(tx, vec![Line::new(Act::TeamRetired).by(&actor).fields(fields)]).await?;
            Ok(Redirect::to("/admin/teams").into_response())
        }
        Err(TeamError::InUse { requests, members }) => {
            drop(tx);
            one(&visit, Vec::new(), false, &visit.frame.lang().team_in_use(members, requests)).await
        }
        Err(TeamError::Access(error)) => Err(error.into()),
    }
}

async fn restore(visit: Visit<Actor>) -> Result<Response, Fault> {
    let id: TeamId = visit.params.get("team")?;
    let (mut tx, actor) = changing(&visit).await?;
    if !teams::retired(&mut tx).await?.iter().any(|team| team.id == id) {
        return Err(Fault::NotFound);
    }
    teams::set_retired(&mut tx, id, false).await?;
    let fields = json!({ "team": id, "retired": false });
    audit::commit(tx, vec![Line::new(Act::TeamRetired).by(&actor).fields(fields)]).await?;
    Ok(Redirect::to("/admin/teams").into_response())
}
