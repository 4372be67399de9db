//! The demonstration's mailbox: what its mail server took, and sent to nobody.

use axum::response::Response;
use balcao_access::Actor;
use maud::html;

use crate::fault::Fault;
use crate::route::Visit;
use crate::shell::{self, Page};

/// The page; there is none outside the demonstration.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let demo = visit.desk.config.demo.as_ref().ok_or(Fault::NotFound)?;
    let mails = (demo.mailbox)();
    let frame = &visit.frame;
    let lang = frame.lang();
    let main = html! {
        div.narrow {
            h1 { (lang.mailbox()) " " span.badge.info { (lang.demonstration()) } }
            p.dim { (lang.mailbox_lead()) }
            @if mails.is_empty() { p.empty { (lang.nothing_here()) } }
            @for mail in &mails {
                article.card {
                    header { h2 { (mail.subject) } time.dim datetime=(mail.at.to_rfc3339()) { (frame.format.instant(mail.at)) } }
                    p.dim { (lang.mail_from_to(&mail.from, &mail.to)) }
                    p.prose { (mail.text) }
                    @if !mail.attachments.is_empty() {
                        p { (lang.mail_with(&mail.attachments.join(", "))) }
                    }
                }
            }
        }
    };
    Ok(shell::page(frame, Page::new(lang.mailbox(), main)))
}
