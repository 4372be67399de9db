//! The sign-in page, and the two that help when a session ended while something was filled in.

use balcao_access::second_factor::Enrolment;
use balcao_access::{Actor, Step};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use crate::block::{notice, qr};
use crate::fault::Held;
use crate::fields::Fields;
use crate::route::Visit;
use crate::shell::{self, Frame, Page, icon};
use crate::{Demo, page::sign_in::address};

/// The form, and the demonstration's users beside it.
pub(super) fn form(visit: &Visit<Option<Actor>>, held: &Held, problem: Option<&str>) -> Page {
    let frame = &visit.frame;
    let lang = frame.lang();
    let main = html! {
        div.sign-in {
            section {
                (brand(frame))
                (wrong(problem))
                @if held.form.is_some() { (notice(Tone::Info, lang.sign_in_again(), html! { (lang.sign_in_held()) })) }
                (fields(frame, held, visit.form.text("login"), problem.is_none()))
            }
            @if let Some(demo) = &visit.desk.config.demo { (demonstration(frame, held, demo)) }
            (shell::languages(frame))
        }
    };
    Page::new(lang.sign_in(), main)
}

/// A session was over when a form was sent.
pub(super) fn ended(frame: &Frame, held: &Held) -> Page {
    let lang = frame.lang();
    let main = html! {
        div.sign-in {
            section {
                (brand(frame))
                (notice(Tone::Info, lang.sign_in_again(), html! { (lang.sign_in_held()) }))
                (fields(frame, held, "", true))
                p { a href=(address(&held.path)) { (lang.held_drop()) } }
            }
        }
    };
    Page::new(lang.sign_in(), main)
}

/// What went wrong, where the focus goes.
pub(in crate::page) fn wrong(problem: Option<&str>) -> Markup {
    html! {
        @if let Some(problem) = problem {
            div #problem tabindex="-1" autofocus role="alert" { (notice(Tone::Danger, "", html! { (problem) })) }
        }
    }
}

/// What a sign-in lacks after the password.
pub(super) fn step(frame: &Frame, held: &Held, step: &Step, problem: Option<&str>) -> Page {
    let lang = frame.lang();
    let title = match step {
        Step::Code => lang.second_factor(),
        Step::NewPassword => lang.password_new(),
        Step::Enrol(_) => lang.factor_set_up(),
    };
    let main = html! {
        div.sign-in {
            section {
                h1 { (title) }
                (wrong(problem))
                form method="post" action="/sign-in/step" {
                    (carried(held))
                    @match step {
                        Step::Code => {
                            p.dim { (lang.code_lead()) }
                            (code(frame, problem.is_none(), lang.code_or_recovery()))
                        }
                        Step::NewPassword => {
                            p.dim { (lang.password_known()) }
                            (new_password(frame, problem.is_none()))
                        }
                        Step::Enrol(enrolment) => {
                            p { (lang.factor_required()) }
                            (enrol(frame, enrolment))
                            (code(frame, problem.is_none(), ""))
                        }
                    }
                    p.row { button.primary { (lang.go_on()) } a.button href="/sign-in" { (lang.cancel()) } }
                }
            }
        }
    };
    Page::new(title, main)
}

/// The field for a code.
pub(in crate::page) fn code(frame: &Frame, first: bool, hint: &str) -> Markup {
    html! {
        div.field {
            label for="code" { (frame.lang().code()) }
            @if !hint.is_empty() { p.hint #code-hint { (hint) } }
            input #code name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="40" required
                autofocus[first] aria-describedby=[(!hint.is_empty()).then_some("code-hint")];
        }
    }
}

/// The two fields for a new password, with what is asked of it.
pub(in crate::page) fn new_password(frame: &Frame, first: bool) -> Markup {
    let lang = frame.lang();
    html! {
        div.field {
            label for="password" { (lang.password_new()) }
            p.hint #password-hint { (lang.password_hint()) }
            input #password type="password" name="password" autocomplete="new-password" required autofocus[first] aria-describedby="password-hint";
        }
        div.field {
            label for="again" { (lang.password_again()) }
            input #again type="password" name="password-again" autocomplete="new-password" required;
        }
    }
}

/// How an authenticator is told the secret: to be scanned, or typed.
pub(in crate::page) fn enrol(frame: &Frame, enrolment: &Enrolment) -> Markup {
    let lang = frame.lang();
    html! {
        p { (lang.factor_scan()) }
        div.codes { (qr(&enrolment.uri, lang.factor_qr())) }
        p.dim { (lang.factor_type()) }
        p { code #secret { (enrolment.secret) } }
    }
}

/// The recovery codes, which are shown once, and then what one came for.
pub(super) fn recovery(frame: &Frame, codes: &[String], next: &str, resume: Option<Page>) -> Page {
    let lang = frame.lang();
    let main = html! {
        div.plain {
            h1 { (lang.recovery_codes()) }
            (recovery_codes(frame, codes))
            @match &resume {
                Some(resume) => (resume.main),
                None => p { a.button.primary href=(next) { (lang.recovery_kept()) } },
            }
        }
    };
    Page::new(lang.recovery_codes(), main)
}

/// The codes, and what they are for.
pub(in crate::page) fn recovery_codes(frame: &Frame, codes: &[String]) -> Markup {
    html! {
        (notice(Tone::Warning, "", html! { (frame.lang().recovery_lead()) }))
        ul.recovery role="list" { @for code in codes { li { code { (code) } } } }
    }
}

/// Signed in again: what was filled in, ready to be sent. It is never sent by itself, for what was
/// right then may not be right now.
pub(super) fn resume(frame: &Frame, path: &str, form: &Fields, csrf: &str) -> Page {
    let lang = frame.lang();
    let main = html! {
        div.plain {
            h1 { (lang.welcome_back()) }
            p { (lang.held_text()) }
            form method="post" action=(path) {
                input type="hidden" name="csrf" value=(csrf);
                @for (name, value) in form.pairs() { (kept(name, value)) }
                p.row { button.primary autofocus { (lang.held_send()) } a.button href=(page_of(path)) { (lang.held_drop()) } }
            }
        }
    };
    Page::new(lang.welcome_back(), main)
}

/// One kept value. A text area keeps line ends that an `input` would lose.
fn kept(name: &str, value: &str) -> Markup {
    html! {
        @if value.contains('\n') { textarea name=(name) hidden { "\n" (value) } }
        @else { input type="hidden" name=(name) value=(value); }
    }
}

/// The page on which a form stood: forms that change something post to their own page, but for the
/// one that starts an action.
fn page_of(path: &str) -> &str {
    path.strip_suffix("/run").unwrap_or(path)
}

fn brand(frame: &Frame) -> Markup {
    html! {
        h1.brand { (icon("desk")) "Balcão" }
        p.dim { (frame.lang().sign_in_lead()) }
    }
}

fn carried(held: &Held) -> Markup {
    html! {
        input type="hidden" name="next" value=(held.path);
        @if let Some(form) = &held.form { textarea name="held" hidden { "\n" (form) } }
    }
}

fn fields(frame: &Frame, held: &Held, login: &str, first: bool) -> Markup {
    let lang = frame.lang();
    html! {
        form method="post" action="/sign-in" {
            (carried(held))
            div.field {
                label for="login" { (lang.login()) }
                input #login name="login" value=(login) autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus[first];
            }
            div.field {
                label for="password" { (lang.password()) }
                input #password type="password" name="password" autocomplete="current-password" required;
            }
            button.primary { (lang.sign_in()) }
        }
    }
}

fn demonstration(frame: &Frame, held: &Held, demo: &Demo) -> Markup {
    let lang = frame.lang();
    html! {
        section.demo aria-labelledby="demo-title" {
            h2 #demo-title { (lang.demo_users()) }
            @if let Some(password) = &demo.password {
                p.dim { (lang.demo_lead()) " " (lang.password()) ": " code { (password) } }
            }
            form method="post" action="/sign-in" {
                (carried(held))
                ul.users role="list" {
                    @for user in &demo.users {
                        li {
                            @if demo.password.is_some() {
                                button name="demo" value=(user.login) aria-label=(lang.enter_as(&user.name)) { (icon("person")) (user.login) }
                            } @else { code { (user.login) } }
                            div { strong { (user.name) } p.dim { (lang.label(&user.can)) } }
                        }
                    }
                }
            }
        }
    }
}
