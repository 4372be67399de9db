//! Slips as a PDF: for an agent, in a tab of its own, and for a customer by a link. Every time is a line
//! of the audit trail; the link itself stands in none, nor in a log.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use balcao_access::{Company, audit, companies, profiles};
use balcao_billing::ChargeId;
use balcao_billing::copies::{self, Copies};
use balcao_billing::late_rules;
use balcao_billing::links::{self, Link, LinkError};
use balcao_desk::Attendance;
use balcao_paper::{Logo, PaperError};
use balcao_plugins::Permission;
use balcao_store::Conn;
use maud::html;
use serde_json::json;

use crate::Desk;
use crate::disposition::{self, Disposition};
use crate::fault::Fault;
use crate::route::Visit;
use crate::shell::{self, Frame, Page};

/// What may come with a document that is shown in a tab of its own: its style, and nothing else.
const SHOWN: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; object-src 'self'; \
    form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/// Stands on every page of the demonstration's slips, in the language of slips.
const DEMONSTRATION: &str = "DEMONSTRAÇÃO: este boleto não pode ser pago.";

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
    let paper = Paper::read(&mut conn, copies).await?;
    drop(conn);
    let line = visit.proof.line(audit::Act::SlipOpened).fields(json!({ "charges": charges }));
    audit::commit(visit.desk.db.write().await?, vec![line]).await?;
    paper.drawn(&visit.desk).await
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
    let paper = Paper::read(&mut conn, copies).await?;
    drop(conn);
    let line = audit::Line::new(audit::Act::SlipLinkOpened)
        .from(visit.from)
        .fields(json!({ "charges": link.charges() }));
    audit::commit(desk.db.write().await?, vec![line]).await?;
    paper.drawn(desk).await.map(private)
}

/// What a file is drawn from.
struct Paper {
    company: Company,
    logo: Option<Vec<u8>>,
    rule: balcao_brazil::late::LateRule,
    copies: Copies,
}

impl Paper {
    async fn read(conn: &mut Conn, copies: Copies) -> Result<Paper, Fault> {
        Ok(Paper {
            company: companies::one(conn, copies.company).await?,
            logo: companies::logo(conn, copies.company).await?,
            rule: late_rules::of(conn, copies.company).await?,
            copies,
        })
    }

    /// The file, drawn where it holds up nothing else.
    async fn drawn(self, desk: &Desk) -> Result<Response, Fault> {
        let mark = desk.config.demo.is_some().then(|| DEMONSTRATION.to_owned());
        let today = balcao_store::now().with_timezone(&desk.config.zone).date_naive();
        let name = match &self.copies.charges[..] {
            [(one, _)] => format!("boleto-{}.pdf", one.number),
            _ => "boletos.pdf".to_owned(),
        };
        let drawing = tokio::task::spawn_blocking(move || {
            // A logo that can't be read is no reason to leave the customer without a slip.
            let logo = self.logo.as_deref().and_then(|picture| Logo::from_png(picture).ok());
            let copy =
                balcao_paper::second_copy_of(&self.company, logo, self.rule, &self.copies, today, mark)?;
            balcao_paper::second_copy(&copy)
        });
        let bytes =
            drawing.await.map_err(Fault::internal)?.map_err(|error: PaperError| Fault::internal(error))?;
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
            (header::CONTENT_DISPOSITION, disposition::header(Disposition::Inline, &name)),
            (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SHOWN)),
            (HeaderName::from_static("x-download-options"), HeaderValue::from_static("noopen")),
        ];
        Ok((headers, bytes).into_response())
    }
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
