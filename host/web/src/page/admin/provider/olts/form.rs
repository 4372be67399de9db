//! The form of an OLT.

use axum::response::Response;
use balcao_access::{Actor, Company};
use balcao_network::olts::{Digest, LEAST_PASSWORD, Listed, MAX_ADDRESS, MAX_NAME, Settings, Snmp};
use balcao_network::{Credentials, OltId};
use maud::{Markup, html};

use super::super::super::form::Problem;
use super::super::{self as provider, Section, Sent, problem};
use super::path;
use crate::message::Lang;
use crate::outside::OltMake;
use crate::route::Visit;

/// Where SNMP agents listen.
const PORT: u16 = 161;
const COMMUNITY: &str = "secret-community";
const PASSWORD: &str = "secret-password";
const PRIVACY: &str = "secret-privacy";

/// What was typed. A secret that was left empty is the one that is kept, if it is of the same version.
pub(super) fn read(visit: &Visit<Actor>, kept: Option<&Credentials>) -> Result<Settings, Vec<Problem>> {
    let (form, lang) = (&visit.form, visit.frame.lang());
    let mut problems = Vec::new();
    let name = form.text("name").to_owned();
    if !(1..=MAX_NAME).contains(&name.chars().count()) {
        problems.push(problem("name", lang.name(), lang.provider_name_wrong(MAX_NAME)));
    }
    let address = form.text("address").to_owned();
    if address.is_empty() || address.len() > MAX_ADDRESS || address.contains(char::is_whitespace) {
        problems.push(problem("address", lang.provider_address(), lang.provider_address_wrong()));
    }
    let port = provider::port(form.text("port"));
    if port.is_none() {
        problems.push(problem("port", lang.provider_port(), lang.provider_port_wrong()));
    }
    let vendor = form.text("vendor").to_owned();
    if !visit.desk.config.outside.makes.iter().any(|make| make.key == vendor) {
        problems.push(problem("vendor", lang.provider_make(), lang.olts_make_wrong()));
    }
    let credentials = match form.text("snmp").parse() {
        Ok(Snmp::V3) => user(visit, kept, &mut problems),
        _ => community(visit, kept, &mut problems),
    };
    match (port, credentials) {
        (Some(port), Some(credentials)) if problems.is_empty() => {
            Ok(Settings { name, address, port, vendor, credentials })
        }
        _ => Err(problems),
    }
}

fn community(
    visit: &Visit<Actor>,
    kept: Option<&Credentials>,
    problems: &mut Vec<Problem>,
) -> Option<Credentials> {
    let lang = visit.frame.lang();
    match (visit.form.text(COMMUNITY), kept) {
        ("", Some(kept @ Credentials::Community(_))) => Some(kept.clone()),
        ("", _) => {
            problems.push(problem(COMMUNITY, lang.olts_community(), lang.olts_community_wrong()));
            None
        }
        (typed, _) => Some(Credentials::Community(typed.to_owned())),
    }
}

fn user(
    visit: &Visit<Actor>,
    kept: Option<&Credentials>,
    problems: &mut Vec<Problem>,
) -> Option<Credentials> {
    let (form, lang) = (&visit.form, visit.frame.lang());
    let (old, old_privacy) = match kept {
        Some(Credentials::User { password, privacy, .. }) => (Some(password), privacy.as_ref()),
        _ => (None, None),
    };
    let or_kept = |name: &str, kept: Option<&String>| match form.get(name).unwrap_or_default() {
        "" => kept.cloned().unwrap_or_default(),
        typed => typed.to_owned(),
    };
    let name = form.text("user").to_owned();
    if name.is_empty() {
        problems.push(problem("user", lang.olts_user(), lang.olts_user_wrong()));
    }
    let password = or_kept(PASSWORD, old);
    if password.len() < LEAST_PASSWORD {
        problems.push(problem(PASSWORD, lang.olts_password(), lang.olts_password_wrong(LEAST_PASSWORD)));
    }
    let privacy = form.get("encrypted").map(|_| or_kept(PRIVACY, old_privacy));
    if privacy.as_ref().is_some_and(|privacy| privacy.len() < LEAST_PASSWORD) {
        problems.push(problem(PRIVACY, lang.olts_privacy(), lang.olts_password_wrong(LEAST_PASSWORD)));
    }
    let digest = form.text("digest").parse().unwrap_or(Digest::Sha256);
    problems.is_empty().then_some(Credentials::User { name, digest, password, privacy })
}

/// The page of one, with what opens it, or of a new one.
pub(super) fn draw(
    visit: &Visit<Actor>,
    companies: &[Company],
    olt: Option<(&Listed, Option<&Credentials>)>,
    sent: &Sent,
    above: &Markup,
) -> Response {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let form = sent.form(frame, &visit.form);
    let (olt, credentials) = olt.map_or((None, None), |(olt, credentials)| (Some(olt), credentials));
    let title = olt.map_or(lang.olts_new(), |olt| &olt.name);
    let action = olt.map_or_else(|| "/admin/olts/new".to_owned(), |olt| path(olt.id));
    let port = olt.map_or_else(|| PORT.to_string(), |olt| olt.port.to_string());
    let snmp = olt.map_or(Snmp::V2c, |olt| olt.snmp);
    let versions = [(Snmp::V2c, lang.olts_v2c()), (Snmp::V3, lang.olts_v3())]
        .map(|(key, words)| (key.to_string(), words.to_owned()));
    let digests = [(Digest::Sha256, "SHA-256"), (Digest::Sha1, "SHA-1")]
        .map(|(key, words)| (key.to_string(), words.to_owned()));
    let (user, digest, encrypted) = match credentials {
        Some(Credentials::User { name, digest, privacy, .. }) => (name.as_str(), *digest, privacy.is_some()),
        _ => ("", Digest::Sha256, olt.is_none_or(|olt| olt.snmp == Snmp::V2c)),
    };
    let hint = |of: Snmp| {
        if olt.is_some() && credentials.is_some() && snmp == of { lang.provider_secret_kept() } else { "" }
    };
    let makes = &visit.desk.config.outside.makes;
    let main = html! {
        p { a href="/admin/olts" { (lang.olts_section()) } }
        div.heading {
            h1 { (title) }
            @if let Some(olt) = olt {
                span.dim { (companies.iter().map(|company| company.trade_name.as_str()).collect::<String>()) }
                (provider::mark(frame, &olt.address))
                (provider::try_button(visit, &action))
            }
        }
        (above)
        (sent.told(frame))
        (provider::demonstration(frame))
        form.card method="post" action=(action) data-guard novalidate {
            (frame.csrf())
            @match olt {
                Some(olt) => { input type="hidden" name="seen" value=(olt.version); }
                None => {
                    input type="hidden" name="id" value=(OltId::new());
                    (provider::company_field(&form, companies))
                }
            }
            (form.text("name", lang.name(), olt.map_or("", |olt| &olt.name), false))
            div.columns {
                (form.line("address", lang.provider_address(), olt.map_or("", |olt| &olt.address), false, "text", "10.0.0.2"))
                (form.text("port", lang.provider_port(), &port, false))
            }
            (form.select("vendor", lang.provider_make(), &vendors(lang, makes, olt), olt.map_or("", |olt| &olt.vendor)))
            (form.select("snmp", lang.olts_snmp(), &versions, snmp.as_str()))
            fieldset.part {
                legend { (lang.olts_v2c()) }
                (form.secret("community", lang.olts_community(), hint(Snmp::V2c)))
            }
            fieldset.part {
                legend { (lang.olts_v3()) }
                div.columns {
                    (form.text("user", lang.olts_user(), user, true))
                    (form.select("digest", lang.olts_digest(), &digests, digest.as_str()))
                    (form.secret("password", lang.olts_password(), hint(Snmp::V3)))
                    (form.secret("privacy", lang.olts_privacy(), hint(Snmp::V3)))
                }
                (form.toggle("encrypted", lang.olts_encrypted(), encrypted))
            }
            p.row { button.primary { (lang.save()) } a.button href="/admin/olts" { (lang.cancel()) } }
        }
        (sureness(lang, makes))
        @if olt.is_some() { (provider::removal(frame, &action, lang.olts_removal())) }
    };
    provider::page(visit, Section::Olts, sent.status(), title, main)
}

/// The makes that there are tables for, and the one that stands, even if its table is gone.
fn vendors(lang: Lang, makes: &[OltMake], olt: Option<&Listed>) -> Vec<(String, String)> {
    let mut options: Vec<_> = makes.iter().map(|make| (make.key.clone(), make.label.clone())).collect();
    if let Some(olt) = olt.filter(|olt| makes.iter().all(|make| make.key != olt.vendor)) {
        options.push((olt.vendor.clone(), lang.olts_no_table(&olt.vendor)));
    }
    options
}

/// How sure the tables are, OID by OID: what to look at when a level seems wrong.
fn sureness(lang: Lang, makes: &[OltMake]) -> Markup {
    html! {
        @if !makes.is_empty() {
            details.removal {
                summary { (lang.olts_sure()) }
                p.hint { (lang.olts_sure_lead()) }
                @for make in makes {
                    p { strong { (make.label) } }
                    ul { @for (what, sure) in &make.sure {
                        li { (lang.olts_read(what)) ": " span lang="en" { (sure) } }
                    } }
                }
            }
        }
    }
}
