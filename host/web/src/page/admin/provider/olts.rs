//! OLTs: where each is, whose make, and what opens it.

mod form;

use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::{Actor, Company, audit};
use balcao_network::olts::{self, Listed, Settings};
use balcao_network::{Credentials, OltError, OltId};
use balcao_store::{Conn, now};
use maud::html;

use super::{ADMINISTERS, Section, Sent, by, changing, own};
use crate::fault::Fault;
use crate::message::Lang;
use crate::outside::Part;
use crate::route::{Routes, Visit};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .route(Method::GET, "/admin/olts", ADMINISTERS, list)
        .route(Method::GET, "/admin/olts/new", ADMINISTERS, begin)
        .route(Method::POST, "/admin/olts/new", ADMINISTERS, add)
        .route(Method::GET, "/admin/olts/{olt}", ADMINISTERS, show)
        .route(Method::POST, "/admin/olts/{olt}", ADMINISTERS, change)
        .route(Method::POST, "/admin/olts/{olt}/remove", ADMINISTERS, remove)
        .route(Method::POST, "/admin/olts/{olt}/test", ADMINISTERS, test)
}

fn path(id: OltId) -> String {
    format!("/admin/olts/{id}")
}

/// The one that the path names, if it is a company's of theirs.
async fn named(conn: &mut Conn, visit: &Visit<Actor>, actor: &Actor) -> Result<(Company, Listed), Fault> {
    let id: OltId = visit.params.get("olt")?;
    for company in own(conn, actor).await? {
        if let Some(olt) = olts::list(conn, company.id).await?.into_iter().find(|olt| olt.id == id) {
            return Ok((company, olt));
        }
    }
    Err(Fault::NotFound)
}

/// What opens it, as it is kept; none: it can't be read, and is to be set again.
async fn kept(conn: &mut Conn, visit: &Visit<Actor>, olt: OltId) -> Result<Option<Credentials>, Fault> {
    match olts::one(conn, visit.desk.db.keys(), olt).await {
        Ok(olt) => Ok(Some(olt.credentials)),
        Err(OltError::NotFound) => Err(Fault::NotFound),
        Err(error) => {
            tracing::error!(%error, %olt, "the credentials of an OLT could not be read");
            Ok(None)
        }
    }
}

async fn list(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let mut conn = visit.desk.db.read().await?;
    let companies = own(&mut conn, &visit.proof).await?;
    let mut known = Vec::new();
    for company in &companies {
        known.extend(olts::list(&mut conn, company.id).await?.into_iter().map(|olt| (company, olt)));
    }
    drop(conn);
    let makes = &visit.desk.config.outside.makes;
    let make = |key: &str| makes.iter().find(|make| make.key == key).map(|make| make.label.clone());
    let main = html! {
        div.heading { h1 { (lang.olts_section()) } a.button.primary href="/admin/olts/new" { (lang.olts_new()) } }
        p.dim { (lang.olts_about()) }
        (super::demonstration(frame))
        @if known.is_empty() { p.empty { (lang.olts_none()) } } @else {
            div.scroll role="group" tabindex="0" aria-label=(lang.olts_section()) {
                table.tasks {
                    caption.sr { (lang.olts_section()) }
                    thead { tr {
                        th scope="col" { (lang.name()) }
                        @if companies.len() > 1 { th scope="col" { (lang.company()) } }
                        th scope="col" { (lang.provider_address()) }
                        th scope="col" { (lang.provider_make()) }
                        th.num scope="col" { (lang.olts_lines()) }
                        th scope="col" { span.sr { (lang.actions()) } }
                    } }
                    tbody { @for (company, olt) in &known { tr {
                        td { a href=(path(olt.id)) { (olt.name) } }
                        @if companies.len() > 1 { td { (company.trade_name) } }
                        td { (olt.address) ":" (olt.port) " · SNMP" (olt.snmp) (super::mark(frame, &olt.address)) }
                        td { @match make(&olt.vendor) {
                            Some(label) => (label),
                            None => span.badge.warning { (lang.olts_no_table(&olt.vendor)) },
                        } }
                        td.num { (frame.format.integer(olt.lines)) }
                        td.acts { (super::try_button(&visit, &path(olt.id))) }
                    } } }
                }
            }
        }
    };
    Ok(super::page(&visit, Section::Olts, StatusCode::OK, lang.olts_section(), main))
}

async fn begin(visit: Visit<Actor>) -> Result<Response, Fault> {
    let companies = own(&mut visit.desk.db.read().await?, &visit.proof).await?;
    Ok(form::draw(&visit, &companies, None, &Sent::No, &html! {}))
}

/// Adds one. A form that is sent again leads to what it added.
async fn add(visit: Visit<Actor>) -> Result<Response, Fault> {
    let id: OltId = visit.form.text("id").parse().map_err(|_| Fault::Forged)?;
    let (mut tx, actor) = changing(&visit).await?;
    let companies = own(&mut tx, &actor).await?;
    let company = super::one_of(&companies, visit.form.text("company"))?;
    if olts::list(&mut tx, company.id).await?.iter().any(|olt| olt.id == id) {
        return Ok(Redirect::to(&path(id)).into_response());
    }
    let sent = match form::read(&visit, None) {
        Err(problems) => Sent::Wrong(problems),
        Ok(settings) => match olts::add(&mut tx, company.id, id, &settings).await {
            Ok(line) => {
                let set = ["name", "address", "port", "vendor", "credentials"];
                audit::commit(tx, vec![by(line, &actor, company.id, &set)]).await?;
                return Ok(super::saved(&path(id)));
            }
            Err(error) => refused(visit.frame.lang(), error)?,
        },
    };
    drop(tx);
    Ok(form::draw(&visit, &companies, None, &sent, &html! {}))
}

async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    draw(&visit, &Sent::No, &super::saved_notice(&visit)).await
}

async fn draw(visit: &Visit<Actor>, sent: &Sent, above: &maud::Markup) -> Result<Response, Fault> {
    let mut conn = visit.desk.db.read().await?;
    let (company, olt) = named(&mut conn, visit, &visit.proof).await?;
    let credentials = kept(&mut conn, visit, olt.id).await?;
    drop(conn);
    Ok(form::draw(visit, &[company], Some((&olt, credentials.as_ref())), sent, above))
}

async fn change(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor) = changing(&visit).await?;
    let (company, olt) = named(&mut tx, &visit, &actor).await?;
    let credentials = kept(&mut tx, &visit, olt.id).await?;
    let sent = match form::read(&visit, credentials.as_ref()) {
        _ if visit.form.text("seen") != olt.version.to_string() => Sent::Late,
        Err(problems) => Sent::Wrong(problems),
        Ok(settings) => match olts::change(&mut tx, company.id, olt.id, &settings).await {
            Ok(line) => {
                let set = changed(&olt, credentials.as_ref(), &settings);
                audit::commit(tx, vec![by(line, &actor, company.id, &set)]).await?;
                return Ok(super::saved(&path(olt.id)));
            }
            Err(error) => refused(visit.frame.lang(), error)?,
        },
    };
    drop(tx);
    draw(&visit, &sent, &html! {}).await
}

/// The names of the fields that are others than before.
fn changed(before: &Listed, opened_by: Option<&Credentials>, after: &Settings) -> Vec<&'static str> {
    let set = [
        ("name", before.name != after.name),
        ("address", before.address != after.address),
        ("port", before.port != i32::from(after.port)),
        ("vendor", before.vendor != after.vendor),
        ("credentials", opened_by != Some(&after.credentials)),
    ];
    set.iter().filter(|(_, is)| *is).map(|(name, _)| *name).collect()
}

async fn remove(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor) = changing(&visit).await?;
    let (company, olt) = named(&mut tx, &visit, &actor).await?;
    let line = match olts::remove(&mut tx, company.id, olt.id, now()).await {
        Ok(line) => line,
        Err(OltError::NotFound) => return Err(Fault::NotFound),
        Err(error) => return Err(Fault::internal(error)),
    };
    audit::commit(tx, vec![by(line, &actor, company.id, &[])]).await?;
    Ok(Redirect::to("/admin/olts").into_response())
}

async fn test(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (_, olt) = named(&mut visit.desk.db.read().await?, &visit, &visit.proof).await?;
    let found = super::tried(&visit, Part::Olt(olt.id)).await?;
    draw(&visit, &Sent::No, &found).await
}

fn refused(lang: Lang, error: OltError) -> Result<Sent, Fault> {
    match error {
        OltError::Taken(_) => Ok(Sent::wrong("name", lang.name(), lang.provider_name_taken())),
        OltError::NotFound => Err(Fault::NotFound),
        error => Err(Fault::internal(error)),
    }
}
