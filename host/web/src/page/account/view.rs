//! One's own account as it is drawn.

use balcao_access::second_factor::{Enrolment, Factor};
use balcao_access::sessions::Session;
use balcao_access::{Actor, SessionId};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use crate::block::{notice, tone_class};
use crate::page::sign_in::view::{code, enrol, new_password, recovery_codes, wrong};
use crate::shell::{Frame, Page};

/// A part of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Password,
    Factor,
}

/// What is said of what was just done.
#[derive(Default)]
pub(super) struct Told<'a> {
    /// What was done, in a sentence.
    pub done: &'a str,
    /// What is wrong, and where.
    pub problem: Option<(Part, &'a str)>,
    /// Recovery codes that were just made.
    pub codes: Vec<String>,
}

impl<'a> Told<'a> {
    pub fn problem(part: Part, words: &'a str) -> Told<'a> {
        Told { problem: Some((part, words)), ..Told::default() }
    }

    fn wrong(&self, part: Part) -> Markup {
        wrong(self.problem.filter(|(at, _)| *at == part).map(|(_, words)| words))
    }
}

/// What there is to see.
pub(super) struct Seen {
    pub factor: Option<Factor>,
    /// What was begun and is not confirmed.
    pub pending: Option<Enrolment>,
    /// Whether the profile requires a second factor.
    pub required: bool,
    pub sessions: Vec<Session>,
}

pub(super) fn page(frame: &Frame, actor: &Actor, seen: &Seen, told: &Told<'_>) -> Page {
    let lang = frame.lang();
    let main = html! {
        div.narrow.account {
            h1 { (lang.account()) }
            p.dim { (actor.user.name) " · " (actor.user.login) " · " (lang.label(&actor.user.profile.name)) }
            @if !told.done.is_empty() { div role="status" { (notice(Tone::Success, "", html! { (told.done) })) } }
            section.card #second-factor {
                header { h2 { (lang.second_factor()) } (state(frame, seen.factor.as_ref())) }
                div.body { (told.wrong(Part::Factor)) (factor(frame, seen, &told.codes)) }
            }
            section.card {
                header { h2 { (lang.password_change()) } }
                div.body {
                    (told.wrong(Part::Password))
                    form method="post" action="/me/password" {
                        (frame.csrf())
                        (now(frame, "now"))
                        (new_password(frame, false))
                        button.primary { (lang.password_change()) }
                    }
                }
            }
            section.card {
                header {
                    h2 { (lang.sessions()) }
                    @if seen.sessions.len() > 1 {
                        form method="post" action="/me/sessions" { (frame.csrf()) button { (lang.sessions_end_others()) } }
                    }
                }
                div.body {
                    p.dim { (lang.sessions_about()) }
                    (sessions(frame, &seen.sessions, Some(actor.session), "/me/sessions"))
                }
            }
        }
    };
    Page::new(lang.account(), main)
}

fn state(frame: &Frame, factor: Option<&Factor>) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    match factor {
        Some(factor) => {
            html! { span.badge.(tone_class(Tone::Success)) { (lang.factor_since(&format.instant(factor.since))) } }
        }
        None => html! { span.badge.(tone_class(Tone::Neutral)) { (lang.factor_off()) } },
    }
}

/// The present password, asked for before what guards the sign-in is changed.
fn now(frame: &Frame, id: &str) -> Markup {
    html! {
        div.field {
            label for=(id) { (frame.lang().password_now()) }
            input id=(id) type="password" name="password-now" autocomplete="current-password" required;
        }
    }
}

fn factor(frame: &Frame, seen: &Seen, codes: &[String]) -> Markup {
    let lang = frame.lang();
    html! {
        @if !codes.is_empty() {
            div #problem tabindex="-1" autofocus { h3 { (lang.recovery_codes()) } (recovery_codes(frame, codes)) }
        }
        @match (&seen.factor, &seen.pending) {
            (Some(factor), _) => {
                @if seen.required { p { (lang.factor_kept()) } }
                form method="post" action="/me/second-factor/codes" {
                    (frame.csrf())
                    p { (lang.factor_codes_left(factor.codes_left)) }
                    (now(frame, "factor-now"))
                    p.row {
                        button { (lang.recovery_new()) }
                        @if !seen.required { button.danger formaction="/me/second-factor/remove" { (lang.factor_turn_off()) } }
                    }
                }
            }
            (None, Some(enrolment)) => {
                form method="post" action="/me/second-factor/confirm" {
                    (frame.csrf())
                    (enrol(frame, enrolment))
                    (code(frame, false, ""))
                    button.primary { (lang.factor_confirm()) }
                }
            }
            (None, None) => {
                p { (lang.factor_about()) }
                form method="post" action="/me/second-factor/begin" {
                    (frame.csrf())
                    (now(frame, "factor-now"))
                    button.primary { (lang.factor_turn_on()) }
                }
            }
        }
    }
}

/// Sessions, each with a button that ends it by a form to `action`.
pub(in crate::page) fn sessions(
    frame: &Frame,
    sessions: &[Session],
    here: Option<SessionId>,
    action: &str,
) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    if sessions.is_empty() {
        return html! { p.empty { (lang.sessions_none()) } };
    }
    html! {
        div.scroll role="group" tabindex="0" aria-label=(lang.sessions()) {
            table {
                caption.sr { (lang.sessions()) }
                thead { tr {
                    th scope="col" { (lang.session_since()) }
                    th scope="col" { (lang.session_used()) }
                    th scope="col" { (lang.session_address()) }
                    th scope="col" { (lang.session_browser()) }
                    th scope="col" { span.sr { (lang.actions()) } }
                } }
                tbody { @for session in sessions {
                    @let since = format.instant(session.started_at);
                    tr {
                        td { (since) }
                        td { (format.instant(session.used_at)) }
                        td { (session.address.as_deref().unwrap_or("—")) }
                        td { (session.browser.as_deref().unwrap_or("—")) }
                        td.acts {
                            @if here == Some(session.id) { span.badge.(tone_class(Tone::Info)) { (lang.session_here()) } }
                            @else {
                                form method="post" action=(action) {
                                    (frame.csrf())
                                    button name="session" value=(session.id) aria-label=(lang.session_end_of(&since)) { (lang.session_end()) }
                                }
                            }
                        }
                    }
                } }
            }
        }
    }
}
