//! What stays in sight: who the customer is, what they have, and the protocol that they are told.

use balcao_desk::people::Summary;
use balcao_desk::requests::{Asker, Identity, Request};
use balcao_plugins::Scene;
use maud::{Markup, html};

use crate::block::{tax_id, tone_class};
use crate::fields::url;
use crate::format::phone;
use crate::message::words::{contract_tone, status_tone};
use crate::shell::{Frame, icon};

/// Draws it.
pub(in crate::page) fn draw(frame: &Frame, scene: &Scene, summary: &Summary, request: &Request) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    let protocol = request.protocol.as_str();
    html! {
        header.summary {
            div.who {
                h1 { (summary.name) }
                @if let Some(trade_name) = &summary.trade_name { p.dim { (trade_name) } }
            }
            div.protocol {
                span.dim { (lang.protocol()) }
                strong.number #protocol { (protocol) }
                button.icon-only type="button" data-copy=(protocol) data-copies="protocol" title=(lang.copy_protocol()) aria-label=(lang.copy_protocol()) { (icon("copy")) }
                span.badge.(tone_class(status_tone(request.status.kind))) { (lang.label(&request.status.names)) }
                @if request.overdue { span.badge.danger { (lang.overdue()) } }
            }
            dl.facts.inline {
                div { dt { (lang.tax_id()) } dd { (tax_id(summary.tax_id.as_ref())) } }
                @if let Some((number, status)) = &summary.contract {
                    div { dt { (lang.contract()) } dd {
                        span.number { (number) } " "
                        span.badge.(tone_class(contract_tone(*status))) { (lang.contract_status(*status)) }
                    } }
                }
                @if let Some((_, plan)) = &request.contract { div { dt { (lang.plan()) } dd { (plan) } } }
                div { dt { (lang.tag_word()) } dd {
                    @match &summary.tag { Some((code, label)) => { span.number { (code) } " " (label) }, None => span.dim { "—" } }
                    @if !scene.attendance.ended() {
                        " " a.small href={ "/attendance/" (request.id) "/choose" } { (lang.change_tag()) }
                    }
                } }
                (asking(frame, scene, request))
                @if let Some(number) = summary.phones.first() {
                    div { dt { (lang.phone()) } dd.nobreak title=[others(&summary.phones)] { (phone(number)) @if summary.phones.len() > 1 { span.dim { " +" (summary.phones.len() - 1) } } } }
                }
                @if let Some(email) = summary.emails.first() { div { dt { (lang.email()) } dd { (email) } } }
                @if let Some(born) = summary.born_on { div { dt { (lang.born_on()) } dd { (format.date(born)) } } }
                div { dt { (lang.address()) } dd { (summary.address.street) ", " (summary.address.city) "/" (summary.address.state) } }
                @if let Some(since) = summary.since { div { dt { (lang.since()) } dd { (format.date(since)) } } }
            }
        }
    }
}

/// Who asks and how that is known, with the way to confirm it.
fn asking(frame: &Frame, scene: &Scene, request: &Request) -> Markup {
    let lang = frame.lang();
    let asking = &request.asking;
    let known = asking.identity != Identity::NotConfirmed && asking.who != Asker::ThirdParty;
    html! {
        div { dt { (lang.who_asks()) } dd {
            (asking.name.as_deref().unwrap_or_default()) " " (lang.asker(asking.who)) " "
            span.badge.(if known { "success" } else { "warning" }) { (lang.identity_short(asking.identity)) }
            @if !scene.attendance.ended() {
                " " a.small href=(url(&format!("/attendance/{}/identity", request.id), [("next", frame.path.as_str())])) { (lang.confirm_identity()) }
            }
        } }
    }
}

fn others(phones: &[String]) -> Option<String> {
    let others: Vec<String> = phones.iter().skip(1).map(|number| phone(number)).collect();
    (!others.is_empty()).then(|| others.join(", "))
}
