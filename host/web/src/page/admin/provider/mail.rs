//! How a company sends mail: by which server, with what around every text, and a trial.

mod server;
mod template;

use axum::http::Method;
use axum::response::Response;
use balcao_access::{Actor, Company};
use balcao_messages::{server_of, template_of};
use maud::{Markup, html};

use super::{ADMINISTERS, Section, Sent, own};
use crate::fault::Fault;
use crate::outside::Part;
use crate::route::{Routes, Visit};

const PATH: &str = "/admin/mail";

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .route(Method::GET, PATH, ADMINISTERS, show)
        .route(Method::POST, "/admin/mail/{company}/server", ADMINISTERS, server::set)
        .route(Method::POST, "/admin/mail/{company}/remove", ADMINISTERS, server::remove)
        .route(Method::POST, "/admin/mail/{company}/template", ADMINISTERS, template::set)
        .route(Method::POST, "/admin/mail/{company}/test", ADMINISTERS, test)
}

/// Which form of the page was sent, and what became of it.
enum Shown {
    Nothing,
    Server(Sent),
    Template(Sent),
    Test(Sent),
}

impl Shown {
    fn sent(&self) -> &Sent {
        match self {
            Shown::Nothing => &Sent::No,
            Shown::Server(sent) | Shown::Template(sent) | Shown::Test(sent) => sent,
        }
    }
}

/// The company that the path names, if it is one of theirs.
fn named(visit: &Visit<Actor>, companies: &[Company]) -> Result<Company, Fault> {
    super::one_of(companies, &visit.params.get::<String>("company")?)
}

fn action(company: &Company, what: &str) -> String {
    format!("{PATH}/{}/{what}", company.id)
}

async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let companies = own(&mut visit.desk.db.read().await?, &visit.proof).await?;
    let company = super::looked_at(&visit, &companies)?;
    page(&visit, &companies, &company, &Shown::Nothing, &super::saved_notice(&visit)).await
}

/// Signs in to the server, and sends a mail where an address was typed.
async fn test(visit: Visit<Actor>) -> Result<Response, Fault> {
    let companies = own(&mut visit.desk.db.read().await?, &visit.proof).await?;
    let company = named(&visit, &companies)?;
    let (to, lang) = (visit.form.text("to"), visit.frame.lang());
    let is_address = to.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty())
        && !to.contains(|c: char| c.is_whitespace() || c.is_control());
    if !to.is_empty() && !is_address {
        let sent = Sent::wrong("to", lang.mail_test_to(), lang.mail_address_wrong());
        return page(&visit, &companies, &company, &Shown::Test(sent), &html! {}).await;
    }
    let part = Part::Mail { company: company.id, to: (!to.is_empty()).then(|| to.to_owned()) };
    let found = super::tried(&visit, part).await?;
    page(&visit, &companies, &company, &Shown::Test(Sent::Again), &found).await
}

async fn page(
    visit: &Visit<Actor>,
    companies: &[Company],
    company: &Company,
    shown: &Shown,
    above: &Markup,
) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let mut conn = visit.desk.db.read().await?;
    let server = server_of(&mut conn, visit.desk.db.keys(), company.id).await?;
    let template = template_of(&mut conn, company.id).await?;
    drop(conn);
    let main = html! {
        div.heading { h1 { (lang.mail_section()) } }
        p.dim { (lang.mail_about()) }
        (super::company_tabs(visit, PATH, companies, company))
        (above)
        (shown.sent().told(frame))
        (super::demonstration(frame))
        (server::card(visit, company, server.as_ref(), shown))
        @if server.is_some() && visit.desk.config.outside.trial.is_some() { (trial(visit, company, shown)) }
        (template::card(visit, company, &template, shown))
    };
    Ok(super::page(visit, Section::Mail, shown.sent().status(), lang.mail_section(), main))
}

fn trial(visit: &Visit<Actor>, company: &Company, shown: &Shown) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let sent = if let Shown::Test(sent) = shown { sent } else { &Sent::No };
    let form = sent.form(frame, &visit.form);
    html! {
        section.card aria-labelledby="test" {
            header { h2 #test { (lang.mail_test()) } }
            form.body method="post" action=(action(company, "test")) novalidate {
                (frame.csrf())
                p.hint { (lang.mail_test_lead()) }
                (form.line("to", lang.mail_test_to(), "", true, "email", ""))
                p.row { button { (lang.provider_test()) } }
            }
        }
    }
}
