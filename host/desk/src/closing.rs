//! The closing form: what the request was about, how long it may take, and what becomes of it. The
//! same form forwards it to another team.

mod offer;

use balcao_access::audit::{Act, Line};
use balcao_access::{Team, TeamId};
use balcao_store::{StoreError, Tx, on};
use chrono::{DateTime, Utc};

use crate::Attendance;
use crate::deadline::Measure;
use crate::handling::{Change, Clocks, Fault, Field, HandleError, Held, Problems, Reason, Seen, Told, hold};
use crate::reports::{self, Audience, ReportError};
use crate::requests::{self, Status, StatusKind};

pub use offer::{Catalog, Current, Offer, RequestType, Situation, Use, offer};

/// What the form was filled in with. Codes are empty where nothing was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// The code of the type.
    pub kind: String,
    /// The code of the catalog.
    pub catalog: String,
    /// The code of one of its items.
    pub item: String,
    /// The code of the situation; empty: the one that the type brings along.
    pub situation: String,
    /// The deadline, for a situation in which it is typed.
    pub deadline: Option<DateTime<Utc>>,
    /// What becomes of the request.
    pub next: Next,
    /// Who may read the report.
    pub audience: Audience,
    /// What was done.
    pub report: String,
}

/// What becomes of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// It goes on, waits, comes back at a time or ends, as a status says.
    Status {
        /// The status's code.
        status: String,
        /// When it comes back, for a status that does.
        when: Option<DateTime<Utc>>,
    },
    /// It goes to the queue of another team, still in progress.
    Forward {
        /// The team.
        team: Option<TeamId>,
        /// The code of the reason.
        reason: String,
    },
}

/// What the form says, once it is known that it is offered.
struct Checked<'a> {
    kind: &'a RequestType,
    catalog: Option<&'a str>,
    item: Option<&'a str>,
    situation: &'a Situation,
    typed: Option<DateTime<Utc>>,
    next: Decided<'a>,
    report: &'a str,
}

enum Decided<'a> {
    Status(&'a Status, Option<DateTime<Utc>>),
    Forward(&'a Team, &'a Reason),
}

/// Does what the form says. The situation sets the deadline, counted from the opening; the same
/// situation as before leaves it as it is. A time at which the request was to come back is over with
/// this: somebody has just worked on it. The audit line is to be committed with `tx`.
pub async fn close(
    tx: &mut Tx,
    attendance: &Attendance,
    seen: Seen,
    closing: &Closing,
    now: DateTime<Utc>,
) -> Result<Line, HandleError> {
    let offer = offer(tx, attendance).await?;
    let held = hold(tx, attendance, seen, change(&offer, closing), now).await?;
    held.open()?;
    let checked = check(&offer, closing, &held, now)?;
    let (status, kind, when) = match checked.next {
        Decided::Status(status, when) => (status.code.as_str(), status.kind, when),
        Decided::Forward(..) => (requests::IN_PROGRESS, StatusKind::Open, None),
    };
    // Before the request ends: so the report stands among those of its work.
    let told = reports::write(tx, attendance, closing.audience, checked.report, None, now).await;
    let report = told.map_err(report_failed)?;
    reports::written_by(tx, attendance, report, seen.form).await?;
    let (clocks, going_on) = Clocks::turn(tx, attendance, &held, kind, now).await?;
    let deadline = match checked.situation.measure {
        // One that stands already is not typed anew: it goes on with what was left of it.
        Measure::Manual if checked.typed == held.deadline => going_on,
        Measure::Manual => checked.typed,
        _ if held.situation.as_ref() == Some(&checked.situation.code) => going_on,
        _ => clocks.due(checked.situation.measure, checked.situation.hours, held.opened_at),
    };
    let (user, team) = match checked.next {
        Decided::Forward(team, _) => (None, Some(team.id)),
        Decided::Status(..) => (held.assigned_user.or(Some(attendance.actor().user.id)), held.assigned_team),
    };
    let ended_at = (kind == StatusKind::Closed).then_some(now);
    on!(&mut *tx, c => sqlx::query(
        "UPDATE request SET type = $2, catalog = $3, item = $4, situation = $5, deadline = $6, status = $7,
                scheduled_for = $8, ended_at = $9, assigned_user = $10, assigned_team = $11
         WHERE id = $1")
        .bind(attendance.request()).bind(&checked.kind.code).bind(checked.catalog).bind(checked.item)
        .bind(&checked.situation.code).bind(deadline).bind(status).bind(when).bind(ended_at)
        .bind(user).bind(team).execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    if let Decided::Forward(team, reason) = checked.next {
        let reason = reason.names.text(attendance.actor().user.locale);
        Told::Forwarded { team: &team.name, reason }.write(tx, attendance, None, now).await?;
    }
    Ok(line(attendance, &checked, status, kind))
}

/// What the form is about to do, for whoever comes too late.
fn change(offer: &Offer, closing: &Closing) -> Change {
    match &closing.next {
        Next::Forward { .. } => Change::Forwarded,
        Next::Status { status, .. } => {
            match offer.statuses.iter().find(|offered| offered.code == *status).map(|status| status.kind) {
                Some(StatusKind::Closed) => Change::Closed,
                Some(StatusKind::Scheduled) => Change::Scheduled,
                _ => Change::Kept,
            }
        }
    }
}

/// Looks at all of the form, and names everything that is wrong with it.
fn check<'a>(
    offer: &'a Offer,
    closing: &'a Closing,
    held: &Held,
    now: DateTime<Utc>,
) -> Result<Checked<'a>, HandleError> {
    let mut problems = Problems::default();
    let kind = problems.one_of(Field::Kind, &closing.kind, &offer.types, |kind| kind.code == closing.kind);
    let (catalog, item) = kind.map_or((None, None), |kind| service(&mut problems, offer, kind, closing));
    let code = match closing.situation.as_str() {
        "" => kind.and_then(|kind| kind.situation.as_deref()).or(offer.current.situation.as_deref()),
        chosen => Some(chosen),
    };
    // Without a type there is no situation to miss.
    let situation = (kind.is_some() || code.is_some())
        .then(|| {
            let code = code.unwrap_or_default();
            problems.one_of(Field::Situation, code, &offer.situations, |situation| situation.code == code)
        })
        .flatten();
    let typed = match situation {
        Some(situation) if situation.measure == Measure::Manual => {
            typed(&mut problems, closing.deadline, held, now)
        }
        _ => None,
    };
    let next = next(&mut problems, offer, closing, now);
    let report = problems.report(&closing.report);
    problems.none()?;
    let (Some(kind), Some(situation), Some(next)) = (kind, situation, next) else {
        return Err(HandleError::NotNow);
    };
    Ok(Checked { kind, catalog, item, situation, typed, next, report })
}

/// The catalog and the item, by what the type asks.
fn service<'a>(
    problems: &mut Problems,
    offer: &'a Offer,
    kind: &RequestType,
    closing: &Closing,
) -> (Option<&'a str>, Option<&'a str>) {
    let field = Field::Catalog;
    match (closing.catalog.as_str(), kind.catalog) {
        // What stands in the field from before is not asked for: the form has hidden it.
        (_, Use::Unused) | ("", Use::Optional) => return (None, None),
        ("", Use::Required) => {
            problems.add(field, Fault::Missing);
            return (None, None);
        }
        _ => {}
    }
    let own = |catalog: &Catalog| catalog.code == closing.catalog && kind.has(&catalog.code);
    let Some(catalog) = problems.one_of(field, &closing.catalog, &offer.catalogs, own) else {
        return (None, None);
    };
    match (closing.item.as_str(), kind.item) {
        ("", Use::Required) => problems.add(field, Fault::ItemMissing),
        ("", _) => {}
        (_, Use::Unused) => problems.add(field, Fault::NotUsed),
        (item, _) => {
            let item = problems.one_of(field, item, &catalog.items, |(code, _)| code == item);
            return (Some(&catalog.code), item.map(|(code, _)| code.as_str()));
        }
    }
    (Some(&catalog.code), None)
}

/// A deadline typed by hand. One that stands already may be over: it is not typed anew.
fn typed(
    problems: &mut Problems,
    typed: Option<DateTime<Utc>>,
    held: &Held,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let minute = |at: DateTime<Utc>| at.timestamp().div_euclid(60);
    match (typed, held.deadline) {
        (Some(typed), Some(standing)) if minute(typed) == minute(standing) => Some(standing),
        _ => problems.ahead(Field::Deadline, typed, now),
    }
}

fn next<'a>(
    problems: &mut Problems,
    offer: &'a Offer,
    closing: &Closing,
    now: DateTime<Utc>,
) -> Option<Decided<'a>> {
    match &closing.next {
        Next::Status { status, when } => {
            let status =
                problems.one_of(Field::Status, status, &offer.statuses, |one| one.code == *status)?;
            let comes_back = status.kind == StatusKind::Scheduled;
            let when = if comes_back { problems.ahead(Field::When, *when, now) } else { None };
            Some(Decided::Status(status, when))
        }
        Next::Forward { team, reason } => {
            let typed = if team.is_some() { "team" } else { "" };
            let team = problems.one_of(Field::Team, typed, &offer.teams, |one| Some(one.id) == *team);
            let reason = problems.one_of(Field::Reason, reason, &offer.reasons, |one| one.code == *reason);
            Some(Decided::Forward(team?, reason?))
        }
    }
}

fn report_failed(error: ReportError) -> HandleError {
    match error {
        ReportError::Store(error) => error.into(),
        // It was checked, and the request has not ended.
        ReportError::Empty | ReportError::TooLong | ReportError::Ended => HandleError::NotNow,
    }
}

fn line(attendance: &Attendance, checked: &Checked<'_>, status: &str, kind: StatusKind) -> Line {
    let (act, forward) = match checked.next {
        Decided::Forward(team, reason) => (Act::RequestForwarded, Some((team.id, &reason.code))),
        Decided::Status(..) if kind == StatusKind::Closed => (Act::RequestClosed, None),
        Decided::Status(..) if kind == StatusKind::Scheduled => (Act::RequestScheduled, None),
        Decided::Status(..) => (Act::RequestKept, None),
    };
    attendance.line(act).fields(serde_json::json!({
        "type": checked.kind.code, "catalog": checked.catalog, "item": checked.item,
        "situation": checked.situation.code, "status": status,
        "team": forward.map(|(team, _)| team), "reason": forward.map(|(_, reason)| reason),
    }))
}
