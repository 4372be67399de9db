//! The SMTP server of a company.

use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::{Actor, Company, audit};
use balcao_messages::{Password, Security, Server, ServerError, remove_server, server_of, set_server};
use maud::{Markup, html};

use super::super::super::form::Problem;
use super::super::{self as provider, Sent, by, changing, edition, own, problem};
use super::{PATH, Shown, action, named, page};
use crate::fault::Fault;
use crate::message::Lang;
use crate::route::Visit;

/// Where mail is handed in with STARTTLS.
const PORT: u16 = 587;
const PASSWORD: &str = "secret-smtp";

fn security(lang: Lang, security: Security) -> &'static str {
    match security {
        Security::Tls => lang.mail_tls(),
        Security::StartTls => lang.mail_starttls(),
        Security::None => lang.mail_plain(),
    }
}

/// What the form shows of a server; its password is no part of it.
fn seen(server: Option<&Server>) -> String {
    let Some(server) = server else { return edition::<&str>(&[]) };
    let user = server.login.as_ref().map_or("", |(user, _)| user);
    let port = server.port.to_string();
    edition(&[
        server.host.as_str(),
        &port,
        server.security.as_str(),
        server.authority.as_deref().unwrap_or_default(),
        user,
        &server.from_address,
        &server.from_name,
        server.reply_to.as_deref().unwrap_or_default(),
    ])
}

pub(super) async fn set(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor) = changing(&visit).await?;
    let companies = own(&mut tx, &actor).await?;
    let company = named(&visit, &companies)?;
    let keys = visit.desk.db.keys();
    let stands = server_of(&mut tx, keys, company.id).await?;
    let sent = match read(&visit, stands.as_ref()) {
        _ if visit.form.text("seen") != seen(stands.as_ref()) => Sent::Late,
        Err(wrong) => wrong,
        Ok(server) => match set_server(&mut tx, company.id, &server).await {
            Ok(line) => {
                let set = changed(stands.as_ref(), &server);
                audit::commit(tx, vec![by(line, &actor, company.id, &set)]).await?;
                return Ok(provider::saved(&provider::of_company(PATH, &company)));
            }
            Err(error) => refused(visit.frame.lang(), error)?,
        },
    };
    drop(tx);
    page(&visit, &companies, &company, &Shown::Server(sent), &html! {}).await
}

fn read(visit: &Visit<Actor>, stands: Option<&Server>) -> Result<Server, Sent> {
    let (form, lang) = (&visit.form, visit.frame.lang());
    let optional = |name: &str| Some(form.text(name).to_owned()).filter(|text| !text.is_empty());
    let port = provider::port(form.text("port"))
        .ok_or_else(|| Sent::wrong("port", lang.provider_port(), lang.provider_port_wrong()))?;
    let kept = stands.and_then(|server| server.login.as_ref()).map(|(_, password)| password.clone());
    let typed = form.get(PASSWORD).filter(|typed| !typed.is_empty()).map(Password::new);
    let password = typed.or(kept).unwrap_or_else(|| Password::new(""));
    Ok(Server {
        host: form.text("host").to_owned(),
        port,
        security: form.text("security").parse().unwrap_or(Security::StartTls),
        authority: optional("authority"),
        login: optional("user").map(|user| (user, password)),
        from_address: form.text("from_address").to_owned(),
        from_name: form.text("from_name").to_owned(),
        reply_to: optional("reply_to"),
    })
}

/// The names of the fields that are others than before.
fn changed(before: Option<&Server>, after: &Server) -> Vec<&'static str> {
    let is = |same: fn(&Server, &Server) -> bool| before.is_none_or(|before| !same(before, after));
    let set = [
        ("host", is(|a, b| a.host == b.host)),
        ("port", is(|a, b| a.port == b.port)),
        ("security", is(|a, b| a.security == b.security)),
        ("authority", is(|a, b| a.authority == b.authority)),
        ("login", is(|a, b| a.login == b.login)),
        ("from_address", is(|a, b| a.from_address == b.from_address)),
        ("from_name", is(|a, b| a.from_name == b.from_name)),
        ("reply_to", is(|a, b| a.reply_to == b.reply_to)),
    ];
    set.iter().filter(|(_, is)| *is).map(|(name, _)| *name).collect()
}

fn refused(lang: Lang, error: ServerError) -> Result<Sent, Fault> {
    let Problem { id, label, words } = match error {
        ServerError::Host => problem("host", lang.mail_host(), lang.mail_host_wrong()),
        ServerError::Address("the sender's address") => {
            problem("from_address", lang.mail_from(), lang.mail_address_wrong())
        }
        ServerError::Address(_) => problem("reply_to", lang.mail_reply_to(), lang.mail_address_wrong()),
        ServerError::Name => problem("from_name", lang.mail_from_name(), lang.mail_from_name_wrong()),
        ServerError::Exposed => problem("security", lang.mail_security(), lang.mail_exposed()),
        ServerError::NoPassword => problem(PASSWORD, lang.mail_password(), lang.mail_password_wrong()),
        ServerError::Store(error) => return Err(error.into()),
    };
    Ok(Sent::wrong(&id, &label, words))
}

/// Has the company send no more mail.
pub(super) async fn remove(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor) = changing(&visit).await?;
    let company = named(&visit, &own(&mut tx, &actor).await?)?;
    if let Some(line) = remove_server(&mut tx, company.id).await? {
        audit::commit(tx, vec![by(line, &actor, company.id, &[])]).await?;
    }
    Ok(Redirect::to(&provider::of_company(PATH, &company)).into_response())
}

pub(super) fn card(
    visit: &Visit<Actor>,
    company: &Company,
    server: Option<&Server>,
    shown: &Shown,
) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let sent = if let Shown::Server(sent) = shown { sent } else { &Sent::No };
    let form = sent.form(frame, &visit.form);
    let text = |of: fn(&Server) -> &str| server.map(of).unwrap_or_default();
    let port = server.map_or(PORT, |server| server.port).to_string();
    let ways: Vec<_> =
        Security::ALL.iter().map(|way| (way.to_string(), security(lang, *way).to_owned())).collect();
    let way = server.map_or(Security::StartTls, |server| server.security);
    let has_login = server.is_some_and(|server| server.login.is_some());
    let from_name = server.map_or(company.trade_name.as_str(), |server| &server.from_name);
    html! {
        section.card aria-labelledby="server" {
            header { h2 #server { (lang.mail_server()) } @if let Some(server) = server { (provider::mark(frame, &server.host)) } }
            div.body {
                @if server.is_none() { p.hint { (lang.mail_no_server()) } }
                form method="post" action=(action(company, "server")) data-guard novalidate {
                    (frame.csrf())
                    input type="hidden" name="seen" value=(seen(server));
                    div.columns {
                        (form.line("host", lang.mail_host(), text(|server| &server.host), false, "text", "smtp.example.com"))
                        (form.text("port", lang.provider_port(), &port, false))
                        (form.select("security", lang.mail_security(), &ways, way.as_str()))
                        (form.text("user", lang.mail_user(), text(|server| server.login.as_ref().map_or("", |(user, _)| user)), true))
                        (form.secret("smtp", lang.mail_password(), if has_login { lang.provider_secret_kept() } else { lang.mail_password_hint() }))
                        (form.line("from_address", lang.mail_from(), text(|server| &server.from_address), false, "email", ""))
                        (form.text("from_name", lang.mail_from_name(), from_name, false))
                        (form.line("reply_to", lang.mail_reply_to(), text(|server| server.reply_to.as_deref().unwrap_or_default()), true, "email", ""))
                    }
                    (form.paragraph("authority", lang.mail_authority(), text(|server| server.authority.as_deref().unwrap_or_default()), lang.mail_authority_hint(), 3))
                    p.row { button.primary { (lang.save()) } }
                }
                @if server.is_some() { (provider::removal(frame, &format!("{PATH}/{}", company.id), lang.mail_removal())) }
            }
        }
    }
}
