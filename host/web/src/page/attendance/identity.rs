//! Confirmar identidade: who turned out to be asking, and how that is known.

use std::str::FromStr;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::audit;
use balcao_desk::Attendance;
use balcao_desk::identity::{self, ConfirmError, Confirmation};
use balcao_desk::requests::{self, Asker, Identity, MAX_CONTACT, NameProblem, Request};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use crate::block::notice;
use crate::fault::Fault;
use crate::fields::local;
use crate::page::start::{self, Problem};
use crate::route::Visit;
use crate::shell::{self, Page};

/// The form.
pub(in crate::page) async fn show(visit: Visit<Attendance>) -> Result<Response, Fault> {
    ask(&visit, None).await
}

/// Records it, with a line in the audit trail, and goes back to where it was asked for.
pub(in crate::page) async fn confirm(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let confirmation = Confirmation {
        who: one(&visit, "who")?,
        name: Some(visit.form.text("name").to_owned()),
        identity: one(&visit, "identity")?,
    };
    let mut tx = visit.desk.db.write().await?;
    match identity::confirm(&mut tx, &visit.proof, &confirmation, visit.now).await {
        Ok(line) => {
            audit::commit(tx, vec![line]).await?;
            Ok(Redirect::to(&back(&visit)).into_response())
        }
        Err(ConfirmError::Store(error)) => Err(error.into()),
        Err(refused) => {
            drop(tx);
            ask(&visit, Some(refused)).await
        }
    }
}

fn one<T: FromStr>(visit: &Visit<Attendance>, name: &str) -> Result<T, Fault> {
    visit.form.text(name).parse().map_err(|_| Fault::Forged)
}

/// The page of this attendance from which one came.
fn back(visit: &Visit<Attendance>) -> String {
    let home = format!("/attendance/{}", visit.proof.request());
    let asked = [visit.form.text("next"), visit.query.text("next")];
    let next = asked.into_iter().find(|next| !next.is_empty()).map(local);
    next.filter(|next| next.starts_with(&home)).map_or(home.clone(), str::to_owned)
}

async fn ask(visit: &Visit<Attendance>, refused: Option<ConfirmError>) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let mut conn = visit.desk.db.read().await?;
    let request = requests::current(&mut conn, &visit.proof, visit.now).await?;
    let summary = balcao_desk::people::summary(&mut conn, &visit.proof).await?;
    drop(conn);
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let main = html! {
        div.narrow {
            p { a href=(back(visit)) { (lang.back()) } }
            h1 { (lang.confirm_identity()) }
            p { strong { (summary.name) } " · " (lang.protocol()) " " span.number { (visit.proof.protocol()) } }
            @if request.ended_at.is_some() { (notice(Tone::Info, "", html! { (lang.request_ended()) })) }
            @else { p.dim { (lang.confirm_identity_lead()) } (form(visit, &request, refused)) }
        }
    };
    Ok((status, shell::page(&visit.frame, Page::new(lang.confirm_identity(), main))).into_response())
}

fn form(visit: &Visit<Attendance>, request: &Request, refused: Option<ConfirmError>) -> Markup {
    let lang = visit.frame.lang();
    let asking = &request.asking;
    let typed = |name: &str| visit.form.get(name).map(str::to_owned);
    let who = typed("who").unwrap_or_else(|| asking.who.to_string());
    let name = typed("name").or_else(|| asking.name.clone()).unwrap_or_default();
    let how = typed("identity").unwrap_or_else(|| asking.identity.to_string());
    let askers = Asker::ALL.iter().map(|asker| (asker.as_str(), lang.asker(*asker)));
    let ways = Identity::ALL.iter().map(|way| (way.as_str(), lang.identity_name(*way)));
    let problem = refused.map(|refused| match refused {
        ConfirmError::HowMissing => Problem { field: "identity", text: lang.identity_missing() },
        ConfirmError::Name(NameProblem::Missing) => {
            Problem { field: "name", text: lang.start_name_missing() }
        }
        ConfirmError::Name(NameProblem::TooLong) => Problem { field: "name", text: lang.start_too_long() },
        ConfirmError::Ended | ConfirmError::Store(_) => Problem { field: "", text: lang.request_ended() },
    });
    let problem = problem.as_ref();
    html! {
        form.card method="post" {
            (visit.frame.csrf())
            input type="hidden" name="next" value=(back(visit));
            div.columns {
                (start::select("who", lang.who_asks(), askers, &who, problem))
                (start::text(("name", MAX_CONTACT), lang.asking_name(), lang.asking_name_hint(), &name, problem))
                (start::select("identity", lang.identity(), ways, &how, problem))
            }
            p.row { button.primary { (lang.confirm()) } a.button href=(back(visit)) { (lang.cancel()) } }
        }
    }
}
