//! Relatar: a report to the request, for colleagues or for the customer too.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::audit::{self, Act};
use balcao_desk::reports::{self, Audience, MAX_TEXT, ReportError};
use balcao_desk::{Attendance, ReportId};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use crate::block::notice;
use crate::fault::Fault;
use crate::fields::url;
use crate::route::Visit;
use crate::shell::{self, Frame, Page};

/// The form, and the reports so far.
pub(in crate::page) async fn report(visit: Visit<Attendance>) -> Result<Response, Fault> {
    show(&visit, None).await
}

/// Writes it, with a line in the audit trail.
pub(in crate::page) async fn write_report(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let attendance = &visit.proof;
    let audience: Audience = visit.form.text("audience").parse().map_err(|_| Fault::Forged)?;
    let text = visit.form.text("text").replace("\r\n", "\n");
    let mut tx = visit.desk.db.write().await?;
    match reports::write(&mut tx, attendance, audience, &text, None, visit.now).await {
        Ok(_) => {
            audit::commit(tx, vec![attendance.line(Act::ReportWritten)]).await?;
            Ok(Redirect::to(&back(&visit)).into_response())
        }
        Err(ReportError::Store(error)) => Err(error.into()),
        Err(refused) => {
            drop(tx);
            show(&visit, Some(&refused)).await
        }
    }
}

/// The tab from which one came.
fn back(visit: &Visit<Attendance>) -> String {
    let key = [visit.form.text("tab"), visit.query.text("tab")].into_iter().find(|key| !key.is_empty());
    let request = visit.proof.request();
    match key.filter(|key| key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')) {
        Some(key) => format!("/attendance/{request}/{key}"),
        None => format!("/attendance/{request}"),
    }
}

async fn show(visit: &Visit<Attendance>, refused: Option<&ReportError>) -> Result<Response, Fault> {
    let frame = &visit.frame;
    let lang = frame.lang();
    let before: Option<ReportId> = visit.query.get("before").and_then(|cursor| cursor.parse().ok());
    let mut conn = visit.desk.db.read().await?;
    let page = reports::page(&mut conn, &visit.proof, before).await?;
    let summary = balcao_desk::people::summary(&mut conn, &visit.proof).await?;
    drop(conn);
    let problem = refused.map(|refused| match refused {
        ReportError::TooLong => lang.report_too_long(),
        ReportError::Ended => lang.request_ended(),
        ReportError::Empty | ReportError::Store(_) => lang.report_empty(),
    });
    let main = html! {
        div.narrow {
            p { a href=(back(visit)) { (lang.back()) } }
            h1 { (lang.report_title()) }
            p { strong { (summary.name) } " · " (lang.protocol()) " " span.number { (visit.proof.protocol()) } }
            @if visit.proof.ended() { (notice(Tone::Info, "", html! { (lang.request_ended()) })) } @else { (form(visit, problem)) }
            h2 { (lang.reports()) }
            (list(frame, &page))
            @if let Some(cursor) = page.cursor {
                @let here = format!("/attendance/{}/report", visit.proof.request());
                p { a.more href=(url(&here, [("before", cursor.to_string().as_str()), ("tab", visit.query.text("tab"))])) { (lang.older()) } }
            }
        }
    };
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, shell::page(frame, Page::new(lang.report_title(), main))).into_response())
}

fn form(visit: &Visit<Attendance>, problem: Option<&str>) -> Markup {
    let lang = visit.frame.lang();
    let tab = [visit.form.text("tab"), visit.query.text("tab")]
        .into_iter()
        .find(|key| !key.is_empty())
        .unwrap_or_default();
    html! {
        form.card method="post" data-guard {
            (visit.frame.csrf())
            input type="hidden" name="tab" value=(tab);
            div.field {
                label for="text" { (lang.report_text()) }
                @if let Some(problem) = problem { p.error #text-error { (problem) } }
                textarea #text name="text" rows="6" maxlength=(MAX_TEXT) autofocus required
                    aria-invalid=[problem.map(|_| "true")] aria-describedby=[problem.map(|_| "text-error")] { "\n" (visit.form.get("text").unwrap_or_default()) }
            }
            (audiences(&visit.frame, visit.form.text("audience")))
            p.row { button.primary { (lang.report_save()) } a.button href=(back(visit)) { (lang.cancel()) } }
        }
    }
}

/// Who may read it; colleagues only, unless somebody says otherwise.
pub(crate) fn audiences(frame: &Frame, chosen: &str) -> Markup {
    let lang = frame.lang();
    let both =
        [(Audience::Internal, lang.audience_internal()), (Audience::Customer, lang.audience_customer())];
    html! {
        fieldset.field.choices {
            legend { (lang.report_audience()) }
            @for (audience, text) in both {
                label {
                    input type="radio" name="audience" value=(audience.as_str()) required
                        checked[chosen == audience.as_str() || (chosen.is_empty() && audience == Audience::Internal)];
                    span { (text) }
                }
            }
        }
    }
}

fn list(frame: &Frame, page: &reports::Page) -> Markup {
    let lang = frame.lang();
    if page.reports.is_empty() {
        return html! { p.empty { (lang.reports_none()) } };
    }
    html! {
        ol.timeline role="list" {
            @for report in &page.reports {
                @let public = report.audience == Audience::Customer;
                li.(if public { "info" } else { "neutral" }) {
                    time datetime=(report.at.to_rfc3339()) { (frame.format.instant(report.at)) }
                    div {
                        strong { (report.author.as_deref().unwrap_or(lang.the_desk())) } " "
                        span.badge.(if public { "info" } else { "neutral" }) { @if public { (lang.public_word()) } @else { (lang.internal_word()) } }
                        p.prose { (report.text) }
                    }
                }
            }
        }
    }
}
