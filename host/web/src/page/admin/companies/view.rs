//! Companies as they are drawn.

use balcao_access::companies::Look;
use balcao_access::{Actor, Company, CompanyId, User, users};
use balcao_brazil::TaxId;
use maud::{Markup, html};

use super::Told;
use crate::page::admin::form::{self, Form, Problem};
use crate::route::Visit;
use crate::shell::Frame;

/// A CNPJ as it is read; what is none is shown as it stands.
fn number(tax_id: &str) -> String {
    TaxId::parse(tax_id).map_or_else(|_| tax_id.to_owned(), |number| number.formatted())
}

pub(super) fn list(frame: &Frame, companies: &[(Company, usize)]) -> Markup {
    let lang = frame.lang();
    html! {
        div.heading { h1 { (lang.companies()) } a.button.primary href="/admin/companies/new" { (lang.company_new()) } }
        div.scroll role="group" tabindex="0" aria-label=(lang.companies()) {
            table.tasks {
                caption.sr { (lang.companies()) }
                thead { tr {
                    th scope="col" { (lang.company_trade_name()) }
                    th scope="col" { (lang.company_name()) }
                    th scope="col" { (lang.company_tax_id()) }
                    th.num scope="col" { (lang.company_prefix()) }
                    th.num scope="col" { (lang.company_users()) }
                } }
                tbody { @for (company, users) in companies { tr {
                    td { a href={ "/admin/companies/" (company.id) } { (company.trade_name) } }
                    td { (company.name) }
                    td.nobreak { (number(&company.tax_id)) }
                    td.num { (company.protocol_prefix) }
                    td.num { (users) }
                } } }
            }
        }
    }
}

fn legal(form: &Form<'_>, company: Option<&Company>) -> Markup {
    let lang = form.frame.lang();
    let of = |text: &dyn Fn(&Company) -> String| company.map(text).unwrap_or_default();
    html! {
        (form.text("name", lang.company_name(), &of(&|company| company.name.clone()), false))
        (form.text("trade", lang.company_trade_name(), &of(&|company| company.trade_name.clone()), false))
        (form.text("tax", lang.company_tax_id(), &of(&|company| number(&company.tax_id)), false))
    }
}

/// The form for a new company.
pub(super) fn new(visit: &Visit<Actor>, problems: &[Problem]) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let form = Form { frame, typed: (!problems.is_empty()).then_some(&visit.form), problems };
    let id = visit.form.text("id").parse().unwrap_or_else(|_| CompanyId::new());
    html! {
        div.heading { h1 { (lang.company_new()) } }
        (form::summary(frame, problems))
        form.card method="post" novalidate {
            (frame.csrf())
            input type="hidden" name="id" value=(id);
            p.dim { (lang.company_new_about()) }
            (legal(&form, None))
            (form.line("prefix", lang.company_prefix(), "", false, "text", ""))
            p.row { button.primary { (lang.company_add()) } a.button href="/admin/companies" { (lang.cancel()) } }
        }
    }
}

pub(super) fn one(
    visit: &Visit<Actor>,
    company: &Company,
    look: &Look,
    users: &[User],
    told: &Told,
) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    html! {
        p { a href="/admin/companies" { (lang.companies()) } }
        div.heading { h1 { (company.trade_name) } }
        (form::summary(frame, &told.problems))
        @if told.late { (form::late(frame, None)) (holds(frame, company, look)) }
        (data(visit, company, told))
        (colours(visit, company, look, told))
        (logo(visit, company, look, told))
        section.card {
            header { h2 { (lang.company_users()) } }
            ul.body role="list" { @for user in users {
                li { @if users::administers(&visit.proof, user) { a href={ "/admin/users/" (user.id) } { (user.name) } } @else { (user.name) } }
            } }
        }
    }
}

/// What holds now, for who came too late.
fn holds(frame: &Frame, company: &Company, look: &Look) -> Markup {
    let lang = frame.lang();
    let (light, dark) = look.colours.clone().unwrap_or_default();
    html! {
        section.card { div.body {
            h2 { (lang.holds_now()) }
            dl.facts {
                div { dt { (lang.company_name()) } dd { (company.name) } }
                div { dt { (lang.company_trade_name()) } dd { (company.trade_name) } }
                div { dt { (lang.company_tax_id()) } dd { (number(&company.tax_id)) } }
                div { dt { (lang.company_light()) } dd { (light) } }
                div { dt { (lang.company_dark()) } dd { (dark) } }
            }
        } }
    }
}

/// The form that was sent, told by a field that it alone has.
fn form<'a>(visit: &'a Visit<Actor>, told: &'a Told, field: &str) -> Form<'a> {
    let typed = (told.status() != axum::http::StatusCode::OK && visit.form.get(field).is_some())
        .then_some(&visit.form);
    Form { frame: &visit.frame, typed, problems: &told.problems }
}

fn data(visit: &Visit<Actor>, company: &Company, told: &Told) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    html! {
        section.card {
            header { h2 { (lang.company_legal()) } span.dim { (lang.company_prefix()) ": " (company.protocol_prefix) } }
            form.body method="post" action={ "/admin/companies/" (company.id) } novalidate {
                (frame.csrf())
                input type="hidden" name="seen-name" value=(company.name);
                input type="hidden" name="seen-trade" value=(company.trade_name);
                input type="hidden" name="seen-tax" value=(company.tax_id);
                (legal(&form(visit, told, "seen-name"), Some(company)))
                p { button.primary { (lang.save()) } }
            }
        }
    }
}

fn colours(visit: &Visit<Actor>, company: &Company, look: &Look, told: &Told) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let (light, dark) = look.colours.clone().unwrap_or_default();
    let form = form(visit, told, "light");
    html! {
        section.card {
            header { h2 { (lang.company_colour()) } }
            form.body method="post" action={ "/admin/companies/" (company.id) "/colour" } novalidate {
                (frame.csrf())
                input type="hidden" name="seen" value=(look.version);
                p.dim { (lang.company_colour_about()) }
                div.columns {
                    (form.line("light", lang.company_light(), &light, true, "text", "#0b5c7d"))
                    (form.line("dark", lang.company_dark(), &dark, true, "text", "#7cc4e4"))
                }
                @if look.colours.is_some() { p.samples aria-hidden="true" {
                    (sample("#ffffff", &light)) (sample("#1b2127", &dark))
                } }
                p { button { (lang.save()) } }
            }
        }
    }
}

/// A colour on its ground.
fn sample(ground: &str, colour: &str) -> Markup {
    html! {
        svg width="150" height="32" viewBox="0 0 150 32" {
            rect width="150" height="32" fill=(ground) {}
            text x="12" y="21" font-size="14" fill=(colour) { "Balcão " (colour) }
        }
    }
}

fn logo(visit: &Visit<Actor>, company: &Company, look: &Look, told: &Told) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let wrong = told.problems.iter().find(|problem| problem.id == "logo").map(|problem| &problem.words);
    html! {
        section.card {
            header { h2 { (lang.company_logo()) } }
            div.body {
                p.dim { (lang.company_logo_about()) }
                @if look.has_logo {
                    p { img.logo src={ "/company/" (company.id) "/logo?v=" (look.version) } alt=(company.trade_name); }
                    form method="post" action={ "/admin/companies/" (company.id) "/logo/drop" } { (frame.csrf()) button { (lang.company_logo_drop()) } }
                }
                form method="post" enctype="multipart/form-data" action={ "/admin/companies/" (company.id) "/logo" } {
                    (frame.csrf())
                    div.field {
                        label for="logo" { (lang.company_logo_file()) }
                        @if let Some(words) = wrong { p.error #logo-error { (words) } }
                        input #logo type="file" name="logo" accept="image/png" required aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "logo-error")];
                    }
                    button { (lang.company_logo_send()) }
                }
            }
        }
    }
}
