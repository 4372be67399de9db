//! Pesquisas de Pessoas: the one box, and who it found. `/people?q=` is an address that a PBX can
//! open with the number that calls.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use balcao_access::audit::{self, Act, Line};
use balcao_access::{Actor, companies};
use balcao_desk::search::{self, Found, Hit, Kind, PersonCard, SearchError, Slip, Why};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use crate::block::tax_id;
use crate::block::{notice, tone_class};
use crate::fault::Fault;
use crate::format::phone;
use crate::message::words::contract_tone;
use crate::route::Visit;
use crate::shell::{self, Frame, Page, icon};

/// The page.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let frame = &visit.frame;
    let lang = frame.lang();
    let query = visit.query.get("q");
    let (status, result) = match query {
        None => (StatusCode::OK, html! {}),
        Some(query) => match find(&visit, query).await {
            Ok(found) => (StatusCode::OK, results(&visit, query, &found).await?),
            Err(SearchError::Empty) => (StatusCode::UNPROCESSABLE_ENTITY, problem(lang.people_empty())),
            Err(SearchError::TooLong) => (StatusCode::UNPROCESSABLE_ENTITY, problem(lang.people_too_long())),
            Err(SearchError::Denied) => return Err(Fault::Forbidden),
            Err(SearchError::Store(error)) => return Err(error.into()),
        },
    };
    // A text that is too long is not sent back into the box.
    let shown = query.filter(|query| query.chars().count() <= search::MAX_QUERY).unwrap_or_default();
    let main = html! {
        div.heading { h1 { (lang.people_search()) } }
        form.search-people action="/people" role="search" aria-label=(lang.people_search()) {
            label for="q" { (lang.search_box()) }
            div.row {
                input #q type="search" name="q" value=(shown) autocomplete="off" autofocus[query.is_none_or(str::is_empty)];
                button.primary { (icon("search")) (lang.search()) }
            }
            p.hint { (lang.people_lead()) }
        }
        (result)
    };
    Ok((status, shell::page(frame, Page::new(lang.people_search(), main))).into_response())
}

/// Searches.
async fn find(visit: &Visit<Actor>, query: &str) -> Result<Found, SearchError> {
    let mut conn = visit.desk.db.read().await?;
    let found = search::people(&mut conn, &visit.proof, query).await?;
    drop(conn);
    note_search(visit, &found).await?;
    Ok(found)
}

/// A search by a taxpayer number leaves a line in the audit trail.
pub(super) async fn note_search(visit: &Visit<Actor>, found: &Found) -> Result<(), SearchError> {
    if found.kinds.iter().any(Kind::is_tax_id) {
        let by_number = found.hits.iter().filter(|hit| hit.why.contains(&Why::TaxId));
        let mut lines: Vec<Line> = by_number.map(|hit| searched(&visit.proof, Some(hit))).collect();
        if lines.is_empty() {
            lines.push(searched(&visit.proof, None));
        }
        let tx = visit.desk.db.write().await?;
        audit::commit(tx, lines).await.map_err(search_failed)?;
    }
    Ok(())
}

fn searched(actor: &Actor, hit: Option<&Hit>) -> Line {
    let line = Line::new(Act::SearchedByDocument).by(actor);
    match hit {
        Some(hit) => line.person(hit.person.id.0),
        None => line,
    }
}

/// A search that can't be audited is not answered.
fn search_failed(error: balcao_access::AccessError) -> SearchError {
    match error {
        balcao_access::AccessError::Store(error) => SearchError::Store(error),
        other => {
            tracing::error!(error = %other, "the audit trail refused a line");
            SearchError::Denied
        }
    }
}

fn problem(text: &str) -> Markup {
    html! { div role="alert" { (notice(Tone::Warning, "", html! { (text) })) } }
}

async fn results(visit: &Visit<Actor>, query: &str, found: &Found) -> Result<Markup, Fault> {
    let lang = visit.frame.lang();
    let mut conn = visit.desk.db.read().await?;
    let companies = companies::list(&mut conn).await?;
    drop(conn);
    let company = |hit: &PersonCard, at: usize| {
        let id = hit.contracts[at].company;
        let elsewhere = id != visit.proof.company;
        companies
            .iter()
            .find(|company| elsewhere && company.id == id)
            .map(|company| company.trade_name.clone())
    };
    let kinds = found.kinds.iter().map(|kind| lang.kind_of_search(kind)).collect::<Vec<_>>().join(", ");
    let slip = found.slip.map(|slip| match slip {
        Slip::CheckDigits => lang.slip_check_digits(),
        Slip::TaxIdDenied => lang.slip_denied(),
    });
    Ok(html! {
        div.heading {
            p role="status" {
                @if found.hits.is_empty() { (lang.people_none(query.trim())) } @else { (lang.people_count(found.hits.len(), found.more)) }
            }
            @if !kinds.is_empty() { p.dim { (lang.people_searched_as(&kinds)) } }
        }
        @if let Some(slip) = slip { (problem(slip)) }
        @if found.hits.is_empty() { p.empty { (lang.people_none_hint()) } } @else {
            // Wider than a phone it scrolls; then it must be reachable by keyboard.
            div.scroll role="group" aria-label=(lang.people_search()) tabindex="0" {
                table.people {
                    caption.sr { (lang.people_search()) }
                    thead { tr {
                        th scope="col" { (lang.name()) }
                        th scope="col" { (lang.tax_id()) }
                        th scope="col" { (lang.city()) }
                        th scope="col" { (lang.since()) }
                        th scope="col" { (lang.contracts()) }
                        th scope="col" { (lang.why()) }
                        th scope="col" { (lang.start_short()) }
                    } }
                    tbody { @for hit in &found.hits { (row(&visit.frame, hit, &company)) } }
                }
            }
            @if found.more { p.hint { (lang.people_more()) } }
        }
    })
}

fn row(frame: &Frame, hit: &Hit, company: &dyn Fn(&PersonCard, usize) -> Option<String>) -> Markup {
    let (lang, person) = (frame.lang(), &hit.person);
    html! {
        tr {
            td { strong { (person.name) } @if let Some(trade_name) = &person.trade_name { br; span.dim { (trade_name) } } }
            td.nobreak { (tax_id(person.tax_id.as_ref())) }
            td { (person.city) }
            td.nobreak { @match person.since { Some(since) => (frame.format.date(since)), None => span.dim { "—" } } }
            td {
                @if person.contracts.is_empty() { span.dim { "—" } }
                @for (at, contract) in person.contracts.iter().enumerate() {
                    div.contract {
                        span.number { (contract.number) } " "
                        span.badge.(tone_class(contract_tone(contract.status))) { (lang.contract_status(contract.status)) }
                        @if let Some(name) = company(person, at) { " " span.dim { (name) } }
                        @for (code, label) in &contract.tags { span.tag title=(label) { (code) } }
                    }
                }
            }
            td { @for why in &hit.why { div { (reason(frame, why)) } } }
            td { (start(frame, person)) }
        }
    }
}

fn reason(frame: &Frame, why: &Why) -> Markup {
    let what = frame.lang().why_found(why);
    match why {
        Why::Protocol(protocol, request) => {
            html! { span.dim { (what) } " " a.number href={ "/attendance/" (request) } { (protocol) } }
        }
        Why::Tag(code, _) => html! { span.dim { (what) } " " (code) },
        Why::Phone(number) => html! { span.dim { (what) } " " span.nobreak { (phone(number)) } },
        Why::TaxId | Why::Name => html! { span.dim { (what) } },
    }
}

/// The icon of W4: it works only for those who can be served, and says why it does not.
fn start(frame: &Frame, person: &PersonCard) -> Markup {
    let lang = frame.lang();
    match person.can_start {
        Ok(()) => html! {
            div.begin {
                a.button.start href={ "/start/" (person.id) } title=(lang.start()) aria-label=(lang.start_of(&person.name)) {
                    (icon("start")) (lang.start_short())
                }
            }
        },
        Err(why) => html! {
            div.begin {
                button.start type="button" disabled aria-label=(lang.start_of(&person.name)) title=(lang.why_not(why)) {
                    (icon("start")) (lang.start_short())
                }
                p.why-not { (lang.why_not(why)) }
            }
        },
    }
}
