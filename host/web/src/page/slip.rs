//! Slips as a PDF: for an agent, in a tab of its own, and for a customer by a link. Every time is a line
//! of the audit trail; the link itself stands in none, nor in a log.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use balcao_access::{audit, profiles};
use balcao_billing::ChargeId;
use balcao_billing::copies;
use balcao_billing::links::{self, Link, LinkError};
use balcao_desk::Attendance;
use balcao_files::Stored;
use balcao_paper::{Copy, Pdf};
use balcao_plugins::Permission;
use maud::html;
use serde_json::json;

use super::file;
use crate::Desk;
use crate::disposition::Disposition;
use crate::fault::Fault;
use crate::route::Visit;
use crate::shell::{self, Frame, Page};

/// The chosen charges of the customer, for whoever has something on their screen that shows invoices.
pub(super) async fn show(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let asked: Vec<Option<ChargeId>> = visit.query.all("charge").map(|id| id.parse().ok()).collect();
    let charges: Vec<ChargeId> = asked.into_iter().collect::<Option<_>>().ok_or(Fault::NotFound)?;
    if charges.is_empty() || charges.len() > links::MAX_CHARGES {
        return Err(Fault::NotFound);
    }
    let mut conn = visit.desk.db.read().await?;
    let profile = visit.proof.actor().user.profile.id;
    let live = profiles::live(&mut conn, profile).await?;
    if !visit.desk.plugins.reaches(profile, &live.layout, Permission::Invoices) {
        return Err(Fault::Forbidden);
    }
    let Some(copies) = copies::mine(&mut conn, &visit.proof, &charges).await? else {
        return Err(Fault::NotFound);
    };
    let copy = Copy::read(&mut conn, copies).await?;
    drop(conn);
    let line = visit.proof.line(audit::Act::SlipOpened).fields(json!({ "charges": charges }));
    audit::commit(visit.desk.db.write().await?, vec![line]).await?;
    drawn(&visit.desk, copy).await
}

/// The charges of a link, for whoever has it.
pub(super) async fn shared(visit: Visit<()>) -> Result<Response, Fault> {
    let (lang, desk) = (visit.frame.lang(), &visit.desk);
    if desk.metered.too_many(visit.from, visit.now) {
        let told = (lang.link_busy_title(), lang.link_busy());
        return Ok(private(instead(&visit.frame, StatusCode::TOO_MANY_REQUESTS, told)));
    }
    let link = match Link::open(desk.db.keys(), &visit.params.get::<String>("link")?, visit.now) {
        Ok(link) => link,
        Err(LinkError::Forged) => return Ok(private(Fault::NotFound.into_page(&visit.frame))),
        Err(LinkError::Expired) => {
            let told = (lang.link_over_title(), lang.link_over());
            return Ok(private(instead(&visit.frame, StatusCode::GONE, told)));
        }
    };
    let mut conn = desk.db.read().await?;
    let Some(copies) = copies::shared(&mut conn, &link).await? else {
        let told = (lang.slip_over_title(), lang.slip_over());
        return Ok(private(instead(&visit.frame, StatusCode::GONE, told)));
    };
    let copy = Copy::read(&mut conn, copies).await?;
    drop(conn);
    let line = audit::Line::new(audit::Act::SlipLinkOpened)
        .from(visit.from)
        .fields(json!({ "charges": link.charges() }));
    audit::commit(desk.db.write().await?, vec![line]).await?;
    drawn(desk, copy).await.map(private)
}

/// The file.
async fn drawn(desk: &Desk, copy: Copy) -> Result<Response, Fault> {
    let today = balcao_store::now().with_timezone(&desk.config.zone).date_naive();
    let Pdf { name, bytes } = copy.draw(today, desk.config.demo.is_some()).await.map_err(Fault::internal)?;
    let length = bytes.len() as u64;
    let file = Stored { name, media_type: "application/pdf".to_owned(), bytes: length };
    Ok(file::answer(&file, Disposition::Inline, file::SHOWN, (Body::from(bytes), length)))
}

/// Why there is no file, for somebody who is no user of the desk.
fn instead(frame: &Frame, status: StatusCode, (title, text): (&str, &str)) -> Response {
    let main = html! { div.plain { h1 { (title) } p { (text) } } };
    (status, shell::page(frame, Page::new(title, main))).into_response()
}

/// What is opened by a link is in no search engine, and its address is told to nobody.
fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow, noarchive"),
    );
    response
}
