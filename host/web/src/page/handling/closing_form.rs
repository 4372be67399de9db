//! The fields of the closing form, at the end of an action and alone. What a choice makes needless is
//! hidden by the style sheet; the desk decides by what is sent.

use balcao_desk::Attendance;
use balcao_desk::closing::{Catalog, Closing, Next, Offer, RequestType, Use};
use balcao_desk::deadline::Measure;
use balcao_desk::handling::{Field, Problem};
use balcao_desk::reports::Audience;
use balcao_desk::requests::StatusKind;
use maud::{Markup, html};

use super::{Form, carried, field, tab};
use crate::fault::Fault;
use crate::page::attendance::audiences;
use crate::page::attendance::modules::{self, Ready};
use crate::route::Visit;

/// Which of the two forms it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::page) enum Shape {
    /// With a status; the first of this kind is chosen beforehand.
    Status(StatusKind),
    /// With a team and a reason.
    Forward,
}

/// What the fields are drawn from.
pub(in crate::page) struct What<'a> {
    pub offer: &'a Offer,
    pub shape: Shape,
    /// The report with which it is filled in, and who may read it.
    pub report: (&'a str, Option<Audience>),
    /// What can be put into it.
    pub modules: &'a [Ready],
}

/// Where what is typed into the report is kept meanwhile.
pub(in crate::page) fn draft_url(visit: &Visit<Attendance>) -> String {
    format!("/attendance/{}/draft", visit.proof.request())
}

/// The form as it was filled in, and what of it could not be read. Values that it does not offer were
/// not sent by it.
pub(in crate::page) fn read(
    visit: &Visit<Attendance>,
    shape: Shape,
) -> Result<(Closing, Vec<Problem>), Fault> {
    let (sent, format) = (|field: Field| visit.form.text(field.as_str()), visit.frame.format);
    let mut problems = Vec::new();
    let (catalog, item) = sent(Field::Catalog).split_once('/').unwrap_or((sent(Field::Catalog), ""));
    let next = match shape {
        Shape::Forward => {
            Next::Forward { team: sent(Field::Team).parse().ok(), reason: sent(Field::Reason).to_owned() }
        }
        Shape::Status(_) => Next::Status {
            status: sent(Field::Status).to_owned(),
            when: field::read(format, Field::When, sent(Field::When), &mut problems),
        },
    };
    let closing = Closing {
        kind: sent(Field::Kind).to_owned(),
        catalog: catalog.to_owned(),
        item: item.to_owned(),
        situation: sent(Field::Situation).to_owned(),
        deadline: field::read(format, Field::Deadline, sent(Field::Deadline), &mut problems),
        next,
        audience: visit.form.text("audience").parse().map_err(|_| Fault::Forged)?,
        report: sent(Field::Report).replace("\r\n", "\n"),
    };
    Ok((closing, problems))
}

/// The fields, filled in with what was typed, or else with what the request holds already.
pub(in crate::page) fn fields(visit: &Visit<Attendance>, form: &Form<'_>, what: &What<'_>) -> Markup {
    let (current, format) = (&what.offer.current, visit.frame.format);
    let lang = visit.frame.lang();
    let typed = |field: Field| visit.form.get(field.as_str());
    let filled = |field: Field, held: &Option<String>| {
        typed(field).map_or_else(|| held.clone().unwrap_or_default(), str::to_owned)
    };
    let held_service = match (&current.catalog, &current.item) {
        (Some(catalog), Some(item)) => Some(format!("{catalog}/{item}")),
        (catalog, _) => catalog.clone(),
    };
    let inserted = modules::inserted(&visit.form, what.modules, Field::Report.as_str());
    let deadline = current.deadline.map(|at| field::spelled(format, at));
    let hint = current.deadline.map(|at| lang.deadline_now(&format.instant(at))).unwrap_or_default();
    html! {
        (carried(current.version))
        @if let Some(tab) = tab(visit) { input type="hidden" name="tab" value=(tab); }
        div.columns {
            (form.select(Field::Kind, "", false, "", &kinds(form, what, &filled(Field::Kind, &current.kind))))
            (form.select(Field::Catalog, "of-catalog", false, "", &services(form, what, &filled(Field::Catalog, &held_service))))
            (form.select(Field::Situation, "", false, &hint, &situations(form, what, &filled(Field::Situation, &current.situation))))
            (form.moment(Field::Deadline, "of-deadline", &filled(Field::Deadline, &deadline), visit.now))
        }
        @match what.shape {
            Shape::Status(first) => (statuses(visit, form, what, first)),
            Shape::Forward => (receivers(visit, form, what)),
        }
        (form.text(false, inserted.as_deref().or(typed(Field::Report)).unwrap_or(what.report.0)))
        (modules::picker(lang, what.modules, Field::Report.as_str()))
        (audiences(&visit.frame, visit.form.get("audience").or(what.report.1.map(Audience::as_str)).unwrap_or_default()))
        p.dim data-kept {}
    }
}

fn kinds(form: &Form<'_>, what: &What<'_>, chosen: &str) -> Markup {
    let by_hand = |kind: &RequestType| {
        let brings = what.offer.situations.iter().find(|one| Some(&one.code) == kind.situation.as_ref());
        brings.is_some_and(|situation| situation.measure == Measure::Manual)
    };
    html! {
        option value="" data-catalog=(Use::Unused) { "—" }
        @for kind in &what.offer.types {
            option value=(kind.code) selected[kind.code == chosen] data-catalog=(kind.catalog) data-manual[by_hand(kind)] {
                (form.frame.lang().label(&kind.names))
            }
        }
    }
}

/// Catalogs with their items. The catalog alone can be chosen, for what fits no item.
fn services(form: &Form<'_>, what: &What<'_>, chosen: &str) -> Markup {
    let lang = form.frame.lang();
    let value = |catalog: &Catalog, item: &str| format!("{}/{item}", catalog.code);
    html! {
        option value="" { "—" }
        @for catalog in &what.offer.catalogs {
            @let name = lang.label(&catalog.names);
            optgroup label=(name) {
                @for (code, names) in &catalog.items {
                    @let value = value(catalog, code);
                    option value=(value) selected[value == chosen] { (lang.label(names)) }
                }
                option value=(catalog.code) selected[catalog.code == chosen] { (lang.catalog_alone(name)) }
            }
        }
    }
}

/// The situations, each with the deadline that it would set.
fn situations(form: &Form<'_>, what: &What<'_>, chosen: &str) -> Markup {
    let (lang, format) = (form.frame.lang(), form.frame.format);
    html! {
        option value="" { (lang.situation_of_type()) }
        @for situation in &what.offer.situations {
            option value=(situation.code) selected[situation.code == chosen] data-manual[situation.measure == Measure::Manual] {
                (lang.label(&situation.names))
                @if let Some(due) = situation.due { " → " (format.instant(due)) }
            }
        }
    }
}

fn statuses(visit: &Visit<Attendance>, form: &Form<'_>, what: &What<'_>, first: StatusKind) -> Markup {
    let lang = form.frame.lang();
    let typed = visit.form.get(Field::Status.as_str());
    let proposed = what.offer.statuses.iter().find(|status| status.kind == first);
    let chosen = typed.or(proposed.map(|status| status.code.as_str())).unwrap_or_default();
    let choices = html! {
        @for status in &what.offer.statuses {
            label {
                input type="radio" name=(Field::Status) value=(status.code) checked[status.code == chosen]
                    data-when[status.kind == StatusKind::Scheduled];
                span { (lang.label(&status.names)) ": " span.dim { (lang.status_means(status.kind)) } }
            }
        }
    };
    html! {
        (form.choices(Field::Status, &choices))
        (form.moment(Field::When, "of-when", visit.form.text(Field::When.as_str()), visit.now))
    }
}

fn receivers(visit: &Visit<Attendance>, form: &Form<'_>, what: &What<'_>) -> Markup {
    let lang = form.frame.lang();
    let team = visit.form.text(Field::Team.as_str());
    let teams = html! {
        option value="" { "—" }
        @for one in &what.offer.teams { option value=(one.id) selected[one.id.to_string() == team] { (one.name) } }
    };
    let hint = if what.offer.teams.is_empty() { lang.no_forwarding() } else { lang.forward_status() };
    let reasons = what.offer.reasons.iter().map(|reason| (reason.code.as_str(), &reason.names));
    html! {
        p.hint { (hint) }
        div.columns {
            (form.select(Field::Team, "", false, "", &teams))
            (form.reasons(Field::Reason, reasons, visit.form.text(Field::Reason.as_str())))
        }
    }
}
