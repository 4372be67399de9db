//! What of the network is known to have failed: a banner stands on every attendance under it, and the
//! requests that are served meanwhile are linked with it.

use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::{Actor, Company, audit};
use balcao_network::outages::{self, MAX_NOTE, Outage, OutageError, Place};
use balcao_network::{OutageId, connections, olts};
use balcao_plugins::canvas::Tone;
use balcao_store::Conn;
use maud::{Markup, html};

use super::super::form::Problem;
use super::{ADMINISTERS, Section, Sent, by, changing, own, problem};
use crate::block::notice;
use crate::fault::Fault;
use crate::route::{Routes, Visit};

/// The largest number of a frame, a slot or a PON.
const MOST: i32 = 1_023;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .route(Method::GET, "/admin/outages", ADMINISTERS, list)
        .route(Method::POST, "/admin/outages", ADMINISTERS, begin)
        .route(Method::GET, "/admin/outages/{outage}", ADMINISTERS, show)
        .route(Method::POST, "/admin/outages/{outage}/end", ADMINISTERS, end)
}

/// What can fail: an OLT or an access server of a company.
struct Known {
    company: Company,
    place: Place,
    name: String,
}

impl Known {
    /// As the form sends it.
    fn value(&self) -> String {
        match &self.place {
            Place::Nas(name) => format!("{}/nas/{name}", self.company.id),
            Place::Olt(olt) | Place::Pon { olt, .. } => format!("{}/olt/{olt}", self.company.id),
        }
    }
}

async fn known(conn: &mut Conn, companies: &[Company]) -> Result<Vec<Known>, Fault> {
    let mut known = Vec::new();
    for company in companies {
        let of = |place: Place, name: String| Known { company: company.clone(), place, name };
        let olts = olts::list(conn, company.id).await?;
        known.extend(olts.into_iter().map(|olt| of(Place::Olt(olt.id), olt.name)));
        let servers = connections::access_servers(conn, company.id).await?;
        known.extend(servers.into_iter().map(|name| of(Place::Nas(name.clone()), name)));
    }
    Ok(known)
}

/// The one that the path names, if it is a company's of theirs.
async fn named(conn: &mut Conn, visit: &Visit<Actor>, actor: &Actor) -> Result<(Company, Outage), Fault> {
    let id: OutageId = visit.params.get("outage")?;
    for company in own(conn, actor).await? {
        if let Some(outage) = outages::one(conn, company.id, id).await? {
            return Ok((company, outage));
        }
    }
    Err(Fault::NotFound)
}

async fn list(visit: Visit<Actor>) -> Result<Response, Fault> {
    page(&visit, &Sent::No).await
}

/// Marks a place as failed. Sent twice, the second is told that it is marked.
async fn begin(visit: Visit<Actor>) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let (mut tx, actor) = changing(&visit).await?;
    let companies = own(&mut tx, &actor).await?;
    let known = known(&mut tx, &companies).await?;
    let sent = match read(&visit, &known) {
        Err(problems) => Sent::Wrong(problems),
        Ok((company, place)) => {
            let note = visit.form.text("note");
            let begun = outages::begin(&mut tx, company.id, &place, note, Some(&actor), visit.now).await;
            match begun {
                Ok((id, line)) => {
                    audit::commit(tx, vec![by(line, &actor, company.id, &["place", "note"])]).await?;
                    return Ok(Redirect::to(&format!("/admin/outages/{id}")).into_response());
                }
                Err(OutageError::Again) => Sent::wrong("place", lang.outages_place(), lang.outages_again()),
                Err(OutageError::NoPlace | OutageError::NotFound) => {
                    Sent::wrong("place", lang.outages_place(), lang.outages_no_place())
                }
                Err(OutageError::Note) => {
                    Sent::wrong("note", lang.outages_note(), lang.outages_note_wrong(MAX_NOTE))
                }
                Err(OutageError::Store(error)) => return Err(error.into()),
            }
        }
    };
    drop(tx);
    page(&visit, &sent).await
}

fn read<'a>(visit: &Visit<Actor>, known: &'a [Known]) -> Result<(&'a Company, Place), Vec<Problem>> {
    let (form, lang) = (&visit.form, visit.frame.lang());
    let Some(chosen) = known.iter().find(|known| known.value() == form.text("place")) else {
        return Err(vec![problem("place", lang.outages_place(), lang.outages_no_place())]);
    };
    let numbers = ["frame", "slot", "pon"].map(|name| form.text(name));
    let place = match (&chosen.place, numbers) {
        (place, ["" | "0", "", ""]) => place.clone(),
        (Place::Nas(_), _) => {
            return Err(vec![problem("pon", lang.outages_pon(), lang.outages_only_olt())]);
        }
        (Place::Olt(olt) | Place::Pon { olt, .. }, [frame, slot, pon]) => {
            let read = |typed: &str| typed.parse::<i32>().ok().filter(|number| (0..=MOST).contains(number));
            let frame = if frame.is_empty() { Some(0) } else { read(frame) };
            match (frame, read(slot), read(pon)) {
                (Some(frame), Some(slot), Some(pon)) => Place::Pon { olt: *olt, frame, slot, pon },
                (_, None, _) => {
                    return Err(vec![problem("slot", lang.outages_slot(), lang.outages_number())]);
                }
                (_, _, None) => return Err(vec![problem("pon", lang.outages_pon(), lang.outages_number())]),
                (None, ..) => {
                    return Err(vec![problem("frame", lang.outages_frame(), lang.outages_number())]);
                }
            }
        }
    };
    Ok((&chosen.company, place))
}

/// Says that it works again; of one that has ended already, nothing is to be said.
async fn end(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor) = changing(&visit).await?;
    let (company, outage) = named(&mut tx, &visit, &actor).await?;
    match outages::end(&mut tx, company.id, outage.id, Some(&actor), visit.now).await {
        Ok(line) => audit::commit(tx, vec![by(line, &actor, company.id, &[])]).await?,
        Err(OutageError::NotFound) => {}
        Err(error) => return Err(Fault::internal(error)),
    }
    Ok(Redirect::to(&format!("/admin/outages/{}", outage.id)).into_response())
}

async fn page(visit: &Visit<Actor>, sent: &Sent) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let mut conn = visit.desk.db.read().await?;
    let companies = own(&mut conn, &visit.proof).await?;
    let known = known(&mut conn, &companies).await?;
    let mut all = Vec::new();
    for company in &companies {
        all.extend(outages::list(&mut conn, company.id).await?.into_iter().map(|outage| (company, outage)));
    }
    drop(conn);
    all.sort_by_key(|(_, outage)| (outage.ended_at.is_some(), std::cmp::Reverse(outage.began_at)));
    let several = companies.len() > 1;
    let option = |known: &Known| {
        let whose = if several { format!(" ({})", known.company.trade_name) } else { String::new() };
        (known.value(), format!("{}{whose}", known.name))
    };
    // Nothing is chosen at first: nobody marks the first of a list by mistake.
    let nothing = (String::new(), lang.outages_choose().to_owned());
    let options: Vec<_> = std::iter::once(nothing).chain(known.iter().map(option)).collect();
    let form = sent.form(frame, &visit.form);
    let main = html! {
        div.heading { h1 { (lang.outages_section()) } }
        p.dim { (lang.outages_about()) }
        (sent.told(frame))
        @if known.is_empty() { p.empty { (lang.outages_nothing_known()) } } @else {
            form.card method="post" action="/admin/outages" data-guard novalidate {
                (frame.csrf())
                h2 { (lang.outages_begin()) }
                (form.select("place", lang.outages_place(), &options, ""))
                fieldset.part {
                    legend { (lang.outages_one_pon()) }
                    p.hint { (lang.outages_one_pon_hint()) }
                    div.columns {
                        (form.text("frame", lang.outages_frame(), "", true))
                        (form.text("slot", lang.outages_slot(), "", true))
                        (form.text("pon", lang.outages_pon(), "", true))
                    }
                }
                (form.paragraph("note", lang.outages_note(), "", lang.outages_note_hint(), 2))
                p.row { button.primary { (lang.outages_mark()) } }
            }
        }
        @if all.is_empty() { p.empty { (lang.outages_none()) } } @else { (table(visit, several, &all)) }
    };
    Ok(super::page(visit, Section::Outages, sent.status(), lang.outages_section(), main))
}

fn table(visit: &Visit<Actor>, several: bool, all: &[(&Company, Outage)]) -> Markup {
    let (lang, format) = (visit.frame.lang(), visit.frame.format);
    html! {
        div.scroll role="group" tabindex="0" aria-label=(lang.outages_section()) {
            table.tasks {
                caption.sr { (lang.outages_section()) }
                thead { tr {
                    th scope="col" { (lang.outages_place()) }
                    @if several { th scope="col" { (lang.company()) } }
                    th scope="col" { (lang.outages_since()) }
                    th scope="col" { (lang.status()) }
                    th.num scope="col" { (lang.outages_requests()) }
                    th scope="col" { span.sr { (lang.actions()) } }
                } }
                tbody { @for (company, outage) in all { tr {
                    td { a href={ "/admin/outages/" (outage.id) } { (outage.place()) } p.dim { (outage.note) } }
                    @if several { td { (company.trade_name) } }
                    td { (format.instant(outage.began_at)) }
                    td { (state(visit, outage)) }
                    td.num { (format.integer(outage.requests)) }
                    td.acts { (end_button(visit, outage)) }
                } } }
            }
        }
    }
}

fn state(visit: &Visit<Actor>, outage: &Outage) -> Markup {
    let lang = visit.frame.lang();
    html! { @match outage.ended_at {
        None => span.badge.danger { (lang.outages_goes_on()) },
        Some(at) => { span.badge.neutral { (lang.outages_ended()) } " " (visit.frame.format.instant(at)) },
    } }
}

fn end_button(visit: &Visit<Actor>, outage: &Outage) -> Markup {
    html! { @if outage.ended_at.is_none() {
        form method="post" action={ "/admin/outages/" (outage.id) "/end" } {
            (visit.frame.csrf())
            button { (visit.frame.lang().outages_end()) }
        }
    } }
}

/// One, with the requests that were served under it.
async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (lang, format) = (visit.frame.lang(), visit.frame.format);
    let mut conn = visit.desk.db.read().await?;
    let (company, outage) = named(&mut conn, &visit, &visit.proof).await?;
    let requests = outages::requests(&mut conn, company.id, outage.id).await?;
    drop(conn);
    let title = outage.place();
    let main = html! {
        p { a href="/admin/outages" { (lang.outages_section()) } }
        div.heading { h1 { (title) } (state(&visit, &outage)) (end_button(&visit, &outage)) }
        dl.facts.inline {
            div { dt { (lang.company()) } dd { (company.trade_name) } }
            div { dt { (lang.outages_since()) } dd { (format.instant(outage.began_at)) } }
        }
        @if outage.ended_at.is_none() { (notice(Tone::Info, "", html! { (lang.outages_banner()) })) }
        section.card aria-labelledby="note" {
            header { h2 #note { (lang.outages_note()) } }
            div.body { p.prose { (outage.note) } }
        }
        section.card aria-labelledby="requests" {
            header { h2 #requests { (lang.outages_requests()) } }
            div.body {
                @if requests.is_empty() { p.empty { (lang.outages_no_requests()) } } @else {
                    ul.linked role="list" { @for (id, protocol) in &requests {
                        li { a.number href={ "/attendance/" (id) } { (protocol) } }
                    } }
                }
            }
        }
    };
    Ok(super::page(&visit, Section::Outages, StatusCode::OK, &title, main))
}
