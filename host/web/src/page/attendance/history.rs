//! Histórico da solicitação: everything that was done in it, the newest first.

use axum::response::Response;
use balcao_access::audit::Act;
use balcao_desk::history::{self, Event, What};
use balcao_desk::requests::Identity;
use balcao_desk::{Attendance, people};
use balcao_messages::MailCopy;
use maud::{Markup, html};

use super::report::audience_badge;
use crate::Desk;
use crate::fault::Fault;
use crate::fields::url;
use crate::route::Visit;
use crate::shell::{self, Frame, Page};

/// The page.
pub(in crate::page) async fn show(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let frame = &visit.frame;
    let lang = frame.lang();
    let page: u32 = visit.query.text("page").parse().unwrap_or(0);
    let mut conn = visit.desk.db.read().await?;
    let found = history::page(&mut conn, &visit.proof, page).await?;
    let summary = people::summary(&mut conn, &visit.proof).await?;
    let mails = if page == 0 {
        balcao_messages::copies(&mut conn, visit.desk.db.keys(), &visit.proof).await?
    } else {
        Vec::new()
    };
    drop(conn);
    let home = format!("/attendance/{}", visit.proof.request());
    let to = |page: u32| url(&format!("{home}/history"), [("page", page.to_string().as_str())]);
    let main = html! {
        div.narrow {
            p { a href=(home) { (lang.back_to_attendance()) } }
            h1 { (lang.history()) }
            p { strong { (summary.name) } " · " (lang.protocol()) " " span.number { (visit.proof.protocol()) } }
            @if found.events.is_empty() { p.empty { (lang.nothing_here()) } }
            ol.timeline role="list" { @for event in &found.events { (item(&visit.desk, frame, event)) } }
            (copies(frame, &mails))
            nav.row aria-label=(lang.pages()) {
                @if page > 0 { a.button rel="prev" href=(to(page - 1)) { (lang.newer()) } }
                @if found.more { a.button rel="next" href=(to(page + 1)) { (lang.older()) } }
            }
            p.printed { (lang.printed_by(&visit.proof.actor().user.name, &frame.format.instant(visit.now))) }
        }
    };
    Ok(shell::page(frame, Page::new(lang.history(), main)))
}

/// What was sent to the customer, whole.
fn copies(frame: &Frame, mails: &[MailCopy]) -> Markup {
    let lang = frame.lang();
    html! {
        @if !mails.is_empty() {
            h2 { (lang.mails()) }
            @for mail in mails {
                details {
                    summary {
                        time datetime=(mail.at.to_rfc3339()) { (frame.format.instant(mail.at)) }
                        " · " strong { (mail.subject) } " · " (mail.to)
                        @if mail.sent_at.is_none() { " " span.badge.warning { (lang.mail_not_sent()) } }
                    }
                    p.dim { (lang.mail_by(&mail.by)) }
                    p.prose { (mail.text) }
                }
            }
        }
    }
}

fn item(desk: &Desk, frame: &Frame, event: &Event) -> Markup {
    let lang = frame.lang();
    let who = event.who.as_deref().unwrap_or(lang.the_desk());
    html! {
        li.(tone(&event.what)) {
            time datetime=(event.at.to_rfc3339()) { (frame.format.instant(event.at)) }
            div {
                strong { (who) } " "
                @match &event.what {
                    What::Report { audience, text } => { (audience_badge(lang, *audience)) p.prose { (text) } },
                    What::Act { act, contribution, fields } => {
                        span { (lang.act(*act)) }
                        @if let Some(title) = contribution.as_deref().and_then(|name| title(desk, frame, name)) { ": " (title) }
                        @if let Some(how) = fields["identity"].as_str().and_then(|how| how.parse::<Identity>().ok()) { ": " (lang.identity_name(how)) }
                    },
                }
            }
        }
    }
}

/// What a contribution is called on the page, while it is installed.
fn title(desk: &Desk, frame: &Frame, contribution: &str) -> Option<String> {
    let (plugin, name) = contribution.split_once('/')?;
    let known = desk.plugins.contribution(plugin, name)?;
    Some(frame.lang().label(&known.titles).to_owned())
}

fn tone(what: &What) -> &'static str {
    match what {
        What::Report { .. } => "info",
        What::Act { act: Act::RequestClosed | Act::ActionFinished, .. } => "success",
        What::Act { act: Act::SecretShown, .. } => "warning",
        What::Act { .. } => "neutral",
    }
}
