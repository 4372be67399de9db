//! Apagar dados de um titular: what would go, what stays and why, and the confirmation.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::{Actor, audit};
use balcao_desk::PersonId;
use balcao_desk::erasure::{self, EraseError, Ground, Plan};
use balcao_plugins::canvas::Tone;
use maud::html;

use super::Section;
use crate::block::notice;
use crate::fault::Fault;
use crate::page::admin::form::{Problem, summary};
use crate::route::Visit;

impl From<EraseError> for Fault {
    fn from(error: EraseError) -> Fault {
        match error {
            EraseError::Denied => Fault::Forbidden,
            EraseError::NotFound | EraseError::OtherCompany => Fault::NotFound,
            EraseError::Access(error) => error.into(),
            EraseError::Store(error) => error.into(),
        }
    }
}

/// The form.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    page(&visit, &[]).await
}

/// Erases, once however often it is sent.
pub(super) async fn submit(visit: Visit<Actor>) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let person: PersonId = visit.params.get("person")?;
    let ground: Option<Ground> = visit.form.text("ground").parse().ok();
    let sure = visit.form.get("sure").is_some();
    let problem = |id: &str, label: &str, words: &str| Problem {
        id: id.to_owned(),
        label: label.to_owned(),
        words: words.to_owned(),
    };
    let missing = [
        (ground.is_none(), problem("ground", lang.erase_ground(), lang.erase_no_ground())),
        (!sure, problem("sure", lang.erase_confirmation(), lang.erase_not_sure())),
    ];
    let problems: Vec<Problem> =
        missing.into_iter().filter(|(wrong, _)| *wrong).map(|(_, problem)| problem).collect();
    let Some(ground) = ground.filter(|_| problems.is_empty()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&visit, &problems).await?).into_response());
    };
    let mut tx = visit.desk.db.write().await?;
    match erasure::erase(&mut tx, &visit.proof, person, ground).await {
        Ok(Some(line)) => audit::commit(tx, vec![line]).await?,
        Ok(None) => drop(tx),
        // The form says it.
        Err(EraseError::OtherCompany) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Redirect::to(&format!("/admin/audit/person/{person}/erase?done=1")).into_response())
}

async fn page(visit: &Visit<Actor>, problems: &[Problem]) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let person: PersonId = visit.params.get("person")?;
    let mut conn = visit.desk.db.read().await?;
    let plan = match erasure::plan(&mut conn, &visit.proof, person).await {
        Ok(plan) => Some(plan),
        Err(EraseError::OtherCompany) => None,
        Err(error) => return Err(error.into()),
    };
    drop(conn);
    let done = visit.query.get("done").is_some();
    let main = html! {
        p { a href={ "/admin/audit/person/" (person) } { (lang.back()) } }
        div.heading { h1 { (lang.erase_title()) } }
        (summary(frame, problems))
        @if done { div role="status" { (notice(Tone::Success, "", html! { (lang.erase_done()) })) } }
        @match &plan {
            None => (notice(Tone::Warning, "", html! { (lang.erase_other_company()) })),
            Some(plan) => {
                p { strong { (plan.name) } }
                section.card aria-labelledby="goes" {
                    header { h2 #goes { (lang.erase_goes()) } }
                    div.body {
                        @if plan.goes.is_empty() { p.empty { (lang.erase_nothing()) } }
                        ul { @for (part, count) in &plan.goes { li { (lang.erase_part(*part)) " (" (count) ")" } } }
                    }
                }
                section.card aria-labelledby="stays" {
                    header { h2 #stays { (lang.erase_stays()) } }
                    div.body { ul {
                        @for keep in &plan.keeps { li { (lang.erase_keep(*keep)) } }
                        @for words in lang.erase_always() { li { (words) } }
                    } }
                }
                @if !plan.goes.is_empty() { (confirmation(visit, plan, problems)) }
            }
        }
    };
    Ok(crate::page::admin::page(frame, Section::Audit, lang.erase_title(), main))
}

fn confirmation(visit: &Visit<Actor>, plan: &Plan, problems: &[Problem]) -> maud::Markup {
    let lang = visit.frame.lang();
    let wrong = |id: &str| problems.iter().find(|problem| problem.id == id);
    let error = |id: &str| html! { @if let Some(problem) = wrong(id) { p.error id={ (id) "-error" } { (problem.words) } } };
    let chosen = visit.form.text("ground");
    html! {
        form.card method="post" novalidate {
            (visit.frame.csrf())
            fieldset.field.choices #ground tabindex="-1" aria-describedby=[wrong("ground").map(|_| "ground-error")] {
                legend { (lang.erase_ground()) }
                (error("ground"))
                @for ground in Ground::ALL {
                    label { input type="radio" name="ground" value=(ground) checked[chosen == ground.as_str()]; span { (lang.erase_ground_name(*ground)) } }
                }
            }
            div.field {
                (error("sure"))
                label.toggle {
                    input #sure type="checkbox" name="sure" value="true" checked[visit.form.get("sure").is_some()]
                        aria-invalid=[wrong("sure").map(|_| "true")] aria-describedby=[wrong("sure").map(|_| "sure-error")];
                    " " (lang.erase_sure(&plan.name))
                }
            }
            p.row { button.danger { (lang.erase_now()) } a.button href={ "/admin/audit/person/" (visit.params.get::<String>("person").unwrap_or_default()) } { (lang.back()) } }
        }
    }
}
