//! What stands around every mail of a company, and how it looks to a customer.

use axum::response::Response;
use balcao_access::{Actor, Company, audit};
use balcao_messages::{MAX_AROUND, MAX_PREFIX, Places, Template, TemplateError, set_template, template_of};
use maud::{Markup, html};

use super::super::{self as provider, Sent, by, changing, edition, own};
use super::{PATH, Shown, action, named, page};
use crate::fault::Fault;
use crate::route::Visit;

fn seen(template: &Template) -> String {
    let Template { subject_prefix, greeting, signature, announce } = template;
    edition(&[subject_prefix, greeting, signature, &announce.to_string()])
}

fn read(visit: &Visit<Actor>) -> Template {
    let text = |name: &str| visit.form.text(name).replace("\r\n", "\n");
    Template {
        subject_prefix: text("subject_prefix"),
        greeting: text("greeting"),
        signature: text("signature"),
        announce: visit.form.get("announce").is_some(),
    }
}

/// Sets it, or shows how it would look.
pub(super) async fn set(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor) = changing(&visit).await?;
    let companies = own(&mut tx, &actor).await?;
    let company = named(&visit, &companies)?;
    let stands = template_of(&mut tx, company.id).await?;
    let wanted = read(&visit);
    let sent = if visit.form.get("preview").is_some() {
        Sent::Again
    } else if visit.form.text("seen") != seen(&stands) {
        Sent::Late
    } else {
        match set_template(&mut tx, company.id, &wanted).await {
            Ok(line) => {
                audit::commit(tx, vec![by(line, &actor, company.id, &[])]).await?;
                return Ok(provider::saved(&provider::of_company(PATH, &company)));
            }
            Err(error) => refused(&visit, &wanted, error)?,
        }
    };
    drop(tx);
    page(&visit, &companies, &company, &Shown::Template(sent), &html! {}).await
}

fn refused(visit: &Visit<Actor>, wanted: &Template, error: TemplateError) -> Result<Sent, Fault> {
    let lang = visit.frame.lang();
    let prefix = ("subject_prefix", lang.mail_prefix());
    let greeting = ("greeting", lang.mail_greeting());
    let signature = ("signature", lang.mail_signature());
    let ((id, label), words) = match error {
        TemplateError::Prefix => (prefix, lang.mail_prefix_wrong(MAX_PREFIX)),
        TemplateError::TooLong if wanted.greeting.chars().count() > MAX_AROUND => {
            (greeting, lang.mail_too_long(MAX_AROUND))
        }
        TemplateError::TooLong => (signature, lang.mail_too_long(MAX_AROUND)),
        TemplateError::Place(place) => {
            let has = |text: &str| text.contains(&place);
            let field = match (has(&wanted.subject_prefix), has(&wanted.greeting)) {
                (true, _) => prefix,
                (_, true) => greeting,
                _ => signature,
            };
            (field, lang.mail_place_wrong(&place))
        }
        TemplateError::Store(error) => return Err(error.into()),
    };
    Ok(Sent::wrong(id, label, words))
}

pub(super) fn card(visit: &Visit<Actor>, company: &Company, template: &Template, shown: &Shown) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let sent = if let Shown::Template(sent) = shown { sent } else { &Sent::No };
    let form = sent.form(frame, &visit.form);
    let previewed = if matches!(sent, Sent::No) { template.clone() } else { read(visit) };
    html! {
        section.card aria-labelledby="template" {
            header { h2 #template { (lang.mail_template()) } }
            form.body method="post" action=(action(company, "template")) data-guard novalidate {
                (frame.csrf())
                input type="hidden" name="seen" value=(seen(template));
                p.hint { (lang.mail_template_lead()) }
                // Enter saves; it does not only show.
                button.sr tabindex="-1" aria-hidden="true" { (lang.save()) }
                (form.text("subject_prefix", lang.mail_prefix(), &template.subject_prefix, true))
                (form.paragraph("greeting", lang.mail_greeting(), &template.greeting, lang.mail_greeting_hint(), 3))
                (form.paragraph("signature", lang.mail_signature(), &template.signature, "", 4))
                (form.toggle("announce", lang.mail_announce(), template.announce))
                p.row {
                    button.primary { (lang.save()) }
                    button name="preview" value="yes" { (lang.mail_show_preview()) }
                }
            }
        }
        (preview(visit, company, &previewed))
    }
}

/// A mail as a customer gets it, with values that are nobody's.
fn preview(visit: &Visit<Actor>, company: &Company, template: &Template) -> Markup {
    let lang = visit.frame.lang();
    let places = Places {
        name: "Maria da Silva".into(),
        company: company.trade_name.clone(),
        protocol: "10261124000001".into(),
    };
    let letter = template.around(lang.mail_preview_subject(), lang.mail_preview_text(), &places);
    html! {
        section.card aria-labelledby="preview" {
            header { h2 #preview { (lang.mail_preview()) } }
            div.body {
                p { strong { (letter.subject) } }
                p.prose { (letter.text) }
            }
        }
    }
}
