//! What an action is about to change, and what it has changed: in the host's words, never in the
//! plugin's.

use balcao_action::{Outside, Phase, Receipt, Report, RunView};
use balcao_desk::Attendance;
use balcao_desk::reports::Audience;
use balcao_plugins::canvas::Tone;
use balcao_store::outbox::State;
use maud::{Markup, html};

use crate::block::tone_class;
use crate::message::Lang;
use crate::part;
use crate::route::Visit;
use crate::shell::{Frame, icon};

/// The review: the effects of a dry run, and the report.
pub(super) fn review(frame: &Frame, effects: &[String], report: &Report) -> Markup {
    let lang = frame.lang();
    html! {
        section.card.effects aria-labelledby="review-title" {
            header { h3 #review-title { (lang.review()) } }
            div.body {
                @if effects.is_empty() { p { (lang.review_none()) } } @else {
                    p { (lang.review_lead()) }
                    (list(effects))
                }
                (told(frame, lang.report_about_to(), report))
            }
        }
    }
}

/// The name of the place of what happens outside.
pub(crate) const OUTSIDE: &str = "outside";

/// The receipt.
pub(super) fn draw(visit: &Visit<Attendance>, run: &RunView, receipt: &Receipt, drawn: &Markup) -> Markup {
    let frame = &visit.frame;
    let lang = frame.lang();
    html! {
        (drawn)
        section.card.effects aria-labelledby="receipt-title" {
            header { h3 #receipt-title { (lang.done_effects()) } }
            div.body {
                @if receipt.effects.is_empty() { p { (lang.review_none()) } } @else { (list(&receipt.effects)) }
                (told(frame, lang.report_written(), &receipt.report))
                div id=(OUTSIDE) data-live={ "/attendance/" (run.request) "/run/" (run.id) } aria-live="polite" {
                    (outside(frame, &receipt.outside))
                }
            }
        }
    }
}

/// The outcomes outside alone, for a page that is open while they come in.
pub(super) fn outside_part(frame: &Frame, run: &RunView) -> Markup {
    let content = match &run.phase {
        Phase::Committed(receipt) | Phase::Closing(receipt) | Phase::Done(receipt) => {
            outside(frame, &receipt.outside)
        }
        _ => html! {},
    };
    part::fill(OUTSIDE, content)
}

pub(super) fn list(sentences: &[String]) -> Markup {
    html! { ul.sentences { @for sentence in sentences { li { (sentence) } } } }
}

fn told(frame: &Frame, heading: &str, report: &Report) -> Markup {
    let lang = frame.lang();
    let public = report.audience == Audience::Customer;
    html! {
        p.dim { (heading) " " span.badge.(if public { "info" } else { "neutral" }) {
            @if public { (lang.public_word()) } @else { (lang.internal_word()) }
        } }
        blockquote.prose { (report.text) }
    }
}

fn outside(frame: &Frame, entries: &[Outside]) -> Markup {
    if entries.is_empty() {
        return html! {};
    }
    let lang = frame.lang();
    html! {
        h4 { (lang.outside()) }
        ul.outside role="list" {
            @for entry in entries {
                @let (word, tone) = state(lang, entry.state, entry.deliverable);
                li {
                    (icon(tone_class(tone)))
                    span { (kind(lang, &entry.kind)) ": " strong { (word) }
                        @if let Some(answer) = &entry.answer { " " span.dim { (answer) } }
                        @if let Some(at) = entry.again_at.filter(|_| entry.deliverable) {
                            "; " (lang.outside_again(&frame.format.time(at)))
                        } }
                }
            }
        }
    }
}

/// What is delivered, in words.
pub(in crate::page) fn kind(lang: Lang, kind: &str) -> &str {
    match kind {
        "charge-registration" => lang.outside_charge(),
        balcao_billing::CANCELLATION => lang.outside_cancellation(),
        "mail" => lang.outside_mail(),
        balcao_network::DISCONNECT => lang.outside_disconnect(),
        balcao_network::PASSWORD => lang.outside_password(),
        balcao_network::UNBLOCK => lang.outside_unblock(),
        balcao_network::BLOCK => lang.outside_block(),
        balcao_network::REBLOCK => lang.outside_reblock(),
        other => other,
    }
}

/// How it stands, in words, where anybody here delivers it or nobody does.
pub(in crate::page) fn state(lang: Lang, state: State, deliverable: bool) -> (&'static str, Tone) {
    match state {
        State::Waiting if !deliverable => (lang.outside_nobody(), Tone::Warning),
        State::Waiting => (lang.outside_waiting(), Tone::Info),
        State::Leased => (lang.outside_leased(), Tone::Info),
        State::Done => (lang.outside_done(), Tone::Success),
        State::Refused => (lang.outside_refused(), Tone::Danger),
        State::Unknown => (lang.outside_unknown(), Tone::Warning),
        State::GaveUp => (lang.outside_gave_up(), Tone::Danger),
    }
}
