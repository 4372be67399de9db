//! What a supervisor looks at: what is open with each team, what comes and goes, how long it takes,
//! and who comes back.

use balcao_access::{Actor, Right, TeamId};
use balcao_store::{Conn, StoreError, on, text_enum};
use chrono::{DateTime, TimeDelta, Utc};

use crate::bulk;
use crate::requests::OVERDUE;

/// Somebody whose request was closed less than this ago has come back.
pub const BACK_WITHIN: TimeDelta = TimeDelta::days(30);

text_enum! {
    /// Over which days is counted.
    pub enum Period {
        /// Today so far.
        Today = "today",
        /// Today and the six days before.
        Week = "7-days",
    }
}

/// Why nothing is shown.
#[derive(Debug, thiserror::Error)]
pub enum SupervisionError {
    /// The profile does not supervise.
    #[error("the profile may not see the requests of others")]
    Denied,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is open with a team now.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Load {
    /// The team; none: of no team.
    pub id: Option<TeamId>,
    /// Its name.
    pub team: Option<String>,
    /// Open requests.
    pub open: i64,
    /// Those whose deadline is over.
    pub overdue: i64,
    /// Those that nobody has taken.
    pub untaken: i64,
    /// Those that wait for a customer or third party.
    pub waiting: i64,
}

/// What came and went in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flow {
    /// Opened, by the hour of the day.
    pub opened: [u32; 24],
    /// Closed as solved, by the hour of the day.
    pub closed: [u32; 24],
    /// Half of what was closed took no longer, from the opening to the end; none: nothing was.
    pub median: Option<TimeDelta>,
    /// Nine of ten took no longer.
    pub p90: Option<TimeDelta>,
    /// Of those opened, how many were of somebody who had one closed within [`BACK_WITHIN`].
    pub back: u32,
}

impl Flow {
    /// How many were opened.
    pub fn all_opened(&self) -> u32 {
        self.opened.iter().sum()
    }

    /// How many were closed.
    pub fn all_closed(&self) -> u32 {
        self.closed.iter().sum()
    }
}

/// What is open with each team, by name, in the user's companies.
pub async fn loads(
    conn: &mut Conn,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<Vec<Load>, SupervisionError> {
    let companies = supervised(actor)?;
    let sql = format!(
        "SELECT t.id, t.name AS team, count(*) AS open, count(CASE WHEN {OVERDUE} THEN 1 END) AS overdue,
                count(CASE WHEN r.assigned_user IS NULL THEN 1 END) AS untaken,
                count(CASE WHEN s.kind = 'waiting' THEN 1 END) AS waiting
         FROM request r JOIN request_status s ON s.code = r.status LEFT JOIN team t ON t.id = r.assigned_team
         WHERE r.ended_at IS NULL AND r.company IN ({})
         GROUP BY t.id, t.name ORDER BY t.name",
        bulk::placeholders(2, companies.len())
    );
    Ok(on!(conn, c => {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(now);
        for company in companies { query = query.bind(company) }
        query.fetch_all(c).await
    })
    .map_err(StoreError::from)?)
}

/// What came and went from one moment to another; `hour` says which hour of the day it is where the
/// provider is.
pub async fn flow(
    conn: &mut Conn,
    actor: &Actor,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    hour: impl Fn(DateTime<Utc>) -> usize,
) -> Result<Flow, SupervisionError> {
    let companies = supervised(actor)?;
    let within = bulk::placeholders(3, companies.len());
    let closed = format!(
        "SELECT r.opened_at, r.ended_at FROM request r JOIN request_status s ON s.code = r.status
         WHERE s.kind = 'closed' AND r.ended_at >= $1 AND r.ended_at < $2 AND r.company IN ({within})"
    );
    // With each that was opened, the last end before it of a request of the same customer.
    let opened = format!(
        "SELECT r.opened_at, (
             SELECT max(e.ended_at) FROM request e JOIN request_status s ON s.code = e.status
             WHERE e.person = r.person AND e.company = r.company AND e.ended_at <= r.opened_at
               AND s.kind = 'closed')
         FROM request r WHERE r.opened_at >= $1 AND r.opened_at < $2 AND r.company IN ({within})"
    );
    let closed: Vec<(DateTime<Utc>, DateTime<Utc>)> = on!(&mut *conn, c => {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(closed)).bind(from).bind(to);
        for company in companies { query = query.bind(company) }
        query.fetch_all(c).await
    })
    .map_err(StoreError::from)?;
    let opened: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)> = on!(conn, c => {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(opened)).bind(from).bind(to);
        for company in companies { query = query.bind(company) }
        query.fetch_all(c).await
    })
    .map_err(StoreError::from)?;
    let mut flow = Flow::default();
    let mut took: Vec<TimeDelta> = Vec::with_capacity(closed.len());
    for (opened_at, ended_at) in closed {
        flow.closed[hour(ended_at) % 24] += 1;
        took.push(ended_at - opened_at);
    }
    for (opened_at, last_end) in opened {
        flow.opened[hour(opened_at) % 24] += 1;
        flow.back += u32::from(last_end.is_some_and(|end| opened_at - end <= BACK_WITHIN));
    }
    took.sort_unstable();
    flow.median = rank(&took, 50);
    flow.p90 = rank(&took, 90);
    Ok(flow)
}

/// The companies whose requests a supervisor sees: their own.
fn supervised(actor: &Actor) -> Result<&[balcao_access::CompanyId], SupervisionError> {
    if actor.may(Right::Supervise) { Ok(&actor.user.companies) } else { Err(SupervisionError::Denied) }
}

/// The value at or below which so many of a hundred are (nearest rank), of sorted ones.
fn rank(sorted: &[TimeDelta], percent: usize) -> Option<TimeDelta> {
    let place = (sorted.len() * percent).div_ceil(100);
    sorted.get(place.saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_is_a_value_that_was_measured() {
        let minutes = |values: &[i64]| values.iter().map(|n| TimeDelta::minutes(*n)).collect::<Vec<_>>();
        for (values, median, p90) in [
            (&[][..], None, None),
            (&[7], Some(7), Some(7)),
            (&[1, 9], Some(1), Some(9)),
            (&[1, 2, 3], Some(2), Some(3)),
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Some(5), Some(9)),
        ] {
            let sorted = minutes(values);
            assert_eq!(rank(&sorted, 50), median.map(TimeDelta::minutes), "{values:?}");
            assert_eq!(rank(&sorted, 90), p90.map(TimeDelta::minutes), "{values:?}");
        }
    }
}
