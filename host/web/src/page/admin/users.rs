//! Usuários: who works here. An administrator sees those all of whose companies are their own.

mod fields;
mod list;
mod one;

use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::audit::{self, Act, Line};
use balcao_access::users::{self, Edited, PasswordHash, User};
use balcao_access::{
    AccessError, Actor, PasswordProblem, SessionId, UserId, password, profiles, second_factor, sessions,
};
use balcao_desk::staff::{self, DisableError};
use balcao_store::Tx;
use serde_json::json;

use super::form::Problem;
use super::{ADMINISTERS, changing};
use crate::fault::Fault;
use crate::route::{Routes, Visit};
use fields::Offer;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .route(Method::GET, "/admin/users", ADMINISTERS, list::show)
        .route(Method::POST, "/admin/users/second-factor", ADMINISTERS, require_factor)
        .route(Method::GET, "/admin/users/new", ADMINISTERS, begin)
        .route(Method::POST, "/admin/users/new", ADMINISTERS, create)
        .route(Method::GET, "/admin/users/{user}", ADMINISTERS, show)
        .route(Method::POST, "/admin/users/{user}", ADMINISTERS, edit)
        .route(Method::POST, "/admin/users/{user}/password", ADMINISTERS, new_password)
        .route(Method::POST, "/admin/users/{user}/sessions", ADMINISTERS, end_sessions)
        .route(Method::POST, "/admin/users/{user}/second-factor", ADMINISTERS, reset_factor)
        .route(Method::POST, "/admin/users/{user}/disable", ADMINISTERS, disable)
        .route(Method::POST, "/admin/users/{user}/enable", ADMINISTERS, enable)
}

/// The user of the path, with a transaction and whoever changes them.
async fn managed(visit: &Visit<Actor>) -> Result<(Tx, Actor, User), Fault> {
    let id: UserId = visit.params.get("user")?;
    let (mut tx, actor) = changing(visit).await?;
    match users::by_id(&mut tx, id).await {
        Ok(user) if users::administers(&actor, &user) => Ok((tx, actor, user)),
        Ok(_) | Err(AccessError::NotFound(_)) => Err(Fault::NotFound),
        Err(error) => Err(error.into()),
    }
}

fn back(user: UserId, done: &str) -> Response {
    Redirect::to(&format!("/admin/users/{user}?done={done}")).into_response()
}

async fn begin(visit: Visit<Actor>) -> Result<Response, Fault> {
    fields::new(&visit, Vec::new()).await
}

/// Creates a user. The form brings the id, so that one that is sent twice creates one.
async fn create(visit: Visit<Actor>) -> Result<Response, Fault> {
    let id: UserId = visit.form.text("id").parse().map_err(|_| Fault::Forged)?;
    let offer = Offer::of(&mut visit.desk.db.read().await?, &visit.proof, None).await?;
    let (edit, mut problems) = fields::read(&visit, &offer);
    let lang = visit.frame.lang();
    let (login, typed) = (visit.form.text("login"), visit.form.get("password").unwrap_or_default());
    if !users::is_login(login) {
        problems.insert(0, fields::problem("login", lang.login(), lang.user_login_bad()));
    }
    if let Err(problem) = check(login, typed) {
        problems.push(fields::problem("password", lang.user_password(), lang.password_problem(problem)));
    }
    let Some(edit) = edit.filter(|_| problems.is_empty()) else { return fields::new(&visit, problems).await };
    let made = typed.is_empty().then(password::random);
    let hash = PasswordHash::for_login(login, made.as_deref().unwrap_or(typed)).await?;
    let (mut tx, actor) = changing(&visit).await?;
    match users::by_id(&mut tx, id).await {
        Ok(user) if users::administers(&actor, &user) => return Ok(back(id, "saved")),
        Ok(_) => return Err(Fault::NotFound),
        Err(AccessError::NotFound(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let new = users::NewUser {
        id,
        login: login.to_owned(),
        name: edit.name,
        team: edit.team,
        profile: edit.profile,
        companies: edit.companies,
        locale: edit.locale,
    };
    match users::create(&mut tx, &new, &hash).await {
        Ok(()) => {}
        Err(AccessError::Taken(_)) => {
            drop(tx);
            let taken = fields::problem("login", lang.login(), lang.user_login_taken());
            return fields::new(&visit, vec![taken]).await;
        }
        Err(error) => return Err(error.into()),
    }
    users::hand_out_password(&mut tx, id, &hash).await?;
    let fields = json!({ "user": id, "profile": new.profile, "team": new.team, "companies": new.companies });
    audit::commit(tx, vec![Line::new(Act::UserAdded).by(&actor).fields(fields)]).await?;
    match made {
        Some(made) => Ok(one::handed_out(&visit, id, &new.login.to_lowercase(), &made, lang.user_created())),
        None => Ok(back(id, "saved")),
    }
}

/// Nothing typed is right: the desk makes one.
fn check(login: &str, typed: &str) -> Result<(), PasswordProblem> {
    if typed.is_empty() { Ok(()) } else { password::check(login, typed) }
}

async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let done = match visit.query.text("done") {
        "saved" => visit.frame.lang().user_saved(),
        "sessions" => visit.frame.lang().sessions_ended(),
        _ => "",
    };
    one::page(&visit, one::Told { done, ..one::Told::default() }).await
}

async fn edit(visit: Visit<Actor>) -> Result<Response, Fault> {
    let seen: i64 = visit.form.text("seen").parse().map_err(|_| Fault::Forged)?;
    let (mut tx, actor, user) = managed(&visit).await?;
    let offer = Offer::of(&mut tx, &actor, Some(&user)).await?;
    let (edit, problems) = fields::read(&visit, &offer);
    let Some(edit) = edit.filter(|_| problems.is_empty()) else {
        drop(tx);
        return one::page(&visit, one::Told { problems, ..one::Told::default() }).await;
    };
    match users::edit(&mut tx, &actor, user.id, seen, &edit).await {
        Ok(Edited::Done(line)) => {
            audit::commit(tx, line.into_iter().collect()).await?;
            Ok(back(user.id, "saved"))
        }
        Ok(Edited::Stale) => {
            drop(tx);
            one::page(&visit, one::Told { late: Some(edit), ..one::Told::default() }).await
        }
        Err(AccessError::LastAdministrator) => {
            drop(tx);
            let lang = visit.frame.lang();
            let problems = vec![fields::problem("profile", lang.profile(), lang.user_last())];
            one::page(&visit, one::Told { problems, ..one::Told::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// A password that the desk makes, or the one that was typed; the next sign-in asks for another.
async fn new_password(visit: Visit<Actor>) -> Result<Response, Fault> {
    let id: UserId = visit.params.get("user")?;
    let login = match users::by_id(&mut visit.desk.db.read().await?, id).await {
        Ok(user) if users::administers(&visit.proof, &user) => user.login,
        Ok(_) | Err(AccessError::NotFound(_)) => return Err(Fault::NotFound),
        Err(error) => return Err(error.into()),
    };
    let typed = visit.form.get("password").unwrap_or_default();
    if let Err(problem) = check(&login, typed) {
        let lang = visit.frame.lang();
        let problems =
            vec![fields::problem("password", lang.user_password_made(), lang.password_problem(problem))];
        return one::page(&visit, one::Told { problems, ..one::Told::default() }).await;
    }
    let made = typed.is_empty().then(password::random);
    let hash = PasswordHash::for_login(&login, made.as_deref().unwrap_or(typed)).await?;
    let (mut tx, actor, user) = managed(&visit).await?;
    users::hand_out_password(&mut tx, user.id, &hash).await?;
    let line = Line::new(Act::PasswordSet).by(&actor).fields(json!({ "user": user.id }));
    audit::commit(tx, vec![line]).await?;
    match made {
        Some(made) => {
            Ok(one::handed_out(&visit, user.id, &user.login, &made, visit.frame.lang().user_password_made()))
        }
        None => Ok(back(user.id, "saved")),
    }
}

/// One session of the user's, or all of them.
async fn end_sessions(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor, user) = managed(&visit).await?;
    let line = match visit.form.get("session") {
        None => Some(sessions::end_others(&mut tx, &actor, user.id).await?),
        Some(session) => {
            let session: SessionId = session.parse().map_err(|_| Fault::Forged)?;
            sessions::end_one(&mut tx, &actor, user.id, session).await?
        }
    };
    audit::commit(tx, line.into_iter().collect()).await?;
    Ok(back(user.id, "sessions"))
}

async fn reset_factor(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor, user) = managed(&visit).await?;
    if second_factor::of(&mut tx, user.id).await?.is_some() {
        second_factor::remove(&mut tx, user.id).await?;
        let line = Line::new(Act::SecondFactorRemoved).by(&actor).fields(json!({ "user": user.id }));
        audit::commit(tx, vec![line]).await?;
    }
    Ok(back(user.id, "saved"))
}

/// The open requests return to the queue of their team, or else of the team that was chosen.
async fn disable(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor, user) = managed(&visit).await?;
    if user.disabled {
        return Ok(back(user.id, "saved"));
    }
    let queue = visit.form.text("queue").parse().ok();
    let lang = visit.frame.lang();
    let words = match staff::disable(&mut tx, user.id, queue, visit.now).await {
        Ok(lines) => {
            let requests: Vec<_> = lines.iter().filter_map(|line| line.request).collect();
            audit::commit(tx, lines.into_iter().map(|line| line.by(&actor)).collect()).await?;
            for request in requests {
                visit.desk.actions.changed(balcao_desk::RequestId(request));
            }
            return Ok(back(user.id, "saved"));
        }
        Err(DisableError::NoQueue(count)) => lang.user_no_queue(count),
        Err(DisableError::Access(AccessError::LastAdministrator)) => lang.user_last().to_owned(),
        Err(DisableError::Access(error)) => return Err(error.into()),
        Err(DisableError::Store(error)) => return Err(error.into()),
    };
    drop(tx);
    one::page(&visit, one::Told { not_disabled: words, ..one::Told::default() }).await
}

async fn enable(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor, user) = managed(&visit).await?;
    let line = users::enable(&mut tx, &actor, user.id).await?;
    audit::commit(tx, line.into_iter().collect()).await?;
    Ok(back(user.id, "saved"))
}

/// Which profiles require a second factor, all of them in one form.
async fn require_factor(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor) = changing(&visit).await?;
    let mut lines = Vec::new();
    let stand = second_factor::required(&mut tx).await?;
    if list::seen(&stand) != visit.form.text("seen") {
        drop(tx);
        return list::page(&visit, true).await;
    }
    let ticked: Vec<&str> = visit.form.all("profile").collect();
    for profile in profiles::list(&mut tx).await? {
        let required = ticked.contains(&profile.id.to_string().as_str());
        if second_factor::require(&mut tx, profile.id, required).await? {
            let fields = json!({ "profile": profile.id, "before": !required, "after": required });
            lines.push(Line::new(Act::SecondFactorRequired).by(&actor).fields(fields));
        }
    }
    audit::commit(tx, lines).await?;
    Ok(Redirect::to("/admin/users#by-profile").into_response())
}

/// What a page says of a form that was not done.
fn status(problems: &[Problem], late: bool, refused: bool) -> StatusCode {
    match (late, problems.is_empty() && !refused) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::OK,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
