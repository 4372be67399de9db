//! The start dialog and the choice of the tag.

use balcao_desk::contracts::{Contract, Tag};
use balcao_desk::people::Summary;
use balcao_desk::requests::{Asker, Channel, Identity, MAX_CONTACT, NameProblem, Task};
use balcao_desk::search::PersonCard;
use balcao_desk::starting::StartError;
use balcao_desk::{Attendance, RequestId};
use balcao_plugins::canvas::Tone;
use balcao_store::{DateTime, Utc};
use maud::{Markup, html};

use crate::block::{notice, tax_id, tone_class};
use crate::fields::Fields;
use crate::message::Lang;
use crate::message::words::contract_tone;
use crate::page::tasks::table::{self, Whose};
use crate::shell::{Frame, Page};

/// "Você realmente deseja iniciar o atendimento?"
pub(super) fn ask(
    frame: &Frame,
    person: &PersonCard,
    open: &[Task],
    form: &Fields,
    refused: Option<&StartError>,
    now: DateTime<Utc>,
) -> Page {
    let lang = frame.lang();
    let problem = refused.and_then(|refused| problem(lang, refused));
    let why = match (&problem, refused, person.can_start) {
        (Some(_), ..) => None,
        (_, Some(StartError::NoProtocol), _) => Some(lang.start_no_protocol()),
        (.., Err(why)) => Some(lang.why_not(why)),
        _ => None,
    };
    let main = html! {
        div.narrow {
            h1 { @if person.can_start.is_ok() { (lang.start_question()) } @else { (lang.start()) } }
            (who(frame, person))
            @if let Some(why) = why { div #problem tabindex="-1" role="alert" autofocus[refused.is_some()] { (notice(Tone::Warning, "", html! { (why) })) } }
            @if !open.is_empty() {
                h2 { (lang.open_requests()) }
                (table::draw(frame, open, now, Whose::OnePersons))
            }
            @if person.can_start.is_ok() { (asking(frame, form, problem.as_ref(), refused.is_none())) }
            @else { p { a.button href="/people" { (lang.back()) } } }
        }
    };
    Page::new(lang.start(), main)
}

fn who(frame: &Frame, person: &PersonCard) -> Markup {
    let lang = frame.lang();
    html! {
        dl.facts.wide {
            div { dt { (lang.name()) } dd { strong { (person.name) } } }
            div { dt { (lang.tax_id()) } dd { (tax_id(person.tax_id.as_ref())) } }
            div { dt { (lang.city()) } dd { (person.city) } }
            div { dt { (lang.contracts()) } dd {
                @if person.contracts.is_empty() { "—" }
                @for contract in &person.contracts {
                    span.contract { (contract.number) " " span.badge.(tone_class(contract_tone(contract.status))) { (lang.contract_status(contract.status)) } } " "
                }
            } }
        }
    }
}

/// What is wrong with a field, and with which.
pub(in crate::page) struct Problem {
    /// The field's name.
    pub field: &'static str,
    /// What is read at it.
    pub text: &'static str,
}

fn problem(lang: Lang, refused: &StartError) -> Option<Problem> {
    match refused {
        StartError::Name(NameProblem::Missing) => {
            Some(Problem { field: "name", text: lang.start_name_missing() })
        }
        StartError::Name(NameProblem::TooLong) => {
            Some(Problem { field: "name", text: lang.start_too_long() })
        }
        StartError::ContactTooLong => Some(Problem { field: "contact", text: lang.start_too_long() }),
        _ => None,
    }
}

fn asking(frame: &Frame, form: &Fields, problem: Option<&Problem>, first: bool) -> Markup {
    let lang = frame.lang();
    let askers = Asker::ALL.iter().map(|asker| (asker.as_str(), lang.asker(*asker)));
    let channels = Channel::ALL.iter().map(|channel| (channel.as_str(), lang.channel_name(*channel)));
    let identities = Identity::ALL.iter().map(|identity| (identity.as_str(), lang.identity_name(*identity)));
    // Made once for a form, however often it is sent: it opens one request.
    let request = form.text("request").parse().unwrap_or_else(|_| RequestId::new());
    html! {
        form.card.asking method="post" {
            (frame.csrf())
            input type="hidden" name="request" value=(request);
            div.columns {
                (select("who", lang.who_asks(), askers, form.text("who"), problem))
                (text(("name", MAX_CONTACT), lang.asking_name(), lang.asking_name_hint(), form.text("name"), problem))
                (select("channel", lang.channel(), channels, form.text("channel"), problem))
                (text(("contact", MAX_CONTACT), lang.contact(), lang.contact_hint(), form.text("contact"), problem))
                (select("identity", lang.identity(), identities, form.text("identity"), problem))
            }
            p.row {
                button.primary autofocus[first] { (lang.confirm()) }
                a.button href="/people" { (lang.cancel()) }
                span.dim { (lang.start_lead()) }
            }
        }
    }
}

/// A list to choose from, with what is wrong with it.
pub(in crate::page) fn select<'a>(
    name: &str,
    label: &str,
    options: impl Iterator<Item = (&'a str, &'a str)>,
    chosen: &str,
    problem: Option<&Problem>,
) -> Markup {
    let wrong = problem.filter(|problem| problem.field == name);
    html! {
        div.field {
            label for=(name) { (label) }
            select id=(name) name=(name) aria-invalid=[wrong.map(|_| "true")] autofocus[wrong.is_some()]
                aria-describedby=[wrong.map(|_| format!("{name}-error"))] {
                @for (value, text) in options { option value=(value) selected[value == chosen] { (text) } }
            }
            (error(name, wrong))
        }
    }
}

/// A line to type, with its hint and with what is wrong with it.
pub(in crate::page) fn text(
    (name, longest): (&str, usize),
    label: &str,
    hint: &str,
    value: &str,
    problem: Option<&Problem>,
) -> Markup {
    let wrong = problem.filter(|problem| problem.field == name);
    let described = format!("{name}-hint {name}-error");
    html! {
        div.field {
            label for=(name) { (label) }
            input id=(name) name=(name) value=(value) maxlength=(longest) autocomplete="off"
                aria-invalid=[wrong.map(|_| "true")] aria-describedby=(described) autofocus[wrong.is_some()];
            p.hint id={ (name) "-hint" } { (hint) }
            (error(name, wrong))
        }
    }
}

fn error(name: &str, wrong: Option<&Problem>) -> Markup {
    html! { @if let Some(problem) = wrong { p.error id={ (name) "-error" } { (problem.text) } } }
}

/// Every tag of every contract, and every contract that has none.
pub(super) fn choose(
    frame: &Frame,
    attendance: &Attendance,
    summary: &Summary,
    contracts: &[Contract],
    missing: bool,
) -> Page {
    let lang = frame.lang();
    let now = attendance.contract().map(|contract| (contract, attendance.tag()));
    let main = html! {
        div.narrow {
            h1 { (lang.choose_title()) }
            p { strong { (summary.name) } " · " (lang.protocol()) " " span.number { (attendance.protocol()) } }
            p.dim { (lang.choose_lead()) }
            @if missing { div #problem tabindex="-1" autofocus role="alert" { (notice(Tone::Warning, "", html! { (lang.choose_missing()) })) } }
            form method="post" {
                (frame.csrf())
                fieldset.choices.lines {
                    legend.sr { (lang.choose_title()) }
                    @for (at, (contract, tag)) in lines(contracts).enumerate() {
                        (line(frame, contract, tag, now == Some((contract.id, tag.map(|tag| tag.id))), at == 0 && !missing))
                    }
                }
                p.row {
                    button.primary { (lang.confirm()) }
                    @if now.is_some() { a.button href={ "/attendance/" (attendance.request()) } { (lang.back()) } }
                }
            }
        }
    };
    Page::new(lang.choose_title(), main)
}

fn lines(contracts: &[Contract]) -> impl Iterator<Item = (&Contract, Option<&Tag>)> {
    contracts.iter().flat_map(|contract| {
        let alone = contract.tags.is_empty().then_some((contract, None));
        alone.into_iter().chain(contract.tags.iter().map(move |tag| (contract, Some(tag))))
    })
}

fn line(frame: &Frame, contract: &Contract, tag: Option<&Tag>, chosen: bool, first: bool) -> Markup {
    let lang = frame.lang();
    let value = match tag {
        Some(tag) => format!("{}.{}", contract.id, tag.id),
        None => contract.id.to_string(),
    };
    html! {
        label {
            input type="radio" name="choice" value=(value) required checked[chosen] autofocus[first];
            span {
                @match tag {
                    Some(tag) => { strong { (tag.code) } " " (tag.label) br; span.dim { (tag.address) } },
                    None => strong { (lang.choose_none()) },
                }
            }
            span.right {
                (lang.contract()) " " span.number { (contract.number) } " "
                span.badge.(tone_class(contract_tone(contract.status))) { (lang.contract_status(contract.status)) }
                br; span.dim { (contract.plan) }
            }
        }
    }
}
