//! Who saw a customer: what a data subject asks for by art. 18 and 19 of the LGPD, as a page, on
//! paper, and as a file.

use axum::response::Response;
use balcao_access::audit::{self, Act, Line};
use balcao_access::{Actor, users};
use balcao_desk::PersonId;
use balcao_desk::trail::{self, Entry, Search};
use maud::html;

use super::line::{self, Names};
use super::{Section, colleagues, export, printed};
use crate::csv;
use crate::fault::Fault;
use crate::fields::url;
use crate::route::Visit;

/// The most lines of a report.
const MOST: usize = 5_000;

/// What the report holds.
struct Report {
    person: PersonId,
    name: String,
    entries: Vec<Entry>,
    more: bool,
    names: Names,
}

/// Reads it; that it was made is itself a line.
async fn report(visit: &Visit<Actor>) -> Result<Report, Fault> {
    let person: PersonId = visit.params.get("person")?;
    let mut tx = visit.desk.db.write().await?;
    let name = trail::person(&mut tx, &visit.proof, person).await?.ok_or(Fault::NotFound)?;
    let search = Search { person: Some(person), acts: Act::SIGHTS.to_vec(), ..Search::default() };
    let page = trail::page(&mut tx, &visit.proof, &search, None, MOST).await?;
    let users = colleagues(visit, users::list(&mut tx).await?);
    let names = Names::load(&mut tx, &visit.frame, &users).await?;
    audit::commit(tx, vec![Line::new(Act::SightsReported).by(&visit.proof).person(person.0)]).await?;
    Ok(Report { person, name, entries: page.entries, more: page.next.is_some(), names })
}

/// The page.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let report = report(&visit).await?;
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let title = lang.audit_who_saw(&report.name);
    let mut seers: Vec<&str> = report.entries.iter().map(|entry| line::who(lang, entry)).collect();
    seers.sort_unstable();
    seers.dedup();
    let person = report.person.to_string();
    let main = html! {
        p.row.small { a href=(url("/admin/audit", [("person", person.as_str())])) { (lang.audit_all_of_person()) } }
        div.heading {
            h1 { (title) }
            a.button.small href={ "/admin/audit/person/" (person) "/csv" } download { (lang.as_csv()) }
            a.button.small href={ "/admin/audit/person/" (person) "/erase" } { (lang.erase_title()) }
        }
        p { (lang.audit_report_lead(&frame.format.instant(visit.now))) }
        p { (lang.audit_report_count(report.entries.len(), seers.len())) }
        @if report.more { p.hint { (lang.audit_report_more(MOST)) } }
        p.hint { (lang.audit_report_bounds()) }
        @if report.entries.is_empty() { p.empty { (lang.audit_nobody_saw()) } } @else {
            (line::table(&visit, &report.names, &report.entries))
        }
        (printed(frame, &visit))
    };
    Ok(super::super::page(frame, Section::Audit, &title, main))
}

/// The same for a spreadsheet.
pub(super) async fn file(visit: Visit<Actor>) -> Result<Response, Fault> {
    let report = report(&visit).await?;
    let rows = report.entries.iter().map(|entry| export::row(&visit, &report.names, entry));
    let rows: Vec<_> = [export::head(&visit)].into_iter().chain(rows).collect();
    Ok(csv::file(&format!("balcao-quem-viu-{}", visit.frame.format.day(visit.now)), &rows))
}
