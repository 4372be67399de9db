//! Signing in and out, the language, and the company one works in.

mod view;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::audit::{self, Act, Line};
use balcao_access::{Actor, CompanyId, Locale, SignInError, sessions};

use crate::cookie;
use crate::fault::{Fault, Held};
use crate::fields::{Fields, local, url};
use crate::route::Visit;
use crate::shell::{self, Frame};
use crate::{Demo, Desk};

/// The sign-in page.
pub(super) async fn show(visit: Visit<Option<Actor>>) -> Result<Response, Fault> {
    let next = local(visit.query.text("next"));
    if visit.proof.is_some() {
        return Ok(Redirect::to(next).into_response());
    }
    let held = Held { path: next.to_owned(), ..Held::default() };
    Ok(shell::page(&visit.frame, view::form(&visit, &held, None)))
}

/// What is shown instead of the answer to a form whose session was over.
pub(crate) fn ended(frame: &Frame, held: &Held) -> Response {
    shell::page(frame, view::ended(frame, held))
}

/// Signs in, and goes to where one wanted to go.
pub(super) async fn submit(mut visit: Visit<Option<Actor>>) -> Result<Response, Fault> {
    let form = &visit.form;
    let held = Held {
        path: local(form.text("next")).to_owned(),
        form: form.get("held").map(str::to_owned),
        part: false,
    };
    let kept = held.form.as_deref().map(|form| Fields::parse(form.as_bytes())).transpose()?;
    let (login, password) = match (&visit.desk.config.demo, form.get("demo")) {
        (Some(Demo { password: Some(password), .. }), Some(login)) => (login, password.as_str()),
        _ => (form.text("login"), form.get("password").unwrap_or_default()),
    };
    match balcao_access::sign_in(&visit.desk.db, login, password, visit.from).await {
        Ok((token, _)) => {
            // A browser has one session: that of another tab, or of somebody else, is over.
            if let Some(before) = &visit.proof {
                end(&visit.desk, before).await?;
                visit.frame.viewer = None;
            }
            let cookie = cookie::start_session(&visit.desk.config, &token);
            let csrf = sessions::csrf(&token);
            let mut answer = match &kept {
                Some(kept) => shell::page(&visit.frame, view::resume(&visit.frame, &held.path, kept, &csrf)),
                None => Redirect::to(&held.path).into_response(),
            };
            answer.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(answer)
        }
        Err(SignInError::Access(error)) => Err(error.into()),
        Err(refused) => {
            let status = match refused {
                SignInError::Limited { .. } => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            Ok((status, shell::page(&visit.frame, view::form(&visit, &held, Some(&refused)))).into_response())
        }
    }
}

/// Ends the session, here and on the server.
pub(super) async fn leave(visit: Visit<Actor>) -> Result<Response, Fault> {
    end(&visit.desk, &visit.proof).await?;
    Ok(([(header::SET_COOKIE, cookie::end_session(&visit.desk.config))], Redirect::to("/sign-in"))
        .into_response())
}

async fn end(desk: &Desk, actor: &Actor) -> Result<(), Fault> {
    let mut tx = desk.db.write().await?;
    sessions::end(&mut tx, actor).await?;
    audit::commit(tx, vec![Line::new(Act::SignedOut).by(actor)]).await?;
    Ok(())
}

/// Changes the language: of this browser, and of the user if there is one.
pub(super) async fn language(visit: Visit<Option<Actor>>) -> Result<Response, Fault> {
    let tag = visit.form.text("locale");
    let locale = Locale::ALL.iter().copied().find(|locale| locale.tag() == tag).ok_or(Fault::NotFound)?;
    if let Some(actor) = &visit.proof {
        let mut tx = visit.desk.db.write().await?;
        sessions::set_locale(&mut tx, actor, locale).await?;
        tx.commit().await?;
    }
    let cookie = cookie::keep_language(&visit.desk.config, locale);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(local(visit.form.text("next")))).into_response())
}

/// Changes the company one works in.
pub(super) async fn company(visit: Visit<Actor>) -> Result<Response, Fault> {
    let company: CompanyId = visit.form.text("company").parse().map_err(|_| Fault::NotFound)?;
    let mut tx = visit.desk.db.write().await?;
    let line = sessions::choose_company(&mut tx, &visit.proof, company).await?;
    audit::commit(tx, vec![line]).await?;
    Ok(Redirect::to(local(visit.form.text("next"))).into_response())
}

/// Where to sign in to come back to this page.
pub(crate) fn address(path: &str) -> String {
    url("/sign-in", [("next", path)])
}
