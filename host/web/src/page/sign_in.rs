//! Signing in, step by step, and out, the language, and the company one works in.

mod browser;
pub(super) mod view;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::audit::{self, Act, Line};
use balcao_access::{
    Actor, Answer, Client, CompanyId, Entered, Locale, SignInError, Step, StepError, StepProblem, Token,
    sessions,
};

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

/// Signs in, and goes to where one wanted to go, or to what is lacking.
pub(super) async fn submit(mut visit: Visit<Option<Actor>>) -> Result<Response, Fault> {
    let form = &visit.form;
    let held = held(form);
    let (login, password) = match (&visit.desk.config.demo, form.get("demo")) {
        (Some(Demo { password: Some(password), .. }), Some(login)) => (login, password.as_str()),
        _ => (form.text("login"), form.get("password").unwrap_or_default()),
    };
    match balcao_access::sign_in(&visit.desk.db, login, password, client(&visit)).await {
        Ok((token, _)) => entered(&mut visit, &held, &token, &[]).await,
        Err(SignInError::Unfinished { token, step }) => {
            leave_the_one_before(&mut visit).await?;
            let mut answer = shell::page(&visit.frame, view::step(&visit.frame, &held, &step, None));
            answer
                .headers_mut()
                .append(header::SET_COOKIE, cookie::start_session(&visit.desk.config, &token));
            Ok(answer)
        }
        Err(SignInError::Access(error)) => Err(error.into()),
        Err(refused) => {
            let status = match refused {
                SignInError::Limited { .. } => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let words = words(&visit.frame, &refused);
            Ok((status, shell::page(&visit.frame, view::form(&visit, &held, Some(&words)))).into_response())
        }
    }
}

/// Goes on with a sign-in that lacks something.
pub(super) async fn go_on(mut visit: Visit<Option<Actor>>) -> Result<Response, Fault> {
    let held = held(&visit.form);
    let lang = visit.frame.lang();
    // Whoever is signed in has nothing to go on with.
    let token = cookie::session(&visit.desk.config, &visit.headers).filter(|_| visit.proof.is_none());
    let Some(token) = token else { return Ok(Redirect::to("/sign-in").into_response()) };
    let typed = |name| visit.form.get(name).unwrap_or_default();
    let answer = match visit.form.get("password") {
        Some(password) if password != typed("password-again") => {
            let page = view::step(&visit.frame, &held, &Step::NewPassword, Some(lang.passwords_differ()));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shell::page(&visit.frame, page)).into_response());
        }
        Some(password) => Answer::NewPassword(password),
        None => Answer::Code(typed("code")),
    };
    let (status, page) = match balcao_access::go_on(&visit.desk.db, &token, answer, client(&visit)).await {
        Ok(Entered { token, recovery, .. }) => return entered(&mut visit, &held, &token, &recovery).await,
        Err(StepError::Next(step)) => (StatusCode::OK, view::step(&visit.frame, &held, &step, None)),
        Err(StepError::Refused { step, why }) => {
            let (status, words) = match why {
                StepProblem::WrongCode => (StatusCode::UNPROCESSABLE_ENTITY, lang.code_wrong().to_owned()),
                StepProblem::Limited { until } => {
                    (StatusCode::TOO_MANY_REQUESTS, lang.sign_in_limited(&visit.frame.format.time(until)))
                }
                StepProblem::Password(problem) => {
                    (StatusCode::UNPROCESSABLE_ENTITY, lang.password_problem(problem).to_owned())
                }
            };
            (status, view::step(&visit.frame, &held, &step, Some(&words)))
        }
        Err(StepError::Over) => {
            (StatusCode::UNPROCESSABLE_ENTITY, view::form(&visit, &held, Some(lang.step_over())))
        }
        Err(StepError::Access(error)) => return Err(error.into()),
    };
    Ok((status, shell::page(&visit.frame, page)).into_response())
}

/// Where one was going, and what one was sending, when one had to sign in.
fn held(form: &Fields) -> Held {
    Held { path: local(form.text("next")).to_owned(), form: form.get("held").map(str::to_owned), part: false }
}

/// Where somebody signs in, for the list of their sessions.
fn client(visit: &Visit<Option<Actor>>) -> Client {
    let agent = visit.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    Client { address: visit.from, browser: agent.and_then(browser::name) }
}

/// A browser has one session: that of another tab, or of somebody else, is over.
async fn leave_the_one_before(visit: &mut Visit<Option<Actor>>) -> Result<(), Fault> {
    if let Some(before) = visit.proof.take() {
        end(&visit.desk, &before).await?;
        visit.frame.viewer = None;
    }
    Ok(())
}

/// Signed in: the recovery codes that came of it, what was filled in before, or where one was going.
async fn entered(
    visit: &mut Visit<Option<Actor>>,
    held: &Held,
    token: &Token,
    recovery: &[String],
) -> Result<Response, Fault> {
    let kept = held.form.as_deref().map(|form| Fields::parse(form.as_bytes())).transpose()?;
    leave_the_one_before(visit).await?;
    let csrf = sessions::csrf(token);
    let frame = &visit.frame;
    let resume = kept.map(|kept| view::resume(frame, &held.path, &kept, &csrf));
    let mut answer = match (recovery.is_empty(), resume) {
        (false, resume) => shell::page(frame, view::recovery(frame, recovery, &held.path, resume)),
        (true, Some(resume)) => shell::page(frame, resume),
        (true, None) => Redirect::to(&held.path).into_response(),
    };
    answer.headers_mut().append(header::SET_COOKIE, cookie::start_session(&visit.desk.config, token));
    Ok(answer)
}

/// Why nobody was signed in.
pub(super) fn words(frame: &Frame, refused: &SignInError) -> String {
    let lang = frame.lang();
    match refused {
        SignInError::Limited { until } => lang.sign_in_limited(&frame.format.time(*until)),
        SignInError::Disabled => lang.sign_in_disabled().to_owned(),
        _ => lang.sign_in_wrong().to_owned(),
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
