//! That no line of the trail was altered: proven now, and what came of it last.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::audit::{Bad, Flaw, Proof, Running, last_proof};
use balcao_access::{Actor, users};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use super::Section;
use crate::block::notice;
use crate::fault::Fault;
use crate::message::Lang;
use crate::route::Visit;
use crate::shell::Frame;

/// Begins a proof; one that is on its way goes on.
pub(super) async fn begin(visit: Visit<Actor>) -> Result<Response, Fault> {
    visit.desk.prover.begin(&visit.proof).await?;
    Ok(Redirect::to("/admin/audit/proof").into_response())
}

/// The page; while a proof is on its way it comes again by itself.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    // Asked for first: one that ends meanwhile is in the table.
    let running = visit.desk.prover.running();
    let mut conn = visit.desk.db.read().await?;
    let last = last_proof(&mut conn).await?;
    let by = match last.as_ref().and_then(|proof| proof.by) {
        Some(user) => Some(users::by_id(&mut conn, user).await?)
            .filter(|user| user.companies.iter().any(|company| visit.proof.user.companies.contains(company))),
        None => None,
    };
    drop(conn);
    let main = html! {
        p { a href="/admin/audit" { (lang.audit()) } }
        div.heading { h1 { (lang.audit_proof()) } }
        p { (lang.audit_proof_lead()) }
        @match &running {
            Some(running) => (progress(frame, running)),
            None => form method="post" action="/admin/audit/proof" { (frame.csrf()) button.primary { (lang.audit_prove_now()) } },
        }
        section.card aria-labelledby="last" {
            header { h2 #last { (lang.audit_last_proof()) } }
            div.body {
                @match &last {
                    Some(proof) => (came(frame, proof, by.as_ref().map(|user| user.name.as_str()))),
                    None => p.empty { (lang.audit_never_proven()) },
                }
            }
        }
        p.hint { @if visit.desk.prover.has_witness() { (lang.audit_witness()) } @else { (lang.audit_no_witness()) } }
    };
    let mut response = super::super::page(frame, Section::Audit, lang.audit_proof(), main);
    if running.is_some() {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("2;url=/admin/audit/proof"));
    }
    Ok(response)
}

fn progress(frame: &Frame, running: &Running) -> Markup {
    let (read, of) = (running.read.min(running.of), running.of);
    let count = |number: u64| frame.format.integer(number.try_into().unwrap_or(i64::MAX));
    html! {
        div role="status" {
            p { (frame.lang().audit_proving(&count(read), &count(of))) }
            progress max=(of.max(1)) value=(read) aria-label=(frame.lang().audit_proof()) {}
        }
    }
}

fn came(frame: &Frame, proof: &Proof, by: Option<&str>) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    let took = (proof.ended_at - proof.started_at).num_milliseconds() as f64;
    html! {
        @match &proof.verdict.first_bad {
            None => (notice(Tone::Success, "", html! { (lang.audit_holds()) })),
            Some(bad) => div role="alert" { (notice(Tone::Danger, lang.audit_altered(), html! { (place(lang, bad)) })) },
        }
        dl.facts {
            div { dt { (lang.audit_when()) } dd { (format.instant(proof.ended_at)) } }
            div { dt { (lang.audit_took()) } dd { (format.duration(took)) } }
            div { dt { (lang.audit_lines()) } dd { (format.integer(proof.verdict.lines.try_into().unwrap_or(i64::MAX))) } }
            div { dt { (lang.audit_by()) } dd { (by.unwrap_or(lang.the_desk())) } }
            div { dt { (lang.audit_compared()) } dd {
                @match proof.witnessed_at { Some(at) => (format.instant(at)), None => (lang.audit_compared_with_nothing()) }
            } }
        }
    }
}

/// Where it does not hold, and why.
fn place(lang: Lang, bad: &Bad) -> String {
    let why = lang.audit_flaw(bad.what);
    match bad.what {
        Flaw::Forged => lang.audit_bad_head(bad.seq, why),
        _ if bad.seq == 0 => lang.audit_bad_chain(bad.chain, why),
        _ if bad.until == bad.seq => lang.audit_bad_line(bad.chain, bad.seq, why),
        _ => lang.audit_bad_lines(bad.chain, bad.seq, bad.until, why),
    }
}
