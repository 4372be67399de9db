//! The row of buttons: the tab's actions, each with whether it applies now, and what the desk
//! itself offers.

use balcao_access::Placement;
use balcao_plugins::Contribution;
use balcao_plugins::canvas::Availability;
use maud::{Markup, html};

use super::screen::Screen;
use crate::answers;
use crate::fault;
use crate::page::handling;
use crate::part;
use crate::shell::Frame;

/// The row, with a place for each button of a plugin.
pub(super) fn places(screen: &Screen) -> Markup {
    let frame = &screen.visit.frame;
    let lang = frame.lang();
    let request = screen.visit.proof.request();
    html! {
        div.actions role="group" aria-label=(lang.actions()) {
            form method="post" action={ "/attendance/" (request) "/run" } {
                (frame.csrf())
                input type="hidden" name="tab" value=(screen.tab().key);
                @for placed in screen.actions() {
                    @let known = screen.visit.desk.plugins.contribution(&placed.plugin, &placed.name);
                    @if let Some(action) = &known {
                        span.action id=(place(placed)) {
                            (part::place(&place(placed), html! { button type="button" disabled aria-busy="true" { (lang.label(&action.titles)) } }))
                        }
                    }
                }
            }
            (handling::buttons(&screen.visit, screen.request(), Some(&screen.tab().key)))
        }
    }
}

/// Asks the plugin whether its action applies now.
pub(super) async fn ask(screen: &Screen, placed: &Placement) -> Markup {
    let frame = &screen.visit.frame;
    let lang = frame.lang();
    let Some(action) = screen.visit.desk.plugins.contribution(&placed.plugin, &placed.name) else {
        return part::fill(&place(placed), html! {});
    };
    let content = fault::caught(button(screen, placed, &action)).await;
    let content =
        content.unwrap_or_else(|reference| refused(frame, &action, placed, &lang.offer_failed(&reference)));
    part::fill(&place(placed), content)
}

async fn button(screen: &Screen, placed: &Placement, action: &Contribution) -> Markup {
    let frame = &screen.visit.frame;
    let lang = frame.lang();
    if screen.visit.proof.ended() {
        return refused(frame, action, placed, lang.request_ended());
    }
    match screen.visit.desk.plugins.offer(screen.scene(), action).await {
        Ok(Availability::Yes) => offered(frame, action, placed),
        Ok(Availability::No(why)) => refused(frame, action, placed, &why),
        Ok(Availability::Hidden) => html! {},
        Err(failure) => {
            let why = lang.offer_failed(&failure.reference.to_string());
            refused(frame, action, placed, &format!("{} {why}", failure.agent(lang.0)))
        }
    }
}

fn offered(frame: &Frame, action: &Contribution, placed: &Placement) -> Markup {
    html! {
        button id=(button_id(placed)) name="launch" value=(answers::launch(&action.plugin, &action.name, &[]))
            title=(frame.lang().label(&action.summaries)) { (frame.lang().label(&action.titles)) }
    }
}

/// A button that does nothing but say why: it can be reached by keyboard, unlike a disabled one.
fn refused(frame: &Frame, action: &Contribution, placed: &Placement, why: &str) -> Markup {
    let why_id = format!("{}-why", place(placed));
    html! {
        button id=(button_id(placed)) type="button" aria-disabled="true" aria-describedby=(why_id) popovertarget=(why_id) {
            (frame.lang().label(&action.titles))
        }
        span.why id=(why_id) popover="auto" { (why) }
    }
}

fn place(placed: &Placement) -> String {
    format!("action-{}", placed.id)
}

/// The id of an action's button, which the palette presses.
pub(super) fn button_id(placed: &Placement) -> String {
    format!("press-{}", placed.id)
}
