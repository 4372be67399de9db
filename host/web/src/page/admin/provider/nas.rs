//! NAS: the access servers at which lines are open, with what they share with the desk.

use std::net::IpAddr;

use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::{Actor, Company, audit};
use balcao_network::nas::{self, MAX_NAME, Nas, NasError, PORT, Secret, Vendor};
use balcao_network::{NasId, connections};
use balcao_store::Conn;
use maud::{Markup, html};

use super::super::form::Problem;
use super::{ADMINISTERS, Section, Sent, by, changing, edition, own, problem};
use crate::fault::Fault;
use crate::fields::url;
use crate::message::Lang;
use crate::outside::Part;
use crate::route::{Routes, Visit};

const SECRET: &str = "secret-nas";

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .route(Method::GET, "/admin/nas", ADMINISTERS, list)
        .route(Method::GET, "/admin/nas/new", ADMINISTERS, begin)
        .route(Method::POST, "/admin/nas/new", ADMINISTERS, add)
        .route(Method::GET, "/admin/nas/{nas}", ADMINISTERS, show)
        .route(Method::POST, "/admin/nas/{nas}", ADMINISTERS, change)
        .route(Method::POST, "/admin/nas/{nas}/remove", ADMINISTERS, remove)
        .route(Method::POST, "/admin/nas/{nas}/test", ADMINISTERS, test)
}

fn path(nas: &Nas) -> String {
    format!("/admin/nas/{}", nas.id)
}

fn make(lang: Lang, vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::MikroTik => "MikroTik",
        Vendor::Huawei => "Huawei",
        Vendor::Cisco => "Cisco",
        Vendor::Juniper => "Juniper",
        Vendor::AccelPpp => "accel-ppp",
        Vendor::Other => lang.provider_other_make(),
    }
}

/// The one that the path names, if it is a company's of theirs.
async fn named(conn: &mut Conn, visit: &Visit<Actor>, actor: &Actor) -> Result<(Company, Nas), Fault> {
    let id: NasId = visit.params.get("nas")?;
    for company in own(conn, actor).await? {
        if let Some(nas) = nas::list(conn, company.id).await?.into_iter().find(|nas| nas.id == id) {
            return Ok((company, nas));
        }
    }
    Err(Fault::NotFound)
}

fn seen(nas: &Nas) -> String {
    edition(&[nas.name.as_str(), &nas.address.to_string(), &nas.port.to_string(), nas.vendor.as_str()])
}

async fn list(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let mut conn = visit.desk.db.read().await?;
    let companies = own(&mut conn, &visit.proof).await?;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for company in &companies {
        let here = nas::list(&mut conn, company.id).await?;
        let named = connections::access_servers(&mut conn, company.id).await?;
        let missing = named.into_iter().filter(|name| here.iter().all(|nas| nas.name != *name));
        unknown.extend(missing.map(|name| (company, name)));
        known.extend(here.into_iter().map(|nas| (company, nas)));
    }
    drop(conn);
    let main = html! {
        div.heading { h1 { (lang.nas_section()) } a.button.primary href="/admin/nas/new" { (lang.nas_new()) } }
        p.dim { (lang.nas_about()) }
        (super::demonstration(frame))
        @if known.is_empty() { p.empty { (lang.nas_none()) } } @else {
            div.scroll role="group" tabindex="0" aria-label=(lang.nas_section()) {
                table.tasks {
                    caption.sr { (lang.nas_section()) }
                    thead { tr {
                        th scope="col" { (lang.name()) }
                        @if companies.len() > 1 { th scope="col" { (lang.company()) } }
                        th scope="col" { (lang.provider_address()) }
                        th scope="col" { (lang.provider_make()) }
                        th scope="col" { span.sr { (lang.actions()) } }
                    } }
                    tbody { @for (company, nas) in &known { tr {
                        td { a href=(path(nas)) { (nas.name) } }
                        @if companies.len() > 1 { td { (company.trade_name) } }
                        td { (nas.socket()) (super::mark(frame, &nas.address.to_string())) }
                        td { (make(lang, nas.vendor)) }
                        td.acts { (super::try_button(&visit, &path(nas))) }
                    } } }
                }
            }
        }
        @if !unknown.is_empty() {
            section.card aria-labelledby="unknown" {
                header { h2 #unknown { (lang.nas_unknown()) } }
                div.body {
                    p.hint { (lang.nas_unknown_lead()) }
                    ul role="list" { @for (company, name) in &unknown {
                        li { a href=(url("/admin/nas/new", [("company", company.id.to_string().as_str()), ("name", name.as_str())])) { (name) }
                            @if companies.len() > 1 { " · " (company.trade_name) } }
                    } }
                }
            }
        }
    };
    Ok(super::page(&visit, Section::Nas, StatusCode::OK, lang.nas_section(), main))
}

async fn begin(visit: Visit<Actor>) -> Result<Response, Fault> {
    let companies = own(&mut visit.desk.db.read().await?, &visit.proof).await?;
    Ok(form(&visit, &companies, None, &Sent::No, &html! {}))
}

/// Adds one. A form that is sent again leads to what it added.
async fn add(visit: Visit<Actor>) -> Result<Response, Fault> {
    let id: NasId = visit.form.text("id").parse().map_err(|_| Fault::Forged)?;
    let (mut tx, actor) = changing(&visit).await?;
    let companies = own(&mut tx, &actor).await?;
    let company = super::one_of(&companies, visit.form.text("company"))?;
    if let Some(made) = nas::list(&mut tx, company.id).await?.iter().find(|nas| nas.id == id) {
        return Ok(Redirect::to(&path(made)).into_response());
    }
    let start = Nas {
        id,
        company: company.id,
        name: String::new(),
        address: [0; 4].into(),
        port: PORT,
        vendor: Vendor::Other,
    };
    let sent = match read(&visit, start, true) {
        Err(problems) => Sent::Wrong(problems),
        Ok((_, None)) => {
            Sent::wrong(SECRET, visit.frame.lang().nas_secret(), visit.frame.lang().nas_secret_wrong())
        }
        Ok((nas, Some(secret))) => match nas::add(&mut tx, &nas, &secret).await {
            Ok(line) => {
                let set = ["name", "address", "port", "vendor", "secret"];
                audit::commit(tx, vec![by(line, &actor, nas.company, &set)]).await?;
                return Ok(super::saved(&path(&nas)));
            }
            Err(error) => refused(visit.frame.lang(), error)?,
        },
    };
    drop(tx);
    Ok(form(&visit, &companies, None, &sent, &html! {}))
}

async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (company, nas) = named(&mut visit.desk.db.read().await?, &visit, &visit.proof).await?;
    Ok(form(&visit, &[company], Some(&nas), &Sent::No, &super::saved_notice(&visit)))
}

async fn change(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor) = changing(&visit).await?;
    let (company, stands) = named(&mut tx, &visit, &actor).await?;
    let sent = match read(&visit, stands.clone(), false) {
        _ if visit.form.text("seen") != seen(&stands) => Sent::Late,
        Err(problems) => Sent::Wrong(problems),
        Ok((nas, secret)) => match nas::change(&mut tx, &nas, secret.as_ref()).await {
            Ok(line) => {
                let set = [
                    ("name", nas.name != stands.name),
                    ("address", nas.address != stands.address),
                    ("port", nas.port != stands.port),
                    ("vendor", nas.vendor != stands.vendor),
                    ("secret", secret.is_some()),
                ];
                let set: Vec<&str> = set.iter().filter(|(_, is)| *is).map(|(name, _)| *name).collect();
                audit::commit(tx, vec![by(line, &actor, nas.company, &set)]).await?;
                return Ok(super::saved(&path(&nas)));
            }
            Err(error) => refused(visit.frame.lang(), error)?,
        },
    };
    drop(tx);
    Ok(form(&visit, &[company], Some(&stands), &sent, &html! {}))
}

async fn remove(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor) = changing(&visit).await?;
    let (company, nas) = named(&mut tx, &visit, &actor).await?;
    let line = match nas::remove(&mut tx, company.id, nas.id).await {
        Ok(line) => line,
        Err(NasError::Unknown) => return Err(Fault::NotFound),
        Err(error) => return Err(Fault::internal(error)),
    };
    audit::commit(tx, vec![by(line, &actor, company.id, &[])]).await?;
    Ok(Redirect::to("/admin/nas").into_response())
}

async fn test(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (company, nas) = named(&mut visit.desk.db.read().await?, &visit, &visit.proof).await?;
    let found = super::tried(&visit, Part::AccessServer(nas.clone())).await?;
    Ok(form(&visit, &[company], Some(&nas), &Sent::No, &found))
}

/// What was typed, and the secret if one was.
fn read(visit: &Visit<Actor>, stands: Nas, new: bool) -> Result<(Nas, Option<Secret>), Vec<Problem>> {
    let (form, lang) = (&visit.form, visit.frame.lang());
    let mut problems = Vec::new();
    let name = form.text("name").to_owned();
    if name.is_empty() || name.chars().count() > MAX_NAME {
        problems.push(problem("name", lang.name(), lang.provider_name_wrong(MAX_NAME)));
    }
    let address: Option<IpAddr> = form.text("address").parse().ok();
    if address.is_none() {
        problems.push(problem("address", lang.provider_address(), lang.nas_address_wrong()));
    }
    let port = super::port(form.text("port"));
    if port.is_none() {
        problems.push(problem("port", lang.provider_port(), lang.provider_port_wrong()));
    }
    let typed = form.get(SECRET).unwrap_or_default();
    let secret = (new || !typed.is_empty()).then(|| Secret::parse(typed));
    if matches!(secret, Some(Err(_))) {
        problems.push(problem(SECRET, lang.nas_secret(), lang.nas_secret_wrong()));
    }
    let vendor = form.text("vendor").parse().unwrap_or(Vendor::Other);
    match (address, port, secret.transpose()) {
        (Some(address), Some(port), Ok(secret)) if problems.is_empty() => {
            Ok((Nas { name, address, port, vendor, ..stands }, secret))
        }
        _ => Err(problems),
    }
}

fn refused(lang: Lang, error: NasError) -> Result<Sent, Fault> {
    match error {
        NasError::Known => Ok(Sent::wrong("name", lang.name(), lang.provider_name_taken())),
        NasError::Unknown => Err(Fault::NotFound),
        error => Err(Fault::internal(error)),
    }
}

/// The form of one, or of a new one, with what is to be said above it.
fn form(
    visit: &Visit<Actor>,
    companies: &[Company],
    nas: Option<&Nas>,
    sent: &Sent,
    above: &Markup,
) -> Response {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let mut form = sent.form(frame, &visit.form);
    if nas.is_none() && !visit.query.is_empty() {
        form.typed = form.typed.or(Some(&visit.query));
    }
    let title = nas.map_or(lang.nas_new(), |nas| &nas.name);
    let action = nas.map_or_else(|| "/admin/nas/new".to_owned(), path);
    let makes: Vec<_> =
        Vendor::ALL.iter().map(|vendor| (vendor.to_string(), make(lang, *vendor).to_owned())).collect();
    let text = |of: fn(&Nas) -> String| nas.map(of).unwrap_or_default();
    let port = nas.map_or(PORT, |nas| nas.port).to_string();
    let vendor = nas.map_or(Vendor::MikroTik, |nas| nas.vendor);
    let main = html! {
        p { a href="/admin/nas" { (lang.nas_section()) } }
        div.heading {
            h1 { (title) }
            @if let Some(nas) = nas {
                span.dim { (companies.iter().map(|company| company.trade_name.as_str()).collect::<String>()) }
                (super::mark(frame, &nas.address.to_string()))
                (super::try_button(visit, &action))
            }
        }
        (above)
        (sent.told(frame))
        (super::demonstration(frame))
        form.card method="post" action=(action) data-guard novalidate {
            (frame.csrf())
            @match nas {
                Some(nas) => { input type="hidden" name="seen" value=(seen(nas)); }
                None => {
                    input type="hidden" name="id" value=(NasId::new());
                    (super::company_field(&form, companies))
                }
            }
            p.hint { (lang.nas_name_hint()) }
            (form.text("name", lang.name(), &text(|nas| nas.name.clone()), false))
            div.columns {
                (form.line("address", lang.nas_ip(), &text(|nas| nas.address.to_string()), false, "text", "10.0.0.1"))
                (form.text("port", lang.provider_port(), &port, false))
            }
            (form.select("vendor", lang.provider_make(), &makes, vendor.as_str()))
            (form.secret("nas", lang.nas_secret(), if nas.is_some() { lang.provider_secret_kept() } else { lang.nas_secret_hint() }))
            p.row { button.primary { (lang.save()) } a.button href="/admin/nas" { (lang.cancel()) } }
        }
        @if nas.is_some() { (super::removal(frame, &action, lang.nas_removal())) }
    };
    super::page(visit, Section::Nas, sent.status(), title, main)
}
