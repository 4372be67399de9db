//! What is said above a form of the host's own: that it does not fit the request as it stands now,
//! or that somebody was faster. What was typed is kept.

use balcao_desk::Attendance;
use balcao_desk::handling::{Field, Stale};
use balcao_desk::requests::Request;
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use super::Refused;
use crate::block::notice;
use crate::route::Visit;

/// What happened. `again` says that the form is below, filled in as it was.
pub(super) fn draw(visit: &Visit<Attendance>, request: &Request, refused: &Refused, again: bool) -> Markup {
    let lang = visit.frame.lang();
    let happened = match refused {
        Refused::No | Refused::Problems(_) => html! {},
        Refused::Stale(stale) => late(visit, stale, again),
        Refused::NotNow => notice(Tone::Warning, "", html! { (lang.handling_not_now()) }),
    };
    let ended = request.ended_at.is_some();
    html! {
        @if matches!(refused, Refused::Stale(_) | Refused::NotNow) {
            div #problem tabindex="-1" role="alert" autofocus { (happened) }
        }
        @if !again {
            (notice(Tone::Info, "", html! {
                @if ended { (lang.handling_ended()) " " a href={ "/attendance/" (request.id) "/reopen" } { (lang.reopen()) } }
                @else { (lang.handling_open()) }
            }))
            (typed(visit))
        }
    }
}

/// Who was faster, with what.
pub(in crate::page) fn late(visit: &Visit<Attendance>, stale: &Stale, again: bool) -> Markup {
    let (lang, format) = (visit.frame.lang(), visit.frame.format);
    let who = stale.by.as_deref().unwrap_or(lang.the_desk());
    let text = lang.handling_stale(who, lang.change(stale.change), &format.instant(stale.at));
    notice(
        Tone::Warning,
        lang.stale_title(),
        html! { (text) @if again { " " (lang.handling_stale_again()) } },
    )
}

/// What was sent in words, so that it can be used elsewhere.
fn typed(visit: &Visit<Attendance>) -> Markup {
    let lang = visit.frame.lang();
    let text = visit.form.text(Field::Report.as_str());
    html! {
        @if !text.is_empty() {
            details open { summary { (lang.you_had_sent()) } blockquote.prose { (text) } }
        }
    }
}
