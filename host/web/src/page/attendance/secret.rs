//! A secret that somebody shows: a right, a reason where the profile wants one, a customer whose
//! identity was made sure, and a line in the audit trail, in the step that reads it.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use balcao_access::Right;
use balcao_access::audit::{self, Act};
use balcao_desk::Attendance;
use balcao_desk::identity::{self, Unconfirmed};
use balcao_network::connections;
use balcao_plugins::Secret;
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};
use serde_json::json;

use crate::block::{notice, secret};
use crate::fault::Fault;
use crate::fields::{local, url};
use crate::route::Visit;
use crate::shell::{self, Page};

/// How long it stands there, seconds.
const SHOWN: u32 = 30;
/// Characters of a reason, at most.
const MAX_REASON: usize = 200;

/// Shows it.
pub(in crate::page) async fn show(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let attendance = &visit.proof;
    let actor = attendance.actor();
    if !actor.may(Right::ShowSecrets) {
        return Err(Fault::Forbidden);
    }
    // Who was confirmed then asks nothing now: it is reopened first.
    if attendance.ended() {
        return Err(Fault::Forbidden);
    }
    let handle = visit.form.text("secret");
    let keys = visit.desk.db.keys();
    let Secret::Password(connection) =
        Secret::open(keys, attendance.request(), handle).ok_or(Fault::NotFound)?;
    let lang = visit.frame.lang();
    let reason = visit.form.text("reason");
    if !actor.may(Right::SecretsWithoutReason) && !(1..=MAX_REASON).contains(&reason.chars().count()) {
        // The first click asks; one that sends none, or a whole story, is told.
        let problem = visit.form.get("reason").map(|_| lang.secret_reason_missing());
        let form = secret::reason(&visit.frame, &address(&visit), handle, &next(&visit), reason, problem);
        let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        return Ok((status, answer(&visit, form, false)).into_response());
    }
    let mut tx = visit.desk.db.write().await?;
    match identity::confirmed(&mut tx, attendance).await {
        Ok(()) => {}
        Err(Unconfirmed::Store(error)) => return Err(error.into()),
        Err(unsure) => {
            drop(tx);
            return Ok(answer(&visit, unconfirmed(&visit, &unsure), false));
        }
    }
    let password = connections::password(&mut tx, keys, attendance, connection).await?;
    let password = password.ok_or(Fault::NotFound)?;
    let mut line = attendance.line(Act::SecretShown).fields(json!({
        "connection": connection, "field": "password" }));
    if !reason.is_empty() {
        line = line.personal(attendance.person().0, json!({ "reason": reason }));
    }
    audit::commit(tx, vec![line]).await?;
    Ok(answer(&visit, secret::shown(&visit.frame, password.expose()), true))
}

/// The part alone for the script, else a page, which leads back by itself.
fn answer(visit: &Visit<Attendance>, content: Markup, passes: bool) -> Response {
    if visit.headers.contains_key("x-part") {
        return Html(content.into_string()).into_response();
    }
    let lang = visit.frame.lang();
    let back = next(visit);
    let main = html! {
        div.narrow {
            p { a href=(back) { (lang.back()) } }
            h1 { (lang.secret_title()) }
            (content)
            @if passes { p.dim { (lang.secret_passes()) } }
        }
    };
    let mut response = shell::page(&visit.frame, Page::new(lang.secret_title(), main)).into_response();
    if passes && let Ok(refresh) = HeaderValue::from_str(&format!("{SHOWN};url={back}")) {
        response.headers_mut().insert(header::REFRESH, refresh);
    }
    response
}

/// Who asks is not known well enough, and where to make sure.
fn unconfirmed(visit: &Visit<Attendance>, why: &Unconfirmed) -> Markup {
    let lang = visit.frame.lang();
    if matches!(why, Unconfirmed::ThirdParty) {
        return notice(Tone::Warning, "", html! { (lang.secret_third_party()) });
    }
    let path = format!("/attendance/{}/identity", visit.proof.request());
    let next = next(visit);
    let text = html! { (lang.secret_unconfirmed()) " " a href=(url(&path, [("next", next.as_str())])) { (lang.confirm_identity()) } };
    notice(Tone::Warning, "", text)
}

fn address(visit: &Visit<Attendance>) -> String {
    format!("/attendance/{}/secret", visit.proof.request())
}

/// The page from which one came.
fn next(visit: &Visit<Attendance>) -> String {
    let home = format!("/attendance/{}", visit.proof.request());
    let asked = local(visit.form.text("next"));
    if asked.starts_with(&home) { asked.to_owned() } else { home }
}
