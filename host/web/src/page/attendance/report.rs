//! Relatar: a report to the request, for colleagues or for the customer too.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::audit::{self, Act};
use balcao_desk::drafts::{self, Draft};
use balcao_desk::people::Summary;
use balcao_desk::reports::{self, Audience, Form, FormError, MAX_TEXT, News, Report, ReportError, Seen};
use balcao_desk::requests::{self, Request};
use balcao_desk::{Attendance, ReportId};
use balcao_plugins::canvas::Tone;
use balcao_store::Uuid;
use maud::{Markup, html};

use super::modules::{self, Ready};
use super::presence;
use crate::block::notice;
use crate::fault::Fault;
use crate::fields::{Fields, url};
use crate::message::Lang;
use crate::route::Visit;
use crate::shell::{self, Frame, Page};

/// Why the form is shown again.
enum Why {
    /// Its text was refused.
    Refused(ReportError),
    /// Colleagues were at work meanwhile.
    News(News),
}

/// The form, and the reports so far.
pub(in crate::page) async fn report(visit: Visit<Attendance>) -> Result<Response, Fault> {
    show(&visit, None).await
}

/// Writes it, with a line in the audit trail. What colleagues did since the form was drawn is shown
/// first; what was typed is kept on the form and as a draft.
pub(in crate::page) async fn write_report(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let attendance = &visit.proof;
    if visit.form.get("insert").is_some() {
        return show(&visit, None).await;
    }
    let form = form_of(&visit.form)?;
    let (audience, text) = typed(&visit.form)?;
    let mut tx = visit.desk.db.write().await?;
    let why = match reports::write_form(&mut tx, attendance, form, (audience, &text), visit.now).await {
        Ok(()) => {
            audit::commit(tx, vec![attendance.line(Act::ReportWritten)]).await?;
            visit.desk.presence.wrote(attendance);
            return Ok(Redirect::to(&back(&visit)).into_response());
        }
        Err(FormError::Again) => {
            tx.withdraw().await?;
            return Ok(Redirect::to(&back(&visit)).into_response());
        }
        Err(FormError::Report(ReportError::Store(error))) => return Err(error.into()),
        Err(FormError::Report(refused)) => Why::Refused(refused),
        Err(FormError::Stale(news)) => Why::News(news),
    };
    drop(tx);
    if let Why::News(_) = why {
        let mut tx = visit.desk.db.write().await?;
        if drafts::keep(&mut tx, attendance, form.id, (audience, &text), visit.now).await.is_ok() {
            tx.commit().await?;
        }
    }
    show(&visit, Some(why)).await
}

/// The form's own id, and what it saw.
fn form_of(form: &Fields) -> Result<Form, Fault> {
    let newest = Some(form.text("newest")).filter(|newest| !newest.is_empty());
    Ok(Form {
        id: form.text("form").parse().map_err(|_| Fault::Forged)?,
        seen: Seen {
            version: form.text("version").parse().map_err(|_| Fault::Forged)?,
            newest: newest.map(str::parse).transpose().map_err(|_| Fault::Forged)?,
        },
    })
}

/// Who may read it, and its text with the line ends of a Unix.
pub(super) fn typed(form: &Fields) -> Result<(Audience, String), Fault> {
    let audience = form.text("audience").parse().map_err(|_| Fault::Forged)?;
    Ok((audience, form.get("text").unwrap_or_default().replace("\r\n", "\n")))
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

/// What the page is drawn from.
struct Shown {
    page: reports::Page,
    summary: Summary,
    request: Request,
    seen: Seen,
    draft: Option<Draft>,
    modules: Vec<Ready>,
}

async fn show(visit: &Visit<Attendance>, why: Option<Why>) -> Result<Response, Fault> {
    let frame = &visit.frame;
    let lang = frame.lang();
    let before: Option<ReportId> = visit.query.get("before").and_then(|cursor| cursor.parse().ok());
    let mut conn = visit.desk.db.read().await?;
    let summary = balcao_desk::people::summary(&mut conn, &visit.proof).await?;
    let shown = Shown {
        seen: reports::seen(&mut conn, &visit.proof).await?,
        page: reports::page(&mut conn, &visit.proof, before).await?,
        modules: modules::ready(&mut conn, &visit.proof, &summary.name).await?,
        summary,
        request: requests::current(&mut conn, &visit.proof, visit.now).await?,
        draft: drafts::find(&mut conn, &visit.proof).await?,
    };
    drop(conn);
    let status = match why {
        None => StatusCode::OK,
        Some(Why::Refused(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(Why::News(_)) => StatusCode::CONFLICT,
    };
    let main = html! {
        div.narrow data-request=(visit.proof.request()) {
            p { a href=(back(visit)) { (lang.back()) } }
            h1 { (lang.report_title()) }
            p { strong { (shown.summary.name) } " · " (lang.protocol()) " " span.number { (visit.proof.protocol()) } }
            (presence::draw(visit))
            @if let Some(Why::News(news)) = &why { (told(frame, news, &shown.request)) }
            @if visit.proof.ended() { (notice(Tone::Info, "", html! { (lang.report_after_the_end()) })) }
            (form(visit, &shown, why.as_ref()))
            h2 { (lang.reports()) }
            (list(frame, &shown.page.reports))
            @if let Some(cursor) = shown.page.cursor {
                @let here = format!("/attendance/{}/report", visit.proof.request());
                p { a.more href=(url(&here, [("before", cursor.to_string().as_str()), ("tab", visit.query.text("tab"))])) { (lang.older()) } }
            }
            ui-live {}
        }
    };
    Ok((status, shell::page(frame, Page::new(lang.report_title(), main))).into_response())
}

/// What colleagues did meanwhile.
fn told(frame: &Frame, news: &News, request: &Request) -> Markup {
    let lang = frame.lang();
    html! {
        section.card #problem tabindex="-1" role="alert" autofocus {
            header { h2 { (lang.stale_title()) } }
            div.body {
                @if let Some((who, at)) = &news.changed {
                    p { (lang.request_changed(who, &frame.format.instant(*at), lang.label(&request.status.names))) }
                }
                @if !news.reports.is_empty() { p { (lang.reports_meanwhile()) } (list(frame, &news.reports)) }
                p.dim { (lang.report_not_written()) }
            }
        }
    }
}

fn form(visit: &Visit<Attendance>, shown: &Shown, why: Option<&Why>) -> Markup {
    let lang = visit.frame.lang();
    let problem = match why {
        Some(Why::Refused(ReportError::TooLong)) => Some(lang.report_too_long()),
        Some(Why::Refused(ReportError::Ended)) => Some(lang.request_ended()),
        Some(Why::Refused(ReportError::Empty | ReportError::Store(_))) => Some(lang.report_empty()),
        Some(Why::News(_)) | None => None,
    };
    let tab = [visit.form.text("tab"), visit.query.text("tab")].into_iter().find(|key| !key.is_empty());
    // What was sent comes first; without it, what was typed before, here or at another computer.
    let inserted = modules::inserted(&visit.form, &shown.modules, "text");
    let sent = inserted.as_deref().or(visit.form.get("text"));
    let draft = shown.draft.as_ref().filter(|_| sent.is_none());
    let text = sent.or(draft.map(|draft| draft.text.as_str())).unwrap_or_default();
    let audience = draft.map_or(visit.form.text("audience"), |draft| draft.audience.as_str());
    let draft_url = format!("/attendance/{}/draft", visit.proof.request());
    html! {
        form.card method="post" data-guard data-draft=(draft_url) {
            (visit.frame.csrf())
            input type="hidden" name="tab" value=(tab.unwrap_or_default());
            input type="hidden" name="form" value=(Uuid::now_v7());
            input type="hidden" name="version" value=(shown.seen.version);
            input type="hidden" name="newest" value=[shown.seen.newest];
            div.field {
                label for="text" { (lang.report_text()) }
                @if let Some(problem) = problem { p.error #text-error { (problem) } }
                textarea #text name="text" rows="6" maxlength=(MAX_TEXT) autofocus[!matches!(why, Some(Why::News(_)))] required
                    aria-invalid=[problem.map(|_| "true")] aria-describedby=[problem.map(|_| "text-error")] { "\n" (text) }
            }
            (modules::picker(lang, &shown.modules, "text"))
            (audiences(&visit.frame, audience))
            p.row {
                button.primary { @if matches!(why, Some(Why::News(_))) { (lang.report_save_anyway()) } @else { (lang.report_save()) } }
                a.button href=(back(visit)) { (lang.cancel()) }
                span.dim data-kept { @if let Some(draft) = draft { (lang.draft_of(&visit.frame.format.instant(draft.at))) } }
                @if draft.is_some() {
                    button.quiet formaction={ (draft_url) "/discard" } formnovalidate { (lang.draft_discard()) }
                }
            }
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

/// Who may read a report, in a word.
pub(super) fn audience_badge(lang: Lang, audience: Audience) -> Markup {
    html! {
        @match audience {
            Audience::Customer => span.badge.info { (lang.public_word()) },
            Audience::Internal => span.badge.neutral { (lang.internal_word()) },
        }
    }
}

fn list(frame: &Frame, reports: &[Report]) -> Markup {
    let lang = frame.lang();
    if reports.is_empty() {
        return html! { p.empty { (lang.reports_none()) } };
    }
    html! {
        ol.timeline role="list" {
            @for report in reports {
                @let public = report.audience == Audience::Customer;
                li.(if public { "info" } else { "neutral" }) {
                    time datetime=(report.at.to_rfc3339()) { (frame.format.instant(report.at)) }
                    div {
                        strong { (report.author.as_deref().unwrap_or(lang.the_desk())) } " "
                        (audience_badge(lang, report.audience))
                        p.prose { (report.text) }
                    }
                }
            }
        }
    }
}
