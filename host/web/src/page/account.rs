//! Minha conta: one's own password, second factor and sessions.

mod view;

use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::audit::{self, Act, Line};
use balcao_access::users::{self, PasswordHash};
use balcao_access::{
    Actor, PasswordProblem, SessionId, SignInError, is_own_password, password, second_factor, sessions,
};
use balcao_store::Tx;

use crate::fault::Fault;
use crate::page::sign_in;
use crate::route::{Routes, Visit};
use crate::rule::SignedIn;
use crate::shell;

pub(in crate::page) use view::sessions as sessions_table;
use view::{Part, Told};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .route(Method::GET, "/me", SignedIn, show)
        .route(Method::POST, "/me/password", SignedIn, change_password)
        .route(Method::POST, "/me/sessions", SignedIn, end_sessions)
        .route(Method::POST, "/me/second-factor/begin", SignedIn, begin_factor)
        .route(Method::POST, "/me/second-factor/confirm", SignedIn, confirm_factor)
        .route(Method::POST, "/me/second-factor/codes", SignedIn, new_codes)
        .route(Method::POST, "/me/second-factor/remove", SignedIn, remove_factor)
}

async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let done = match visit.query.text("done") {
        "password" => lang.password_changed(),
        "sessions" => lang.sessions_ended(),
        "factor" => lang.factor_removed(),
        _ => "",
    };
    page(&visit, Told { done, ..Told::default() }).await
}

async fn change_password(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (old, new) =
        (visit.form.get("password-now").unwrap_or_default(), visit.form.get("password").unwrap_or_default());
    let lang = visit.frame.lang();
    if let Some(refused) = not_own(&visit, Part::Password, old).await? {
        return Ok(refused);
    }
    let problem = match password::check(&visit.proof.user.login, new) {
        _ if old == new => Some(lang.password_problem(PasswordProblem::Same)),
        Err(problem) => Some(lang.password_problem(problem)),
        Ok(()) if Some(new) != visit.form.get("password-again") => Some(lang.passwords_differ()),
        Ok(()) => None,
    };
    if let Some(problem) = problem {
        return page(&visit, Told::problem(Part::Password, problem)).await;
    }
    let hash = PasswordHash::for_login(&visit.proof.user.login, new).await?;
    let mut tx = begin(&visit).await?;
    let line = users::choose_password(&mut tx, &visit.proof, &hash).await?;
    audit::commit(tx, vec![line]).await?;
    Ok(Redirect::to("/me?done=password").into_response())
}

/// One session of the user's, or all but this one.
async fn end_sessions(visit: Visit<Actor>) -> Result<Response, Fault> {
    let user = visit.proof.user.id;
    let mut tx = begin(&visit).await?;
    let line = match visit.form.get("session") {
        None => Some(sessions::end_others(&mut tx, &visit.proof, user).await?),
        Some(session) => {
            let session: SessionId = session.parse().map_err(|_| Fault::Forged)?;
            sessions::end_one(&mut tx, &visit.proof, user, session).await?
        }
    };
    audit::commit(tx, line.into_iter().collect()).await?;
    Ok(Redirect::to("/me?done=sessions").into_response())
}

async fn begin_factor(visit: Visit<Actor>) -> Result<Response, Fault> {
    if let Some(refused) =
        not_own(&visit, Part::Factor, visit.form.get("password-now").unwrap_or_default()).await?
    {
        return Ok(refused);
    }
    let mut tx = begin(&visit).await?;
    if second_factor::of(&mut tx, visit.proof.user.id).await?.is_none() {
        second_factor::begin(&mut tx, &visit.proof.user).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to("/me#second-factor").into_response())
}

async fn confirm_factor(visit: Visit<Actor>) -> Result<Response, Fault> {
    let user = &visit.proof.user;
    let mut tx = begin(&visit).await?;
    if second_factor::pending(&mut tx, visit.desk.db.keys(), user).await?.is_none() {
        return Ok(Redirect::to("/me#second-factor").into_response());
    }
    let typed = visit.form.get("code").unwrap_or_default();
    let Some(codes) = second_factor::confirm(&mut tx, user.id, typed, visit.now).await? else {
        drop(tx);
        return page(&visit, Told::problem(Part::Factor, visit.frame.lang().code_wrong())).await;
    };
    audit::commit(tx, vec![line(&visit, Act::SecondFactorSet)]).await?;
    page(&visit, Told { codes, ..Told::default() }).await
}

async fn new_codes(visit: Visit<Actor>) -> Result<Response, Fault> {
    if let Some(refused) =
        not_own(&visit, Part::Factor, visit.form.get("password-now").unwrap_or_default()).await?
    {
        return Ok(refused);
    }
    let mut tx = begin(&visit).await?;
    if second_factor::of(&mut tx, visit.proof.user.id).await?.is_none() {
        return Ok(Redirect::to("/me#second-factor").into_response());
    }
    let codes = second_factor::new_codes(&mut tx, visit.proof.user.id).await?;
    audit::commit(tx, vec![line(&visit, Act::RecoveryCodesMade)]).await?;
    page(&visit, Told { codes, ..Told::default() }).await
}

/// Only where the profile does not require it.
async fn remove_factor(visit: Visit<Actor>) -> Result<Response, Fault> {
    if let Some(refused) =
        not_own(&visit, Part::Factor, visit.form.get("password-now").unwrap_or_default()).await?
    {
        return Ok(refused);
    }
    let mut tx = begin(&visit).await?;
    if second_factor::is_required(&mut tx, visit.proof.user.profile.id).await? {
        drop(tx);
        return page(&visit, Told::problem(Part::Factor, visit.frame.lang().factor_kept())).await;
    }
    second_factor::remove(&mut tx, visit.proof.user.id).await?;
    audit::commit(tx, vec![line(&visit, Act::SecondFactorRemoved)]).await?;
    Ok(Redirect::to("/me?done=factor").into_response())
}

fn line(visit: &Visit<Actor>, act: Act) -> Line {
    Line::new(act).by(&visit.proof).fields(serde_json::json!({ "user": visit.proof.user.id }))
}

/// A transaction in which the session still stands.
async fn begin(visit: &Visit<Actor>) -> Result<Tx, Fault> {
    let mut tx = visit.desk.db.write().await?;
    sessions::again(&mut tx, &visit.proof).await?.ok_or(Fault::Forbidden)?;
    Ok(tx)
}

/// What is shown if this is not the user's password.
async fn not_own(visit: &Visit<Actor>, part: Part, typed: &str) -> Result<Option<Response>, Fault> {
    let words = match is_own_password(&visit.desk.db, &visit.proof, typed).await {
        Ok(()) => return Ok(None),
        Err(SignInError::Access(error)) => return Err(error.into()),
        Err(SignInError::Wrong) => visit.frame.lang().password_now_wrong().to_owned(),
        Err(refused) => sign_in::words(&visit.frame, &refused),
    };
    page(visit, Told::problem(part, &words)).await.map(Some)
}

async fn page(visit: &Visit<Actor>, told: Told<'_>) -> Result<Response, Fault> {
    let user = &visit.proof.user;
    let mut conn = visit.desk.db.read().await?;
    let seen = view::Seen {
        factor: second_factor::of(&mut conn, user.id).await?,
        pending: second_factor::pending(&mut conn, visit.desk.db.keys(), user).await?,
        required: second_factor::is_required(&mut conn, user.profile.id).await?,
        sessions: sessions::of(&mut conn, user.id).await?,
    };
    drop(conn);
    let status = if told.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = view::page(&visit.frame, &visit.proof, &seen, &told);
    Ok((status, shell::page(&visit.frame, page)).into_response())
}
