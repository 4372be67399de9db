//! What the levels of light are worth at each company: from when on a signal is weak, or too strong.

use axum::http::Method;
use axum::response::Response;
use balcao_access::{Actor, Company, audit};
use balcao_network::signal::{self, Level, Policy, Thresholds};
use maud::{Markup, html};

use super::super::form::{Form, Problem};
use super::{ADMINISTERS, Section, Sent, by, changing, edition, own, problem};
use crate::fault::Fault;
use crate::message::Lang;
use crate::route::{Routes, Visit};

/// dBm that any equipment knows.
const SANE: std::ops::RangeInclusive<f64> = -60.0..=20.0;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.route(Method::GET, "/admin/signal", ADMINISTERS, show).route(
        Method::POST,
        "/admin/signal/{company}",
        ADMINISTERS,
        change,
    )
}

fn label(lang: Lang, level: Level) -> &'static str {
    match level {
        Level::Received => lang.signal_received(),
        Level::Sent => lang.signal_sent(),
        Level::ReceivedAtOlt => lang.signal_at_olt(),
    }
}

/// The fields of a level: name, label, and the value that stands.
fn fields(lang: Lang, level: Level, is: Thresholds) -> [(String, &'static str, f64); 3] {
    let named = |end: &str| format!("{level}-{end}");
    [
        (named("least"), lang.signal_least(), is.least),
        (named("good"), lang.signal_good(), is.good),
        (named("most"), lang.signal_most(), is.most),
    ]
}

/// As a field holds it: `-27,5`.
fn shown(visit: &Visit<Actor>, dbm: f64) -> String {
    visit.frame.format.number(dbm, 2)
}

fn seen(policy: &Policy) -> String {
    let values = Level::ALL.iter().map(|level| policy.of(*level));
    let values: Vec<String> = values.map(|of| format!("{} {} {}", of.least, of.good, of.most)).collect();
    edition(&values)
}

async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    page(&visit, None).await
}

async fn change(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (mut tx, actor) = changing(&visit).await?;
    let company = super::one_of(&own(&mut tx, &actor).await?, &visit.params.get::<String>("company")?)?;
    let policy = signal::policy(&mut tx, company.id).await?;
    let sent = match read(&visit, &policy) {
        _ if visit.form.text("seen") != seen(&policy) => Sent::Late,
        Err(problems) => Sent::Wrong(problems),
        Ok(wanted) => {
            let mut lines = Vec::new();
            for (level, thresholds) in wanted.into_iter().filter(|(level, is)| policy.of(*level) != *is) {
                let line = signal::set_policy(&mut tx, company.id, level, thresholds).await;
                lines.push(by(line.map_err(Fault::internal)?, &actor, company.id, &["thresholds"]));
            }
            audit::commit(tx, lines).await?;
            return Ok(super::saved(&super::of_company("/admin/signal", &company)));
        }
    };
    drop(tx);
    page(&visit, Some((&company, &sent))).await
}

fn read(visit: &Visit<Actor>, policy: &Policy) -> Result<Vec<(Level, Thresholds)>, Vec<Problem>> {
    let lang = visit.frame.lang();
    let (mut wanted, mut problems) = (Vec::new(), Vec::new());
    for level in Level::ALL {
        let fields = fields(lang, *level, policy.of(*level));
        let typed = fields.each_ref().map(|(name, ..)| dbm(visit.form.text(name)));
        let said = |label: &str| format!("{}, {label}", self::label(lang, *level));
        for ((name, label, _), typed) in fields.iter().zip(typed) {
            if typed.is_none() {
                problems.push(problem(name, &said(label), lang.signal_wrong()));
            }
        }
        if let [Some(least), Some(good), Some(most)] = typed {
            if least <= good && good <= most {
                wanted.push((*level, Thresholds { least, good, most }));
            } else {
                problems.push(problem(&fields[0].0, &said(fields[0].1), lang.signal_order()));
            }
        }
    }
    if problems.is_empty() { Ok(wanted) } else { Err(problems) }
}

/// A level that was typed, with either mark, to the hundredth.
fn dbm(typed: &str) -> Option<f64> {
    let typed = typed.replace(',', ".").replace('\u{2212}', "-");
    let dbm = (typed.parse::<f64>().ok()? * 100.0).round() / 100.0;
    SANE.contains(&dbm).then_some(dbm)
}

async fn page(visit: &Visit<Actor>, sent: Option<(&Company, &Sent)>) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let mut conn = visit.desk.db.read().await?;
    let companies = own(&mut conn, &visit.proof).await?;
    let company = match sent {
        Some((company, _)) => company.clone(),
        None => super::looked_at(visit, &companies)?,
    };
    let policy = signal::policy(&mut conn, company.id).await?;
    drop(conn);
    let sent = sent.map_or(&Sent::No, |(_, sent)| sent);
    let main = html! {
        div.heading { h1 { (lang.signal_section()) } }
        p.dim { (lang.signal_about()) }
        (super::company_tabs(visit, "/admin/signal", &companies, &company))
        (super::saved_notice(visit))
        (sent.told(frame))
        (form(visit, &company, &policy, &sent.form(frame, &visit.form)))
    };
    Ok(super::page(visit, Section::Signal, sent.status(), lang.signal_section(), main))
}

fn form(visit: &Visit<Actor>, company: &Company, policy: &Policy, form: &Form<'_>) -> Markup {
    let lang = visit.frame.lang();
    html! {
        section.card aria-labelledby="company" {
            header { h2 #company { (company.trade_name) } }
            form.body method="post" action={ "/admin/signal/" (company.id) } data-guard novalidate {
                (visit.frame.csrf())
                input type="hidden" name="seen" value=(seen(policy));
                @for level in Level::ALL {
                    @let usual = level.usual();
                    fieldset.part {
                        legend { (label(lang, *level)) }
                        p.hint { (lang.signal_usual(&shown(visit, usual.least), &shown(visit, usual.good), &shown(visit, usual.most))) }
                        div.columns { @for (name, label, is) in fields(lang, *level, policy.of(*level)) {
                            (form.text(&name, label, &shown(visit, is), false))
                        } }
                    }
                }
                p.row { button.primary { (lang.save()) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::dbm;

    #[test]
    fn a_level_is_read_with_either_mark_and_only_what_equipment_knows() {
        assert_eq!(dbm("-27,5"), Some(-27.5));
        assert_eq!(dbm("-27.504"), Some(-27.5));
        assert_eq!(dbm("\u{2212}8"), Some(-8.0));
        for bad in ["", "x", "NaN", "inf", "-61", "20,01", "1.000,5"] {
            assert_eq!(dbm(bad), None, "{bad}");
        }
    }
}
