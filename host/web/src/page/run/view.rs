//! The page of a run: the customer, where the action stands, and what can be done next.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use balcao_action::{Phase, RunView};
use balcao_desk::handling::Problem;
use balcao_desk::{Attendance, drafts, people, requests};
use balcao_plugins::Failure;
use balcao_plugins::canvas::{Block, Tone};
use maud::{Markup, html};

use super::{closing, receipt, step, upload};
use crate::block::{self, Known, Place, notice};
use crate::fault::Fault;
use crate::page::attendance::{modules, presence, scene, summary};
use crate::page::handling::{self, back, tab};
use crate::route::Visit;
use crate::shell::{self, Frame, Page, icon};

/// What the page says before anything else, because something did not go as asked.
pub(super) enum Told {
    /// All is as it was asked for.
    Nothing,
    /// What happened, and what to look at.
    This(Markup),
    /// What is wrong with the closing form.
    Closing(Vec<Problem>),
}

/// The page.
pub(super) async fn page(
    visit: &Visit<Attendance>,
    run: &RunView,
    told: Told,
    status: StatusCode,
) -> Result<Response, Fault> {
    let frame = &visit.frame;
    let mut conn = visit.desk.db.read().await?;
    let customer = people::summary(&mut conn, &visit.proof).await?;
    let request = requests::current(&mut conn, &visit.proof, visit.now).await?;
    let known = block::known(&mut conn, (&visit.desk, frame), &visit.proof, blocks(run)).await?;
    let offer = match &run.phase {
        Phase::Closing(_) => Some((
            balcao_desk::closing::offer(&mut conn, &visit.proof).await?,
            drafts::find(&mut conn, &visit.proof).await?,
            modules::ready(&mut conn, &visit.proof, &customer.name).await?,
        )),
        _ => None,
    };
    let uploads = match &run.phase {
        Phase::Asking { fields, .. } => upload::Uploads::of_run(&mut conn, visit, run.id, fields).await?,
        _ => upload::Uploads::default(),
    };
    drop(conn);
    let problems: &[Problem] = match &told {
        Told::Closing(problems) => problems,
        Told::Nothing | Told::This(_) => &[],
    };
    let inner = match &run.phase {
        Phase::Asking { blocks, fields, problems, answers } => html! {
            (step::problems(frame, fields, problems))
            (drawn(frame, blocks, &known))
            (step::form(visit, run, fields, problems, answers, &uploads))
        },
        Phase::Review { blocks, effects, report } => html! {
            (drawn(frame, blocks, &known))
            (receipt::review(frame, effects, report))
            (step::confirm(visit, run))
        },
        Phase::Committed(receipt) => html! {
            (receipt::draw(visit, run, receipt, &drawn(frame, &receipt.blocks, &known)))
            (closing::offer(visit, run))
        },
        Phase::Closing(receipt) => html! {
            @if let Some((offer, draft, modules)) = &offer { (closing::form(visit, run, receipt, (offer, draft.as_ref(), modules), problems)) }
            (receipt::draw(visit, run, receipt, &drawn(frame, &receipt.blocks, &known)))
        },
        Phase::Done(receipt) => {
            html! { (receipt::draw(visit, run, receipt, &drawn(frame, &receipt.blocks, &known))) }
        }
        Phase::Left => html! { (notice(Tone::Info, "", html! { (frame.lang().was_left()) })) },
    };
    let main = html! {
        div.attendance data-request=(request.id) {
            (summary::draw(frame, &scene(visit), &customer, &request))
            (presence::draw(visit))
            div.run {
                div.row.actions {
                    p { a href=(back(visit)) { (frame.lang().back_to_attendance()) } @if asks(run) { span.dim { " · " (frame.lang().kept_meanwhile()) } } }
                    (handling::buttons(visit, &request, tab(visit)))
                }
                (heading(frame, run))
                @if let Told::This(what) = &told { div #problem tabindex="-1" role="alert" autofocus { (what) } }
                @if let Some(failure) = &run.failure { (failed(visit, failure)) }
                (inner)
            }
            ui-live {}
        }
    };
    Ok((
        status,
        shell::page(frame, Page::new(&run.title, main).with_commands(handling::commands(visit, None))),
    )
        .into_response())
}

fn heading(frame: &Frame, run: &RunView) -> Markup {
    let lang = frame.lang();
    let begun_by_another = (run.started_by != run.updated_by).then(|| lang.begun_by(&run.started_by.name));
    html! {
        div.heading {
            h2 { @match &run.phase {
                Phase::Committed(_) | Phase::Closing(_) | Phase::Done(_) => (lang.done_title(&run.title)),
                _ => (run.title),
            } }
            @if !run.vendor.is_empty() { span.vendor { (lang.by_vendor(&run.vendor)) } }
            @match &run.phase {
                Phase::Asking { .. } => span.badge.info { (lang.step(run.step)) },
                Phase::Review { .. } => span.badge.warning { (lang.review()) },
                _ => {},
            }
            @if let Some(begun) = begun_by_another { span.dim { (begun) } }
        }
    }
}

/// The plugin could not do what was asked: what it says, a reference, and another try where nothing
/// was sent. Nothing was done or lost. A refusal in the plugin's own words is no failure.
fn failed(visit: &Visit<Attendance>, failure: &Failure) -> Markup {
    let lang = visit.frame.lang();
    if let Some(refusal) = failure.refusal() {
        return html! { div #problem tabindex="-1" role="alert" autofocus { (notice(Tone::Warning, "", html! { (refusal) })) } };
    }
    html! {
        div data-state="error" role="alert" tabindex="-1" autofocus {
            (notice(Tone::Danger, lang.plugin_failed(), html! { (failure.agent(lang.0)) }))
            p.row.dim {
                (lang.reference(&failure.reference.to_string()))
                @if failure.retry() && visit.form.is_empty() { a.button href=(visit.frame.path) { (icon("retry")) (lang.try_again()) } }
            }
        }
    }
}

fn asks(run: &RunView) -> bool {
    matches!(run.phase, Phase::Asking { .. } | Phase::Review { .. })
}

fn blocks(run: &RunView) -> &[Block] {
    match &run.phase {
        Phase::Asking { blocks, .. } | Phase::Review { blocks, .. } => blocks,
        Phase::Committed(receipt) | Phase::Closing(receipt) | Phase::Done(receipt) => &receipt.blocks,
        Phase::Left => &[],
    }
}

fn drawn(frame: &Frame, blocks: &[Block], known: &Known) -> Markup {
    let place = Place { frame, prefix: "run".to_owned(), heading: 3, card: None };
    html! { @if !blocks.is_empty() { div.card.body { (place.draw(blocks, known)) } } }
}

/// What every form of a run sends back: the version that was seen, and the tab to go back to.
pub(super) fn carried(visit: &Visit<Attendance>, run: &RunView) -> Markup {
    html! {
        (visit.frame.csrf())
        input type="hidden" name="version" value=(run.version);
        @if let Some(tab) = tab(visit) { input type="hidden" name="tab" value=(tab); }
    }
}
